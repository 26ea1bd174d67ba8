import type pg from 'pg';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';

/**
 * What happens at the chosen statement. The process dies before it is sent; it dies after it was carried out and before
 * its answer arrives; only its connection breaks, and the process goes on; the server refuses it for want of room; or it
 * is carried out and its answer comes too late, so that the driver has given up waiting.
 */
export const FAULT_KINDS = [
  'dies before',
  'dies after',
  'connection breaks',
  'has no room',
  'is not answered',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

type Send = (...words: unknown[]) => unknown;
type Done = (error: Error | null, result?: unknown) => void;
/** The driver's client has its socket; its types do not say so. */
type OpenClient = pg.PoolClient & { readonly connection: { readonly stream: { destroy(): void } } };

/** PostgreSQL's own words for a full disk; the transaction they come in is lost, as in earnest. */
const NO_ROOM = "DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$";

/** One fault at the k-th statement of a pool (assurance.md 3.3, fault at k). */
export class Fault {
  /** Statements asked for since it was armed. */
  asked = 0;
  private at: number;
  private kind: FaultKind;
  private readonly clients = new Set<OpenClient>();
  private dead = false;

  /** @param at the number of the statement, counted from 1; Infinity for none */
  constructor(at = Infinity, kind: FaultKind = 'dies before') {
    this.at = at;
    this.kind = kind;
  }

  /** Counts from here on, for another fault; whoever died lives again. */
  arm(at: number, kind: FaultKind): void {
    this.asked = 0;
    this.at = at;
    this.kind = kind;
    this.dead = false;
  }

  /** From here on nothing happens. */
  disarm(): void {
    this.arm(Infinity, this.kind);
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
    client.once('end', () => this.clients.delete(client));
    const send = client.query.bind(client) as Send;
    const replaced: Send = (...words) => this.pass(client, send, words);
    client.query = replaced as OpenClient['query'];
  }

  private pass(client: OpenClient, send: Send, words: unknown[]): unknown {
    this.asked += 1;
    if (this.dead) return refuse(words, broken());
    if (this.asked !== this.at) return send(...words);
    if (this.kind === 'dies after') return this.loseAnswer(send, words);
    if (this.kind === 'is not answered') return giveUp(send, words);
    if (this.kind === 'has no room') return refuseForRoom(send, words);
    this.strike(client);
    return refuse(words, broken());
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

/** The statement goes its way; its caller hears what the driver says when it has waited long enough. */
function giveUp(send: Send, words: readonly unknown[]): unknown {
  const sent = send(...words.filter(word => typeof word !== 'function'));
  if (sent instanceof Promise) void sent.catch(() => undefined);
  return refuse(words, new Error('Query read timeout'));
}

/** The server itself refuses, so that the transaction is broken there as well. */
function refuseForRoom(send: Send, words: readonly unknown[]): unknown {
  const done = doneOf(words);
  return done ? send(NO_ROOM, done) : send(NO_ROOM);
}

function refuse(words: readonly unknown[], error: Error): unknown {
  const done = doneOf(words);
  if (!done) return Promise.reject(error);
  process.nextTick(() => done(error));
  return undefined;
}
