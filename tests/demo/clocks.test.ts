import { afterEach, describe, expect, test } from 'vitest';
import { seedDemo } from '../../src/demo/seed.ts';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
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

const ALL = ['dikembalikan', 'dikirim', 'ditolak', 'divalidasi', 'diverifikasi', 'draf'];

/** Clocks, and the statuses that the unit of the cast then shows in the running month. */
const CLOCKS = [
  ['a Sunday, the first of a month', '2026-11-01T08:00:00+08:00', []],
  ['the morning of the first working day', '2026-12-01T09:30:00+08:00', ALL],
  ['January, two months of the year before', '2026-01-15T10:00:00+08:00', ALL],
  ['a Saturday', '2026-11-21T10:00:00+08:00', ALL],
  ['a holiday', '2026-12-25T09:00:00+08:00', ALL],
  ['the last evening of 2025', '2025-12-31T23:30:00+08:00', ALL],
  ['the leap day, beyond the known holidays', '2028-02-29T14:00:00+08:00', ALL],
] as const;

let pool: Pool;
afterEach(() => pool.end());

describe('the small demo keeps its promises', () => {
  test.each(CLOCKS)(
    'on %s',
    async (_, now, statuses) => {
      pool = createPool({ url: await createTestDatabase(), max: 2, statementTimeout: 0 });
      await seedDemo(pool, { size: 'kecil', now: new Date(now), bcryptCost: 4 });
      const story = storyOf(now);

      await readCast(pool);
      await expectPaid(pool, story);
      await expectClosable(pool, story);
      await expectUpToNow(pool, story);
      await expectLawfulEntries(pool);
      await expectTrueHistories(pool);
      expect(await statusesShown(pool, story)).toEqual(statuses);
    },
    120_000,
  );
});
