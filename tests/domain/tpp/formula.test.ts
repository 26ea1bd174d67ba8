import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formulaText } from '../../../src/domain/tpp/formula.ts';
import { FormulaError } from '../../../src/domain/tpp/formula-lexer.ts';
import { parseFormula } from '../../../src/domain/tpp/formula-parser.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { faults, good, small } from './policies.ts';

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
  kosong_saja: { label: Kosong, type: daftar<menit>, default: [], source: fakta.kosong }
  skp: { label: SKP, type: daftar<baris>, fields: { target_skp: bilangan, hasil: bilangan }, default: [[20, 10], { target_skp: 10, hasil: 12 }], source: fakta.skp }
steps:
  - { set: besaran, label: Besaran, cite: Pasal 1, expr: gaji }
outputs:
  besaran: besaran
  hasil: '${formula.replaceAll("'", "''")}'
`);

const result = (formula: string): string | undefined => {
  const regulation = good(around(formula));
  const found = compute(regulation, { period: '2026-02', values: {} });
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
  ])('%s is %s', (formula, wanted) => expect(result(formula)).toBe(wanted));

  it.each([
    ['poinku / (target - target)', 'pembagian dengan nol: "target - target" bernilai 0'],
    ['rata(kosong_saja)', 'rata(…) dari daftar yang kosong'],
    ['min(kosong_saja)', 'min(…) dari daftar yang kosong'],
    ['lantai(gaji, gaji - gaji)', 'kelipatan pada lantai(…) harus lebih dari 0'],
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
    ['nama * 2', 'di sini perlu angka'],
    ['bulat(gaji, 11)', 'd harus angka 0 sampai 10'],
    ['bulat()', 'memerlukan 1 sampai 2 isian, ditulis 0'],
    ['round(gaji)', 'fungsi "round" tidak dikenal'],
    ['__proto__(1)', 'fungsi "__proto__" tidak dikenal'],
    ['constructor', 'nama "constructor" tidak dikenal'],
    ['lantai(gaji, 10)', 'satuannya harus sama'],
    ['persen(gaji)', 'perbandingan tanpa satuan'],
    ['alokasi(gaji / 3, kriteria)', 'bulatkan dahulu'],
    ['gabung(kriteria, gaji)', 'keduanya harus peta'],
    ['gabung(kriteria, telat)', 'keduanya harus peta'],
    ['tmt < "2025-13-01"', 'bukan tanggal'],
    ['0,77 * gaji', 'angka desimal di dalam rumus memakai titik'],
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
