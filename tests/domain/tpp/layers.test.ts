import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Why } from '../../../src/domain/explained.ts';
import type { FactValue } from '../../../src/domain/tpp/computation.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { allInputs, ruleSetFor } from '../../../src/domain/tpp/layer-choice.ts';
import { loadCases, runCases } from '../../../src/domain/tpp/regulation-cases.ts';
import { sentence } from '../../../src/domain/tpp/sentence.ts';
import { faults, good, small } from './policies.ts';

const BASE = `
inputs:
  unit: { label: Perangkat daerah, type: teks, source: unit.kode }
  tpp: { label: TPP, type: rupiah, source: fakta.tpp }
  hasil: { label: Poin, type: poin, source: kegiatan.poin }
  telat: { label: Terlambat, type: menit, default: 0, source: presensi.menit }
params:
  bobot_kerja: { label: Bobot kerja, type: persen, value: 60, cite: Pasal 3 }
  bobot_disiplin: { label: Bobot disiplin, type: persen, value: 40, cite: Pasal 3 }
checks:
  - { expr: bobot_kerja + bobot_disiplin = 100%, reason: Bobot harus berjumlah 100 % }
tables:
  pita_telat: { label: Pita, cite: Pasal 4, keys: pita menit, value: persen, rows: [[60, 0], [null, 10]] }
steps:
  - { set: capaian, label: Capaian, cite: Pasal 2, expr: 'min(persen(hasil / 6000 poin), 100%)' }
  - { gate: hasil = 0 poin, label: Tanpa poin, cite: Pasal 2, status: NIHIL, reason: Tidak ada kegiatan }
  - { set: disiplin, label: Disiplin, cite: Pasal 4, expr: '100% - pita_telat[telat]' }
  - { set: bruto, label: Bruto, cite: Pasal 5, expr: bulat(tpp * (bobot_kerja * capaian + bobot_disiplin * disiplin)) }
components:
  - { code: tpp, label: TPP, kind: pendapatan, step: bruto }
outputs: { capaian: capaian }
totals: { gross: bruto }
`;

const LAYERS = `lapis:
  - id: rsud
    label: Aturan RSUD
    cite: Pasal 20
    when: unit = "RSUD"
    inputs:
      layanan: { label: Nilai layanan, type: persen, max: 100, source: fakta.layanan }
    params:
      bobot_kerja: { value: 70, cite: Pasal 21 }
      bobot_disiplin: { value: 30, cite: Pasal 21 }
    steps:
      - { set: capaian, label: Capaian layanan, cite: Pasal 22, expr: layanan }
      - { gate: 'tidak', label: Tanpa poin, cite: Pasal 22, status: NIHIL, reason: Tidak berlaku bagi RSUD }
      - { after: bruto, set: jasa, label: Jasa jaga, cite: Pasal 23, expr: bulat(bruto * 5%) }
      - { after: jasa, set: seluruh, label: Seluruhnya, cite: Pasal 23, expr: bruto + jasa }
    components:
      - { code: jasa, label: Jasa jaga, kind: pendapatan, step: jasa }
    totals: { gross: seluruh }
  - id: inspektorat
    label: Aturan Inspektorat
    cite: Pasal 30
    when: unit = "INSP" atau unit = "DUA"
    tables:
      pita_telat: { cite: Pasal 31, rows: [[30, 0], [null, 20]] }
  - id: ganda
    label: Aturan ganda
    cite: Pasal 40
    when: unit = "DUA" dan awal_periode >= "2026-01-01"
    params: { bobot_kerja: { value: 60, cite: Pasal 41 } }
`;

const TEXT = small(BASE + LAYERS);
const regulation = good(TEXT);
const month = (values: Readonly<Record<string, FactValue>>, period = '2026-10') =>
  compute(regulation, { period, values });
const nodes = (why: Why | undefined): readonly Why[] => (why ? [why, ...why.children.flatMap(nodes)] : []);

/** A text with one piece replaced; throws when the piece is not there. */
function changed(from: string, to: string): string {
  if (!TEXT.includes(from)) throw new Error(`not in the file: ${from}`);
  return TEXT.replace(from, to);
}

const lineOf = (text: string, piece: string): number => text.slice(0, text.indexOf(piece)).split('\n').length;

describe('a layer over the rules of the regency', () => {
  it('holds where its condition does, with parameters, steps, components and totals of its own', () => {
    const own = month({ unit: 'DINAS', tpp: '1000000', hasil: '3000', telat: '40' });
    expect(own.gross).toBe('700000');
    expect(own.layer).toBeUndefined();
    const rsud = month({ unit: 'RSUD', tpp: '1000000', layanan: '80', telat: '40' });
    // 70 % × 80 % + 30 % × 100 % = 86 %; jasa 5 % of 860.000.
    expect(rsud).toMatchObject({ status: 'DIBAYAR', gross: '903000', layer: { id: 'rsud', cite: 'Pasal 20' } });
    expect(rsud.components.map(each => [each.code, each.amount])).toEqual([
      ['tpp', '860000'],
      ['jasa', '43000'],
    ]);
  });

  it('replaces single attributes of a table', () => {
    const facts = { tpp: '1000000', hasil: '6000', telat: '40' };
    expect(month({ unit: 'DINAS', ...facts }).gross).toBe('1000000');
    expect(month({ unit: 'INSP', ...facts }).gross).toBe('920000');
  });

  it('asks only for the facts that it uses, and lets those of the other rules be given', () => {
    expect(month({ unit: 'RSUD', tpp: '1' }).missing).toEqual(['layanan']);
    expect(month({ unit: 'DINAS', tpp: '1' }).missing).toEqual(['hasil']);
    expect(month({ unit: 'DINAS', tpp: '1', hasil: '1', layanan: '80' }).missing).toEqual([]);
    expect(month({ unit: 'RSUD', tpp: '1', layanan: '80', layanna: '80' }).missing).toEqual(['layanna']);
    expect(allInputs(regulation).map(input => input.name)).toEqual(['unit', 'tpp', 'hasil', 'telat', 'layanan']);
  });

  it('gives no amount where two hold, with both named, and none while the fact that decides is lacking', () => {
    const facts = { unit: 'DUA', tpp: '1000000', hasil: '6000' };
    const both = month(facts);
    expect(both).toMatchObject({ status: 'TIDAK_LENGKAP', gross: null, missing: ['lapis'] });
    expect(both.missingFacts[0]?.reason).toContain('"Aturan Inspektorat" (Pasal 30) dan "Aturan ganda" (Pasal 40)');
    expect(month(facts, '2025-10').layer?.id).toBe('inspektorat');
    expect(month({ tpp: '1', hasil: '1' })).toMatchObject({ missing: ['unit'], gross: null });
    expect(month({ ...facts, unit: 'X' }, 'x').missing).toEqual(['periode']);
  });

  it('is named in the tree where it made the rule, and only there', () => {
    const { why } = month({ unit: 'RSUD', tpp: '1000000', layanan: '80' });
    const tree = nodes(why?.gross);
    const said = Object.fromEntries(
      nodes(month({ unit: 'RSUD', tpp: '1000000', layanan: '80' }).components[0]?.why).map(each => [
        each.rule,
        each.layer,
      ]),
    );
    expect(said).toEqual({ bruto: 'Aturan RSUD, Pasal 20', capaian: 'Aturan RSUD, Pasal 20', disiplin: undefined });
    expect(sentence(tree[0]!)).toBe('Bruto Rp860.000 + Jasa jaga Rp43.000 = Rp903.000 (menurut Aturan RSUD, Pasal 20)');
  });

  it('is read with the cases', () => {
    const loaded = loadCases(
      `cases:
  - { id: a, facts: { unit: RSUD, tpp: 1000000, layanan: 80 }, expect: { lapis: rsud, gross: 903000 } }
  - { id: b, facts: { unit: DINAS, tpp: 1000000, hasil: 6000 }, expect: { lapis: null, gross: 1000000 } }
  - { id: c, facts: { unit: DINAS, tpp: 1000000, hasil: 6000 }, expect: { lapis: rsud } }
`,
      'c.yaml',
    );
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
    expect(runCases(regulation, loaded.file.cases).map(each => each.differences)).toEqual([
      [],
      [],
      ['lapis: seharusnya rsud, hasilnya tidak ada'],
    ]);
  });

  it('gives, by property, what the regulation written out by hand gives', () => {
    const flat = good(
      small(
        BASE.replace('value: 60', 'value: 70')
          .replace('value: 40', 'value: 30')
          .replace("expr: 'min(persen(hasil / 6000 poin), 100%)'", 'expr: layanan')
          .replace('gate: hasil = 0 poin', `gate: 'hasil < 0 poin dan unit = ""'`)
          .replace('  hasil: {', '  layanan: { label: L, type: persen, source: fakta.layanan }\n  hasil: {'),
      ),
    );
    fc.assert(
      fc.property(fc.nat(9_000_000), fc.nat(1000), fc.nat(200), (tpp, layanan, telat) => {
        const values = { unit: 'RSUD', tpp: `${tpp}`, layanan: `${layanan / 10}`, telat: `${telat}` };
        const layered = month(values);
        const byHand = compute(flat, { period: '2026-10', values: { ...values, hasil: '1' } });
        expect(layered.components[0]?.amount).toBe(byHand.gross);
        expect(layered.outputs).toEqual(byHand.outputs);
      }),
      { numRuns: 60 },
    );
  });
});

describe('rule sets by facts', () => {
  it('are the regulation itself where it has no layers', () => {
    const plain = good(small(BASE.replace('gate: hasil = 0 poin', `gate: 'hasil = 0 poin dan unit != ""'`)));
    const choice = ruleSetFor(plain, { period: '2026-10', values: {} });
    expect(choice.ok && choice.rules).toBe(plain);
  });

  it('keep written order of several steps after one', () => {
    const ordered = good(
      small(
        `${BASE}lapis:
  - id: a
    label: A
    cite: Pasal 9
    when: unit = "A"
    steps:
      - { after: capaian, set: satu, label: Satu, cite: P, expr: capaian }
      - { after: satu, set: dua, label: Dua, cite: P, expr: satu }
      - { after: capaian, set: tiga, label: Tiga, cite: P, expr: dua }
      - { before: bruto, set: empat, label: Empat, cite: P, expr: tiga }
      - { before: Tanpa poin, gate: tidak, label: Gerbang, cite: P, status: ABC, reason: Sebab }
    outputs: { empat: empat }
`,
      ),
    );
    const [layer] = ordered.layers;
    const labels = ['Capaian', 'Satu', 'Dua', 'Tiga', 'Gerbang', 'Tanpa poin', 'Disiplin', 'Empat', 'Bruto'];
    expect(layer?.rules.steps.map(step => step.label)).toEqual(labels);
  });
});

describe('what is refused of a layer, with its line', () => {
  const refused: readonly (readonly [what: string, from: string, to: string, at: string, reason: string])[] = [
    ['a condition over a step', 'when: unit = "RSUD"', 'when: capaian > 50%', 'when: capaian', 'bukan langkah'],
    ['a condition that is none', 'when: unit = "RSUD"', 'when: tpp', 'when: tpp', '"when" harus syarat'],
    ['a fact of the regency', 'layanan: { label', 'hasil: { label', 'hasil: { label: Nilai', 'lapis hanya menambah fakta'],
    ['a replacement without article', 'bobot_disiplin: { value: 30, cite: Pasal 21 }', 'bobot_disiplin: { value: 30 }', 'bobot_disiplin: { value: 30', '"cite" belum ditulis'],
    ['weights that add up only without it', 'value: 30', 'value: 20', '{ expr: bobot_kerja', 'di bawah lapis "rsud": Bobot harus berjumlah 100 %'],
    ['a new step without a place', '{ after: bruto, set: jasa', '{ set: jasa', '{ set: jasa', 'tulis "after" atau "before"'],
    ['a place that is none', 'after: bruto', 'after: brutto', '{ after: brutto', '"brutto" bukan nama langkah'],
    ['a known step with a place', '- { set: capaian, label: Capaian layanan', '- { after: bruto, set: capaian, label: Capaian layanan', '- { after: bruto, set: capaian', 'sudah ada dan diganti di tempatnya'],
    ['a step nobody uses', 'totals: { gross: seluruh }', 'totals: { gross: bruto }', '{ after: jasa', 'langkah "seluruh" tidak dipakai'],
    ['another unit than the rest needs', 'expr: layanan }', 'expr: tpp }', '{ set: bruto', 'di bawah lapis "rsud"'],
    ['a second layer of its name', 'id: ganda', 'id: rsud', '- id: rsud\n    label: Aturan ganda', 'lapis "rsud" sudah ada pada baris'],
    ['nothing', '    params: { bobot_kerja: { value: 60, cite: Pasal 41 } }\n', '', '- id: ganda', 'tidak mengubah apa-apa'],
    ['an empty part', 'params: { bobot_kerja: { value: 60, cite: Pasal 41 } }', 'params: []', 'params: []', '"params" pada lapis harus berisi'],
    ['a key that means nothing', '    when: unit = "RSUD"', '    when: unit = "RSUD"\n    harian: {}', 'harian: {}', '"harian" tidak dikenal pada lapis'],
    ['a step twice', '- { after: jasa, set: seluruh', '- { after: jasa, set: jasa', '- { after: jasa, set: jasa', 'ditulis dua kali pada lapis ini'],
  ]; // prettier-ignore
  it.each(refused)('%s', (_what, from, to, at, reason) => {
    const text = changed(from, to);
    const found = faults(text);
    expect(found.join('\n')).toContain(reason);
    expect(found.find(each => each.includes(reason))).toMatch(new RegExp(`^${String(lineOf(text, at))}: `));
  });

  it("says what is wrong with the regency's own rules once", () => {
    expect(faults(TEXT.replace('100% - pita_telat[telat]', '100% - pita_telatt[telat]'))).toHaveLength(1);
  });

  it('is answered with reasons however the file is damaged, never with a crash', () => {
    const piece = fc.tuple(fc.nat(TEXT.length), fc.nat(60), fc.constantFrom('', ' ', '\n', '- ', ': ', '[', '{', '""'));
    fc.assert(
      fc.property(piece, ([at, length, put]) => {
        for (const fault of faults(TEXT.slice(0, at) + put + TEXT.slice(at + length))) expect(fault).toMatch(/^\d+: ./);
      }),
      { numRuns: 80 },
    );
  });

  it('counts a parameter that only a layer uses as used', () => {
    const extra = '  tambahan: { label: Tambahan, type: persen, value: 5, cite: Pasal 23 }\nchecks:';
    expect(faults(TEXT.replace('checks:', extra))).toEqual([
      expect.stringContaining('parameter "tambahan" tidak dipakai'),
    ]);
    expect(faults(TEXT.replace('checks:', extra).replace('bruto * 5%', 'bruto * tambahan'))).toEqual([]);
  });
});
