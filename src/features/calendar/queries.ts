import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';

const BETWEEN = prepared(
  'calendar.between',
  `SELECT DISTINCT ON (day) day, name FROM holiday WHERE day BETWEEN $1 AND $2
   ORDER BY day, CASE kind WHEN 'libur' THEN 1 WHEN 'cuti_bersama' THEN 2 ELSE 3 END`,
);

/**
 * National holidays, joint leave and local additions from `from` to `to`, both included, with the name shown to people.
 * Where a day has several, the national one is named.
 */
export async function holidaysBetween(sql: Sql, from: LocalDate, to: LocalDate): Promise<Map<LocalDate, string>> {
  const { rows } = await sql.query<{ day: string; name: string }>(BETWEEN, [from, to]);
  return new Map(rows.map(row => [localDate(row.day), row.name]));
}
