import type { LeaveKind } from '../attendance/leave-kind.ts';
import { addDays, type LocalDate } from '../local-date.ts';

/** The day-by-day rules of the regulation in force on a work date. */
export interface DailyRules {
  /** Calendar days after the work date during which it may still be entered, until 23.59 of the last (rulings.md 14). */
  readonly entryDays: number;
  readonly holidays: 'tolak' | 'terima';
  /** Points that count at most on one day (rulings.md 13). */
  readonly dailyCap: number;
  readonly minMinutes: number;
  readonly maxMinutes: number;
}

/** Why a work date is refused (HTTP 409): well-formed, but a rule says no. */
export type DateRefusal =
  | { readonly rule: 'future' }
  | { readonly rule: 'too-late'; readonly lastDay: LocalDate }
  | { readonly rule: 'day-off'; readonly name: string }
  | { readonly rule: 'leave'; readonly kind: LeaveKind };

/** The last day on which an entry of `workDate` may be sent. */
export const lastEntryDay = (workDate: LocalDate, rules: DailyRules): LocalDate => addDays(workDate, rules.entryDays);

/**
 * Judges a work date against today (both days of the owner's zone). Future means after today; the hours of today are
 * free (rulings.md 3). `dayOffName` is set when nobody of the owner's pattern works that day.
 */
export function refuseDate(
  workDate: LocalDate,
  today: LocalDate,
  dayOffName: string | undefined,
  rules: DailyRules,
): DateRefusal | undefined {
  if (workDate > today) return { rule: 'future' };
  if (dayOffName !== undefined && rules.holidays === 'tolak') return { rule: 'day-off', name: dayOffName };
  const last = lastEntryDay(workDate, rules);
  return today > last ? { rule: 'too-late', lastDay: last } : undefined;
}

/** Reads a time of day written 8, 0830, 8.30 or 08:30 as minutes after midnight; 24.00 is the end of the day. */
export function parseTime(text: string): number | undefined {
  const parts = /^(\d{1,2})(?:[.:]?(\d{2}))?$/.exec(text.trim());
  if (!parts) return undefined;
  const [hour, minute] = [Number(parts[1]), Number(parts[2] ?? '0')];
  const total = hour * 60 + minute;
  return minute > 59 || total > 1440 ? undefined : total;
}

/** Minutes after midnight as '08.30'. */
export const timeText = (minutes: number): string => {
  const rest = minutes % 60;
  return `${String((minutes - rest) / 60).padStart(2, '0')}.${String(rest).padStart(2, '0')}`;
};
