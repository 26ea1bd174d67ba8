import { describe, expect, it } from 'vitest';
import { ratio } from '../../../src/domain/ratio.ts';
import type { FactValue } from '../../../src/domain/tpp/computation.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import { readValue, UNBOUNDED, type Bounds } from '../../../src/domain/tpp/fact-reader.ts';
import { askedInputs, periodValues } from '../../../src/domain/tpp/fact-set.ts';
import { valueText } from '../../../src/domain/tpp/value.ts';
import { parseType, type ValueType } from '../../../src/domain/tpp/value-type.ts';
import { good, small } from './policies.ts';
import { choiceOf, mapOf, rowsOf } from './small-formula.ts';

/** What is taken for a fact, what it becomes, and what is said of one that is none. */

const typeOf = (type: string | ValueType): ValueType => (typeof type === 'string' ? parseType(type)! : type);
const read = (type: string | ValueType, fact: FactValue, bounds: Bounds = UNBOUNDED): string => {
  const found = readValue(fact, typeOf(type), bounds);
  return found.ok ? JSON.stringify(valueText(found.value, typeOf(type))) : found.reason;
};

describe('a fact', () => {
  it.each<readonly [string | ValueType, FactValue, string]>([
    ['rupiah', '1500000', '"1500000"'],
    ['rupiah', 'Rp1.500.000', '"1500000"'],
    ['rupiah', '-Rp1.500', '"-1500"'],
    ['rupiah', 'Rp15', '"15"'],
    ['rupiah', '-5', '"-5"'],
    ['rupiah', '1.500', '"1.500" harus rupiah utuh tanpa titik dan koma, misalnya 1500000 (atau Rp1.500.000)'],
    ['rupiah', 'Rp1500', '"Rp1500" harus rupiah utuh tanpa titik dan koma, misalnya 1500000 (atau Rp1.500.000)'],
    ['rupiah', '1,5', '"1,5" harus rupiah utuh tanpa titik dan koma, misalnya 1500000 (atau Rp1.500.000)'],
    ['rupiah', ' 5', '" 5" harus rupiah utuh tanpa titik dan koma, misalnya 1500000 (atau Rp1.500.000)'],
    [
      'rupiah',
      '9'.repeat(41),
      `"${'9'.repeat(41)}" bukan angka; tulis misalnya 12, 98.2 atau 98,2 tanpa pemisah ribuan`,
    ],
    ['menit', 'Rp5', '"Rp5" bukan angka; tulis misalnya 12, 98.2 atau 98,2 tanpa pemisah ribuan'],
    ['menit', '12,5', '"12.5"'],
    ['menit', '1/3', '"1/3" bukan angka; tulis misalnya 12, 98.2 atau 98,2 tanpa pemisah ribuan'],
    ['menit', true, 'harus angka (menit)'],
    ['menit', ['1'], 'harus angka (menit)'],
    ['persen', '98.2', '"98.2"'],
    ['kali', '3', '"3"'],
    ['kali', '3.5', '"3.5" harus bilangan bulat'],
    ['kali', '3.0', '"3"'],
    ['bilangan', '3.5', '"3.5"'],
    ['teks', 'x', '"x"'],
    ['teks', '', '""'],
    ['teks', true, 'harus teks'],
    ['teks', ['x'], 'harus teks'],
    [choiceOf('I', 'II'), 'II', '"II"'],
    [choiceOf('I', ''), 'III', '"III" bukan salah satu pilihan: I, ""'],
    ['ya_tidak', true, '"true"'],
    ['ya_tidak', 'ya', '"true"'],
    ['ya_tidak', 'true', '"true"'],
    ['ya_tidak', false, '"false"'],
    ['ya_tidak', 'tidak', '"false"'],
    ['ya_tidak', 'false', '"false"'],
    ['ya_tidak', 'Ya', 'harus ya atau tidak'],
    ['tanggal', '2026-02-28', '"2026-02-28"'],
    ['tanggal', '2026-02-29', 'harus tanggal TTTT-BB-HH'],
    ['tanggal', false, 'harus tanggal TTTT-BB-HH'],
    ['peta<kali>', { b: '1', a: '2' }, '{"a":"2","b":"1"}'],
    ['peta<kali>', {}, '{}'],
    ['peta<kali>', [], 'harus peta (kode: nilai)'],
    ['peta<kali>', 'a', 'harus peta (kode: nilai)'],
    ['peta<kali>', { a: 'x' }, 'a: "x" bukan angka; tulis misalnya 12, 98.2 atau 98,2 tanpa pemisah ribuan'],
    ['peta<kali>', { a: null }, 'a: harus angka (bilangan)'],
    [mapOf('kali', 'b', 'a'), { a: '2', b: '1' }, '{"b":"1","a":"2"}'],
    [mapOf('kali', 'b', 'a'), { a: '2' }, '{"a":"2"}'],
    [mapOf('kali', 'b', 'a'), { a: '2', c: '1' }, 'kode "c" tidak dikenal; yang ada: b, a'],
    ['daftar<kali>', ['1', '2'], '["1","2"]'],
    ['daftar<kali>', [], '[]'],
    ['daftar<kali>', { a: '1' }, 'harus daftar'],
    ['daftar<kali>', ['1', 'x'], 'butir 2: "x" bukan angka; tulis misalnya 12, 98.2 atau 98,2 tanpa pemisah ribuan'],
  ])('of type %j written %j is %s', (type, fact, wanted) => expect(read(type, fact)).toBe(wanted));

  it('may be a whole number of the engine', () => {
    expect(read('rupiah', 1500000n)).toBe('"1500000"');
    expect(read('teks', 7n)).toBe('"7"');
    expect(read('ya_tidak', 1n)).toBe('harus ya atau tidak');
    expect(read('tanggal', 20260228n)).toBe('harus tanggal TTTT-BB-HH');
  });

  it('is held to its bounds, which are allowed themselves', () => {
    const bounds = { min: ratio(2n), max: ratio(4n) };
    expect(['1.9', '2', '4', '4.1'].map(fact => read('bilangan', fact, bounds))).toEqual([
      '"1.9" kurang dari batas bawah',
      '"2"',
      '"4"',
      '"4.1" lebih dari batas atas',
    ]);
    expect(read('daftar<bilangan>', ['3', '5'], bounds)).toBe('butir 2: "5" lebih dari batas atas');
    expect(read('peta<bilangan>', { a: '1' }, bounds)).toBe('a: "1" kurang dari batas bawah');
  });

  it('of the engine’s own making may be a fraction', () => {
    const own: Bounds = { ...UNBOUNDED, fractions: true };
    expect(read('bilangan', '7/2', own)).toBe('"3.5"');
    expect(read('bilangan', '-7/2', own)).toBe('"-3.5"');
    expect(read('persen', '7/2', own)).toBe('"3.5"');
    expect(read('bilangan', '3.5', own)).toBe('"3.5"');
    for (const none of ['7/0', '7/00', '7/-2', '7/', '/2', '7/2/1', '1.5/2', `1/${'1'.repeat(421)}`])
      expect(read('bilangan', none, own)).toContain('bukan angka');
    expect(read('kali', '7/2', own)).toBe('"7/2" harus bilangan bulat');
  });
});

describe('a row', () => {
  const plain = rowsOf({ uang: 'rupiah', macam: 'teks' });
  const row = (fact: FactValue) => read(plain, [fact]);

  it('is written by the names of its columns, or in their order', () => {
    expect(row({ macam: 'a', uang: '5' })).toBe('[{"uang":"5","macam":"a"}]');
    expect(row(['5', 'a'])).toBe('[{"uang":"5","macam":"a"}]');
    expect(row(['5'])).toBe('butir 1: harus baris dengan kolom uang, macam');
    expect(row(['5', 'a', 'b'])).toBe('butir 1: harus baris dengan kolom uang, macam');
    expect(row('5')).toBe('butir 1: harus baris dengan kolom uang, macam');
    expect(row({ uang: '5', macam: 'a', lain: 'b' })).toBe(
      'butir 1: kolom "lain" tidak dikenal; yang ada: uang, macam',
    );
    expect(row({ uang: '5' })).toBe('butir 1: macam: belum ditulis');
    expect(row({ uang: '5', macam: null })).toBe('butir 1: macam: belum ditulis');
    expect(row({ uang: 'x', macam: 'a' })).toContain('butir 1: uang: "x" harus rupiah utuh');
  });

  it('holds to the rules of each column before those of the whole', () => {
    const base = rowsOf({ uang: 'bilangan', lama: 'bilangan' });
    if (base.kind !== 'list' || base.of.kind !== 'row') throw new Error('rows');
    const ruled: ValueType = {
      ...base,
      of: { ...base.of, columns: new Map([['uang', { fallback: ratio(7n), min: ratio(5n), max: ratio(9n) }]]) },
    };
    const all = (fact: FactValue) => read(ruled, [fact], { min: ratio(1n), max: ratio(6n) });
    expect(all({ lama: '3' })).toBe('[{"uang":"7","lama":"3"}]');
    expect(all({ uang: null, lama: '3' })).toBe('[{"uang":"7","lama":"3"}]');
    expect(all({ uang: '9', lama: '6' })).toBe('[{"uang":"9","lama":"6"}]');
    expect(all({ uang: '4', lama: '3' })).toBe('butir 1: uang: "4" kurang dari batas bawah');
    expect(all({ uang: '10', lama: '3' })).toBe('butir 1: uang: "10" lebih dari batas atas');
    expect(all({ uang: '5', lama: '7' })).toBe('butir 1: lama: "7" lebih dari batas atas');
    expect(all({ uang: '5', lama: '0' })).toBe('butir 1: lama: "0" kurang dari batas bawah');
  });
});

describe('the facts of a month', () => {
  const regulation = good(
    small(`
inputs:
  kelas: { label: Kelas, type: kali, min: 1, max: 9, source: jabatan.kelas }
  upah: { label: Upah, type: rupiah, source: fakta.upah }
  potong_saja: { label: Potong, type: rupiah, default: 0, min: -5, source: fakta.potong }
  paling: { label: Paling, type: daftar<menit>, default: [], max: 100, source: fakta.paling }
  bebas: { label: Bebas, type: peta<menit>, default: {}, min: -10, max: 20, source: fakta.bebas }
  macam: { label: Macam, type: teks, default: x, source: fakta.macam }
  ragu: { label: Ragu, type: kali, when: kelas / (kelas - 5) > 100, source: fakta.ragu }
  jarang: { label: Jarang, type: kali, when: kelas > ambang dan bulan_ke > 6, source: fakta.jarang }
  khusus: { label: Khusus, type: rupiah, when: kelas > 7, source: fakta.khusus }
params:
  ambang: { label: Ambang, cite: P, type: kali, value: 7 }
steps:
  - { set: w, label: W, cite: P, expr: 'jika kelas > ambang dan bulan_ke > 6 maka jarang selain 0' }
  - { set: v, label: V, cite: P, expr: 'jika kelas > 100 maka ragu selain w' }
  - { set: x, label: X, cite: P, expr: upah + potong_saja + jumlah(paling) * Rp1 / 1 menit + jumlah(bebas) * Rp0 / 1 menit }
  - { set: u, label: U, cite: P, expr: upah + potong_saja }
  - { set: y, label: Y, cite: P, expr: 'jika kelas > 7 maka khusus selain Rp0' }
  - { set: z, label: Z, cite: P, expr: 'jika macam = "x" maka x selain x + y' }
components: [{ code: U, label: U, kind: pendapatan, step: u }]
outputs: { hasil: bulat(z + y + v * Rp0), bulan: bulan_ke }
`).replace('valid: { from: 2025-01-01 }', 'valid: { from: 2025-02-10, to: 2026-10-15 }'),
  );
  const GIVEN = { kelas: '4', upah: '100' };
  const month = (values: Readonly<Record<string, FactValue>>, period = '2026-01', payment?: string) => {
    const found = compute(regulation, { period, values, ...(payment === undefined ? {} : { payment }) });
    return found.missingFacts.length > 0
      ? found.missingFacts.map(({ name, reason }) => `${name}: ${reason}`)
      : Object.values(found.outputs);
  };

  it('are all named where they lack, in the order of the regulation', () => {
    expect(month({})).toEqual(['kelas: belum ada', 'upah: belum ada']);
    expect(month({ kelas: null, upah: '1' })[0]).toBe('kelas: belum ada');
    expect(month({ kelas: '8', upah: '1' })).toEqual(['khusus: belum ada']);
    expect(month(GIVEN)).toEqual(['100', '1']);
    expect(month({ ...GIVEN, khusus: '5' })).toEqual(['100', '1']);
    expect(month({ kelas: '8', upah: '100', khusus: '5', jarang: '3' }, '2026-10')).toEqual(['105', '10']);
  });

  it('say with what is wrong which bounds there are', () => {
    expect(month({ ...GIVEN, kelas: '10' })).toEqual([
      'kelas: tidak dapat dipakai: "10" lebih dari batas atas (1 sampai 9)',
    ]);
    expect(month({ ...GIVEN, upah: '-1' })).toEqual([
      'upah: tidak dapat dipakai: "-1" kurang dari batas bawah (paling sedikit 0)',
    ]);
    expect(month({ ...GIVEN, potong_saja: '-6' })[0]).toContain('(paling sedikit -5)');
    expect(month({ ...GIVEN, paling: ['101'] })[0]).toContain('butir 1: "101" lebih dari batas atas (0 sampai 100)');
    expect(month({ ...GIVEN, bebas: { a: '-11' } })[0]).toContain('a: "-11" kurang dari batas bawah (-10 sampai 20)');
    expect(month({ ...GIVEN, macam: true })).toEqual(['macam: tidak dapat dipakai: harus teks']);
  });

  it('that cannot be told whether they are asked say why', () => {
    expect(month({ ...GIVEN, kelas: '5' })).toEqual([
      'ragu: tidak dapat dipastikan apakah diminta: pembagian dengan nol: "kelas - 5" bernilai 0',
    ]);
    expect(month({ kelas: '8', upah: '1', khusus: '1' })).toEqual(['2', '1']);
    expect(month({ kelas: '8', upah: '1', khusus: '1' }, '2026-07')).toEqual(['jarang: belum ada']);
    expect(month({ kelas: '8', upah: '1' }, '')).toEqual(['periode: "" bukan bulan TTTT-BB']);
  });

  it('that took their default are marked as such', () => {
    const found = compute(regulation, { period: '2026-01', values: GIVEN });
    const { upah, potong_saja: taken } = found.components[0]?.why?.inputs ?? {};
    expect([upah?.assumed, taken?.assumed]).toEqual([undefined, true]);
  });

  it('that are unknown are named by their letters, with what they may have meant', () => {
    expect(month({ ...GIVEN, zaman: '1', kelass: '2' })).toEqual([
      'kelass: tidak dikenal: aturan ini tidak mempunyai fakta bernama itu; maksudnya kelas?',
      'zaman: tidak dikenal: aturan ini tidak mempunyai fakta bernama itu',
    ]);
  });

  it('belong to a month in which the regulation holds', () => {
    expect(month(GIVEN, '2025-02')).toEqual([
      'periode: aturan ini mulai berlaku 2025-02-10; bulan itu dihitung menurut aturan yang berlaku pada hari pertamanya',
    ]);
    expect(month(GIVEN, '2025-01')).toEqual(['periode: aturan ini mulai berlaku 2025-02-10']);
    expect(month(GIVEN, '2025-03')).toEqual(['100', '3']);
    expect(month(GIVEN, '2026-10')).toEqual(['100', '10']);
    expect(month(GIVEN, '2026-11')).toEqual(['periode: aturan ini berlaku sampai 2026-10-15']);
    expect(month(GIVEN, '2026-13')).toEqual(['periode: "2026-13" bukan bulan TTTT-BB']);
    expect(month(GIVEN, '')).toEqual(['periode: "" bukan bulan TTTT-BB']);
  });

  it('belong to a payment that the regulation knows', () => {
    expect(month(GIVEN, '2026-01', 'THR')).toEqual([
      'pembayaran: aturan ini tidak mempunyai pembayaran "THR" pada pembayaran_khusus; yang ada: tidak ada',
    ]);
  });

  it('are asked of whom they concern', () => {
    const asked = (values: Readonly<Record<string, FactValue>>) =>
      askedInputs(regulation, { period: '2026-01', values }).map(({ name }) => name);
    const always = ['kelas', 'upah', 'potong_saja', 'paling', 'bebas', 'macam'];
    expect(asked({ kelas: '8' })).toEqual([...always, 'khusus']);
    expect(asked({ kelas: '7' })).toEqual(always);
    expect(asked({})).toEqual(always);
  });

  it('know the days and the number of their month', () => {
    expect(
      [...(periodValues('2026-02') ?? [])].map(([name, value]) => [name, typeof value === 'string' ? value : 'angka']),
    ).toEqual([
      ['periode', '2026-02'],
      ['awal_periode', '2026-02-01'],
      ['akhir_periode', '2026-02-28'],
      ['bulan_ke', 'angka'],
    ]);
    expect(periodValues('2026-2')).toBeNull();
  });
});
