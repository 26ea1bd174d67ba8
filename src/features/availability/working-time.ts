import { sharedMinutes, type MinuteSpan } from '../../domain/availability/down-time.ts';
import { dayOff } from '../../domain/calendar/work-calendar.ts';
import { daysFrom, type LocalDate } from '../../domain/local-date.ts';
import { monthOf } from '../../domain/month.ts';
import { dayIn, instantOf, type Zone } from '../../platform/clock.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { hoursOfMonth } from '../attendance/month-hours.ts';
import { holidaysBetween } from '../calendar/queries.ts';

const MINUTE_MS = 60_000;
/** The week that the regency's offices usually work; units of their own hours are open in it as well. */
const USUAL_PATTERN = 5;
/** No unit: the hours that hold for everybody. */
const EVERYBODY = '';

/** An instant as whole minutes since 1970. */
export const minuteOf = (at: Date): number => (at.getTime() - (at.getTime() % MINUTE_MS)) / MINUTE_MS;
export const instantOfMinute = (minute: number): Date => new Date(minute * MINUTE_MS);

/** The working hours of the regency's offices on days of a zone, holidays left out, as spans of minutes since 1970. */
export async function workingSpans(sql: Sql, zone: Zone, from: LocalDate, to: LocalDate): Promise<MinuteSpan[]> {
  const holidays = await holidaysBetween(sql, from, to);
  const spans: MinuteSpan[] = [];
  let hoursOn: Awaited<ReturnType<typeof hoursOfMonth>> | undefined;
  let month = '';
  for (const day of daysFrom(from, to)) {
    if (dayOff(day, USUAL_PATTERN, holidays) !== undefined) continue;
    if (month !== monthOf(day)) hoursOn = await hoursOfMonth(sql, monthOf(day));
    month = monthOf(day);
    const hours = hoursOn?.(day, EVERYBODY, USUAL_PATTERN);
    if (!hours) continue;
    spans.push({
      from: minuteOf(instantOf(zone, day, hours.start)),
      until: minuteOf(instantOf(zone, day, hours.end)),
    });
  }
  return spans;
}

/** Minutes of a stretch that lie in working hours. */
export async function workingMinutes(sql: Sql, zone: Zone, span: MinuteSpan): Promise<number> {
  const first = dayIn(zone, instantOfMinute(span.from));
  const last = dayIn(zone, instantOfMinute(span.until - 1));
  const spans = await workingSpans(sql, zone, first, last);
  return spans.reduce((sum, working) => sum + sharedMinutes(span, working), 0);
}
