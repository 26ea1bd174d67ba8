import type { LeaveKind } from '../../domain/attendance/leave-kind.ts';
import { dayOff } from '../../domain/calendar/work-calendar.ts';
import { daysFrom, localDate, type LocalDate } from '../../domain/local-date.ts';
import { dayIn, type Zone } from '../../platform/clock.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { specialMinutesSql } from '../calendar/special-hours.ts';
import { regulationSql, type RegulationRow } from '../policies/queries.ts';
import { seatFrom, seatSql, type Seat, type SeatColumns } from '../organisation/queries.ts';
import { chairsSql, frameFactsSql, type FrameFacts, type FrameSpan } from './frame-facts.ts';
import { daysOpenOn, framesFrom, USUAL_PATTERN } from './frames.ts';

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

// The days that something keeps open on $4 lie anywhere: facts reach over them as well.
const REACH: FrameSpan = {
  employee: '$1::uuid',
  first: '(SELECT r.first FROM reach r)',
  last: '(SELECT r.last FROM reach r)',
};
const FRAMES = prepared(
  'activity-log.frames',
  `WITH given AS MATERIALIZED (
     SELECT d.work_date AS first, d.work_date AS last FROM dispensation d
     WHERE d.employee_id = $1 AND d.state = 'disetujui' AND d.open_until >= $4::date
     UNION ALL SELECT o.work_from, o.work_to FROM outage o WHERE o.state = 'dibuka' AND o.open_until >= $4::date),
   reach AS MATERIALIZED (
     SELECT least($2::date, min(g.first)) AS first, greatest($3::date, max(g.last)) AS last FROM given g),
   ${chairsSql(REACH)}
   SELECT ${frameFactsSql(REACH)} AS facts, (SELECT row_to_json(g) FROM (${regulationSql('$5::date')}) g) AS regulation`,
);

/** The span of days that facts are read of. */
export interface FactSpan {
  readonly first: LocalDate;
  readonly last: LocalDate;
  /** With it, days that a dispensation or a confirmed outage keeps open on that day are reached too. */
  readonly openOn?: LocalDate | undefined;
  /** With it, the regulation in force on that day is read too. */
  readonly ruleDay?: LocalDate | undefined;
}

/** What frames of a span of days are made of, and the row of the regulation; in one statement. */
export async function frameFactsOf(
  sql: Sql,
  employeeId: string,
  { first, last, openOn, ruleDay }: FactSpan,
): Promise<{ readonly facts: FrameFacts; readonly regulation: RegulationRow | null }> {
  const values = [employeeId, first, last, openOn ?? null, ruleDay ?? null];
  const { rows } = await sql.query<{ facts: FrameFacts; regulation: RegulationRow | null }>(FRAMES, values);
  if (!rows[0]) throw new Error('frames have facts');
  return rows[0];
}

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
  const asked = [...days].sort();
  const [first, last] = [asked[0], asked.at(-1)];
  if (first === undefined || last === undefined) return [];
  const { facts } = await frameFactsOf(sql, employeeId, { first, last, openOn });
  return framesAmong(facts, days, openOn);
}

/** The same out of facts that reach over all of these days. */
export function framesAmong(facts: FrameFacts, days: readonly LocalDate[], openOn?: LocalDate): DayFrame[] {
  const asked = new Set(days);
  const open = openOn === undefined ? [] : daysOpenOn(facts, openOn).flatMap(([from, to]) => daysFrom(from, to));
  const frames = framesFrom(facts, [...new Set([...days, ...open])].sort());
  // An outage opens days for some units only: what it opens for others is no day of this person.
  return frames.filter(frame => asked.has(frame.day) || frame.openUntil !== undefined);
}

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
