import { describe, expect, it } from 'vitest';
import { ratio } from '../../../src/domain/ratio.ts';
import type { Table, TableRows } from '../../../src/domain/tpp/table.ts';
import { PLAIN, RUPIAH } from '../../../src/domain/tpp/unit.ts';
import { BOOLEAN, COUNT, TEXT, numberType } from '../../../src/domain/tpp/value-type.ts';
import { choiceOf, formulasOver, mapOf, rowsOf } from './small-formula.ts';

/** Looking up: a table's cell or row, an item of a map or list. */

const cell = (amount: bigint): TableRows => ({ kind: 'cell', value: ratio(amount) });
const exact = (rows: Readonly<Record<string, TableRows>>, otherwise: TableRows | null = null): TableRows => ({
  kind: 'exact',
  rows: new Map(Object.entries(rows)),
  otherwise,
});
const amounts = (...keys: readonly string[]): TableRows =>
  exact(Object.fromEntries(keys.map((key, index) => [key, cell(BigInt(index + 1))])));
const text = { kind: 'exact', type: TEXT } as const;
const count = { kind: 'exact', type: COUNT } as const;
const band = { kind: 'band', unit: RUPIAH } as const;
const upTo = (upper: bigint | null, amount: bigint) => ({
  upper: upper === null ? null : ratio(upper),
  inclusive: true,
  rows: cell(amount),
});
const table = (name: string, keys: Table['keys'], rows: TableRows): Table => ({
  name,
  label: `Tabel ${name}`,
  cite: 'Lampiran',
  keys,
  value: numberType(RUPIAH, true),
  rows,
  national: null,
});

const numbers = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => String(index + 1));
const TABLES = [
  table('per_kata', [text], amounts('a', 'b')),
  table('per_golongan', [text], amounts('IV', 'III')),
  table('tanpa_iii', [text], amounts('IV')),
  table('selebihnya', [text], exact({ IV: cell(1n) }, cell(9n))),
  table('per_kelas', [count], amounts('1', '2', '3', '4')),
  table('per_ya', [{ kind: 'exact', type: BOOLEAN }], amounts('ya', 'tidak')),
  table('hanya_ya', [{ kind: 'exact', type: BOOLEAN }], amounts('ya')),
  table('sepuluh', [count], amounts(...numbers(10))),
  table('seribu', [count], amounts(...numbers(1000))),
  table('pita', [band], { kind: 'band', bands: [upTo(100n, 1n), upTo(1000n, 2n), upTo(null, 3n)] }),
  table('sampai', [band], { kind: 'band', bands: [upTo(100n, 1n)] }),
  table('bertanggal', [{ kind: 'dated' }], {
    kind: 'dated',
    spans: [
      { from: '2026-01-01', rows: cell(1n) },
      { from: '2026-03-15', rows: cell(2n) },
    ],
  }),
  table('kelas_kata', [count, text], exact({ '1': amounts('bk', 'pk'), '2': amounts('bk') }, amounts('kk'))),
  table('kata_kelas', [text, count], exact({ a: amounts('1', '2') })),
  table('kata_kata', [text, text], exact({ a: amounts('IV', 'III'), b: amounts('IV') })),
  table('pita_kata', [band, text], {
    kind: 'band',
    bands: [
      { upper: ratio(5n), inclusive: true, rows: amounts('IV', 'III') },
      { upper: null, inclusive: true, rows: amounts('III') },
    ],
  }),
  table('tanggal_kata', [{ kind: 'dated' }, text], {
    kind: 'dated',
    spans: [
      { from: '2026-01-01', rows: amounts('IV', 'III') },
      { from: '2026-03-15', rows: amounts('III') },
    ],
  }),
  table('tiga', [count, count, text], exact({ '1': exact({ '1': amounts('bk') }) })),
];

const over = formulasOver(
  {
    upah: ['rupiah', '1000'],
    lama: ['menit', '5'],
    kelas: ['kali', '2', { span: [1n, 4n] }],
    kelas_lima: ['kali', '2', { span: [1n, 5n] }],
    kelas_nol: ['kali', '2', { span: [0n, 4n] }],
    kelas_bebas: ['kali', '7'],
    banyak_kelas: ['kali', '5', { span: [1n, 1001n] }],
    banyak_sekali: ['kali', '5', { span: [1n, 1002n] }],
    dua_puluh: ['kali', '5', { span: [1n, 20n] }],
    delapan_belas: ['kali', '5', { span: [1n, 18n] }],
    golongan: [choiceOf('IV', 'III'), 'III'],
    golongan_kosong: [choiceOf('IV', 'III', ''), 'III'],
    nama: ['teks', 'b'],
    nama_bk: ['teks', 'bk'],
    hukuman: [
      {
        kind: 'row',
        fields: new Map([
          ['tingkat', choiceOf('a', 'BERAT')],
          ['kelas', COUNT],
          ['kali', COUNT],
        ]),
        columns: new Map([
          ['kelas', { fallback: null, min: ratio(1n), max: ratio(5n) }],
          ['kali', { fallback: null, min: ratio(1n), max: null }],
        ]),
      },
      ['a', '1', '1'],
    ],
    cuti: ['ya_tidak', true],
    tgl: ['tanggal', '2026-03-15'],
    urut: [mapOf('rupiah', 'tpp', 'bk'), { tpp: '100' }, { label: 'Kriteria' }],
    bebas: ['peta<rupiah>', { a: '5', b: '7' }, { kind: 'langkah' }],
    sebutan: ['peta<teks>', { a: 'satu' }],
    benar: ['peta<ya_tidak>', { a: true }],
    tmt: ['peta<tanggal>', { a: '2026-01-01' }, { label: 'TMT' }],
    predikat: [{ kind: 'map', of: choiceOf('Baik', 'Kurang'), keys: null }, { a: 'Baik' }],
    predikat_kosong: [{ kind: 'map', of: choiceOf('Baik', ''), keys: null }, { a: 'Baik' }],
    menit: ['daftar<menit>', ['30', '10'], { label: 'Menit', places: 'menit' }],
    kegiatan: [rowsOf({ uang: 'rupiah' }), [['300'], ['100']], { label: 'Kegiatan' }],
    hilang: ['daftar<menit>', []],
    langkah: ['daftar<menit>', ['1', '2'], { kind: 'langkah', places: 'menit' }],
    langkah_lain: ['daftar<menit>', ['1', '2'], { kind: 'langkah', places: 'lain' }],
    langkah_bebas: ['daftar<menit>', ['1', '2'], { kind: 'langkah' }],
    urutan: ['kali', '2'],
  },
  TABLES,
);
const { gives, refusal, notes } = over;
over.values.delete('hilang');
over.scope.places = 'menit';

describe('a table', () => {
  it.each([
    ['per_kata["a"]', '1 (rupiah utuh)'],
    ['per_kata[nama]', '2 (rupiah utuh)'],
    ['per_golongan[golongan]', '2 (rupiah utuh)'],
    ['selebihnya[golongan]', '9 (rupiah utuh)'],
    ['selebihnya[nama]', '9 (rupiah utuh)'],
    ['per_kelas[kelas]', '2 (rupiah utuh)'],
    ['per_kelas[3]', '3 (rupiah utuh)'],
    ['per_kelas[kelas_bebas]', 'tabel "Tabel per_kelas" tidak mempunyai baris untuk "7"'],
    ['per_kelas[kelas + 0.5]', 'tabel "Tabel per_kelas" tidak mempunyai baris untuk "2,5"'],
    ['per_ya[cuti]', '1 (rupiah utuh)'],
    ['per_ya[bukan cuti]', '2 (rupiah utuh)'],
    ['pita[upah]', '2 (rupiah utuh)'],
    ['pita[Rp100]', '1 (rupiah utuh)'],
    ['pita[Rp101]', '2 (rupiah utuh)'],
    ['pita[upah + 1 rupiah]', '3 (rupiah utuh)'],
    ['sampai[upah]', 'tabel "Tabel sampai" tidak mempunyai baris untuk "Rp1.000"'],
    ['bertanggal[tgl]', '2 (rupiah utuh)'],
    ['bertanggal["2026-03-14"]', '1 (rupiah utuh)'],
    ['bertanggal["2025-12-31"]', 'tabel "Tabel bertanggal" tidak mempunyai baris untuk "2025-12-31"'],
    ['kelas_kata[1, "pk"]', '2 (rupiah utuh)'],
    ['kelas_kata[1]', '{bk: 1, pk: 2} (peta rupiah utuh)'],
    ['kelas_kata[kelas]', '{bk: 1} (peta rupiah utuh)'],
    ['kelas_kata[kelas_bebas]', '{kk: 1} (peta rupiah utuh)'],
    ['kelas_kata[kelas_bebas, nama]', 'tabel "Tabel kelas_kata" tidak mempunyai baris untuk "7", "b"'],
    ['kelas_kata[1]["pk"]', '2 (rupiah utuh)'],
    ['tiga[1, 1]', '{bk: 1} (peta rupiah utuh)'],
    ['per_kata', '{a: 1, b: 2} (peta a/b rupiah utuh)'],
    ['seribu[1000]', '1000 (rupiah utuh)'],
    ['sepuluh[banyak_sekali]', '5 (rupiah utuh)'],
    ['sepuluh[upah / upah]', '1 (rupiah utuh)'],
  ])('%s is %s', (formula, wanted) => expect(gives(formula)).toBe(wanted));

  it.each([
    ['per_kata[]', '"per_kata[]": kunci di dalam [ ] kosong'],
    ['per_kata["a", "b"]', 'tabel "per_kata" memerlukan 1 kunci, ditulis 2'],
    ['tiga[1]', 'tabel "tiga" memerlukan 3 kunci, ditulis 1'],
    ['kata_kelas["a"]', 'tabel "kata_kelas" memerlukan 2 kunci, ditulis 1'],
    ['kelas_kata[1, "bk", 2]', 'tabel "kelas_kata" memerlukan 2 kunci, ditulis 3'],
    ['per_kata["c"]', 'tabel "per_kata" tidak mempunyai baris untuk c; tambahkan barisnya, atau "*" untuk selebihnya'],
    [
      'per_kata[""]',
      'tabel "per_kata" tidak mempunyai baris untuk "" (kosong); tambahkan barisnya, atau "*" untuk selebihnya',
    ],
    [
      'tanpa_iii[golongan]',
      'tabel "tanpa_iii" tidak mempunyai baris untuk III; tambahkan barisnya, atau "*" untuk selebihnya',
    ],
    [
      'tanpa_iii[golongan_kosong]',
      'tabel "tanpa_iii" tidak mempunyai baris untuk III, "" (kosong); tambahkan barisnya, atau "*" untuk selebihnya',
    ],
    ['per_kelas[5]', 'tabel "per_kelas" tidak mempunyai baris untuk 5; tambahkan barisnya, atau "*" untuk selebihnya'],
    [
      'per_kelas[kelas_lima]',
      'tabel "per_kelas" tidak mempunyai baris untuk 5; tambahkan barisnya, atau "*" untuk selebihnya',
    ],
    [
      'per_kelas[kelas_nol]',
      'tabel "per_kelas" tidak mempunyai baris untuk 0; tambahkan barisnya, atau "*" untuk selebihnya',
    ],
    [
      'hanya_ya[cuti]',
      'tabel "hanya_ya" tidak mempunyai baris untuk tidak; tambahkan barisnya, atau "*" untuk selebihnya',
    ],
    [
      'sepuluh[delapan_belas]',
      'tabel "sepuluh" tidak mempunyai baris untuk 11, 12, 13, 14, 15, 16, 17, 18; tambahkan barisnya, atau "*" untuk selebihnya',
    ],
    [
      'sepuluh[dua_puluh]',
      'tabel "sepuluh" tidak mempunyai baris untuk 11, 12, 13, 14, 15, 16, 17, 18 dan 2 lagi; tambahkan barisnya, atau "*" untuk selebihnya',
    ],
    [
      'seribu[banyak_kelas]',
      'tabel "seribu" tidak mempunyai baris untuk 1001; tambahkan barisnya, atau "*" untuk selebihnya',
    ],
    ['per_kata[upah]', 'kunci tabel "per_kata" harus teks, "upah" adalah rupiah'],
    ['per_kelas[lama]', 'kunci tabel "per_kelas" harus bilangan, "lama" adalah menit'],
    ['per_kelas[nama]', 'kunci tabel "per_kelas" harus bilangan, "nama" adalah teks'],
    ['per_ya[nama]', 'kunci tabel "per_ya" harus ya_tidak, "nama" adalah teks'],
    ['pita[lama]', 'kunci tabel "pita" harus rupiah, "lama" adalah menit'],
    ['bertanggal[nama]', 'kunci tabel "bertanggal" harus tanggal, "nama" adalah teks'],
    ['bertanggal["besok"]', '"besok" bukan tanggal; tulis TTTT-BB-HH'],
    ['kelas_kata[1, upah]', 'kunci tabel "kelas_kata" harus teks, "upah" adalah rupiah'],
    ['seribu[banyak_sekali]', 'accepted as rupiah utuh'],
    [
      'per_kata[golongan]',
      'tabel "per_kata" tidak mempunyai baris untuk IV, III; tambahkan barisnya, atau "*" untuk selebihnya',
    ],
  ])('%s is refused: %s', (formula, reason) => expect(refusal(formula)).toBe(reason));

  it.each([
    ['a text written out under a number written out', 'kelas_kata[1, "kk"]', '[1, kk]'],
    ['a text written out under every class', 'kelas_kata[kelas, "pk"]', '[2, pk], [3, pk], [4, pk]'],
    ['a text written out under rows of which nothing is known', 'kelas_kata[kelas_bebas, "bk"]', '[*, bk]'],
    ['every choice under a text of which nothing is known', 'kata_kata[nama, golongan]', '[b, III]'],
    ['every choice under a band', 'pita_kata[upah, golongan]', '[pita ke-2, IV]'],
    ['every choice under a day', 'tanggal_kata[tgl, golongan]', '[2026-03-15, IV]'],
    ['every class under a choice', 'kata_kelas["a", kelas]', '[a, 3], [a, 4]'],
    ['a choice in a column', 'per_kata[hukuman.tingkat]', 'BERAT'],
    ['a class in a column', 'per_kelas[hukuman.kelas]', '5'],
    ['the first key, as a map', 'kelas_kata[kelas_lima]', null],
    ['yes and no that is computed', 'hanya_ya[bukan cuti]', 'tidak'],
    ['a number of which nothing is known', 'per_kelas[hukuman.kali]', null],
    ['no choice, but a text', 'kata_kata[nama, nama]', null],
  ])('has a row for %s: %s', (_, formula, without) => {
    const said = refusal(formula);
    if (without === null) expect(said).toContain('accepted as');
    else
      expect(said).toBe(
        `tabel "${formula.split('[')[0] ?? ''}" tidak mempunyai baris untuk ${without}; tambahkan barisnya, atau "*" untuk selebihnya`,
      );
  });

  it('of a text in force is asked for its first key alone', () => {
    over.scope.isAdopted = true;
    for (const formula of ['kelas_kata[1, "kk"]', 'kelas_kata[kelas, "pk"]', 'per_kelas[hukuman.kelas]'])
      expect(refusal(formula)).toContain('accepted as');
    expect(refusal('per_kata["c"]')).toContain('tidak mempunyai baris untuk c');
    expect(refusal('per_kelas[kelas_lima]')).toContain('tidak mempunyai baris untuk 5');
    over.scope.isAdopted = false;
  });

  it('notes the cell that was found, with its keys as people read them', () => {
    expect(notes('kelas_kata[kelas, nama_bk]').inputs['kelas_kata[kelas, nama_bk]']).toEqual({
      kind: 'tabel',
      label: 'Tabel kelas_kata',
      value: '1',
      unit: 'rupiah',
      key: '2, bk',
      cite: 'Lampiran',
    });
    expect(notes('per_ya[cuti]').inputs['per_ya[cuti]']?.key).toBe('ya');
    expect(notes('pita[upah]').inputs['pita[upah]']?.key).toBe('Rp1.000');
    expect(notes('kelas_kata[kelas]').inputs['kelas_kata[kelas]']).toMatchObject({
      value: { bk: '1' },
      unit: 'peta<rupiah>',
    });
    expect(notes('per_kata').inputs).toEqual({
      per_kata: {
        kind: 'tabel',
        label: 'Tabel per_kata',
        value: { a: '1', b: '2' },
        unit: 'peta<rupiah>',
        cite: 'Lampiran',
      },
    });
  });
});

describe('an item of a map or list', () => {
  it.each([
    ['urut["tpp"]', '100 (rupiah utuh)'],
    ['urut["bk"]', '0 (rupiah utuh)'],
    ['bebas[nama]', '7 (rupiah utuh)'],
    ['bebas["x"]', '0 (rupiah utuh)'],
    ['sebutan["a"]', 'satu (teks)'],
    ['sebutan["x"]', ' (teks)'],
    ['benar["a"]', 'ya (ya_tidak)'],
    ['benar["x"]', 'tidak (ya_tidak)'],
    ['tmt["a"]', '2026-01-01 (tanggal)'],
    ['tmt["x"]', '"TMT" tidak mempunyai isi untuk "x"'],
    ['predikat["a"]', 'Baik (pilihan Baik/Kurang)'],
    ['predikat["x"]', '"predikat" tidak mempunyai isi untuk "x"'],
    ['predikat_kosong["x"]', ' (pilihan Baik/)'],
    ['gabung(bebas, urut)["tpp"]', '100 (rupiah utuh)'],
    ['peta("a", tgl)[nama]', '"peta("a", tgl)" tidak mempunyai isi untuk "b"'],
    ['menit[1]', '30 (menit)'],
    ['menit[kelas]', '10 (menit)'],
    ['menit[banyak(menit)]', '10 (menit)'],
    ['menit[3]', '"Menit" berisi 2 butir, tidak ada butir ke-3'],
    ['menit[0]', '"Menit" berisi 2 butir, tidak ada butir ke-0'],
    ['menit[-1]', '"Menit" berisi 2 butir, tidak ada butir ke--1'],
    ['menit[1.5]', '"Menit" berisi 2 butir, tidak ada butir ke-1.5'],
    ['menit[1000000]', '"Menit" berisi 2 butir, tidak ada butir ke-1000000'],
    ['[5, 6][2]', '6 (bilangan utuh)'],
    ['kegiatan.uang[2]', '100 (rupiah utuh)'],
    ['kegiatan.uang[3]', '"kegiatan.uang" berisi 2 butir, tidak ada butir ke-3'],
    ['kegiatan[2].uang', '100 (rupiah utuh)'],
    ['langkah[urutan]', '2 (menit)'],
    ['menit[urutan]', '10 (menit)'],
    ['langkah_bebas[urutan]', '2 (menit)'],
    ['langkah_lain[2]', '2 (menit)'],
    ['hilang[1]', 'fakta "hilang" tidak ada'],
  ])('%s is %s', (formula, wanted) => expect(gives(formula)).toBe(wanted));

  it.each([
    ['upah[1]', '"upah" adalah rupiah, bukan tabel, peta atau daftar'],
    ['(upah + upah)[1]', '"upah + upah" adalah rupiah, bukan tabel, peta atau daftar'],
    ['menit[1, 2]', '"menit[1, 2]": peta dan daftar memakai satu kunci'],
    ['menit[]', '"menit[]": kunci di dalam [ ] kosong'],
    ['menit[nama]', 'butir daftar ditunjuk dengan angka (1 yang pertama) atau urutan: menit[urutan]'],
    ['menit[lama]', 'butir daftar ditunjuk dengan angka (1 yang pertama) atau urutan: menit[urutan]'],
    ['menit[50%]', 'butir daftar ditunjuk dengan angka (1 yang pertama) atau urutan: menit[urutan]'],
    ['urut[1]', 'kunci peta harus teks: "urut[1]"'],
    ['urut["x"]', '"x" bukan kunci "urut": tpp, bk'],
    ['asing["x"]', 'nama "asing" tidak dikenal'],
    [
      'langkah_lain[urutan]',
      '"langkah_lain[urutan]": urutan menunjuk butir "menit", sedangkan "langkah_lain" dihitung atas "lain"; keduanya harus dari daftar yang sama, tanpa "where"',
    ],
  ])('%s is refused: %s', (formula, reason) => expect(refusal(formula)).toBe(reason));

  it('only the item that was asked for is noted', () => {
    expect(notes('bebas[nama] + bebas["a"]')).toEqual({
      inputs: {
        nama: { kind: 'fakta', label: 'nama', value: 'b', unit: 'teks' },
        'bebas[b]': { kind: 'langkah', label: 'bebas', value: '7', unit: 'rupiah' },
        'bebas[a]': { kind: 'langkah', label: 'bebas', value: '5', unit: 'rupiah' },
      },
      steps: [
        { name: 'bebas', key: 'b' },
        { name: 'bebas', key: 'a' },
      ],
    });
    expect(Object.keys(notes('menit[2]').inputs)).toEqual(['menit[2]']);
    expect(Object.keys(notes('gabung(urut, urut)["tpp"]').inputs)).toEqual(['urut']);
    expect(notes('urut["bk"]').inputs['urut[bk]']).toMatchObject({ label: 'Kriteria', value: '0' });
  });
});

it('the keys of a plain number are written as it is', () => {
  const plain = formulasOver({ n: [numberType(PLAIN), '2.50'] }, [
    table('t', [{ kind: 'exact', type: numberType(PLAIN) }], amounts('2.5')),
  ]);
  expect(plain.gives('t[n]')).toBe('1 (rupiah utuh)');
});
