import { describe, expect, it } from 'vitest';
import { ratio } from '../../../src/domain/ratio.ts';
import { PERCENT, PLAIN, RUPIAH } from '../../../src/domain/tpp/unit.ts';
import {
  BOOLEAN,
  commonType,
  COUNT,
  DATE,
  numberType,
  parseType,
  TEXT,
  typeText,
  WHOLE_RUPIAH,
  type RowType,
  type ValueType,
} from '../../../src/domain/tpp/value-type.ts';
import { emptyValue, fromWritten, toWritten, valueText } from '../../../src/domain/tpp/value.ts';

const type = (text: string): ValueType => {
  const found = parseType(text);
  if (!found) throw new Error(`no type: ${text}`);
  return found;
};
const row = (fields: Readonly<Record<string, ValueType>>): RowType => ({
  kind: 'row',
  fields: new Map(Object.entries(fields)),
  columns: new Map(),
});
const choice = (...options: string[]): ValueType => ({ kind: 'text', options });
const literal = (text: string): ValueType => ({ kind: 'text', options: null, literal: text });
const nought: ValueType = { ...numberType(PLAIN, true), anyUnit: true };

describe('the name of a type', () => {
  it.each([
    'rupiah',
    'persen/hari',
    'bilangan',
    'teks',
    'ya_tidak',
    'tanggal',
    'peta<rupiah>',
    'daftar<menit>',
    'daftar<tanggal>',
  ])('%s is read and written', text => expect(typeText(type(text))).toBe(text));

  it.each([
    '',
    'angka',
    'pilihan',
    'baris',
    'daftar<baris>',
    'peta<>',
    'peta<peta<rupiah>>',
    'daftar',
    'daftar<dolar>',
    'teks ',
    'set<rupiah>',
    'xpeta<rupiah>',
    'peta<rupiah>x',
  ])('%j is none', text => expect(parseType(text)).toBeNull());

  it('may have blanks within and around a collection', () =>
    expect(typeText(type(' peta< rupiah > '))).toBe('peta<rupiah>'));

  it('tells a choice and a row', () => {
    expect(typeText(choice('A'))).toBe('pilihan');
    expect(typeText(row({}))).toBe('baris');
    expect(typeText({ kind: 'list', of: row({}) })).toBe('daftar<baris>');
  });

  it('of money and of counts means whole numbers, of anything else not', () => {
    const whole = ['rupiah', 'kali', 'persen', 'bilangan', 'hari', 'rupiah/hari'].map(text => {
      const found = type(text);
      return found.kind === 'number' && found.whole;
    });
    expect(whole).toEqual([true, true, false, false, false, false]);
    expect([COUNT.whole, WHOLE_RUPIAH.whole, numberType(PLAIN).whole]).toEqual([true, true, false]);
  });
});

describe('what two values have in common', () => {
  const common = (a: ValueType, b: ValueType): string | null => {
    const [one, other] = [commonType(a, b), commonType(b, a)];
    expect(one && typeText(one)).toBe(other && typeText(other));
    return one && typeText(one);
  };

  it('is nothing for two kinds, or two units', () => {
    const all = [
      type('rupiah'),
      type('persen'),
      TEXT,
      BOOLEAN,
      DATE,
      type('peta<rupiah>'),
      type('daftar<rupiah>'),
      row({}),
    ];
    for (const a of all) for (const b of all) expect(common(a, b)).toBe(a === b ? typeText(a) : null);
    expect(common(type('peta<rupiah>'), type('peta<persen>'))).toBeNull();
    expect(common(type('daftar<rupiah>'), type('daftar<persen>'))).toBeNull();
    expect(common(type('peta<rupiah>'), type('peta<rupiah>'))).toBe('peta<rupiah>');
  });

  it('is whole where both are', () => {
    const whole = (a: boolean, b: boolean): boolean => {
      const found = commonType(numberType(RUPIAH, a), numberType(RUPIAH, b));
      return found?.kind === 'number' && found.whole;
    };
    expect([whole(true, true), whole(true, false), whole(false, true), whole(false, false)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('nought fits every unit', () => {
    expect(common(nought, type('persen'))).toBe('persen');
    expect(common(nought, type('rupiah'))).toBe('rupiah');
    const both = commonType(nought, nought);
    expect(both?.kind === 'number' && both.anyUnit).toBe(true);
    const one = commonType(nought, type('rupiah'));
    expect(one?.kind === 'number' && one.anyUnit).toBeUndefined();
    expect(one?.kind === 'number' && one.whole).toBe(true);
  });

  it('of a choice and a written text is the choice, where it is one of them', () => {
    expect(commonType(choice('A', 'B'), literal('B'))).toEqual(choice('A', 'B'));
    expect(commonType(literal('A'), choice('A', 'B'))).toEqual(choice('A', 'B'));
    expect([commonType(choice('A'), literal('C')), commonType(literal('C'), choice('A'))]).toEqual([null, null]);
    expect(commonType(choice('A'), choice('B'))).toEqual(TEXT);
    expect(commonType(choice('A'), TEXT)).toEqual(TEXT);
    expect(commonType(literal('A'), literal('B'))).toEqual(TEXT);
  });

  it('of rows is theirs, where they have the same columns', () => {
    const one = row({ a: type('rupiah'), b: TEXT });
    expect(commonType(one, row({ b: TEXT, a: type('rupiah') }))).toBe(one);
    for (const other of [
      row({ a: type('rupiah') }),
      row({ a: type('persen'), b: TEXT }),
      row({ a: type('rupiah'), c: TEXT }),
      row({ a: type('rupiah'), b: TEXT, c: TEXT }),
    ])
      expect([commonType(one, other), commonType(other, one)]).toEqual([null, null]);
  });

  it('of maps keeps the keys that both have been given, and no others', () => {
    const keys = ['A', 'B'];
    const map = (own: readonly string[] | null): ValueType => ({ kind: 'map', of: type('rupiah'), keys: own });
    expect(commonType(map(keys), map(keys))).toEqual(map(keys));
    expect(commonType(map(keys), map(null))).toEqual(map(null));
    expect(commonType(map(null), map(null))).toEqual(map(null));
  });
});

describe('values', () => {
  it('of a percentage are reckoned as a fraction and written in hundredths', () => {
    expect(fromWritten(ratio(491n, 5n), PERCENT)).toEqual(ratio(491n, 500n));
    expect(toWritten(ratio(491n, 500n), PERCENT)).toEqual(ratio(491n, 5n));
    expect([fromWritten(ratio(7n), RUPIAH), toWritten(ratio(7n), PLAIN)]).toEqual([ratio(7n), ratio(7n)]);
  });

  it('that are not there are nought, empty, no, and of a row each of its columns', () => {
    const text = (of: ValueType): unknown => valueText(emptyValue(of), of);
    const kinds = row({ n: type('rupiah'), t: TEXT, y: BOOLEAN, d: DATE, k: choice('A') });
    expect(text(kinds)).toEqual({ n: '0', t: '', y: 'false', d: '', k: '' });
    expect([text(type('peta<rupiah>')), text(type('daftar<rupiah>')), text(type('persen'))]).toEqual([{}, [], '0']);
  });

  it('are told as text, also within one another', () => {
    const rows: ValueType = { kind: 'list', of: row({ p: type('persen'), y: BOOLEAN, d: DATE }) };
    const value = [
      new Map<string, ReturnType<typeof ratio> | boolean | string>([
        ['p', ratio(1n, 8n)],
        ['y', true],
        ['d', '2026-02-28'],
      ]),
    ];
    expect(valueText(value, rows)).toEqual([{ p: '12.5', y: 'true', d: '2026-02-28' }]);
    expect(valueText([new Map()], { kind: 'list', of: row({ t: TEXT }) })).toEqual([{ t: '' }]);
    expect(
      valueText(
        new Map([
          ['B', ratio(2n)],
          ['A', ratio(-1n, 3n)],
        ]),
        type('peta<rupiah>'),
      ),
    ).toEqual({ B: '2', A: '-0.333333333333' });
    expect([valueText(false, BOOLEAN), valueText(true, BOOLEAN)]).toEqual(['false', 'true']);
  });
});
