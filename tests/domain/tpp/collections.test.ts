import { describe, expect, it } from 'vitest';
import { choiceOf, formulasOver, mapOf, rowsOf } from './small-formula.ts';

/** What the functions over lists and maps give: with the order of keys, the unit, and whether it is known to be whole. */

const { gives, refusal } = formulasOver({
  upah: ['rupiah', '1000'],
  porsi: ['persen', '12.5'],
  lama: ['menit', '90'],
  tgl: ['tanggal', '2026-03-15'],
  nama: ['teks', 'b'],
  golongan: [choiceOf('IV', 'III'), 'III'],
  cuti: ['ya_tidak', true],
  menit: ['daftar<menit>', ['30', '10', '20.5']],
  tanpa: ['daftar<menit>', []],
  tanpa_uang: ['peta<rupiah>', {}],
  mungkin: ['daftar<menit>', [], { mayBeEmpty: true }],
  mungkin_uang: ['daftar<rupiah>', [], { mayBeEmpty: true }],
  mungkin_persen: ['daftar<persen>', [], { mayBeEmpty: true }],
  mungkin_kali: ['daftar<kali>', [], { mayBeEmpty: true }],
  mungkin_tgl: ['daftar<tanggal>', [], { mayBeEmpty: true }],
  mungkin_kata: ['daftar<teks>', [], { mayBeEmpty: true }],
  mungkin_baris: [rowsOf({ uang: 'rupiah', lama: 'menit' }), [], { mayBeEmpty: true }],
  kali: ['daftar<kali>', ['3', '4']],
  persentase: ['daftar<persen>', ['30', '50']],
  tanggal_sk: ['daftar<tanggal>', ['2026-02-01', '2025-12-31', '2026-02-01']],
  kata: ['daftar<teks>', ['b', 'a', 'b']],
  yatidak: ['daftar<ya_tidak>', [true, false, true]],
  huruf: [{ kind: 'list', of: choiceOf('z', 'y', 'x') }, ['x', 'z', 'x', 'y']],
  urut: [mapOf('rupiah', 'tpp', 'bk', 'pk'), { tpp: '100', bk: '50', pk: '30' }],
  sebagian: [mapOf('rupiah', 'tpp', 'bk', 'pk'), { pk: '30', tpp: '100' }],
  bebas: ['peta<rupiah>', { b: '7', a: '5' }],
  lain: ['peta<rupiah>', { c: '1', b: '-2' }],
  hitung: ['peta<kali>', { b: '1', a: '2' }],
  seri: [mapOf('rupiah', 'x', 'y', 'z'), { x: '5', y: '5', z: '5' }],
  tmt: ['peta<tanggal>', { b: '2026-01-02', a: '2026-01-01' }],
  sebutan: ['peta<teks>', { b: 'dua', a: 'satu' }],
  predikat: [
    { kind: 'map', of: choiceOf('Baik', 'Kurang'), keys: null },
    { a: 'Kurang', b: 'Baik' },
  ],
  mirip: ['peta<kali>', { a: '1', c: '2' }],
  minus: ['peta<rupiah>', { a: '5', b: '-1' }],
  nol: ['peta<rupiah>', { a: '0', b: '0' }],
  bersarang: [{ kind: 'list', of: mapOf('rupiah', 'tpp', 'bk', 'pk') }, [{ pk: '3', tpp: '1' }, { tpp: '4' }]],
  bersarang_bebas: [
    { kind: 'list', of: { kind: 'map', of: rupiahMap(), keys: null } },
    [{ z: '1', m: '2' }, { a: '3' }],
  ],
  kegiatan: [
    rowsOf({ uang: 'rupiah', lama: 'menit', mulai: 'tanggal', macam: 'teks', minggu: 'kali', bagian: 'persen' }),
    [
      ['300', '30', '2026-03-02', 'b', '10', '50'],
      ['100', '10', '2026-03-01', 'a', '9', '25'],
      ['200', '30', '2026-03-02', 'b', '10', '25'],
    ],
  ],
});

function rupiahMap() {
  const type = mapOf('rupiah');
  return type.kind === 'map' ? type.of : type;
}

describe('functions of collections', () => {
  it.each([
    ['jumlah(menit)', '60.5 (menit)'],
    ['jumlah(kali)', '7 (bilangan utuh)'],
    ['jumlah(urut)', '180 (rupiah utuh)'],
    ['jumlah(tanpa)', '0 (menit)'],
    ['jumlah(tanpa_uang)', '0 (rupiah utuh)'],
    ['jumlah(mungkin)', '0 (menit)'],
    ['jumlah(kegiatan.uang)', '600 (rupiah utuh)'],
    ['rata(menit)', '20.166666666667 (menit)'],
    ['rata(kali)', '3.5 (bilangan)'],
    ['rata(persentase)', '40 (persen)'],
    ['rata(tanpa, 5 menit)', '5 (menit)'],
    ['rata(menit, 5 menit)', '20.166666666667 (menit)'],
    ['rata(tanpa, 0)', '0 (menit)'],
    ['rata([1, 2, 4])', '2.333333333333 (bilangan)'],
    ['rata(tanpa)', 'rata(…) dari daftar yang kosong'],
    ['banyak(menit)', '3 (bilangan utuh)'],
    ['banyak(mungkin)', '0 (bilangan utuh)'],
    ['banyak(urut)', '3 (bilangan utuh)'],
    ['banyak(kegiatan)', '3 (bilangan utuh)'],
    ['min(menit)', '10 (menit)'],
    ['maks(menit)', '30 (menit)'],
    ['min(urut)', '30 (rupiah utuh)'],
    ['maks(urut, upah)', '1000 (rupiah utuh)'],
    ['min(upah, urut, Rp40)', '30 (rupiah utuh)'],
    ['maks(upah / 3, Rp1)', '333.333333333333 (rupiah)'],
    ['min(tanggal_sk)', '2025-12-31 (tanggal)'],
    ['maks(tanggal_sk)', '2026-02-01 (tanggal)'],
    ['maks(tgl, "2026-03-16", tanggal_sk)', '2026-03-16 (tanggal)'],
    ['min("2026-03-16", tgl)', '2026-03-15 (tanggal)'],
    ['maks(tanpa)', 'maks(…) dari daftar yang kosong'],
    ['maks(tanpa, 0)', '0 (menit)'],
    ['batas(upah, Rp1, Rp5.000)', '1000 (rupiah utuh)'],
    ['batas(upah, Rp1.000, Rp5.000)', '1000 (rupiah utuh)'],
    ['batas(upah, Rp2.000, Rp5.000)', '2000 (rupiah utuh)'],
    ['batas(upah, Rp1, Rp500)', '500 (rupiah utuh)'],
    ['batas(upah, Rp500, Rp500)', '500 (rupiah utuh)'],
    ['batas(upah / 3, 0, Rp5.000)', '333.333333333333 (rupiah)'],
    ['batas(upah, upah, upah)', '1000 (rupiah utuh)'],
    ['batas(upah, upah, Rp999)', 'batas(…): batas bawah "upah" lebih dari batas atas "Rp999"'],
    ['ambil(urut, "bk", Rp9)', '50 (rupiah utuh)'],
    ['ambil(sebagian, "bk", Rp9)', '9 (rupiah utuh)'],
    ['ambil(urut, nama, 0)', '0 (rupiah utuh)'],
    ['ambil(bebas, nama, upah / 3)', '7 (rupiah)'],
    ['ambil(sebutan, nama, "tiada")', 'dua (teks)'],
    ['ambil(sebutan, "x", "tiada")', 'tiada (teks)'],
    ['ambil(tmt, "x", "2026-05-05")', '2026-05-05 (tanggal)'],
    ['ambil(tmt, "b", tgl)', '2026-01-02 (tanggal)'],
    ['ambil(predikat, "x", "Kurang")', 'Kurang (pilihan Baik/Kurang)'],
    ['gabung(bebas, lain)', '{a: 5, b: 5, c: 1} (peta rupiah utuh)'],
    ['gabung(urut, sebagian)', '{tpp: 200, bk: 50, pk: 60} (peta tpp/bk/pk rupiah utuh)'],
    ['gabung(urut, seri)', '{tpp: 100, bk: 50, pk: 30, x: 5, y: 5, z: 5} (peta tpp/bk/pk/x/y/z rupiah utuh)'],
    ['gabung(urut, bebas)', '{tpp: 100, bk: 50, pk: 30, a: 5, b: 7} (peta rupiah utuh)'],
    ['alokasi(Rp100, urut)', '{tpp: 57, bk: 27, pk: 16} (peta tpp/bk/pk rupiah utuh)'],
    ['alokasi(Rp100, urut, "pk")', '{tpp: 55, bk: 27, pk: 18} (peta tpp/bk/pk rupiah utuh)'],
    ['alokasi(Rp100, hitung)', '{a: 67, b: 33} (peta rupiah utuh)'],
    ['alokasi(Rp100, minus)', 'alokasi(…): ada bobot yang negatif'],
    ['alokasi(Rp100, nol)', 'alokasi(…): ada yang harus dibagi, padahal bobot semuanya nol atau kosong'],
    ['alokasi(Rp100, tanpa_uang)', 'alokasi(…): ada yang harus dibagi, padahal bobot semuanya nol atau kosong'],
    ['alokasi(Rp0, tanpa_uang)', '{} (peta rupiah utuh)'],
    ['alokasi(Rp100, bebas, "c")', 'alokasi(…): penerima sisa tidak ada di antara bobot'],
    ['bertahap(Rp120, urut)', '{tpp: 100, bk: 20, pk: 0} (peta tpp/bk/pk rupiah utuh)'],
    ['bertahap(Rp120, sebagian)', '{tpp: 100, pk: 20} (peta tpp/bk/pk rupiah utuh)'],
    ['bertahap(100 menit, menit)', '[30, 10, 20.5] (daftar menit)'],
    ['bertahap(upah, [Rp900, Rp900])', '[900, 100] (daftar rupiah utuh)'],
    ['bertahap(upah / 3, [Rp300, Rp300])', '[300, 33.333333333333] (daftar rupiah)'],
    ['bertahap(upah, [Rp5, -Rp1])', 'bertahap(…): ada permintaan yang kurang dari nol'],
  ])('%s is %s', (formula, wanted) => expect(gives(formula)).toBe(wanted));

  it.each([
    ['jumlah(upah)', '"upah" adalah rupiah, di sini perlu daftar atau peta'],
    ['jumlah(kata)', '"kata" berisi teks, di sini perlu angka'],
    ['jumlah(kegiatan)', 'sebut kolomnya, misalnya jumlah(kegiatan.uang)'],
    ['banyak(upah)', '"upah" adalah rupiah, di sini perlu daftar atau peta'],
    ['rata(kata)', '"kata" berisi teks, di sini perlu angka'],
    ['rata(menit, upah)', 'menit dan rupiah tidak dapat dipadankan: "menit" dengan "upah"'],
    ['min(kata)', '"kata" berisi teks, di sini perlu angka atau tanggal'],
    ['min(upah)', '"upah" adalah rupiah, di sini perlu daftar atau peta'],
    ['maks(yatidak, cuti)', '"yatidak" berisi ya_tidak, di sini perlu angka atau tanggal'],
    ['maks(upah, lama)', 'rupiah dan menit tidak dapat dipadankan: "upah" dengan "lama"'],
    ['maks(upah, upah, lama)', 'rupiah dan menit tidak dapat dipadankan: "upah" dengan "lama"'],
    ['maks(Rp1, urut, lama)', 'rupiah dan menit tidak dapat dipadankan: "urut" dengan "lama"'],
    ['maks(tgl, "besok")', '"besok" bukan tanggal'],
    ['batas(upah, Rp1, lama)', 'rupiah dan menit tidak dapat dipadankan: "Rp1" dengan "lama"'],
    ['batas(upah, lama, Rp1)', 'rupiah dan menit tidak dapat dipadankan: "upah" dengan "lama"'],
    ['batas(nama, nama, nama)', 'di sini perlu angka'],
    ['batas(lama, 5 menit, 4 menit)', 'bawah 5 menit lebih dari atas 4 menit'],
    ['ambil(menit, "a", 0)', 'isian pertama harus peta'],
    ['ambil(urut, upah, 0)', 'kunci harus teks'],
    ['ambil(urut, "bk", lama)', 'rupiah dan menit tidak dapat dipadankan: "urut" dengan "lama"'],
    ['ambil(predikat, "x", "Cukup")', '"Cukup" bukan salah satu pilihan: Baik, Kurang'],
    ['gabung(urut, hitung)', 'keduanya harus peta berisi angka dengan satuan yang sama'],
    ['gabung(menit, urut)', 'keduanya harus peta berisi angka dengan satuan yang sama'],
    ['gabung(urut, menit)', 'keduanya harus peta berisi angka dengan satuan yang sama'],
    ['gabung(sebutan, sebutan)', 'keduanya harus peta berisi angka dengan satuan yang sama'],
    ['alokasi(upah, menit)', 'bobot harus peta berisi angka'],
    ['alokasi(upah, sebutan)', 'bobot harus peta berisi angka'],
    ['alokasi(lama, urut)', 'jumlah harus rupiah utuh'],
    ['alokasi(upah / 2, urut)', 'jumlah harus rupiah utuh'],
    ['alokasi(3 menit, urut)', 'jumlah harus rupiah utuh'],
    ['alokasi(upah, urut, lama)', 'isian ketiga harus kunci yang menerima sisa'],
    ['alokasi(upah, urut, "gaji")', '"gaji" bukan kunci bobotnya: tpp, bk, pk'],
    ['bertahap(nama, kata)', 'keduanya harus angka sejenis'],
    ['bertahap(upah, menit)', 'rupiah dan menit tidak dapat dipadankan: "upah" dengan "menit"'],
    ['bertahap(upah, bebas)', 'urutan "bebas" tidak ditetapkan'],
    ['bertahap(upah, upah)', '"upah" adalah rupiah, di sini perlu daftar atau peta'],
  ])('%s is refused: %s', (formula, reason) => expect(refusal(formula)).toContain(reason));

  it.each([
    ['alokasi(upah, bebas, "c")', 'accepted as peta rupiah utuh'],
    ['alokasi(upah, urut, nama)', 'accepted as peta tpp/bk/pk rupiah utuh'],
    ['batas(upah, Rp1, Rp1)', 'accepted as rupiah utuh'],
    ['maks(mungkin, mungkin)', 'accepted as menit'],
    ['rata(mungkin, 0)', 'accepted as menit'],
    ['maks(kegiatan.uang)', 'accepted as rupiah utuh'],
    ['pilih_terbesar(menit, mungkin)', 'accepted as menit'],
  ])('%s is accepted: %s', (formula, wanted) => expect(refusal(formula)).toBe(wanted));

  it('of texts have no column to name', () => {
    expect(refusal('jumlah(kata)')).toBe('"kata" berisi teks, di sini perlu angka');
    expect(refusal('jumlah(huruf)')).toBe('"huruf" berisi pilihan, di sini perlu angka');
    expect(refusal('batas(nama, "x", "y")')).toBe('"nama" adalah teks, di sini perlu angka');
  });

  it('say of lists that lengths differ, of maps that keys do', () => {
    expect(gives('pilih_terbesar(menit, kali)')).toBe('pilih_terbesar(…): isi dan bobot tidak sama panjang');
    expect(gives('pilih_terbesar(urut, hitung)')).toBe(
      'pilih_terbesar(…): isi dan bobot tidak sama panjang, atau kuncinya tidak sama',
    );
  });

  it('of what may be empty want to hear what then holds, with an example of that type', () => {
    for (const [name, example] of [
      ['mungkin', '0'],
      ['mungkin_uang', 'Rp0'],
      ['mungkin_persen', '0%'],
      ['mungkin_kali', '0'],
      ['mungkin_tgl', 'akhir_periode'],
    ] as const) {
      const asked = `"${name}" dapat kosong, dan maks(…) dari yang kosong tidak ada; tulis nilainya bila kosong: `;
      expect(refusal(`maks(${name})`)).toBe(`${asked}maks(${name}, ${example})`);
    }
    expect(refusal('rata(mungkin_persen)')).toContain('tulis nilainya bila kosong: rata(mungkin_persen, 0%)');
    expect(refusal('maks(mungkin_baris.lama)')).toContain('maks(mungkin_baris.lama, 0)');
    expect(refusal('min(mungkin)')).toContain('misalnya min(mungkin, 100 menit); bukan 0');
    expect(refusal('min(mungkin_uang)')).toContain('misalnya min(mungkin_uang, Rp1.000.000); bukan 0');
    expect(refusal('min(mungkin_persen)')).toContain('misalnya min(mungkin_persen, 100%); bukan 0');
    expect(refusal('min(mungkin_tgl)')).toContain('tulis nilainya bila kosong: min(mungkin_tgl, akhir_periode)');
  });
});

describe('functions of maps', () => {
  it.each([
    ['peta("POL", Rp5, "TB", upah)', '{POL: 5, TB: 1000} (peta POL/TB rupiah utuh)'],
    ['peta("b", Rp5, "a", upah / 3)', '{b: 5, a: 333.333333333333} (peta b/a rupiah)'],
    ['peta("a", 0, "b", lama)', '{a: 0, b: 90} (peta a/b menit)'],
    ['peta("a", "2026-01-01", "b", tgl)', '{a: 2026-01-01, b: 2026-03-15} (peta a/b tanggal)'],
    ['peta("a", tgl)', '{a: 2026-03-15} (peta a tanggal)'],
    ['peta("a", cuti, "b", tidak)', '{a: ya, b: tidak} (peta a/b ya_tidak)'],
    ['peta("a", "x", "b", nama)', '{a: x, b: b} (peta a/b teks)'],
    ['peta("a", golongan)', '{a: III} (peta a teks)'],
    ['jumlah(bersarang)', '{tpp: 5, pk: 3} (peta tpp/bk/pk rupiah utuh)'],
    ['jumlah(bersarang_bebas)', '{a: 3, m: 2, z: 1} (peta rupiah utuh)'],
    ['pilih_terbesar(kegiatan.macam, kegiatan.lama)', 'b (teks)'],
    ['pilih_terbesar(kegiatan.uang, kegiatan.lama)', '300 (rupiah utuh)'],
    ['pilih_terkecil(kegiatan.uang, kegiatan.lama)', '100 (rupiah utuh)'],
    ['pilih_terbesar(kegiatan.uang, kegiatan.mulai)', '300 (rupiah utuh)'],
    ['pilih_terkecil(kegiatan.uang, kegiatan.mulai)', '100 (rupiah utuh)'],
    ['pilih_terbesar(kegiatan.mulai, kegiatan.uang)', '2026-03-02 (tanggal)'],
    ['pilih_terbesar(kegiatan.minggu, kegiatan.uang)', '10 (bilangan utuh)'],
    ['pilih_terbesar(kegiatan.minggu, [Rp1, Rp1, Rp1])', '10 (bilangan utuh)'],
    ['pilih_terkecil(huruf, [1, 1, 1, 0])', 'y (teks)'],
    ['pilih_terbesar(urut, seri)', 'isi dan bobot tidak sama panjang, atau kuncinya tidak sama'],
    ['pilih_terbesar(bebas, mirip)', 'isi dan bobot tidak sama panjang, atau kuncinya tidak sama'],
    ['pilih_terbesar(urut, urut)', '100 (rupiah utuh)'],
    ['pilih_terbesar([1, 2], [3, 4])', '2 (bilangan utuh)'],
    ['pilih_terkecil(bebas, hitung)', '7 (rupiah utuh)'],
    ['pilih_terkecil(sebutan, tmt)', 'satu (teks)'],
    ['pilih_terbesar(tanpa, tanpa, 5 menit)', '5 (menit)'],
    ['pilih_terbesar(menit, menit, 50 menit)', '30 (menit)'],
    ['pilih_terbesar(tanggal_sk, tanggal_sk, "2030-01-01")', '2026-02-01 (tanggal)'],
    ['pilih_terbesar(mungkin_tgl, mungkin_tgl, "2030-01-01")', '2030-01-01 (tanggal)'],
    ['pilih_terbesar(tanpa, tanpa)', 'pilih_terbesar(…) dari daftar yang kosong'],
    ['pilih_terkecil(menit, tanpa, 1 menit)', 'pilih_terkecil(…): isi dan bobot tidak sama panjang'],
    ['jumlah_menurut(kegiatan.minggu, kegiatan.uang)', '{9: 100, 10: 500} (peta rupiah utuh)'],
    ['jumlah_menurut(kegiatan.macam, kegiatan.lama)', '{a: 10, b: 60} (peta menit)'],
    ['jumlah_menurut(kegiatan.mulai, kegiatan.uang)', '{2026-03-01: 100, 2026-03-02: 500} (peta rupiah utuh)'],
    ['jumlah_menurut(kegiatan.bagian, kegiatan.uang)', '{25: 300, 50: 300} (peta rupiah utuh)'],
    ['jumlah_menurut(huruf, [1, 2, 3, 4])', '{z: 2, y: 4, x: 4} (peta z/y/x bilangan utuh)'],
    ['jumlah_menurut(kata, [1 menit, 2 menit, 0.5 menit])', '{a: 2, b: 1.5} (peta menit)'],
    ['jumlah_menurut(kata, menit)', '{a: 10, b: 50.5} (peta menit)'],
    ['jumlah_menurut(kata, kali)', 'jumlah_menurut(…): daftar kunci dan daftar nilai tidak sama panjang'],
  ])('%s is %s', (formula, wanted) => expect(gives(formula)).toContain(wanted));

  it.each([
    ['peta("a", Rp1, nama, Rp2)', 'kunci "nama" harus teks di dalam tanda kutip'],
    ['peta("a", Rp1, "", Rp2)', 'kunci """" harus teks di dalam tanda kutip'],
    ['peta(5, Rp1)', 'kunci "5" harus teks di dalam tanda kutip'],
    ['peta("a", Rp1, "b", Rp1, "b", Rp1, "a", Rp2)', 'kunci "b" ditulis dua kali'],
    ['peta("a", Rp1, "b", Rp2, "c", lama)', 'rupiah dan menit tidak dapat dipadankan: "Rp2" dengan "lama"'],
    ['peta("a", Rp1, "b", lama, "c", Rp2)', 'rupiah dan menit tidak dapat dipadankan: "Rp1" dengan "lama"'],
    ['peta("a", menit)', 'nilai tidak dapat berupa daftar<menit>'],
    ['peta("a", urut)', 'nilai tidak dapat berupa peta<rupiah>'],
    ['peta("a", tgl, "b", "besok")', '"besok" bukan tanggal'],
    ['pilih_terbesar(urut, menit)', 'isi dan bobot harus sama-sama daftar atau sama-sama peta'],
    ['pilih_terbesar(upah, menit)', '"upah" adalah rupiah, di sini perlu daftar atau peta'],
    ['pilih_terbesar(menit, upah)', '"upah" adalah rupiah, di sini perlu daftar atau peta'],
    ['pilih_terbesar(menit, kata)', 'bobot harus angka atau tanggal, "kata" berisi teks'],
    ['pilih_terbesar(mungkin, mungkin)', '"mungkin" dapat kosong; tulis isian ketiga pilih_terbesar(…)'],
    ['pilih_terkecil(menit, kali, upah)', 'menit dan rupiah tidak dapat dipadankan: "menit" dengan "upah"'],
    ['pilih_terbesar(mungkin, kali)', '"mungkin" dapat kosong; tulis isian ketiga pilih_terbesar(…)'],
    ['pilih_terkecil(tanggal_sk, kali, "besok")', '"besok" bukan tanggal'],
    ['jumlah_menurut(urut, menit)', 'keduanya harus dua daftar yang sama panjang'],
    ['jumlah_menurut(menit, urut)', 'keduanya harus dua daftar yang sama panjang'],
    ['jumlah_menurut(menit, kata)', 'nilai harus angka, ditulis teks'],
    ['jumlah_menurut(yatidak, menit)', 'kunci harus teks, tanggal atau angka, ditulis ya_tidak'],
  ])('%s is refused: %s', (formula, reason) => expect(refusal(formula)).toContain(reason));
});

describe('how many arguments a function takes', () => {
  it.each([
    ['bulat', 1, 2, '1 sampai 2'],
    ['potong', 1, 2, '1 sampai 2'],
    ['lantai', 2, 2, '2'],
    ['atap', 2, 2, '2'],
    ['persen', 1, 1, '1'],
    ['angka', 1, 1, '1'],
    ['bagi', 3, 3, '3'],
    ['prorata', 3, 3, '3'],
    ['min', 1, 50, '1 atau lebih'],
    ['maks', 1, 50, '1 atau lebih'],
    ['batas', 3, 3, '3'],
    ['jumlah', 1, 1, '1'],
    ['rata', 1, 2, '1 sampai 2'],
    ['banyak', 1, 1, '1'],
    ['ambil', 3, 3, '3'],
    ['gabung', 2, 2, '2'],
    ['alokasi', 2, 3, '2 sampai 3'],
    ['bertahap', 2, 2, '2'],
    ['peta', 2, 50, '2 atau lebih'],
    ['pilih_terbesar', 2, 3, '2 sampai 3'],
    ['pilih_terkecil', 2, 3, '2 sampai 3'],
    ['jumlah_menurut', 2, 2, '2'],
    ['progresif', 2, 2, '2'],
    ['grossup', 2, 2, '2'],
    ['tanggal', 1, 1, '1'],
    ['awal_bulan', 1, 1, '1'],
    ['akhir_bulan', 1, 1, '1'],
    ['tanggal_ke', 1, 1, '1'],
    ['hari_kerja_ke', 2, 2, '2'],
    ['tambah_bulan', 2, 2, '2'],
    ['tambah_hari', 2, 2, '2'],
    ['selisih_bulan', 2, 2, '2'],
    ['selisih_hari', 2, 2, '2'],
    ['hari_irisan', 4, 4, '4'],
  ])('%s takes %i to %i', (name, least, most, words) => {
    const call = (count: number): string => `${name}(${Array.from({ length: count }, () => 'ya').join(', ')})`;
    const reason = (count: number) => `${name}(…) memerlukan ${words} isian, ditulis ${count}`;
    expect(refusal(call(least - 1))).toBe(reason(least - 1));
    expect(refusal(call(most + 1))).toBe(reason(most + 1));
    for (const count of [least, most]) expect(refusal(call(count))).not.toContain('memerlukan');
  });
});
