import { describe, expect, it } from 'vitest';
import type { Why, WhyInput } from '../../../src/domain/explained.ts';
import { compare, parseRatio, ratio } from '../../../src/domain/ratio.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import type { FactValue } from '../../../src/domain/tpp/computation.ts';
import { parseFormula } from '../../../src/domain/tpp/formula-parser.ts';
import { ShownValues } from '../../../src/domain/tpp/shown-value.ts';
import { unitText } from '../../../src/domain/tpp/unit.ts';
import { fromWritten } from '../../../src/domain/tpp/value.ts';
import { good, small } from './policies.ts';

/** What a reader can reckon again from a stored tree is what the engine computed, or it is not reckoned at all. */

const REGULATION = (steps: string): string =>
  small(`
inputs:
  a: { label: A, type: rupiah, source: fakta.a }
  b: { label: B, type: rupiah, source: fakta.b }
  p: { label: P, type: persen, source: fakta.p }
  q: { label: Q, type: persen, source: fakta.q }
  n: { label: N, type: bilangan, min: -100, source: fakta.n }
  m: { label: M, type: bilangan, min: -100, source: fakta.m }
  h: { label: H, type: hari, source: fakta.h }
  t: { label: T, type: teks, source: fakta.t }
  y: { label: Y, type: ya_tidak, source: fakta.y }
  z: { label: Z, type: ya_tidak, source: fakta.z }
  kode: { label: Kode, type: peta<persen>, min: -100, source: fakta.kode }
  telat: { label: Telat, type: daftar<bilangan>, min: -100, source: fakta.telat }
steps:
${steps}`);

const ALL = 'a + b + bulat((a + b) * (p + q) * n * m * angka(h / 1 hari)) * 0';
const USE = `  - { set: semua, label: S, cite: P, expr: 'jika t = "" dan y dan z maka ${ALL} selain bulat((a + b) * (jumlah(kode) + jumlah(telat) * p))' }\n`;

const months: readonly Readonly<Record<string, FactValue>>[] = [
  {
    a: '1000',
    b: '300',
    p: '40',
    q: '100',
    n: '7',
    m: '2',
    h: '3',
    t: 'satu',
    y: true,
    z: false,
    kode: { A: '5', B: '7' },
    telat: ['4', '9'],
  },
  {
    a: '0',
    b: '5',
    p: '12.5',
    q: '12.5',
    n: '2.5',
    m: '0',
    h: '31',
    t: 'dua',
    y: false,
    z: false,
    kode: { A: '0' },
    telat: ['-3', '-5', '2'],
  },
  {
    a: '7',
    b: '7',
    p: '0',
    q: '150',
    n: '-3.5',
    m: '4',
    h: '0',
    t: '',
    y: true,
    z: true,
    kode: { A: '1', B: '-2', C: '9' },
    telat: ['1.5'],
  },
  {
    a: '3',
    b: '4',
    p: '33.333',
    q: '66.667',
    n: '0.05',
    m: '-0.05',
    h: '1',
    t: 'zzz',
    y: false,
    z: true,
    kode: { X: '2.5' },
    telat: ['0', '0'],
  },
];

const treeOf = (expr: string, values: Readonly<Record<string, FactValue>>): Why | null => {
  const quoted = expr.replaceAll("'", "''");
  const regulation = good(
    REGULATION(
      `${USE}  - { set: x, label: X, cite: P, expr: '${quoted}' }\noutputs: { x: x, semua: semua }\ncomponents:\n  - { code: x, label: X, kind: informasi, step: r }\n`,
    ).replace('outputs:', `  - { set: r, label: R, cite: P, expr: 'jika x = x maka Rp1 selain Rp0' }\noutputs:`),
  );
  const found = compute(regulation, { period: '2026-10', values });
  return found.components[0]?.why?.children.find(child => child.rule === 'x') ?? null;
};

/** Only what a formula says: the recorded answers of its conditions are left out. */
const named = (inputs: Why['inputs']): Record<string, WhyInput> =>
  Object.fromEntries(Object.entries(inputs).filter(([, { kind }]) => kind !== 'syarat'));

describe('a number is what the engine computed', () => {
  const exprs = [
    'a',
    'a + b',
    'a - b',
    '-a',
    'a * p',
    'a * (p + q)',
    'a / n',
    'n * m',
    'n / m',
    'h * n',
    'a / b',
    'p / q',
    'a / h',
    'p * q',
    'persen(n / 100)',
    'angka(p)',
    'angka(n)',
    'persen(a / b)',
    '12',
    '12.5%',
    'Rp12',
    '3 hari',
    '(a + b) * 2',
    'bulat(n)',
    'bulat(n, 1)',
    'bulat(n * m, 2)',
    'potong(n)',
    'potong(n * p, 1)',
    'bulat(p)',
    'bulat(p, 1)',
    'potong(p)',
    'lantai(a, Rp300)',
    'atap(a, Rp300)',
    'bulat(a * 50%)',
    'bulat(p * q)',
    'bulat(p * q, 1)',
    'min(a, b)',
    'maks(a, b)',
    'min(n, m, 1)',
    'maks(n, m, 1)',
    'min(p, 100%)',
    'maks(p - q, 0)',
    'batas(n, 0, 2)',
    'batas(n, -1, 0)',
    'batas(a, Rp5, Rp900)',
    'bagi(a, b, 9)',
    'bagi(a, n, Rp7)',
    'prorata(a, h, 31 hari)',
    'prorata(a, n, 4)',
    'jumlah(kode)',
    'jumlah(telat)',
    'min(telat)',
    'maks(telat)',
    'min(kode)',
    'maks(kode)',
    'a * jumlah(kode)',
    'a + 0',
    '0 + a',
    'a - 0',
    '0 - n',
  ];

  it.each(exprs)('%s', expr => {
    let told = 0;
    for (const month of months) {
      const why = treeOf(expr, month);
      if (!why) continue;
      const shown = new ShownValues(named(why.inputs)).of(parseFormula(why.formula));
      expect(shown, why.formula).not.toBeNull();
      expect(unitText(shown!.unit) === 'bilangan' ? why.unit : unitText(shown!.unit)).toBe(why.unit);
      // the tree keeps twelve decimals
      const kept = fromWritten(parseRatio(why.value as string)!, shown!.unit);
      const off = shown!.value.num * kept.den - kept.num * shown!.value.den;
      const most = ratio(1n, 10n ** 11n);
      expect(
        compare(ratio(off < 0n ? -off : off, shown!.value.den * kept.den), most),
        `${expr} ${why.value as string}`,
      ).toBe(-1);
      told += 1;
    }
    expect(told).toBeGreaterThan(0);
  });
});

describe('a condition holds where the engine held it', () => {
  const conditions = [
    'a = b',
    'a != b',
    'a < b',
    'a <= b',
    'a > b',
    'a >= b',
    '0 < n <= 7',
    '0 <= n < 7',
    'p <= q <= 100%',
    'n > 0 > m',
    't = "dua"',
    't != "dua"',
    't = ""',
    'y',
    'bukan y',
    'y dan z',
    'y atau z',
    'bukan y dan z',
    'y dan bukan z',
    'y = z',
    'y = ya',
    'z != tidak',
    'a > b dan n > 0',
    'a > b atau n > 0',
    'ya',
    'tidak',
    'y atau tidak',
    'y dan ya',
    'a + b > Rp900',
    'bulat(n) = n',
    'jumlah(telat) > 0',
    'a > b dan (y atau m = 0)',
  ];

  it.each(conditions)('%s', condition => {
    for (const month of months) {
      const why = treeOf(`jika ${condition} maka 1 selain 2`, month);
      const formula = parseFormula(why!.formula);
      if (formula.kind !== 'choice') throw new Error(why!.formula);
      const values = new ShownValues(named(why!.inputs));
      // What stands behind a condition that was settled before was not looked at, and is not in the tree.
      const truth = values.truth(formula.when);
      expect(truth, JSON.stringify(why!.inputs)).toBe(why!.value === '1');
      expect(values.of(formula)?.value).toEqual(ratio(why!.value === '1' ? 1n : 2n));
    }
  });

  it('is taken from what was recorded where it was', () => {
    const recorded = (value: string): ShownValues =>
      new ShownValues({ 'syarat: t = "dua"': { kind: 'syarat', label: 't = "dua"', value, unit: 'ya_tidak' } });
    const formula = parseFormula('jika t = "dua" maka 1 selain 2');
    expect(recorded('true').of(formula)?.value).toEqual(ratio(1n));
    expect(recorded('false').of(formula)?.value).toEqual(ratio(2n));
  });
});

describe('what the tree does not tell is not made up', () => {
  const values = new ShownValues({
    a: { kind: 'fakta', label: 'A', value: '5', unit: 'rupiah' },
    y: { kind: 'fakta', label: 'Y', value: 'true', unit: 'ya_tidak' },
    f: { kind: 'fakta', label: 'F', value: 'false', unit: 'ya_tidak' },
    t: { kind: 'fakta', label: 'T', value: 'true', unit: 'teks' },
    k: { kind: 'fakta', label: 'K', value: { A: '5', B: 'x' }, unit: 'peta<rupiah>' },
    e: { kind: 'fakta', label: 'E', value: {}, unit: 'peta<rupiah>' },
    d: { kind: 'fakta', label: 'D', value: '2026-01-01', unit: 'tanggal' },
    nol: { kind: 'fakta', label: 'N', value: '0', unit: 'bilangan' },
  });

  it.each([
    'x',
    'a + x',
    'x + a',
    'x * a',
    'a - x',
    '-x',
    'toString',
    'bulat(x)',
    'bulat(a, x)',
    'lantai(a, x)',
    'min(a, x)',
    'maks(x, a)',
    'batas(a, x, a)',
    'batas(a, a, x)',
    'bagi(a, x, a)',
    'bagi(a, a, x)',
    'prorata(a, x, a)',
    'prorata(a, a, x)',
    'prorata(a, a, nol)',
    'a / nol',
    'jumlah(k)',
    'jumlah(x)',
    'jumlah(a)',
    'min(e)',
    'maks(e)',
    'persen(x)',
    'angka(x)',
    'jika x = a maka a selain a',
    'd',
    't',
    'k',
    '"teks"',
    'ya',
    'a = a',
    'bukan y',
    '[1, 2]',
    'y dan y',
    'rata(k)',
    'banyak(k)',
  ])('%s', text => expect(values.of(parseFormula(text))).toBeNull());

  it('nothing adds up to nothing, and a part that is nothing is what stands for it', () => {
    expect(values.of(parseFormula('jumlah(e)'))?.value).toEqual(ratio(0n));
    expect(values.of(parseFormula('bagi(a, nol, 3)'))?.value).toEqual(ratio(3n));
  });

  it.each([
    ['x = a', null],
    ['a = x', null],
    ['bukan x', null],
    ['x', null],
    ['t', null],
    ['a', null],
    ['k', null],
    ['x dan y', null],
    ['y dan x', null],
    ['x atau f', null],
    ['f atau x', null],
    ['x atau x', null],
    ['x dan f', false],
    ['f dan x', false],
    ['y atau x', true],
    ['x atau y', true],
    ['f atau f', false],
    ['y dan y', true],
    ['t = "true"', true],
    ['t = "b"', false],
    ['t < "u"', true],
    ['t > "u"', false],
    ['"a" < "b" < "c"', true],
    ['"b" < "a" < x', false],
    ['a = a = x', null],
    ['y = ya', true],
    ['d < d', false],
    ['d <= d', true],
    ['k = k', null],
    ['a dalam [a]', null],
  ] as const)('%s: %s', (text, expected) => expect(values.truth(parseFormula(text))).toBe(expected));

  it('of a formula every name in it is known, once for each place', () => {
    expect(values.leaves(parseFormula('min(a, x, a * jumlah(k))')).map(({ label }) => label)).toEqual(['A', 'A', 'K']);
    expect(values.leaves(parseFormula('1 + 2'))).toEqual([]);
  });
});
