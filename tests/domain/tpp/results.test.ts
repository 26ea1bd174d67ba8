import { describe, expect, it } from 'vitest';
import type { FactValue } from '../../../src/domain/tpp/computation.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { loadNational } from '../../../src/domain/tpp/national.ts';
import { load } from '../../../src/domain/tpp/load.ts';
import { faults, good, loadText, small } from './policies.ts';

/** Components, outputs and totals: how they are declared, what they come to, and that they add up. */

const BASE = `
inputs:
  a: { label: A, type: rupiah, default: 100, source: fakta.a }
  b: { label: B, type: rupiah, default: 40, source: fakta.b }
  peta_a: { label: PA, type: peta<rupiah>, keys: [x, y], default: { x: 3, y: 4 }, source: fakta.p }
  nama: { label: Nama, type: teks, default: Sri, source: fakta.nama }
steps:
  - { set: bruto, label: Bruto, cite: P1, expr: a }
  - { set: pajak, label: Pajak, cite: P2, expr: b }
  - { set: bersih, label: Bersih, cite: P3, expr: bruto - pajak }
  - { set: bagian, each: peta_a, label: Bagian, cite: P4, expr: nilai * 2 }
  - { set: pecah, label: Pecah, cite: P5, expr: a / 3 }
`;
const COMPONENTS = `components:
  - { code: TPP, label: TPP, kind: pendapatan, step: bruto }
  - { code: PJK, label: Pajak, kind: potongan, step: pajak }
  - { each: bagian, kind: informasi, labels: { x: Satu } }
`;
const REST = `outputs: { sisa: bersih, siapa: nama, sebagian: bagian, kali_dua: a * 2, pecahan: pecah }
totals: { gross: bruto, deductions: pajak, net: bersih }
`;
const TEXT = small(BASE + COMPONENTS + REST);

/** The text with one piece replaced; throws when it is not there. */
function swap(from: string, to: string): string {
  if (!TEXT.includes(from)) throw new Error(`not in the text: ${from}`);
  return TEXT.replace(from, to);
}
const month = (text: string, values: Readonly<Record<string, FactValue>> = {}) =>
  compute(good(text), { period: '2026-01', values });
const lack = (text: string, values: Readonly<Record<string, FactValue>> = {}) => {
  const found = month(text, values);
  return [
    found.status,
    found.gross,
    found.components.length,
    ...found.missingFacts.map(({ name, label, reason }) => `${name} (${label}): ${reason}`),
  ];
};

describe('results', () => {
  it('are amounts by code, outputs by name, and totals', () => {
    const found = month(TEXT);
    expect(found).toMatchObject({
      status: 'DIBAYAR',
      gross: '100',
      deductions: '40',
      net: '60',
      missing: [],
      reasons: [],
    });
    expect(found.components.map(({ code, label, kind, amount }) => [code, label, kind, amount])).toEqual([
      ['TPP', 'TPP', 'pendapatan', '100'],
      ['PJK', 'Pajak', 'potongan', '40'],
      ['x', 'Satu', 'informasi', '6'],
      ['y', 'y', 'informasi', '8'],
    ]);
    expect(found.outputs).toEqual({
      sisa: '60',
      siapa: 'Sri',
      'sebagian.x': '6',
      'sebagian.y': '8',
      kali_dua: '200',
      pecahan: '33.333333333333',
    });
    expect(found.components.map(({ why }) => why?.rule)).toEqual(['bruto', 'pajak', 'bagian[x]', 'bagian[y]']);
    expect(Object.keys(found.why ?? {})).toEqual(['gross', 'deductions', 'net']);
  });

  it('without totals, or without components, are those there are', () => {
    expect(month(swap('totals: { gross: bruto, deductions: pajak, net: bersih }', ''))).toMatchObject({
      gross: null,
      deductions: null,
      net: null,
    });
    expect(month(small(`${BASE}outputs: { s: bersih, n: nama, p: pecah, g: bagian }\n`)).components).toEqual([]);
    expect(month(swap('gross: bruto, deductions: pajak, net: bersih', 'net: a + 0'))).toMatchObject({
      gross: null,
      net: '100',
    });
  });

  it('that do not add up are none', () => {
    const named = 'totals (Jumlah): ';
    expect(lack(swap('net: bersih', 'net: bruto'))).toEqual([
      'TIDAK_LENGKAP',
      null,
      0,
      `${named}bruto 100 dikurangi potongan 40 tidak sama dengan bersih 100`,
    ]);
    expect(lack(swap('gross: bruto', 'gross: a + b'))[3]).toBe(
      `${named}jumlah komponen pendapatan 100 tidak sama dengan 140`,
    );
    expect(lack(swap('deductions: pajak', 'deductions: pajak * 2'))[3]).toBe(
      `${named}jumlah komponen potongan 40 tidak sama dengan 80`,
    );
    expect(lack(swap('kind: potongan', 'kind: informasi'))).toEqual(['DIBAYAR', '100', 4]);
  });

  it('that cannot be computed name the step', () => {
    expect(lack(swap('expr: a / 3', 'expr: a / (b - Rp40)'))[3]).toBe(
      'pecah (Pecah): pembagian dengan nol: "b - Rp40" bernilai 0',
    );
    expect(lack(swap('kali_dua: a * 2', 'kali_dua: a / (b - Rp40)'))[3]).toBe(
      'kali_dua (kali_dua): pembagian dengan nol: "b - Rp40" bernilai 0',
    );
  });
});

describe('a file is refused', () => {
  const said = (from: string, to: string) => faults(swap(from, to));

  it.each([
    [
      '  - { code: PJK, label: Pajak, kind: potongan, step: pajak }',
      '  - x',
      '19: setiap komponen berisi code, label, kind dan step (atau each)',
    ],
    ['code: PJK', 'code: TPP', '19: komponen "TPP" ditulis dua kali'],
    ['code: PJK', 'code: x', '20: komponen "x" ditulis dua kali'],
    ['code: PJK', 'code: -P', '19: code "-P" harus huruf, angka, titik, garis; paling banyak 40'],
    [
      'code: PJK',
      `code: ${'P'.repeat(41)}`,
      `19: code "${'P'.repeat(41)}" harus huruf, angka, titik, garis; paling banyak 40`,
    ],
    ['kind: potongan', 'kind: lain', '19: "kind" pada komponen harus salah satu dari: pendapatan, potongan, informasi'],
    ['kind: potongan, step: pajak', 'kind: potongan, step: b', '19: komponen memakai "b", yang bukan nama langkah'],
    [
      'step: pajak }',
      'step: pecah }',
      '19: "pecah" belum dibulatkan ke rupiah utuh; pakai bulat(…), potong(…, 0) atau lantai(…, Rp…)',
    ],
    ['step: pajak }', 'step: bagian }', '19: "bagian" adalah peta<rupiah>, di sini perlu rupiah'],
    ['each: bagian, kind', 'each: bruto, kind', '20: each: langkah "bruto" adalah rupiah, harus peta<rupiah>'],
    [
      'step: pajak }',
      'step: pajak, rekening: 5.1 }',
      '19: rekening "5.1" harus angka bertitik, misalnya 5.1.01.02.005',
    ],
    ['step: pajak }', 'step: pajak, lain: 5 }', '19: "lain" tidak dikenal pada komponen'],
    ['label: Pajak, kind', 'kind', '19: "label" belum ditulis pada komponen'],
    ['labels: { x: Satu }', 'note: x', '20: "labels" belum ditulis pada komponen'],
    ['sisa: bersih', 'sisa!: bersih', '21: nama output "sisa!" tidak dapat dipakai'],
    ['sisa: bersih', '_s: bersih', '21: nama output "_s" tidak dapat dipakai'],
    ['sisa: bersih', 'sisa: [bersih]', '21: di sini perlu nama langkah atau rumus'],
    [
      'sebagian: bagian',
      'sebagian: "[1, 2]"',
      '21: output "sebagian" adalah daftar<bilangan>; pakai satu nilai atau peta',
    ],
    [
      'gross: bruto',
      'gross: pecah',
      '22: "pecah" belum dibulatkan ke rupiah utuh; pakai bulat(…), potong(…, 0) atau lantai(…, Rp…)',
    ],
    ['gross: bruto', 'gross: nama', '22: "nama" adalah teks, di sini perlu rupiah'],
    ['gross: bruto', 'gross: [a]', '22: di sini perlu nama langkah atau rumus'],
    ['net: bersih', 'bersih: bersih', '22: "bersih" tidak dikenal pada totals'],
    ['set: pajak,', 'set: bruto,', 'nama "bruto" sudah dipakai pada baris 12; setiap nama hanya untuk satu hal'],
    ['set: pajak,', 'set: a,', 'nama "a" sudah dipakai pada baris 7; setiap nama hanya untuk satu hal'],
    [
      'steps:',
      'params:\n  a: { label: A, cite: P, type: rupiah, value: 1 }\nsteps:',
      '12: nama "a" sudah dipakai pada baris 7; setiap nama hanya untuk satu hal',
    ],
    ['steps:', 'checks: [x]\nsteps:', '11: setiap pemeriksaan berisi expr dan reason'],
    ['steps:', 'checks: [{ expr: 1 > 2, reason: Tidak mungkin }]\nsteps:', '11: Tidak mungkin'],
    ['steps:', 'checks: [{ expr: a > Rp2, reason: Fakta tidak diketahui }]\nsteps:', '11: Fakta tidak diketahui'],
    ['steps:', 'checks: [{ expr: 1 < 2 }]\nsteps:', '11: "reason" belum ditulis pada pemeriksaan'],
    ['steps:', 'lain: 1\nsteps:', '11: "lain" tidak dikenal pada berkas'],
    ['steps:', 'use: [tidak-ada]\nsteps:', '11: tabel nasional "tidak-ada" tidak ada; yang ada: '],
  ])('for %s written as %s', (from, to, reason) => {
    expect(said(from, to).some(each => each.startsWith(reason) || each.replace(/^\d+: /, '').startsWith(reason))).toBe(
      true,
    );
  });

  it('where it has no results', () => {
    expect(faults(small(BASE))).toEqual(['1: tidak ada hasil: tulis components atau outputs']);
  });

  it('not for what is fine', () => {
    for (const [from, to] of [
      ['code: PJK', `code: ${'P'.repeat(40)}`],
      ['code: PJK', 'code: 9.a_b-c'],
      ['step: pajak }', 'step: pajak, rekening: 5.1.01.02.005, kriteria: beban, note: x }'],
      ['labels: { x: Satu }', 'labels: { x: Satu }, rekening: { x: 5.1.01 }'],
      ['steps:', 'checks: [{ expr: 1 < 2, reason: x }]\nsteps:'],
      ['gross: bruto', 'gross: bruto + 0'],
      ['deductions: pajak, net: bersih', 'below_zero: ya, net: bersih'],
    ] as const)
      expect(said(from, to)).toEqual([]);
  });
});

describe('national tables that a file uses', () => {
  const NATIONAL = (valid: string): string =>
    `format: takar-nasional/1\nid: pph\nname: PPh\nvalid: { ${valid} }\nsource: PMK\ntables:\n  tarif: { label: Tarif, cite: PMK, keys: teks, value: persen, rows: { A: 5 } }\n`;
  const using = (national: string, valid: string, use = '[pph]') => {
    const read = loadNational(NATIONAL(national), 'pph.yaml', 'v1');
    if (!read.ok) throw new Error(JSON.stringify(read.errors));
    const text = small(
      `use: ${use}\ninputs:\n  a: { label: A, type: rupiah, source: fakta.a }\nsteps:\n  - { set: x, label: X, cite: P, expr: 'bulat(a * tarif["A"])' }\noutputs: { x: x }\n`,
    ).replace('valid: { from: 2025-01-01 }', `valid: { ${valid} }`);
    const found = load(text, 'uji.yaml', { nationals: [read.national] });
    return found.ok ? found.regulation.uses : found.errors.map(({ line, reason }) => `${String(line)}: ${reason}`);
  };

  it('hold as long as the file does', () => {
    expect(using('from: 2024-01-01', 'from: 2025-01-01')).toEqual([{ id: 'pph', version: 'v1' }]);
    expect(using('from: 2025-01-01, to: 2025-12-31', 'from: 2025-01-01, to: 2025-12-31')).toHaveLength(1);
    expect(using('from: 2025-01-02', 'from: 2025-01-01')).toEqual([
      '6: ada celah waktu: "pph" berlaku mulai 2025-01-02, aturan ini mulai 2025-01-01',
    ]);
    const until = '6: ada celah waktu: "pph" berlaku sampai 2025-12-31; akhiri aturan ini pada tanggal itu';
    expect(using('from: 2025-01-01, to: 2025-12-31', 'from: 2025-01-01')).toEqual([until]);
    expect(using('from: 2025-01-01, to: 2025-12-31', 'from: 2025-01-01, to: 2026-01-01')).toEqual([until]);
  });

  it('are named once, and there', () => {
    expect(using('from: 2025-01-01', 'from: 2025-01-01', '[pph, pph]')[0]).toContain('ditulis dua kali pada "use"');
    expect(using('from: 2025-01-01', 'from: 2025-01-01', '[lain]')).toEqual([
      '6: tabel nasional "lain" tidak ada; yang ada: pph',
    ]);
    const alone = loadText(small('use: [x]\noutputs: {}\ninputs: {}\nsteps: []\n'));
    expect(alone.ok).toBe(false);
  });

  it('need a head and their tables', () => {
    const refused = (text: string) => {
      const found = loadNational(text, 'n.yaml');
      return found.ok ? [] : found.errors.map(({ line, reason }) => `${String(line)}: ${reason}`);
    };
    expect(refused('tiga')).toEqual(['1: berkas harus berisi format, id, name, valid, source dan tables']);
    expect(refused(NATIONAL('from: 2025-01-01'))).toEqual([]);
    expect(refused(NATIONAL('from: 2025-01-01').replace('tables:', 'lain: 1\ntables:'))[0]).toContain(
      '"lain" tidak dikenal pada berkas',
    );
    expect(refused(NATIONAL('from: 2025-01-01').replace('takar-nasional/1', 'takar/1'))[0]).toContain(
      'format harus "takar-nasional/1"',
    );
    expect(refused(NATIONAL('from: 2025-01-01').replace('id: pph\n', ''))[0]).toContain('"id" belum ditulis');
  });
});
