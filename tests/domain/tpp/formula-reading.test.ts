import { describe, expect, it } from 'vitest';
import { formulaText, partsOf, write } from '../../../src/domain/tpp/formula.ts';
import { FormulaError } from '../../../src/domain/tpp/formula-lexer.ts';
import { parseFormula } from '../../../src/domain/tpp/formula-parser.ts';

/** How formulas are read: what binds to what, what a number's unit is, and what is said of a text that is none. */

const canonical = (text: string): string => formulaText(parseFormula(text));

const refusal = (text: string): string => {
  try {
    return `read as ${canonical(text)}`;
  } catch (error) {
    if (error instanceof FormulaError) return error.message;
    throw error;
  }
};

describe('a formula in its one spelling', () => {
  it.each([
    ['a+b*c', 'a + b * c'],
    ['(a+b)*c', '(a + b) * c'],
    ['a*(b+c)', 'a * (b + c)'],
    ['(a*b)+c', 'a * b + c'],
    ['a-(b-c)', 'a - (b - c)'],
    ['a-(b+c)', 'a - (b + c)'],
    ['(a-b)-c', 'a - b - c'],
    ['a-b+c', 'a - b + c'],
    ['a/(b*c)', 'a / (b * c)'],
    ['a/(b/c)', 'a / (b / c)'],
    ['(a/b)*c', 'a / b * c'],
    ['a×b÷c', 'a * b / c'],
    ['-a*b', '-a * b'],
    ['-(a*b)', '-(a * b)'],
    ['-(a+b)', '-(a + b)'],
    ['-(-a)', '-(-a)'],
    ['a - -b', 'a - -b'],
    ['-a.b', '-a.b'],
    ['(-a).b', '(-a).b'],
    ['bukan a dan b', 'bukan a dan b'],
    ['bukan (a dan b)', 'bukan (a dan b)'],
    ['bukan bukan a', 'bukan bukan a'],
    ['bukan (a = b)', 'bukan a = b'],
    ['bukan a dalam b', 'bukan a dalam b'],
    ['a dan b atau c dan d', 'a dan b atau c dan d'],
    ['a dan (b atau c)', 'a dan (b atau c)'],
    ['a atau (b atau c)', 'a atau (b atau c)'],
    ['a dan (b dan c)', 'a dan (b dan c)'],
    ['(a atau b) atau c', 'a atau b atau c'],
    ['a+b=c-d', 'a + b = c - d'],
    ['a<b<=c', 'a < b <= c'],
    ['(a<b)=c', '(a < b) = c'],
    ['a=(b<c)', 'a = (b < c)'],
    ['a = (bukan b)', 'a = (bukan b)'],
    ['a!=b dan c>=d dan e>f', 'a != b dan c >= d dan e > f'],
    ['a+b dalam c+d', 'a + b dalam c + d'],
    ['(a dalam b) dalam c', '(a dalam b) dalam c'],
    ['a dalam (b dalam c)', 'a dalam (b dalam c)'],
    ['(a dalam b) = c', '(a dalam b) = c'],
    ['jika a maka b selain c', 'jika a maka b selain c'],
    ['jika a maka (jika b maka c selain d) selain e', 'jika a maka jika b maka c selain d selain e'],
    ['(jika a maka b selain c)+d', '(jika a maka b selain c) + d'],
    ['bukan (jika a maka b selain c)', 'bukan (jika a maka b selain c)'],
    ['f(a,b+c)', 'f(a, b + c)'],
    ['f()', 'f()'],
    ['f((a),jika a maka b selain c)', 'f(a, jika a maka b selain c)'],
    ['[1,2 , 3]', '[1, 2, 3]'],
    ['[]', '[]'],
    [`t['x']`, 't["x"]'],
    ['t[a,b][c].d.e', 't[a, b][c].d.e'],
    ['(a+b)[c]', 'a + b[c]'],
    ['(a+b).c', '(a + b).c'],
    ['ya dan tidak', 'ya dan tidak'],
    [`'a "b" c'`, '"a "b" c"'],
    ['""', '""'],
    ['\ta\r\n +  b ', 'a + b'],
    ['_a1 + B_2', '_a1 + B_2'],
  ])('%s is %s', (text, wanted) => expect(canonical(text)).toBe(wanted));

  it.each([
    ['12.50', '12.5'],
    ['007', '7'],
    ['60%', '60%'],
    ['60 %', '60%'],
    ['5 persen', '5%'],
    ['7%/hari', '7%/hari'],
    ['7 % / hari', '7%/hari'],
    ['300 poin/hari', '300 poin/hari'],
    ['3 jam/hari/bulan', '3 jam/hari / bulan'],
    ['Rp1500000', 'Rp1.500.000'],
    ['Rp1.500.000', 'Rp1.500.000'],
    ['Rp5/hari', '5 rupiah/hari'],
    ['5 rupiah', 'Rp5'],
    ['1 kali', '1'],
    ['2 bilangan', '2'],
    ['2 kali/hari', '2 bilangan/hari'],
    ['10/hari', '10 / hari'],
    ['5 hari/persen', '5 hari / persen'],
    ['5 hari/kali', '5 hari / kali'],
    ['5 hari/lama', '5 hari / lama'],
    ['5 hari*menit', '5 hari * menit'],
    ['5 hari/7', '5 hari / 7'],
    ['5 menit + 3 jam', '5 menit + 3 jam'],
    [
      '5 lama',
      '"lama" tidak diharapkan di sini: bukan satuan; satuan yang ada: persen, rupiah, poin, menit, jam, hari, bulan',
    ],
  ])('the number %s is %s', (text, wanted) => expect(refusal(text).replace(/^read as /, '')).toBe(wanted));
});

describe('what a formula is made of', () => {
  it.each([
    ['5 menit', []],
    ['"x"', []],
    ['ya', []],
    ['a', []],
    ['[a, b]', ['a', 'b']],
    ['bukan a', ['a']],
    ['-a', ['a']],
    ['a.b', ['a']],
    ['a + b', ['a', 'b']],
    ['a < b <= c', ['a', 'b', 'c']],
    ['jika a maka b selain c', ['a', 'b', 'c']],
    ['f(a, b)', ['a', 'b']],
    ['t[a, b]', ['t', 'a', 'b']],
  ])('%s of %j', (text, parts) => expect(partsOf(parseFormula(text)).map(formulaText)).toEqual(parts));

  it('a writer settles conditions whose outcome it knows, however many', () => {
    const writer = (taken: Readonly<Record<string, boolean>>) => ({
      number: () => '#',
      leaf: (source: string) => (source === 'b' ? '<b>' : source === 't[a]' ? '<t>' : source === 'r.a' ? '<r>' : null),
      sign: (sign: string) => `(${sign})`,
      call: (name: string, args: readonly string[]) => `${name}{${args.join()}}`,
      taken: (condition: string) => taken[condition] ?? null,
    });
    const shown = (text: string, taken: Readonly<Record<string, boolean>> = {}) =>
      write(parseFormula(text), writer(taken));
    const nested = 'jika a maka (jika c maka b + 1 selain d) selain e';
    expect(shown(nested, { a: true, c: true })).toBe('<b> (+) #');
    expect(shown(nested, { a: true, c: false })).toBe('d');
    expect(shown(nested, { a: false })).toBe('e');
    expect(shown(nested, { a: true })).toBe('jika c maka <b> (+) # selain d');
    expect(shown(nested)).toBe('jika a maka jika c maka <b> (+) # selain d selain e');
    expect(shown('(jika a maka b + 1 selain d) * 2', { a: true })).toBe('(<b> (+) #) (*) #');
    expect(shown('(jika a maka b + 1 selain d) * 2', { a: false })).toBe('d (*) #');
    expect(shown('f(jika a maka b selain d, t[a], r.a, x.y)', { a: true })).toBe('f{<b>,<t>,<r>,x.y}');
    expect(shown('a < b')).toBe('a (<) <b>');
  });
});

describe('what is no formula', () => {
  it.each([
    ['', 'rumus kosong'],
    [' \t ', 'rumus kosong'],
    ['a b', '"b" tidak diharapkan di sini; nama ditulis tanpa spasi: a_b'],
    ['a, b', '"," tidak diharapkan di sini; angka desimal di dalam rumus memakai titik, misalnya 0.77'],
    ['a)', '")" tidak diharapkan di sini'],
    [')', '")" tidak diharapkan di sini'],
    ['a +', 'rumus terputus di akhir'],
    ['a + )', '")" tidak diharapkan di sini'],
    ['* a', '"*" tidak diharapkan di sini'],
    ['--a', 'dua tanda minus berurutan'],
    ['f(a', '")" kurang untuk menutup, yang ada akhir rumus'],
    ['f(a b)', '")" kurang untuk menutup, yang ada "b"'],
    ['f(a,)', '")" tidak diharapkan di sini'],
    ['[a', '"]" kurang untuk menutup, yang ada akhir rumus'],
    ['t[a', '"]" kurang untuk menutup, yang ada akhir rumus'],
    ['(a b', '")" kurang untuk menutup kurung, yang ada "b"'],
    ['a.5', 'sesudah titik harus ada nama kolom'],
    ['a.', 'sesudah titik harus ada nama kolom'],
    ['a."b"', 'sesudah titik harus ada nama kolom'],
    ['jika a selain b', '"maka" kurang sesudah syarat "jika", yang ada "selain"'],
    ['jika a maka b', '"selain" kurang pada "jika … maka … selain …", yang ada akhir rumus'],
    ['jika a "maka" b selain c', '"maka" kurang sesudah syarat "jika", yang ada ""maka""'],
    ['maka', '"maka" tidak diharapkan di sini'],
    ['dan a', '"dan" tidak diharapkan di sini'],
    ['a + bukan b', '"bukan" tidak diharapkan di sini'],
    ['a + jika b maka c selain d', '"jika" di tengah rumus harus di dalam kurung'],
    ['a "b"', '""b"" tidak diharapkan di sini'],
    ['a == b', '"==" tidak dikenal; pakai "="'],
    ['a <> b', '"<>" tidak dikenal; pakai "!="'],
    ['a and b', '"and" tidak dikenal; pakai "dan"'],
    ['a or b', '"or" tidak dikenal; pakai "atau"'],
    ['not a', '"not" tidak dikenal; pakai "bukan"'],
    ['if', '"if" tidak dikenal; pakai "jika … maka … selain …"'],
    ['a in b', '"in" tidak dikenal; pakai "dalam"'],
    ['true', '"true" tidak dikenal di dalam rumus; pakai "ya"'],
    ['false', '"false" tidak dikenal di dalam rumus; pakai "tidak"'],
    ['constructor', 'read as constructor'],
    ['a "b', 'tanda kutip tidak ditutup'],
    [`'b"`, 'tanda kutip tidak ditutup'],
    ['"a\nb"', 'tanda kutip tidak ditutup'],
    ['1.000.000', 'angka "1.000.000" tidak terbaca; contoh yang benar: 12000000, 0.77, 60%, Rp12.000.000'],
    ['12abc', 'angka "12abc" tidak terbaca; contoh yang benar: 12000000, 0.77, 60%, Rp12.000.000'],
    ['a § b', 'tanda "§" tidak dikenal di dalam rumus'],
    ['a 😀 b', 'tanda "😀" tidak dikenal di dalam rumus'],
  ])('%j: %s', (text, wanted) => expect(refusal(text)).toBe(wanted));

  it('is what is longer, or more nested, than anybody can read', () => {
    const long = (length: number): string => `a${' '.repeat(length - 1)}`;
    expect(refusal(long(4000))).toBe('read as a');
    expect(refusal(long(4001))).toBe('rumus lebih dari 4000 huruf; pecah menjadi beberapa langkah');
    const deep = (times: number): string => `${'('.repeat(times)}a${')'.repeat(times)}`;
    expect(refusal(deep(59))).toBe('read as a');
    expect(refusal(deep(60))).toBe('rumus terlalu bersarang; pecah menjadi beberapa langkah');
    expect(refusal(Array.from({ length: 70 }, () => '(a)').join(' + '))).toContain('read as a + a');
    const not = (times: number): string => `${'bukan '.repeat(times)}a`;
    expect(refusal(not(60))).toBe(`read as ${not(60)}`);
    expect(refusal(not(61))).toBe('"bukan" terlalu banyak');
  });

  it('is a number of hundreds of digits', () => {
    const digits = '7'.repeat(500);
    expect(refusal(digits)).toBe(`angka ${digits} terlalu panjang`);
    expect(refusal(`Rp${digits}`)).toBe(`angka Rp${digits} terlalu panjang`);
  });
});
