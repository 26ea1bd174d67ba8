import { firstDay } from '../../domain/month.ts';
import type { PayPeriod } from '../../domain/payroll/pay-period.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { RosterPerson } from './exclusion-page.ts';

/* $1 month, $2 kind, $3 unit. */
const ROSTER = `SELECT i.employee_id AS "employeeId", i.facts ->> 'pegawai.nama' AS name,
    coalesce(i.facts ->> 'jabatan.nama', '') AS position
  FROM special_payment s
  JOIN payroll_run b ON b.month = s.base_month AND b.kind = 'TPP' AND b.payroll_unit_id = $3 AND b.state IN ('DISETUJUI', 'DIBAYAR')
  JOIN payroll_input i ON i.run_id = b.id AND i.excluded IS NULL
  WHERE s.pay_month = $1 AND s.kind = $2 AND s.state = 'berlaku' AND NOT EXISTS (SELECT 1 FROM payroll_exclusion x
    WHERE x.month = $1 AND x.kind = $2 AND x.payroll_unit_id = $3 AND x.employee_id = i.employee_id AND x.state = 'berlaku')
  ORDER BY name, i.employee_id`;

/** Who would be paid by a special payment of a unit, by name: whoever its approved base month paid and nobody has left out. */
export async function specialRoster(sql: Sql, { month, kind }: PayPeriod, unitId: string): Promise<RosterPerson[]> {
  const { rows } = await sql.query<RosterPerson & Record<string, unknown>>(ROSTER, [firstDay(month), kind, unitId]);
  return rows;
}
