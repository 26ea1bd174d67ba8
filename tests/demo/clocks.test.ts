import { describe, test } from 'vitest';
import { ALL_STATUSES, expectKeptAt } from './demo-at-clock.ts';

/** Clocks, and the statuses that the unit of the cast then shows in the running month. Others: clocks.night.ts. */
const CLOCKS = [
  ['a Sunday, the first of a month', '2026-11-01T08:00:00+08:00', []],
  ['the last evening of 2025', '2025-12-31T23:30:00+08:00', ALL_STATUSES],
  ['the leap day, beyond the known holidays', '2028-02-29T14:00:00+08:00', ALL_STATUSES],
] as const;

describe('the small demo keeps its promises', () => {
  test.each(CLOCKS)('on %s', (_, now, statuses) => expectKeptAt(now, statuses), 120_000);
});
