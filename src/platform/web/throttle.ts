import { RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible';
import { libraryClient } from '../database/library-client.ts';
import type { Pool } from '../database/pool.ts';
import { TooMany } from '../errors.ts';
import { sha256 } from '../identity.ts';

/** How many of something are allowed within how many seconds. */
export interface Allowance {
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

/** What was used of an allowance, as `usedSql` reads it; null where nothing counts any more. */
export type Used = { readonly points: number; readonly expire: number | null } | null;

/**
 * What was used of an allowance, as a column of a statement that asks for other things too: a look of its own costs ten
 * times as much. `place` and `now` are SQL expressions for what `placeOf` and `throttleNow` give.
 */
export const usedSql = (place: string, now: string): string =>
  `(SELECT jsonb_build_object('points', t.points, 'expire', t.expire) FROM "throttle" t
    WHERE t.key = ${place} AND (t.expire > ${now} OR t.expire IS NULL))`;

/** Now, as the table of attempts has it: milliseconds of real time. */
export const throttleNow = (): number => Date.now();

/** Counts attempts in PostgreSQL, in real time, for all processes alike. Keys are kept as hashes only. */
export class Throttle {
  private readonly limiter: RateLimiterPostgres;
  /** How many are allowed within its time. */
  readonly points: number;

  constructor(pool: Pool, allowance: Allowance) {
    this.points = allowance.points;
    this.limiter = new RateLimiterPostgres({
      storeClient: libraryClient(pool),
      storeType: 'pool',
      tableName: 'throttle',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: allowance.name,
      points: allowance.points,
      duration: allowance.seconds,
    });
  }

  /** @throws TooMany where the allowance of this key is used up */
  async check(key: string): Promise<void> {
    const used = await this.limiter.get(sha256(key));
    if (used !== null && used.consumedPoints >= this.points) throw tooMany(used);
  }

  /** Where the attempts of a key are counted, for `usedSql`. */
  placeOf(key: string): string {
    return this.limiter.getKey(sha256(key));
  }

  /** Judges what `usedSql` read. @throws TooMany where the allowance is used up */
  refuseSpent(used: Used): void {
    if (used === null || used.points < this.points) return;
    throw tooMany({ msBeforeNext: used.expire === null ? -1 : used.expire - throttleNow() });
  }

  /** Count one, or `points`. @throws TooMany where the allowance was used up before */
  async count(key: string, points = 1): Promise<void> {
    try {
      await this.limiter.consume(sha256(key), points);
    } catch (error) {
      throw error instanceof Error ? error : tooMany(error as RateLimiterRes);
    }
  }
}

const tooMany = (used: Pick<RateLimiterRes, 'msBeforeNext'>): TooMany =>
  new TooMany(Math.max(1, Math.ceil(used.msBeforeNext / 1000)));
