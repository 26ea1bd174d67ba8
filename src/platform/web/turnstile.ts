import { Unavailable } from '../errors.ts';

/** How many pass at once, and how long others wait for it. */
export interface TurnstileLimits {
  readonly atOnce: number;
  /** How many may wait. */
  readonly waiting: number;
  /** Nobody waits longer; who would have to is told at once. In milliseconds. */
  readonly patienceMs: number;
  /** How long one takes, as long as nothing has been measured. In milliseconds. */
  readonly firstGuessMs: number;
}

/** Where time and chance come from; tests bring their own. */
export interface TurnstileMeasures {
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** What has happened at a turnstile since the start, and how long its queue is now. */
export interface TurnstileStats {
  readonly inside: number;
  readonly waiting: number;
  readonly passed: number;
  /** Told to come back later, at once or after having waited too long. */
  readonly refused: number;
  /** Dropped from the queue because nobody waits for the answer any more. */
  readonly gone: number;
  /** How long somebody who comes now would wait, and how long the one who passed last has waited. */
  readonly expectedWaitMs: number;
  readonly lastWaitMs: number;
}

interface Waiting {
  readonly since: number;
  readonly enter: () => void;
  readonly refuse: () => void;
}

const SYSTEM: TurnstileMeasures = { now: () => performance.now(), random: () => Math.random() };
/** How much the latest duration counts in the running mean. */
const LATEST = 0.2;
const LEAST_RETRY_SECONDS = 2;

/**
 * Lets a few through at once and a bounded number wait, in the order they came. Nobody waits in vain: who would wait too
 * long is told at once in how many seconds to come back, and who is no longer there when the turn comes costs nothing.
 */
export class Turnstile {
  private readonly limits: TurnstileLimits;
  private readonly measures: TurnstileMeasures;
  private readonly queue: Waiting[] = [];
  private meanMs: number;
  private inside = 0;
  private passed = 0;
  private refused = 0;
  private gone = 0;
  private lastWaitMs = 0;

  constructor(limits: TurnstileLimits, measures: TurnstileMeasures = SYSTEM) {
    this.limits = limits;
    this.measures = measures;
    this.meanMs = limits.firstGuessMs;
  }

  /**
   * @param gone aborted when nobody waits for the outcome any more
   * @throws Unavailable where the queue is full, or the wait was or would be too long
   */
  async pass<Value>(work: () => Promise<Value>, gone?: AbortSignal): Promise<Value> {
    if (this.inside < this.limits.atOnce) this.inside += 1;
    else await this.wait(gone);
    const begun = this.measures.now();
    try {
      return await work();
    } finally {
      this.meanMs += LATEST * (this.measures.now() - begun - this.meanMs);
      this.passed += 1;
      this.letNextIn();
    }
  }

  stats(): TurnstileStats {
    const { inside, passed, refused, gone, lastWaitMs, queue } = this;
    return { inside, waiting: queue.length, passed, refused, gone, lastWaitMs, expectedWaitMs: this.expectedWaitMs() };
  }

  private wait(gone: AbortSignal | undefined): Promise<void> {
    const { waiting, patienceMs } = this.limits;
    if (this.queue.length >= waiting || this.expectedWaitMs() > patienceMs) throw this.refusal();
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        const at = this.queue.indexOf(entry);
        if (at >= 0) this.queue.splice(at, 1);
        this.gone += 1;
        reject(new Unavailable(LEAST_RETRY_SECONDS));
      };
      const entry: Waiting = {
        since: this.measures.now(),
        enter: () => {
          gone?.removeEventListener('abort', leave);
          resolve();
        },
        refuse: () => {
          gone?.removeEventListener('abort', leave);
          reject(this.refusal());
        },
      };
      if (gone?.aborted) return leave();
      gone?.addEventListener('abort', leave, { once: true });
      this.queue.push(entry);
    });
  }

  private letNextIn(): void {
    const next = this.queue.shift();
    if (!next) {
      this.inside -= 1;
      return;
    }
    const waited = this.measures.now() - next.since;
    if (waited > this.limits.patienceMs) {
      next.refuse();
      this.letNextIn();
      return;
    }
    this.lastWaitMs = waited;
    next.enter();
  }

  /** How long somebody who comes now waits until it is their turn, if all works take as long as the latest. */
  private expectedWaitMs(): number {
    if (this.inside < this.limits.atOnce) return 0;
    return ((this.queue.length + 1) * this.meanMs) / this.limits.atOnce;
  }

  /** Come back when those who wait now have passed; not all at the same moment. */
  private refusal(): Unavailable {
    this.refused += 1;
    const seconds = Math.ceil(this.expectedWaitMs() / 1000);
    return new Unavailable(Math.max(LEAST_RETRY_SECONDS, seconds) + Math.floor(this.measures.random() * seconds));
  }
}
