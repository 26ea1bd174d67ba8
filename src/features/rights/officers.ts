import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';

const OFFICERS = `SELECT DISTINCT a.employee_id AS id FROM role_grant g JOIN account a ON a.id = g.account_id
  WHERE g.role = 'kepegawaian' AND g.from_date <= $1 AND (g.until_date IS NULL OR g.until_date >= $1)
    AND (g.confirmed_by IS NOT NULL OR g.waived) AND a.disabled_at IS NULL`;

/** The people of the personnel office on a day. */
export async function officersOf(sql: Sql, day: LocalDate): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(OFFICERS, [day]);
  return rows.map(row => row.id);
}
