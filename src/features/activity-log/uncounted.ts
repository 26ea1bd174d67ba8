import { prepared, type Sql } from '../../platform/database/sql.ts';

const UNCOUNTED = prepared(
  'activity-log.uncounted',
  `SELECT takar_was_uncounted(a.id, date_trunc('month', a.work_date::timestamp)::date, a.payroll_unit_id) AS uncounted
   FROM activity a WHERE a.id = $1`,
);

/** The living, computed run of an entry's month did not count it (docs/adr/0028-adjustments.md). */
export async function wasUncounted(sql: Sql, id: string): Promise<boolean> {
  const { rows } = await sql.query<{ uncounted: boolean }>(UNCOUNTED, [id]);
  return rows[0]?.uncounted ?? false;
}
