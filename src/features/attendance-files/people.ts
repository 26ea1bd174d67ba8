import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { type Month, monthOf } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { seatSql } from '../organisation/queries.ts';

/** A PIN of one person over a span of days. */
export interface PinSpan {
  readonly employeeId: string;
  readonly from: LocalDate;
  readonly last: LocalDate | null;
}

/** Whom the rows of a file may mean. */
export interface People {
  readonly byNip: ReadonlyMap<string, string>;
  readonly byPin: ReadonlyMap<string, readonly PinSpan[]>;
}

const BY_NIP = `SELECT id, nip AS number FROM employee WHERE nip = ANY ($1::text[])
  UNION ALL SELECT id, nik FROM employee WHERE nik = ANY ($1::text[])`;
const BY_PIN = `SELECT pin, employee_id, from_date, last_date FROM attendance_pin WHERE pin_realm = $1 AND pin = ANY ($2::text[])`;

/** The people behind numbers of a file. @param realm whose PINs they are; null where the file has none */
export async function readPeople(
  sql: Sql,
  nips: readonly string[],
  pins: readonly string[],
  realm: string | null,
): Promise<People> {
  const byNip = new Map<string, string>();
  if (nips.length > 0) {
    const { rows } = await sql.query<{ id: string; number: string }>(BY_NIP, [nips]);
    for (const { id, number } of rows) byNip.set(number, id);
  }
  const byPin = new Map<string, PinSpan[]>();
  if (pins.length > 0 && realm !== null) {
    const { rows } = await sql.query<{ pin: string; employee_id: string; from_date: string; last_date: string | null }>(
      BY_PIN,
      [realm, pins],
    );
    for (const each of rows) {
      const span = {
        employeeId: each.employee_id,
        from: localDate(each.from_date),
        last: each.last_date === null ? null : localDate(each.last_date),
      };
      byPin.set(each.pin, [...(byPin.get(each.pin) ?? []), span]);
    }
  }
  return { byNip, byPin };
}

/** Whose PIN it is on a day. */
export const holderOn = (people: People, pin: string, day: LocalDate): string | undefined =>
  people.byPin.get(pin)?.find(({ from, last }) => from <= day && (last === null || day <= last))?.employeeId;

/** Who pays a person in a month, and whether that month is still open. */
export interface PaidBy {
  readonly unitId: string;
  readonly open: boolean;
}

const PAID = `SELECT asked.employee_id, asked.day, seat.payroll_unit_id, coalesce(pp.open, true) AS open
  FROM unnest($1::uuid[], $2::date[]) AS asked (employee_id, day)
  JOIN LATERAL (${seatSql('asked.employee_id', 'asked.day')} LIMIT 1) seat ON true
  LEFT JOIN payroll_period pp ON pp.kind = 'TPP' AND pp.payroll_unit_id = seat.payroll_unit_id
    AND pp.month = date_trunc('month', asked.day::timestamp)::date`;

const keyOf = (employeeId: string, of: Month): string => `${employeeId}|${of}`;

/**
 * Who pays people in months. `days`: any day of each person's month on which the person is looked for; who holds no chair
 * on it is missing.
 */
export async function paidBy(
  sql: Sql,
  days: readonly { readonly employeeId: string; readonly day: LocalDate }[],
): Promise<(employeeId: string, day: LocalDate) => PaidBy | undefined> {
  const one = new Map<string, { employeeId: string; day: LocalDate }>();
  for (const each of days) {
    const key = keyOf(each.employeeId, monthOf(each.day));
    const held = one.get(key);
    if (!held || each.day > held.day) one.set(key, each);
  }
  const asked = [...one.values()];
  const { rows } = await sql.query<{ employee_id: string; day: string; payroll_unit_id: string; open: boolean }>(PAID, [
    asked.map(each => each.employeeId),
    asked.map(each => each.day),
  ]);
  const found = new Map(
    rows.map(row => [
      keyOf(row.employee_id, monthOf(localDate(row.day))),
      { unitId: row.payroll_unit_id, open: row.open },
    ]),
  );
  return (employeeId, day) => found.get(keyOf(employeeId, monthOf(day)));
}
