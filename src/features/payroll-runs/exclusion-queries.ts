import { firstDay, type Month } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** What became of a request to leave a person out of a month; `berlaku` until it is ended while the month is open. */
export type ExclusionState = 'diajukan' | 'berlaku' | 'ditolak' | 'ditarik' | 'dicabut';

/** A person left out of a unit's month with a reason (rulings.md 18), or the request for it. */
export interface Exclusion {
  readonly id: string;
  readonly employeeId: string;
  readonly name: string;
  readonly reason: string;
  readonly state: ExclusionState;
  readonly version: number;
  readonly askedBy: string;
  readonly askedByName: string;
  readonly askedAt: Date;
  readonly decidedByName: string | null;
}

const COLUMNS = `x.id, x.employee_id AS "employeeId", ${fullNameOf('e')} AS name, x.reason, x.state, x.version,
  x.asked_by AS "askedBy", ${fullNameOf('asker')} AS "askedByName", x.asked_at AS "askedAt",
  CASE WHEN x.decided_by IS NOT NULL THEN ${fullNameOf('decider')} END AS "decidedByName"
  FROM payroll_exclusion x JOIN employee e ON e.id = x.employee_id
  JOIN employee asker ON asker.id = x.asked_by LEFT JOIN employee decider ON decider.id = x.decided_by`;
const OF_PERIOD = `SELECT ${COLUMNS} WHERE x.month = $1 AND x.payroll_unit_id = $2 ORDER BY x.asked_at DESC, x.id DESC LIMIT 200`;
const IN_FORCE = `SELECT employee_id AS "employeeId", reason FROM payroll_exclusion
  WHERE month = $1 AND ($2::uuid IS NULL OR payroll_unit_id = $2::uuid) AND state = 'berlaku'`;

/** Requests and exclusions of a unit's month, the latest first. */
export async function exclusionsOf(sql: Sql, month: Month, payrollUnitId: string): Promise<Exclusion[]> {
  return (await sql.query<Exclusion & Record<string, unknown>>(OF_PERIOD, [firstDay(month), payrollUnitId])).rows;
}

/** Why people get no line in a month, by person: what two persons have decided. */
export async function excludedPeople(
  sql: Sql,
  month: Month,
  payrollUnitId?: string,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql.query<{ employeeId: string; reason: string }>(IN_FORCE, [
    firstDay(month),
    payrollUnitId ?? null,
  ]);
  return new Map(rows.map(({ employeeId, reason }) => [employeeId, reason]));
}

/**
 * Joins the decided exclusions to rows of FACTS_SQL that are called `facts` and belong to the month `$1`: then
 * `EXCLUDED_REASON` is why a person gets no line, or null.
 */
export const WITH_EXCLUSIONS = (facts: string): string => `LEFT JOIN payroll_exclusion x ON x.month = $1::date
  AND x.payroll_unit_id = ${facts}.payroll_unit_id AND x.employee_id = ${facts}.employee_id AND x.state = 'berlaku'`;
export const EXCLUDED_REASON = (facts: string): string => `coalesce(${facts}.excluded, x.reason)`;
