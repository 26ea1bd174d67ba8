import { describe, expect, it } from 'vitest';
import { Problems } from '../../../src/domain/tpp/problem.ts';
import { parseSource, type SourceNode } from '../../../src/domain/tpp/source-node.ts';
import { nameFault, Section } from '../../../src/domain/tpp/source-reader.ts';
import { shapeFault } from '../../../src/domain/tpp/source-shape.ts';

/** A file as text with lines: what is read of it, and what is not. */

function read(text: string): { readonly node: SourceNode | null; readonly said: readonly string[] } {
  const problems = new Problems('uji.yaml');
  const node = parseSource(text, problems);
  return { node, said: problems.list().map(({ line, reason }) => `${line}: ${reason}`) };
}
const entries = (text: string) => {
  const { node, said } = read(text);
  expect(said).toEqual([]);
  return node?.kind === 'map' ? Object.fromEntries(node.entries.map(({ key, value }) => [key, value])) : {};
};

describe('what stands in a file', () => {
  it('keeps the text it was written with, and its line', () => {
    const found = entries('a: 007\nb: 1e6\n\nc: 0.10\nd: "5"\n');
    expect(found).toEqual({
      a: { kind: 'scalar', text: '007', quoted: false, line: 1 },
      b: { kind: 'scalar', text: '1e6', quoted: false, line: 2 },
      c: { kind: 'scalar', text: '0.10', quoted: false, line: 4 },
      d: { kind: 'scalar', text: '5', quoted: true, line: 5 },
    });
  });

  it('is nothing where nothing is written, unless it is in quotes', () => {
    const kinds = Object.values(entries('a:\nb: ~\nc: null\nd: ""\ne: "null"\nf: "~"\n')).map(({ kind }) => kind);
    expect(kinds).toEqual(['null', 'null', 'null', 'scalar', 'scalar', 'scalar']);
    expect(read('').node).toEqual({ kind: 'null', line: 1 });
  });

  it('loses blanks at its end, keeps tabs and line ends within', () => {
    expect(entries('a: "x\\ty\\nz  "\n')['a']).toMatchObject({ text: 'x\ty\nz' });
    expect(entries('a: |\n  satu\n  dua\n')['a']).toMatchObject({ text: 'satu\ndua', quoted: true });
  });

  it('may be lists and maps in one another, each with its line', () => {
    expect(entries('a:\n  - 1\n  - { b: 2,\n      c: [3] }\n')['a']).toEqual({
      kind: 'sequence',
      line: 2,
      items: [
        { kind: 'scalar', text: '1', quoted: false, line: 2 },
        {
          kind: 'map',
          line: 3,
          entries: [
            { key: 'b', line: 3, value: { kind: 'scalar', text: '2', quoted: false, line: 3 } },
            {
              key: 'c',
              line: 4,
              value: { kind: 'sequence', line: 4, items: [{ kind: 'scalar', text: '3', quoted: false, line: 4 }] },
            },
          ],
        },
      ],
    });
  });

  it('may be JSON, with tabs', () => {
    expect(entries('{\n\t"a":\t1,\n\t"b": [2]\n}')).toMatchObject({
      a: { text: '1', line: 2 },
      b: { kind: 'sequence' },
    });
    expect(read('\n\t[1]').node?.kind).toBe('sequence');
  });

  it('may hold letters of any kind', () => expect(entries('a: "😀 é ش"\n')['a']).toMatchObject({ text: '😀 é ش' }));
});

describe('what is refused', () => {
  const AFTER = ' (baris sesudahnya belum diperiksa)';
  const QUOTES = `: di dalam { } teks yang memuat koma, [ atau ] diberi kutip satu, misalnya expr: 'tabel[kunci]'`;
  const ALIAS = 'jangkar dan alias (& dan *) tidak dipakai di sini; tulis isinya lengkap';
  const NOT_TEXT = 'berisi huruf yang bukan teks, misalnya "\\0"; hapus huruf itu';

  it.each([
    ['a:\n\tb: 1\n', `2: indentasi memakai tab; pakai spasi${AFTER}`],
    ['a: 1\n---\nb: 2\n', `2: satu berkas hanya boleh berisi satu dokumen (ada baris "---" kedua)${AFTER}`],
    ['a: 1\nb: [1, 2\nc: 3\n', `3: indentasi (jarak dari tepi kiri) tidak cocok dengan baris sebelumnya${AFTER}`],
    ['a: 1\nb: { c: x[1] }\n', `2: tanda [ pada huruf ke-10 tidak diharapkan${QUOTES}${AFTER}`],
    ['{ c: x[1] }', `1: tanda [ pada huruf ke-7 tidak diharapkan${QUOTES}${AFTER}`],
    ['é: { 😀: x[1] }\n', `1: tanda [ pada huruf ke-10 tidak diharapkan${QUOTES}${AFTER}`],
    ['c: { x: a(b, 1) }, d\n', `1: tanda , pada huruf ke-18 tidak diharapkan${QUOTES}${AFTER}`],
    ['a: { b: 1 }\nb: ]\n', `2: tanda ] pada huruf ke-4 tidak diharapkan; apakah teksnya lupa diberi kutip?${AFTER}`],
    ['a: "x" y\n', `1: ada tanda yang tidak diharapkan; apakah teksnya lupa diberi kutip?${AFTER}`],
    [
      'a: b: c\n',
      `1: susunan kunci tidak terbaca; periksa jarak dari tepi kiri baris ini dan baris sebelumnya, atau tanda ":" di dalam teks lupa diberi kutip${AFTER}`,
    ],
    ['a: 1\nb: @x\n', `2: teks tidak boleh diawali tanda itu; beri kutip${AFTER}`],
    ['a: 1\nb: !!int 3\n', `2: tanda jenis (!…) tidak dipakai di sini; tulis isinya saja${AFTER}`],
    ['a: 1\nb: !!str 3\n', '2: tanda jenis (!…) tidak dipakai di sini'],
    ['a: &x 1\n', `1: ${ALIAS}`],
    ['a: 1\nb: *x\n', `2: ${ALIAS}`],
    ['a:\n  b: &y { c: 1 }\n', `2: ${ALIAS}`],
    ['a:\n  b: &y\n    c: 1\n', `3: ${ALIAS}`],
    ['a: 1\nb:\n  <<: 5\n', '3: penggabungan "<<" tidak dipakai di sini; tulis isinya lengkap'],
    ['a: 1\n? [x, y]\n: 2\n', '2: nama kunci harus satu kata atau teks pendek'],
    ['a: 1\n&k b: 2\n', '2: jangkar, alias dan tanda jenis tidak dipakai di sini'],
    ['a: 1\n!!str b: 2\n', '2: jangkar, alias dan tanda jenis tidak dipakai di sini'],
    ['a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n', '5: kunci "c" ditulis dua kali'],
    ['a: 1\nb: "x\\0"\n', `2: ${NOT_TEXT}`],
    ['a: 1\n"b\\u0001": 2\n', `2: ${NOT_TEXT}`],
    ['a: 1\nb: "\\ud800"\n', `2: ${NOT_TEXT}`],
    ['a: "\\x7f"\n', `1: ${NOT_TEXT}`],
    ['a: "\\ufffe"\n', `1: ${NOT_TEXT}`],
    ['a: 1\nb: \u0000\n', '1: berkas berisi huruf yang bukan teks'],
  ])('%j', (text, reason) => expect(read(text)).toEqual({ node: null, said: [reason] }));

  it('every key written twice, every anchor: all of them at once', () =>
    expect(read('a: 1\na: 2\nb: &x 1\n').said.map(each => each.slice(0, 2))).toEqual(['2:', '3:']));

  it('a file of more than 400,000 letters', () => {
    const text = (length: number): string => `a: ${'x'.repeat(length - 3)}`;
    expect(read(text(400_000)).said).toEqual([]);
    expect(read(text(400_001)).said).toEqual([
      '1: berkas terlalu besar (lebih dari 400000 huruf); ringkas tabel atau contohnya',
    ]);
  });
});

describe('how deep a file goes', () => {
  const DEEP = 'susunan berkas terlalu dalam atau rusak, tidak dapat dibaca';
  const flow = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const block = (depth: number): string => Array.from({ length: depth }, (_, at) => `${' '.repeat(at)}a:\n`).join('');

  it('is at most forty levels', () => {
    expect(read(flow(41)).said).toEqual([]);
    expect(read(flow(42)).said).toEqual([`1: ${DEEP}`]);
    expect(read(block(40)).said).toEqual([]);
    expect(read(block(41)).said).toEqual([`1: ${DEEP}`]);
    expect(read(`${'- '.repeat(40)}x`).said).toEqual([]);
    expect(read(`${'- '.repeat(41)}x`).said).toEqual([`1: ${DEEP}`]);
  });

  it('is counted before it is read: brackets that are open at once, marks on one line, columns', () => {
    expect([shapeFault(flow(50)), shapeFault(flow(51))]).toEqual([null, DEEP]);
    expect([shapeFault('{'.repeat(50)), shapeFault('{'.repeat(51))]).toEqual([null, DEEP]);
    expect(shapeFault(`${flow(50)}\n`.repeat(5))).toBeNull();
    expect(shapeFault(`${']'.repeat(60)}${flow(50)}`)).toBeNull();
    expect(shapeFault(`${']'.repeat(60)}${flow(51)}`)).toBe(DEEP);
    expect([shapeFault('- '.repeat(50)), shapeFault('- '.repeat(51))]).toEqual([null, DEEP]);
    expect([shapeFault('? '.repeat(50)), shapeFault('? '.repeat(51))]).toEqual([null, DEEP]);
    expect(shapeFault(`${'- '.repeat(50)}x\n`.repeat(3))).toBeNull();
    expect(shapeFault(`a:\n${' '.repeat(150)}b: 1\n`)).toBeNull();
    expect(shapeFault(`a:\n${' '.repeat(250)}b: 1\n`)).toBe(DEEP);
    expect(shapeFault(`a: [\n${' '.repeat(250)}b, c ]\n`)).toBeNull();
    expect(shapeFault(`a: ${'x'.repeat(5_000)}\n`)).toBeNull();
  });

  it('and how much it holds', () => {
    const many = (count: number): string => `a: [${'1, '.repeat(count)}1]`;
    expect(shapeFault(many(20_000))).toBeNull();
    expect(shapeFault(many(60_000))).toContain(
      'isi berkas terlalu banyak (lebih dari 120000 kata dan tanda); ringkas tabelnya',
    );
  });
});

describe('the entries of a map', () => {
  const section = (text: string): { readonly of: Section; readonly said: () => readonly string[] } => {
    const problems = new Problems('uji.yaml');
    const node = parseSource(text, problems);
    if (node?.kind !== 'map') throw new Error(text);
    return {
      of: new Section(node, 'bagian', problems),
      said: () => problems.list().map(({ line, reason }) => `${line}: ${reason}`),
    };
  };
  const TEXT = 'a: satu\nb: ["x", "y"]\nc: { d: 1 }\ne: ya\nf: "  "\ng:\nh: [[1], z]\n';

  it('are those that are expected', () => {
    const { of, said } = section('a: 1\nb: 2\nc:\n');
    expect(of.expects(['a', 'd'], ['b', 'e'])).toBe(of);
    expect(said()).toEqual([
      '1: "d" belum ditulis pada bagian',
      '3: "c" tidak dikenal pada bagian; yang ada: a, d, b, e (teks yang memuat koma di dalam { } harus diberi kutip)',
    ]);
    const sound = section('a: 1\n');
    sound.of.expects(['a'], ['b']);
    expect(sound.said()).toEqual([]);
    const other = section('a: 1\nx: 1\n');
    other.of.expects(['a']);
    expect(other.said()).toEqual(['2: "x" tidak dikenal pada bagian; yang ada: a']);
  });

  it('are read as what they are', () => {
    const { of, said } = section(TEXT);
    expect([of.text('a'), of.texts('b'), of.flag('e', false), of.word('a', ['dua', 'satu'])]).toEqual([
      'satu',
      ['x', 'y'],
      true,
      'satu',
    ]);
    expect([of.map('c')?.kind, of.sequence('b')?.length, of.has('g'), of.has('z')]).toEqual(['map', 2, true, false]);
    expect([of.lineOf('c'), of.lineOf('z'), of.node('z')]).toEqual([3, 1, null]);
    expect(said()).toEqual([]);
  });

  it('that are not there are nothing, and nothing is said of them', () => {
    const { of, said } = section(TEXT);
    expect([of.text('z'), of.word('z', ['a']), of.map('z'), of.sequence('z'), of.texts('z')]).toEqual([
      null,
      null,
      null,
      null,
      [],
    ]);
    expect([of.flag('z', true), of.flag('z', false)]).toEqual([true, false]);
    expect(said()).toEqual([]);
  });

  it.each([
    [(of: Section) => of.text('b'), null, '2: "b" pada bagian harus berisi teks'],
    [(of: Section) => of.text('f'), null, '5: "f" pada bagian harus berisi teks'],
    [(of: Section) => of.text('g'), null, '6: "g" pada bagian harus berisi teks'],
    [(of: Section) => of.flag('a', true), true, '1: "a" pada bagian harus ya atau tidak'],
    [(of: Section) => of.flag('a', false), false, '1: "a" pada bagian harus ya atau tidak'],
    [(of: Section) => of.word('a', ['x', 'y']), null, '1: "a" pada bagian harus salah satu dari: x, y'],
    [(of: Section) => of.map('a'), null, '1: "a" pada bagian harus berisi nama: nilai di bawahnya'],
    [(of: Section) => of.sequence('a'), null, '1: "a" pada bagian harus berupa daftar (baris diawali "-")'],
    [(of: Section) => of.texts('h'), ['z'], '7: isi "h" pada bagian harus teks'],
  ])('%s of another kind is said', (ask, found, reason) => {
    const { of, said } = section(TEXT);
    expect(ask(of)).toEqual(found);
    expect(said()).toEqual([reason]);
  });

  it('say yes and no in two ways', () => {
    const { of } = section('a: ya\nb: true\nc: tidak\nd: false\n');
    expect([of.flag('a', false), of.flag('b', false), of.flag('c', true), of.flag('d', true)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('a name', () => {
  it.each(['a', 'tpp_kotor', 'A1', 'x'.repeat(60)])('may be %s', name => expect(nameFault(name)).toBeNull());
  it.each(['', '1a', '_a', 'a-b', 'a b', 'é', 'x'.repeat(61), '__proto__'])('may not be %j', name =>
    expect(nameFault(name)).toContain('harus huruf, angka dan garis bawah'),
  );
  it.each([
    'nilai',
    'kunci',
    'urutan',
    'periode',
    'bulan_ke',
    'awal_periode',
    'akhir_periode',
    'jika',
    'dan',
    'hari',
    'kali',
    'persen',
    'bulat',
    'jumlah',
  ])('is not %s, which the language has taken', name => expect(nameFault(name)).toContain(`misalnya ${name}_x`));
});
