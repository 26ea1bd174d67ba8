import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, parseRatio, ratio, toDecimalText, ZERO, type Ratio } from '../../../src/domain/ratio.ts';
import { draftRealisation, parseAmount, progressOf, realisedOf } from '../../../src/domain/skp/realisation.ts';

const of = (text: string): Ratio => parseRatio(text)!;

describe('a realisation', () => {
  it('adds up quantity and cost, and averages quality and time', () => {
    const months = [of('10'), of('20.5'), of('3')];
    expect(toDecimalText(realisedOf('kuantitas', months)!)).toBe('33.5');
    expect(toDecimalText(realisedOf('biaya', months)!)).toBe('33.5');
    expect(toDecimalText(realisedOf('kualitas', [of('90'), of('95')])!)).toBe('92.5');
    expect(toDecimalText(realisedOf('waktu', [of('2'), of('3')])!)).toBe('2.5');
    expect(realisedOf('kuantitas', [])).toBeUndefined();
  });

  it('says how far it is, never rounding up to reached', () => {
    expect(progressOf('kuantitas', of('340'), of('480'))).toEqual({ percent: '70.8', filled: 70, over: false });
    expect(progressOf('kuantitas', of('479.9'), of('480')).percent).toBe('99.9');
    expect(progressOf('kuantitas', of('600'), of('480'))).toEqual({ percent: '125', filled: 100, over: false });
  });

  it('exceeds limits of time and cost only', () => {
    expect(progressOf('waktu', of('4'), of('3')).over).toBe(true);
    expect(progressOf('waktu', of('3'), of('3')).over).toBe(false);
    expect(progressOf('kualitas', of('4'), of('3')).over).toBe(false);
  });
});

describe('a drafted realisation', () => {
  const work = (unitName: string, volume: string, entries: number) => ({ unitName, volume: of(volume), entries });

  it('sums volumes in the indicator’s own unit, whatever the case', () => {
    const drafted = draftRealisation({ aspect: 'kuantitas', unitName: 'Dokumen' }, [
      work('dokumen', '4.5', 3),
      work('orang', '90', 9),
    ]);
    expect(drafted && toDecimalText(drafted.value)).toBe('4.5');
    expect(drafted?.entries).toBe(3);
  });

  it('counts entries where no item has that unit', () => {
    const drafted = draftRealisation({ aspect: 'kuantitas', unitName: 'izin' }, [
      work('orang', '90', 9),
      work('menit', '30', 1),
    ]);
    expect(drafted && toDecimalText(drafted.value)).toBe('10');
  });

  it('says nothing without entries, and nothing of quality, time or cost', () => {
    expect(draftRealisation({ aspect: 'kuantitas', unitName: 'izin' }, [])).toBeUndefined();
    for (const aspect of ['kualitas', 'waktu', 'biaya'] as const)
      expect(draftRealisation({ aspect, unitName: 'izin' }, [work('izin', '3', 3)])).toBeUndefined();
  });

  it('never loses or invents volume', () => {
    const parts = fc.array(fc.tuple(fc.constantFrom('izin', 'IZIN ', 'orang'), fc.integer({ min: 1, max: 99_999 })));
    fc.assert(
      fc.property(parts, list => {
        const works = list.map(([unitName, cents]) => ({ unitName, volume: ratio(BigInt(cents), 100n), entries: 1 }));
        const own = works.filter(part => part.unitName !== 'orang');
        const drafted = draftRealisation({ aspect: 'kuantitas', unitName: 'izin' }, works);
        const expected = own.length > 0 ? own.map(part => part.volume).reduce(add, ZERO) : ratio(BigInt(works.length));
        expect(drafted?.value ?? ZERO).toEqual(expected);
      }),
    );
  });
});

describe('an amount', () => {
  it.each([
    ['12', '12'],
    ['2,5', '2.5'],
    ['2.5', '2.5'],
    [' 0,25 ', '0.25'],
    ['1.200', '1200'],
    ['1.200.000,5', '1200000.5'],
  ])('%s is read as %s', (typed, text) => {
    expect(toDecimalText(parseAmount(typed)!)).toBe(text);
  });

  it.each(['', 'tiga', '-1', '1e3', '1,234', '1..2', '1.2.3', '0x10', '１２', '1234567890123'])('%s is none', typed => {
    expect(parseAmount(typed)).toBeNull();
  });
});
