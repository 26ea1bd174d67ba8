import { describe, expect, it } from 'vitest';
import { ratio } from '../../../src/domain/ratio.ts';
import { guarded } from '../../../src/domain/tpp/formula-part.ts';
import { choiceOf, formulasOver, mapOf, rowsOf, type Known } from './small-formula.ts';

/** What arithmetic, comparisons, choices and columns give, of which type, and why they are refused. */

const NAMES: Readonly<Record<string, Known>> = {
  upah: ['rupiah', '1000'],
  besar: ['rupiah', '5000'],
  porsi: ['persen', '12.5'],
  lama: ['menit', '90'],
  wajib: ['hari', '20'],
  tgl: ['tanggal', '2026-03-15'],
  nama: ['teks', 'b'],
  periode: ['teks', '2026-03'],
  golongan: [choiceOf('IV', 'III'), 'III'],
  cuti: ['ya_tidak', true],
  aktif: ['ya_tidak', false],
  menit: ['daftar<menit>', ['30', '10']],
  kata: ['daftar<teks>', ['b', 'a']],
  yatidak: ['daftar<ya_tidak>', [true]],
  tanggal_sk: ['daftar<tanggal>', ['2026-02-01', '2026-03-15']],
  urut: [mapOf('rupiah', 'tpp', 'bk'), { tpp: '100', bk: '50' }],
  sama_urut: [mapOf('rupiah', 'tpp', 'pk'), { tpp: '10', pk: '1' }],
  bebas: ['peta<rupiah>', { b: '7', a: '5' }],
  sebutan: ['peta<teks>', { b: 'dua' }],
  tmt: ['peta<tanggal>', { b: '2026-01-02' }],
  kegiatan: [
    rowsOf({ uang: 'rupiah', mulai: 'tanggal', macam: 'teks' }),
    [
      ['300', '2026-03-02', 'b'],
      ['100', '2026-03-01', 'a'],
    ],
  ],
  hilang: ['rupiah', '0'],
  baris_hilang: [rowsOf({ uang: 'rupiah' }), []],
  tgl_kosong: ['tanggal', '2026-01-01', { label: 'Tanggal pindah' }],
  langkah: ['rupiah', '7', { kind: 'langkah', label: 'Langkah' }],
  langkah_baris: [rowsOf({ uang: 'rupiah' }), [['4']], { kind: 'langkah', label: 'Baris' }],
  daftar_langkah: ['daftar<rupiah>', ['7'], { kind: 'langkah' }],
  nilai: ['rupiah', '3', { kind: 'langkah', itemOf: 'asal' }],
  tetap: ['rupiah', '9', { kind: 'parameter', label: 'Tetap', cite: 'Pasal 2', source: 'fakta.x' }],
};

const over = formulasOver(NAMES);
const { gives, refusal, notes } = over;
over.values.delete('hilang');
over.values.delete('baris_hilang');
over.values.set('tgl_kosong', '');

describe('what a formula gives', () => {
  it.each([
    ['0', '0 (bilangan utuh)'],
    ['0.5', '0.5 (bilangan)'],
    ['98%', '98 (persen utuh)'],
    ['98.2%', '98.2 (persen)'],
    ['"x"', 'x (teks)'],
    ['tidak', 'tidak (ya_tidak)'],
    ['bukan cuti', 'tidak (ya_tidak)'],
    ['bukan aktif', 'ya (ya_tidak)'],
    ['-upah', '-1000 (rupiah utuh)'],
    ['-porsi', '-12.5 (persen)'],
    ['upah + 0', '1000 (rupiah utuh)'],
    ['0 - upah', '-1000 (rupiah utuh)'],
    ['upah + upah / 2', '1500 (rupiah)'],
    ['upah * 2', '2000 (rupiah utuh)'],
    ['upah * 0.5', '500 (rupiah)'],
    ['upah * 50%', '500 (rupiah)'],
    ['50% * 2', '100 (persen utuh)'],
    ['50% * 50%', '25 (persen)'],
    ['50% * 2.5', '125 (persen)'],
    ['5%/hari * 2 hari', '10 (persen utuh)'],
    ['upah / 2', '500 (rupiah)'],
    ['lama / 60 menit', '1.5 (bilangan)'],
    ['porsi / 25%', '0.5 (bilangan)'],
    ['porsi / wajib', '0.625 (persen/hari)'],
    ['upah / wajib', '50 (rupiah/hari)'],
    ['upah / (upah - upah)', 'pembagian dengan nol: "upah - upah" bernilai 0'],
    ['urut * 2', '{tpp: 200, bk: 100} (peta tpp/bk rupiah utuh)'],
    ['2 * urut', '{tpp: 200, bk: 100} (peta tpp/bk rupiah utuh)'],
    ['urut / 4', '{tpp: 25, bk: 12.5} (peta tpp/bk rupiah)'],
    ['urut * 10%', '{tpp: 10, bk: 5} (peta tpp/bk rupiah)'],
    ['10% * bebas', '{a: 0.5, b: 0.7} (peta rupiah)'],
    ['urut + urut', '{tpp: 200, bk: 100} (peta tpp/bk rupiah utuh)'],
    ['urut + sama_urut', '{tpp: 110, bk: 50, pk: 1} (peta tpp/bk/pk rupiah utuh)'],
    ['urut - sama_urut', '{tpp: 90, bk: 50, pk: -1} (peta tpp/bk/pk rupiah utuh)'],
    ['urut - bebas', '{tpp: 100, bk: 50, a: -5, b: -7} (peta rupiah utuh)'],
    ['bebas - urut', '{a: 5, b: 7, tpp: -100, bk: -50} (peta rupiah utuh)'],
    ['urut / (upah - upah)', 'pembagian dengan nol: "upah - upah" bernilai 0'],
    ['ya dan ya', 'ya (ya_tidak)'],
    ['ya dan tidak', 'tidak (ya_tidak)'],
    ['tidak dan ya', 'tidak (ya_tidak)'],
    ['tidak atau ya', 'ya (ya_tidak)'],
    ['ya atau tidak', 'ya (ya_tidak)'],
    ['tidak atau tidak', 'tidak (ya_tidak)'],
    ['tidak dan 1 / 0 = 1', 'tidak (ya_tidak)'],
    ['ya atau 1 / 0 = 1', 'ya (ya_tidak)'],
    ['ya dan 1 / 0 = 1', 'pembagian dengan nol: "0" bernilai 0'],
    ['hilang + upah', 'fakta "hilang" tidak ada'],
    ['jumlah(baris_hilang.uang)', 'fakta "baris_hilang" tidak ada'],
    ['tgl_kosong', 'tanggal "Tanggal pindah" tidak ada'],
    ['tgl_kosong < tgl', 'tanggal "Tanggal pindah" tidak ada'],
  ])('%s is %s', (formula, wanted) => expect(gives(formula)).toBe(wanted));

  it.each([
    ['[1, 2.5]', '[1, 2.5] (daftar bilangan)'],
    ['[1, 2, 3]', '[1, 2, 3] (daftar bilangan utuh)'],
    ['[0, upah]', '[0, 1000] (daftar rupiah utuh)'],
    ['[tgl, "2026-01-01"]', '[2026-03-15, 2026-01-01] (daftar tanggal)'],
    ['["2026-01-01", tgl]', '[2026-01-01, 2026-03-15] (daftar tanggal)'],
    ['["a", golongan]', '[a, III] (daftar teks)'],
    ['[golongan, "a"]', '[III, a] (daftar teks)'],
    ['5 dalam [4, 5]', 'ya (ya_tidak)'],
    ['5 dalam [4, 6]', 'tidak (ya_tidak)'],
    ['0.5 dalam [1, 1 / 2]', 'ya (ya_tidak)'],
    ['nama dalam kata', 'ya (ya_tidak)'],
    ['"c" dalam kata', 'tidak (ya_tidak)'],
    ['golongan dalam kata', 'tidak (ya_tidak)'],
    ['golongan dalam ["IV", "III"]', 'ya (ya_tidak)'],
    ['30 menit dalam menit', 'ya (ya_tidak)'],
    ['tgl dalam tanggal_sk', 'ya (ya_tidak)'],
    ['"2026-02-01" dalam tanggal_sk', 'ya (ya_tidak)'],
    ['tgl dalam ["2026-03-16", "2026-03-15"]', 'ya (ya_tidak)'],
    ['"bk" dalam urut', 'ya (ya_tidak)'],
    ['nama dalam urut', 'tidak (ya_tidak)'],
    ['nama dalam bebas', 'ya (ya_tidak)'],
    ['kegiatan.uang', '[300, 100] (daftar rupiah utuh)'],
    ['kegiatan[2].mulai', '2026-03-01 (tanggal)'],
    ['kegiatan[1].macam', 'b (teks)'],
    ['jika cuti maka "2026-01-01" selain tgl', '2026-01-01 (tanggal)'],
    ['jika aktif maka tgl selain "2026-01-01"', '2026-01-01 (tanggal)'],
    ['jika cuti maka 0 selain upah', '0 (rupiah utuh)'],
    ['jika cuti maka upah selain upah / 2', '1000 (rupiah)'],
    ['jika cuti maka 1 selain 1 / 0', '1 (bilangan)'],
    ['jika aktif maka 1 / 0 selain 2', '2 (bilangan)'],
    ['jika cuti maka golongan selain "IV"', 'III (pilihan IV/III)'],
    ['jika aktif maka nama selain "x"', 'x (teks)'],
    ['jika cuti maka urut selain urut', '{tpp: 100, bk: 50} (peta tpp/bk rupiah utuh)'],
    ['jika cuti maka urut selain bebas', '{tpp: 100, bk: 50} (peta rupiah utuh)'],
  ])('of several values, %s is %s', (formula, wanted) => expect(gives(formula)).toBe(wanted));

  it('compares numbers of one unit, days, and whether texts and truths are the same', () => {
    const holding = (...sides: readonly (readonly [string, string])[]): string[] =>
      sides.flatMap(([left, right]) =>
        ['=', '!=', '<', '<=', '>', '>='].map(sign =>
          gives(`${left} ${sign} ${right}`) === 'ya (ya_tidak)' ? sign : '-',
        ),
      );
    expect(holding(['upah', 'Rp1.000'])).toEqual(['=', '-', '-', '<=', '-', '>=']);
    expect(holding(['upah', 'besar'])).toEqual(['-', '!=', '<', '<=', '-', '-']);
    expect(holding(['besar', 'upah'])).toEqual(['-', '!=', '-', '-', '>', '>=']);
    expect(holding(['tgl', '"2026-03-15"'])).toEqual(['=', '-', '-', '<=', '-', '>=']);
    expect(holding(['"2026-03-14"', 'tgl'])).toEqual(['-', '!=', '<', '<=', '-', '-']);
    expect(holding(['tgl', '"2026-03-14"'])).toEqual(['-', '!=', '-', '-', '>', '>=']);
    const same = (left: string, right: string) => [gives(`${left} = ${right}`), gives(`${left} != ${right}`)];
    for (const [left, right] of [
      ['nama', '"b"'],
      ['cuti', 'ya'],
      ['golongan', '"III"'],
      ['aktif', 'tidak'],
    ] as const)
      expect(same(left, right)).toEqual(['ya (ya_tidak)', 'tidak (ya_tidak)']);
    for (const [left, right] of [
      ['nama', '"c"'],
      ['cuti', 'aktif'],
      ['golongan', 'nama'],
      ['"a"', 'nama'],
    ] as const)
      expect(same(left, right)).toEqual(['tidak (ya_tidak)', 'ya (ya_tidak)']);
    expect(gives('upah < besar < Rp9.000 = Rp9.000')).toBe('ya (ya_tidak)');
    expect(gives('upah < besar < Rp5.000')).toBe('tidak (ya_tidak)');
    expect(gives('besar < upah < Rp5.000')).toBe('tidak (ya_tidak)');
  });
});

describe('what a formula is refused for', () => {
  it.each([
    ['upah + lama', 'rupiah tidak dapat ditambah menit: "upah + lama"'],
    ['upah - lama', 'rupiah tidak dapat dikurangi menit: "upah - lama"'],
    ['upah + 0%', 'rupiah tidak dapat ditambah persen: "upah + 0%"'],
    ['upah + 0 menit', 'rupiah tidak dapat ditambah menit: "upah + 0 menit"'],
    [
      'upah + 5',
      'rupiah tidak dapat ditambah bilangan: "upah + 5"; beri satuan pada angkanya, misalnya "10 rupiah" (persen: "10%")',
    ],
    [
      '5 + upah',
      'bilangan tidak dapat ditambah rupiah: "5 + upah"; beri satuan pada angkanya, misalnya "10 rupiah" (persen: "10%")',
    ],
    ['porsi + lama / lama', 'persen tidak dapat ditambah bilangan: "porsi + lama / lama"; tulis persen(lama / lama)'],
    ['lama / lama + porsi', 'bilangan tidak dapat ditambah persen: "lama / lama + porsi"; tulis persen(lama / lama)'],
    [
      'porsi + -5',
      'persen tidak dapat ditambah bilangan: "porsi + -5"; beri satuan pada angkanya, misalnya "10 persen" (persen: "10%")',
    ],
    [
      'porsi > banyak(menit)',
      'persen dan bilangan tidak dapat dipadankan: "porsi" dengan "banyak(menit)"; bagi dahulu dengan seluruhnya: persen(banyak(menit) / seluruhnya)',
    ],
    [
      'porsi - wajib',
      'persen tidak dapat dikurangi hari: "porsi - wajib"; bobot untuk setiap hari ditulis dengan satuannya, misalnya 7%/hari',
    ],
    [
      'wajib > porsi',
      'hari dan persen tidak dapat dipadankan: "wajib" dengan "porsi"; bobot untuk setiap hari ditulis dengan satuannya, misalnya 7%/hari',
    ],
    [
      'menit > 5 menit',
      'daftar<menit> dan menit tidak dapat dipadankan: "menit" dengan "5 menit"; ambil dahulu satu nilai, misalnya dengan jumlah(…), banyak(…) atau maks(…)',
    ],
    ['nama > upah', 'teks dan rupiah tidak dapat dipadankan: "nama" dengan "upah"'],
    ['-nama', '"nama" adalah teks, di sini perlu angka'],
    ['nama * 2', '"nama" adalah teks, di sini perlu angka'],
    ['2 * nama', '"nama" adalah teks, di sini perlu angka'],
    [
      'menit + upah',
      '"menit" adalah daftar<menit>, di sini perlu angka; untuk setiap isinya tulis langkah dengan "each"',
    ],
    ['-urut', '"urut" adalah peta<rupiah>, di sini perlu angka; untuk setiap isinya tulis langkah dengan "each"'],
    [
      'urut * urut',
      'peta<rupiah> tidak dapat dikali peta<rupiah>: "urut * urut"; untuk setiap kunci sendiri-sendiri tulis langkah dengan "each"',
    ],
    [
      'urut / bebas',
      'peta<rupiah> tidak dapat dibagi peta<rupiah>: "urut / bebas"; untuk setiap kunci sendiri-sendiri tulis langkah dengan "each"',
    ],
    ['5 / urut', 'bilangan tidak dapat dibagi peta<rupiah>: "5 / urut"'],
    ['5 + urut', 'bilangan tidak dapat ditambah peta<rupiah>: "5 + urut"'],
    ['urut - 5', 'peta<rupiah> tidak dapat dikurangi bilangan: "urut - 5"'],
    ['urut * nama', 'peta<rupiah> tidak dapat dikali teks: "urut * nama"'],
    ['nama * urut', 'teks tidak dapat dikali peta<rupiah>: "nama * urut"'],
    ['sebutan * 2', 'peta<teks> tidak dapat dikali bilangan: "sebutan * 2"'],
    ['2 * sebutan', 'bilangan tidak dapat dikali peta<teks>: "2 * sebutan"'],
    [
      'urut + sebutan',
      'peta<rupiah> tidak dapat ditambah peta<teks>: "urut + sebutan"; untuk setiap kunci sendiri-sendiri tulis langkah dengan "each"',
    ],
    ['urut + peta("a", lama)', 'rupiah tidak dapat ditambah menit: "urut + peta("a", lama)"'],
    ['upah dan ya', '"upah" adalah rupiah, di sini perlu ya atau tidak'],
    ['ya atau upah', '"upah" adalah rupiah, di sini perlu ya atau tidak'],
    ['bukan upah', '"upah" adalah rupiah, di sini perlu ya atau tidak'],
    ['jika upah maka 1 selain 2', '"upah" adalah rupiah, di sini perlu ya atau tidak'],
    ['jika ya maka upah selain lama', 'rupiah dan menit tidak dapat dipadankan: "upah" dengan "lama"'],
    ['jika ya maka tgl selain "besok"', '"besok" bukan tanggal; tulis TTTT-BB-HH'],
    ['jika ya maka "besok" selain tgl', '"besok" bukan tanggal; tulis TTTT-BB-HH'],
    ['jika ya maka golongan selain "V"', '"V" bukan salah satu pilihan: IV, III'],
    ['nama dalam upah', '"nama dalam upah": sesudah "dalam" harus ada daftar atau peta'],
    ['cuti dalam yatidak', '"cuti dalam yatidak": ya_tidak tidak dapat dicari di dalam daftar<ya_tidak>'],
    ['5 dalam urut', '"5 dalam urut": bilangan tidak dapat dicari di dalam peta<rupiah>'],
    ['tgl dalam tmt', '"tgl dalam tmt": tanggal tidak dapat dicari di dalam peta<tanggal>'],
    ['upah dalam menit', '"upah dalam menit": isi daftar tidak sejenis dengan yang dicari'],
    ['"besok" dalam tanggal_sk', '"besok" bukan tanggal; tulis TTTT-BB-HH'],
    ['tgl dalam ["2026-03-15", "besok"]', '"besok" bukan tanggal; tulis TTTT-BB-HH'],
    ['golongan dalam ["III", "V"]', '"V" bukan salah satu pilihan: IV, III'],
    ['"V" dalam [golongan]', '"V" bukan salah satu pilihan: IV, III'],
    ['upah dalam [Rp5, 5 menit]', 'rupiah dan menit tidak dapat dipadankan: "upah" dengan "5 menit"'],
    ['upah dalam []', 'daftar kosong [] tidak dapat dipakai di dalam rumus'],
    ['[]', 'daftar kosong [] tidak dapat dipakai di dalam rumus'],
    ['[1, "a"]', 'isi daftar harus sejenis'],
    ['["a", 1, 2]', 'isi daftar harus sejenis'],
    ['[1, 2, "a"]', 'isi daftar harus sejenis'],
    ['nama < "x"', 'teks tidak dapat dibandingkan dengan "<": "nama < "x""'],
    [
      'periode < "2026-01"',
      'teks tidak dapat dibandingkan dengan "<": "periode < "2026-01""; bandingkan harinya, misalnya awal_periode >= "2026-07-01"',
    ],
    [
      '"2026-01" >= periode',
      'teks tidak dapat dibandingkan dengan ">=": ""2026-01" >= periode"; bandingkan harinya, misalnya awal_periode >= "2026-07-01"',
    ],
    ['golongan <= "III"', 'pilihan tidak dapat dibandingkan dengan "<=": "golongan <= "III""'],
    ['cuti > ya', 'ya_tidak tidak dapat dibandingkan dengan ">": "cuti > ya"'],
    ['menit = menit', 'daftar<menit> tidak dapat dibandingkan dengan "=": "menit = menit"'],
    ['urut != urut', 'peta<rupiah> tidak dapat dibandingkan dengan "!=": "urut != urut"'],
    ['upah < besar < lama', 'rupiah dan menit tidak dapat dipadankan: "besar" dengan "lama"'],
    ['tgl = "besok"', '"besok" bukan tanggal; tulis TTTT-BB-HH'],
    ['golongan = "V"', '"V" bukan salah satu pilihan: IV, III'],
    ['kegiatan.xx', 'kolom "xx" tidak ada; yang ada: uang, mulai, macam'],
    ['urut.bk', '"urut" tidak mempunyai kolom (jenisnya peta<rupiah>); isi peta ditulis urut["bk"]'],
    ['upah.bk', '"upah" tidak mempunyai kolom (jenisnya rupiah)'],
    ['menit.bk', '"menit" tidak mempunyai kolom (jenisnya daftar<menit>)'],
    ['asing(upah)', 'fungsi "asing" tidak dikenal; yang ada: bulat, potong, lantai'],
    ['toString(upah)', 'fungsi "toString" tidak dikenal'],
  ])('%s: %s', (formula, reason) => {
    const found = refusal(formula);
    expect(found.startsWith('fungsi') ? found.slice(0, reason.length) : found).toBe(reason);
  });
});

describe('numbers beyond any amount of money', () => {
  const largest = 10n ** 400n;

  it('are refused above, below and in their fractions', () => {
    for (const kept of [ratio(largest), ratio(-largest), ratio(1n, largest)]) expect(guarded(kept)).toBe(kept);
    for (const grown of [ratio(largest + 1n), ratio(-largest - 1n), ratio(1n, largest + 1n)])
      expect(() => guarded(grown)).toThrow('angka menjadi terlalu besar');
  });
});

describe('what an explanation notes of a formula', () => {
  it('every value that was used, once, with where it is from', () => {
    expect(notes('upah + tetap + upah')).toEqual({
      inputs: {
        upah: { kind: 'fakta', label: 'upah', value: '1000', unit: 'rupiah' },
        tetap: { kind: 'parameter', label: 'Tetap', value: '9', unit: 'rupiah', source: 'fakta.x', cite: 'Pasal 2' },
      },
      steps: [],
    });
  });

  it('the steps that were used, once each', () => {
    expect(notes('langkah + langkah + jumlah(daftar_langkah) + upah').steps).toEqual([
      { name: 'langkah', key: null },
      { name: 'daftar_langkah', key: null },
    ]);
  });

  it('of rows only the column', () => {
    expect(notes('jumlah(kegiatan.uang)').inputs).toEqual({
      'kegiatan.uang': { kind: 'fakta', label: 'kegiatan: uang', value: ['300', '100'], unit: 'daftar<rupiah>' },
    });
  });

  it('whether a condition held, and only the branch that was taken', () => {
    const taken = notes('jika cuti maka upah selain besar').inputs;
    expect(Object.keys(taken)).toEqual(['cuti', 'syarat: cuti', 'upah']);
    expect(taken['syarat: cuti']).toEqual({ kind: 'syarat', label: 'cuti', value: 'true', unit: 'ya_tidak' });
    const other = notes('jika aktif maka upah selain besar').inputs;
    expect(Object.keys(other)).toEqual(['aktif', 'syarat: aktif', 'besar']);
    expect(other['syarat: aktif']).toMatchObject({ value: 'false' });
  });

  it('inside a step over several, the item of the step it is from', () => {
    expect(notes('nilai + nilai', { key: 'k1' }).steps).toEqual([{ name: 'asal', key: 'k1' }]);
    expect(notes('nilai').steps).toEqual([]);
    expect(notes('langkah', { key: 'k1' }).steps).toEqual([{ name: 'langkah', key: null }]);
  });

  it('which facts took their default, and which hold otherwise by which article', () => {
    expect(notes('upah + besar', { assumed: new Set(['upah']) }).inputs).toEqual({
      upah: { kind: 'fakta', label: 'upah', value: '1000', unit: 'rupiah', assumed: true },
      besar: { kind: 'fakta', label: 'besar', value: '5000', unit: 'rupiah' },
    });
    expect(notes('tetap + upah', { replaced: new Map([['tetap', 'Pasal 8']]) }).inputs).toEqual({
      tetap: { kind: 'parameter', label: 'Tetap', value: '9', unit: 'rupiah', cite: 'Pasal 8' },
      upah: { kind: 'fakta', label: 'upah', value: '1000', unit: 'rupiah' },
    });
  });

  it('steps whose rows, and whose items, were used', () => {
    expect(notes('jumlah(langkah_baris.uang)')).toEqual({
      inputs: {
        'langkah_baris.uang': { kind: 'langkah', label: 'Baris: uang', value: ['4'], unit: 'daftar<rupiah>' },
      },
      steps: [{ name: 'langkah_baris', key: null }],
    });
    expect(notes('daftar_langkah[1] + daftar_langkah[1] + jumlah(daftar_langkah)').steps).toEqual([
      { name: 'daftar_langkah', key: '1' },
      { name: 'daftar_langkah', key: null },
    ]);
  });

  it('nothing that decided nothing', () => {
    expect(Object.keys(notes('aktif dan upah > besar').inputs)).toEqual(['aktif']);
    expect(Object.keys(notes('cuti atau upah > besar').inputs)).toEqual(['cuti']);
  });
});
