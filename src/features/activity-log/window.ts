import { lastCorrectionDay } from '../../domain/activity/correction.ts';
import { lastEntryDay, refuseDate, type DailyRules, type DateRefusal } from '../../domain/activity/entry-rules.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { dayIn, type Zone } from '../../platform/clock.ts';
import type { DayFrame } from './day-frame.ts';

const later = (a: LocalDate, b: LocalDate | undefined): LocalDate => (b !== undefined && b > a ? b : a);

/** The last day on which a work date may be logged: its window, or the day until which a dispensation opens it. */
export const lastDayOf = (frame: Pick<DayFrame, 'day' | 'openUntil'>, rules: DailyRules): LocalDate =>
  later(lastEntryDay(frame.day, rules), frame.openUntil);

/**
 * Judges a work date against today. A granted dispensation lifts the window of that person and day until its last day;
 * it lifts neither the future nor a day off, nor leave.
 */
export function refuseDay(
  frame: Pick<DayFrame, 'day' | 'openUntil' | 'dayOffName' | 'leave'>,
  today: LocalDate,
  rules: DailyRules,
): DateRefusal | undefined {
  const refusal = refuseDate(frame.day, today, frame.dayOffName, rules);
  const open = frame.openUntil !== undefined && today <= frame.openUntil;
  const standing = refusal?.rule === 'too-late' && open ? undefined : refusal;
  return standing ?? (frame.leave === undefined ? undefined : { rule: 'leave', kind: frame.leave });
}

/** What decides until when an entry may be sent. */
export interface SendWindow {
  readonly workDate: LocalDate;
  /** When it was last returned to its owner; undefined for one that was not. */
  readonly returnedAt: Date | undefined;
  /** Until when a dispensation opens its day. */
  readonly openUntil: LocalDate | undefined;
}

/** The last day on which an entry may be sent: its day's window, a dispensation's, or the one its return opened anew. */
export function lastSendDayOf(
  { workDate, returnedAt, openUntil }: SendWindow,
  zone: Zone,
  rules: DailyRules,
): LocalDate {
  const window = returnedAt
    ? lastCorrectionDay(workDate, dayIn(zone, returnedAt), rules)
    : lastEntryDay(workDate, rules);
  return later(window, openUntil);
}
