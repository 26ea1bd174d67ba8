import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BASE_UNITS,
  divideUnits,
  isPlausible,
  isUnitWord,
  MONTHS,
  multiplyUnits,
  parseUnit,
  PERCENT,
  PLAIN,
  PLAIN_UNITS,
  RUPIAH,
  sameUnit,
  unitText,
  type Unit,
} from '../../../src/domain/tpp/unit.ts';

const unit = (text: string): Unit => {
  const found = parseUnit(text);
  if (!found) throw new Error(`no unit: ${text}`);
  return found;
};

describe('units as they are written', () => {
  it.each(['rupiah', 'persen', 'bilangan', 'poin/hari', 'rupiah/bulan', 'persen/hari', 'menit/bulan/hari'])(
    '%s',
    text => expect(unitText(unit(text))).toBe(text),
  );

  it('are read with blanks around them; events are a plain number', () => {
    expect(unitText(unit(' poin / hari '))).toBe('poin/hari');
    expect(unitText(unit('kali'))).toBe('bilangan');
    expect(unitText(unit('kali/hari'))).toBe('bilangan/hari');
    expect(unitText(unit('hari/hari'))).toBe('bilangan');
    expect([PLAIN, PERCENT, RUPIAH, MONTHS].map(unitText)).toEqual(['bilangan', 'persen', 'rupiah', 'bulan']);
  });

  it.each([
    '',
    'dolar',
    'poin/',
    '/hari',
    'poin/dolar',
    'rupiah/persen',
    'rupiah/kali',
    'rupiah/bilangan',
    'rupiah/hari/bulan/jam',
    'rupiah×hari',
    'Rupiah',
  ])('%j is none', text => expect(parseUnit(text)).toBeNull());

  it('are words that nothing else may be called', () => {
    for (const word of [...BASE_UNITS, ...PLAIN_UNITS, 'persen']) expect(isUnitWord(word)).toBe(true);
    for (const word of ['', 'hasil', 'poin/hari', 'per', 'Persen']) expect(isUnitWord(word)).toBe(false);
  });
});

describe('units of what is reckoned', () => {
  it.each([
    ['persen', 'rupiah', 'rupiah'],
    ['rupiah', 'persen', 'rupiah'],
    ['persen', 'bilangan', 'persen'],
    ['bilangan', 'persen', 'persen'],
    ['persen', 'persen', 'persen'],
    ['persen/hari', 'hari', 'persen'],
    ['persen/hari', 'bilangan', 'persen/hari'],
    ['persen/hari', 'rupiah', 'rupiah/hari'],
    ['poin/hari', 'hari', 'poin'],
    ['rupiah', 'hari', 'hari×rupiah'],
    ['rupiah', 'rupiah', 'rupiah×rupiah'],
    ['bilangan', 'bilangan', 'bilangan'],
  ])('%s times %s is %s', (a, b, product) => {
    expect(unitText(multiplyUnits(unit(a), unit(b)))).toBe(product);
    expect(unitText(multiplyUnits(unit(b), unit(a)))).toBe(product);
  });

  it.each([
    ['rupiah', 'rupiah', 'bilangan'],
    ['rupiah', 'hari', 'rupiah/hari'],
    ['rupiah', 'persen', 'rupiah'],
    ['persen', 'persen', 'bilangan'],
    ['persen', 'bilangan', 'persen'],
    ['bilangan', 'persen', 'bilangan'],
    ['persen', 'hari', 'persen/hari'],
    ['bilangan', 'hari', 'bilangan/hari'],
    ['poin', 'poin/hari', 'hari'],
    ['persen', 'persen/hari', 'hari'],
    ['hari', 'bulan/hari', 'hari×hari/bulan'],
  ])('%s by %s is %s', (a, b, part) => expect(unitText(divideUnits(unit(a), unit(b)))).toBe(part));

  it('do not depend on the order of what is multiplied', () => {
    const some = fc.constantFrom(
      'rupiah',
      'poin',
      'menit',
      'jam',
      'hari',
      'bulan',
      'poin/hari',
      'rupiah/bulan',
      'persen',
    );
    fc.assert(
      fc.property(some, some, some, (a, b, c) => {
        const [x, y, z] = [unit(a), unit(b), unit(c)];
        expect(multiplyUnits(multiplyUnits(x, y), z)).toEqual(multiplyUnits(x, multiplyUnits(y, z)));
        expect(multiplyUnits(x, y)).toEqual(multiplyUnits(y, x));
        if (!x.percent && !y.percent) expect(divideUnits(multiplyUnits(x, y), y)).toEqual(x);
      }),
    );
  });
});

it('two units are the same where they are written the same', () => {
  const all = ['rupiah', 'persen', 'bilangan', 'poin', 'poin/hari', 'persen/hari', 'bilangan/hari', 'hari'];
  for (const a of all) for (const b of all) expect(sameUnit(unit(a), unit(b))).toBe(a === b);
  expect(sameUnit(unit('kali'), PLAIN)).toBe(true);
  expect(sameUnit(divideUnits(unit('poin'), unit('poin/hari')), unit('hari'))).toBe(true);
});

it('an amount has at most one measure above the line', () => {
  for (const text of ['rupiah', 'persen', 'bilangan', 'poin/hari', 'bilangan/hari', 'rupiah/hari/bulan'])
    expect(isPlausible(unit(text))).toBe(true);
  expect(isPlausible(multiplyUnits(unit('rupiah'), unit('hari')))).toBe(false);
  expect(isPlausible(multiplyUnits(unit('hari'), unit('hari')))).toBe(false);
  expect(isPlausible(divideUnits(multiplyUnits(unit('hari'), unit('hari')), unit('bulan')))).toBe(false);
});
