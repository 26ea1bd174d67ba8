import { describe, expect, it } from 'vitest';
import { factOf } from '../../../src/domain/tpp/fact-reader.ts';
import { mergeLayer } from '../../../src/domain/tpp/layer-merge.ts';
import { splitLayers } from '../../../src/domain/tpp/layer-section.ts';
import { Problems } from '../../../src/domain/tpp/problem.ts';
import { parseSource, type MapNode } from '../../../src/domain/tpp/source-node.ts';

/** What a layer makes of the regency's rules, as they are written, before anything is checked. */

const said = (problems: Problems): readonly string[] => problems.list().map(({ line, reason }) => `${line}: ${reason}`);

function rootOf(text: string, problems: Problems): MapNode {
  const root = parseSource(text, problems);
  if (root?.kind !== 'map') throw new Error(said(problems).join());
  return root;
}

const HEAD = '  - id: rsud\n    label: RSUD\n    cite: Pasal 9\n    when: ya\n';

/** The layers of a text, and what is said of them. */
function layersOf(text: string) {
  const problems = new Problems('uji.yaml');
  const split = splitLayers(rootOf(text, problems), problems);
  return { ...split, said: said(problems) };
}

/** A text with a layer, put together; the layer's parts stand from line `5 + lines of base` on. */
function merged(base: string, parts: string) {
  const { main, layers } = layersOf(`${base}lapis:\n${HEAD}${parts}`);
  const problems = new Problems('uji.yaml');
  const layer = layers[0];
  if (!layer) throw new Error('no layer');
  const { root, own } = mergeLayer(main, layer, problems);
  return { rules: factOf(root), own: [...own], said: said(problems), root };
}

describe('the layers of a file', () => {
  it('are taken out of it, each with its lines', () => {
    const { main, layers, said } = layersOf(`a: 1\nlapis:\n${HEAD}    params:\n      p: { value: 5, cite: x }\nz: 2\n`);
    expect(factOf(main)).toEqual({ a: '1', z: '2' });
    expect(said).toEqual([]);
    expect(layers.map(({ node: _node, ...layer }) => layer)).toEqual([
      { id: 'rsud', label: 'RSUD', cite: 'Pasal 9', when: 'ya', whenLine: 6, line: 3, lastLine: 8 },
    ]);
  });

  it('of a file without any are none', () => {
    const { main, layers, said } = layersOf('a: 1\n');
    expect([factOf(main), layers, said]).toEqual([{ a: '1' }, [], []]);
  });

  it('end with their last line, however deep', () => {
    const last = (parts: string): number | undefined => layersOf(`lapis:\n${HEAD}${parts}`).layers[0]?.lastLine;
    expect(last('    steps:\n      - set: x\n        expr:\n          a\n    outputs: {}\n')).toBe(10);
    expect(last('    outputs:\n      a:\n        - b\n        - c\n')).toBe(9);
    expect(last('    outputs: {}\n')).toBe(6);
  });

  it.each([
    ['lapis: []\n', ['1: "lapis" kosong: tulis lapisnya, atau hapus bagian ini']],
    ['lapis:\n  - x\n', ['2: setiap lapis berisi id, label, cite, when dan yang ditambah atau diganti']],
    [
      `lapis:\n${HEAD}`,
      [
        '2: lapis ini tidak mengubah apa-apa; tulis salah satu dari: inputs, params, checks, tables, steps, components, outputs, totals',
      ],
    ],
    [
      `lapis:\n${HEAD.replace('rsud', 'RSUD')}    outputs: {}\n`,
      ['2: id lapis "RSUD" harus huruf kecil, angka dan tanda hubung, misalnya rsud'],
    ],
    [`lapis:\n${HEAD}    outputs: {}\n${HEAD}    outputs: {}\n`, ['7: lapis "rsud" sudah ada pada baris 2']],
    [
      `lapis:\n${HEAD}    inputs: { a: { label: A } }\n${HEAD.replace('rsud', 'dua')}    inputs: { b: { label: B }, a: { label: A } }\n`,
      [
        '11: fakta "a" sudah ditulis lapis lain pada baris 6; fakta untuk beberapa lapis ditulis pada inputs aturan pokok',
      ],
    ],
  ])('%j is refused', (text, wanted) => expect(layersOf(text).said).toEqual(wanted));

  it('are at most forty', () => {
    const many = (count: number): string =>
      `lapis:\n${Array.from({ length: count }, (_, index) => `${HEAD.replace('rsud', `l${String(index)}`)}    outputs: {}\n`).join('')}`;
    expect(layersOf(many(40))).toMatchObject({ said: [], layers: { length: 40 } });
    expect(layersOf(many(41))).toMatchObject({ said: ['1: lapis paling banyak 40'], layers: [] });
  });

  it('that lack what tells them are left out', () => {
    for (const key of ['id', 'label', 'cite', 'when']) {
      const found = layersOf(
        `lapis:\n${HEAD.replace(new RegExp(`^( *(?:- )?)${key}: .*$`, 'm'), '$1note: x')}    outputs: {}\n`,
      );
      expect(found.layers).toEqual([]);
      expect(found.said.join()).toContain(`"${key}"`);
    }
  });
});

describe('a layer over the rules', () => {
  it('replaces attributes of parameters and tables, and marks these as its own', () => {
    const { rules, own, said } = merged(
      'params:\n  a: { label: A, value: 1, cite: P1 }\n  b: { value: 2, cite: P1 }\ntables:\n  t: { label: T, cite: P1, rows: 1 }\n',
      '    params:\n      c: { value: 9, cite: P9 }\n      a: { value: 5, cite: P9 }\n    tables:\n      t: { rows: 2, cite: P9 }\n',
    );
    expect(rules).toEqual({
      params: {
        a: { label: 'A', value: '5', cite: 'P9' },
        b: { value: '2', cite: 'P1' },
        c: { value: '9', cite: 'P9' },
      },
      tables: { t: { label: 'T', rows: '2', cite: 'P9' } },
    });
    expect(Object.keys((rules as { params: object }).params)).toEqual(['a', 'b', 'c']);
    expect([own, said]).toEqual([['c', 'a', 't'], []]);
  });

  it('must name its own article for what it replaces, not for what is new', () => {
    expect(
      merged('params:\n  a: { value: 1, cite: P1 }\n', '    params:\n      a: { value: 5 }\n      b: { value: 6 }\n')
        .said,
    ).toEqual(['9: "a" diganti oleh lapis ini: "cite" belum ditulis (pasal yang menggantinya)']);
  });

  it('replaces outputs and totals whole, and marks none of these', () => {
    const { rules, own } = merged(
      'outputs: { x: a, y: b }\ntotals: { gross: g, net: n }\n',
      '    outputs: { y: c, z: d }\n    totals: { net: m }\n',
    );
    expect([rules, own]).toEqual([{ outputs: { x: 'a', y: 'c', z: 'd' }, totals: { gross: 'g', net: 'm' } }, []]);
    expect(merged('params: { a: 1, b: { value: 2 } }\n', '    params: { a: { value: 3 }, b: 4 }\n').rules).toEqual({
      params: { a: { value: '3' }, b: '4' },
    });
  });

  it('adds facts and changes none', () => {
    const { rules, said, own } = merged(
      'inputs:\n  a: { label: A }\n',
      '    inputs:\n      b: { label: B }\n      a: { label: X }\n      c: { label: C, source: " bawahan.langsung" }\n',
    );
    expect(rules).toEqual({
      inputs: { a: { label: 'A' }, b: { label: 'B' }, c: { label: 'C', source: ' bawahan.langsung' } },
    });
    expect(said).toEqual([
      '10: fakta "a" sudah ada pada baris 2; lapis hanya menambah fakta dan tidak mengubahnya',
      '11: fakta "c" (bawahan.langsung) ditulis pada inputs aturan pokok, bukan pada lapis',
    ]);
    expect(own).toEqual([]);
  });

  it('adds checks behind the regency’s, and replaces components by their code', () => {
    const { rules, said } = merged(
      'checks: [c1]\ncomponents:\n  - { code: a, step: x }\n  - { each: m, step: x }\n  - { code: b, step: x }\n',
      '    checks: [c2]\n    components:\n      - { code: c, step: y }\n      - { each: m, step: y }\n      - { code: " b", step: y }\n      - { step: z }\n      - w\n',
    );
    expect(rules).toEqual({
      checks: ['c1', 'c2'],
      components: [
        { code: 'a', step: 'x' },
        { each: 'm', step: 'y' },
        { code: ' b', step: 'y' },
        { code: 'c', step: 'y' },
        { step: 'z' },
        'w',
      ],
    });
    expect(said).toEqual([]);
  });

  it('may bring a part that the regency has not, and leaves alone what cannot be read', () => {
    expect(merged('a: 1\n', '    steps:\n      - { set: x }\n    outputs: { o: x }\n').rules).toEqual({
      a: '1',
      steps: [{ set: 'x' }],
      outputs: { o: 'x' },
    });
    expect(merged('steps: x\noutputs: y\n', '    steps:\n      - { set: x }\n    outputs: { o: x }\n').rules).toEqual({
      steps: 'x',
      outputs: 'y',
    });
    expect(merged('a: 1\n', '    steps: x\n    outputs: y\n').said).toEqual([
      '7: "steps" pada lapis harus berupa daftar (baris diawali "-")',
      '8: "outputs" pada lapis harus berisi nama: nilai di bawahnya',
    ]);
  });

  it('a part stands on the line of the regency’s, a new one on its own', () => {
    const { root } = merged('outputs: { x: a }\n', '    outputs: { y: c }\n    params:\n      p: { value: 1 }\n');
    expect(root.entries.map(({ key, line }) => [key, line])).toEqual([
      ['outputs', 1],
      ['params', 9],
    ]);
  });
});

describe('steps of a layer', () => {
  const BASE = 'steps:\n  - { set: a, expr: 1 }\n  - { gate: g, label: pintu }\n  - { set: b, expr: 2 }\n';
  const steps = (...items: readonly string[]) => {
    const { rules, said } = merged(BASE, `    steps:\n${items.map(item => `      - ${item}\n`).join('')}`);
    const all = (rules as { steps: readonly Readonly<Record<string, string>>[] }).steps;
    return { names: all.map(step => `${step.set ?? step.label ?? '?'}${step.expr ? `=${step.expr}` : ''}`), said, all };
  };

  it('take the place of one of the same name, a gate by its label', () => {
    const { names, said, all } = steps('{ set: b, expr: 9 }', '{ gate: h, label: pintu }');
    expect([names, said]).toEqual([['a=1', 'pintu', 'b=9'], []]);
    expect(all[1]).toEqual({ gate: 'h', label: 'pintu' });
  });

  it('come after or before another, in the order they are written', () => {
    expect(steps('{ set: x, after: a }', '{ set: y, after: a }', '{ set: z, after: x }').names).toEqual([
      'a=1',
      'x',
      'z',
      'y',
      'pintu',
      'b=2',
    ]);
    expect(steps('{ set: x, before: b }', '{ set: y, before: b }').names).toEqual(['a=1', 'pintu', 'x', 'y', 'b=2']);
    expect(steps('{ set: x, before: a }').names).toEqual(['x', 'a=1', 'pintu', 'b=2']);
    expect(steps('{ set: x, after: b }').names).toEqual(['a=1', 'pintu', 'b=2', 'x']);
    expect(
      steps('{ gate: h, label: palang, after: pintu }', '{ set: x, after: palang }', '{ set: y, after: pintu }').names,
    ).toEqual(['a=1', 'pintu', 'palang', 'x', 'y', 'b=2']);
    expect(steps('{ set: x, after: a }', '{ set: b, expr: 9 }', '{ set: y, after: a }').names).toEqual([
      'a=1',
      'x',
      'y',
      'pintu',
      'b=9',
    ]);
    expect(steps('{ set: x, after: a }', '{ set: x2, before: pintu }', '{ set: y, after: a }').names).toEqual([
      'a=1',
      'x',
      'y',
      'x2',
      'pintu',
      'b=2',
    ]);
    expect(steps('{ set: x, after: a }').all[1]).toEqual({ set: 'x' });
  });

  it('a step put behind keeps its place among those behind it when it is replaced', () => {
    expect(steps('{ set: x, after: a }', '{ set: y, after: x }', '{ set: z, after: a }').names).toEqual([
      'a=1',
      'x',
      'y',
      'z',
      'pintu',
      'b=2',
    ]);
  });

  it.each([
    [
      '{ set: x, expr: 1 }',
      '11: "x" baru pada lapis ini; tulis "after" atau "before" (salah satu) dengan nama langkah, atau label gerbang, di dekatnya',
    ],
    [
      '{ expr: 1 }',
      '11: "langkah" baru pada lapis ini; tulis "after" atau "before" (salah satu) dengan nama langkah, atau label gerbang, di dekatnya',
    ],
    [
      '{ set: x, after: a, before: b }',
      '11: "x" baru pada lapis ini; tulis "after" atau "before" (salah satu) dengan nama langkah, atau label gerbang, di dekatnya',
    ],
    ['{ set: x, after: q }', '11: "q" bukan nama langkah atau label gerbang pada aturan pokok maupun lapis ini'],
    [
      '{ set: b, after: a }',
      '11: langkah "b" sudah ada dan diganti di tempatnya; hapus "after" dan "before", keduanya hanya untuk langkah baru',
    ],
    [
      '{ set: b, before: a }',
      '11: langkah "b" sudah ada dan diganti di tempatnya; hapus "after" dan "before", keduanya hanya untuk langkah baru',
    ],
    ['x', '11: setiap langkah harus berisi set (atau gate), label, cite dan rumusnya'],
  ])('%s is refused', (item, wanted) => expect(steps(item).said).toEqual([wanted]));

  it('of one name stand once in a layer', () => {
    expect(steps('{ set: x, after: a }', '{ set: x, after: b }').said[0]).toBe(
      '12: "x" ditulis dua kali pada lapis ini',
    );
    expect(steps('{ expr: 1 }', '{ expr: 2 }').said.join()).not.toContain('dua kali');
    expect(
      merged('components: []\n', '    components:\n      - { code: a }\n      - { code: b }\n      - { code: a }\n')
        .said,
    ).toEqual(['10: "a" ditulis dua kali pada lapis ini']);
  });
});
