import bcrypt from 'bcrypt';
import { month } from '../../src/domain/month.ts';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import { enlargeRegency } from '../../tests/support/large-regency.ts';
import { fillFloor } from '../floor/tables.ts';
import { startServer } from '../servers.ts';
import { writeDeepQueue } from './deep-queue.ts';
import { writeHistory } from './history.ts';
import { regencySize, type BenchSize } from './size.ts';

/** The instant of the whole bench: an afternoon of the demo's running month, on which nobody has logged yet. */
export const CLOCK = '2026-11-18T13:30:00+08:00';
export const TODAY = '2026-11-18';
export const RUNNING_MONTH = month('2026-11');
/** Everybody of the bench's own offices signs in with it; it opens nothing but databases that are thrown away. */
export const PASSWORD = 'gerobak-senja-kompas-77';
/** The product's own default (TAKAR_BCRYPT_COST). */
export const HASH_COST = 10;

/**
 * Fills an empty database: the product migrates it and writes its small demo, set-based SQL adds the people of the bench
 * with their running month, the months before, a long queue, and the floor's own tables with the same people and entries.
 */
export async function seedDatabase(url: string, dataDir: string, size: BenchSize): Promise<void> {
  const seeding = await startServer('scripts/start.cjs', {
    DATABASE_URL: url,
    DATA_DIR: dataDir,
    PORT: '0',
    TAKAR_CLOCK: CLOCK,
    TAKAR_DEMO: 'kecil',
    TAKAR_LOG: 'warn',
  });
  await seeding.stop();
  const pool = createPool({ url, max: 3, statementTimeout: 0 });
  try {
    await enlargeRegency(pool, regencySize(size.people));
    if (size.months > 1) await writeHistory(pool, RUNNING_MONTH, size.months);
    await writeDeepQueue(pool);
    await writePasswords(pool);
    await fillFloor(pool);
    await pool.query('VACUUM (ANALYZE)');
  } finally {
    await pool.end();
  }
}

/** One hash for all: ten thousand would take minutes, and a check costs the same. */
async function writePasswords(pool: Pool): Promise<void> {
  const hash = await bcrypt.hash(PASSWORD, HASH_COST);
  await pool.query('UPDATE account SET password_hash = $1 WHERE password_hash IS NULL', [hash]);
}
