import { describe, expect, it, test } from 'vitest';
import type { FactValue } from '../../../src/domain/tpp/computation.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { sentence } from '../../../src/domain/tpp/sentence.ts';
import { valueInWords } from '../../../src/domain/tpp/value-words.ts';
import { faults, good, small } from './policies.ts';

/** A formula that uses every fact: one that nothing uses is refused. */
const ALL_FACTS =
  'banyak(kriteria) + banyak(lain) + banyak(kode) + banyak(jabatan) + banyak(kosong) + banyak(libur) + (jika tgl > awal_periode maka 1 selain 0)';

const AROUND = (expr: string, more = ''): string =>
  small(`
inputs:
  kelas: { label: Kelas, type: kali, min: 1, max: 9, default: 7, source: jabatan.kelas }
  kriteria: { label: Kriteria, type: peta<rupiah>, keys: [BK, PK, KK], default: { BK: 100, PK: 50 }, source: fakta.kriteria }
  lain: { label: Lain, type: peta<rupiah>, default: { TB: 7, PK: 1 }, source: fakta.lain }
  kode: { label: Kode, type: peta<kali>, default: { TL: 2 }, source: presensi.kode }
  jabatan: { label: Jabatan, type: daftar<baris>, fields: { kelas_jabatan: kali, hari_jabatan: hari, mulai: tanggal, minggu: kali, macam: teks }, default: [[1, 10, 2026-10-01, 2, b], [2, 20, 2026-10-12, 10, a], [1, 1, 2026-10-12, 2, b]], source: jabatan.daftar }
  kosong: { label: Kosong, type: daftar<baris>, fields: { hari_jabatan: hari }, default: [], source: fakta.kosong }
  libur: { label: Libur, type: daftar<tanggal>, default: [2026-10-12], source: kalender.libur }
  tgl: { label: Tanggal, type: tanggal, default: 2026-10-12, source: fakta.tgl }
tables:
  besaran:
    label: Besaran
    cite: L1
    keys: [kali, teks]
    value: rupiah
    rows: { 1: { BK: 300, PK: 30 }, 2: { BK: 600, KK: 5 }, "*": { BK: 1 } }
steps:
${more}  - { set: hasil, label: Hasil, cite: P1, expr: '${expr}' }
outputs: { hasil: hasil, b: 'besaran[kelas, "BK"]', c: '${ALL_FACTS}' }
`);

const value = (expr: string, facts: Readonly<Record<string, FactValue>> = {}, more = '') => {
  const found = compute(good(AROUND(expr, more)), { period: '2026-10', values: facts });
  if (found.missing.length > 0) return found.missingFacts[0]?.reason;
  const { b: _b, c: _c, ...rest } = found.outputs;
  return Object.fromEntries(Object.entries(rest).map(([key, text]) => [key.replace(/^hasil\.?/, ''), text]));
};
const refused = (expr: string, more = '') => faults(AROUND(expr, more)).join('; ');

const PER_POST = `  - { set: tarif_jabatan, each: jabatan, label: T, cite: P, expr: 'besaran[nilai.kelas_jabatan] * (nilai.hari_jabatan / 31 hari)' }\n`;

describe('maps', () => {
  it('are written out by their keys', () => {
    expect(value('peta("POL", Rp5, "TB", jumlah(kriteria))')).toEqual({ POL: '5', TB: '150' });
    expect(value('gabung(kriteria, peta("TB", Rp9))')).toEqual({ BK: '100', PK: '50', TB: '9' });
    expect(refused('peta("A", Rp1, "B")')).toContain('sepasang-sepasang');
    expect(refused('peta("A", Rp1, "A", Rp2)')).toContain('"A" ditulis dua kali');
    expect(refused('peta(tgl, Rp1)')).toContain('teks di dalam tanda kutip');
    expect(refused('peta("A", Rp1, "B", 5%)')).toContain('tidak dapat dipadankan');
  });

  it('are multiplied and divided by a number, key by key', () => {
    expect(value('kriteria * 80%')).toEqual({ BK: '80', PK: '40' });
    expect(value('2 * kriteria')).toEqual({ BK: '200', PK: '100' });
    expect(value('jumlah(kriteria / 4)')).toEqual({ '': '37.5' });
    expect(value('kriteria / (kelas - 7)')).toContain('pembagian dengan nol');
    expect(refused('kriteria + Rp5')).toContain('peta<rupiah> tidak dapat ditambah rupiah');
    expect(refused('kriteria * kode')).toContain('tulis langkah dengan "each"');
    expect(refused('5 / kriteria')).toContain('tidak dapat dibagi');
    expect(refused('bulat(kriteria)')).toContain('untuk setiap isinya tulis langkah dengan "each"');
    expect(refused('kriteria > Rp5')).toContain('ambil dahulu satu nilai');
    expect(refused('libur = tgl')).toContain('ambil dahulu satu nilai');
  });

  it('are added and subtracted key by key, an absent key being zero', () => {
    expect(value('kriteria + lain')).toEqual({ BK: '100', PK: '51', TB: '7' });
    expect(value('kriteria - lain')).toEqual({ BK: '100', PK: '49', TB: '-7' });
    expect(refused('kriteria + kode')).toContain('rupiah tidak dapat ditambah bilangan');
  });

  it('are summed over a list of them, in the order of their keys', () => {
    expect(
      value(
        'jumlah(tarif_jabatan)',
        {
          jabatan: [
            ['1', '31', '2026-10-01', '1', 'a'],
            ['2', '31', '2026-10-01', '1', 'a'],
          ],
        },
        PER_POST,
      ),
    ).toEqual({ BK: '900', KK: '5', PK: '30' });
    expect(value('jumlah(tarif_jabatan)', { jabatan: [] }, PER_POST)).toEqual({});
  });

  it('a list of them is no result by itself', () => {
    expect(refused('tarif_jabatan', PER_POST)).toContain('daftar<peta<rupiah>>');
    const nested = `  - { set: dalam_dalam, each: kode, label: T, cite: P, expr: 'besaran[kelas]' }\n`;
    expect(refused('dalam_dalam', nested)).toContain('peta<peta<rupiah>>');
  });
});

describe('pilih_terbesar and pilih_terkecil', () => {
  it('take the item of the largest weight, the first of equals', () => {
    expect(value('pilih_terbesar(tarif_jabatan, jabatan.hari_jabatan) * 31', {}, PER_POST)).toEqual({
      BK: '12000',
      KK: '100',
    });
    expect(value('pilih_terkecil(jabatan.hari_jabatan, jabatan.kelas_jabatan)')).toEqual({ '': '10' });
    expect(value('pilih_terbesar(jabatan.macam, jabatan.mulai)')).toEqual({ '': 'a' });
    expect(value('pilih_terbesar(kode, kode)')).toEqual({ '': '2' });
  });

  it('say what holds of an empty list', () => {
    expect(value('pilih_terbesar(kosong.hari_jabatan, kosong.hari_jabatan, 3 hari)')).toEqual({ '': '3' });
    expect(refused('pilih_terbesar(kosong.hari_jabatan, kosong.hari_jabatan)')).toContain('dapat kosong');
  });

  it('refuse weights that are not beside the items', () => {
    expect(value('pilih_terbesar(jabatan.macam, kosong.hari_jabatan, "x")')).toContain('tidak sama panjang');
    expect(value('pilih_terbesar(kriteria, kode, Rp0)')).toContain('kuncinya tidak sama');
    expect(refused('pilih_terbesar(jabatan.macam, kode, "x")')).toContain('sama-sama daftar atau sama-sama peta');
    expect(refused('pilih_terbesar(jabatan.hari_jabatan, jabatan.macam, 1 hari)')).toContain('angka atau tanggal');
  });
});

describe('jumlah_menurut', () => {
  it('adds up what has the same key, in the order of the keys', () => {
    expect(value('jumlah_menurut(jabatan.minggu, jabatan.hari_jabatan)')).toEqual({ '2': '11', '10': '20' });
    expect(Object.keys(value('jumlah_menurut(jabatan.minggu, jabatan.hari_jabatan)') ?? {})).toEqual(['2', '10']);
    expect(value('jumlah_menurut(jabatan.mulai, jabatan.hari_jabatan)')).toEqual({
      '2026-10-01': '10',
      '2026-10-12': '21',
    });
    expect(value('jumlah_menurut(jabatan.macam, jabatan.kelas_jabatan)')).toEqual({ a: '2', b: '2' });
    expect(value('banyak(jumlah_menurut(kosong.hari_jabatan, kosong.hari_jabatan))')).toEqual({ '': '0' });
  });

  it('refuses lists that do not belong together', () => {
    expect(value('jumlah_menurut(jabatan.macam, kosong.hari_jabatan)')).toContain('tidak sama panjang');
    expect(refused('jumlah_menurut(kode, kode)')).toContain('dua daftar');
    expect(refused('jumlah_menurut(jabatan.macam, jabatan.macam)')).toContain('harus angka');
  });
});

describe('dates', () => {
  it('are found in a list of dates', () => {
    const yes = { '': 'true' };
    expect(value('tgl dalam libur')).toEqual(yes);
    expect(value('tgl dalam ["2026-10-11", "2026-10-12"]')).toEqual(yes);
    expect(value('tgl dalam [awal_periode, "2026-10-13"]')).toEqual({ '': 'false' });
    expect(value('"2026-10-12" dalam libur')).toEqual(yes);
    expect(value('banyak([awal_periode, "2026-10-13"])')).toEqual({ '': '2' });
    expect(refused('tgl dalam ["2026-10-32"]')).toContain('bukan tanggal');
    expect(refused('tgl dalam kode')).toContain('tidak dapat dicari di dalam peta<bilangan>');
    expect(refused('tgl dalam awal_periode')).toContain('harus ada daftar');
  });

  it('share days, both ends included', () => {
    expect(value('hari_irisan(awal_periode, akhir_periode, tgl, akhir_periode)')).toEqual({ '': '20' });
    expect(value('hari_irisan(tgl, tgl, tgl, tgl)')).toEqual({ '': '1' });
    expect(value('hari_irisan(awal_periode, tgl, tanggal("2026-10-13"), akhir_periode)')).toEqual({ '': '0' });
    expect(value('hari_irisan(awal_periode, akhir_periode, tgl, awal_periode)')).toContain('berakhir sebelum dimulai');
    expect(refused('hari_irisan(awal_periode, akhir_periode, tgl)')).toContain('memerlukan 4 isian');
  });
});

describe('the total of a table', () => {
  const table = (keys: string, rows: string) =>
    faults(
      small(`
tables:
  bobot: { label: B, cite: P, keys: ${keys}, value: persen, total: 100, rows: ${rows} }
inputs:
  kelompok: { label: K, type: teks, source: fakta.kelompok }
steps:
  - { set: hasil, label: H, cite: P, expr: 'bobot[kelompok${keys === 'teks' ? '' : ', "A"'}]' }
outputs: { hasil: hasil }
`),
    ).join('; ');

  it('holds for every innermost group', () => {
    expect(table('teks', '{ A: 60, B: 40 }')).toBe('');
    expect(table('teks', '{ A: 60, B: 30 }')).toContain('jumlah tabel "bobot" adalah 90, seharusnya 100');
    expect(table('[teks, teks]', '{ JPT: { A: 100 }, "*": { A: 60, B: 40 } }')).toBe('');
    const wrong = table('[teks, teks]', '{ JPT: { A: 70, B: 40 }, "*": { A: 60, B: 35 } }');
    expect(wrong).toContain('jumlah baris "JPT" pada tabel "bobot" adalah 110');
    expect(wrong).toContain('jumlah baris "*" pada tabel "bobot" adalah 95');
  });

  it('is refused where there is nothing to add up', () => {
    expect(table('[teks, pita hari]', '{ JPT: [[null, 1]] }')).toContain('kunci terakhirnya bukan pita');
  });
});

describe('the explanation of a step over what a formula makes', () => {
  const found = compute(
    good(
      AROUND(
        'jumlah(bagian)',
        `  - { set: bagian, each: kriteria * jumlah(hari_dua) / 31 hari, label: Bagian, cite: P, expr: bulat(nilai) }\n`,
      )
        .replace(
          'steps:\n',
          `steps:\n  - { set: hari_dua, each: jabatan, label: Hari, cite: P, expr: nilai.hari_jabatan }\n`,
        )
        .replace('outputs:', 'components:\n  - { each: bagian, kind: pendapatan, labels: {} }\noutputs:'),
    ),
    { period: '2026-10', values: {} },
  );
  const why = found.components[0]?.why;

  it('leads from an item to what the formula looked at', () => {
    expect(why).toMatchObject({
      rule: 'bagian[BK]',
      children: [{ rule: 'bagian.asal', children: [{ rule: 'hari_dua' }] }],
    });
    expect(why?.children.map(sentence)).toEqual([
      'Kriteria BK Rp100; PK Rp50 × jumlah (Hari 10 hari; 20 hari; 1 hari) : 31 hari = BK Rp100; PK Rp50',
    ]);
  });

  it('names the column that was used, not the whole row', () => {
    const [hari] = why?.children[0]?.children ?? [];
    expect(hari?.children.map(sentence)).toEqual([
      'Jabatan: hari jabatan = 10 hari',
      'Jabatan: hari jabatan = 20 hari',
      'Jabatan: hari jabatan = 1 hari',
    ]);
  });
});

test('maps within a list, and rows, are read apart', () => {
  expect(valueInWords([{ BK: '1', PK: '2' }, { BK: '3' }], 'daftar<peta<rupiah>>')).toBe('(BK Rp1; PK Rp2); (BK Rp3)');
  expect(valueInWords([{ kelas: '7', mulai: '2026-01-01' }], 'daftar<baris>')).toBe('(kelas 7; mulai 2026-01-01)');
  expect(valueInWords([], 'daftar<baris>')).toBe('tidak ada');
});
