/** Time; tests bring their own. */
export interface EntranceMeasures {
  /** Milliseconds since some moment, for how long things take. */
  readonly now: () => number;
  /** Milliseconds since 1970, the same for all processes: places are told to people, who may come back to another one. */
  readonly wall: () => number;
}

/** Come in, or come at this moment (milliseconds since 1970). */
export type Verdict = 'masuk' | { readonly at: number };

/** Who comes without a place waits no longer than this behind the door; otherwise there is a place for them later. */
const NEWCOMER_WAIT_MS = 3_000;
/** Who comes before their time comes in only where there is next to nobody: restlessness takes nothing from newcomers. */
const EARLY_WAIT_MS = 200;
/** Who has a place may find the queue longer: it was promised. */
const PLACED_WAIT_MS = 7_000;
/**
 * The part of what passes that places are given out for. The rest is for who comes without one, so that once the rush is over
 * (half of what can be borne) those who come back and those who come then are both let in, with a fifth to spare: with less a
 * machine that is slower for a moment sends somebody away again. Less than this would send people further into the evening.
 */
const PLACES_SHARE = 0.3;
/** Sooner it would hardly be worth the way. */
const LEAST_AHEAD_MS = 4_000;
/** Nobody is asked to come later than this: by then everything has changed, and a slow machine may have become a fast one. */
export const MOST_AHEAD_MS = 5 * 60_000;
/** A place waits for its owner: a password must be typed, and a page is not always looked at. */
export const PLACE_HOLDS_MS = 10 * 60_000;
/** From one who has passed to the next, as long as nothing has been measured: two hashes at once, a tenth of a second each. */
const FIRST_GAP_MS = 50;
/** How much the latest gap counts in the running mean. */
const LATEST = 0.05;
/** With fewer left inside, the next one passes late because there is nobody, not because it takes so long. */
const BUSY_INSIDE = 2;

/**
 * The door in front of the sign-in. Whoever cannot come in soon is given a place: a moment at which there will be room, for
 * each a different one, as far apart as allows what has lately passed per second. So those sent away do not come back in one
 * lump to be sent away again; they come among the others, and at their time they go first. Who has a place is kept nowhere:
 * they bring it with them. Without a rush nobody notices any of it.
 */
export class Entrance {
  private readonly measures: EntranceMeasures;
  private inside = 0;
  private gapMs = FIRST_GAP_MS;
  /** When the latest has passed; undefined while too few are inside for the next gap to say anything. */
  private lastPassed: number | undefined;
  private latestPlace = 0;

  constructor(measures: EntranceMeasures) {
    this.measures = measures;
  }

  /**
   * Whether to come in now; who does so is inside until `leave`.
   * @param place the moment that was given before, if one was
   */
  ask(place: number | undefined): Verdict {
    const ahead = this.ahead(place);
    const longest = ahead === undefined ? NEWCOMER_WAIT_MS : ahead > 0 ? EARLY_WAIT_MS : PLACED_WAIT_MS;
    if (this.waitMs() > longest) return { at: this.place(place) };
    if (this.inside < BUSY_INSIDE) this.lastPassed = undefined;
    this.inside += 1;
    return 'masuk';
  }

  /**
   * Somebody who came in is no longer there.
   * @param passed whether what they came for was done; not if they have gone, or were sent away further inside
   */
  leave(passed: boolean): void {
    const now = this.measures.now();
    this.inside -= 1;
    if (passed && this.lastPassed !== undefined) this.gapMs += LATEST * (now - this.lastPassed - this.gapMs);
    if (this.inside < BUSY_INSIDE) this.lastPassed = undefined;
    else if (passed) this.lastPassed = now;
  }

  /**
   * When somebody is to come who cannot come in now, or was sent away further inside. A place still to come stays; whose
   * time it is comes again as soon as those before have passed; others are given the next that is free.
   * @param given the place they have
   * @returns milliseconds since 1970
   */
  place(given: number | undefined): number {
    const now = this.measures.wall();
    const ahead = this.ahead(given);
    if (ahead !== undefined) return ahead > 0 ? now + ahead : now + Math.round(Math.max(LEAST_AHEAD_MS, this.waitMs()));
    const next = Math.max(this.latestPlace + this.currentGapMs() / PLACES_SHARE, now + LEAST_AHEAD_MS);
    this.latestPlace = Math.round(Math.min(next, now + MOST_AHEAD_MS));
    return this.latestPlace;
  }

  /** How far ahead a place is, zero or less when it is due; undefined where it is none (any more), or none of ours. */
  private ahead(place: number | undefined): number | undefined {
    const ahead = (place ?? NaN) - this.measures.wall();
    return ahead <= MOST_AHEAD_MS && ahead >= -PLACE_HOLDS_MS ? ahead : undefined;
  }

  /** How long the next one waits until those inside have passed. */
  private waitMs(): number {
    return this.inside * this.currentGapMs();
  }

  /** The mean gap, or the present one where that is longer already: nobody may pass at all. */
  private currentGapMs(): number {
    return this.lastPassed === undefined ? this.gapMs : Math.max(this.gapMs, this.measures.now() - this.lastPassed);
  }
}
