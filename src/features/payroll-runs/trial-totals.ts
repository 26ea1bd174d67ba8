import type { Sql } from '../../platform/database/sql.ts';
import type { SummaryRow } from '../../platform/render/components.ts';
import { number } from '../../platform/render/format.ts';

/** A run's trial month in numbers. Net amounts in whole rupiah. */
export interface TrialTotals extends Record<string, unknown> {
  readonly decree: string;
  readonly people: number;
  /** People for whom the rules give no amount. */
  readonly uncomputed: number;
  /** What the others are paid, and what the rules would have given them. */
  readonly paid: bigint;
  readonly byRule: bigint;
}

const TOTALS = `SELECT min(i.facts ->> 'masa.uji_coba') AS decree, count(*)::int AS people,
    count(*) FILTER (WHERE x.net IS NULL)::int AS uncomputed, coalesce(sum(l.net) FILTER (WHERE x.net IS NOT NULL), 0)::bigint AS paid,
    coalesce(sum(x.net), 0)::bigint AS "byRule"
  FROM payroll_trial_line x JOIN payroll_line l ON l.run_id = x.run_id AND l.employee_id = x.employee_id
  JOIN payroll_input i ON i.run_id = x.run_id AND i.employee_id = x.employee_id
  WHERE x.run_id = $1 HAVING count(*) > 0`;

/** What a run pays beside what the rules would have given; undefined where its month is no trial month. */
export async function trialTotals(sql: Sql, runId: string): Promise<TrialTotals | undefined> {
  return (await sql.query<TrialTotals>(TOTALS, [runId])).rows[0];
}

const DECREES = `SELECT x.run_id AS "runId", min(i.facts ->> 'masa.uji_coba') AS decree FROM payroll_trial_line x
  JOIN payroll_input i ON i.run_id = x.run_id AND i.employee_id = x.employee_id WHERE x.run_id = ANY ($1::uuid[]) GROUP BY x.run_id`;

/** The decree of each run of a trial month, by run; ordinary months are missing. */
export async function trialDecrees(sql: Sql, runIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql.query<{ runId: string; decree: string }>(DECREES, [[...runIds]]);
  return new Map(rows.map(({ runId, decree }) => [runId, decree]));
}

/** The rows by which a page says so. */
export const trialRows = ({ decree, people, uncomputed, paid, byRule }: TrialTotals): SummaryRow[] => [
  { label: 'Keputusan', value: decree },
  { label: 'Bersih yang dibayar', value: { rupiah: paid } },
  { label: 'Menurut kinerja', value: { rupiah: byRule } },
  { label: 'Selisih', value: { rupiah: byRule - paid } },
  ...(uncomputed > 0
    ? [{ label: 'Belum bisa dihitung menurut kinerja', value: `${number(uncomputed)} dari ${number(people)} pegawai` }]
    : []),
];
