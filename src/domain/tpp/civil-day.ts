/** Calendar arithmetic on `YYYY-MM-DD` text, as far as formulas need it. No clock, no zone. */

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Days in a month, 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function parts(date: string): CivilDate | null {
  const match = DATE.exec(date);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const real = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return real ? { year, month, day } : null;
}

/** True for a real calendar day written `YYYY-MM-DD`. */
export function isCivilDate(date: string): boolean {
  return parts(date) !== null;
}

/** True for a real month written `YYYY-MM`. */
export function isPeriod(period: string): boolean {
  return isCivilDate(`${period}-01`);
}

function known(date: string): CivilDate {
  const found = parts(date);
  if (!found) throw new Error(`not a date: ${date}`);
  return found;
}

function text(date: CivilDate): string {
  const pad = (value: number, width: number): string => String(value).padStart(width, '0');
  return `${pad(date.year, 4)}-${pad(date.month, 2)}-${pad(date.day, 2)}`;
}

/** The last day of a month written `YYYY-MM`. */
export function lastDayOf(period: string): string {
  const { year, month } = known(`${period}-01`);
  return text({ year, month, day: daysInMonth(year, month) });
}

/** Calendar months from the month of `from` to the month of `to`; days do not count. */
export function monthsBetween(from: string, to: string): number {
  const [a, b] = [known(from), known(to)];
  return (b.year - a.year) * 12 + (b.month - a.month);
}

function whole(dividend: number, divisor: number): number {
  return (dividend - (dividend % divisor)) / divisor;
}

function dayNumber(date: CivilDate): number {
  const year = date.month <= 2 ? date.year - 1 : date.year;
  const shifted = date.month <= 2 ? date.month + 9 : date.month - 3;
  const leaps = whole(year, 4) - whole(year, 100) + whole(year, 400);
  return year * 365 + leaps + whole(153 * shifted + 2, 5) + date.day;
}

/** Days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(known(to)) - dayNumber(known(from));
}

/** The same day some months on; the last day of the month where there is no such day. Null beyond the years 1–9999. */
export function addMonths(date: string, months: number): string | null {
  const { year, month, day } = known(date);
  const index = year * 12 + (month - 1) + months;
  if (!Number.isSafeInteger(index) || index < 12 || index >= 120000) return null;
  const target = { year: whole(index, 12), month: (index % 12) + 1 };
  const most = daysInMonth(target.year, target.month);
  return text({ ...target, day: day < most ? day : most });
}
