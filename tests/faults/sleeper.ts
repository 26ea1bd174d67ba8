import type pg from 'pg';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';

export const SLEEPER = 'takar-sleeper';

type Send = (...words: unknown[]) => unknown;

/** A process that falls asleep just before its k-th statement, as one that was stopped, and goes on when it is woken. */
export class Sleeper {
  /** Kept once it sleeps. */
  readonly asleep: Promise<void>;
  /** What it was about to send. */
  statement = '';
  private readonly at: number;
  private asked = 0;
  private readonly woken: Promise<void>;
  private fallAsleep: () => void = () => undefined;
  private rise: () => void = () => undefined;

  /** @param at the number of the statement, counted from 1 */
  constructor(at: number) {
    this.at = at;
    this.asleep = new Promise(resolve => (this.fallAsleep = resolve));
    this.woken = new Promise(resolve => (this.rise = resolve));
  }

  wake(): void {
    this.rise();
  }

  /** A pool of the product whose statements it counts. */
  pool(url: string): Pool {
    const pool = createPool({ url, max: 3, name: SLEEPER });
    pool.on('connect', client => {
      const send = client.query.bind(client) as Send;
      const replaced: Send = (...words) => this.pass(send, words);
      client.query = replaced as pg.PoolClient['query'];
    });
    return pool;
  }

  private pass(send: Send, words: unknown[]): unknown {
    const [statement] = words as [string | { readonly text?: string }];
    const text = typeof statement === 'string' ? statement : statement.text;
    if (text === undefined) return send(...words); // a stream of its own
    this.asked += 1;
    if (this.asked !== this.at) return send(...words);
    this.statement = text;
    this.fallAsleep();
    const going = this.woken.then(() => send(...words));
    return words.some(word => typeof word === 'function') ? undefined : going;
  }
}
