import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from './ledger.ts';
import type { Rota } from './rota.ts';
import type { Side } from './site.ts';
import { visit, type VisitRecord } from './visit.ts';

/** A stretch of time with so many new visitors per second. */
export interface Phase {
  readonly perSecond: number;
  readonly seconds: number;
}

/** Chance that is the same in every run (mulberry32): numbers from 0 up to 1. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** When visitors arrive, in milliseconds from the start of the first phase: independent of each other (Poisson). */
export function arrivalTimes(phases: readonly Phase[], random: () => number): number[] {
  const times: number[] = [];
  let begins = 0;
  for (const { perSecond, seconds } of phases) {
    const ends = begins + seconds * 1000;
    for (let at = begins + gap(perSecond, random); at < ends; at += gap(perSecond, random)) times.push(at);
    begins = ends;
  }
  return times;
}

const gap = (perSecond: number, random: () => number): number => (-Math.log(1 - random()) / perSecond) * 1000;

/** Everything that was seen of a crowd. */
export interface Crowd {
  /** performance.now() at the start of the first phase. */
  readonly startedAt: number;
  readonly visits: readonly VisitRecord[];
  /** CPU milliseconds of the load generator itself. */
  readonly generatorCpu: number;
  /** The most that a visitor came late because the generator was busy, milliseconds. */
  readonly latest: number;
}

export interface CrowdOptions {
  readonly side: Side;
  readonly item: string;
  readonly rota: Rota;
  readonly ledger: Ledger;
  readonly phases: readonly Phase[];
  readonly retries: number;
  readonly seed: number;
}

/** Lets visitors come whether or not those before them have been served, and waits for the last of them. */
export async function letCome(options: CrowdOptions): Promise<Crowd> {
  const { side, item, rota, ledger, phases, retries, seed } = options;
  const before = process.cpuUsage();
  const startedAt = performance.now();
  const under: Promise<VisitRecord>[] = [];
  let latest = 0;
  for (const due of arrivalTimes(phases, chance(seed))) {
    const wait = startedAt + due - performance.now();
    if (wait > 0) await sleep(wait);
    latest = Math.max(latest, performance.now() - startedAt - due);
    under.push(visit({ origin: side.origin, item, turnout: rota.next(), ledger, retries }));
  }
  const visits = await Promise.all(under);
  const { user, system } = process.cpuUsage(before);
  return { startedAt, visits, generatorCpu: (user + system) / 1000, latest };
}
