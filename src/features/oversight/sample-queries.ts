import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, monthOf, type Month } from '../../domain/month.ts';
import type { PayPeriod } from '../../domain/payroll/pay-period.ts';
import type { RunState } from '../../domain/payroll/run-lifecycle.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';

/** An amount that was drawn. */
export interface Drawn extends Record<string, unknown> {
  readonly runId: string;
  readonly employeeId: string;
  readonly name: string;
  readonly unitName: string;
  readonly state: RunState;
  readonly net: bigint;
  /** From how many it was drawn. */
  readonly total: number;
}

export const SAMPLE_SIZE = 3;

/** Everybody's place in the draw is the SHA-256 of the seed and the person: nobody chooses, and anybody can draw again. */
const DRAW = prepared(
  'oversight.draw',
  `SELECT r.id AS "runId", l.employee_id AS "employeeId", l.name, u.name AS "unitName", r.state, l.net, count(*) OVER ()::int AS total
   FROM payroll_run r JOIN payroll_unit u ON u.id = r.payroll_unit_id JOIN payroll_line l ON l.run_id = r.id
   WHERE r.month = $1 AND r.kind = $4 AND r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR') AND ($2::uuid[] IS NULL OR r.payroll_unit_id = ANY ($2::uuid[]))
   ORDER BY sha256(convert_to($3::text || ':' || l.employee_id::text, 'UTF8')), l.employee_id LIMIT ${String(SAMPLE_SIZE)}`,
);

const LATEST = prepared(
  'oversight.latest-computed',
  `SELECT max(r.month) AS month FROM payroll_run r WHERE r.kind = 'TPP' AND r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR')
     AND ($1::uuid[] IS NULL OR r.payroll_unit_id = ANY ($1::uuid[]))`,
);

/** The last month of which something is computed within payroll units (null: all); undefined before the first. */
export async function latestComputed(sql: Sql, units: readonly string[] | null): Promise<Month | undefined> {
  const { rows } = await sql.query<{ month: LocalDate | null }>(LATEST, [units && [...units]]);
  return rows[0]?.month ? monthOf(rows[0].month) : undefined;
}

/** A few amounts of a payment, drawn by a seed, within payroll units (null: all). */
export async function drawAmounts(
  sql: Sql,
  { month, kind }: PayPeriod,
  units: readonly string[] | null,
  seed: string,
): Promise<Drawn[]> {
  return (await sql.query<Drawn>(DRAW, [firstDay(month), units && [...units], seed, kind])).rows;
}
