/** What one process noted since it was last asked. */
export interface MinuteCounts {
  /** Requests that got an answer of the product's own, good or bad. */
  readonly answered: number;
  /** Submissions among them that were carried out. */
  readonly accepted: number;
  /** Sent away with 503: no room, or no database. */
  readonly refused: number;
  /** Answered with another 5xx. */
  readonly failed: number;
  readonly slowestMs: number;
}

type Counting = { -readonly [Key in keyof MinuteCounts]: MinuteCounts[Key] };

const NOTHING: MinuteCounts = { answered: 0, accepted: 0, refused: 0, failed: 0, slowestMs: 0 };
const NO_ROOM = 503;

/** One answered request. */
export interface Answer {
  readonly method: string;
  readonly status: number;
  /** Milliseconds from the first byte asked to the last byte given. */
  readonly ms: number;
}

/** Counts answers until somebody takes the counts away. */
export class AnswerCounts {
  private counts: Counting = { ...NOTHING };

  add({ method, status, ms }: Answer): void {
    const { counts } = this;
    counts.slowestMs = Math.max(counts.slowestMs, Math.round(ms));
    if (status === NO_ROOM) {
      counts.refused += 1;
      return;
    }
    counts.answered += 1;
    if (status >= 500) counts.failed += 1;
    else if (method === 'POST' && status < 400) counts.accepted += 1;
  }

  /** What was counted since the last time, which begins anew. */
  take(): MinuteCounts {
    const taken = this.counts;
    this.counts = { ...NOTHING };
    return taken;
  }
}
