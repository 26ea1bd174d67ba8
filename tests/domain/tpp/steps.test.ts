import { describe, expect, it } from 'vitest';
import type { FactValue } from '../../../src/domain/tpp/computation.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { sentence } from '../../../src/domain/tpp/sentence.ts';
import { faults, good, small } from './policies.ts';

const INPUTS = `
inputs:
  hukuman:
    label: Hukuman
    type: daftar<baris>
    fields: { jenis: teks, tmt: tanggal, banding: ya_tidak }
    default: []
    source: hukuman.daftar
  kode: { label: Kode, type: peta<kali>, keys: [TL, TK], default: {}, source: presensi.kode }
  tmt_sk: { label: TMT, type: tanggal, default: 9999-12-31, source: hukuman.tmt }
  berhenti: { label: Berhenti, type: ya_tidak, default: tidak, source: fakta.berhenti }
tables:
  bobot_jenis: { label: Bobot, cite: P, keys: teks, value: persen, rows: { RINGAN: 10, BERAT: 50 } }
`;

const regulation = (steps: string, outputs: string): string =>
  small(
    `${INPUTS}steps:\n${steps}outputs: { ${outputs}, pakai: 'bobot_jenis["BERAT"] + jumlah(hukuman_semua) + jumlah(kode) * 1% + (jika berhenti dan tmt_sk > awal_periode maka 1% selain 0%)' }\n`,
  ).replace(
    'steps:\n',
    "steps:\n  - { set: hukuman_semua, each: hukuman, label: H, cite: P, expr: 'bobot_jenis[nilai.jenis]' }\n",
  );

const computed = (text: string, values: Readonly<Record<string, FactValue>> = {}) =>
  compute(good(text), { period: '2026-10', values });

const HUKUMAN = [
  ['RINGAN', '2026-09-20', 'tidak'],
  ['BERAT', '2026-10-05', 'ya'],
  ['BERAT', '2026-10-11', 'tidak'],
];

describe('a step over several', () => {
  const bulan = `  - { set: hari_ini, each: hukuman, label: Hari, cite: P, expr: 'tanggal_ke(nilai.tmt)' }\n`;

  it('finds what another step found for the same item, by urutan', () => {
    const text = regulation(
      `${bulan}  - { set: potongan, each: hukuman, label: P, cite: P, when: 'hari_ini[urutan] > 10', expr: 'bobot_jenis[nilai.jenis]' }\n`,
      'potongan: jumlah(potongan)',
    );
    expect(computed(text, { hukuman: HUKUMAN }).outputs.potongan).toBe('60');
  });

  it('leaves out the items that "where" does not take, and numbers the rest anew', () => {
    const text = regulation(
      `${bulan}  - { set: berlaku, each: hukuman, where: 'bukan nilai.banding dan urutan > 0', label: B, cite: P, expr: 'bobot_jenis[nilai.jenis]' }
  - { set: tl, each: kode, where: nilai > 1, label: K, cite: P, expr: nilai * 2 }
`,
      "hari: jumlah(hari_ini), banyaknya: banyak(berlaku), kedua: 'jika banyak(berlaku) > 1 maka berlaku[2] selain 0%', kecil: 'min(berlaku, 100%)', tl: tl",
    );
    const found = computed(text, { hukuman: HUKUMAN, kode: { TL: '2', TK: '1' } });
    expect(found.outputs).toMatchObject({ banyaknya: '2', kedua: '50', kecil: '10', 'tl.TL': '4' });
    expect(Object.keys(found.outputs)).not.toContain('tl.TK');
    expect(computed(text, { hukuman: HUKUMAN.slice(1, 2) }).outputs).toMatchObject({ banyaknya: '0', kecil: '100' });
  });

  it.each([
    [
      'points by urutan into a list that has other places',
      `${bulan}  - { set: berlaku, each: hukuman, where: nilai.banding, label: B, cite: P, expr: 'bobot_jenis[nilai.jenis]' }
  - { set: potongan, each: hukuman, label: P, cite: P, expr: 'berlaku[urutan]' }
`,
      'x: jumlah(potongan), y: jumlah(hari_ini)',
      'urutan menunjuk butir "hukuman", sedangkan "berlaku" dihitung atas "berlaku"',
    ],
    [
      'asks for the largest of what "where" may leave empty',
      `  - { set: berlaku, each: kode, where: nilai > 1, label: B, cite: P, expr: nilai }\n`,
      'x: maks(berlaku)',
      '"berlaku" dapat kosong',
    ],
    [
      'has "where" without "each"',
      `  - { set: y, where: berhenti, label: B, cite: P, expr: 1% }\n`,
      'x: y',
      '"where" hanya bersama "each"',
    ],
  ])('is refused where it %s', (_what, steps, outputs, reason) => {
    expect(faults(regulation(steps, outputs)).join('\n')).toContain(reason);
  });

  it('goes over a whole table of one text key', () => {
    const text = regulation(
      `  - { set: tarif, each: bobot_jenis, label: T, cite: P, expr: 'nilai * 2 + (jika kunci = "BERAT" maka 1% selain 0%)' }\n`,
      'tarif: tarif',
    );
    expect(computed(text).outputs).toMatchObject({ 'tarif.RINGAN': '20', 'tarif.BERAT': '101' });
  });
});

describe('a date', () => {
  it.each([
    ['when', `  - { set: mulai, label: M, cite: P, when: berhenti, expr: tmt_sk }\n`, 'tulis "otherwise"'],
    [
      'choose',
      `  - { set: mulai, label: M, cite: P, choose: [{ when: berhenti, expr: tmt_sk }] }\n`,
      'tulis pilihan terakhir { otherwise: … }',
    ],
  ])('has no value where "%s" does not hold', (_key, steps, reason) => {
    expect(faults(regulation(steps, 'x: mulai')).join('\n')).toContain(reason);
  });

  it('that a gate kept from being computed is never computed with', () => {
    const steps = `  - { gate: berhenti, label: G, cite: P, status: BERHENTI, reason: Berhenti, stop: ya }
  - { set: mulai, label: M, cite: P, expr: 'tambah_bulan(tmt_sk, 1 bulan)' }
`;
    const shown = regulation(steps, 'mulai: mulai');
    const given = { tmt_sk: '2026-01-31', berhenti: 'ya' };
    expect(computed(shown, { tmt_sk: '2026-01-31' }).outputs.mulai).toBe('2026-02-28');
    expect(computed(shown, given)).toMatchObject({ status: 'BERHENTI', outputs: { mulai: '' } });
    const counted = regulation(steps, "lama: 'selisih_hari(mulai, akhir_periode)'");
    expect(computed(counted, given).missingFacts[0]?.reason).toBe('tanggal "M" tidak ada');
  });
});

it('a row of a list may stand for another', () => {
  const text = regulation(
    `  - { set: banding, each: hukuman, where: nilai.banding, label: B, cite: P, expr: nilai }
  - { set: dipilih, label: D, cite: P, when: banyak(banding) > 0, expr: 'banding[1]', otherwise: 'hukuman[1]' }
`,
    'jenis: dipilih.jenis, tmt: dipilih.tmt',
  );
  expect(computed(text, { hukuman: HUKUMAN }).outputs).toMatchObject({ jenis: 'BERAT', tmt: '2026-10-05' });
  expect(computed(text, { hukuman: HUKUMAN.slice(0, 1) }).outputs).toMatchObject({ jenis: 'RINGAN' });
  expect(computed(text).missingFacts[0]?.reason).toContain('tidak ada butir ke-1');
});

describe('a refused table, fact or parameter', () => {
  it('is named once, not again where it is used', () => {
    const text = small(`
inputs:
  x: { label: X, type: angka, source: fakta.x }
params:
  p: { label: P, cite: P, type: persen, value: banyak }
tables:
  t: { label: T, cite: P, keys: teks, value: persen, rows: { A: x } }
steps:
  - { set: y, label: Y, cite: P, expr: 'x * p * t["A"]' }
  - { set: z, label: Z, cite: P, expr: y }
outputs: { z: z }
`);
    expect(faults(text).map(fault => Number(fault.split(':')[0]))).toEqual([7, 9, 11]);
  });
});

describe('columns of rows', () => {
  const text = (fields: string): string =>
    small(`
inputs:
  potongan: { label: Potongan, type: daftar<baris>, default: [], source: fakta.potongan, fields: ${fields} }
steps:
  - { set: masing, each: potongan, label: M, cite: P, expr: 'jika nilai.jenis = "A" maka nilai.besar selain 0' }
outputs: { jumlahnya: jumlah(masing), pertama: 'potongan[1].sampai' }
`);
  const FIELDS =
    '{ jenis: { type: pilihan, options: [A, B] }, besar: { type: rupiah, min: -500, max: 900, default: 50 }, sampai: { type: tanggal, default: 9999-12-31 } }';
  const at = (...rows: readonly FactValue[]) => computed(text(FIELDS), { potongan: rows });

  it('have choices, defaults and bounds of their own', () => {
    const rows = [{ jenis: 'A', besar: '-500' }, { jenis: 'A' }, ['B', '900', '2026-01-01'], ['A', null, null]];
    expect(at(...rows).outputs).toEqual({ jumlahnya: '-400', pertama: '9999-12-31' });
  });

  it.each([
    [{ jenis: 'C' }, 'butir 1: jenis: "C" bukan salah satu pilihan: A, B'],
    [{ jenis: 'A', besar: '901' }, 'butir 1: besar: "901" lebih dari batas atas'],
    [{ jenis: 'A', besar: '-501' }, 'butir 1: besar: "-501" kurang dari batas bawah'],
    [{ besar: '1' }, 'butir 1: jenis: belum ditulis'],
  ])('refuse %j', (row, reason) => {
    expect(at(row).missingFacts[0]?.reason).toContain(reason);
  });

  it.each([
    ['{ jenis: pilihan }', 'kolom "jenis" harus berisi nama jenis; yang ada: rupiah'],
    ['{ jenis: { type: pilihan } }', '"options" pada kolom "jenis"'],
    ['{ jenis: { type: peta<kali> } }', 'type "peta<kali>" pada kolom "jenis" tidak dikenal'],
    ['{ jenis: { type: teks, min: 3 } }', '"min" pada kolom "jenis" harus angka, pada kolom berisi angka'],
    ['{ jenis: { type: kali, max: 3, default: 4 } }', 'default kolom "jenis": "4" lebih dari batas atas'],
    ['{ jenis: { type: kali, maks: 3 } }', '"maks" tidak dikenal pada kolom "jenis"'],
  ])('are refused as %s', (fields, reason) => {
    expect(faults(text(fields)).join('\n')).toContain(reason);
  });
});

it('a progressive tax is told with the label of its table and the highest rate reached', () => {
  const text = small(`
inputs:
  golongan: { label: Golongan, type: teks, default: III, source: pegawai.golongan }
  dasar: { label: Dasar, type: rupiah, source: fakta.dasar }
tables:
  tarif: { label: Tarif, cite: P, keys: [teks, pita rupiah], value: persen, rows: { III: [[1000, 5], [null, 15]] } }
steps:
  - { set: pajak, label: Pajak, cite: P, expr: 'bulat(progresif(tarif[golongan], dasar))' }
  - { set: ditanggung, label: Ditanggung, cite: P, expr: 'bulat(grossup(tarif[golongan], dasar))' }
components:
  - { code: a, label: A, kind: informasi, step: pajak }
  - { code: b, label: B, kind: informasi, step: ditanggung }
`);
  const found = computed(text, { dasar: '3000' });
  expect(found.components.map(({ amount, why }) => `${amount}: ${why ? sentence(why) : ''}`)).toEqual([
    '350: Jumlah tarif bertingkat (Tarif (III) 15 %; Dasar Rp3.000) = Rp350 (dibulatkan ke rupiah)',
    '529: Pajak atas jumlah bersama pajaknya (Tarif (III) 15 %; Dasar Rp3.000) = Rp529 (dibulatkan ke rupiah)',
  ]);
});
