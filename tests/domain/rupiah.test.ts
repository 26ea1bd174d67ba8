import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratio } from '../../src/domain/ratio.ts';
import { formatRupiah, parseRupiah, roundHalfUp, rupiah, sumRupiah } from '../../src/domain/rupiah.ts';

describe('rupiah', () => {
  it.each([
    [2430000n, 'Rp2.430.000'],
    [-2430000n, '-Rp2.430.000'],
    [-1n, '-Rp1'],
    [0n, 'Rp0'],
    [999n, 'Rp999'],
    [1000n, 'Rp1.000'],
    [9007199254740993n, 'Rp9.007.199.254.740.993'],
  ])('is written %s as %s', (amount, text) => expect(formatRupiah(rupiah(amount))).toBe(text));

  it.each(['1.5', '1,000', 'Rp5', '', '1e3', ' 1', '0x1'])('is not read from %j', text => {
    expect(parseRupiah(text)).toBeNull();
  });

  it('is read back from its digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), amount => {
        expect(parseRupiah(amount.toString())).toBe(amount);
      }),
    );
  });

  it('rounds a half away from zero', () => {
    expect(roundHalfUp(ratio(29635n, 2n))).toBe(14818n);
    expect(roundHalfUp(ratio(-1n, 2n))).toBe(-1n);
    expect(roundHalfUp(ratio(1n, 3n))).toBe(0n);
  });

  it('adds up beyond what a binary float can hold', () => {
    expect(sumRupiah([rupiah(9007199254740993n), rupiah(2n)])).toBe(9007199254740995n);
    expect(sumRupiah([])).toBe(0n);
  });
});
