import { type Load, LOADS } from './load-class.ts';

/** How the requests of one class share the slots. */
export interface ClassLimits {
  /** The largest part of all slots that it may hold. */
  readonly share: number;
  /** How many may wait for a slot. */
  readonly waiting: number;
  /** Nobody waits longer for a slot, in milliseconds: the answer must still find somebody. */
  readonly patienceMs: number;
}

/** What became of requests of one class since the start. */
export interface ClassStats {
  readonly inside: number;
  readonly waiting: number;
  readonly admitted: number;
  /** Sent away at once because too many waited already. */
  readonly refused: number;
  /** Sent away after having waited too long. */
  readonly late: number;
  /** Gone before their turn came. */
  readonly gone: number;
}

/** A request's place: waiting for a slot, in it, outside for a while, or done. */
export interface Place {
  /** Gives the slot back, or leaves the queue. */
  leave(): void;
  /** Others may have the slot while this request waits for something that is not our work. */
  stepOut(): void;
  /** Back to work, at once: a request that is half done is not made to queue again. */
  stepIn(): void;
}

interface Waiting {
  readonly since: number;
  readonly enter: () => void;
  readonly refuse: () => void;
}

interface Line {
  readonly limits: ClassLimits;
  readonly queue: Set<Waiting>;
  inside: number;
  admitted: number;
  refused: number;
  late: number;
  gone: number;
}

/**
 * A bounded number of requests are worked on at once; the others wait in one queue per class, and a free slot goes to the
 * class that is given up last. A request that has waited too long, or whose sender has gone, costs nothing more.
 */
export class Slots {
  private readonly lines: Record<Load, Line>;
  private readonly now: () => number;
  private inside = 0;
  private most: number;

  /** @param most how many at once; @param now milliseconds since some moment */
  constructor(most: number, limits: Readonly<Record<Load, ClassLimits>>, now: () => number) {
    const line = (load: Load): Line => ({
      limits: limits[load],
      queue: new Set(),
      inside: 0,
      admitted: 0,
      refused: 0,
      late: 0,
      gone: 0,
    });
    this.lines = { laporan: line('laporan'), pintu: line('pintu'), halaman: line('halaman'), kiriman: line('kiriman') };
    this.most = most;
    this.now = now;
  }

  get limit(): number {
    return this.most;
  }

  get busy(): number {
    return this.inside;
  }

  get waiting(): number {
    return LOADS.reduce((sum, load) => sum + this.lines[load].queue.size, 0);
  }

  setLimit(most: number): void {
    this.most = most;
    this.fill();
  }

  /**
   * Asks for a slot.
   * @param enter called when there is one, at once or later
   * @param refuse called instead when there is none in time
   */
  ask(load: Load, enter: () => void, refuse: () => void): Place {
    const line = this.lines[load];
    let state: 'waiting' | 'inside' | 'outside' | 'done' = 'waiting';
    const waiting: Waiting = {
      since: this.now(),
      enter: () => {
        state = 'inside';
        this.count(line, 1);
        line.admitted += 1;
        enter();
      },
      refuse: () => {
        state = 'done';
        refuse();
      },
    };
    if (this.isFree(line) && line.queue.size === 0) waiting.enter();
    else if (line.queue.size < line.limits.waiting) line.queue.add(waiting);
    else {
      line.refused += 1;
      waiting.refuse();
    }
    return {
      leave: () => {
        if (state === 'waiting' && line.queue.delete(waiting)) line.gone += 1;
        if (state === 'inside') this.count(line, -1);
        state = 'done';
        this.fill();
      },
      stepOut: () => {
        if (state !== 'inside') return;
        state = 'outside';
        this.count(line, -1);
        this.fill();
      },
      stepIn: () => {
        if (state !== 'outside') return;
        state = 'inside';
        this.count(line, 1);
      },
    };
  }

  /** Sends away whoever has waited too long, although no slot became free. */
  sweep(): void {
    for (const load of LOADS) {
      const line = this.lines[load];
      for (const waiting of line.queue) {
        if (!this.isLate(line, waiting)) break; // the others have come later
        this.sendAway(line, waiting);
      }
    }
  }

  stats(): Record<Load, ClassStats> {
    const of = (load: Load): ClassStats => {
      const { inside, queue, admitted, refused, late, gone } = this.lines[load];
      return { inside, waiting: queue.size, admitted, refused, late, gone };
    };
    return { laporan: of('laporan'), pintu: of('pintu'), halaman: of('halaman'), kiriman: of('kiriman') };
  }

  private isFree({ inside, limits }: Line): boolean {
    return this.inside < this.most && inside < Math.max(1, Math.floor(this.most * limits.share));
  }

  private count(line: Line, change: 1 | -1): void {
    line.inside += change;
    this.inside += change;
  }

  /** Gives free slots away, to what is given up last first. */
  private fill(): void {
    for (const load of [...LOADS].reverse()) {
      const line = this.lines[load];
      for (const waiting of line.queue) {
        if (this.isLate(line, waiting)) this.sendAway(line, waiting);
        else if (!this.isFree(line)) break;
        else {
          line.queue.delete(waiting);
          waiting.enter();
        }
      }
    }
  }

  private isLate({ limits }: Line, { since }: Waiting): boolean {
    return this.now() - since > limits.patienceMs;
  }

  private sendAway(line: Line, waiting: Waiting): void {
    line.queue.delete(waiting);
    line.late += 1;
    waiting.refuse();
  }
}
