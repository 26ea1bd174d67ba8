import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ONE,
  ZERO,
  add,
  compare,
  decimalStep,
  divide,
  multiply,
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
  });
});

describe('rounding', () => {
  it.each([
    ['2.5', 3n, 2n, 2n, 3n],
    ['-2.5', -3n, -2n, -3n, -2n],
    ['2.4999', 2n, 2n, 2n, 3n],
    ['-0.5', -1n, 0n, -1n, 0n],
    ['7', 7n, 7n, 7n, 7n],
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
