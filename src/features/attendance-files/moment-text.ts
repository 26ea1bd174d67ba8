import { isLocalDate, type LocalDate } from '../../domain/local-date.ts';

/** In which order a file writes day and month where it writes them as numbers. */
export type DateOrder = 'dmy' | 'mdy';

const NUMERIC = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$/;
const YEAR_FIRST = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$/;
const COMPACT = /^(20\d{2})(\d{2})(\d{2})$/;
const NAMED = /^(\d{1,2})[\s-]+([A-Za-z]{3,10})[\s-]+(\d{4}|\d{2})$/;
const WEEKDAY = /^(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+/i;
const MONTHS: Readonly<Record<string, number>> = {
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  mei: 5,
  may: 5,
  jun: 6,
  jul: 7,
  agu: 8,
  ags: 8,
  aug: 8,
  sep: 9,
  okt: 10,
  oct: 10,
  nov: 11,
  nop: 11,
  des: 12,
  dec: 12,
};

const two = (part: string | number): string => String(part).padStart(2, '0');
const fullYear = (year: string): string => (year.length === 2 ? `20${year}` : year);

function dayFrom(year: string, month: string | number, day: string): LocalDate | undefined {
  const iso = `${fullYear(year)}-${two(month)}-${two(day)}`;
  return isLocalDate(iso) && iso >= '1990-01-01' && iso <= '2100-12-31' ? iso : undefined;
}

/** Number of a month by the beginning of its Indonesian or English name. */
export const monthNumber = (name: string): number | undefined => MONTHS[name.slice(0, 3).toLowerCase()];

/** A day as attendance programs write it. @param order for `3/4/2026`, which alone says nothing */
export function readFileDate(text: string, order: DateOrder): LocalDate | undefined {
  const bare = text.trim().replace(WEEKDAY, '');
  const ahead = YEAR_FIRST.exec(bare) ?? COMPACT.exec(bare);
  if (ahead) return dayFrom(ahead[1]!, ahead[2]!, ahead[3]!);
  const numeric = NUMERIC.exec(bare);
  if (numeric) {
    const [, first = '', second = '', year = ''] = numeric;
    return order === 'dmy' ? dayFrom(year, second, first) : dayFrom(year, first, second);
  }
  const named = NAMED.exec(bare);
  const month = named && monthNumber(named[2]!);
  return named && month ? dayFrom(named[3]!, month, named[1]!) : undefined;
}

/** What one date says about the order of all: a part above 12 is a day. Null where it says nothing. */
export function orderShownBy(text: string): DateOrder | null {
  const numeric = NUMERIC.exec(text.trim().replace(WEEKDAY, ''));
  if (!numeric) return null;
  const [first, second] = [Number(numeric[1]), Number(numeric[2])];
  if (first > 12 && second <= 12) return 'dmy';
  return second > 12 && first <= 12 ? 'mdy' : null;
}

/** Whether a date can be read in two ways, that is: reads differently by the order. */
export const isAmbiguous = (text: string): boolean => {
  const numeric = NUMERIC.exec(text.trim().replace(WEEKDAY, ''));
  return numeric !== null && Number(numeric[1]) <= 12 && Number(numeric[2]) <= 12 && numeric[1] !== numeric[2];
};

const CLOCK = /^(\d{1,2})(?:[:.](\d{2})(?:[:.](\d{2}))?)?\s*(AM|PM|A\.M\.|P\.M\.)?$/i;
const DAY_SECONDS = 86_400;

/**
 * A time of day in seconds after midnight: `7:28`, `07.28`, `07:28:15`, `7:28 PM`, `24:00` (the end of the day).
 * @returns undefined where it is no time
 */
export function readFileTime(text: string): number | undefined {
  const parts = CLOCK.exec(text.trim());
  if (!parts) return undefined;
  const [, hours = '', minutes, seconds = '0', half] = parts;
  if (minutes === undefined && half === undefined) return undefined;
  let hour = Number(hours);
  if (half) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  const [minute, second] = [Number(minutes ?? '0'), Number(seconds)];
  const total = hour * 3600 + minute * 60 + second;
  return minute > 59 || second > 59 || total > DAY_SECONDS ? undefined : total;
}

/** Seconds after midnight as '07:28:15'. */
export function clockText(second: number): string {
  const minutes = (second - (second % 60)) / 60;
  return `${two((minutes - (minutes % 60)) / 60)}:${two(minutes % 60)}:${two(second % 60)}`;
}
