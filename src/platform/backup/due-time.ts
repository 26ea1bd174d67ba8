import { addDays } from '../../domain/local-date.ts';
import { dayIn, instantOf, type Zone } from '../clock.ts';

/** What failed is tried again after half an hour. */
export const RETRY_MS = 30 * 60_000;
const DRILL_EVERY_MS = 7 * 24 * 3_600_000;
const NIGHT_MS = 4 * 3_600_000;
const BASE_EVERY_MS = DRILL_EVERY_MS;
/** The same second of the next week must not miss its turn by a breath. */
const BASE_SLACK_MS = 6 * 3_600_000;

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

/**
 * Whether a copy is due: none since the hour was last reached, and half an hour after one that failed. What stands in the future
 * was made under a wrong clock and counts for nothing: otherwise there would be no copy until that future.
 */
export function isCopyDue(last: LastTimes, now: Date, zone: Zone, atMinute: number): boolean {
  const failure = past(last.failure, now);
  if (failure && now.getTime() - failure.getTime() < RETRY_MS) return false;
  const success = past(last.success, now);
  return success === undefined || success < lastDue(now, zone, atMinute);
}

/** Whether a drill is due: once a week, and only in the hours after the daily copy, when nobody works. */
export function isDrillDue(lastDrill: Date | undefined, now: Date, zone: Zone, atMinute: number): boolean {
  if (now.getTime() - lastDue(now, zone, atMinute).getTime() > NIGHT_MS) return false;
  const last = past(lastDrill, now);
  return last === undefined || now.getTime() - last.getTime() > DRILL_EVERY_MS - NIGHT_MS;
}

/** The server whose files a base holds, and its history: a return to an earlier time begins another one. */
export interface ServerHistory {
  /** PostgreSQL's own number of the server, given when it was made: a server that was made anew has another one. */
  readonly system: string;
  readonly timeline: number;
}

/** The last base, as it was recorded. */
export interface LastBase {
  readonly at: Date;
  readonly ok: boolean;
  readonly timeline: number | null;
  readonly system: string | null;
}

/** Whether a base is due: weekly, at once for another server or another history, half an hour after a failure. */
export function isBaseDue(last: LastBase | undefined, state: ServerHistory, now: Date): boolean {
  const at = past(last?.at, now);
  if (!last || !at) return true;
  const age = now.getTime() - at.getTime();
  if (!last.ok) return age > RETRY_MS;
  return last.system !== state.system || last.timeline !== state.timeline || age > BASE_EVERY_MS - BASE_SLACK_MS;
}

const past = (at: Date | undefined, now: Date): Date | undefined => (at && at <= now ? at : undefined);
