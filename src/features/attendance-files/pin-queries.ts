import { localDate, type LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** A PIN of a realm that is somebody's. */
export interface GivenPin {
  readonly id: string;
  readonly employeeId: string;
  readonly pin: string;
  readonly name: string;
  readonly nip: string | null;
  readonly from: LocalDate;
  readonly last: LocalDate | null;
}

/** A PIN that recorded and is nobody's on those days. */
export interface UnknownPin {
  readonly pin: string;
  readonly punches: number;
  readonly first: LocalDate;
  readonly last: LocalDate;
}

const GIVEN = `SELECT p.id, p.employee_id AS "employeeId", p.pin, ${fullNameOf('e')} AS name, e.nip, p.from_date AS "from", p.last_date AS last
  FROM attendance_pin p JOIN employee e ON e.id = p.employee_id WHERE p.pin_realm = $1
  ORDER BY p.last_date IS NOT NULL, length(p.pin), p.pin, p.from_date LIMIT 1000`;
const UNKNOWN = `SELECT x.pin, count(*)::int AS punches, min(d.day) AS first, max(d.day) AS last
  FROM attendance_punch x JOIN attendance_batch b ON b.id = x.batch_id AND b.state = 'disimpan'
  CROSS JOIN LATERAL (SELECT (x.at AT TIME ZONE $2)::date AS day) d
  WHERE x.pin_realm = $1 AND NOT EXISTS (SELECT 1 FROM attendance_pin p WHERE p.pin_realm = x.pin_realm AND p.pin = x.pin
    AND p.from_date <= d.day AND (p.last_date IS NULL OR p.last_date >= d.day))
  GROUP BY x.pin ORDER BY count(*) DESC, x.pin LIMIT 200`;

/** PINs of a realm that are somebody's, those in force first. */
export async function givenPins(sql: Sql, realm: string): Promise<readonly GivenPin[]> {
  const { rows } = await sql.query<Omit<GivenPin, 'from' | 'last'> & { from: string; last: string | null }>(GIVEN, [
    realm,
  ]);
  return rows.map(row => ({
    ...row,
    from: localDate(row.from),
    last: row.last === null ? null : localDate(row.last),
  }));
}

/** PINs of a realm that recorded on days on which they are nobody's; the most frequent first. */
export async function unknownPins(sql: Sql, realm: string, zone: string): Promise<readonly UnknownPin[]> {
  const { rows } = await sql.query<{ pin: string; punches: number; first: string; last: string }>(UNKNOWN, [
    realm,
    zone,
  ]);
  return rows.map(row => ({ ...row, first: localDate(row.first), last: localDate(row.last) }));
}
