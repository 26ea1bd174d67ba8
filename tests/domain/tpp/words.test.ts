import { describe, expect, it } from 'vitest';
import type { Why, WhyInput } from '../../../src/domain/explained.ts';
import { ratio } from '../../../src/domain/ratio.ts';
import { pairedWords, sentence } from '../../../src/domain/tpp/sentence.ts';
import { numberText, valueInWords } from '../../../src/domain/tpp/value-words.ts';

/** Values and steps as people read them on a page and on the slip. */

describe('a number', () => {
  it.each([
    [ratio(0n), 'rupiah', 'Rp0'],
    [ratio(1234567n), 'rupiah', 'Rp1.234.567'],
    [ratio(-1234567n), 'rupiah', '-Rp1.234.567'],
    [ratio(5n, 2n), 'rupiah', 'Rp2,5'],
    [ratio(-5n, 2n), 'rupiah', '-Rp2,5'],
    [ratio(1n, 3n), 'rupiah', 'Rp0,3333…'],
    [ratio(98765n, 1000n), 'persen', '98,765 %'],
    [ratio(1n, 3n), 'persen', '0,3333… %'],
    [ratio(3n, 10n), 'persen/hari', '0,3 % per hari'],
    [ratio(5796n), 'poin', '5.796 poin'],
    [ratio(300n), 'poin/hari', '300 poin per hari'],
    [ratio(300n), 'poin/hari/bulan', '300 poin per hari per bulan'],
    [ratio(12345n), 'bilangan', '12.345'],
    [ratio(2n), 'kali', '2'],
    [ratio(2n), 'baris', '2'],
    [ratio(1n, 8n), 'bilangan', '0,125'],
    [ratio(12345678n, 10000n), 'bilangan', '1.234,5678'],
    [ratio(123456789n, 100000n), 'bilangan', '1.234,5678…'],
    [ratio(100001n, 100000n), 'bilangan', '1,0000…'],
    [ratio(10001n, 10000n), 'bilangan', '1,0001'],
  ])('%o %s: %s', (value, unit, text) => expect(numberText(value, unit)).toBe(text));
});

describe('a value', () => {
  it.each([
    ['true', 'ya_tidak', 'ya'],
    ['false', 'ya_tidak', 'tidak'],
    ['', 'teks', '(kosong)'],
    ['', 'pilihan', '(kosong)'],
    ['K/1', 'pilihan', 'K/1'],
    ['12', 'teks', '12'],
    ['', 'tanggal', 'tidak ada'],
    ['2026-01-31', 'tanggal', '2026-01-31'],
    ['3000000', 'rupiah', 'Rp3.000.000'],
    ['92', 'persen', '92 %'],
    ['entah', 'rupiah', 'entah'],
    ['', 'rupiah', ''],
  ])('%j of %s is %s', (value, unit, text) => expect(valueInWords(value, unit)).toBe(text));

  it('of several tells each, by its key where it has one', () => {
    expect(valueInWords({ BK: '1000', PK: '20' }, 'peta<rupiah>')).toBe('BK Rp1.000; PK Rp20');
    expect(valueInWords(['30', '5'], 'daftar<menit>')).toBe('30 menit; 5 menit');
    expect([valueInWords([], 'daftar<menit>'), valueInWords({}, 'peta<rupiah>')]).toEqual(['tidak ada', 'tidak ada']);
  });

  it('within another stands in brackets, so that it is seen where it ends', () => {
    expect(
      valueInWords(
        [
          { jenis: 'A', kali: '2' },
          { jenis: '', kali: '3' },
        ],
        'daftar<baris>',
      ),
    ).toBe('(jenis A; kali 2); (jenis ; kali 3)');
    expect(valueInWords({ A: ['1', '2'], B: [] }, 'peta<daftar<kali>>')).toBe('A (1; 2); B tidak ada');
  });
});

const node = (more: Partial<Why>): Why => ({
  rule: 'uji',
  label: 'Uji',
  cite: 'Pasal 1',
  formula: '',
  value: '5',
  unit: 'rupiah',
  inputs: {},
  children: [],
  show: 'main',
  ...more,
});
const input = (label: string, value: string, unit: string, more: Partial<WhyInput> = {}): WhyInput => ({
  kind: 'fakta',
  label,
  value,
  unit,
  ...more,
});
const inputs = {
  a: input('A', '7', 'rupiah'),
  b: input('B', '2', 'rupiah'),
  p: input('P', '50', 'persen'),
  n: input('N', '3', 'bilangan'),
  'tabel[a]': input('Tabel', '4', 'rupiah', { key: 'Rp7' }),
  'peta.x': input('Kolom', '9', 'rupiah'),
};

describe('the sentence of a step', () => {
  const said = (formula: string, more: Partial<Why> = {}): string => sentence(node({ formula, inputs, ...more }));

  it('without a formula is the amount, with the reason where there is one', () => {
    expect(sentence(node({}))).toBe('Rp5');
    expect(sentence(node({ note: 'Tidak masuk' }))).toBe('Rp5: Tidak masuk');
  });

  it('told above already says so, and names the layer that made it', () => {
    expect(said('a + b', { repeated: true })).toBe('Rp5, rinciannya sudah ditulis di atas');
    expect(said('a + b', { layer: 'RSUD, Pasal 20' })).toBe('A Rp7 + B Rp2 = Rp5 (menurut RSUD, Pasal 20)');
  });

  it('is the formula itself where it cannot be read', () => expect(said('a + + b')).toBe('a + + b = Rp5'));

  it('names the one thing it is', () => {
    expect(said('a')).toBe('A = Rp5');
    expect(said('tabel[a]')).toBe('Tabel (Rp7) = Rp5');
    expect(said('peta.x')).toBe('Kolom = Rp5');
    expect(said('hilang')).toBe('Hilang = Rp5');
    expect(said('toString')).toBe('ToString = Rp5');
  });

  it('says nothing but the amount where what it rests on is told below', () => {
    const child = node({ rule: 'lain' });
    expect(said('lain', { inputs: {}, children: [child] })).toBe('Rp5');
    expect(said('a + b', { children: [node({ rule: 'uji[1]' })] })).toBe('Rp5');
    expect(said('a + b', { children: [child, node({ rule: 'uji[1]' })] })).toBe('Rp5');
    expect(said('a + b', { children: [child] })).toBe('A Rp7 + B Rp2 = Rp5');
    expect(said('5', { inputs: {}, unit: 'bilangan' })).toBe('5');
  });

  it.each([
    ['a - b', 'A Rp7 − B Rp2 = Rp5'],
    ['a / n', 'A Rp7 : N 3 = Rp5'],
    ['a * p', 'A Rp7 × P 50 % = Rp5'],
    ['(a + b) * p', '(A Rp7 + B Rp2) × P 50 % = Rp5'],
    ['bulat(a * p)', 'A Rp7 × P 50 % = Rp5 (dibulatkan ke rupiah)'],
    ['potong(a * p)', 'A Rp7 × P 50 % = Rp5 (sisanya dipotong ke rupiah)'],
    ['lantai(a, Rp100)', 'A Rp7 = Rp5 (dibulatkan ke bawah ke kelipatan Rp100)'],
    ['atap(n, 2)', 'N 3 = Rp5 (dibulatkan ke atas ke kelipatan 2)'],
    ['bulat(a, Rp10)', 'A Rp7 = Rp5 (dibulatkan ke kelipatan Rp10)'],
    ['bulat(n, 2)', 'N 3 = Rp5 (dibulatkan ke 2 desimal)'],
    ['bulat(a + b)', 'A Rp7 + B Rp2 = Rp5 (dibulatkan ke rupiah)'],
    ['min(a, b)', 'Yang terkecil antara A Rp7 dan B Rp2 = Rp5'],
    ['maks(a, b)', 'Yang terbesar antara A Rp7 dan B Rp2 = Rp5'],
    ['maks(a, b, Rp9)', 'Yang terbesar dari (A Rp7; B Rp2; Rp9) = Rp5'],
    ['min(a, b, Rp9)', 'Yang terkecil dari (A Rp7; B Rp2; Rp9) = Rp5'],
    ['jumlah(a)', 'Jumlah (A Rp7) = Rp5'],
    ['persen(n)', 'N 3 = Rp5'],
    ['angka(p)', 'P 50 % = Rp5'],
    ['batas(a, b, Rp9)', 'A Rp7, tidak kurang dari B Rp2 dan tidak lebih dari Rp9 = Rp5'],
    ['peta("BK", a, "TB", b)', 'BK A Rp7; TB B Rp2 = Rp5'],
    ['entah(a, b)', 'Entah (A Rp7; B Rp2) = Rp5'],
    ['(a)', 'A = Rp5'],
    ['-a', '-A Rp7 = Rp5'],
  ])('%s: %s', (formula, text) => expect(said(formula)).toBe(text));

  it('rounds what is no money to a whole number', () =>
    expect(said('bulat(n * p)', { unit: 'bilangan' })).toBe('N 3 × P 50 % = 5 (dibulatkan ke bilangan bulat)'));

  it('of a choice says what was taken', () => {
    const choice = (value: string): string =>
      said('jika a > b maka a selain b', {
        inputs: { ...inputs, 'syarat: a > b': { kind: 'syarat', label: 'a > b', value, unit: 'ya_tidak' } },
      });
    expect(choice('true')).toContain('A Rp7');
    expect(choice('true')).not.toContain('B Rp2 =');
    expect(choice('false')).toBe('B Rp2 = Rp5');
  });

  it('pairs keys with what they hold', () => {
    expect(pairedWords(['"BK"', 'Rp5', '"TB"', 'Rp7'])).toBe('BK Rp5; TB Rp7');
    expect(pairedWords([])).toBe('');
  });
});
