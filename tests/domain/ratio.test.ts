import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ONE,
  ZERO,
  add,
  compare,
  decimalStep,
  divide,
  isWhole,
  isZero,
  multiply,
  negate,
  parseRatio,
  ratio,
  subtract,
  toDecimalText,
  toMultiple,
  toWhole,
  type Ratio,
} from '../../src/domain/ratio.ts';

const anyRatio = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 12n }))
  .map(([num, den]) => ratio(num, den));

const read = (text: string): Ratio => {
  const value = parseRatio(text);
  if (!value) throw new Error(`not a number: ${text}`);
  return value;
};

describe('exactness', () => {
  it('thirty additions of 40 % of 1.25 % are exactly 15 %', () => {
    const one = multiply(read('0.4'), read('1.25'));
    const sum = Array.from({ length: 30 }, () => one).reduce(add, ZERO);
    expect(sum).toEqual(ratio(15n));
  });

  it('keeps lowest terms with a positive denominator', () => {
    expect(ratio(6n, -4n)).toEqual({ num: -3n, den: 2n });
    expect(ratio(0n, -7n)).toEqual(ZERO);
  });

  it('obeys the laws of arithmetic', () => {
    fc.assert(
      fc.property(anyRatio, anyRatio, anyRatio, (a, b, c) => {
        expect(add(a, b)).toEqual(add(b, a));
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
        expect(add(subtract(a, b), b)).toEqual(a);
        if (b.num !== 0n) expect(multiply(divide(a, b), b)).toEqual(a);
        expect(compare(a, b)).toBe(0 - compare(b, a));
      }),
    );
  });

  it('has one and nothing as they are', () => {
    expect([toDecimalText(ONE), toDecimalText(ZERO)]).toEqual(['1', '0']);
    expect([isZero(ZERO), isZero(ONE), isZero(ratio(-1n, 7n))]).toEqual([true, false, false]);
    expect([isWhole(ZERO), isWhole(ratio(14n, -7n)), isWhole(ratio(1n, 2n))]).toEqual([true, true, false]);
    expect(negate(ratio(1n, 3n))).toEqual(ratio(-1n, 3n));
  });

  it('orders numbers as they are', () => {
    const ordered = [
      ratio(-2n),
      ratio(-1n, 2n),
      ratio(-1n, 3n),
      ZERO,
      ratio(1n, 3n),
      ratio(1n, 2n),
      ratio(2n, 3n),
      ONE,
    ];
    for (const [i, a] of ordered.entries())
      for (const [j, b] of ordered.entries()) expect(compare(a, b)).toBe(i < j ? -1 : i > j ? 1 : 0);
  });

  it('reads up to forty digits before and after the point', () => {
    const [forty, more] = ['9'.repeat(40), '9'.repeat(41)];
    expect(parseRatio(forty)).toEqual(ratio(BigInt(forty)));
    expect(parseRatio(`-${forty},${forty}`)).toEqual(ratio(-BigInt(forty + forty), 10n ** 40n));
    expect([parseRatio(more), parseRatio(`1.${more}`), parseRatio(`-${more}`)]).toEqual([null, null, null]);
  });

  it('refuses a zero denominator', () => {
    expect(() => divide(ONE, ZERO)).toThrow(RangeError);
    expect(() => ratio(1n, 0n)).toThrow(RangeError);
  });
});

describe('decimal text', () => {
  it.each([
    ['98.2', '98.2'],
    ['98,2', '98.2'],
    ['-0.50', '-0.5'],
    ['007', '7'],
    ['0', '0'],
    ['-0', '0'],
    ['0.125', '0.125'],
    ['0.0625', '0.0625'],
    ['-0.04', '-0.04'],
    ['1.000000000001', '1.000000000001'],
    ['12,50', '12.5'],
  ])('reads %s as %s', (text, shown) => {
    expect(toDecimalText(read(text))).toBe(shown);
  });

  it.each(['', ' 1', '1 ', '1.000.000', '1e3', '.5', '5.', '+1', '--1', '0x10', 'NaN', '1_000', '٣'])(
    'refuses %j',
    text => expect(parseRatio(text)).toBeNull(),
  );

  it('gives back what it wrote when the decimals end', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: 0, max: 12 }), (num, decimals) => {
        const value = ratio(num % 10n ** 30n, 10n ** BigInt(decimals));
        expect(read(toDecimalText(value))).toEqual(value);
      }),
    );
  });

  it('rounds an endless expansion half up at twelve decimals', () => {
    expect(toDecimalText(ratio(2n, 3n))).toBe('0.666666666667');
    expect(toDecimalText(ratio(-1n, 3n), 2)).toBe('-0.33');
    expect(toDecimalText(ratio(-1n, 1000n), 2)).toBe('0');
    expect(toDecimalText(ratio(1n, 10n ** 12n))).toBe('0.000000000001');
    expect(toDecimalText(ratio(1n, 10n ** 13n))).toBe('0');
    expect(toDecimalText(ratio(5n, 10n ** 13n))).toBe('0.000000000001');
    expect(toDecimalText(ratio(1n, 8n), 2)).toBe('0.13');
    expect(toDecimalText(ratio(-1n, 8n), 2)).toBe('-0.13');
    expect(toDecimalText(ratio(1n, 3n), 0)).toBe('0');
    expect(toDecimalText(ratio(5n, 2n), 0)).toBe('3');
    expect(toDecimalText(ratio(1n, 2n ** 20n * 5n), 30)).toBe('0.00000019073486328125');
    expect(toDecimalText(ratio(1n, 5n ** 9n), 9)).toBe('0.000000512');
  });
});

describe('rounding', () => {
  it.each([
    ['2.5', 3n, 2n, 2n, 3n],
    ['-2.5', -3n, -2n, -3n, -2n],
    ['2.4999', 2n, 2n, 2n, 3n],
    ['-0.5', -1n, 0n, -1n, 0n],
    ['7', 7n, 7n, 7n, 7n],
    ['-7', -7n, -7n, -7n, -7n],
    ['0', 0n, 0n, 0n, 0n],
    ['0.1', 0n, 0n, 0n, 1n],
    ['-0.1', 0n, 0n, -1n, 0n],
    ['0.5', 1n, 0n, 0n, 1n],
    ['0.9', 1n, 0n, 0n, 1n],
    ['-0.9', -1n, 0n, -1n, 0n],
    ['1.2', 1n, 1n, 1n, 2n],
  ] as const)('of %s', (text, halfUp, cut, floor, ceiling) => {
    expect(toWhole(read(text), 'halfUp')).toBe(halfUp);
    expect(toWhole(read(text), 'cut')).toBe(cut);
    expect(toWhole(read(text), 'floor')).toBe(floor);
    expect(toWhole(read(text), 'ceiling')).toBe(ceiling);
  });

  it('goes to multiples and decimals', () => {
    expect(toDecimalText(toMultiple(read('55.518'), decimalStep(2), 'halfUp'))).toBe('55.52');
    expect(toDecimalText(toMultiple(read('55.518'), decimalStep(2), 'cut'))).toBe('55.51');
    expect(toMultiple(ratio(2137520n), ratio(10000n), 'floor')).toEqual(ratio(2130000n));
    expect(toMultiple(ratio(2137520n), ratio(10000n), 'ceiling')).toEqual(ratio(2140000n));
    expect(toMultiple(ratio(7n), ratio(3n, 2n), 'halfUp')).toEqual(ratio(15n, 2n));
    expect([decimalStep(0), decimalStep(1), decimalStep(3)]).toEqual([ONE, ratio(1n, 10n), ratio(1n, 1000n)]);
    expect(() => toMultiple(ONE, ZERO, 'cut')).toThrow(RangeError);
  });

  it('is never further than half a unit away', () => {
    fc.assert(
      fc.property(anyRatio, value => {
        const off = subtract(value, ratio(toWhole(value, 'halfUp')));
        expect(compare(off, ratio(1n, 2n))).not.toBe(1);
        expect(compare(off, ratio(-1n, 2n))).not.toBe(-1);
      }),
    );
  });
});
