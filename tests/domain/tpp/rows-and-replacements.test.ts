import { describe, expect, it } from 'vitest';
import { completeRows, lackingRows, readChainRows } from '../../../src/domain/tpp/chain-rows.ts';
import { chainRows, computeChain, daysIn } from '../../../src/domain/tpp/chain.ts';
import { NotComputable } from '../../../src/domain/tpp/compiled-formula.ts';
import type { FactValue } from '../../../src/domain/tpp/computation.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import type { InputRule } from '../../../src/domain/tpp/regulation.ts';
import { replacementValue, waivedUnder } from '../../../src/domain/tpp/replacement.ts';
import { ratio } from '../../../src/domain/ratio.ts';
import type { Value } from '../../../src/domain/tpp/value.ts';
import { parseType, type ValueType } from '../../../src/domain/tpp/value-type.ts';
import { faults, good, small } from './policies.ts';
import { choiceOf, rowsOf } from './small-formula.ts';

/** Rows over those one leads, and facts that hold otherwise in some months. */

const ENV = { values: new Map<string, Value>(), trace: null, assumed: new Set<string>(), key: null };
const typeOf = (type: string | ValueType): ValueType => (typeof type === 'string' ? parseType(type)! : type);
const rule = (type: string | ValueType, more: Partial<InputRule> = {}): InputRule => ({
  name: 'a',
  label: 'A',
  type: typeOf(type),
  source: 'fakta.a',
  fallback: null,
  when: null,
  needs: [],
  min: null,
  max: null,
  ...more,
});

describe('what holds instead of a fact', () => {
  const made = (type: string | ValueType, value: Value | Error, more: Partial<InputRule> = {}): string => {
    const run = (): Value => {
      if (value instanceof Error) throw value;
      return value;
    };
    const found = replacementValue({ type: typeOf(type), text: 'x', run }, ENV, rule(type, more));
    return found.ok ? 'ok' : found.reason;
  };

  it('is held to what the fact itself is held to', () => {
    expect(made('rupiah', ratio(5n))).toBe('ok');
    expect(made('rupiah', ratio(5n, 2n))).toBe('bukan bilangan bulat');
    expect(made('menit', ratio(5n, 2n))).toBe('ok');
    const bounds = { min: '2', max: '4' };
    expect([1n, 2n, 4n, 5n].map(each => made('menit', ratio(each), bounds))).toEqual([
      'kurang dari batas bawah',
      'ok',
      'ok',
      'lebih dari batas atas',
    ]);
    expect(made('persen', ratio(3n, 100n), bounds)).toBe('ok');
    expect(made(choiceOf('a', 'b'), 'b')).toBe('ok');
    expect(made(choiceOf('a', 'b'), 'c')).toBe('"c" bukan salah satu pilihan');
    expect(made('teks', 'c')).toBe('ok');
    expect(made('ya_tidak', true)).toBe('ok');
    expect(made('rupiah', new NotComputable('pembagian dengan nol'))).toBe('pembagian dengan nol');
    expect(() => made('rupiah', new RangeError('lain'))).toThrow('lain');
  });

  it('a fact can be done without where no replacement that holds needs it', () => {
    const of = (names: readonly string[], ...needs: readonly string[]) => ({
      facts: names.map(name => ({ name, formula: { type: typeOf('kali'), text: '', run: () => ratio(1n) } })),
      needs: new Set(needs),
    });
    expect([...waivedUnder([])]).toEqual([]);
    expect([...waivedUnder([of(['a', 'b'], 'b')])]).toEqual(['a']);
    expect([...waivedUnder([of(['a', 'b']), of(['c'], 'a')])]).toEqual(['b', 'c']);
    expect([...waivedUnder([of(['a'], 'c'), of(['c'], 'a')])]).toEqual([]);
  });

  it('is refused where the fact cannot be it', () => {
    const text = (fakta: string, more = ''): readonly string[] =>
      faults(
        small(
          `inputs:\n  a: { label: A, type: rupiah, source: fakta.a }\n  n: { label: N, type: teks, source: fakta.n }\n  p: { label: P, type: pilihan, options: [X, Y], source: fakta.p }\n  l: { label: L, type: daftar<menit>, source: fakta.l }\nuji_coba: { ${more || 'cite: P9, '}fakta: { ${fakta} } }\nsteps:\n  - { set: x, label: X, cite: P, expr: a * (1 + banyak(l)) }\noutputs: { x: x, n: n, p: p }\n`,
        ),
      );
    for (const fine of ['a: Rp5', 'a: a * 2', 'n: \'"baru"\'', 'p: \'"Y"\'', 'l: []', 'l: "[]"', 'a: Rp5, l: []'])
      expect(text(fine)).toEqual([]);
    expect(text('z: 5')).toEqual(['11: fakta "z" pada uji_coba tidak ada pada inputs']);
    expect(text('a: 5 menit')).toEqual(['11: fakta "a" adalah rupiah, diberi menit']);
    expect(text('n: baru')).toEqual([`11: nama "baru" tidak dikenal; teks diberi kutip: '"baru"'`]);
    expect(text('p: Y')).toEqual([`11: nama "Y" tidak dikenal; teks diberi kutip: '"Y"'`]);
    expect(text('l: {}')).toEqual(['11: fakta "l" adalah daftar<menit>: yang kosong ditulis []']);
    expect(text('a: []')).toEqual(['11: fakta "a" adalah rupiah: [] dan {} hanya untuk daftar dan peta']);
    expect(text('l: [5]')).toEqual([
      '11: fakta "l" pada uji_coba: isi daftar atau peta tidak ditulis di sini; tulis rumus, [] atau {}',
    ]);
    expect(text('')).toEqual(['11: "fakta" pada uji_coba kosong: tulis nama fakta dan nilainya']);
  });

  it('of a trial month and a payment together, the payment’s', () => {
    const regulation = good(
      small(`inputs:
  a: { label: A, type: rupiah, default: 1, source: fakta.a }
  b: { label: B, type: rupiah, source: fakta.b }
  c: { label: C, type: rupiah, source: fakta.c }
uji_coba: { cite: P9, fakta: { a: Rp10, b: Rp20 } }
pembayaran_khusus: { THR: { label: THR, cite: P8, fakta: { a: Rp30, c: b / 2 } } }
steps:
  - { set: x, label: X, cite: P, expr: a + b + c }
components: [{ code: X, label: X, kind: pendapatan, step: x }]
`),
    );
    const month = (values: Readonly<Record<string, FactValue>>, trial: boolean, payment?: string) => {
      const found = compute(regulation, {
        period: '2026-01',
        values,
        trial,
        ...(payment === undefined ? {} : { payment }),
      });
      const { a } = found.components[0]?.why?.inputs ?? {};
      return found.missing.length > 0
        ? found.missingFacts.map(({ name, reason }) => `${name}: ${reason}`)
        : [found.components[0]?.amount, a?.value, a?.cite, a?.assumed];
    };
    expect(month({ b: '2', c: '3' }, false)).toEqual(['6', '1', undefined, true]);
    expect(month({ c: '3' }, true)).toEqual(['33', '10', 'P9', undefined]);
    expect(month({ b: '2' }, false, 'THR')).toEqual(['33', '30', 'P8', undefined]);
    expect(month({ b: '2' }, true, 'THR')).toEqual(['51', '30', 'P8', undefined]);
    expect(month({}, true, 'THR')).toEqual(['b: belum ada']);
    expect(month({ b: '3' }, false, 'THR')).toEqual(['c: pada pembayaran THR: bukan bilangan bulat']);
  });
});

describe('rows over those one leads', () => {
  const chain = rule(rowsOf({ x: 'bilangan' }), { source: 'bawahan.langsung' });

  it('are kept as text with whole numbers as text', () => {
    expect(completeRows([{ a: 5n, b: ['x', true, null] }])).toEqual({
      fact: [{ a: 5n, b: ['x', true, null] }],
      text: '[{"a":"5","b":["x",true,null]}]',
      lacking: [],
    });
  });

  it('that cannot be made name five at most, each once', () => {
    expect(lackingRows(['a', 'b', 'a'])).toEqual({
      fact: { kurang: ['a', 'b'] },
      text: '{"kurang":["a","b"]}',
      lacking: ['a', 'b'],
    });
    expect(lackingRows(['a', 'b', 'c', 'd', 'e']).lacking).toHaveLength(5);
    expect(lackingRows(['a', 'b', 'c', 'd', 'e', 'f', 'g']).lacking).toEqual(['a', 'b', 'c', 'd', 'e', 'dan 2 lagi']);
  });

  it('are read with their fractions, or with what they wait for', () => {
    expect(readChainRows({ kurang: ['Sri', 'Adi'] }, chain)).toEqual({
      ok: false,
      reason: 'menunggu data orang yang dipimpin: Sri; Adi',
    });
    expect(readChainRows([{ x: '1/3' }], chain)).toMatchObject({ ok: true });
    expect(readChainRows({ kurang: 'Sri' }, chain)).toEqual({ ok: false, reason: 'harus daftar' });
    expect(readChainRows({ lain: [] }, chain)).toEqual({ ok: false, reason: 'harus daftar' });
    expect(readChainRows(null, chain)).toEqual({ ok: false, reason: 'harus daftar' });
    expect(readChainRows([['x']], chain)).toMatchObject({ ok: false });
  });

  it('hold steps, facts and parameters of any single type, exactly', () => {
    const regulation = good(
      small(`inputs:
  a: { label: A, type: rupiah, source: fakta.a }
  lulus: { label: L, type: ya_tidak, default: ya, source: fakta.l }
  nama: { label: N, type: teks, default: Sri, source: fakta.n }
  dipimpin: { label: D, type: daftar<baris>, source: bawahan.langsung, fields: { sepertiga: rupiah/hari, lulus: ya_tidak, nama: teks, hari_dipimpin: hari } }
steps:
  - { set: sepertiga, label: S, cite: P, expr: a / 3 hari }
outputs: { s: sepertiga, n: nama, banyak: banyak(dipimpin), hari: jumlah(dipimpin.hari_dipimpin) }
`),
    );
    const people = ['kabid', 'staf', 'staf2'].map(key => ({ key, values: { a: '100' } }));
    const leads = [
      { leader: 'kabid', led: 'staf2', days: 31 },
      { leader: 'kabid', led: 'staf', days: 10 },
      { leader: 'kabid', led: 'staf', days: 5 },
      { leader: 'kabid', led: 'tak_ada', days: 0 },
    ];
    const rows = chainRows(regulation, '2026-01', people, leads);
    const row = (days: string) => ({ sepertiga: '100/3', lulus: true, nama: 'Sri', hari_dipimpin: days });
    expect(rows.get('kabid')?.fact).toEqual([row('15'), row('31')]);
    expect(rows.get('staf')?.fact).toEqual([]);
    expect(computeChain(regulation, '2026-01', people, leads).get('kabid')?.outputs).toMatchObject({
      banyak: '2',
      hari: '46',
    });
    const wrong = chainRows(regulation, '2026-01', people, [
      { leader: 'staf', led: 'kabid', days: 32 },
      { leader: 'staf', led: 'staf', days: 1 },
      { leader: 'staf', led: 'orang', days: 1 },
      { leader: 'staf', led: 'staf2', days: 31 },
    ]);
    expect(wrong.get('staf')?.lacking).toEqual([
      'kabid: 32 hari dipimpin, padahal sebulan 31 hari',
      'orang: datanya tidak ada',
      'staf tercatat memimpin dirinya sendiri',
    ]);
    const given = [{ key: 'kabid', values: { a: '100', dipimpin: [] } }, ...people.slice(1)];
    expect(chainRows(regulation, '2026-01', given, leads).get('kabid')?.fact).toEqual([]);
  });

  it('rest on the gates before their steps, and on all that these look at', () => {
    const regulation = good(
      small(`inputs:
  a: { label: A, type: rupiah, source: fakta.a }
  nilai_a: { label: N, type: kali, source: fakta.n }
  dipimpin: { label: D, type: daftar<baris>, source: bawahan.langsung, fields: { bayar: rupiah } }
steps:
  - { set: buruk, label: B, cite: P, expr: nilai_a < 5 }
  - { set: pengganti, label: G, cite: P, expr: a / 2 }
  - { gate: buruk, label: G, cite: P, status: NIHIL, reason: Nihil, stop: ya, then: { bayar: bulat(pengganti) } }
  - { set: bayar, label: Y, cite: P, expr: a }
  - { set: semua, label: S, cite: P, expr: bayar + jumlah(dipimpin.bayar) }
  - { gate: a > Rp500, label: H, cite: P, status: BESAR, reason: Besar, stop: ya }
components: [{ code: S, label: S, kind: pendapatan, step: semua }]
`),
    );
    const person = (key: string, nilai: string, a = '100') => ({ key, values: { a, nilai_a: nilai } });
    const rows = chainRows(
      regulation,
      '2026-01',
      [person('kabid', '9'), person('baik', '9'), person('buruk', '1'), person('kaya', '9', '900')],
      ['baik', 'buruk', 'kaya'].map(led => ({ leader: 'kabid', led, days: 31 })),
    );
    expect(rows.get('kabid')?.fact).toEqual([{ bayar: '100' }, { bayar: '50' }, { bayar: '900' }]);
  });

  it('know how long a month is', () => {
    expect(['2026-02', '2026-04', '2026-12', 'x'].map(daysIn)).toEqual([28, 30, 31, 31]);
  });
});
