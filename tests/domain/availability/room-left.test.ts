import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type NotedRoom, roomLeft } from '../../../src/domain/availability/room-left.ts';
import { addDays, localDate } from '../../../src/domain/local-date.ts';

const FIRST = localDate('2026-11-01');
const noted = (free: readonly number[], all = 1_000_000): NotedRoom[] =>
  free.map((freeBytes, index) => ({ day: addDays(FIRST, index), freeBytes, allBytes: all }));

describe('the room of a disk lasts', () => {
  test('as long as what is free, by what goes a day', () => {
    expect(roomLeft(noted([500_000, 490_000, 480_000, 470_000]))).toEqual({ kind: 'lasts', days: 47, overDays: 3 });
  });

  test('without a figure before three days have passed, and after a disk was changed for a larger one', () => {
    expect(roomLeft([])).toEqual({ kind: 'unknown' });
    expect(roomLeft(noted([500_000, 400_000, 300_000]))).toEqual({ kind: 'unknown' });
    const larger = { day: addDays(FIRST, 4), freeBytes: 1_470_000, allBytes: 2_000_000 };
    expect(roomLeft([...noted([500_000, 490_000, 480_000, 470_000]), larger])).toEqual({ kind: 'unknown' });
  });

  test('for good where it does not become less; what a file system does by itself is nothing', () => {
    expect(roomLeft(noted([500_000, 500_001, 499_999, 500_000]))).toEqual({ kind: 'steady', overDays: 3 });
    expect(roomLeft(noted([400_000, 450_000, 500_000, 550_000]))).toEqual({ kind: 'steady', overDays: 3 });
  });

  test('by all days, not by the one on which old copies were removed', () => {
    const left = roomLeft(noted([500_000, 480_000, 460_000, 440_000, 470_000, 450_000, 430_000, 410_000]));
    expect(left).toMatchObject({ kind: 'lasts', overDays: 7 });
    expect(left.kind === 'lasts' && left.days).toBeGreaterThan(30);
  });

  test('as it was used, whatever the size, the pace and the days that are missing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 4, max: 15 }),
        fc.integer({ min: 0, max: 1000 }),
        (perDay, count, rest) => {
          const all = 100_000;
          const free = Array.from({ length: count }, (_, index) => rest + 10 * perDay * (count - 1 - index));
          const days = noted(free, all).filter((_, index) => index !== 1 || count === 4);
          expect(roomLeft(days)).toEqual({
            kind: 'lasts',
            days: Math.floor(rest / (10 * perDay)),
            overDays: count - 1,
          });
        },
      ),
      { numRuns: 3000 },
    );
  });
});
