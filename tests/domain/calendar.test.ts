import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOff, workdays } from '../../src/domain/calendar/work-calendar.ts';
import { addDays, daysBetween, daysFrom, isLocalDate, isoWeekday, localDate } from '../../src/domain/local-date.ts';
import { addMonths, daysOf, firstDay, isMonth, lastDay, month, monthInWords, monthOf } from '../../src/domain/month.ts';

const day = fc.integer({ min: -40_000, max: 40_000 }).map(count => addDays(localDate('2000-01-01'), count));

describe('days', () => {
  test.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '20260101',
    '2026-01-01T00:00',
    '',
    ' 2026-01-01',
    '0000-01-01',
  ])('%j does not exist', text => {
    expect(isLocalDate(text)).toBe(false);
    expect(() => localDate(text)).toThrow(RangeError);
  });

  test('adding and counting are each other’s inverse, in any zone of the machine', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -5000, max: 5000 }), (from, count) => {
        const to = addDays(from, count);
        expect(daysBetween(from, to)).toBe(count);
        expect(to > from).toBe(count > 0);
        expect(isoWeekday(to)).toBe(((isoWeekday(from) - 1 + (((count % 7) + 7) % 7)) % 7) + 1);
      }),
    );
  });

  test('a day is the one that Date knows, from the year 1 to 9999; there is none beyond', () => {
    const known = (count: number): string => new Date(Date.UTC(2000, 0, 1 + count)).toISOString().slice(0, 10);
    fc.assert(
      fc.property(fc.integer({ min: -730_000, max: 2_921_000 }), count => {
        const there = addDays(localDate('2000-01-01'), count);
        expect(there).toBe(known(count));
        expect(daysBetween(localDate('2000-01-01'), there)).toBe(count);
      }),
      { numRuns: 2000 },
    );
    for (const first of ['0001-01-01', '1899-12-01', '1999-12-01', '2000-02-01', '2400-02-01', '9999-11-01'])
      for (let count = 0; count < 60; count += 1)
        expect(addDays(localDate(first), count)).toBe(
          new Date(Date.parse(`${first}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10),
        );
    expect(() => addDays(localDate('9999-12-31'), 1)).toThrow(RangeError);
  });

  test('18 November 2026 is a Wednesday; a leap day is a day', () => {
    expect(isoWeekday(localDate('2026-11-18'))).toBe(3);
    expect(addDays(localDate('2028-02-28'), 1)).toBe('2028-02-29');
    expect(daysFrom(localDate('2026-11-18'), localDate('2026-11-17'))).toEqual([]);
  });
});

describe('months', () => {
  test('begin and end where their days do', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -500, max: 500 }), (date, count) => {
        const of = monthOf(date);
        expect(firstDay(of) <= date && date <= lastDay(of)).toBe(true);
        expect(daysOf(of)).toHaveLength(daysBetween(firstDay(of), firstDay(addMonths(of, 1))));
        expect(addMonths(addMonths(of, count), -count)).toBe(of);
      }),
    );
  });

  test.each(['2026-13', '2026-0', '2026', '26-01', '2026-01-01', '0000-01', '0001-01', '9999-12'])(
    '%j is no month',
    text => {
      expect(isMonth(text)).toBe(false);
      expect(() => month(text)).toThrow(RangeError);
    },
  );

  test('next to the first and the last that are read still have days', () => {
    expect(lastDay(month('2999-12'))).toBe('2999-12-31');
    expect(firstDay(addMonths(month('1800-01'), -1))).toBe('1799-12-01');
  });

  test('are written as people type them', () => {
    expect(monthInWords(month('2026-10'))).toBe('Oktober 2026');
  });
});

describe('the work calendar', () => {
  const holidays = new Map([[localDate('2026-12-25'), 'Hari Raya Natal']]);

  test('names why a day is free', () => {
    expect(dayOff(localDate('2026-12-25'), 5, holidays)).toBe('Hari Raya Natal');
    expect(dayOff(localDate('2026-11-21'), 5, holidays)).toBe('hari Sabtu');
    expect(dayOff(localDate('2026-11-21'), 6, holidays)).toBeUndefined();
    expect(dayOff(localDate('2026-11-22'), 6, holidays)).toBe('hari Minggu');
  });

  test('counts the working days of December 2026 by hand', () => {
    expect(workdays(month('2026-12'), 5, holidays)).toHaveLength(22);
    expect(workdays(month('2026-12'), 6, holidays)).toHaveLength(26);
    expect(workdays(month('2026-12'), 5, holidays, localDate('2026-12-07'))).toHaveLength(5);
  });
});
