import { describe, test } from 'vitest';
import { ALL_STATUSES, expectKeptAt } from './demo-at-clock.ts';

/** More clocks than a test run has time for. */
const CLOCKS = [
  ['the morning of the first working day', '2026-12-01T09:30:00+08:00'],
  ['January, two months of the year before', '2026-01-15T10:00:00+08:00'],
  ['a Saturday', '2026-11-21T10:00:00+08:00'],
  ['a holiday', '2026-12-25T09:00:00+08:00'],
] as const;

describe('the small demo keeps its promises', () => {
  test.each(CLOCKS)('on %s', (_, now) => expectKeptAt(now, ALL_STATUSES), 120_000);
});
