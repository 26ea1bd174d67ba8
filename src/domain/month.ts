import { addDays, daysFrom, localDate, type LocalDate } from './local-date.ts';

/** A month as 'YYYY-MM', the unit of the payroll period. */
export type Month = string & { readonly __brand: 'Month' };

/** Years 1800 to 2999: no record lies beyond, and months counted from there on keep their four digits. */
const SHAPE = /^(?:1[89]|2\d)\d{2}-(0[1-9]|1[0-2])$/;
/** The months in Indonesian, January first. */
export const MONTH_NAMES = [
  'Januari',
  'Februari',
  'Maret',
  'April',
  'Mei',
  'Juni',
  'Juli',
  'Agustus',
  'September',
  'Oktober',
  'November',
  'Desember',
] as const;

/** Whether the text is a month written YYYY-MM, of the years 1800 to 2999. */
export const isMonth = (text: string): text is Month => SHAPE.test(text);

/** Reads a month written YYYY-MM; throws RangeError for anything else. */
export function month(text: string): Month {
  if (!isMonth(text)) throw new RangeError(`not a month: ${text}`);
  return text;
}

/** The month a day lies in. */
export const monthOf = (date: LocalDate): Month => date.slice(0, 7) as Month;

/** The first day of the month. */
export const firstDay = (of: Month): LocalDate => localDate(`${of}-01`);

/** The month `count` months later (earlier when negative). */
export function addMonths(of: Month, count: number): Month {
  const [year, index] = [Number(of.slice(0, 4)), Number(of.slice(5)) - 1];
  const total = year * 12 + index + count;
  const rest = ((total % 12) + 12) % 12;
  return `${String((total - rest) / 12).padStart(4, '0')}-${String(rest + 1).padStart(2, '0')}` as Month;
}

/** The last day of the month. */
export const lastDay = (of: Month): LocalDate => addDays(firstDay(addMonths(of, 1)), -1);

/** Every day of the month, in order. */
export const daysOf = (of: Month): LocalDate[] => daysFrom(firstDay(of), lastDay(of));

/** The month in Indonesian words, as a person types it to confirm a close: 'Oktober 2026'. */
export const monthInWords = (of: Month): string => `${MONTH_NAMES[Number(of.slice(5)) - 1]} ${of.slice(0, 4)}`;
