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
  const cases = loadCases(text, fileName, loaded.regulation.id);
  if (!cases.ok) return { ok: false, problems: cases.errors };
  const results = runCases(loaded.regulation, cases.file.cases);
  const problems = failuresIn(results, fileName);
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, regulation: loaded.regulation, cases: results, notes };
}

/** More would bury what has to be mended first. */
const MOST_CASES = 10;
const MOST_LINES = 4;

/** What does not come out as the cases say: the first cases in full, of each what differs first, and how many more there are. */
function failuresIn(results: readonly CaseResult[], file: string): readonly Problem[] {
  const failed = results.filter(({ differences }) => differences.length > 0);
  const shown = failed.slice(0, MOST_CASES).flatMap(({ id, line, differences }) => {
    const left = differences.length - MOST_LINES;
    const said = [...differences.slice(0, MOST_LINES), ...(left > 0 ? [`dan ${String(left)} perbedaan lagi`] : [])];
    return said.map(each => ({ file, line, reason: `contoh ${id}: ${each}` }));
  });
  const [next, ...others] = failed.slice(MOST_CASES);
  if (!next) return shown;
  const reason = `dan ${String(others.length + 1)} contoh lagi, mulai dari contoh ${next.id}`;
  return [...shown, { file, line: next.line, reason }];
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
  /** The person who puts it into force, or proposed it where a second one approves; null for the demo's own. */
  readonly by: string | null;
  /** The second person, where there is one. */
  readonly approvedBy?: string | undefined;
  /** A version of the same first day under which nothing was computed gives way; otherwise it is in the way. */
  readonly replaces?: boolean | undefined;
  /** Domain time. */
  readonly at: Date;
}

const SAME = 'SELECT id, replaced_at IS NOT NULL AS replaced FROM regulation WHERE version = $1';
const LATER = `SELECT to_char(max(month), 'YYYY-MM') AS month FROM payroll_run WHERE month >= date_trunc('month', $1::date::timestamp)::date
  AND kind = 'TPP' AND state <> 'DIBATALKAN'`;
const SAME_START = `SELECT r.id, r.code, EXISTS (SELECT 1 FROM payroll_run p WHERE p.regulation_id = r.id) AS used
  FROM regulation r WHERE r.valid_from = $1::date AND r.replaced_at IS NULL`;
const REPLACE = 'UPDATE regulation SET replaced_at = $2 WHERE id = $1';
const KEEP = `INSERT INTO regulation (code, version, name, valid_from, source, cases, recorded_by, recorded_at, approved_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`;

/**
 * Puts a regulation into force from its own first day. Its text is kept with the national tables it uses and never
 * changes again. Refused when it does not load, a case beside it fails, it lacks what the product needs every day or a
 * total, or a month it would govern is closed already (rulings.md 17; architecture.md 4.6).
 * @throws PolicyRefused
 */
export async function adoptRegulation(tx: Tx, policy: PolicyOnDisk, adopting: Adopting): Promise<Adopted> {
  const { by, at, approvedBy } = adopting;
  const checked = checkPolicy(policy);
  if (!checked.ok) throw new PolicyRefused(checked.problems);
  const { regulation } = checked;
  const { version, id: code } = regulation;
  const same = (await tx.query<{ id: string; replaced: boolean }>(SAME, [version])).rows[0];
  if (same?.replaced === true) {
    const reason = 'naskah ini pernah disetujui, lalu diganti; ubah dulu, misalnya catatannya';
    throw new PolicyRefused([{ file: policy.regulation.fileName, line: 1, reason }]);
  }
  if (same) return { id: same.id, version, isNew: false };
  const replaced = await refuseForUse(tx, policy, regulation, adopting);
  if (replaced !== null) await tx.query(REPLACE, [replaced, at]);
  const text = packBundle(policy, regulation.uses);
  const validFrom = localDate(regulation.validFrom);
  const cases = policy.cases?.text ?? null;
  const values = [code, version, regulation.name, validFrom, text, cases, by, at, approvedBy ?? null];
  const id = (await tx.query<{ id: string }>(KEEP, values)).rows[0]!.id;
  const after = { code, version, validFrom, ...(replaced === null ? {} : { replaced }) };
  const actorId = approvedBy ?? by;
  await audit(tx, { at, actorId, action: 'peraturan.berlaku', objectType: 'regulation', objectId: id, after });
  return { id, version, isNew: true };
}

/** @returns the version that gives way; null where none does */
async function refuseForUse(
  tx: Tx,
  policy: PolicyOnDisk,
  regulation: Regulation,
  { replaces }: Adopting,
): Promise<string | null> {
  const reasons: string[] = [];
  if (!regulation.daily) reasons.push('bagian "harian" belum ada: aturan hari kerja diperlukan sehari-hari');
  const { gross, deductions, net } = regulation.totals;
  if (!gross || !deductions || !net) reasons.push('bagian "totals" harus menyebut gross, deductions dan net');
  const later = await tx.query<{ month: string | null }>(LATER, [regulation.validFrom]);
  const closed = later.rows[0]?.month;
  if (closed) reasons.push(`berlaku mulai ${regulation.validFrom}, padahal periode ${closed} sudah ditutup`);
  const start = await tx.query<{ id: string; code: string; used: boolean }>(SAME_START, [regulation.validFrom]);
  const other = start.rows[0];
  const inTheWay = other !== undefined && (replaces !== true || other.used);
  if (inTheWay) reasons.push(`peraturan ${other.code} sudah berlaku mulai hari yang sama`);
  const file = policy.regulation.fileName;
  if (reasons.length > 0) throw new PolicyRefused(reasons.map(reason => ({ file, line: 1, reason })));
  return other?.id ?? null;
}
