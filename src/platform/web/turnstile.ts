import { Unavailable } from '../errors.ts';

/** Lets a few through at once and a bounded number wait; who comes on top of that is asked to come back later. */
export class Turnstile {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly limits: { readonly atOnce: number; readonly waiting: number; readonly retryAfterSeconds: number };

  constructor(limits: { readonly atOnce: number; readonly waiting: number; readonly retryAfterSeconds: number }) {
    this.limits = limits;
  }

  /** @throws Unavailable where the queue is full */
  async pass<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.inside < this.limits.atOnce) this.inside += 1;
    else await this.queue();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.inside -= 1;
    }
  }

  private queue(): Promise<void> {
    if (this.waiting.length >= this.limits.waiting) throw new Unavailable(this.limits.retryAfterSeconds);
    return new Promise(resolve => this.waiting.push(resolve));
  }
}
