import type { LeaveKind } from '../../domain/attendance/leave-kind.ts';
import { dayOff, type WorkPattern } from '../../domain/calendar/work-calendar.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { dayIn, type Zone } from '../../platform/clock.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { specialMinutesSql } from '../calendar/special-hours.ts';
import { seatFrom, seatSql, type Seat, type SeatColumns } from '../organisation/queries.ts';

/** What surrounds the entries of one person on one day: seat, period, holiday. */
export interface DayFrame {
  readonly day: LocalDate;
  /** Undefined where the person held no definitive chair that day. */
  readonly seat: Seat | undefined;
  /** Whether the month of that day is still open for the unit that pays it. */
  readonly periodOpen: boolean;
  /** Why nobody of the unit's pattern works that day; undefined on a working day. */
  readonly dayOffName: string | undefined;
  /** Minutes of work of a day with special hours (Ramadan); undefined on every other. */
  readonly specialMinutes: number | undefined;
  /** The last day on which a dispensation, or a confirmed outage, lets this day be logged; undefined without one. */
  readonly openUntil: LocalDate | undefined;
  /** The leave that the person is on; undefined without one, and while they work elsewhere (duty travel, training). */
  readonly leave: LeaveKind | undefined;
}

/** Until when a confirmed outage opens a day to the people of a payroll unit; null where none does. Both are SQL expressions. */
const reopenedUntil = (day: string, unit: string): string =>
  `(SELECT max(o.open_until) FROM outage o WHERE o.state = 'dibuka' AND ${day} BETWEEN o.work_from AND o.work_to
      AND (o.units IS NULL OR ${unit} = ANY (o.units)))`;

/**
 * The frame of a day as a sub-query of one row. The first holiday by kind is named: national, joint leave, local.
 * `employee` and `day` are SQL expressions.
 */
export const frameSql = (employee: string, day: string): string => `
  SELECT seat.*, ${day} AS day, coalesce(pp.open, true) AS period_open,
         greatest((SELECT leave.open_until FROM dispensation leave WHERE leave.employee_id = ${employee}
            AND leave.work_date = ${day} AND leave.state = 'disetujui'),
           ${reopenedUntil(day, 'seat.payroll_unit_id')}) AS open_until,
         (SELECT l.kind FROM leave_record l WHERE l.employee_id = ${employee} AND ${day} BETWEEN l.first_day AND l.last_day
            AND l.revoked_at IS NULL AND l.kind NOT IN ('DL', 'DIKLAT')) AS leave_kind,
         ${specialMinutesSql(day, 'seat.work_pattern')} AS special_minutes,
         (SELECT h.name FROM holiday h WHERE h.day = ${day}
          ORDER BY CASE h.kind WHEN 'libur' THEN 1 WHEN 'cuti_bersama' THEN 2 ELSE 3 END LIMIT 1) AS holiday
  FROM (SELECT 1) one
  LEFT JOIN LATERAL (${seatSql(employee, day)}) seat ON true
  LEFT JOIN payroll_period pp ON pp.payroll_unit_id = seat.payroll_unit_id AND pp.kind = 'TPP'
       AND pp.month = date_trunc('month', (${day})::timestamp)::date`;

/** The columns of `frameSql`; those of the seat are null where there is none. */
export interface FrameColumns extends SeatColumns {
  day: string;
  period_open: boolean;
  holiday: string | null;
  special_minutes: number | null;
  open_until: string | null;
  leave_kind: LeaveKind | null;
}

/**
 * The frames of many days of one person as CTEs; the last is `frame`, one row a day with the columns of `frameSql`. A seat
 * changes on few days: it is looked up once for each spell between them, not once a day. A day begins a spell where an
 * assignment, a version of its chair or unit, or a status begins or ends, and where a month does (which fixes who pays).
 * @param days SQL of the days, as `day`
 */
export const framesSql = (employee: string, days: string): string => `
  asked_day AS MATERIALIZED (${days}),
  held AS MATERIALIZED (SELECT s.position_id, s.from_date, s.last_date FROM assignment s
    WHERE s.employee_id = ${employee} AND s.kind = 'DEFINITIF'),
  change AS MATERIALIZED (
    SELECT h.from_date AS day FROM held h UNION SELECT h.last_date + 1 FROM held h WHERE h.last_date IS NOT NULL
    UNION SELECT c.day FROM held h CROSS JOIN LATERAL (
      SELECT v.from_date AS day FROM position_version v WHERE v.position_id = h.position_id
      UNION ALL SELECT u.from_date FROM position_version v JOIN org_unit_version u ON u.unit_id = v.unit_id
        WHERE v.position_id = h.position_id) c
    UNION SELECT s.from_date FROM employee_status s WHERE s.employee_id = ${employee}
    UNION SELECT date_trunc('month', d.day::timestamp)::date FROM asked_day d),
  dated AS MATERIALIZED (SELECT d.day, max(c.day) AS since FROM asked_day d JOIN change c ON c.day <= d.day GROUP BY d.day),
  spell AS MATERIALIZED (SELECT begun.since, seat.*, coalesce(pp.open, true) AS period_open
    FROM (SELECT d.since, min(d.day) AS day FROM dated d GROUP BY d.since) begun
    LEFT JOIN LATERAL (${seatSql(employee, 'begun.day')}) seat ON true
    LEFT JOIN payroll_period pp ON pp.payroll_unit_id = seat.payroll_unit_id AND pp.kind = 'TPP'
         AND pp.month = date_trunc('month', begun.day::timestamp)::date),
  off AS MATERIALIZED (SELECT DISTINCT ON (h.day) h.day, h.name FROM holiday h
    WHERE h.day BETWEEN (SELECT min(d.day) FROM asked_day d) AND (SELECT max(d.day) FROM asked_day d)
    ORDER BY h.day, CASE h.kind WHEN 'libur' THEN 1 WHEN 'cuti_bersama' THEN 2 ELSE 3 END),
  frame AS MATERIALIZED (
    SELECT d.day, p.position_id, p.title, p.family, p.one_step, p.unit_id, p.unit_name, p.work_pattern, p.zone,
      p.payroll_unit_id, p.traits, p.period_open, greatest(leave.open_until, ${reopenedUntil('d.day', 'p.payroll_unit_id')}) AS open_until,
      l.kind AS leave_kind, off.name AS holiday,
      CASE p.work_pattern WHEN 6 THEN m.minutes_six ELSE m.minutes_five END AS special_minutes
    FROM dated d JOIN spell p ON p.since = d.since
    LEFT JOIN dispensation leave ON leave.employee_id = ${employee} AND leave.work_date = d.day AND leave.state = 'disetujui'
    LEFT JOIN leave_record l ON l.employee_id = ${employee} AND d.day BETWEEN l.first_day AND l.last_day
         AND l.revoked_at IS NULL AND l.kind NOT IN ('DL', 'DIKLAT')
    LEFT JOIN special_hours m ON d.day BETWEEN m.first_day AND m.last_day
    LEFT JOIN off ON off.day = d.day)`;

const FRAMES = prepared(
  'activity-log.frames',
  `WITH ${framesSql(
    '$1::uuid',
    `SELECT unnest($2::date[]) AS day
     UNION SELECT o.work_date FROM dispensation o
     WHERE o.employee_id = $1 AND o.state = 'disetujui' AND o.open_until >= $3::date
     UNION SELECT x.day::date FROM outage w, generate_series(w.work_from, w.work_to, interval '1 day') x (day)
     WHERE w.state = 'dibuka' AND w.open_until >= $3::date`,
  )} SELECT * FROM frame ORDER BY day`,
);

/**
 * The frames of several days of one person, in order of the days.
 * @param openOn with it, the days that a dispensation or a confirmed outage keeps open on that day are there too
 */
export async function framesOf(
  sql: Sql,
  employeeId: string,
  days: readonly LocalDate[],
  openOn?: LocalDate,
): Promise<DayFrame[]> {
  const { rows } = await sql.query<FrameColumns & Record<string, unknown>>(FRAMES, [
    employeeId,
    [...days],
    openOn ?? null,
  ]);
  const asked = new Set<string>(days);
  // an outage opens days for some units only: what it opens for others is no day of this person
  return rows.filter(row => asked.has(row.day) || row.open_until !== null).map(frameFrom);
}

/** The pattern of days without a seat, so that their weekends still read as such. */
const USUAL_PATTERN: WorkPattern = 5;

/** A frame from the columns of `frameSql`. */
export function frameFrom(row: FrameColumns): DayFrame {
  const day = localDate(row.day);
  const held = (row.position_id as string | null) !== null;
  const holidays = new Map(row.holiday === null ? [] : [[day, row.holiday] as const]);
  return {
    day,
    seat: held ? seatFrom(row) : undefined,
    periodOpen: row.period_open,
    dayOffName: dayOff(day, held ? row.work_pattern : USUAL_PATTERN, holidays),
    specialMinutes: row.special_minutes ?? undefined,
    openUntil: row.open_until === null ? undefined : localDate(row.open_until),
    leave: row.leave_kind ?? undefined,
  };
}

/** The zone that a person's days are counted in: the unit's own, else the regency's (rulings.md 4). */
export const zoneOf = (seat: Seat | undefined, regencyZone: Zone): Zone => seat?.zone ?? regencyZone;

/** Today where the person works. */
export const todayOf = (seat: Seat | undefined, regencyZone: Zone, now: Date): LocalDate =>
  dayIn(zoneOf(seat, regencyZone), now);
