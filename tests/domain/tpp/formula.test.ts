import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formulaText } from '../../../src/domain/tpp/formula.ts';
import { FormulaError } from '../../../src/domain/tpp/formula-lexer.ts';
import { parseFormula } from '../../../src/domain/tpp/formula-parser.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { faults, good, small } from './policies.ts';

/** A formula that uses every fact: one that nothing uses is refused. */
const ALL_FACTS = [
  ...[
    'kode',
    'kriteria',
    'telat',
    'kosong_saja',
    'mungkin',
    'tmt_sk',
    'predikat',
    'catatan',
    'nol_semua',
    'bebas',
    'skp',
  ].map(name => `banyak(${name})`),
  ...['porsi', 'poinku', 'target', 'hari_tk', 'lama', 'kali_apel'].map(name => `angka(${name})`),
  `(jika cuti dan nama = "" dan tmt > awal_periode maka 1 selain 0)`,
].join(' + ');

/** A regulation that gives one formula as its output, over one fact of each kind. */
const around = (formula: string): string =>
  small(`
inputs:
  gaji: { label: Gaji, type: rupiah, default: 5000000, min: -10000000, source: fakta.gaji }
  porsi: { label: Porsi, type: persen, default: 98.2, source: fakta.porsi }
  poinku: { label: Poin, type: poin, default: 5796, source: fakta.poin }
  target: { label: Target, type: poin, default: 6300, source: fakta.target }
  hari_tk: { label: Hari TK, type: hari, default: 2, source: fakta.tk }
  lama: { label: Lama, type: menit, default: 451, source: fakta.menit }
  kali_apel: { label: Apel, type: kali, default: 3, source: fakta.apel }
  golongan: { label: Golongan, type: pilihan, options: [I, II, III, IV], default: III, source: fakta.gol }
  nama: { label: Nama, type: teks, default: Wayan, source: fakta.nama }
  cuti: { label: Cuti, type: ya_tidak, default: ya, source: fakta.cuti }
  tmt: { label: TMT, type: tanggal, default: 2025-11-30, source: fakta.tmt }
  kode: { label: Kode, type: peta<kali>, default: { TL1: 2, TK: 1 }, source: fakta.kode }
  kriteria: { label: Kriteria, type: peta<rupiah>, keys: [bk, pk], default: { pk: 1000001, bk: 2000000 }, source: fakta.comp }
  telat: { label: Telat, type: daftar<menit>, default: [10, 45, 100], source: fakta.telat }
  kosong_saja: { label: Kosong, type: daftar<menit>, source: fakta.kosong }
  mungkin: { label: Mungkin, type: daftar<menit>, default: [], source: fakta.mungkin }
  tmt_sk: { label: TMT menurut SK, type: peta<tanggal>, default: { A: 2025-11-30, B: 2026-02-15 }, source: fakta.tmt_sk }
  predikat: { label: Predikat, type: peta<pilihan>, options: [Baik, Kurang], default: { A: Baik }, source: fakta.predikat }
  catatan: { label: Catatan, type: peta<teks>, default: { A: x }, source: fakta.catatan }
  nol_semua: { label: Nol, type: peta<rupiah>, default: { A: 0 }, source: fakta.nol }
  bebas: { label: Bebas, type: peta<rupiah>, default: { A: 10 }, source: fakta.bebas }
  skp: { label: SKP, type: daftar<baris>, fields: { target_skp: bilangan, hasil: bilangan }, default: [[20, 10], { target_skp: 10, hasil: 12 }], source: fakta.skp }
tables:
  tarif_pita:
    label: Tarif
    cite: P
    keys: pita rupiah
    value: persen
    rows: [[5000000, 0], [6000000, 5], [null, 20]]
  tarif_golongan:
    label: Tarif golongan
    cite: P
    keys: [teks, pita rupiah]
    value: persen
    rows: { III: [[1000000, 5], [null, 10]], "*": [[null, 1]] }
  bobot_kriteria: { label: Bobot, cite: P, keys: teks, value: persen, rows: { bk: 60, pk: 40 } }
  bobot_lain: { label: Bobot lain, cite: P, keys: teks, value: persen, rows: { bk: 60, "*": 40 } }
  kenaikan:
    label: Kenaikan
    cite: P
    keys: pita tanggal
    value: persen
    rows: [{ from: 2026-01-01, value: 5 }, { from: 2026-02-15, value: 10 }]
steps:
  - { set: besaran, label: Besaran, cite: Pasal 1, expr: gaji }
outputs:
  besaran: besaran
  dipakai: tarif_pita[gaji] + tarif_golongan[golongan, gaji] + bobot_kriteria["bk"] + bobot_lain["bk"] + kenaikan[awal_periode]
  fakta: ${ALL_FACTS}
  hasil: '${formula.replaceAll("'", "''")}'
`);

const result = (formula: string): string | undefined => {
  const regulation = good(around(formula));
  const found = compute(regulation, { period: '2026-02', values: { kosong_saja: [] } });
  return found.missingFacts[0]?.reason ?? found.outputs.hasil;
};

const refusal = (formula: string): string | undefined => faults(around(formula))[0]?.replace(/^\d+: /, '');

describe('what formulas give', () => {
  it.each([
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['7 - 2 - 1', '4'],
    ['100 / 8 / 2', '6.25'],
    ['-2 * -3', '6'],
    ['gaji * 98.2%', '4910000'],
    ['gaji * porsi', '4910000'],
    ['60% * porsi', '58.92'],
    ['0.6 * porsi', '58.92'],
    ['persen(poinku / target)', '92'],
    ['poinku / target', '0.92'],
    ['hari_tk * 7%/hari', '14'],
    ['kali_apel * 3%', '9'],
    ['gaji / 20 hari * hari_tk', '500000'],
    ['300 poin/hari * 21 hari', '6300'],
    ['lama + 1 jam * 60 menit/jam', '511'],
    ['lantai(lama / 450 menit, 1) * 3%', '3'],
    ['bulat(55.518%, 2)', '55.52'],
    ['potong(55.518%, 2)', '55.51'],
    ['bulat(2.5)', '3'],
    ['bulat(-2.5)', '-3'],
    ['potong(-2.7)', '-2'],
    ['lantai(gaji + Rp9.999, Rp10.000)', '5000000'],
    ['atap(gaji + Rp1, Rp10.000)', '5010000'],
    ['min(porsi, 90%)', '90'],
    ['maks(gaji - Rp9.000.000, 0)', '0'],
    ['batas(gaji, Rp1, Rp100)', '100'],
    ['jumlah(kode)', '3'],
    ['jumlah(telat)', '155'],
    ['rata(telat)', '51.666666666667'],
    ['banyak(telat)', '3'],
    ['banyak(kosong_saja)', '0'],
    ['jumlah(kosong_saja)', '0'],
    ['min(telat)', '10'],
    ['maks(telat)', '100'],
    ['jumlah(skp.hasil) / jumlah(skp.target_skp)', '0.733333333333'],
    ['kode["TK"] * 3%', '3'],
    ['kode["tidak ada"]', '0'],
    ['ambil(kode, "tidak ada", 9)', '9'],
    ['bagi(poinku, target - target, 1)', '1'],
    ['bagi(poinku, target, 1)', '0.92'],
    ['angka(porsi) / 2', '49.1'],
    ['prorata(gaji, 12 hari, 20 hari)', '3000000'],
    ['jika cuti maka 40% selain porsi', '40'],
    ['jika bukan cuti maka 40% selain porsi', '98.2'],
    ['jika golongan = "III" maka 5% selain (jika golongan = "IV" maka 15% selain 0%)', '5'],
    ['golongan dalam ["III", "IV"]', 'true'],
    ['"TK" dalam kode', 'true'],
    ['"XX" dalam kode', 'false'],
    ['1 < 2 <= 2', 'true'],
    ['1 < 2 < 2', 'false'],
    ['1 = 1 dan 2 != 2 atau ya', 'true'],
    ['bukan (1 = 1) atau tidak', 'false'],
    ['nama = "Wayan"', 'true'],
    ['tmt < "2025-12-01"', 'true'],
    ['selisih_bulan(tmt, awal_periode)', '3'],
    ['selisih_hari(tmt, akhir_periode)', '90'],
    ['tambah_bulan(tmt, 3 bulan) = tanggal("2026-02-28")', 'true'],
    ['bulan_ke = 2 dan periode = "2026-02"', 'true'],
    ['jumlah(alokasi(bulat(gaji / 3), kriteria))', '1666667'],
    ['jumlah(gabung(kriteria, kriteria)) = 2 * jumlah(kriteria)', 'true'],
    ['banyak(gabung(kriteria, alokasi(bulat(gaji), kriteria))) = banyak(kriteria)', 'true'],
    ['gaji × 10% ÷ 2', '250000'],
    ['lama < 451.5 menit', 'true'],
    ['maks(kosong_saja, 5 menit)', '5'],
    ['maks(mungkin, 0 menit)', '0'],
    ['maks(telat, mungkin, 60 menit)', '100'],
    ['jika banyak(mungkin) > 0 maka maks(mungkin) selain 0 menit', '0'],
    ['rata(mungkin, 7 menit)', '7'],
    ['rata(telat, 7 menit)', '51.666666666667'],
    ['maks(tmt_sk)', '2026-02-15'],
    ['min(tmt_sk, awal_periode, "2025-12-31")', '2025-11-30'],
    ['awal_bulan(tmt)', '2025-11-01'],
    ['akhir_bulan(tanggal("2024-02-29"))', '2024-02-29'],
    ['akhir_bulan(tanggal("9999-12-05"))', '9999-12-31'],
    ['akhir_bulan(tanggal("0001-01-05"))', '0001-01-31'],
    ['tanggal_ke(tmt) > 15', 'true'],
    ['hari_kerja_ke(tanggal("2025-01-01"), tmt_sk)', '1'],
    ['hari_kerja_ke(tanggal("9999-12-31"), tmt_sk) = banyak(tmt_sk) + 1', 'true'],
    ['hari_kerja_ke(maks(tmt_sk), tmt_sk) = banyak(tmt_sk)', 'true'],
    ['hari_kerja_ke(tambah_hari(min(tmt_sk), 1 hari), tmt_sk)', '2'],
    ['tambah_hari(tmt, 1 hari)', '2025-12-01'],
    ['tambah_hari(tmt, -30 hari)', '2025-10-31'],
    ['selisih_bulan(tanggal("2026-01-31"), tanggal("2026-02-01"))', '1'],
    ['selisih_bulan(tanggal("2026-02-15"), tanggal("2026-01-20"))', '-1'],
    ['tambah_bulan(tanggal("2026-08-31"), 6 bulan)', '2027-02-28'],
    ['ambil(tmt_sk, "C", "9999-12-31")', '9999-12-31'],
    ['tmt_sk["A"]', '2025-11-30'],
    ['catatan["C"] = ""', 'true'],
    ['bulat(Rp1.250, Rp100)', '1300'],
    ['potong(Rp1.299, Rp100)', '1200'],
    ['bulat(-Rp1.250, Rp100)', '-1300'],
    ['bulat(12.74%, 0.5%)', '12.5'],
    ['bulat(lama, 60 menit)', '480'],
    ['telat[1]', '10'],
    ['telat[banyak(telat)]', '100'],
    ['skp[2].hasil', '12'],
    ['[5%, 3%][2]', '3'],
    ['bertahap(Rp2.500.000, kriteria)["pk"]', '500000'],
    ['bertahap(Rp2.500.000, kriteria)["bk"]', '2000000'],
    ['bertahap(50 menit, telat)[2]', '40'],
    ['bertahap(50 menit, telat)[3]', '0'],
    ['jumlah(bertahap(0 - gaji, kriteria))', '0'],
    ['jumlah(alokasi(Rp0, bebas))', '0'],
    ['alokasi(Rp100, kriteria)["bk"]', '67'],
    ['alokasi(Rp100, kriteria)["pk"]', '33'],
    ['alokasi(Rp100, kriteria, "pk")["pk"]', '34'],
    ['progresif(tarif_pita, Rp6.500.000)', '150000'],
    ['progresif(tarif_golongan[golongan], gaji)', '450000'],
    ['progresif(tarif_golongan["I"], gaji)', '50000'],
    // Bands: up to 5,000,000 0 %, up to 6,000,000 5 %, then 20 %. 5,700,000 / 0.95 = 6,000,000, which still is within.
    ['grossup(tarif_pita, gaji)', '0'],
    ['grossup(tarif_pita, Rp5.700.000)', '300000'],
    ['grossup(tarif_pita, Rp5.700.001)', '1425000.25'],
    ['grossup(tarif_golongan["I"], Rp990.000)', '10000'],
    ['jumlah(bobot_kriteria)', '100'],
    ['alokasi(bulat(gaji), bobot_kriteria)["bk"]', '3000000'],
    ['kenaikan[awal_periode]', '5'],
    ['kenaikan["2026-02-15"]', '10'],
  ])('%s is %s', (formula, wanted) => expect(result(formula)).toBe(wanted));

  it.each([
    ['poinku / (target - target)', 'pembagian dengan nol: "target - target" bernilai 0'],
    ['rata(kosong_saja)', 'rata(…) dari daftar yang kosong'],
    ['min(kosong_saja)', 'min(…) dari daftar yang kosong'],
    ['lantai(gaji, gaji - gaji)', 'kelipatan pada lantai(…) harus lebih dari 0'],
    ['tmt_sk["C"] > tmt', '"TMT menurut SK" tidak mempunyai isi untuk "C"'],
    ['predikat["C"] = "Baik"', '"Predikat" tidak mempunyai isi untuk "C"'],
    ['telat[4]', '"Telat" berisi 3 butir, tidak ada butir ke-4'],
    ['telat[0]', '"Telat" berisi 3 butir, tidak ada butir ke-0'],
    ['telat[1.5]', '"Telat" berisi 3 butir, tidak ada butir ke-1.5'],
    ['jumlah(alokasi(Rp5, nol_semua))', 'alokasi(…): ada yang harus dibagi, padahal bobot semuanya nol atau kosong'],
    ['kenaikan["2025-12-31"]', 'tabel "Kenaikan" tidak mempunyai baris untuk "2025-12-31"'],
    ['batas(gaji, gaji, Rp100)', 'batas(…): batas bawah "gaji" lebih dari batas atas "Rp100"'],
    ['tambah_hari(tanggal("9999-12-31"), 1 hari)', 'tambah_hari(…): tanggal di luar tahun 1 sampai 9999'],
    ['alokasi(Rp5, bebas, nama)["A"]', 'alokasi(…): penerima sisa tidak ada di antara bobot'],
  ])('%s cannot be computed: %s', (formula, reason) => expect(result(formula)).toBe(reason));

  it('does not run away with numbers that grow and grow', () => {
    const steps = Array.from(
      { length: 40 },
      (_, i) => `  - { set: b${i + 1}, label: B, cite: P, expr: b${i} * b${i} }`,
    ).join('\n');
    const regulation = good(
      small(`
inputs:
  x: { label: X, type: bilangan, source: fakta.x }
steps:
  - { set: b0, label: B, cite: P, expr: x }
${steps}
outputs: { y: b40 }
`),
    );
    const found = compute(regulation, { period: '2026-01', values: { x: '123456789.123' } });
    expect(found.missingFacts[0]?.reason).toBe('angka menjadi terlalu besar');
  });
});

describe('what formulas are refused for', () => {
  it.each([
    ['gaji + 5%', 'rupiah tidak dapat ditambah persen: "gaji + 5%"'],
    ['poinku + hari_tk', 'poin tidak dapat ditambah hari: "poinku + hari_tk"'],
    ['lama > 30', 'beri satuan pada angkanya, misalnya "10 menit"'],
    ['porsi > 90', 'beri satuan pada angkanya'],
    ['poinku / target < 25%', '"poinku / target" dengan "25%"; tulis persen(poinku / target)'],
    ['min(poinku / target, 100%)', '; tulis persen(poinku / target)'],
    ['100% - poinku / target', '; tulis persen(poinku / target)'],
    ['banyak(telat) > 25%', '; bagi dahulu dengan seluruhnya: persen(banyak(telat) / seluruhnya)'],
    ['maks(skp.hasil, 100%)', 'beri satuan pada angkanya'],
    ['gaji > porsi', 'tidak dapat dipadankan'],
    ['hari_tk * 7% + porsi', 'bobot untuk setiap hari ditulis dengan satuannya, misalnya 7%/hari'],
    ['gajih * 2', 'nama "gajih" tidak dikenal; maksudnya gaji?'],
    ['golongan = "V"', '"V" bukan salah satu pilihan: I, II, III, IV'],
    ['golongan dalam ["III", "VI"]', '"VI" bukan salah satu pilihan'],
    ['kriteria["tb"]', '"tb" bukan kunci "kriteria": bk, pk'],
    ['skp.hasilnya', 'kolom "hasilnya" tidak ada'],
    ['jika gaji maka 1 selain 2', 'di sini perlu ya atau tidak'],
    ['jika cuti maka 1', '"selain" kurang'],
    ['nama < "x"', 'tidak dapat dibandingkan'],
    ['periode >= "2026-07"', 'bandingkan harinya, misalnya awal_periode >= "2026-07-01"'],
    ['nama * 2', 'di sini perlu angka'],
    [
      'bulat(gaji, 11)',
      'd harus angka 0 sampai 10, yaitu banyaknya desimal, atau kelipatan bersatuan sama, misalnya Rp100',
    ],
    ['bulat(gaji, -2)', 'd harus angka 0 sampai 10'],
    ['maks(mungkin)', '"mungkin" dapat kosong, dan maks(…) dari yang kosong tidak ada'],
    ['maks(mungkin)', 'tulis nilainya bila kosong: maks(mungkin, 0)'],
    [
      'min(mungkin)',
      'tulis batas yang berlaku bila kosong, misalnya min(mungkin, 100 menit); bukan 0, karena nilai itu juga ikut dibandingkan',
    ],
    ['rata(mungkin)', 'tulis nilainya bila kosong: rata(mungkin, 0)'],
    ['maks(nama, nama)', 'di sini perlu angka atau tanggal'],
    ['tanggal_ke("2026-01-01")', 'tulis tanggal("TTTT-BB-HH")'],
    ['hari_kerja_ke(tmt, telat)', '"telat" harus daftar tanggal, misalnya fakta dengan source kalender.tanggal_kerja'],
    ['hari_kerja_ke(tmt, tmt)', 'di sini perlu daftar atau peta'],
    ['tambah_hari(tmt, 3)', 'n bersatuan hari, misalnya 3 hari'],
    ['telat["A"]', 'butir daftar ditunjuk dengan angka (1 yang pertama) atau urutan: telat[urutan]'],
    ['gaji[1]', 'bukan tabel, peta atau daftar'],
    ['bertahap(gaji, bebas)', 'urutan "bebas" tidak ditetapkan; tulis "keys"'],
    ['bertahap(gaji, telat)', 'tidak dapat dipadankan'],
    ['batas(gaji, Rp500, Rp100)', 'bawah Rp500 lebih dari atas Rp100'],
    ['alokasi(Rp5, kriteria, "tb")', '"tb" bukan kunci bobotnya: bk, pk'],
    ['progresif(tarif_golongan, gaji)', 'mempunyai 1 kunci di depan pitanya, ditulis 0'],
    ['progresif(tarif_pita["III"], gaji)', 'ditulis tanpa kunci'],
    ['grossup(bobot_kriteria, gaji)', 'harus bertabel pita'],
    ['grossup(tarif_pita, porsi)', 'dasar harus rupiah'],
    ['jumlah(bobot_lain)', '"bobot_lain" adalah tabel; tulis dengan kuncinya'],
    ['kenaikan[gaji]', 'kunci tabel "kenaikan" harus tanggal'],
    ['predikat["A"] = "Cukup"', '"Cukup" bukan salah satu pilihan'],
    ['bulat()', 'memerlukan 1 sampai 2 isian, ditulis 0'],
    ['round(gaji)', 'fungsi "round" tidak dikenal'],
    ['__proto__(1)', 'fungsi "__proto__" tidak dikenal'],
    ['constructor', 'nama "constructor" tidak dikenal'],
    ['lantai(gaji, 10000)', 'satuannya harus sama, ditulis rupiah dan bilangan; tulis lantai(gaji, Rp10.000)'],
    ['atap(porsi, 5)', 'tulis atap(porsi, 5%)'],
    ['lantai(gaji, 0.5)', 'satuannya harus sama, ditulis rupiah dan bilangan'],
    ['jumlah(skp)', '"skp" berisi baris, di sini perlu angka; sebut kolomnya, misalnya jumlah(skp.target_skp)'],
    ['kode.TL1', '"kode" tidak mempunyai kolom (jenisnya peta<bilangan>); isi peta ditulis kode["TL1"]'],
    ['gaji.TL1', '"gaji" tidak mempunyai kolom (jenisnya rupiah)'],
    ['kode[kunci]', 'nama "kunci" tidak dikenal di sini; hanya di dalam langkah dengan "each" atas peta'],
    ['telat[urutan]', 'hanya di dalam langkah dengan "each" atas daftar'],
    ['nilai * 2', 'hanya di dalam langkah dengan "each"'],
    ['persen(gaji)', 'perbandingan tanpa satuan'],
    ['alokasi(gaji / 3, kriteria)', 'bulatkan dahulu'],
    ['gabung(kriteria, gaji)', 'keduanya harus peta'],
    ['gabung(kriteria, telat)', 'keduanya harus peta'],
    ['tmt < "2025-13-01"', 'bukan tanggal'],
    ['0,77 * gaji', 'angka 0,77 ditulis dengan titik: 0.77'],
    ['gaji * 2,5%', 'angka 2,5% ditulis dengan titik: 2.5%'],
    ['(gaji * 2,5% + maks(3,4) * gaji) * 1,5', 'angka 2,5% dan 1,5 ditulis dengan titik: 2.5% dan 1.5'],
    ['maks(gaji * 2,5%, Rp0)', '; bila desimal, angka 2,5% ditulis dengan titik: 2.5%'],
    ['1.5/hari', '"1.5/hari": satuan sebelum "/hari" belum ditulis, misalnya 1.5%/hari'],
    ['gaji * 7 / bulan', '"7/bulan": satuan sebelum "/bulan" belum ditulis, misalnya 7%/bulan atau Rp1.000/bulan'],
    ['1.000.000 * 2', 'tidak terbaca'],
    ['cuti == ya', '"==" tidak dikenal; pakai "="'],
    ['cuti and cuti', '"and" tidak dikenal; pakai "dan"'],
    ['gaji +', 'rumus terputus di akhir'],
    ['(gaji', '")" kurang'],
    ['gaji gaji', '"gaji" tidak diharapkan di sini'],
    ['"abc', 'tanda kutip tidak ditutup'],
    ['gaji; poinku', 'tanda ";" tidak dikenal'],
    ['[]', 'daftar kosong'],
    ['[1, cuti]', 'isi daftar harus sejenis'],
    [`${'('.repeat(200)}1${')'.repeat(200)}`, 'terlalu bersarang'],
  ])('%s', (formula, reason) => expect(refusal(formula)).toContain(reason));
});

describe('a comma between digits', () => {
  it('separates values where it can, and is named only where a point would mend the formula', () => {
    expect(refusal('"1,5" * gaji')).not.toContain('titik');
    expect(refusal('maks(1,5) * entah')).not.toContain('titik');
    expect(refusal('gaji * 1,000,000')).not.toContain('1,000');
    expect(refusal('gaji * 1,5 entah')).not.toContain('1.5');
    expect(refusal(`gaji * ${'1,5 + '.repeat(21)}1`)).toContain('memakai titik, misalnya 0.77');
  });
});

describe('the canonical spelling', () => {
  const name = fc.constantFrom('gaji', 'porsi', 'x1');
  const leaf = fc.oneof(
    name,
    fc.constantFrom('12', '0.77', '60%', 'Rp1.500.000', '300 poin/hari', '7%/hari', '"a b"', 'ya', 'tidak', '0'),
  );
  const { formula } = fc.letrec<{ formula: string }>(tie => ({
    formula: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc
        .tuple(tie('formula'), fc.constantFrom('+', '-', '*', '/', 'dan', 'atau', '=', '<=', 'dalam'), tie('formula'))
        .map(([a, sign, b]) => `(${a}) ${sign} (${b})`),
      tie('formula').map(inner => `bukan (${inner})`),
      tie('formula').map(inner => `-(${inner})`),
      fc.tuple(tie('formula'), tie('formula'), tie('formula')).map(([a, b, c]) => `(jika ${a} maka ${b} selain ${c})`),
      fc.array(tie('formula'), { minLength: 1, maxLength: 3 }).map(args => `min(${args.join(', ')})`),
      fc.tuple(name, tie('formula')).map(([of, key]) => `${of}[${key}]`),
    ),
  }));

  it('means the same as what was written: parsing it again gives the same tree', () => {
    fc.assert(
      fc.property(formula, text => {
        const tree = parseFormula(text);
        expect(parseFormula(formulaText(tree))).toEqual(tree);
      }),
    );
  });

  it('any text is either a formula or refused in words', () => {
    const words = fc.constantFrom(
      'jika',
      'maka',
      'selain',
      'dan',
      'bukan',
      'gaji',
      '(',
      ')',
      '[',
      ']',
      '.',
      ',',
      '%',
      '/',
      '1',
      '"',
      '-',
      'Rp1',
    );
    const soup = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(words, { maxLength: 40 }).map(all => all.join(' ')),
    );
    fc.assert(
      fc.property(soup, text => {
        try {
          parseFormula(text);
        } catch (error) {
          expect(error).toBeInstanceOf(FormulaError);
        }
      }),
    );
  });
});
