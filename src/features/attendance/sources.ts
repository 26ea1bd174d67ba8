import type { OtherHours } from '../../domain/attendance/hours.ts';
import type { LeaveKind } from '../../domain/attendance/leave-kind.ts';
import type { DayRecord } from '../../domain/attendance/day.ts';
import type { WorkPattern } from '../../domain/calendar/work-calendar.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { firstDay, lastDay, type Month } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Sql } from '../../platform/database/sql.ts';

/** A definitive chair held during a part of a month. */
export interface MonthSeat {
  readonly from: LocalDate;
  readonly last: LocalDate | null;
  readonly unitId: string;
  readonly pattern: WorkPattern;
  readonly zone: Zone;
}

/** Somebody who holds a chair in a month, with the unit that pays it: that of the first chair. */
export interface MonthPerson {
  readonly employeeId: string;
  readonly payrollUnitId: string;
  readonly seats: readonly MonthSeat[];
}

const SEATS = `SELECT a.employee_id, a.from_date, a.last_date, p.unit_id, u.work_pattern, coalesce(u.zone, $3) AS zone, u.payroll_unit_id
  FROM assignment a
  JOIN LATERAL (SELECT v.unit_id FROM position_version v WHERE v.position_id = a.position_id
                AND v.from_date <= greatest(a.from_date, $1::date) ORDER BY v.from_date DESC LIMIT 1) p ON true
  JOIN LATERAL (SELECT v.work_pattern, v.zone, v.payroll_unit_id FROM org_unit_version v WHERE v.unit_id = p.unit_id
                AND v.from_date <= greatest(a.from_date, $1::date) ORDER BY v.from_date DESC LIMIT 1) u ON true
  WHERE a.kind = 'DEFINITIF' AND a.from_date <= $2::date AND (a.last_date IS NULL OR a.last_date >= $1::date)
    AND ($4::uuid[] IS NULL OR a.employee_id = ANY ($4))
    -- An array, so that a unit's people are found by index among all the regency's; IS TRUE keeps the planner from the index of
    -- the exclusion constraint, ten times as slow for a list of chairs.
    AND ($5::uuid IS NULL OR a.employee_id = ANY (ARRAY(
      SELECT s.employee_id FROM org_unit_version v
      JOIN position_version w ON w.unit_id = v.unit_id AND w.from_date <= $2::date
      JOIN assignment s ON s.position_id = w.position_id AND (s.kind = 'DEFINITIF') IS TRUE AND s.from_date <= $2::date
        AND (s.last_date IS NULL OR s.last_date >= $1::date)
      WHERE v.payroll_unit_id = $5 AND v.from_date <= $2::date)))
  ORDER BY a.employee_id, a.from_date`;

interface SeatRow extends Record<string, unknown> {
  employee_id: string;
  from_date: string;
  last_date: string | null;
  unit_id: string;
  work_pattern: WorkPattern;
  zone: Zone;
  payroll_unit_id: string;
}

/** Of whom a month is read: everybody where nothing is said. */
export interface PeopleAsked {
  readonly employeeIds?: readonly string[] | undefined;
  /** Those whom this unit pays in the month. */
  readonly payrollUnitId?: string | undefined;
}

/** Everybody who holds a chair in a month, or those asked for. */
export async function peopleOfMonth(
  sql: Sql,
  month: Month,
  zone: Zone,
  { employeeIds, payrollUnitId }: PeopleAsked = {},
): Promise<MonthPerson[]> {
  const given = [firstDay(month), lastDay(month), zone, employeeIds ? [...employeeIds] : null, payrollUnitId ?? null];
  const { rows } = await sql.query<SeatRow>(SEATS, given);
  const people = new Map<string, { employeeId: string; payrollUnitId: string; seats: MonthSeat[] }>();
  for (const row of rows) {
    const seat: MonthSeat = {
      from: localDate(row.from_date),
      last: row.last_date === null ? null : localDate(row.last_date),
      unitId: row.unit_id,
      pattern: row.work_pattern,
      zone: row.zone,
    };
    const known = people.get(row.employee_id);
    if (known) known.seats.push(seat);
    else
      people.set(row.employee_id, {
        employeeId: row.employee_id,
        payrollUnitId: row.payroll_unit_id,
        seats: [seat],
      });
  }
  return [...people.values()].filter(each => payrollUnitId === undefined || each.payrollUnitId === payrollUnitId);
}

/** What the sources say of one person's day. */
export interface DaySources {
  punches: readonly number[];
  records: DayRecord[];
}

/** A leave in force. */
export interface LeaveSpan {
  readonly kind: LeaveKind;
  readonly from: LocalDate;
  readonly last: LocalDate;
}

/** Sources of several people's month, by person; days by date. */
export interface MonthSources {
  readonly days: ReadonlyMap<string, ReadonlyMap<string, DaySources>>;
  readonly leaves: ReadonlyMap<string, readonly LeaveSpan[]>;
}

/*
 * A PIN is the person's who held it on the day of the punch; the same minute from two machines is one punch. OFFSET 0 has each PIN's
 * punches looked up by index: right after a large file nothing is known yet of how many there are, and everybody's of all years
 * would be read for each lot of people.
 */
const PUNCHES = `SELECT who.id AS employee_id, p.moment::date AS day,
    array_agg(DISTINCT (extract(hour FROM p.moment) * 60 + extract(minute FROM p.moment))::int) AS minutes
  FROM unnest($1::uuid[], $2::text[]) AS who (id, zone)
  JOIN attendance_pin n ON n.employee_id = who.id
  CROSS JOIN LATERAL (SELECT x.at AT TIME ZONE who.zone AS moment, x.batch_id FROM attendance_punch x
    WHERE x.pin_realm = n.pin_realm AND x.pin = n.pin AND x.at >= $3::date - 1 AND x.at < $4::date + 2 OFFSET 0) p
  JOIN attendance_batch b ON b.id = p.batch_id AND b.state = 'disimpan'
  WHERE p.moment::date BETWEEN $3::date AND $4::date AND n.from_date <= p.moment::date
    AND (n.last_date IS NULL OR n.last_date >= p.moment::date)
  GROUP BY who.id, p.moment::date`;

/* A row by hand counts once confirmed, one from a file while its batch does; by hand first, the latest first. */
const RECORDS = `SELECT r.employee_id, r.day, r.source = 'manual' AS by_hand, r.in_minute, r.out_minute, r.code
  FROM attendance_record r LEFT JOIN attendance_batch b ON b.id = r.batch_id
  WHERE r.employee_id = ANY ($1::uuid[]) AND r.day BETWEEN $2::date AND $3::date AND r.withdrawn_at IS NULL
    AND CASE WHEN r.source = 'manual' THEN r.confirmed_at IS NOT NULL ELSE b.state = 'disimpan' END
  ORDER BY r.employee_id, r.day, by_hand DESC, r.recorded_at DESC, r.id`;

const LEAVES = `SELECT employee_id, kind, first_day, last_day FROM leave_record
  WHERE employee_id = ANY ($1::uuid[]) AND revoked_at IS NULL AND first_day <= $3::date AND last_day >= $2::date`;

/** Punches, records and leave of several people in a month. Three statements. */
export async function sourcesOf(sql: Sql, month: Month, people: readonly MonthPerson[]): Promise<MonthSources> {
  const ids = people.map(person => person.employeeId);
  const span = [firstDay(month), lastDay(month)];
  const zones = people.map(person => person.seats[0]?.zone ?? null);
  const days = new Map<string, Map<string, DaySources>>();
  const dayOf = (employeeId: string, day: string): DaySources => {
    const own = days.get(employeeId) ?? new Map<string, DaySources>();
    const found = own.get(day) ?? { punches: [], records: [] };
    days.set(employeeId, own.set(day, found));
    return found;
  };
  const punches = await sql.query<{ employee_id: string; day: string; minutes: number[] }>(PUNCHES, [
    ids,
    zones,
    ...span,
  ]);
  for (const row of punches.rows) dayOf(row.employee_id, row.day).punches = row.minutes;
  const records = await sql.query<{
    employee_id: string;
    day: string;
    by_hand: boolean;
    in_minute: number | null;
    out_minute: number | null;
    code: string | null;
  }>(RECORDS, [ids, ...span]);
  for (const row of records.rows) {
    const { by_hand: byHand, in_minute: comes, out_minute: goes, code } = row;
    dayOf(row.employee_id, row.day).records.push({ byHand, in: comes, out: goes, code });
  }
  return { days, leaves: await leavesOf(sql, ids, span) };
}

async function leavesOf(sql: Sql, ids: string[], span: readonly string[]): Promise<Map<string, LeaveSpan[]>> {
  const { rows } = await sql.query<{ employee_id: string; kind: LeaveKind; first_day: string; last_day: string }>(
    LEAVES,
    [ids, ...span],
  );
  const leaves = new Map<string, LeaveSpan[]>();
  for (const row of rows) {
    const leave = { kind: row.kind, from: localDate(row.first_day), last: localDate(row.last_day) };
    leaves.set(row.employee_id, [...(leaves.get(row.employee_id) ?? []), leave]);
  }
  return leaves;
}

/** Days for which a unit has brought in a file. */
export interface Coverage {
  readonly payrollUnitId: string;
  readonly from: LocalDate;
  readonly last: LocalDate;
}

/** Units whose month is closed: their days stay as they are. */
export async function closedUnits(sql: Sql, month: Month): Promise<ReadonlySet<string>> {
  const { rows } = await sql.query<{ id: string }>(
    "SELECT payroll_unit_id AS id FROM payroll_period WHERE kind = 'TPP' AND month = $1 AND NOT open",
    [firstDay(month)],
  );
  return new Set(rows.map(row => row.id));
}

/**
 * People whose days of a month another unit's closed period keeps: moved with an earlier date, they are paid by this unit now,
 * but the days stay as they were judged, and count wherever the month is computed.
 */
export async function keptElsewhere(
  sql: Sql,
  month: Month,
  people: readonly MonthPerson[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql.query<{ id: string }>(
    `SELECT DISTINCT d.employee_id AS id FROM unnest($2::uuid[], $3::uuid[]) AS n (employee_id, unit)
     JOIN attendance_day d ON d.employee_id = n.employee_id AND d.payroll_unit_id <> n.unit
       AND d.day BETWEEN $1::date AND $4::date
     JOIN payroll_period p ON (p.month, p.kind, p.payroll_unit_id) = ($1::date, 'TPP', d.payroll_unit_id) AND NOT p.open`,
    [firstDay(month), people.map(each => each.employeeId), people.map(each => each.payrollUnitId), lastDay(month)],
  );
  return new Set(rows.map(row => row.id));
}

/** What files that count cover in a month. A recap has no value as evidence and covers nothing. */
export async function coverageOf(sql: Sql, month: Month): Promise<Coverage[]> {
  const { rows } = await sql.query<{ unit: string; from: string; last: string }>(
    `SELECT payroll_unit_id AS unit, first_day AS "from", last_day AS last FROM attendance_batch
     WHERE state = 'disimpan' AND kind <> 'rekap' AND first_day <= $2::date AND last_day >= $1::date`,
    [firstDay(month), lastDay(month)],
  );
  return rows.map(row => ({ payrollUnitId: row.unit, from: localDate(row.from), last: localDate(row.last) }));
}

/** Hours that regency or unit have set for a weekday. */
export interface SetHours {
  readonly unitId: string | null;
  readonly pattern: WorkPattern;
  readonly weekday: number;
  readonly from: LocalDate;
  readonly start: number;
  readonly end: number;
  readonly openBefore: number;
  readonly closeAfter: number;
  readonly source: string;
}

/** The units above each unit, from itself to the top, as the tree stands at a month's end. */
export async function unitsAbove(sql: Sql, month: Month): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql.query<{ id: string; parent: string | null }>(
    `SELECT DISTINCT ON (unit_id) unit_id AS id, parent_id AS parent FROM org_unit_version WHERE from_date <= $1
     ORDER BY unit_id, from_date DESC`,
    [lastDay(month)],
  );
  const parents = new Map(rows.map(row => [row.id, row.parent]));
  const upwards = (unit: string): string[] => {
    const parent = parents.get(unit);
    return parent ? [unit, ...upwards(parent)] : [unit];
  };
  return new Map(rows.map(({ id }) => [id, upwards(id)]));
}

/** Hours set until a month's end, the latest beginning first; of the same beginning what was recorded last. */
export async function setHoursUntil(sql: Sql, month: Month): Promise<SetHours[]> {
  const { rows } = await sql.query<SetHours & Record<string, unknown>>(
    `SELECT unit_id AS "unitId", pattern, weekday, from_date AS "from", start_minute AS start, end_minute AS "end",
       open_before AS "openBefore", close_after AS "closeAfter", coalesce(decree, 'Jam kerja yang ditetapkan') AS source
     FROM work_hours WHERE from_date <= $1 ORDER BY from_date DESC, seq DESC`,
    [lastDay(month)],
  );
  return rows;
}

/** Special hours that touch a month, with their days. */
export interface SpecialSpan extends OtherHours {
  readonly from: LocalDate;
  readonly last: LocalDate;
}

export async function specialSpansOf(sql: Sql, month: Month): Promise<SpecialSpan[]> {
  const { rows } = await sql.query<{
    name: string;
    first_day: string;
    last_day: string;
    minutes_five: number;
    minutes_six: number;
    start_minute: number;
    break_minutes: number;
    friday_break_minutes: number;
  }>('SELECT * FROM special_hours WHERE first_day <= $2::date AND last_day >= $1::date', [
    firstDay(month),
    lastDay(month),
  ]);
  return rows.map(row => ({
    name: row.name,
    from: localDate(row.first_day),
    last: localDate(row.last_day),
    minutes: { 5: row.minutes_five, 6: row.minutes_six },
    start: row.start_minute,
    breakMinutes: row.break_minutes,
    fridayBreakMinutes: row.friday_break_minutes,
  }));
}
