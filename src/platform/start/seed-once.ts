import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { createPool, type Pool } from '../database/pool.ts';
import type { Log } from '../log.ts';

/** Fills an empty database with a demo. */
export type Seed = (
  pool: Pool,
  demo: { readonly size: 'kecil' | 'kabupaten' | 'besar'; readonly now: Date; readonly bcryptCost: number },
) => Promise<unknown>;

const SEED_LOCK = 7_270_020;

/** Fills the database with the configured demo if it holds nobody yet. Processes that come at once take turns. */
export async function seedOnce(
  url: string,
  config: Pick<Config, 'demo' | 'bcryptCost'>,
  clock: Clock,
  seed: Seed,
  log: Log,
): Promise<void> {
  const size = config.demo;
  if (size === 'none') return;
  const pool = createPool({ url, max: 3, name: 'takar-demo', statementTimeout: 0 });
  try {
    if (await hasPeople(pool)) return;
    await inTurn(pool, async () => {
      if (await hasPeople(pool)) return;
      log.info({ size }, 'filling the empty database with the demo');
      await seed(pool, { size, now: clock.now(), bcryptCost: config.bcryptCost });
    });
  } finally {
    await pool.end();
  }
}

async function hasPeople(pool: Pool): Promise<boolean> {
  const { rowCount } = await pool.query('SELECT 1 FROM employee LIMIT 1');
  return rowCount === 1;
}

async function inTurn(pool: Pool, work: () => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('SET lock_timeout = 0');
    await client.query('SELECT pg_advisory_lock($1)', [SEED_LOCK]);
    await work();
  } finally {
    client.release(true); // the lock goes with the connection
  }
}
