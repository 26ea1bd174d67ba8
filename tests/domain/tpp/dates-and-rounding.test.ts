import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  boundsOf,
  daysBetween,
  isCivilDate,
  isPeriod,
  monthsBetween,
} from '../../../src/domain/tpp/civil-day.ts';
import { formulasOver } from './small-formula.ts';

/** Days and months as formulas count them, and the ways to round. */

const { gives, refusal } = formulasOver({
  upah: ['rupiah', '1250'],
  kurang: ['rupiah', '-1250'],
  porsi: ['persen', '12.74'],
  lama: ['menit', '451'],
  lama_bulan: ['bulan', '2.9'],
  hari_saja: ['hari', '-1.5'],
  nol: ['rupiah', '0'],
  tgl: ['tanggal', '2026-03-15'],
  akhir: ['tanggal', '2026-01-31'],
  nama: ['teks', '2026-01-01'],
  kerja: ['daftar<tanggal>', ['2026-03-02', '2026-03-03', '2026-03-16']],
  menit: ['daftar<menit>', ['1']],
  besok: ['tanggal', '2026-03-16'],
});

describe('functions of dates', () => {
  it.each([
    ['tanggal("2026-01-31")', '2026-01-31 (tanggal)'],
    ['awal_bulan(tgl)', '2026-03-01 (tanggal)'],
    ['akhir_bulan(tgl)', '2026-03-31 (tanggal)'],
    ['tanggal_ke(tgl)', '15 (bilangan utuh)'],
    ['tanggal_ke(tanggal("2026-03-01"))', '1 (bilangan utuh)'],
    ['hari_kerja_ke(tgl, kerja)', '3 (bilangan utuh)'],
    ['hari_kerja_ke(besok, kerja)', '3 (bilangan utuh)'],
    ['hari_kerja_ke(akhir, kerja)', '1 (bilangan utuh)'],
    ['hari_kerja_ke(tambah_hari(besok, 1 hari), kerja)', '4 (bilangan utuh)'],
    ['tambah_bulan(akhir, 1 bulan)', '2026-02-28 (tanggal)'],
    ['tambah_bulan(akhir, 2 bulan)', '2026-03-31 (tanggal)'],
    ['tambah_bulan(akhir, -1 bulan)', '2025-12-31 (tanggal)'],
    ['tambah_bulan(akhir, 0)', '2026-01-31 (tanggal)'],
    ['tambah_bulan(tgl, lama_bulan)', '2026-05-15 (tanggal)'],
    ['tambah_bulan(tgl, 1200 bulan)', '2126-03-15 (tanggal)'],
    ['tambah_bulan(tgl, 1201 bulan)', 'tambah_bulan(…): tanggal di luar tahun 1 sampai 9999'],
    ['tambah_hari(akhir, 1 hari)', '2026-02-01 (tanggal)'],
    ['tambah_hari(tgl, hari_saja)', '2026-03-14 (tanggal)'],
    ['tambah_hari(tgl, -15 hari)', '2026-02-28 (tanggal)'],
    ['tambah_hari(tanggal("0001-01-01"), -1 hari)', 'tambah_hari(…): tanggal di luar tahun 1 sampai 9999'],
    ['selisih_bulan(akhir, tgl)', '2 (bulan utuh)'],
    ['selisih_bulan(tgl, akhir)', '-2 (bulan utuh)'],
    ['selisih_hari(akhir, tgl)', '43 (hari utuh)'],
    ['selisih_hari(tgl, akhir)', '-43 (hari utuh)'],
    ['selisih_hari(tgl, tgl)', '0 (hari utuh)'],
    ['hari_irisan(akhir, tgl, akhir, tgl)', '44 (hari utuh)'],
    ['hari_irisan(akhir, tgl, tanggal("2026-02-01"), tanggal("2026-02-28"))', '28 (hari utuh)'],
    ['hari_irisan(tanggal("2026-02-01"), tanggal("2026-02-28"), akhir, tgl)', '28 (hari utuh)'],
    ['hari_irisan(akhir, tanggal("2026-02-10"), tanggal("2026-02-10"), tgl)', '1 (hari utuh)'],
    ['hari_irisan(tanggal("2026-02-10"), tgl, akhir, tanggal("2026-02-10"))', '1 (hari utuh)'],
    ['hari_irisan(akhir, tanggal("2026-02-09"), tanggal("2026-02-10"), tgl)', '0 (hari utuh)'],
    ['hari_irisan(tanggal("2026-02-10"), tgl, akhir, tanggal("2026-02-09"))', '0 (hari utuh)'],
    ['hari_irisan(akhir, akhir, tgl, tgl)', '0 (hari utuh)'],
    ['hari_irisan(tgl, tgl, tgl, tgl)', '1 (hari utuh)'],
    [
      'hari_irisan(tgl, akhir, akhir, tgl)',
      'hari_irisan(…): rentang 2026-03-15 sampai 2026-01-31 berakhir sebelum dimulai',
    ],
    [
      'hari_irisan(akhir, tgl, tgl, tanggal("2026-03-14"))',
      'hari_irisan(…): rentang 2026-03-15 sampai 2026-03-14 berakhir sebelum dimulai',
    ],
  ])('%s is %s', (formula, wanted) => expect(gives(formula)).toBe(wanted));

  it.each([
    [
      'tanggal(tgl)',
      'tanggal(…) hanya untuk tanggal yang tertulis, misalnya tanggal("2026-01-31"); "tgl" sudah tanggal, tulis tanpa tanggal(…)',
    ],
    [
      'tanggal(nama)',
      'tanggal(…) hanya untuk tanggal yang tertulis, misalnya tanggal("2026-01-31"); "nama" adalah teks: tulis type: tanggal pada fakta atau kolomnya',
    ],
    ['tanggal("2026-02-30")', 'tanggal("TTTT-BB-HH"): isinya harus tanggal yang benar di dalam tanda kutip'],
    [
      'awal_bulan("2026-01-01")',
      'awal_bulan(…): ""2026-01-01"" adalah teks, di sini perlu tanggal; tulis tanggal("TTTT-BB-HH")',
    ],
    ['awal_bulan(nama)', 'awal_bulan(…): "nama" adalah teks, di sini perlu tanggal'],
    ['tanggal_ke(upah)', 'tanggal_ke(…): "upah" adalah rupiah, di sini perlu tanggal'],
    [
      'hari_kerja_ke(tgl, menit)',
      'hari_kerja_ke(tanggal, daftar): "menit" harus daftar tanggal, misalnya fakta dengan source kalender.tanggal_kerja',
    ],
    ['hari_kerja_ke(tgl, upah)', '"upah" adalah rupiah, di sini perlu daftar atau peta'],
    ['hari_kerja_ke(nama, kerja)', 'hari_kerja_ke(…): "nama" adalah teks, di sini perlu tanggal'],
    ['tambah_bulan(nama, 1 bulan)', 'tambah_bulan(…): "nama" adalah teks, di sini perlu tanggal'],
    ['tambah_bulan(tgl, 1 hari)', 'tambah_bulan(tanggal, n): n bersatuan bulan, misalnya 3 bulan'],
    ['tambah_bulan(tgl, 1)', 'tambah_bulan(tanggal, n): n bersatuan bulan, misalnya 3 bulan'],
    ['tambah_hari(tgl, 1 bulan)', 'tambah_hari(tanggal, n): n bersatuan hari, misalnya 3 hari'],
    ['tambah_hari(tgl, nama)', '"nama" adalah teks, di sini perlu angka'],
    ['selisih_hari(tgl, nama)', 'selisih_hari(…): "nama" adalah teks, di sini perlu tanggal'],
    ['selisih_bulan(nama, tgl)', 'selisih_bulan(…): "nama" adalah teks, di sini perlu tanggal'],
    ['hari_irisan(nama, tgl, tgl, tgl)', 'hari_irisan(…): "nama" adalah teks, di sini perlu tanggal'],
    ['hari_irisan(tgl, nama, tgl, tgl)', 'hari_irisan(…): "nama" adalah teks, di sini perlu tanggal'],
    ['hari_irisan(tgl, tgl, nama, tgl)', 'hari_irisan(…): "nama" adalah teks, di sini perlu tanggal'],
    ['hari_irisan(tgl, tgl, tgl, nama)', 'hari_irisan(…): "nama" adalah teks, di sini perlu tanggal'],
  ])('%s is refused: %s', (formula, reason) => expect(refusal(formula)).toBe(reason));
});

describe('the calendar of formulas', () => {
  it('begins with the year 1 and ends with 9999', () => {
    expect(
      ['0000-12-31', '0001-01-01', '9999-12-31', '2026-02-29', '2024-02-29', '2026-1-1', 'besok'].map(isCivilDate),
    ).toEqual([false, true, true, false, true, false, false]);
    expect(['2026-12', '2026-13', '0000-12', '2026-1', '2026-01-01'].map(isPeriod)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(boundsOf('2026-02')).toEqual(['2026-02-01', '2026-02-28']);
    expect(boundsOf('9999-12')).toEqual(['9999-12-01', '9999-12-31']);
    expect(boundsOf('9999-11')).toEqual(['9999-11-01', '9999-11-30']);
  });

  it('adds days up to its very ends, whole ones', () => {
    expect(addDays('0001-01-02', -1)).toBe('0001-01-01');
    expect(addDays('0001-01-01', -1)).toBeNull();
    expect(addDays('0001-01-01', 0)).toBe('0001-01-01');
    expect(addDays('9999-12-30', 1)).toBe('9999-12-31');
    expect(addDays('9999-12-31', 1)).toBeNull();
    expect(addDays('0001-01-01', daysBetween('0001-01-01', '9999-12-31'))).toBe('9999-12-31');
    expect(addDays('2026-01-01', 0.5)).toBeNull();
    expect(addDays('2026-01-01', Number.NaN)).toBeNull();
    expect(addMonths('2026-01-01', 0.5)).toBeNull();
  });

  const day = fc
    .tuple(fc.integer({ min: 1000, max: 9000 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .map(each => each.map(number => String(number).padStart(2, '0')).join('-'));

  it('days there and back are the same, and months there and back for days that every month has', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -900, max: 900 }), (from, by) => {
        const later = addDays(from, by);
        expect(later === null ? null : [daysBetween(from, later), addDays(later, -by)]).toEqual([by, from]);
        const month = addMonths(from, by);
        expect(month === null ? null : [monthsBetween(from, month), month.slice(8), addMonths(month, -by)]).toEqual([
          by,
          from.slice(8),
          from,
        ]);
      }),
    );
  });
});

describe('rounding', () => {
  it.each([
    ['bulat(upah / 100)', '13 (rupiah utuh)'],
    ['bulat(upah / 100, 0)', '13 (rupiah utuh)'],
    ['bulat(upah / 1000, 1)', '1.3 (rupiah)'],
    ['bulat(kurang / 100)', '-13 (rupiah utuh)'],
    ['potong(upah / 100)', '12 (rupiah utuh)'],
    ['potong(kurang / 100)', '-12 (rupiah utuh)'],
    ['bulat(upah, Rp100)', '1300 (rupiah utuh)'],
    ['potong(upah, Rp100)', '1200 (rupiah utuh)'],
    ['bulat(upah, Rp7 / 2)', '1249.5 (rupiah)'],
    ['bulat(porsi, 1)', '12.7 (persen)'],
    ['bulat(porsi)', '13 (persen utuh)'],
    ['bulat(porsi, 0.5%)', '12.5 (persen)'],
    ['bulat(porsi, 5%)', '15 (persen utuh)'],
    ['bulat(2.25, 1)', '2.3 (bilangan)'],
    ['bulat(1 / 3, 10)', '0.3333333333 (bilangan)'],
    ['bulat(1 / 3, 0)', '0 (bilangan utuh)'],
    ['lantai(upah, Rp100)', '1200 (rupiah utuh)'],
    ['lantai(kurang, Rp100)', '-1300 (rupiah utuh)'],
    ['atap(upah, Rp100)', '1300 (rupiah utuh)'],
    ['atap(kurang, Rp100)', '-1200 (rupiah utuh)'],
    ['lantai(lama / 60 menit, 1)', '7 (bilangan utuh)'],
    ['lantai(upah, Rp1)', '1250 (rupiah utuh)'],
    ['atap(upah, Rp1 / 2)', '1250 (rupiah)'],
    ['lantai(upah, nol)', 'kelipatan pada lantai(…) harus lebih dari 0'],
    ['bulat(upah, kurang)', 'kelipatan pada bulat(…) harus lebih dari 0'],
    ['persen(upah / Rp2.500)', '50 (persen)'],
    ['persen(0.5)', '50 (persen)'],
    ['angka(porsi)', '12.74 (bilangan)'],
    ['angka(50%)', '50 (bilangan utuh)'],
    ['angka(lama)', '451 (bilangan)'],
    ['bagi(upah, Rp2, 9)', '625 (bilangan)'],
    ['bagi(upah, nol, 9)', '9 (bilangan)'],
    ['bagi(upah, 2, 0)', '625 (rupiah)'],
    ['bagi(upah, lama, 0)', '2.771618625277 (rupiah/menit)'],
    ['prorata(upah, 1 hari, 2 hari)', '625 (rupiah)'],
    ['prorata(upah, 3 hari, 2 hari)', '1875 (rupiah)'],
    ['prorata(upah, 0, 2 hari)', '0 (rupiah)'],
    ['prorata(porsi, 1, 2)', '6.37 (persen)'],
    ['prorata(upah, nol, nol)', 'prorata(…): "nol" bernilai 0'],
  ])('%s is %s', (formula, wanted) => expect(gives(formula)).toBe(wanted));

  const PLACES = 'd harus angka 0 sampai 10, yaitu banyaknya desimal';
  it.each([
    ['bulat(upah, 11)', `bulat(x, d): ${PLACES}, atau kelipatan bersatuan sama, misalnya Rp100`],
    ['bulat(upah, -1)', `bulat(x, d): ${PLACES}, atau kelipatan bersatuan sama, misalnya Rp100`],
    ['potong(upah, 1.5)', `potong(x, d): ${PLACES}, atau kelipatan bersatuan sama, misalnya Rp100`],
    ['bulat(upah, 1 menit)', `bulat(x, d): ${PLACES}, atau kelipatan bersatuan sama, misalnya Rp100`],
    ['bulat(lama, 1 + 1)', `bulat(x, d): ${PLACES}, atau kelipatan bersatuan sama, misalnya 10 menit`],
    ['bulat(porsi, 1 hari)', `bulat(x, d): ${PLACES}, atau kelipatan bersatuan sama, misalnya 10 persen`],
    ['bulat(2.5, 1 + 1)', `bulat(x, d): ${PLACES}`],
    ['bulat(2.5, 11)', `bulat(x, d): ${PLACES}`],
    ['bulat(nama)', '"nama" adalah teks, di sini perlu angka'],
    ['bulat(upah, nama)', '"nama" adalah teks, di sini perlu angka'],
    [
      'lantai(upah, 1000)',
      'lantai(x, kelipatan): satuannya harus sama, ditulis rupiah dan bilangan; tulis lantai(upah, Rp1.000)',
    ],
    ['lantai(upah, 0.5)', 'lantai(x, kelipatan): satuannya harus sama, ditulis rupiah dan bilangan'],
    [
      'atap(lama, 0.5)',
      'atap(x, kelipatan): satuannya harus sama, ditulis menit dan bilangan; tulis atap(lama, 0.5 menit)',
    ],
    ['atap(lama, 5 hari)', 'atap(x, kelipatan): satuannya harus sama, ditulis menit dan hari'],
    ['atap(lama, 2 + 3)', 'atap(x, kelipatan): satuannya harus sama, ditulis menit dan bilangan'],
    ['lantai(nama, 5)', '"nama" adalah teks, di sini perlu angka'],
    ['lantai(upah, nama)', '"nama" adalah teks, di sini perlu angka'],
    ['persen(upah)', 'persen(x): x harus perbandingan tanpa satuan, "upah" adalah rupiah'],
    ['persen(porsi)', 'persen(x): x harus perbandingan tanpa satuan, "porsi" adalah persen'],
    ['angka(nama)', '"nama" adalah teks, di sini perlu angka'],
    ['bagi(upah, lama, Rp1)', 'rupiah/menit dan rupiah tidak dapat dipadankan: "bagi(upah, lama, Rp1)" dengan "Rp1"'],
    ['bagi(upah, nama, 0)', '"nama" adalah teks, di sini perlu angka'],
    ['bagi(nama, upah, 0)', '"nama" adalah teks, di sini perlu angka'],
    ['prorata(nama, 1, 2)', '"nama" adalah teks, di sini perlu angka'],
    ['prorata(upah, 1 hari, 2 bulan)', 'hari dan bulan tidak dapat dipadankan: "1 hari" dengan "2 bulan"'],
    ['prorata(upah, nama, nama)', 'prorata(nilai, bagian, seluruh): bagian dan seluruh harus angka'],
  ])('%s is refused: %s', (formula, reason) => expect(refusal(formula)).toBe(reason));
});
