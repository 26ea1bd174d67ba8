import { addMonths as monthsOn, firstDay, lastDay, monthOf } from '../month.ts';
import { addDays as daysOn, daysBetween as daysApart, isLocalDate, localDate } from '../local-date.ts';

/** The calendar as formulas see it: plain `YYYY-MM-DD` text, months as a distance between dates. */

const FIRST = localDate('0001-01-01');
const LAST = localDate('9999-12-31');

/** True for a real calendar day from the year 1 on. */
export function isCivilDate(date: string): boolean {
  return isLocalDate(date) && date >= '0001-01-01';
}

/** True for a real month written `YYYY-MM`. */
export function isPeriod(period: string): boolean {
  return isCivilDate(`${period}-01`);
}

/** The first and last day of a month written `YYYY-MM`, of any year from 1 to 9999. */
export function boundsOf(period: string): readonly [first: string, last: string] {
  const first = localDate(`${period}-01`);
  // The month after the last one there is has no number.
  return [first, period === LAST.slice(0, 7) ? LAST : lastDay(monthOf(first))];
}

/** Calendar months from the month of `from` to the month of `to`; days do not count. */
export function monthsBetween(from: string, to: string): number {
  const index = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return index(to) - index(from);
}

/** Days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return daysApart(localDate(from), localDate(to));
}

const REACH = 1200;

/** The same day some months on, or that month's last day where there is no such day. Null beyond a hundred years. */
export function addMonths(date: string, months: number): string | null {
  if (!Number.isSafeInteger(months) || months > REACH || months < -REACH) return null;
  const year = Number(date.slice(0, 4));
  if (year < 200 || year > 9800) return null;
  const target = monthsOn(monthOf(localDate(date)), months);
  const last = lastDay(target);
  const same = daysOn(firstDay(target), Number(date.slice(8)) - 1);
  return same < last ? same : last;
}

/** The date some days on (back when negative). Null outside the years 1 to 9999. */
export function addDays(date: string, days: number): string | null {
  const distance = daysApart(FIRST, localDate(date)) + days;
  if (!Number.isSafeInteger(days) || distance < 0 || distance > daysApart(FIRST, LAST)) return null;
  return daysOn(localDate(date), days);
}
