import { describe, expect, it } from 'vitest';
import type { FactValue } from '../../../src/domain/tpp/computation.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { computeUngated } from '../../../src/domain/tpp/ungated.ts';
import { faults, good, small } from './policies.ts';

/** What a step may say and what it may not; the steps begin at line 14. */
const rules = (steps: string, outputs = 'x: x'): string =>
  small(`
inputs:
  a: { label: A, type: rupiah, default: 7, source: fakta.a }
  y: { label: Y, type: ya_tidak, default: ya, source: fakta.y }
  d: { label: D, type: tanggal, default: 2026-05-05, source: fakta.d }
  k: { label: K, type: peta<kali>, default: {}, source: fakta.k }
  l: { label: L, type: daftar<menit>, source: fakta.l }
  r: { label: R, type: daftar<baris>, fields: { n: kali, t: tanggal }, default: [], source: fakta.r }
steps:
${steps.replace(/^\n/, '').trimEnd()}
  - set: semua
    label: S
    cite: P
    expr: 'jika y dan d > awal_periode dan banyak(r) + banyak(l) > 0 maka a + jumlah(k) * Rp1 selain Rp0'
outputs: { ${outputs}, semua: semua }
`);
const said = (steps: string, outputs?: string): readonly string[] => faults(rules(steps, outputs));
const values = { l: ['5', '9'], k: { A: '2', B: '3' }, r: [{ n: '1', t: '2026-01-01' }] } as const;
const outputsOf = (steps: string, more: Readonly<Record<string, FactValue>> = {}, outputs?: string) => {
  const found = compute(good(rules(steps, outputs)), { period: '2026-10', values: { ...values, ...more } });
  expect(found.missingFacts).toEqual([]);
  return found.outputs;
};

describe('a step is refused', () => {
  it.each([
    ['- satu', '14: setiap langkah harus berisi set (atau gate), label, cite dan rumusnya'],
    ['- { set: x, label: X, cite: P }', '14: langkah harus mempunyai "expr" atau "choose"'],
    ['- { set: x, label: X, cite: P, expr: a, otherwise: a }', '14: "otherwise" hanya bersama "when"'],
    [
      '- { set: x, label: X, cite: P, expr: a, where: y }',
      '14: "where" hanya bersama "each"; untuk satu nilai pakai "when"',
    ],
    ['- { set: x, label: X, cite: P, each: a, expr: nilai }', '14: each: "a" adalah rupiah, harus peta atau daftar'],
    ['- { set: x, label: X, cite: P, when: a, expr: a }', '14: "when" harus syarat (ya atau tidak), "a" adalah rupiah'],
    [
      '- { set: x, label: X, cite: P, each: k, where: nilai, expr: nilai }',
      '14: "where" harus syarat (ya atau tidak), "nilai" adalah bilangan',
    ],
    [
      '- { set: x, label: X, cite: P, expr: a * 2 hari }',
      '14: hasil langkah bersatuan hari×rupiah, itu bukan satuan yang masuk akal; periksa perkaliannya',
    ],
    [
      '- { set: x, label: X, cite: P, expr: a, type: persen }',
      '14: langkah ini ditulis persen, tetapi rumusnya menghasilkan rupiah',
    ],
    [
      '- { set: x, label: X, cite: P, expr: a, type: teks }',
      '14: langkah ini ditulis teks, tetapi rumusnya menghasilkan rupiah',
    ],
    [
      '- { set: x, label: X, cite: P, each: k, expr: nilai, type: kali }',
      '14: langkah ini ditulis kali, tetapi rumusnya menghasilkan peta<bilangan>',
    ],
    ['- { set: x, label: X, cite: P, choose: [] }', '14: "choose" kosong'],
    [
      '- { set: x, label: X, cite: P, choose: [satu] }',
      '14: setiap pilihan "choose" berisi when dan expr, yang terakhir otherwise',
    ],
    ['- { set: x, label: X, cite: P, expr: a, choose: [{ otherwise: a }] }', '14: "expr" tidak bersama "choose"'],
    ['- { set: x, label: X, cite: P, when: y, choose: [{ otherwise: a }] }', '14: "when" tidak bersama "choose"'],
    [
      '- { set: x, label: X, cite: P, otherwise: a, choose: [{ otherwise: a }] }',
      '14: "otherwise" tidak bersama "choose"',
    ],
    [
      '- { set: x, label: X, cite: P, choose: [{ otherwise: a }, { when: y, expr: a }] }',
      '14: "otherwise" harus pilihan terakhir',
    ],
    [
      '- { set: x, label: X, cite: P, choose: [{ when: y, expr: a }, { otherwise: 5% }] }',
      '14: pilihan langkah ini tidak sejenis: rupiah dan persen ("5%")',
    ],
    [
      '- { set: x, label: X, cite: P, when: y, expr: a, otherwise: y }',
      '14: pilihan langkah ini tidak sejenis: rupiah dan ya_tidak ("y")',
    ],
    [
      '- { set: hari, label: X, cite: P, expr: a }',
      '14: nama "hari" sudah dipakai bahasa rumus; pilih nama lain, misalnya hari_x',
    ],
    [
      '- { set: x, label: X, cite: P, when: y, expr: d }',
      '14: langkah ini bernilai tanggal, dan tanggal tidak mempunyai nilai kosong: tulis "otherwise"',
    ],
    [
      '- { set: x, label: X, cite: P, choose: [{ when: y, expr: d }] }',
      '14: langkah ini bernilai tanggal, dan tanggal tidak mempunyai nilai kosong: tulis pilihan terakhir { otherwise: … }',
    ],
    [
      '- { set: x, label: X, cite: P, each: r, when: nilai.n > 1, expr: nilai }',
      '14: langkah ini bernilai baris, dan tanggal tidak mempunyai nilai kosong: tulis "otherwise"',
    ],
  ])('%s', (step, reason) => expect(said(`  ${step}`)).toContain(reason));

  it('of a type that there is not', () =>
    expect(said('  - { set: x, label: X, cite: P, expr: a, type: dolar }').join()).toContain(
      '14: type "dolar" tidak dikenal',
    ));

  it('where its fault is, in a step of several lines', () => {
    expect(
      said(`
  - set: x
    label: X
    cite: P
    type: persen
    choose:
      - { when: a, expr: a }
      - otherwise: 5%
`),
    ).toEqual(['19: "when" harus syarat (ya atau tidak), "a" adalah rupiah']);
    expect(said('  - set: x\n    label: X\n    cite: P\n    each: k\n    where: nilai\n    expr: nilai\n')).toEqual([
      '18: "where" harus syarat (ya atau tidak), "nilai" adalah bilangan',
    ]);
    expect(
      said('  - set: x\n    label: X\n    cite: P\n    when: y\n    expr: d\n').map(each => each.slice(0, 3)),
    ).toEqual(['17:']);
    expect(
      said('  - set: x\n    label: X\n    cite: P\n    choose:\n      - { when: y, expr: d }\n').map(each =>
        each.slice(0, 3),
      ),
    ).toEqual(['18:']);
  });

  it('once: what uses it is not refused for that', () => {
    expect(
      said('  - { set: x, label: X, cite: P, expr: entah }\n  - { set: z, label: Z, cite: P, expr: x + 1 }\n', 'z: z'),
    ).toEqual(['14: nama "entah" tidak dikenal']);
    expect(said('  - { set: x, label: X, expr: a }\n')).toEqual(['14: "cite" belum ditulis pada langkah']);
  });

  it('twice by one name is one too many', () =>
    expect(said('  - { set: x, label: X, cite: P, expr: a }\n  - { set: x, label: X, cite: P, expr: a }\n')).toContain(
      '15: langkah "x" ditulis dua kali; gabungkan dengan "choose"',
    ));

  it('where there are more than 300 of them', () => {
    const many = (count: number): string =>
      Array.from(
        { length: count },
        (_, at) => `  - { set: s${at}, label: S, cite: P, expr: ${at === 0 ? 'a' : `s${at - 1}`} }`,
      ).join('\n');
    expect(said(many(300), 'x: s299')[0]).toBe('14: langkah paling banyak 300');
    expect(said(many(299), 'x: s298')).toEqual([]);
  });
});

describe('a step gives', () => {
  it('nothing where its condition is not met, unless it says what', () => {
    expect(outputsOf('  - { set: x, label: X, cite: P, when: bukan y, expr: a }')['x']).toBe('0');
    expect(outputsOf('  - { set: x, label: X, cite: P, when: bukan y, expr: a, otherwise: Rp9 }')['x']).toBe('9');
    expect(outputsOf('  - { set: x, label: X, cite: P, when: y, expr: a, otherwise: Rp9 }')['x']).toBe('7');
    expect(outputsOf('  - { set: x, label: X, cite: P, choose: [{ when: bukan y, expr: a }] }')['x']).toBe('0');
    expect(
      outputsOf('  - { set: x, label: X, cite: P, choose: [{ when: y, expr: a }, { when: y, expr: Rp1 }] }')['x'],
    ).toBe('7');
    expect(outputsOf('  - { set: x, label: X, cite: P, when: y, expr: d, otherwise: akhir_periode }')['x']).toBe(
      '2026-05-05',
    );
  });

  it('for each of a map or list its own, without those left out', () => {
    expect(outputsOf('  - { set: x, label: X, cite: P, each: k, expr: nilai * Rp2 }')).toMatchObject({
      'x.A': '4',
      'x.B': '6',
    });
    const some = outputsOf('  - { set: x, label: X, cite: P, each: k, where: \'kunci != "A"\', expr: nilai * Rp2 }');
    expect([some['x.A'], some['x.B']]).toEqual([undefined, '6']);
    const list = '  - { set: z, label: Z, cite: P, each: l, expr: urutan * nilai }';
    expect(outputsOf(list, {}, 'x: jumlah(z)')['x']).toBe('23');
    const closed = '  - { set: z, label: Z, cite: P, each: l, where: nilai > 5 menit, expr: nilai }';
    expect(outputsOf(closed, {}, 'x: jumlah(z), n: banyak(z)')).toMatchObject({ x: '9', n: '1' });
  });
});

describe('places in a list', () => {
  const z = '  - { set: z, label: Z, cite: P, each: l, expr: nilai }\n';
  const part = '  - { set: z, label: Z, cite: P, each: l, where: nilai > 0 menit, expr: nilai }\n';
  const using = (over: string, taken: string): string =>
    `  - { set: x, label: X, cite: P, each: ${over}, expr: '${taken}[urutan] + nilai' }\n`;

  it('are those of the list that a step went over', () => {
    expect(said(z + using('z', 'l'), 'x: jumlah(x)')).toEqual([]);
    expect(said(z + using('l', 'z'), 'x: jumlah(x)')).toEqual([]);
    expect(outputsOf(z + using('z', 'l'), {}, 'x: jumlah(x)')['x']).toBe('28');
    expect(said('  - { set: x, label: X, cite: P, each: r.n, expr: "r[urutan].n + nilai" }\n', 'x: jumlah(x)')).toEqual(
      [],
    );
  });

  it('are its own where some were left out', () => {
    expect(said(part + using('l', 'z'), 'x: jumlah(x)').join()).toContain('urutan menunjuk butir "l", sedangkan "z"');
    const after = (over: string): string => `${part}  - { set: w, label: W, cite: P, each: ${over}, expr: nilai }\n`;
    expect(said(after('z') + using('w', 'z'), 'x: jumlah(x)')).toEqual([]);
    expect(said(after('l') + using('w', 'z'), 'x: jumlah(x)').join()).toContain(
      'urutan menunjuk butir "l", sedangkan "z"',
    );
  });

  it('of a column are those of its rows', () => {
    const column = '  - { set: z, label: Z, cite: P, each: r.n, expr: nilai }\n';
    expect(said(column + using('r', 'z').replace('+ nilai', '+ nilai.n'), 'x: jumlah(x)')).toEqual([]);
    expect(said(column + using('l', 'z').replace('+ nilai', ''), 'x: jumlah(x)').join()).toContain(
      'sedangkan "z" dihitung atas "r"',
    );
  });
});

describe('what may hold nothing', () => {
  const largest = (of: string): string => `  - { set: x, label: X, cite: P, expr: maks(${of}) }\n`;
  const step = (more: string): string => `  - { set: z, label: Z, cite: P, ${more} }\n`;

  it('has no largest, unless something is said for it', () => {
    expect(said(largest('l'))).toEqual([]);
    expect(said(largest('k')).join()).toContain('dapat kosong');
    expect(said("  - { set: x, label: X, cite: P, expr: 'maks(k, 0)' }\n")).toEqual([]);
    expect(said(step('each: l, expr: nilai') + largest('z'))).toEqual([]);
    expect(said(step('each: k, expr: nilai') + largest('z')).join()).toContain('dapat kosong');
    expect(said(step('each: l, where: nilai > 5 menit, expr: nilai') + largest('z')).join()).toContain('dapat kosong');
    expect(said(step('expr: l, when: y') + largest('z')).join()).toContain('dapat kosong');
    expect(said(step('expr: l, when: y, otherwise: l') + largest('z'))).toEqual([]);
  });

  it('has one in a step that asks how many there are', () => {
    const asks = (more: string): readonly string[] => said(`  - { set: x, label: X, cite: P, ${more} }\n`);
    expect(asks("expr: 'jika banyak(k) > 0 maka maks(k) selain 0'")).toEqual([]);
    expect(asks('when: banyak(k) > 0, expr: maks(k)')).toEqual([]);
    expect(asks('when: banyak ( k ) = 0, expr: 0, otherwise: maks(k)')).toEqual([]);
    expect(asks('choose: [{ when: banyak(k) > 0, expr: maks(k) }, { otherwise: 0 }]')).toEqual([]);
    expect(asks('when: y, expr: maks(k)').join()).toContain('dapat kosong');
    expect(said(`  - { set: z, label: Z, cite: P, expr: banyak(k) }\n${largest('k')}`, 'x: x, z: z').join()).toContain(
      'dapat kosong',
    );
  });
});

describe('a gate', () => {
  const gate = (more: string, after = '  - { set: x, label: X, cite: P, expr: a }\n'): string =>
    `  - { label: G, cite: P, reason: Alasan, ${more} }\n${after}`;

  it.each([
    ['gate: y, status: nihil', '14: status "nihil" harus huruf besar dan garis bawah, misalnya DITUNDA'],
    ['gate: y, status: N', '14: status "N" harus huruf besar dan garis bawah, misalnya DITUNDA'],
    ['gate: y, status: _A', '14: status "_A" harus huruf besar dan garis bawah, misalnya DITUNDA'],
    ['gate: y, status: PENYESUAIAN', '14: status PENYESUAIAN dipakai aplikasi; pilih kata lain'],
    ['gate: y', '14: gerbang harus mempunyai "status" atau "stop: ya", kalau tidak ia tidak berakibat apa-apa'],
    ['gate: a, status: NIHIL', '14: "gate" harus syarat (ya atau tidak), "a" adalah rupiah'],
    [
      'gate: y, status: NIHIL, then: { x: Rp5 }',
      '14: "then" hanya bersama "stop: ya"; tanpa berhenti langkah berikutnya tetap dihitung',
    ],
    ['gate: y, stop: ya, then: { z: Rp5 }', '14: "then": "z" bukan langkah sesudah gerbang ini'],
    ['gate: y, stop: ya, then: { a: Rp5 }', '14: "then": "a" bukan langkah sesudah gerbang ini'],
    ['gate: y, stop: ya, then: { x: 5% }', '14: "then": "x" adalah rupiah, diberi persen'],
    ['gate: y, stop: ya, then: { x: a / 3 }', '14: "then": "x" harus dibulatkan: bulat(a / 3)'],
  ])('%s is refused', (more, reason) => expect(said(gate(more))).toEqual([reason]));

  it('sets only what comes after it', () => {
    const late =
      '  - { set: x, label: X, cite: P, expr: a }\n  - { label: G, cite: P, reason: R, gate: bukan y, stop: ya, then: { x: Rp5 } }\n';
    expect(said(late)).toEqual(['15: "then": "x" bukan langkah sesudah gerbang ini']);
    expect(
      said(gate('gate: y, stop: ya, then: { x: a / 3 }', '  - { set: x, label: X, cite: P, expr: a / 2 }\n')),
    ).toEqual([]);
    expect(said(gate('gate: y, stop: ya, then: { x: 0 }'))).toEqual([]);
  });

  it('tells which one it was, and what would be without it', () => {
    const both = `${gate('gate: a > Rp99, status: BANYAK', '')}${gate('gate: bukan y, stop: ya, status: NIHIL, then: { x: Rp5 }')}`;
    const regulation = good(rules(both));
    const facts = { period: '2026-10', values: { ...values, a: '100', y: false } };
    const found = compute(regulation, facts);
    expect(found.reasons.map(({ rule, status }) => [rule, status])).toEqual([
      ['gerbang_1', 'BANYAK'],
      ['gerbang_2', 'NIHIL'],
    ]);
    expect([found.status, found.outputs['x']]).toEqual(['NIHIL', '5']);
    const without = (...gates: string[]) => computeUngated(regulation, facts, new Set(gates));
    expect([without('gerbang_2').status, without('gerbang_2').outputs['x']]).toEqual(['BANYAK', '100']);
    expect([without('gerbang_1').status, without('gerbang_1').outputs['x']]).toEqual(['NIHIL', '5']);
    expect(without('gerbang_1', 'gerbang_2').reasons).toEqual([]);
    expect(without('gerbang_2').why).toBeUndefined();
  });
});
