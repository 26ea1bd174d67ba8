import { addMonths as monthsOn, firstDay, lastDay, month, monthOf } from '../month.ts';
import { addDays, daysBetween as daysApart, isLocalDate, localDate } from '../local-date.ts';

/** The calendar as formulas see it: plain `YYYY-MM-DD` text, months as a distance between dates. */

/** True for a real calendar day from the year 1 on. */
export function isCivilDate(date: string): boolean {
  return isLocalDate(date) && date >= '0001-01-01';
}

/** True for a real month written `YYYY-MM`. */
export function isPeriod(period: string): boolean {
  return isCivilDate(`${period}-01`);
}

/** The first and last day of a month written `YYYY-MM`. */
export function boundsOf(period: string): readonly [first: string, last: string] {
  return [firstDay(month(period)), lastDay(month(period))];
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
  const same = addDays(firstDay(target), Number(date.slice(8)) - 1);
  return same < last ? same : last;
}
