import { firstDay, type Month } from '../../domain/month.ts';
import { OWN_PAY, type PayPeriod } from '../../domain/payroll/pay-period.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { bindPdfs } from '../../platform/documents/pdf-binding.ts';
import { sha256 } from '../../platform/identity.ts';
import type { Run } from '../payroll-runs/queries.ts';
import { build, buildFile, type Material } from './build.ts';
import { paperOfWanted, type Wanted } from './layout.ts';
import { paperTitle } from './paper-pdf.ts';
import type { Built } from './row-file.ts';

/** A payroll file as it is kept: its bytes never change. */
export interface PayrollFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly lines: number;
  readonly gross: bigint;
  readonly deductions: bigint;
  readonly net: bigint;
}

/** What building and keeping files needs. */
export type Building = Pick<Deps, 'pool' | 'clock' | 'regency' | 'config'>;

const KEEP = `INSERT INTO payroll_file (scope, month, name, format, layout, bytes, sha256, lines, gross, deductions, net, built_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (scope) DO NOTHING`;
const KEPT = 'SELECT id, name, bytes, sha256, lines, gross, deductions, net FROM payroll_file WHERE scope = $1';
const KEPT_SCOPES = 'SELECT scope FROM payroll_file WHERE scope = ANY ($1::text[])';

/** A set of runs in one word: the same set always gives the same. */
export function setOf(runs: readonly Run[]): string {
  const [only, ...others] = runs.map(run => run.id).sort();
  return others.length === 0 ? `run:${String(only)}` : `runs:${sha256([only, ...others].join(' '))}`;
}

/** One file per run, or per set of runs: the same set always gives the same file. */
function scopeOf(runs: readonly Run[], wanted: Wanted): string {
  const paper = paperOfWanted(wanted);
  return `${setOf(runs)}:${wanted.format}:${wanted.layout}${paper === 'f4' ? '' : `:${paper}`}`;
}

/** How the names of a payment's files begin: `TPP_2026-10_`, `THR_2026-03_`. */
export const fileNameOf = ({ month, kind }: PayPeriod): string => `${kind}_${month}_`;

/** `TPP_2026-10_DPMPTSP_v1.csv`; other layouts than the plain one, and other paper than F4, are named. */
export function fileName(month: Month, runs: readonly Run[], wanted: Wanted, draft: boolean): string {
  const { format, layout } = wanted;
  const [only, ...others] = runs;
  const which =
    only && others.length === 0 ? `${only.unit.code}_v${String(only.revision)}` : `${String(runs.length)}-unit`;
  const how = layout === 'ringkas' ? '' : `_${layout}`;
  const paper = paperOfWanted(wanted) === 'f4' ? '' : '_A4';
  return `${draft ? 'DRAF_' : ''}${fileNameOf({ month, kind: only?.kind ?? OWN_PAY })}${which}${how}${paper}.${format}`;
}

async function keptFile(sql: Sql, scope: string): Promise<PayrollFile | undefined> {
  return (await sql.query<PayrollFile & Record<string, unknown>>(KEPT, [scope])).rows[0];
}

/** Those of the wanted files that are built already. */
export async function keptOf(sql: Sql, runs: readonly Run[], wanted: readonly Wanted[]): Promise<Wanted[]> {
  const { rows } = await sql.query<{ scope: string }>(KEPT_SCOPES, [wanted.map(each => scopeOf(runs, each))]);
  const scopes = new Set(rows.map(({ scope }) => scope));
  return wanted.filter(each => scopes.has(scopeOf(runs, each)));
}

/**
 * The finance file of approved runs: built by the jobs that follow the approval or at its first need, and served from
 * the stored bytes ever after (rulings.md 19). Two who build it at once keep one of the two.
 * @param material what was read of the runs already
 */
export async function fileOf(
  deps: Building,
  month: Month,
  runs: readonly Run[],
  wanted: Wanted,
  material?: Material,
): Promise<PayrollFile> {
  const scope = scopeOf(runs, wanted);
  const before = await keptFile(deps.pool, scope);
  if (before) return before;
  const bound = wanted.format === 'pdf' && runs.length > 1;
  const built = bound
    ? await boundFile(deps, month, runs, wanted)
    : await (material ? build(deps, material, wanted) : buildFile(deps, month, runs, wanted, false));
  const { bytes, lines, gross, deductions, net } = built;
  const name = fileName(month, runs, wanted, false);
  const { format, layout } = wanted;
  const digest = sha256(bytes);
  const values = [scope, firstDay(month), name, format, layout, bytes, digest, lines, gross, deductions, net];
  await deps.pool.query(KEEP, [...values, deps.clock.now()]);
  return (await keptFile(deps.pool, scope))!;
}

/** The paper of several units is the units' own papers, one behind the other: printed once, with one code each. */
async function boundFile(deps: Building, month: Month, runs: readonly Run[], wanted: Wanted): Promise<Built> {
  const ordered = [...runs].sort((a, b) => (a.unit.code < b.unit.code ? -1 : 1));
  const parts: PayrollFile[] = [];
  for (const run of ordered) parts.push(await fileOf(deps, month, [run], wanted));
  const sum = (pick: (part: PayrollFile) => bigint): bigint => parts.reduce((total, part) => total + pick(part), 0n);
  const moments = ordered.map(run => (run.approvedAt ?? run.closedAt).getTime());
  const binding = { title: paperTitle(ordered, wanted.layout), madeAt: new Date(Math.max(...moments)) };
  return {
    bytes: bindPdfs(
      parts.map(part => part.bytes),
      binding,
    ),
    lines: parts.reduce((total, part) => total + part.lines, 0),
    gross: sum(part => part.gross),
    deductions: sum(part => part.deductions),
    net: sum(part => part.net),
  };
}
