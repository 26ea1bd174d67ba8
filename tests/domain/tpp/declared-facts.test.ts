import { describe, expect, it } from 'vitest';
import { readHeader } from '../../../src/domain/tpp/header-section.ts';
import { readInputs, readParams } from '../../../src/domain/tpp/input-section.ts';
import { Problems } from '../../../src/domain/tpp/problem.ts';
import { parseSource } from '../../../src/domain/tpp/source-node.ts';
import { Section } from '../../../src/domain/tpp/source-reader.ts';
import { valueText } from '../../../src/domain/tpp/value.ts';
import { typeText } from '../../../src/domain/tpp/value-type.ts';

/** The head of a file and its sections `inputs` and `params`. */

function nodeOf(text: string) {
  const problems = new Problems('uji.yaml');
  const node = parseSource(text, problems);
  return { node: node?.kind === 'map' ? node : null, problems };
}
const said = (problems: Problems) => problems.list().map(({ line, reason }) => `${String(line)}: ${reason}`);

function inputs(text: string, isAdopted?: boolean) {
  const { node, problems } = nodeOf(text);
  const rules = readInputs(node, problems, isAdopted);
  return { rules, said: said(problems) };
}

/** One fact written between braces, and what it comes to in short. */
const one = (body: string): readonly string[] => {
  const { rules, said } = inputs(`a: { label: A, ${body} }\n`);
  if (said.length > 0) return said;
  return rules.map(({ type, source, fallback, min, max }) =>
    [
      typeText(type),
      source,
      fallback === null ? '-' : JSON.stringify(valueText(fallback, type)),
      min ?? '-',
      max ?? '-',
    ].join(' '),
  );
};

describe('a fact as it is declared', () => {
  it('keeps everything that was written of it', () => {
    expect(inputs('a: { label: Satu, type: kali, source: fakta.a, default: 3, min: 1, max: 9 }\n')).toMatchObject({
      rules: [{ name: 'a', label: 'Satu', source: 'fakta.a', when: null, needs: [], min: '1', max: '9' }],
      said: [],
    });
    expect(readInputs(null, new Problems('x'))).toEqual([]);
  });

  it.each([
    ['type: rupiah, source: fakta.a', 'rupiah fakta.a - 0 -'],
    ['type: rupiah, source: fakta.a, min: -5', 'rupiah fakta.a - -5 -'],
    ['type: rupiah, source: fakta.a, default: 7, max: 7', 'rupiah fakta.a "7" 0 7'],
    ['type: teks, source: penilaian.a.b_2, default: x', 'teks penilaian.a.b_2 "x" 0 -'],
    ['type: pilihan, options: [I, II], source: fakta.a, default: II', 'pilihan fakta.a "II" 0 -'],
    [
      'type: peta<pilihan>, options: [I, II], source: fakta.a, default: { x: I }',
      'peta<pilihan> fakta.a {"x":"I"} 0 -',
    ],
    ['type: daftar<pilihan>, options: [I, II], source: fakta.a, default: [II]', 'daftar<pilihan> fakta.a ["II"] 0 -'],
    [
      'type: peta<rupiah>, keys: [b, a], source: fakta.a, default: { a: 1, b: 2 }',
      'peta<rupiah> fakta.a {"b":"2","a":"1"} 0 -',
    ],
    [
      'type: daftar<baris>, fields: { x: rupiah }, source: fakta.a, default: [[5]]',
      'daftar<baris> fakta.a [{"x":"5"}] 0 -',
    ],
    ['type: baris, fields: { x: rupiah }, source: fakta.a, default: { x: 5 }', 'baris fakta.a {"x":"5"} 0 -'],
    ['type: daftar<baris>, fields: { x: hari }, source: bawahan.langsung', 'daftar<baris> bawahan.langsung - - -'],
  ])('%s', (body, wanted) => expect(one(body)).toEqual([wanted]));

  it.each([
    ['type: rupiah, source: a', `1: source "a" harus berbentuk asal.nama dengan asal salah satu dari: `],
    ['type: rupiah, source: fakta.A', `1: source "fakta.A" harus berbentuk asal.nama`],
    ['type: rupiah, source: fakta', `1: source "fakta" harus berbentuk asal.nama`],
    ['type: rupiah, source: xfakta.a', `1: source "xfakta.a" harus berbentuk asal.nama`],
    ['type: uang, source: fakta.a', '1: type "uang" tidak dikenal'],
    ['type: rupiah, source: fakta.a, options: [a]', '1: "options" ditulis hanya dan selalu bersama type pilihan'],
    ['type: pilihan, source: fakta.a', '1: "options" ditulis hanya dan selalu bersama type pilihan'],
    [
      'type: rupiah, source: fakta.a, fields: { x: rupiah }',
      '1: "fields" ditulis hanya dan selalu bersama type baris atau daftar<baris>',
    ],
    [
      'type: daftar<baris>, source: fakta.a',
      '1: "fields" ditulis hanya dan selalu bersama type baris atau daftar<baris>',
    ],
    [
      'type: rupiah, keys: [a], source: fakta.a',
      '1: "keys" hanya untuk type peta<…>, tidak kosong dan tanpa kunci ganda',
    ],
    [
      'type: peta<rupiah>, keys: [], source: fakta.a',
      '1: "keys" hanya untuk type peta<…>, tidak kosong dan tanpa kunci ganda',
    ],
    [
      'type: peta<rupiah>, keys: [a, b, a], source: fakta.a',
      '1: "keys" hanya untuk type peta<…>, tidak kosong dan tanpa kunci ganda',
    ],
    ['type: rupiah, source: fakta.a, min: x', '1: "min" harus angka, ditulis "x"'],
    ['type: rupiah, source: fakta.a, max: x', '1: "max" harus angka, ditulis "x"'],
    ['type: rupiah, source: fakta.a, default: -1', '1: default fakta "a": "-1" kurang dari batas bawah'],
    ['type: rupiah, source: fakta.a, default: 8, max: 7', '1: default fakta "a": "8" lebih dari batas atas'],
    ['type: rupiah, source: pegawai.nip', '1: pegawai.nip dibuat aplikasi sebagai teks'],
    ['type: teks, source: pegawai.golongn', '1: pegawai.golongn tidak dibuat aplikasi; maksudnya pegawai.golongan?'],
    [
      'type: rupiah, source: bawahan.langsung',
      '1: fakta "a" (bawahan.langsung) harus bertype daftar<baris> dengan fields',
    ],
    [
      'type: daftar<rupiah>, source: bawahan.langsung',
      '1: fakta "a" (bawahan.langsung) harus bertype daftar<baris> dengan fields',
    ],
    [
      'type: daftar<baris>, fields: { x: hari }, source: bawahan.langsung, default: []',
      '1: "default" tidak ditulis pada fakta "a": isinya dihitung, dan kosong bagi yang tidak memimpin siapa pun',
    ],
    [
      'type: daftar<baris>, fields: { x: hari }, source: bawahan.langsung, min: 1',
      '1: "min" tidak ditulis pada fakta "a"',
    ],
    [
      'type: daftar<baris>, fields: { x: hari }, source: bawahan.langsung, max: 1',
      '1: "max" tidak ditulis pada fakta "a"',
    ],
    ['type: rupiah, source: fakta.a, lain: 1', '1: "lain" tidak dikenal pada fakta "a"'],
    ['type: rupiah', '1: "source" belum ditulis pada fakta "a"'],
    ['source: fakta.a', '1: "type" belum ditulis pada fakta "a"'],
  ])('%s is refused: %s', (body, reason) => {
    const found = one(body);
    expect(found[0]?.slice(0, reason.length)).toBe(reason);
    expect(found).toHaveLength(1);
  });

  it('has a name that formulas can say, and is a map', () => {
    expect(inputs('2a: { label: A, type: rupiah, source: fakta.a }\n').said).toEqual([
      '1: nama "2a" harus huruf, angka dan garis bawah, diawali huruf, paling banyak 60 huruf',
    ]);
    expect(inputs('dan: { label: A, type: rupiah, source: fakta.a }\n').said[0]).toContain(
      'sudah dipakai bahasa rumus',
    );
    expect(inputs('a: rupiah\nb: { label: B, type: rupiah, source: fakta.b }\n')).toMatchObject({
      rules: [{ name: 'b' }],
      said: ['1: fakta "a" harus mempunyai label, type dan source'],
    });
    expect(inputs('a: { type: rupiah, source: fakta.a }\n')).toEqual({
      rules: [],
      said: ['1: "label" belum ditulis pada fakta "a"'],
    });
  });

  it('of a text in force is not judged by what the product makes', () => {
    const text =
      'a: { label: A, type: rupiah, source: pegawai.nip }\nb: { label: B, type: teks, source: pegawai.golongn }\n';
    expect(inputs(text, true)).toMatchObject({ rules: { length: 2 }, said: [] });
    expect(inputs(text).said).toHaveLength(2);
  });

  it('says where in the file a fault is', () => {
    const text = 'a:\n  label: A\n  source: fakta.A\n  type: uang\n';
    expect(inputs(text).said.map(each => each.slice(0, 9))).toEqual(['3: source', '4: type "']);
    expect(inputs('a:\n  label: A\n  source: pegawai.nip\n  type: rupiah\n').said[0]?.slice(0, 14)).toBe(
      '4: pegawai.nip',
    );
    expect(inputs('a:\n  label: A\n  type: teks\n  source: pegawai.nipp\n').said[0]?.slice(0, 15)).toBe(
      '4: pegawai.nipp',
    );
    expect(inputs('a:\n  label: A\n  type: rupiah\n  source: fakta.a\n  default: x\n').said[0]?.slice(0, 2)).toBe('5:');
  });
});

describe('a column as it is declared', () => {
  const column = (body: string) => one(`type: daftar<baris>, fields: { x: ${body} }, source: fakta.a`);
  const rowOf = (body: string, row: string) =>
    one(`type: daftar<baris>, fields: { y: teks, x: ${body} }, source: fakta.a, default: [${row}]`);

  it('is a name of a type, or more', () => {
    expect(column('rupiah')).toEqual(['daftar<baris> fakta.a - 0 -']);
    expect(rowOf('{ type: rupiah, default: 5 }', '{ y: a }')).toEqual([
      'daftar<baris> fakta.a [{"y":"a","x":"5"}] 0 -',
    ]);
    expect(rowOf('{ type: rupiah, default: null }', '{ y: a }')[0]).toContain('x: belum ditulis');
    expect(rowOf('{ type: rupiah, min: 3, max: 4 }', '{ y: a, x: 3 }, { y: a, x: 4 }')[0]).toContain('daftar<baris>');
    expect(rowOf('{ type: rupiah, min: 3, max: 4 }', '{ y: a, x: 2 }')[0]).toContain('"2" kurang dari batas bawah');
    expect(rowOf('{ type: rupiah, min: 3, max: 4 }', '{ y: a, x: 5 }')[0]).toContain('"5" lebih dari batas atas');
    expect(rowOf('{ type: pilihan, options: [I, II] }', '{ y: a, x: II }')[0]).toContain('"x":"II"');
    expect(rowOf('{ type: pilihan, options: [I, II] }', '{ y: a, x: III }')[0]).toContain('bukan salah satu pilihan');
  });

  it.each([
    ['peta<rupiah>', '1: kolom "x" harus berisi nama jenis'],
    ['[rupiah]', '1: kolom "x" harus berisi nama jenis'],
    ['uang', '1: kolom "x" harus berisi nama jenis'],
    ['{ type: rupiah, options: [a] }', '1: "options" pada kolom "x" ditulis hanya dan selalu bersama type pilihan'],
    ['{ type: pilihan }', '1: "options" pada kolom "x" ditulis hanya dan selalu bersama type pilihan'],
    ['{ type: daftar<rupiah> }', '1: type "daftar<rupiah>"'],
    ['{ type: teks, min: 1 }', '1: "min" pada kolom "x" harus angka, pada kolom berisi angka'],
    ['{ type: rupiah, max: x }', '1: "max" pada kolom "x" harus angka, pada kolom berisi angka'],
    ['{ type: rupiah, default: x }', '1: default kolom "x": "x" harus rupiah utuh'],
    ['{ type: rupiah, min: 3, default: 2 }', '1: default kolom "x": "2" kurang dari batas bawah'],
    ['{ type: rupiah, lain: 2 }', '1: "lain" tidak dikenal pada kolom "x"'],
    ['{ default: 2 }', '1: "type" belum ditulis pada kolom "x"'],
  ])('%s is refused: %s', (body, reason) => expect(column(body)[0]?.slice(0, reason.length)).toBe(reason));

  it('has a name that formulas can say', () => {
    expect(one('type: daftar<baris>, fields: { 2x: rupiah }, source: fakta.a')[0]).toContain('nama "2x" harus huruf');
    expect(one('type: daftar<baris>, fields: {}, source: fakta.a')).toEqual([]);
  });
});

describe('a parameter', () => {
  const params = (text: string) => {
    const { node, problems } = nodeOf(text);
    const rules = readParams(node, problems);
    return {
      rules: rules.map(({ name, label, cite, type, value }) => [
        name,
        label,
        cite,
        typeText(type),
        valueText(value, type),
      ]),
      said: said(problems),
    };
  };

  it('is a value with its article', () => {
    expect(
      params(
        'p: { label: P, cite: P1, type: persen, value: 60, note: x }\nq: { label: Q, cite: P1, type: daftar<kali>, value: [1, 2] }\n',
      ),
    ).toEqual({
      rules: [
        ['p', 'P', 'P1', 'persen', '60'],
        ['q', 'Q', 'P1', 'daftar<bilangan>', ['1', '2']],
      ],
      said: [],
    });
    expect(params('p: { label: P, cite: P1, type: rupiah, value: -5 }\n').rules).toHaveLength(1);
  });

  it.each([
    ['p: 5', '1: parameter "p" harus mempunyai label, cite, type dan value'],
    ['2p: { label: P, cite: P1, type: kali, value: 5 }', '1: nama "2p" harus huruf'],
    ['p: { label: P, cite: P1, type: pilihan, value: 5 }', '1: type "pilihan" tidak dikenal'],
    ['p: { label: P, cite: P1, type: kali, value: x }', '1: parameter "p" (bilangan): "x" bukan angka'],
    ['p: { label: P, cite: P1, type: kali, value: 5, lain: 1 }', '1: "lain" tidak dikenal pada parameter "p"'],
    ['p: { cite: P1, type: kali, value: 5 }', '1: "label" belum ditulis pada parameter "p"'],
    ['p: { label: P, type: kali, value: 5 }', '1: "cite" belum ditulis pada parameter "p"'],
    ['p: { label: P, cite: P1, value: 5 }', '1: "type" belum ditulis pada parameter "p"'],
    ['p: { label: P, cite: P1, type: kali }', '1: "value" belum ditulis pada parameter "p"'],
  ])('%s is refused: %s', (text, reason) => {
    const found = params(`${text}\n`);
    expect(found.said[0]?.slice(0, reason.length)).toBe(reason);
    expect(found.rules.length).toBe(/lain|2p/.test(text) ? 1 : 0);
  });
});

describe('the head of a file', () => {
  const head = (text: string, isAdopted?: boolean) => {
    const { node, problems } = nodeOf(text);
    if (!node) throw new Error('no head');
    const found = readHeader(new Section(node, 'berkas', problems), 'takar/1', problems, isAdopted);
    return { found, said: said(problems) };
  };
  const HEAD = 'format: takar/1\nid: uji-1\nname: Uji\nsource: Perbup\nvalid: { from: 2026-02-10, to: 2026-12-31 }\n';
  const swap = (from: string, to: string) => head(HEAD.replace(from, to));

  it('says what it is and when it holds', () => {
    expect(head(HEAD)).toEqual({
      found: {
        id: 'uji-1',
        name: 'Uji',
        source: 'Perbup',
        validFrom: '2026-02-10',
        validTo: '2026-12-31',
        firstMonth: '2026-03',
      },
      said: [],
    });
    expect(swap(', to: 2026-12-31', '').found).toMatchObject({ validTo: null });
    expect(swap('to: 2026-12-31', 'to: null').found).toMatchObject({ validTo: null });
    expect(swap('to: 2026-12-31', 'to: 2026-02-10').said).toEqual([]);
    expect(swap('2026-02-10', '2026-02-01').found).toMatchObject({ firstMonth: '2026-02' });
    expect(swap('2026-02-10', '2025-12-02').found).toMatchObject({ firstMonth: '2026-01' });
    for (const month of ['2026-02', '2026-03'])
      expect(swap('to: 2026-12-31', `first_month: ${month}`).found).toMatchObject({ firstMonth: month });
    expect(swap('id: uji-1', `id: ${'a'.repeat(60)}`).said).toEqual([]);
    expect(swap('name: Uji', `name: ${'n'.repeat(120)}`).said).toEqual([]);
    expect(swap('source: Perbup', `source: ${'n'.repeat(300)}`).said).toEqual([]);
  });

  it.each([
    ['format: takar/1', 'format: takar/2', '1: format harus "takar/1", ditulis "takar/2"'],
    ['id: uji-1', 'id: Uji', '2: id "Uji" harus huruf kecil, angka dan tanda hubung, misalnya contoh-2026'],
    ['id: uji-1', 'id: u', '2: id "u" harus huruf kecil'],
    ['id: uji-1', `id: ${'a'.repeat(61)}`, `2: id "${'a'.repeat(61)}" harus huruf kecil`],
    ['name: Uji', `name: ${'n'.repeat(121)}`, '3: "name" paling banyak 120 huruf, ditulis 121'],
    ['source: Perbup', `source: ${'n'.repeat(301)}`, '4: "source" paling banyak 300 huruf, ditulis 301'],
    ['to: 2026-12-31', 'to: 2026-02-09', '5: masa berlaku terbalik: sampai 2026-02-09, mulai 2026-02-10'],
    ['from: 2026-02-10', 'from: besok', '5: "from" harus tanggal TTTT-BB-HH, ditulis "besok"'],
    ['to: 2026-12-31', 'to: besok', '5: "to" harus tanggal TTTT-BB-HH, ditulis "besok"'],
    ['to: 2026-12-31', 'sampai: 2026-12-31', '5: "sampai" tidak dikenal pada valid'],
    [
      'to: 2026-12-31',
      'first_month: 2026-04',
      '5: "first_month" harus bulan berlakunya atau bulan sesudahnya, ditulis "2026-04": 2026-02 atau 2026-03',
    ],
    [
      '02-10, to: 2026-12-31',
      '02-01, first_month: 2026-03',
      '5: "first_month" harus bulan berlakunya atau bulan sesudahnya, ditulis "2026-03": 2026-02',
    ],
  ])('%s must not be %s', (from, to, reason) => {
    const [first] = swap(from, to).said;
    expect(first?.slice(0, reason.length)).toBe(reason);
  });

  it('is none without all of it; a text in force may be longer', () => {
    for (const key of ['id', 'name', 'source', 'valid']) expect(swap(`${key}:`, `x${key}:`).found).toBeNull();
    expect(swap('from:', 'xfrom:').found).toBeNull();
    const long = HEAD.replace('name: Uji', `name: ${'n'.repeat(121)}`);
    expect([head(long).said.length, head(long, true).said.length]).toEqual([1, 0]);
    expect(head(HEAD.replace('name: Uji', 'name: [a]'), true).said).toEqual([
      '3: "name" pada berkas harus berisi teks',
    ]);
  });
});
