import type pg from 'pg';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';

/**
 * What happens at the chosen statement: the process dies before it is sent; it dies after it was carried out and before
 * its answer arrives; or only its connection breaks, and the process goes on.
 */
export const FAULT_KINDS = ['dies before', 'dies after', 'connection breaks'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

type Send = (...words: unknown[]) => unknown;
type Done = (error: Error | null, result?: unknown) => void;
/** The driver's client has its socket; its types do not say so. */
type OpenClient = pg.PoolClient & { readonly connection: { readonly stream: { destroy(): void } } };

/** One fault at the k-th statement of a pool (assurance.md 3.3, fault at k). */
export class Fault {
  /** Statements asked for so far. */
  asked = 0;
  private readonly at: number;
  private readonly kind: FaultKind;
  private readonly clients = new Set<OpenClient>();
  private dead = false;

  /** @param at the number of the statement, counted from 1; Infinity for none */
  constructor(at: number, kind: FaultKind) {
    this.at = at;
    this.kind = kind;
  }

  /** Whether the fault has happened. */
  get happened(): boolean {
    return this.asked >= this.at;
  }

  /** A pool of the product whose statements this fault counts. */
  pool(url: string): Pool {
    const pool = createPool({ url, max: 3 });
    pool.on('connect', client => this.watch(client as OpenClient));
    return pool;
  }

  private watch(client: OpenClient): void {
    this.clients.add(client);
    const send = client.query.bind(client) as Send;
    const replaced: Send = (...words) => this.pass(client, send, words);
    client.query = replaced as OpenClient['query'];
  }

  private pass(client: OpenClient, send: Send, words: unknown[]): unknown {
    this.asked += 1;
    if (this.dead) return refuse(words);
    if (this.asked !== this.at) return send(...words);
    if (this.kind === 'dies after') return this.loseAnswer(send, words);
    this.strike(client);
    return refuse(words);
  }

  private loseAnswer(send: Send, words: unknown[]): unknown {
    const done = doneOf(words);
    const lose = (): Error => {
      this.strike();
      return broken();
    };
    if (done) return send(...words.filter(word => word !== done), () => done(lose()));
    return (send(...words) as Promise<unknown>).then(
      () => Promise.reject(lose()),
      () => Promise.reject(lose()),
    );
  }

  /** The connections of a process that dies, or the one that breaks, end without a word. */
  private strike(only?: OpenClient): void {
    this.dead = this.kind !== 'connection breaks';
    for (const client of this.dead ? this.clients : [only!]) client.connection.stream.destroy();
  }
}

const broken = (): Error => new Error('Connection terminated by the fault');
const doneOf = (words: readonly unknown[]): Done | undefined =>
  words.find((word): word is Done => typeof word === 'function');

function refuse(words: readonly unknown[]): unknown {
  const done = doneOf(words);
  if (!done) return Promise.reject(broken());
  process.nextTick(() => done(broken()));
  return undefined;
}
