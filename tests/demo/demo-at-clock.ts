import { expect } from 'vitest';
import { seedDemo } from '../../src/demo/seed.ts';
import { createPool } from '../../src/platform/database/pool.ts';
import { readCast } from '../support/cast.ts';
import { createTestDatabase } from '../support/database.ts';
import {
  expectClosable,
  expectLawfulEntries,
  expectPaid,
  expectTrueHistories,
  expectUpToNow,
  statusesShown,
  storyOf,
} from './story.ts';

/** Every status an entry may have, in the order of the alphabet. */
export const ALL_STATUSES: readonly string[] = [
  'dikembalikan',
  'dikirim',
  'ditolak',
  'divalidasi',
  'diverifikasi',
  'draf',
];

/**
 * Seeds the small demo at an instant and expects what contract.md 4 promises of it.
 * @param statuses what the unit of the cast then shows in the running month
 */
export async function expectKeptAt(now: string, statuses: readonly string[]): Promise<void> {
  const pool = createPool({ url: await createTestDatabase(), max: 2, statementTimeout: 0 });
  try {
    await seedDemo(pool, { size: 'kecil', now: new Date(now), bcryptCost: 4 });
    const story = storyOf(now);
    await readCast(pool);
    await expectPaid(pool, story);
    await expectClosable(pool, story);
    await expectUpToNow(pool, story);
    await expectLawfulEntries(pool);
    await expectTrueHistories(pool);
    expect(await statusesShown(pool, story)).toEqual(statuses);
  } finally {
    await pool.end();
  }
}
