import type { DayHours } from './hours.ts';

/** First and last presence of a day in minutes since midnight; null where there is none. */
export interface Presence {
  readonly in: number | null;
  readonly out: number | null;
}

/** Touches this close together are one: a finger laid on twice is not a person who came and went. */
const ONE_TOUCH_MINUTES = 10;

const LAST_MINUTE = 1439;

/** From and until when a punch belongs to a day. */
export const windowOf = (hours: DayHours): readonly [from: number, until: number] => [
  Math.max(0, hours.start - hours.openBefore),
  Math.min(LAST_MINUTE, hours.end + hours.closeAfter),
];

/**
 * Coming and going out of the punches of a day, in whatever order they came: the first and the last inside the window. A
 * single one is a coming in the first half of the working day and a going in the second.
 */
export function presenceOf(punches: readonly number[], hours: DayHours): Presence {
  const [from, until] = windowOf(hours);
  const inside = punches.filter(minute => minute >= from && minute <= until);
  if (inside.length === 0) return { in: null, out: null };
  const [first, last] = [Math.min(...inside), Math.max(...inside)];
  if (last - first >= ONE_TOUCH_MINUTES) return { in: first, out: last };
  return first * 2 < hours.start + hours.end ? { in: first, out: null } : { in: null, out: last };
}
