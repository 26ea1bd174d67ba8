/**
 * A calendar day of the regency as 'YYYY-MM-DD'. A work date is a date, never a timestamp (rulings.md 7): it has no
 * zone and no hour, compares as text, and is computed on with UTC arithmetic only.
 */
export type LocalDate = string & { readonly __brand: 'LocalDate' };

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_MS = 86_400_000;

const epochDay = (date: LocalDate): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;
const fromEpochDay = (day: number): LocalDate => new Date(day * DAY_MS).toISOString().slice(0, 10) as LocalDate;

/** Whether the text is a day that exists, written YYYY-MM-DD. There is no year 0, for PostgreSQL neither. */
export function isLocalDate(text: string): text is LocalDate {
  const parts = SHAPE.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return year > 0 && day > 0 && day <= daysOfMonth(year, month);
}

/** Days of a month from 1 to 12 (Gregorian); none of any other. */
function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  if (month < 1 || month > 12) return 0;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Reads a day written YYYY-MM-DD; throws RangeError for anything else. */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new RangeError(`not a date: ${text}`);
  return text;
}

/** The day `count` days later (earlier when negative). */
export const addDays = (date: LocalDate, count: number): LocalDate => fromEpochDay(epochDay(date) + count);

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => epochDay(to) - epochDay(from);

/** 1 for Monday … 7 for Sunday. */
export const isoWeekday = (date: LocalDate): number => ((((epochDay(date) + 3) % 7) + 7) % 7) + 1;

/** All days from `first` to `last`, both included; empty when `last` is earlier. */
export function daysFrom(first: LocalDate, last: LocalDate): LocalDate[] {
  const start = epochDay(first);
  const count = epochDay(last) - start + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => fromEpochDay(start + i));
}
