import { sharedMinutes, type MinuteSpan } from '../../domain/availability/down-time.ts';
import { dayOff, type WorkPattern } from '../../domain/calendar/work-calendar.ts';
import { addDays, daysFrom, type LocalDate } from '../../domain/local-date.ts';
import { monthOf } from '../../domain/month.ts';
import { dayIn, instantOf, type Zone } from '../../platform/clock.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { hoursOfMonth, type HoursOn } from '../attendance/month-hours.ts';
import { holidaysBetween } from '../calendar/queries.ts';

const MINUTE_MS = 60_000;

/** An instant as whole minutes since 1970. */
export const minuteOf = (at: Date): number => (at.getTime() - (at.getTime() % MINUTE_MS)) / MINUTE_MS;
export const instantOfMinute = (minute: number): Date => new Date(minute * MINUTE_MS);

/** An office in which somebody has a seat: its hours, week and zone are its own. */
interface Office {
  readonly payrollUnitId: string;
  readonly unitId: string;
  readonly pattern: WorkPattern;
  readonly zone: Zone;
}

const OFFICES = `SELECT DISTINCT u.payroll_unit_id AS "payrollUnitId", p.unit_id AS "unitId", u.work_pattern AS pattern,
    coalesce(u.zone, $2) AS zone FROM assignment a
  JOIN LATERAL (SELECT v.unit_id FROM position_version v WHERE v.position_id = a.position_id AND v.from_date <= $1::date
                ORDER BY v.from_date DESC LIMIT 1) p ON true
  JOIN LATERAL (SELECT v.payroll_unit_id, v.work_pattern, v.zone FROM org_unit_version v WHERE v.unit_id = p.unit_id
                AND v.from_date <= $1::date ORDER BY v.from_date DESC LIMIT 1) u ON true
  WHERE a.kind = 'DEFINITIF' AND a.from_date <= $1::date AND (a.last_date IS NULL OR a.last_date >= $1::date)`;

/** Before anybody has a seat: the hours that hold for everybody, in the usual week. */
const nobodyYet = (zone: Zone): Office => ({ payrollUnitId: '', unitId: '', pattern: 5, zone });

/**
 * Minutes of a stretch that lie in working hours, for each payroll unit: those of its office that was hit longest. Offices
 * of six days work on Saturdays, and some have hours of their own.
 */
export async function workingMinutesByUnit(sql: Sql, zone: Zone, span: MinuteSpan): Promise<Map<string, number>> {
  const [first, last] = daysIn(zone, span);
  const { rows } = await sql.query<Office & Record<string, unknown>>(OFFICES, [first, zone]);
  const hours = new Map<string, HoursOn>();
  // zones of a regency lie apart by an hour or two: a day before and after is enough
  const [from, to] = [addDays(first, -1), addDays(last, 1)];
  const holidays = await holidaysBetween(sql, from, to);
  for (const day of daysFrom(from, to))
    if (!hours.has(monthOf(day))) hours.set(monthOf(day), await hoursOfMonth(sql, monthOf(day)));

  const found = new Map<string, number>();
  for (const office of rows.length === 0 ? [nobodyYet(zone)] : rows) {
    const minutes = minutesOf(office, span, { holidays, hours });
    found.set(office.payrollUnitId, Math.max(found.get(office.payrollUnitId) ?? 0, minutes));
  }
  return found;
}

const daysIn = (zone: Zone, span: MinuteSpan): readonly [LocalDate, LocalDate] => [
  dayIn(zone, instantOfMinute(span.from)),
  dayIn(zone, instantOfMinute(span.until - 1)),
];

interface Calendar {
  readonly holidays: ReadonlyMap<LocalDate, string>;
  readonly hours: ReadonlyMap<string, HoursOn>;
}

function minutesOf({ unitId, pattern, zone }: Office, span: MinuteSpan, { holidays, hours }: Calendar): number {
  let minutes = 0;
  for (const day of daysFrom(...daysIn(zone, span))) {
    if (dayOff(day, pattern, holidays) !== undefined) continue;
    const worked = hours.get(monthOf(day))?.(day, unitId, pattern);
    if (!worked) continue;
    const open = {
      from: minuteOf(instantOf(zone, day, worked.start)),
      until: minuteOf(instantOf(zone, day, worked.end)),
    };
    minutes += sharedMinutes(span, open);
  }
  return minutes;
}

/**
 * Minutes of a stretch that lie in the working hours of the unit that was hit longest.
 *
 * @param units the payroll units that it concerns; null for all
 */
export async function workingMinutes(
  sql: Sql,
  zone: Zone,
  span: MinuteSpan,
  units: readonly string[] | null = null,
): Promise<number> {
  const minutes = await workingMinutesByUnit(sql, zone, span);
  return Math.max(0, ...[...minutes].flatMap(([unit, each]) => (units === null || units.includes(unit) ? [each] : [])));
}
