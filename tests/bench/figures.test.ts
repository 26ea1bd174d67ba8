import { describe, expect, test } from 'vitest';
import { arrivalTimes, chance } from '../../bench/arrivals.ts';
import { median, met, percentile, rowOf, type Row } from '../../bench/measure.ts';
import { bearable, capacityFrom, nextRate, waitsOf, type Tried } from '../../bench/ramp.ts';
import { compare, table } from '../../bench/table.ts';
import type { VisitRecord } from '../../bench/visit.ts';

const row = (changes: Partial<Row> = {}): Row => ({
  id: 'page',
  workload: 'own month',
  unit: 'CPU ms',
  floor: 2,
  product: 4,
  ratio: 2,
  target: { atMost: 2 },
  ...changes,
});

describe('figures', () => {
  test('the median of an even number is between the two in the middle', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([9, 1, 5])).toBe(5);
  });

  test('a percentile is a value that was measured', () => {
    const values = Array.from({ length: 100 }, (_, i) => i + 1);
    expect([percentile(values, 95), percentile(values, 50), percentile([7], 95)]).toEqual([95, 50, 7]);
    expect(percentile([], 95)).toBeNaN();
  });

  test('the ratio is the median of each round’s own, not the ratio of medians', () => {
    const line = rowOf({ id: 'x', workload: '', unit: '', target: null }, { product: [2, 8, 30], floor: [1, 2, 10] });
    expect([line.product, line.floor, line.ratio, line.spread]).toEqual([8, 2, 3, [2, 4]]);
  });

  test('without a floor the product’s own figure is held against the target', () => {
    expect([
      met(row()),
      met(row({ ratio: 2.1 })),
      met(row({ ratio: null, product: 1.9 })),
      met(row({ target: null })),
    ]).toEqual([true, false, true, undefined]);
    expect(met(row({ ratio: 0.6, target: { atLeast: 0.5 } }))).toBe(true);
  });
});

describe('two results', () => {
  test('what moved by more than the noise is better or worse, as the target looks at it', () => {
    const before = [row(), row({ id: 'capacity', ratio: 0.5, target: { atLeast: 0.5 } }), row({ id: 'write' })];
    const after = [
      row({ ratio: 1.5 }),
      row({ id: 'capacity', ratio: 0.4, target: { atLeast: 0.5 } }),
      row({ id: 'write', ratio: 2.1 }),
      row({ id: 'new' }),
    ];
    expect(compare(before, after).map(({ id, verdict }) => [id, verdict])).toEqual([
      ['page', 'better'],
      ['capacity', 'worse'],
      ['write', 'same'],
    ]);
  });

  test('a line of the table says by which rounds and whether it is enough', () => {
    expect(
      table([row({ ratio: 2.5, spread: [2.25, 3], note: 'busy machine' })])
        .split('\n')
        .slice(2),
    ).toEqual([
      '| page | own month | CPU ms | 2.00 | 4.00 | **2.50** (2.25 to 3.00) | ≤ 2 | **missed** |',
      '',
      '- page: busy machine',
    ]);
  });
});

describe('the ramp', () => {
  /** The rates that are tried where everything up to `bears` passes. */
  function climb(bears: number): { rates: number[]; capacity: number } {
    const tried: Tried[] = [];
    for (let rate = nextRate(tried, 3); rate !== undefined && tried.length < 40; rate = nextRate(tried, 3))
      tried.push({ rate, passed: rate <= bears });
    return { rates: tried.map(({ rate }) => rate), capacity: capacityFrom(tried) };
  }

  test('ends near what is borne, below it', () => {
    for (const bears of [1, 4, 11, 37]) {
      const { capacity } = climb(bears);
      expect(capacity).toBeLessThanOrEqual(bears);
      expect(capacity).toBeGreaterThan(bears / 1.2);
    }
  });

  test('tries a rate that failed once more before it is given up', () => {
    expect(climb(4).rates.slice(0, 3)).toEqual([3, 4.5, 4.5]);
    expect(
      nextRate(
        [
          { rate: 3, passed: false },
          { rate: 3, passed: true },
        ],
        3,
      ),
    ).toBe(4.5);
  });

  test('gives up where nothing is borne', () => {
    expect(climb(0.1).capacity).toBe(0);
  });
});

test('one error or one visit that was not finished is not borne, nor is a slow page or sign-in', () => {
  const step = (kind: 'page' | 'sign-in', ms: number): VisitRecord['steps'][number] => ({
    kind,
    ms,
    at: 0,
    refused: false,
  });
  const record = (changes: Partial<VisitRecord> = {}): VisitRecord => ({
    startedAt: 0,
    endedAt: 1,
    done: true,
    steps: [step('page', 500), step('sign-in', 1500)],
    error: undefined,
    ...changes,
  });
  expect(bearable(waitsOf([record()]))).toBe(true);
  const unbearable = [
    record({ done: false }),
    record({ error: 'page: 500' }),
    record({ steps: [step('page', 501), step('sign-in', 1)] }),
    record({ steps: [step('page', 1), step('sign-in', 1501)] }),
  ];
  expect(unbearable.map(each => bearable(waitsOf([each])))).toEqual([false, false, false, false]);
});

test('visitors arrive as often as asked, phase after phase, and at the same moments in every run', () => {
  const phases = [
    { perSecond: 20, seconds: 60 },
    { perSecond: 5, seconds: 60 },
  ];
  const times = arrivalTimes(phases, chance(1));
  expect(times).toEqual(arrivalTimes(phases, chance(1)));
  expect(times).not.toEqual(arrivalTimes(phases, chance(2)));
  const storm = times.filter(at => at < 60_000).length;
  expect(storm).toBeGreaterThan(1050);
  expect(storm).toBeLessThan(1350);
  expect(times.length - storm).toBeGreaterThan(230);
  expect(times.length - storm).toBeLessThan(370);
});
