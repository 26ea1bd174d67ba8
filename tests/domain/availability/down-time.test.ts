import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downTimes, sharedMinutes, type NotedMinute } from '../../../src/domain/availability/down-time.ts';
import { reentryFor } from '../../../src/domain/availability/reentry.ts';
import { localDate } from '../../../src/domain/local-date.ts';

const quiet = (minute: number): NotedMinute => ({ minute, answered: 0, refused: 0 });
const minutes = (from: number, until: number): NotedMinute[] =>
  Array.from({ length: until - from }, (_, index) => quiet(from + index));

describe('minutes in which people could not work', () => {
  it('are those that no process noted', () => {
    expect(downTimes({ from: 0, until: 60 }, [...minutes(0, 10), ...minutes(25, 60)])).toEqual([
      { from: 10, until: 25 },
    ]);
    expect(downTimes({ from: 0, until: 60 }, minutes(0, 60))).toEqual([]);
    expect(downTimes({ from: 0, until: 3 }, [])).toEqual([{ from: 0, until: 3 }]);
  });

  it('are those in which most were sent away; a minute in which nobody came is a good one', () => {
    const noted = minutes(0, 30).map(each =>
      each.minute >= 10 && each.minute < 20 ? { ...each, answered: 3, refused: 4 } : each,
    );
    expect(downTimes({ from: 0, until: 30 }, noted)).toEqual([{ from: 10, until: 20 }]);
    expect(downTimes({ from: 0, until: 1 }, [{ minute: 0, answered: 4, refused: 4 }])).toEqual([]);
  });

  it('are one stretch where there was only a breath between two', () => {
    const noted = [...minutes(0, 10), ...minutes(20, 25), ...minutes(40, 46), ...minutes(50, 60)];
    expect(downTimes({ from: 0, until: 60 }, noted)).toEqual([
      { from: 10, until: 40 },
      { from: 46, until: 50 },
    ]);
  });

  it('hold every minute that was not noted, lie inside what was watched, in order, more than a breath apart', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 120 })), fc.integer({ min: 1, max: 100 }), (up, until) => {
        const watched = { from: 0, until };
        const found = downTimes(watched, up.map(quiet));
        const inside = (minute: number): boolean => found.some(span => span.from <= minute && minute < span.until);
        for (let minute = 0; minute < until; minute += 1) if (!up.includes(minute)) expect(inside(minute)).toBe(true);
        for (const [index, span] of found.entries()) {
          expect(up.includes(span.from) || up.includes(span.until - 1)).toBe(false);
          expect(span.from).toBeGreaterThanOrEqual(0);
          expect(span.until).toBeLessThanOrEqual(until);
          if (index > 0) expect(span.from - found[index - 1]!.until).toBeGreaterThan(5);
        }
      }),
    );
  });

  it('share with working hours what lies in both', () => {
    expect(sharedMinutes({ from: 0, until: 10 }, { from: 5, until: 20 })).toBe(5);
    expect(sharedMinutes({ from: 0, until: 5 }, { from: 5, until: 20 })).toBe(0);
  });
});

describe('an outage opens again', () => {
  it('the work dates whose window reached into it, until some days after the confirmation', () => {
    const outage = { first: localDate('2026-11-16'), last: localDate('2026-11-17') };
    const rules = { entryDays: 3, reentryDays: 3 };
    expect(reentryFor(outage, localDate('2026-11-18'), rules)).toEqual({
      from: '2026-11-13',
      to: '2026-11-17',
      openUntil: '2026-11-21',
    });
  });
});
