import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  divide,
  isWhole,
  isZero,
  multiply,
  parseRatio,
  ratio,
  subtract,
  ZERO,
} from '../../../src/domain/ratio.ts';
import { allocate, payDown } from '../../../src/domain/tpp/allocation.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { good, nationals, small } from './policies.ts';

const amount = fc.bigInt({ min: -1_000_000n, max: 10_000_000n });
const weights = fc
  .array(fc.tuple(fc.bigInt({ min: 0n, max: 9_999n }), fc.bigInt({ min: 1n, max: 7n })), { minLength: 1, maxLength: 6 })
  .map(
    all =>
      new Map<string, ReturnType<typeof ratio>>(all.map(([above, below], index) => [`k${index}`, ratio(above, below)])),
  );

const whole = (of: Iterable<ReturnType<typeof ratio>>) => [...of].reduce(add, ZERO);

describe('an amount spread over weights', () => {
  it('sums to it exactly in whole parts, each its share but for what one key keeps of the cutting', () => {
    fc.assert(
      fc.property(amount, weights, fc.nat(5), (total, given, at) => {
        const sum = whole(given.values());
        fc.pre(!isZero(sum));
        const keys = [...given.keys()];
        const keeper = keys[at % keys.length] ?? null;
        const parts = allocate(ratio(total), given, keeper);
        if (typeof parts === 'string') throw new Error(parts);
        expect(whole(parts.values())).toEqual(ratio(total));
        for (const [key, part] of parts) {
          expect(isWhole(part)).toBe(true);
          const off = subtract(part, divide(multiply(ratio(total), given.get(key) ?? ZERO), sum));
          const size = off.num < 0n ? ratio(-off.num, off.den) : off;
          expect(compare(size, ratio(key === keeper ? BigInt(keys.length) : 1n))).toBe(-1);
        }
      }),
    );
  });

  it('leaves what is cut off to the largest, the first of equals', () => {
    const parts = allocate(
      ratio(100n),
      new Map([
        ['a', ratio(1n)],
        ['b', ratio(2n)],
        ['c', ratio(2n)],
        ['d', ratio(1n)],
      ]),
    );
    expect(typeof parts === 'string' ? parts : [...parts.values()].map(part => part.num)).toEqual([16n, 35n, 33n, 16n]);
  });

  it('is refused for weights below zero, and for none, but where there is nothing to spread', () => {
    const none = new Map([['a', ZERO]]);
    expect(allocate(ratio(1n), none)).toBe('nothing');
    expect(allocate(ratio(1n), new Map())).toBe('nothing');
    expect(allocate(ZERO, none)).toEqual(none);
    expect(allocate(ZERO, new Map([['a', ratio(-1n)]]))).toBe('negative');
    expect(allocate(ratio(1n), new Map([['a', ratio(1n)]]), 'b')).toBe('stranger');
  });
});

describe('requests paid in order', () => {
  it('are met before any later one, and never beyond what there is', () => {
    fc.assert(
      fc.property(amount, fc.array(fc.bigInt({ min: 0n, max: 4_000_000n }), { maxLength: 6 }), (total, asked) => {
        const paid =
          payDown(
            ratio(total),
            asked.map(each => ratio(each)),
          ) ?? [];
        const has = total < 0n ? 0n : total;
        const all = asked.reduce((sum, each) => sum + each, 0n);
        expect(whole(paid)).toEqual(ratio(all < has ? all : has));
        const short = paid.findIndex((part, index) => part.num !== asked[index]);
        if (short >= 0) expect(paid.slice(short + 1).every(isZero)).toBe(true);
      }),
    );
    expect(payDown(ratio(5n), [ratio(-1n)])).toBeNull();
  });
});

describe('a tax that is borne with the base', () => {
  const regulation = good(
    small(`
use: [pph21-ter-2024]
inputs:
  dasar: { label: Dasar, type: rupiah, source: fakta.dasar }
steps:
  - { set: pajak, label: Pajak, cite: P, expr: 'grossup(ter_tarif["B"], dasar)' }
  - { set: tarif, label: Tarif, cite: P, expr: 'ter_tarif["B", dasar + pajak]' }
  - { set: ulang, label: Pajak atas jumlahnya, cite: P, expr: 'bulat((dasar + bulat(pajak)) * ter_tarif["B", dasar + bulat(pajak)])' }
outputs: { pajak: pajak = (dasar + pajak) * tarif, dibayar: bulat(pajak), ulang: ulang }
`),
  );
  const bands = nationals.find(({ id }) => id === 'pph21-ter-2024')?.tables.find(({ name }) => name === 'ter_tarif');

  it('is the tax on base and tax together', () => {
    expect(bands).toBeDefined();
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2_000_000_000n }), dasar => {
        const { outputs } = compute(regulation, { period: '2026-01', values: { dasar } }, { explain: false });
        expect(outputs.pajak).toBe('true');
        const [paid, again] = [outputs.dibayar, outputs.ulang].map(text => parseRatio(text ?? ''));
        if (!paid || !again) throw new Error('no amount');
        expect(compare(again, paid)).toBe(0);
      }),
    );
  });
});
