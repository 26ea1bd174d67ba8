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

/** Counts attempts in PostgreSQL, in real time, for all processes alike. Keys are kept as hashes only. */
export class Throttle {
  private readonly limiter: RateLimiterPostgres;
  private readonly points: number;

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

  /** Count one, or `points`. @throws TooMany where the allowance was used up before */
  async count(key: string, points = 1): Promise<void> {
    try {
      await this.limiter.consume(sha256(key), points);
    } catch (error) {
      throw error instanceof Error ? error : tooMany(error as RateLimiterRes);
    }
  }
}

const tooMany = (used: RateLimiterRes): TooMany => new TooMany(Math.max(1, Math.ceil(used.msBeforeNext / 1000)));
