import { isoWeekday, type LocalDate } from '../local-date.ts';
import { daysOf, type Month } from '../month.ts';

/** Days worked in a week: five (Monday to Friday) or six (Monday to Saturday). Perpres 21/2023. */
export type WorkPattern = 5 | 6;

/** Of the 37 hours 30 minutes a week (Perpres 21/2023), 25 hours are effective time (Perka BKN 19/2011). */
const EFFECTIVE_MINUTES_A_WEEK = 1500;

/** Minutes of effective work expected on a working day: 300 in a week of five days, 250 in one of six. */
export const effectiveMinutes = (pattern: WorkPattern): number => EFFECTIVE_MINUTES_A_WEEK / pattern;

/** What makes a day free: national holiday, joint leave or a local addition, with its name. */
export interface Holiday {
  readonly day: LocalDate;
  readonly name: string;
}

/** Why nobody works on a day, or undefined on a working day. */
export function dayOff(
  day: LocalDate,
  pattern: WorkPattern,
  holidays: ReadonlyMap<LocalDate, string>,
): string | undefined {
  const holiday = holidays.get(day);
  if (holiday !== undefined) return holiday;
  const weekday = isoWeekday(day);
  if (weekday === 7) return 'hari Minggu';
  if (weekday === 6 && pattern === 5) return 'hari Sabtu';
  return undefined;
}

/** Working days of a month, optionally only those up to and including `until`. */
export function workdays(
  of: Month,
  pattern: WorkPattern,
  holidays: ReadonlyMap<LocalDate, string>,
  until?: LocalDate,
): LocalDate[] {
  return daysOf(of).filter(
    day => (until === undefined || day <= until) && dayOff(day, pattern, holidays) === undefined,
  );
}
