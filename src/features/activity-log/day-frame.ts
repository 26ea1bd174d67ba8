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
  /** The last day on which a granted dispensation lets this day be logged; undefined without one. */
  readonly openUntil: LocalDate | undefined;
  /** The leave that the person is on; undefined without one, and while they work elsewhere (duty travel, training). */
  readonly leave: LeaveKind | undefined;
}

/**
 * The frame of a day as a sub-query of one row. The first holiday by kind is named: national, joint leave, local.
 * `employee` and `day` are SQL expressions.
 */
export const frameSql = (employee: string, day: string): string => `
  SELECT seat.*, ${day} AS day, coalesce(pp.open, true) AS period_open,
         (SELECT leave.open_until FROM dispensation leave WHERE leave.employee_id = ${employee}
            AND leave.work_date = ${day} AND leave.state = 'disetujui') AS open_until,
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

const FRAMES = prepared(
  'activity-log.frames',
  `SELECT frame.* FROM (SELECT unnest($2::date[]) AS day
     UNION SELECT o.work_date FROM dispensation o
     WHERE o.employee_id = $1 AND o.state = 'disetujui' AND o.open_until >= $3::date) AS d (day),
   LATERAL (${frameSql('$1::uuid', 'd.day')}) frame ORDER BY frame.day`,
);

/**
 * The frames of several days of one person, in order of the days.
 * @param openOn with it, the days that a dispensation keeps open on that day are there too
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
  return rows.map(frameFrom);
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
