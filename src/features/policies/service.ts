import { localDate } from '../../domain/local-date.ts';
import type { Problem } from '../../domain/tpp/problem.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import { loadCases, runCases, type CaseResult } from '../../domain/tpp/regulation-cases.ts';
import { sourceNotes, type SourceNote } from '../../domain/tpp/source-note.ts';
import { audit } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/sql.ts';
import type { PolicyOnDisk } from './policy-files.ts';
import { loadBundle, packBundle } from './stored-text.ts';

/** What came of checking a regulation with the cases beside it. */
export type Checked =
  | {
      readonly ok: true;
      readonly regulation: Regulation;
      readonly cases: readonly CaseResult[];
      /** What people will have to enter. */
      readonly notes: readonly SourceNote[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Whether a regulation is complete and consistent, and gives exactly what its cases expect. */
export function checkPolicy(policy: PolicyOnDisk): Checked {
  const loaded = loadBundle(policy);
  if (!loaded.ok) return { ok: false, problems: loaded.errors };
  const notes = sourceNotes(loaded.regulation);
  if (!policy.cases) return { ok: true, regulation: loaded.regulation, cases: [], notes };
  const { fileName, text } = policy.cases;
  const cases = loadCases(text, fileName);
  if (!cases.ok) return { ok: false, problems: cases.errors };
  const results = runCases(loaded.regulation, cases.file.cases);
  const problems = results.flatMap(({ id, line, differences }) =>
    differences.map(difference => ({ file: fileName, line, reason: `contoh ${id}: ${difference}` })),
  );
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, regulation: loaded.regulation, cases: results, notes };
}

/** A regulation that cannot be put into force; `problems` says why, with file and line. */
export class PolicyRefused extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(({ file, line, reason }) => `${file}:${String(line)}: ${reason}`).join('\n'));
  }
}

export interface Adopted {
  readonly id: string;
  readonly version: string;
  /** False when the very same text was in force already. */
  readonly isNew: boolean;
}

export interface Adopting {
  /** The person who puts it into force; null for the demo's own. */
  readonly by: string | null;
  /** Domain time. */
  readonly at: Date;
}

const SAME = 'SELECT id FROM regulation WHERE version = $1';
const LATER = `SELECT to_char(max(month), 'YYYY-MM') AS month FROM payroll_run WHERE month >= date_trunc('month', $1::date::timestamp)::date
  AND state <> 'DIBATALKAN'`;
const SAME_START = 'SELECT code FROM regulation WHERE valid_from = $1::date';
const KEEP = `INSERT INTO regulation (code, version, name, valid_from, source, recorded_by) VALUES ($1, $2, $3, $4, $5, $6)
  RETURNING id`;

/**
 * Puts a regulation into force from its own first day. Its text is kept with the national tables it uses and never
 * changes again. Refused when it does not load, a case beside it fails, it lacks what the product needs every day or a
 * total, or a month it would govern is closed already (rulings.md 17; architecture.md 4.6).
 * @throws PolicyRefused
 */
export async function adoptRegulation(tx: Tx, policy: PolicyOnDisk, { by, at }: Adopting): Promise<Adopted> {
  const checked = checkPolicy(policy);
  if (!checked.ok) throw new PolicyRefused(checked.problems);
  const { regulation } = checked;
  const { version, id: code } = regulation;
  const same = await tx.query<{ id: string }>(SAME, [version]);
  if (same.rows[0]) return { id: same.rows[0].id, version, isNew: false };
  await refuseForUse(tx, policy, regulation);
  const text = packBundle(policy, regulation.uses);
  const validFrom = localDate(regulation.validFrom);
  const { rows } = await tx.query<{ id: string }>(KEEP, [code, version, regulation.name, validFrom, text, by]);
  const id = rows[0]!.id;
  const after = { code, version, validFrom };
  await audit(tx, { at, actorId: by, action: 'peraturan.berlaku', objectType: 'regulation', objectId: id, after });
  return { id, version, isNew: true };
}

async function refuseForUse(tx: Tx, policy: PolicyOnDisk, regulation: Regulation): Promise<void> {
  const reasons: string[] = [];
  if (!regulation.daily) reasons.push('bagian "harian" belum ada: aturan hari kerja diperlukan sehari-hari');
  const { gross, deductions, net } = regulation.totals;
  if (!gross || !deductions || !net) reasons.push('bagian "totals" harus menyebut gross, deductions dan net');
  const later = await tx.query<{ month: string | null }>(LATER, [regulation.validFrom]);
  const closed = later.rows[0]?.month;
  if (closed) reasons.push(`berlaku mulai ${regulation.validFrom}, padahal periode ${closed} sudah ditutup`);
  const start = await tx.query<{ code: string }>(SAME_START, [regulation.validFrom]);
  const other = start.rows[0]?.code;
  if (other !== undefined) reasons.push(`peraturan ${other} sudah berlaku mulai hari yang sama`);
  const file = policy.regulation.fileName;
  if (reasons.length > 0) throw new PolicyRefused(reasons.map(reason => ({ file, line: 1, reason })));
}
