import { describe, expect, it } from 'vitest';
import type { FactValue } from '../../../src/domain/tpp/computation.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { Fraction, percent as percentage, whole } from '../../oracle/fraction.ts';
import { faults, good, small } from './policies.ts';

/** Rows of tables and the taxes by bands, against sums done by hand. */

const rules = (tables: string, expr: string): string =>
  small(`
inputs:
  a: { label: A, type: rupiah, min: -100000, source: fakta.a }
  n: { label: N, type: menit, min: -100, source: fakta.n }
  k: { label: K, type: teks, default: "", source: fakta.k }
  d: { label: D, type: tanggal, default: 2026-01-01, source: fakta.d }
  y: { label: Y, type: ya_tidak, default: ya, source: fakta.y }
tables:
${tables}
steps:
  - { set: pakai, label: P, cite: P, expr: 'jika k = "" dan y dan d > awal_periode maka a selain a + bulat(n * Rp1/menit)' }
  - { set: x, label: X, cite: P, expr: '${expr}' }
outputs: { x: x, pakai: pakai }
components: [{ code: x, label: X, kind: informasi, step: bulatan }]
`).replace('outputs:', "  - { set: bulatan, label: B, cite: P, expr: 'jika x = x maka Rp1 selain Rp2' }\noutputs:");

const result = (tables: string, expr: string, values: Readonly<Record<string, FactValue>>): string => {
  const found = compute(good(rules(tables, expr)), { period: '2026-10', values: { a: '0', n: '0', ...values } });
  return found.missingFacts[0]?.reason ?? found.outputs['x']!;
};
const treeInputs = (tables: string, expr: string, values: Readonly<Record<string, FactValue>>) =>
  compute(good(rules(tables, expr)), { period: '2026-10', values: { a: '0', n: '0', ...values } }).components[0]!.why!
    .children[0]!.inputs;

describe('a band', () => {
  const closed = '  t: { label: Pita, cite: L, keys: pita menit, value: persen, rows: [[30, 1], [60, 2], [null, 3]] }';
  const open =
    '  t: { label: Pita, cite: L, keys: pita menit, value: persen, rows: [{ below: 30, value: 1 }, { from: 30, to: 60, value: 2 }, { above: 60, to: null, value: 3 }] }';

  it.each([
    ['-5', '1', '1'],
    ['0', '1', '1'],
    ['29.99', '1', '1'],
    ['30', '1', '2'],
    ['30.01', '2', '2'],
    ['60', '2', '2'],
    ['60.01', '3', '3'],
    ['9999', '3', '3'],
  ])('of %s minutes: up to and with its bound %s, below it %s', (n, upTo, below) => {
    expect(result(closed, 't[n]', { n })).toBe(upTo);
    expect(result(open, 't[n]', { n })).toBe(below);
  });

  it('is told with the key as people read it, and the article', () =>
    expect(treeInputs(closed, 't[n]', { n: '45' })['t[n]']).toEqual({
      kind: 'tabel',
      label: 'Pita',
      value: '2',
      unit: 'persen',
      key: '45 menit',
      cite: 'L',
    }));
});

describe('a row', () => {
  const exact =
    '  t: { label: T, cite: L, keys: [teks, ya_tidak], value: rupiah, rows: { A: { ya: 1, tidak: 2 }, "*": { ya: 3, "*": 4 } } }';

  it('is the one of its keys, or the one of all others', () => {
    const of = (k: string, y: boolean): string => result(exact, 't[k, y]', { k, y });
    expect([of('A', true), of('A', false), of('B', true), of('B', false)]).toEqual(['1', '2', '3', '4']);
  });

  it('that is not there is said, with the keys', () => {
    const table = '  t: { label: Besaran, cite: L, keys: teks, value: rupiah, rows: { A: 1 } }';
    expect(result(table, 't[k]', { k: 'A' })).toBe('1');
    expect(result(table, 't[k]', { k: 'C' })).toContain('C');
  });

  it('dated holds from its day until the next; before the first there is none', () => {
    const dated =
      '  t: { label: Naik, cite: L, keys: pita tanggal, value: persen, rows: [{ from: 2026-02-01, value: 1 }, { from: 2026-07-15, value: 2 }] }';
    const of = (d: string): string => result(dated, 't[d]', { d });
    expect([of('2026-02-01'), of('2026-07-14'), of('2026-07-15'), of('9999-12-31')]).toEqual(['1', '1', '2', '2']);
    expect(of('2026-01-31')).not.toMatch(/^\d+$/);
  });
});

/** Rates of the bands up to each bound in rupiah, the last without one. */
type Bands = readonly (readonly [upTo: number | null, percent: string])[];
const BANDS: Bands = [
  [1000, '5'],
  [3000, '12.5'],
  [null, '30'],
];
const rows = (bands: Bands): string => `[${bands.map(([upTo, rate]) => `[${upTo ?? 'null'}, ${rate}]`).join(', ')}]`;
const TAX = `  t: { label: Tarif, cite: L, keys: pita rupiah, value: persen, rows: ${rows(BANDS)} }`;

describe('a progressive tax', () => {
  it.each([
    ['-10', '0'],
    ['0', '0'],
    ['1', '0.05'],
    ['999', '49.95'],
    ['1000', '50'],
    ['1001', '50.125'],
    ['3000', '300'],
    ['3001', '300.3'],
    ['10000', '2400'],
  ])('of %s is %s', (a, tax) => expect(result(TAX, 'progresif(t, a)', { a })).toBe(tax));

  it('under further keys is that of the row', () => {
    const keyed =
      '  t: { label: Tarif, cite: L, keys: [teks, pita rupiah], value: persen, rows: { A: [[null, 10]], B: [[100, 20], [null, 50]] } }';
    const of = (k: string): string => result(keyed, 'progresif(t[k], a)', { k, a: '200' });
    expect([of('A'), of('B')]).toEqual(['20', '70']);
    expect(of('C')).toContain('C');
    expect(treeInputs(keyed, 'progresif(t[k], a)', { k: 'B', a: '200' })['t[k]']).toEqual({
      kind: 'tabel',
      label: 'Tarif',
      value: '50',
      unit: 'persen',
      key: 'B',
      cite: 'L',
    });
  });

  it('is told with the highest rate that is reached, and no key where there is none', () => {
    const told = (a: string) => treeInputs(TAX, 'progresif(t, a)', { a })['t'];
    expect(told('1000')).toEqual({ kind: 'tabel', label: 'Tarif', value: '5', unit: 'persen', cite: 'L' });
    expect(told('1001')?.value).toBe('12.5');
    expect(told('3001')?.value).toBe('30');
  });
});

describe('a tax paid for somebody is the tax on the amount and on itself', () => {
  const of = (bands: Bands, a: string): string =>
    result(`  t: { label: Tarif, cite: L, keys: pita rupiah, value: persen, rows: ${rows(bands)} }`, 'grossup(t, a)', {
      a,
    });

  it.each([
    ['0', '0'],
    ['950', '50'],
    ['2625', '375'],
    ['7000', '3000'],
  ])('of %s: %s', (a, tax) => expect(of(BANDS, a)).toBe(tax));

  it('agrees with the rate of the band that both together lie in, for every amount that has one', () => {
    let found = 0;
    for (let a = 0; a <= 6000; a += 125) {
      const text = of(BANDS, String(a));
      const fits = BANDS.flatMap(([upTo, rate], index): Fraction[] => {
        const both = whole(BigInt(a)).over(whole(1n).minus(percentage(rate)));
        const [below] = BANDS[index - 1] ?? [null];
        const isIn =
          (upTo === null || !both.isMoreThan(whole(BigInt(upTo)))) &&
          (below === null || both.isMoreThan(whole(BigInt(below))));
        return isIn ? [both.minus(whole(BigInt(a)))] : [];
      });
      if (fits.length === 0) expect(text).toContain('harus naik dan di bawah 100 %');
      else {
        const shown = fits[0]!.times(whole(10n ** 12n)).rounded();
        expect(
          Fraction.read(text)
            .times(whole(10n ** 12n))
            .rounded(),
        ).toBe(shown);
        found += 1;
      }
    }
    expect(found).toBeGreaterThan(20);
  });

  it('does not exist of less than nothing, nor where the rates reach a hundred or fall', () => {
    expect(of(BANDS, '-1')).toContain('"a" kurang dari nol');
    expect(of([[null, '100']], '5')).toContain('harus naik');
    expect(of([[null, '99']], '5')).toBe('495');
    expect(
      of(
        [
          [100, '50'],
          [null, '0'],
        ],
        '60',
      ),
    ).toContain('harus naik');
    expect(
      of(
        [
          [100, '50'],
          [null, '0'],
        ],
        '50',
      ),
    ).toBe('50');
  });

  it('reaches into a band that begins with its bound, and not into one that begins after it', () => {
    const bands = (first: string, second: string): string =>
      `  t: { label: Tarif, cite: L, keys: pita rupiah, value: persen, rows: [{ ${first} }, { ${second}, to: null, value: 50 }] }`;
    const of = (table: string, a: string): string => result(table, 'grossup(t, a)', { a });
    const from = bands('below: 100, value: 0', 'from: 100');
    expect([of(from, '99'), of(from, '100')]).toEqual(['0', '100']);
    const open = '  t: { label: Tarif, cite: L, keys: pita rupiah, value: persen, rows: [{ below: null, value: 50 }] }';
    expect(of(open, '7')).toBe('7');
    const above = bands('to: 100, value: 0', 'above: 100');
    expect([of(above, '100'), of(above, '101')]).toEqual(['0', '101']);
    expect(of(bands('below: 100, value: 60', 'from: 100'), '50')).toBe('50');
    expect(of(bands('to: 100, value: 60', 'above: 100'), '50')).toContain('harus naik');
    expect(of(bands('to: 100, value: 60', 'above: 100'), '40')).toBe('60');
    expect(of(bands('below: 100, value: 60', 'from: 100'), '40')).toContain('harus naik');
  });

  it('is told with the rate that both together reach', () =>
    expect(treeInputs(TAX, 'grossup(t, a)', { a: '2625' })['t']?.value).toBe('12.5'));
});

describe('a table is refused', () => {
  const said = (rest: string): string => faults(rules(`  t: { label: T, cite: L, ${rest} }`, 't[k]')).join('\n');

  it.each([
    ['keys: pita tanggal, value: persen, rows: []', 'pita tanggal ditulis sebagai daftar'],
    ['keys: pita tanggal, value: persen, rows: { a: 1 }', 'pita tanggal ditulis sebagai daftar'],
    ['keys: pita tanggal, value: persen, rows: [[2026-01-01, 5]]', 'pita tanggal ditulis { from'],
    [
      'keys: pita tanggal, value: persen, rows: [{ from: kemarin, value: 5 }]',
      '"from" harus tanggal TTTT-BB-HH, ditulis "kemarin"',
    ],
    [
      'keys: pita tanggal, value: persen, rows: [{ from: 2026-02-01, value: 5 }, { from: 2026-02-01, value: 6 }]',
      '"from" harus sesudah 2026-02-01',
    ],
    [
      'keys: pita tanggal, value: persen, rows: [{ from: 2026-02-01, value: 5 }, { from: 2026-01-31, value: 6 }]',
      '"from" harus sesudah 2026-02-01',
    ],
    ['keys: pita menit, value: persen, rows: []', 'pita ditulis sebagai daftar'],
    ['keys: pita menit, value: persen, rows: { A: 1 }', 'pita ditulis sebagai daftar'],
    ['keys: pita menit, value: persen, rows: [satu]', 'pita ditulis [batas atas, nilai]'],
    ['keys: pita menit, value: persen, rows: [[1, 2, 3]]', 'pita ditulis [batas atas, nilai]'],
    ['keys: pita menit, value: persen, rows: [[3,50, 50]]', 'ditulis dengan titik: [3.50, 50] atau [3, 50.50]'],
    ['keys: pita menit, value: persen, rows: [[null, 1,5]]', 'ditulis dengan titik: [null, 1.5]'],
    ['keys: pita menit, value: persen, rows: [[3,50, 1,5]]', 'ditulis dengan titik: [3.50, 1.5]'],
    ['keys: pita menit, value: persen, rows: [[1]]', 'pita ditulis [batas atas, nilai]'],
    ['keys: pita menit, value: persen, rows: [[satu, 2]]', 'batas pita harus angka, atau null untuk selebihnya'],
    ['keys: pita menit, value: persen, rows: [[5, 1]]', 'pita terakhir harus null'],
    ['keys: pita menit, value: persen, rows: [[null, 1], [null, 2]]', 'null (selebihnya) hanya untuk pita terakhir'],
    [
      'keys: pita menit, value: persen, rows: [[5, 1], [5, 2], [null, 3]]',
      'batas atas harus lebih besar dari pita sebelumnya',
    ],
    [
      'keys: pita menit, value: persen, rows: [{ from: 1, to: 5, value: 1 }, [null, 3]]',
      'pita pertama harus mulai dari 0',
    ],
    [
      'keys: pita menit, value: persen, rows: [{ to: 5, value: 1 }, { from: 5, to: null, value: 3 }]',
      'pita bertumpuk dengan pita sebelumnya',
    ],
    [
      'keys: pita menit, value: persen, rows: [{ below: 5, value: 1 }, { above: 5, to: null, value: 3 }]',
      'ada celah antara pita ini',
    ],
    [
      'keys: pita menit, value: persen, rows: [{ to: 5, value: 1 }, { above: 4, to: null, value: 3 }]',
      'pita bertumpuk dengan pita sebelumnya',
    ],
    [
      'keys: pita menit, value: persen, rows: [{ to: 5, value: 1 }, { above: 6, to: null, value: 3 }]',
      'ada celah antara pita ini',
    ],
    [
      'keys: pita menit, value: persen, rows: [{ to: 5, below: 5, value: 1 }, [null, 3]]',
      'tulis salah satu dari to atau below',
    ],
    [
      'keys: pita menit, value: persen, rows: [{ to: 5, value: 1 }, { from: 5, value: 3 }]',
      'untuk pita terakhir tulis { from: 5, to: null, value: 3 }',
    ],
    [
      'keys: pita menit, value: persen, rows: [{ to: 5, value: 1 }, { above: 5, from: 5, to: null, value: 3 }]',
      'paling banyak satu dari above atau from',
    ],
    ['keys: teks, value: persen, rows: {}', 'tidak mempunyai baris'],
    ['keys: teks, value: persen, rows: [1]', 'di sini perlu baris berbentuk "kunci: nilai"'],
    ['keys: [], value: persen, rows: { A: 1 }', 'keys tabel "t" kosong'],
    ['keys: pita, value: persen, rows: { A: 1 }', 'kunci tabel "pita" harus jenis'],
    ['keys: pita dolar, value: persen, rows: { A: 1 }', 'kunci tabel "pita dolar" harus jenis'],
    ['keys: daftar<menit>, value: persen, rows: { A: 1 }', 'kunci tabel "daftar<menit>" harus jenis'],
    ['keys: peta<menit>, value: persen, rows: { A: 1 }', 'kunci tabel "peta<menit>" harus jenis'],
    ['keys: teks, value: peta<persen>, rows: { A: 1 }', 'value tabel "t" harus satu jenis'],
    ['keys: teks, value: daftar<persen>, rows: { A: 1 }', 'value tabel "t" harus satu jenis'],
    ['keys: teks, value: dolar, rows: { A: 1 }', 'value tabel "t" harus satu jenis'],
    ['keys: kali, value: persen, rows: { satu: 1 }', 'kunci "satu"'],
    ['keys: kali, value: persen, rows: { 1: 1, 01: 2 }', 'baris "1" ditulis dua kali'],
    ['keys: ya_tidak, value: persen, rows: { ya: 1, true: 2 }', 'baris "ya" ditulis dua kali'],
    ['keys: ya_tidak, value: persen, rows: { tidak: 1, false: 2 }', 'baris "tidak" ditulis dua kali'],
    ['keys: teks, value: persen, rows: { A: banyak }', 'banyak'],
    ['keys: teks, value: persen, total: 100, rows: { A: 60, B: 30 }', 'jumlah tabel "t" adalah 90, seharusnya 100'],
    ['keys: teks, value: persen, total: 100, rows: { A: 60, "*": 30 }', 'jumlah tabel "t" adalah 90, seharusnya 100'],
    [
      'keys: [teks, teks], value: persen, total: 100, rows: { X: { A: 100 }, Y: { A: 60, B: 30 } }',
      'jumlah baris "Y" pada tabel "t" adalah 90',
    ],
    [
      'keys: [pita menit, teks], value: persen, total: 100, rows: [[5, { A: 100 }], [null, { A: 90 }]]',
      'jumlah baris pita ke-2 pada tabel "t" adalah 90',
    ],
    [
      'keys: [pita tanggal, teks], value: persen, total: 100, rows: [{ from: 2026-01-01, value: { A: 90 } }]',
      'jumlah baris 2026-01-01 pada tabel "t" adalah 90',
    ],
    ['keys: teks, value: persen, total: banyak, rows: { A: 60 }', 'total tabel "t" harus angka'],
    ['keys: teks, value: teks, total: 5, rows: { A: x }', 'total tabel "t" harus angka'],
    ['keys: pita menit, value: persen, total: 5, rows: [[null, 5]]', 'total tabel "t" harus angka'],
  ])('%s', (rest, reason) => expect(said(rest)).toContain(reason));

  it('with more than six keys', () => {
    const keys = (count: number): string => {
      const rows = Array.from({ length: count }).reduce<string>(inner => `{ A: ${inner} }`, '1');
      return faults(
        rules(
          `  t: { label: T, cite: L, keys: [${Array.from({ length: count }, () => 'teks').join(', ')}], value: persen, rows: ${rows} }`,
          `t[${Array.from({ length: count }, () => 'k').join(', ')}]`,
        ),
      ).join();
    };
    expect(keys(6)).toBe('');
    expect(keys(7)).not.toBe('');
  });

  it('with bands that join: taken', () => {
    for (const rows of [
      '[{ from: 0, to: 5, value: 1 }, { above: 5, below: 9, value: 2 }, { from: 9, to: null, value: 3 }]',
      '[{ to: 5, value: 1 }, { to: 6, value: 2 }, [null, 3]]',
    ])
      expect(
        faults(rules(`  t: { label: T, cite: L, keys: pita menit, value: persen, rows: ${rows} }`, 't[n]')),
      ).toEqual([]);
  });

  it('of whole numbers gives whole numbers, of others not', () => {
    const paid = (cell: string): readonly string[] =>
      faults(
        rules(`  t: { label: T, cite: L, keys: teks, value: bilangan, rows: { A: 1, B: ${cell}, C: 2 } }`, 't[k]')
          .replace('outputs:', "  - { set: uang, label: U, cite: P, expr: 't[k] * Rp1' }\noutputs:")
          .replace('step: bulatan }', 'step: bulatan }, { code: uang, label: U, kind: informasi, step: uang }')
          .replace(
            'k: { label: K, type: teks, default: "", source',
            'k: { label: K, type: pilihan, options: [A, B, C], source',
          )
          .replace('k = ""', 'k = "A"'),
      );
    expect(paid('2')).toEqual([]);
    expect(paid('2.5').join()).toContain('belum dibulatkan');
  });
});

describe('a formula over bands is refused', () => {
  const said = (table: string, expr: string): string => faults(rules(table, expr)).join('\n');
  const percent = '  t: { label: T, cite: L, keys: pita rupiah, value: persen, rows: [[null, 5]] }';

  it.each([
    [percent, 'progresif(a, a)', 'isian pertama harus nama tabel'],
    [percent, 'progresif(entah, a)', 'isian pertama harus nama tabel'],
    [percent, 'progresif(t[k], a)', 'ditulis tanpa kunci'],
    [percent, 'progresif(t, n)', 'dasar harus rupiah, ditulis menit'],
    [percent, 'progresif(t, k)', 'teks'],
    [percent, 'progresif(t)', 'progresif'],
    [percent, 'grossup(t, a, a)', 'grossup'],
    ['  t: { label: T, cite: L, keys: teks, value: persen, rows: { A: 5 } }', 'progresif(t, a)', 'harus bertabel pita'],
    [
      '  t: { label: T, cite: L, keys: pita rupiah, value: teks, rows: [[null, x]] }',
      'progresif(t, a)',
      'harus bertabel pita',
    ],
    [
      '  t: { label: T, cite: L, keys: pita rupiah, value: rupiah, rows: [[null, 5]] }',
      'grossup(t, a)',
      'nilai tabel "t" harus persen',
    ],
    [
      '  t: { label: T, cite: L, keys: pita rupiah, value: persen/hari, rows: [[null, 5]] }',
      'grossup(t, a)',
      'nilai tabel "t" harus persen',
    ],
    [
      '  t: { label: T, cite: L, keys: [teks, pita rupiah], value: persen, rows: { A: [[null, 5]] } }',
      'progresif(t, a)',
      'mempunyai 1 kunci di depan pitanya, ditulis 0',
    ],
    [
      '  t: { label: T, cite: L, keys: [teks, pita rupiah], value: persen, rows: { A: [[null, 5]] } }',
      'progresif(t[n], a)',
      'kunci',
    ],
  ])('%s %s', (table, expr, reason) => expect(said(table, expr)).toContain(reason));

  it('once, where the table itself was', () => {
    const errors = faults(
      rules('  t: { label: T, cite: L, keys: pita rupiah, value: persen, rows: [[5, 5]] }', 'progresif(t, a)'),
    );
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('pita terakhir harus null');
  });
});
