/** How many people's net changes by an amount in a band. */
export interface Band {
  readonly direction: 'turun' | 'tetap' | 'naik';
  /** The change's size is more than this and at most `upTo`; whole rupiah, or whole percent. Null where there is no such end. */
  readonly moreThan: string | null;
  readonly upTo: string | null;
  readonly people: number;
}

/** Changes of net by their size in rupiah, and by their share of the net in force. From the largest loss to the largest gain. */
export interface Distribution {
  readonly rupiah: readonly Band[];
  readonly percent: readonly Band[];
  /** People who got nothing by the version in force and get something now: they have no percentage. */
  readonly fromNothing: number;
}

const RUPIAH_STEPS = [100_000n, 250_000n, 500_000n, 1_000_000n, 2_000_000n] as const;
const PERCENT_STEPS = [5n, 10n, 25n, 50n] as const;

const sizeOf = (change: bigint): bigint => (change < 0n ? -change : change);

/** Counts changes in bands. All comparisons are of whole numbers: a percentage is never divided out. */
export class DistributionTally {
  private readonly rupiah = new BandCount(RUPIAH_STEPS);
  private readonly percent = new BandCount(PERCENT_STEPS);
  private fromNothing = 0;

  /** @param inForce net by the version in force, not negative */
  add(inForce: bigint, change: bigint): void {
    const size = sizeOf(change);
    this.rupiah.add(change, step => size <= step);
    if (inForce === 0n && change !== 0n) this.fromNothing += 1;
    else this.percent.add(change, step => size * 100n <= step * inForce);
  }

  result(): Distribution {
    return { rupiah: this.rupiah.result(), percent: this.percent.result(), fromNothing: this.fromNothing };
  }
}

class BandCount {
  private readonly down: number[];
  private readonly up: number[];
  private equal = 0;
  private readonly steps: readonly bigint[];

  constructor(steps: readonly bigint[]) {
    this.steps = steps;
    this.down = Array<number>(steps.length + 1).fill(0);
    this.up = Array<number>(steps.length + 1).fill(0);
  }

  add(change: bigint, within: (step: bigint) => boolean): void {
    if (change === 0n) {
      this.equal += 1;
      return;
    }
    const found = this.steps.findIndex(within);
    const place = found === -1 ? this.steps.length : found;
    const side = change < 0n ? this.down : this.up;
    side[place] = (side[place] ?? 0) + 1;
  }

  result(): Band[] {
    const up = this.up.map((people, place) => this.band('naik', place, people));
    const down = this.down.map((people, place) => this.band('turun', place, people));
    return [...down.reverse(), { direction: 'tetap', moreThan: null, upTo: null, people: this.equal }, ...up];
  }

  private band(direction: 'naik' | 'turun', place: number, people: number): Band {
    const [below, upTo] = [this.steps[place - 1], this.steps[place]];
    return {
      direction,
      moreThan: String(below ?? 0n),
      upTo: upTo === undefined ? null : String(upTo),
      people,
    };
  }
}
