import { addDays } from '../../domain/local-date.ts';
import { dayIn, instantOf, type Zone } from '../clock.ts';

/** What failed is tried again after half an hour. */
export const RETRY_MS = 30 * 60_000;
const DRILL_EVERY_MS = 7 * 24 * 3_600_000;
const NIGHT_MS = 4 * 3_600_000;

/** The last instant at which a daily copy was due. @param atMinute of the day in the zone */
export function lastDue(now: Date, zone: Zone, atMinute: number): Date {
  const today = dayIn(zone, now);
  const due = instantOf(zone, today, atMinute);
  return due <= now ? due : instantOf(zone, addDays(today, -1), atMinute);
}

/** When something last succeeded and last failed. */
export interface LastTimes {
  readonly success: Date | undefined;
  readonly failure: Date | undefined;
}

/** Whether a copy is due: none since the hour was last reached, and half an hour after one that failed. */
export function isCopyDue(last: LastTimes, now: Date, zone: Zone, atMinute: number): boolean {
  if (last.failure && now.getTime() - last.failure.getTime() < RETRY_MS) return false;
  return last.success === undefined || last.success < lastDue(now, zone, atMinute);
}

/** Whether a drill is due: once a week, and only in the hours after the daily copy, when nobody works. */
export function isDrillDue(lastDrill: Date | undefined, now: Date, zone: Zone, atMinute: number): boolean {
  if (now.getTime() - lastDue(now, zone, atMinute).getTime() > NIGHT_MS) return false;
  return lastDrill === undefined || now.getTime() - lastDrill.getTime() > DRILL_EVERY_MS - NIGHT_MS;
}
