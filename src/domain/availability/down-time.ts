/** A stretch of real time in whole minutes since 1970, the last one not included. */
export interface MinuteSpan {
  readonly from: number;
  readonly until: number;
}

/** What the server's processes together noted of one minute. */
export interface NotedMinute {
  /** Minutes since 1970. */
  readonly minute: number;
  /** Requests that got an answer of the product's own. */
  readonly answered: number;
  /** Requests that were sent away because there was no room, or because the database was not there (503). */
  readonly refused: number;
}

/** A pause this short between two stretches, in minutes, does not make them two: nobody gets an entry in while it lasts. */
const BREATH = 5;

/**
 * Whether a minute counts as one in which people could work: somebody noted it, and fewer were sent away than answered.
 * A minute in which nobody came is a good one.
 */
export const wasUp = ({ answered, refused }: NotedMinute): boolean => refused <= answered;

/**
 * The stretches of `watched` in which people could not work: minutes that no process noted, or in which most were sent away.
 * Stretches with at most five minutes between them are one.
 *
 * @param noted in any order; minutes outside `watched` do not count
 */
export function downTimes(watched: MinuteSpan, noted: readonly NotedMinute[]): MinuteSpan[] {
  const up = new Set(noted.filter(wasUp).map(({ minute }) => minute));
  const found: { from: number; until: number }[] = [];
  for (let minute = watched.from; minute < watched.until; minute += 1) {
    if (up.has(minute)) continue;
    const last = found.at(-1);
    if (last && minute - last.until <= BREATH) last.until = minute + 1;
    else found.push({ from: minute, until: minute + 1 });
  }
  return found;
}

/** Minutes that two stretches share. */
export const sharedMinutes = (a: MinuteSpan, b: MinuteSpan): number =>
  Math.max(0, Math.min(a.until, b.until) - Math.max(a.from, b.from));
