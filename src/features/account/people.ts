import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf, seatSql } from '../organisation/queries.ts';

/** A person as a clerk compares one with the card on the desk. */
export interface FoundPerson {
  readonly id: string;
  readonly name: string;
  readonly nip: string | null;
  /** Title of the definitive chair; null without one. */
  readonly title: string | null;
  readonly unit: string | null;
  readonly payrollUnitId: string | null;
  readonly accountId: string | null;
  /** Whether a password was ever set and holds. */
  readonly active: boolean;
}

/** Service that has ended, as columns of employee_status know it. */
export const LEFT_SERVICE = `('PENSIUN', 'MENINGGAL', 'BERHENTI', 'PINDAH_KELUAR')`;

/** True where employee "e" serves on the day `$1`. */
export const SERVES = `coalesce((SELECT s.status FROM employee_status s WHERE s.employee_id = e.id AND s.from_date <= $1::date
    ORDER BY s.from_date DESC LIMIT 1), '') NOT IN ${LEFT_SERVICE}`;

/** Employees "e" with seat, account "a" and name, for statements whose first parameter is the day. */
export const PEOPLE = `employee e
  LEFT JOIN account a ON a.employee_id = e.id
  LEFT JOIN LATERAL (${seatSql('e.id', '$1::date')}) seat ON true`;

export const PERSON_COLUMNS = `e.id, ${fullNameOf('e')} AS name, e.nip, seat.title, seat.unit_name AS unit,
  seat.payroll_unit_id AS "payrollUnitId", a.id AS "accountId", a.password_hash IS NOT NULL AS active`;

/** How many a search shows. */
export const MOST_FOUND = 20;
const MIN_LETTERS = 3;

/** Whether a text is long enough to look people up by. */
export const searchable = (text: string): boolean => [...text.trim()].length >= MIN_LETTERS;

const SEARCH = `SELECT ${PERSON_COLUMNS} FROM ${PEOPLE}
  WHERE lower(e.name) LIKE $2 AND ($3::uuid[] IS NULL OR seat.payroll_unit_id = ANY ($3::uuid[])) AND ${SERVES}
  ORDER BY e.name, e.id LIMIT ${String(MOST_FOUND)}`;

/**
 * People in service whose name holds the typed words in this order. By name alone: a NIP would stand in the address.
 *
 * @param units payroll units that may be looked into; null for all
 */
export async function searchPeople(
  sql: Sql,
  typed: string,
  today: LocalDate,
  units: readonly string[] | null,
): Promise<FoundPerson[]> {
  if (!searchable(typed)) return [];
  const words = typed.toLowerCase().trim().split(/\s+/);
  const pattern = `%${words.map(word => word.replaceAll(/[\\%_]/g, each => `\\${each}`)).join('%')}%`;
  const { rows } = await sql.query<FoundPerson & Record<string, unknown>>(SEARCH, [
    today,
    pattern,
    units && [...units],
  ]);
  return rows;
}

const ONE = `SELECT ${PERSON_COLUMNS} FROM ${PEOPLE}
  WHERE e.id = $2 AND ($3::uuid[] IS NULL OR seat.payroll_unit_id = ANY ($3::uuid[])) AND ${SERVES}`;

/** One person in service, within the payroll units that may be looked into. */
export async function personOf(
  sql: Sql,
  employeeId: string,
  today: LocalDate,
  units: readonly string[] | null,
): Promise<FoundPerson | undefined> {
  const { rows } = await sql.query<FoundPerson & Record<string, unknown>>(ONE, [
    today,
    employeeId,
    units && [...units],
  ]);
  return rows[0];
}

/** A payroll unit to choose. */
export interface PayingUnit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

const UNITS =
  'SELECT id, code, name FROM payroll_unit WHERE $1::uuid[] IS NULL OR id = ANY ($1::uuid[]) ORDER BY name, code';

/** Payroll units by name; `only` null for all. */
export async function payingUnits(sql: Sql, only: readonly string[] | null): Promise<PayingUnit[]> {
  const { rows } = await sql.query<PayingUnit & Record<string, unknown>>(UNITS, [only && [...only]]);
  return rows;
}
