import { MONTH_NAMES } from '../../domain/month.ts';
import { ZONES, type Zone } from '../clock.ts';
import { iconPath } from './icons.ts';
import { noticeWord, statusWord } from './status.ts';

/**
 * How values are written on screen, by the book (PUEBI): exact, pure, and the same on every machine.
 * Nothing here asks the operating system for a locale or a zone: names of days and months are tables,
 * and the three Indonesian zones have fixed offsets without summer time.
 */

/** A day without time, `'2026-11-21'`. */
export type DateText = string;
/** A calendar month, `'2026-11'`. */
export type MonthText = string;

const DAYS = ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'] as const;
// "Agt" and not "Agu": the abbreviation in the language centre's list.
const SHORT_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agt', 'Sep', 'Okt', 'Nov', 'Des'] as const;

const MINUS = '\u2212';
const NBSP = '\u00a0';

interface DayParts {
  year: string;
  monthIndex: number;
  day: number;
  weekday: number;
}

function partsOf(date: DateText): DayParts {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!match) throw new Error(`Not a date of the form YYYY-MM-DD: ${date}`);
  const [, year = '', month = '', day = ''] = match;
  const midnight = new Date(`${date}T00:00:00Z`);
  // "2026-02-30" would silently become 2 March: refuse it instead.
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== date) {
    throw new Error(`No such day: ${date}`);
  }
  return { year, monthIndex: Number(month) - 1, day: Number(day), weekday: midnight.getUTCDay() };
}

const group = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, '.');

/** Splits an exact decimal text or integer into sign, whole digits and fraction digits. */
function decimalParts(value: bigint | number | string): { sign: string; whole: string; fraction: string } {
  const match = /^(-?)0*(\d+)(?:\.(\d+))?$/.exec(String(value));
  if (!match) throw new Error(`Not an exact decimal: ${String(value)}`);
  const [, sign = '', whole = '', fraction = ''] = match;
  return { sign: sign === '-' ? MINUS : '', whole, fraction };
}

/** `1234.5` or `'1234.5'` as `1.234,5`. Text is preferred: it is written digit by digit, never rounded. */
export function number(value: bigint | number | string): string {
  const { sign, whole, fraction } = decimalParts(value);
  return `${sign}${group(whole)}${fraction ? `,${fraction}` : ''}`;
}

/** Whole rupiah as `Rp2.430.000`; negative amounts carry a minus before `Rp`. */
export function rupiah(amount: bigint | string): string {
  const { sign, whole, fraction } = decimalParts(amount);
  if (fraction) throw new Error(`Rupiah are whole: ${String(amount)}`);
  return `${sign}Rp${group(whole)}`;
}

/** Bare digits for `data-rupiah`, with a leading ASCII `-` where negative. */
export function rupiahDigits(amount: bigint | string): string {
  const { sign, whole } = decimalParts(amount);
  return `${sign ? '-' : ''}${whole}`;
}

/** `'92.5'` as `92,5 %`, with a space that does not break. */
export const percent = (value: bigint | number | string): string => `${number(value)}${NBSP}%`;

/** `'2026-11-21'` as `Sab 21 Nov`. */
export function dateShort(date: DateText): string {
  const { monthIndex, day, weekday } = partsOf(date);
  return `${(DAYS[weekday] ?? '').slice(0, 3)} ${day} ${SHORT_MONTHS[monthIndex] ?? ''}`;
}

/** `'2026-11-21'` as `Sabtu, 21 November 2026`. */
export function date(date: DateText): string {
  const { year, monthIndex, day, weekday } = partsOf(date);
  return `${DAYS[weekday] ?? ''}, ${day} ${MONTH_NAMES[monthIndex] ?? ''} ${year}`;
}

/** `'2026-11-21'` as `21 Nov 2026`. */
export function dateMedium(date: DateText): string {
  const { year, monthIndex, day } = partsOf(date);
  return `${day} ${SHORT_MONTHS[monthIndex] ?? ''} ${year}`;
}

/** `'2026-11-21'` as `21/11/2026`, the form people type. */
export function dateTyped(date: DateText): string {
  partsOf(date);
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${month}/${year}`;
}

/** `'2026-11'` as `November 2026`. */
export function month(month: MonthText): string {
  const { year, monthIndex } = partsOf(`${month}-01`);
  return `${MONTH_NAMES[monthIndex] ?? ''} ${year}`;
}

/** `'08:30'` or `'08:30:00'` as `08.30`. */
export function time(time: string): string {
  const match = /^(\d{2}):(\d{2})(?::\d{2})?$/.exec(time);
  if (!match) throw new Error(`Not a time of the form HH:MM: ${time}`);
  return `${match[1] ?? ''}.${match[2] ?? ''}`;
}

export const zoneLabel = (zone: Zone): string => ZONES[zone].label;

/** The wall clock in `zone` at an instant, as an ISO text without zone. */
function wallClock(at: Date, zone: Zone): string {
  return new Date(at.getTime() + ZONES[zone].offsetMinutes * 60_000).toISOString();
}

/** An instant as `08.30 WITA`. */
export const clock = (at: Date, zone: Zone): string =>
  `${time(wallClock(at, zone).slice(11, 16))}${NBSP}${zoneLabel(zone)}`;

/** An instant as `21 Nov 2026 pukul 08.30 WITA`. */
export const instant = (at: Date, zone: Zone): string =>
  `${dateMedium(wallClock(at, zone).slice(0, 10))} pukul ${clock(at, zone)}`;

/** Whole minutes as `1 jam 30 menit`. */
export function minutes(total: number): string {
  if (!Number.isSafeInteger(total) || total < 0) throw new Error(`Not whole minutes: ${total}`);
  const rest = total % 60;
  const hours = (total - rest) / 60;
  if (hours === 0) return `${rest} menit`;
  return rest === 0 ? `${hours} jam` : `${hours} jam ${rest} menit`;
}

/** Ends a sentence whose last word is a name: one that ends in a title ("S.Sos.") has its full stop already. */
export const ended = (sentence: string): string => (sentence.endsWith('.') ? sentence : `${sentence}.`);

/** Eighteen digits as `19680312 199403 1 005`; anything else (an official's user name) unchanged. */
export const nip = (nip: string): string => nip.replace(/^(\d{8})(\d{6})(\d)(\d{3})$/, '$1 $2 $3 $4');

/** The size of a file or a disk in words: `210 KB`, `1,4 MB`, `43,5 GB` (rounded up, so that nothing looks smaller than it is). */
export function bytes(size: number): string {
  if (size < 1_000) return `${size} byte`;
  if (size < 1_000_000) return `${Math.ceil(size / 1_000)} KB`;
  const [unit, in10] = size < 1_000_000_000 ? ['MB', size / 100_000] : ['GB', size / 100_000_000];
  return `${number(String(Math.ceil(in10) / 10))} ${unit}`;
}

/** What templates may call. Everything else a template prints was prepared by its page model. */
export const fmt = {
  bytes,
  clock,
  date,
  dateMedium,
  dateShort,
  dateTyped,
  iconPath,
  instant,
  minutes,
  month,
  nip,
  notice: noticeWord,
  number,
  percent,
  rupiah,
  rupiahDigits,
  status: statusWord,
  time,
} as const;
export type Fmt = typeof fmt;
