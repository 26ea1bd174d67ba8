import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { Role } from '../../platform/web/actor.ts';

const HOLDERS = `SELECT DISTINCT a.employee_id AS id FROM role_grant g JOIN account a ON a.id = g.account_id
  WHERE g.role = ANY ($1::text[]) AND (g.payroll_unit_id IS NULL OR g.payroll_unit_id = $2::uuid)
    AND g.from_date <= $3 AND (g.until_date IS NULL OR g.until_date >= $3)
    AND (g.confirmed_by IS NOT NULL OR g.waived) AND a.disabled_at IS NULL`;

/** Who holds one of the rights for a payroll unit on a day: its own clerk, and whoever has it for the whole regency. */
export async function officersOf(
  sql: Sql,
  roles: readonly Role[],
  payrollUnitId: string,
  day: LocalDate,
): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(HOLDERS, [[...roles], payrollUnitId, day]);
  return rows.map(row => row.id);
}
