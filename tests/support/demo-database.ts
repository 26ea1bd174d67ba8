import { createPool } from '../../src/platform/database/pool.ts';
import { seedDemo } from '../../src/demo/seed.ts';
import { createTemplate, createTestDatabase } from './database.ts';

/** A Wednesday in the middle of a month: the moment at which the shared demo was seeded. Set the test's clock to it. */
export const DEMO_NOW = '2026-11-18T09:30:00+08:00';

/** The lowest cost there is: tests sign in often. */
const BCRYPT_COST = 4;

/**
 * A new database with the small demo (TAKAR_DEMO=kecil) as of DEMO_NOW. The demo is seeded once per run, by the first
 * test file that asks; each call copies it.
 *
 * @returns its address
 */
export async function createDemoDatabase(): Promise<string> {
  return createTestDatabase(await createTemplate('demo', prepareDemo));
}

/** Seeds the small demo as of DEMO_NOW into a migrated database. */
export async function prepareDemo(url: string): Promise<void> {
  const pool = createPool({ url, max: 2, statementTimeout: 0 });
  try {
    await seedDemo(pool, { size: 'kecil', now: new Date(DEMO_NOW), bcryptCost: BCRYPT_COST });
  } finally {
    await pool.end();
  }
}
