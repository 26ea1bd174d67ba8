import { firstDay, type Month } from '../../domain/month.ts';
import type { PayPeriod } from '../../domain/payroll/pay-period.ts';
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
const OF_PERIOD = `SELECT ${COLUMNS} WHERE x.month = $1 AND x.kind = $2 AND x.payroll_unit_id = $3 ORDER BY x.asked_at DESC, x.id DESC LIMIT 200`;

/*
 * One month is paid once: whoever has a line of another unit's living run, and has come here since by a move with an earlier
 * date, gets none here. What the move changes is an adjustment (docs/adr/0028-adjustments.md). The month's runs are looked up
 * once, not once for everybody, and held against a person's lines within their index (IS TRUE keeps the planner from joining them).
 */
const paidElsewhere = (person: string, unit: string): string => `(SELECT 'Bulan ini sudah dibayar ' || u.name
  FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id AND r.payroll_unit_id <> ${unit}
  JOIN payroll_unit u ON u.id = r.payroll_unit_id
  WHERE l.employee_id = ${person} AND (l.run_id IN (SELECT o.id FROM payroll_run o
    WHERE o.month = $1::date AND o.kind = 'TPP' AND o.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR'))) IS TRUE
  ORDER BY r.closed_at, r.id LIMIT 1)`;
const LEFT_OUT = `SELECT p.id AS "employeeId", w.reason
  FROM unnest($2::uuid[], $3::uuid[]) AS p (id, unit)
  LEFT JOIN payroll_exclusion x ON x.month = $1::date AND x.kind = 'TPP' AND x.payroll_unit_id = p.unit AND x.employee_id = p.id AND x.state = 'berlaku'
  CROSS JOIN LATERAL (SELECT coalesce(x.reason, ${paidElsewhere('p.id', 'p.unit')}) AS reason) w WHERE w.reason IS NOT NULL`;

/** Requests and exclusions of a unit's month, or of a special payment in it, the latest first. */
export async function exclusionsOf(sql: Sql, { month, kind }: PayPeriod, payrollUnitId: string): Promise<Exclusion[]> {
  return (await sql.query<Exclusion & Record<string, unknown>>(OF_PERIOD, [firstDay(month), kind, payrollUnitId])).rows;
}

/** Why people of a roster get no line in its month, by person: two persons have decided so, or another unit has paid it. */
export async function excludedPeople(
  sql: Sql,
  month: Month,
  people: readonly { readonly employeeId: string; readonly payrollUnitId: string }[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql.query<{ employeeId: string; reason: string }>(LEFT_OUT, [
    firstDay(month),
    people.map(each => each.employeeId),
    people.map(each => each.payrollUnitId),
  ]);
  return new Map(rows.map(({ employeeId, reason }) => [employeeId, reason]));
}

/**
 * Joins the decided exclusions to rows of `factsStatement` that are called `facts` and belong to the month `$1`: then
 * `EXCLUDED_REASON` is why a person gets no line, or null. The same judgement as `excludedPeople`.
 */
export const WITH_EXCLUSIONS = (facts: string): string => `LEFT JOIN payroll_exclusion x ON x.month = $1::date
  AND x.kind = 'TPP' AND x.payroll_unit_id = ${facts}.payroll_unit_id AND x.employee_id = ${facts}.employee_id AND x.state = 'berlaku'`;
export const EXCLUDED_REASON = (facts: string): string => `coalesce(${facts}.excluded, x.reason,
  ${paidElsewhere(`${facts}.employee_id`, `${facts}.payroll_unit_id`)})`;
