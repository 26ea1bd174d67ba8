import { firstDay, type Month } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { ROSTER } from '../policies/facts.ts';
import type { Sum } from './sum.ts';

/** A payroll unit with how many stand on its roster of a month. */
export interface UnitOnRoster {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly people: number;
}

const UNITS = `WITH ${ROSTER}
  SELECT pu.id, pu.code, pu.name, count(*)::int AS people FROM roster r JOIN payroll_unit pu ON pu.id = r.payroll_unit_id
  GROUP BY pu.id ORDER BY pu.code COLLATE "C"`;

/** Units with people on the roster of a month, by code. @param unitIds which of them; null: all */
export async function unitsOnRoster(
  sql: Sql,
  month: Month,
  unitIds: readonly string[] | null,
): Promise<UnitOnRoster[]> {
  const { rows } = await sql.query<UnitOnRoster & Record<string, unknown>>(UNITS, [
    firstDay(month),
    unitIds && [...unitIds],
    null,
  ]);
  return rows;
}

/** What an approved run of the month has paid somebody. */
export interface PaidPerson {
  readonly employeeId: string;
  readonly payrollUnitId: string;
  /** The month's own line; zeros for somebody who was only reached by an adjustment. */
  readonly own: Sum;
  /** What the run carried for older months. */
  readonly adjustments: Sum;
  readonly hasLine: boolean;
}

interface PaidRow extends Record<string, unknown> {
  employee_id: string;
  payroll_unit_id: string;
  has_line: boolean;
  own_gross: bigint;
  own_deductions: bigint;
  own_net: bigint;
  adjusted_gross: bigint;
  adjusted_deductions: bigint;
  adjusted_net: bigint;
}

const PAID = `SELECT p.employee_id, r.payroll_unit_id, p.has_line, p.own_gross, p.own_deductions, p.own_net,
    p.adjusted_gross, p.adjusted_deductions, p.adjusted_net
  FROM payroll_run r JOIN payroll_paid p ON p.run_id = r.id
  WHERE r.month = $1 AND r.kind = 'TPP' AND r.state IN ('DISETUJUI', 'DIBAYAR') AND r.payroll_unit_id = ANY ($2::uuid[])`;

/** What approved runs of a month have paid, of some units. */
export async function paidPeople(sql: Sql, month: Month, payrollUnitIds: readonly string[]): Promise<PaidPerson[]> {
  const { rows } = await sql.query<PaidRow>(PAID, [firstDay(month), [...payrollUnitIds]]);
  return rows.map(row => ({
    employeeId: row.employee_id,
    payrollUnitId: row.payroll_unit_id,
    own: { gross: row.own_gross, deductions: row.own_deductions, net: row.own_net },
    adjustments: { gross: row.adjusted_gross, deductions: row.adjusted_deductions, net: row.adjusted_net },
    hasLine: row.has_line,
  }));
}
