import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryOn, on, timeline } from '../../src/domain/timeline.ts';

const classes = timeline([
  { from: '2026-03-15', value: 9 },
  { from: '2025-01-01', value: 8 },
  { from: '2026-07-01', value: null },
]);

describe('timeline', () => {
  it.each([
    ['2025-01-01', 8],
    ['2026-03-14', 8],
    ['2026-03-15', 9],
    ['2026-06-30', 9],
    ['2027-01-01', null],
  ])('on %s holds %s', (day, value) => expect(on(classes, day)).toBe(value));

  it('throws before the first entry, and never uses the first or the latest instead', () => {
    expect(() => on(classes, '2024-12-31')).toThrow('no value in force on 2024-12-31');
    expect(entryOn(classes, '2024-12-31')).toBeNull();
  });

  it('refuses two values from the same day', () => {
    expect(() =>
      timeline([
        { from: '2026-01-01', value: 1 },
        { from: '2026-01-01', value: 2 },
      ]),
    ).toThrow();
  });

  it('does not depend on the order entries are given in', () => {
    const entries = ['2025-01-01', '2025-06-01', '2026-01-01', '2026-02-01'].map((from, value) => ({ from, value }));
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: 4 }), shuffled => {
        expect(timeline(shuffled)).toEqual(entries);
      }),
    );
  });
});
