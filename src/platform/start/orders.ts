import cluster from 'node:cluster';
import type { Regency } from '../deps.ts';

/** What one process of several does. */
export type PartName = 'web' | 'jobs';

/**
 * What the supervising process has found out for all its parts, so that none can differ from another: a part that is
 * started again months later has the same clock, zone and names as those that ran on. Told through the channel between
 * the processes and not by the environment, where other programs of the same user could read the password.
 */
export interface Orders {
  readonly part: PartName;
  /** For the log: `web 1`. */
  readonly name: string;
  readonly databaseUrl: string;
  /** Connections of this process: the shared pool's, and Prisma's. */
  readonly connections: { readonly pool: number; readonly prisma: number };
  /** Domain time minus real time, in milliseconds. */
  readonly clockOffsetMs: number;
  readonly regency: Regency;
  readonly port: number;
  readonly setupCode?: string;
}

/** What a part tells the supervising process when it answers, or works. */
export interface Report {
  readonly ready: true;
  /** Where it listens; a part for jobs does not. */
  readonly url?: string;
}

/** A part that has begun and waits for its orders. What is sent to it before it listens would be lost. */
export interface Asking {
  readonly ready: false;
}

/** Ask the supervising process for the orders of this one. */
export function receiveOrders(): Promise<Orders> {
  return new Promise(resolve => {
    process.once('message', message => resolve(message as Orders));
    cluster.worker?.send({ ready: false } satisfies Asking);
  });
}

/** Say that this part is ready. */
export function reportReady(report: Report): void {
  cluster.worker?.send(report);
}

const EMBEDDED_CONNECTIONS = 90;
const MOST_OF_PRISMA = 5;
const LEAST_OF_POOL = 2;

/**
 * How many connections each part opens at most. A named server is the operator's to size (docs/runbooks/scaling.md); the
 * embedded one takes a hundred, of which the command line and the keeper of the share need some.
 *
 * @param parts how many processes there are
 */
export function shareOut(poolSize: number, parts: number, embedded: boolean): Orders['connections'] {
  if (!embedded) return { pool: poolSize, prisma: MOST_OF_PRISMA };
  const share = Math.floor(EMBEDDED_CONNECTIONS / parts);
  const prisma = Math.min(MOST_OF_PRISMA, Math.max(1, Math.floor(share / 3)));
  return { pool: Math.min(poolSize, Math.max(LEAST_OF_POOL, share - prisma)), prisma };
}
