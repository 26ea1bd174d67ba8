/**
 * A calendar day of the regency as 'YYYY-MM-DD'. A work date is a date, never a timestamp (rulings.md 7): it has no
 * zone and no hour, compares as text, and is computed on with UTC arithmetic only.
 */
export type LocalDate = string & { readonly __brand: 'LocalDate' };

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Days of the 400 years after which the Gregorian calendar repeats, and from 1 March of year 0 to 1 January 1970. */
const ERA_DAYS = 146_097;
const ERA_YEARS = 400;
const TO_1970 = 719_468;
const FIRST_MARCH = 3;

/** How often a divisor goes into a number that is not negative. */
const times = (value: number, divisor: number): number => (value - (value % divisor)) / divisor;
const digitAt = (text: string, at: number): number => text.charCodeAt(at) - 48;
const twoAt = (text: string, at: number): number => digitAt(text, at) * 10 + digitAt(text, at + 1);

/**
 * Days since 1970-01-01. Years are counted from March, so that a leap day is the last of its year. Every page asks dozens of times:
 * by integers, for reading and writing an ISO text by Date took five times as long.
 */
function epochDay(date: LocalDate): number {
  const month = twoAt(date, 5);
  const year = twoAt(date, 0) * 100 + twoAt(date, 2) - (month < FIRST_MARCH ? 1 : 0);
  const era = times(year, ERA_YEARS);
  const ofEra = year - era * ERA_YEARS;
  const ofYear = times(153 * ((month + 9) % 12) + 2, 5) + twoAt(date, 8) - 1;
  const days = ofEra * 365 + times(ofEra, 4) - times(ofEra, 100) + ofYear;
  return era * ERA_DAYS + days - TO_1970;
}

const two = (value: number): string => (value < 10 ? `0${String(value)}` : String(value));

function fromEpochDay(day: number): LocalDate {
  const since = day + TO_1970;
  if (since < 0) throw new RangeError(`no year of four digits has day ${String(day)}`);
  const era = times(since, ERA_DAYS);
  const ofEra = since - era * ERA_DAYS;
  const year = times(ofEra - times(ofEra, 1460) + times(ofEra, 36_524) - times(ofEra, 146_096), 365);
  const ofYear = ofEra - (365 * year + times(year, 4) - times(year, 100));
  const sinceMarch = times(5 * ofYear + 2, 153);
  const dayOfMonth = ofYear - times(153 * sinceMarch + 2, 5) + 1;
  const month = sinceMarch < 10 ? sinceMarch + 3 : sinceMarch - 9;
  const inFull = year + era * ERA_YEARS + (month < FIRST_MARCH ? 1 : 0);
  if (inFull > 9999) throw new RangeError(`no year of four digits has day ${String(day)}`);
  return `${two(times(inFull, 100))}${two(inFull % 100)}-${two(month)}-${two(dayOfMonth)}` as LocalDate;
}

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
