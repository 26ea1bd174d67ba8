import { describe, expect, it } from 'vitest';
import type { FactValue } from '../../../src/domain/tpp/computation.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { asRead } from '../../../src/domain/tpp/reading-order.ts';
import { faults, good, small } from './policies.ts';

/** Under a layer: what is said of faults, which steps are the layer's, which facts are asked. */

const BASE = `
inputs:
  unit: { label: Unit, type: teks, source: fakta.unit }
  a: { label: A, type: rupiah, source: fakta.a }
  biasa: { label: Biasa, type: rupiah, source: fakta.biasa }
params:
  kali_a: { label: K, type: kali, value: 2, cite: P1 }
steps:
  - { set: satu, label: Satu, cite: P1, expr: a * kali_a }
  - { set: dua, label: Dua, cite: P2, expr: biasa + 0 }
  - { set: tiga, label: Tiga, cite: P3, expr: satu + dua }
components: [{ code: T, label: T, kind: pendapatan, step: tiga }]
`;
const LAYER = `lapis:
  - id: rsud
    label: RSUD
    cite: P9
    when: unit = "RSUD"
    inputs: { jaga: { label: Jaga, type: rupiah, source: fakta.jaga } }
    params: { kali_a: { value: 3, cite: P9 } }
    steps:
      - { set: dua, label: Dua, cite: P9, expr: jaga }
`;
const TEXT = small(BASE + LAYER);

describe('a rule set under a layer', () => {
  const regulation = good(TEXT);
  const month = (values: Readonly<Record<string, FactValue>>) => compute(regulation, { period: '2026-01', values });

  it('asks what it uses and takes without a word what the others use', () => {
    expect(regulation.inputs.map(({ name }) => name)).toEqual(['unit', 'a', 'biasa']);
    expect(
      regulation.layers.map(({ id, needs, rules }) => [
        id,
        needs.map(({ name }) => name),
        rules.inputs.map(({ name }) => name),
      ]),
    ).toEqual([['rsud', ['unit'], ['unit', 'a', 'jaga']]]);
    expect([...regulation.idle]).toEqual(['jaga']);
    expect([...(regulation.layers[0]?.rules.idle ?? [])]).toEqual(['biasa']);
    expect(month({ unit: 'RSUD', a: '10', jaga: '5', biasa: '7' }).components[0]?.amount).toBe('35');
    expect(month({ unit: 'X', a: '10', jaga: '5', biasa: '7' }).components[0]?.amount).toBe('27');
    expect(month({ unit: 'RSUD', a: '10', biasa: '7' }).missing).toEqual(['jaga']);
  });

  it('names as its own the steps that it wrote or that speak of its parameters, and no others', () => {
    expect([...(regulation.layers[0]?.rules.layer?.steps ?? [])]).toEqual(['satu', 'dua']);
    const why = month({ unit: 'RSUD', a: '10', jaga: '5' }).components[0]?.why;
    expect([why?.layer, ...(why?.children ?? []).map(({ rule, layer }) => `${rule}: ${layer ?? '-'}`)]).toEqual([
      undefined,
      'satu: RSUD, P9',
      'dua: RSUD, P9',
    ]);
  });

  it('says of a fault where it stands, and that it is under a layer where it is not the layer’s own line', () => {
    const said = (from: string, to: string) => faults(TEXT.replace(from, to));
    expect(said('expr: jaga', 'expr: jagaa')).toEqual([
      expect.stringMatching(/^25: nama "jagaa" tidak dikenal; maksudnya jaga\?/) as unknown,
    ]);
    expect(said('label: Jaga, type: rupiah', 'label: Jaga, type: menit')).toEqual([
      '15: di bawah lapis "rsud": rupiah tidak dapat ditambah menit: "satu + dua"',
    ]);
    expect(said('expr: a * kali_a', 'expr: a * kali_b')).toHaveLength(1);
    expect(said('expr: a * kali_a', 'expr: a * kali_b')[0]).toContain('13: nama "kali_b" tidak dikenal');
  });

  it('is chosen by a condition over facts that all of them ask for', () => {
    const said = (when: string) => faults(TEXT.replace('when: unit = "RSUD"', `when: ${when}`));
    const note = ' (syarat lapis memakai fakta aturan pokok, parameter, tabel dan bulan, bukan langkah)';
    expect(said('satu > Rp5')[0]).toBe(`21: nama "satu" tidak dikenal${note}`);
    expect(said('a')[0]).toBe('21: "when" harus syarat (ya atau tidak), "a" adalah rupiah');
    expect(said('a > Rp5 dan kali_a = 2 dan unit != ""')).toEqual([]);
    const asked = TEXT.replace('label: Biasa, type: rupiah,', 'label: Biasa, type: rupiah, when: a > Rp5,').replace(
      'unit = "RSUD"',
      'biasa > Rp5',
    );
    expect(faults(asked)).toContain('21: syarat lapis memakai "biasa", yang hanya diminta dari sebagian orang');
  });
});

describe('a tree as it is read', () => {
  it('places the items of a step by what became of them', () => {
    const regulation = good(
      small(`inputs:
  p: { label: P, type: peta<rupiah>, keys: [x, y, z], default: { x: 5, y: 0, z: 7 }, source: fakta.p }
  porsi: { label: Porsi, type: persen, default: 100, source: fakta.porsi }
steps:
  - { set: bagian, each: p, label: Bagian, cite: P1, expr: nilai * 2 }
  - { set: tambahan, label: Tambahan, cite: P2, expr: 'bagian["x"] * 0' }
  - { set: jumlah_p, label: Jumlah, cite: P3, expr: bulat((jumlah(bagian) + tambahan) * porsi) }
components: [{ code: J, label: J, kind: pendapatan, step: jumlah_p }]
`),
    );
    const why = compute(regulation, { period: '2026-01', values: {} }).components[0]?.why;
    if (!why) throw new Error('no tree');
    const read = asRead(why);
    expect([read.children, read.idle].map(all => all.map(({ why: { rule } }) => rule))).toEqual([
      ['bagian'],
      ['tambahan'],
    ]);
    const [items] = read.children;
    expect([items?.children, items?.idle].map(all => all?.map(({ why: { rule } }) => rule))).toEqual([
      ['bagian[z]', 'bagian[x]'],
      ['bagian[y]'],
    ]);
    expect([read.inputs, read.idleInputs].map(all => all.map(({ label }) => label))).toEqual([
      ['Bagian'],
      ['Tambahan', 'Porsi'],
    ]);
  });
});
