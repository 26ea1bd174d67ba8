import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import type { HolidayKind } from './kinds.ts';

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

/** A day of the calendar as it is kept. */
export interface HolidayRow {
  readonly day: LocalDate;
  readonly kind: HolidayKind;
  readonly name: string;
  /** What it is founded on: a joint decree, a regent's decision. */
  readonly source: string;
  /** When it was recorded; a form that removes it names this moment. */
  readonly recordedAt: Date;
}

const YEAR = prepared(
  'calendar.year',
  `SELECT day, kind, name, source, recorded_at FROM holiday WHERE day BETWEEN $1 AND $2
   ORDER BY day, CASE kind WHEN 'libur' THEN 1 WHEN 'cuti_bersama' THEN 2 ELSE 3 END`,
);

interface Row extends Record<string, unknown> {
  day: string;
  kind: HolidayKind;
  name: string;
  source: string;
  recorded_at: Date;
}

/** Every free day of a year, in order. */
export async function holidaysOf(sql: Sql, year: number): Promise<HolidayRow[]> {
  const { rows } = await sql.query<Row>(YEAR, [`${String(year)}-01-01`, `${String(year)}-12-31`]);
  return rows.map(row => ({
    day: localDate(row.day),
    kind: row.kind,
    name: row.name,
    source: row.source,
    recordedAt: row.recorded_at,
  }));
}
