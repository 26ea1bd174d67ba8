import type { Problems } from './problem.ts';
import type { MapNode, SourceNode } from './source-node.ts';
import { Section } from './source-reader.ts';

/** The parts of a regulation that a layer may add to or replace. */
export const LAYER_PARTS: readonly string[] = [
  'inputs',
  'params',
  'checks',
  'tables',
  'steps',
  'components',
  'outputs',
  'totals',
];

const MAX_LAYERS = 40;

/** A layer as written: the rules of one office or group of staff over the regency's own. */
export interface LayerSource {
  readonly id: string;
  readonly label: string;
  readonly cite: string;
  /** The condition under which it holds, not yet compiled. */
  readonly when: string;
  readonly whenLine: number;
  readonly node: MapNode;
  /** Its lines in the file, first and last. */
  readonly line: number;
  readonly lastLine: number;
}

/** A file's root without its layers, and the layers. */
export interface SplitSource {
  readonly main: MapNode;
  readonly layers: readonly LayerSource[];
}

/** Takes the section `lapis` out of a file. Layers that cannot be read are refused and left out. */
export function splitLayers(root: MapNode, problems: Problems): SplitSource {
  const entry = root.entries.find(({ key }) => key === 'lapis');
  if (!entry) return { main: root, layers: [] };
  const main: MapNode = { ...root, entries: root.entries.filter(({ key }) => key !== 'lapis') };
  const nodes = new Section(root, 'berkas', problems).sequence('lapis') ?? [];
  if (entry.value.kind === 'sequence' && nodes.length === 0)
    problems.add(entry.line, '"lapis" kosong: tulis lapisnya, atau hapus bagian ini');
  if (nodes.length > MAX_LAYERS) {
    problems.add(entry.line, `lapis paling banyak ${MAX_LAYERS}`);
    return { main, layers: [] };
  }
  const layers = nodes.flatMap(node => readLayer(node, problems) ?? []);
  refuseTwins(layers, problems);
  return { main, layers };
}

function readLayer(node: SourceNode, problems: Problems): LayerSource | null {
  if (node.kind !== 'map') {
    problems.add(node.line, 'setiap lapis berisi id, label, cite, when dan yang ditambah atau diganti');
    return null;
  }
  const section = new Section(node, 'lapis', problems).expects(
    ['id', 'label', 'cite', 'when'],
    [...LAYER_PARTS, 'note'],
  );
  const [id, label, cite, when] = ['id', 'label', 'cite', 'when'].map(key => section.text(key));
  if (id && !/^[a-z0-9][a-z0-9-]{0,39}$/.test(id))
    problems.add(section.lineOf('id'), `id lapis "${id}" harus huruf kecil, angka dan tanda hubung, misalnya rsud`);
  if (!LAYER_PARTS.some(part => section.has(part)))
    problems.add(node.line, `lapis ini tidak mengubah apa-apa; tulis salah satu dari: ${LAYER_PARTS.join(', ')}`);
  if (!id || !label || !cite || !when) return null;
  return { id, label, cite, when, whenLine: section.lineOf('when'), node, line: node.line, lastLine: lastLine(node) };
}

function refuseTwins(layers: readonly LayerSource[], problems: Problems): void {
  const ids = new Map<string, number>();
  const inputs = new Map<string, number>();
  for (const layer of layers) {
    const before = ids.get(layer.id);
    if (before !== undefined) problems.add(layer.line, `lapis "${layer.id}" sudah ada pada baris ${before}`);
    ids.set(layer.id, layer.line);
    const own = layer.node.entries.find(({ key }) => key === 'inputs')?.value;
    for (const { key, line } of own?.kind === 'map' ? own.entries : []) {
      const other = inputs.get(key);
      if (other !== undefined && other !== line)
        problems.add(
          line,
          `fakta "${key}" sudah ditulis lapis lain pada baris ${other}; fakta untuk beberapa lapis ditulis pada inputs aturan pokok`,
        );
      inputs.set(key, line);
    }
  }
}

function lastLine(node: SourceNode): number {
  if (node.kind === 'map')
    return node.entries.reduce((most, entry) => Math.max(most, entry.line, lastLine(entry.value)), node.line);
  if (node.kind === 'sequence') return node.items.reduce((most, item) => Math.max(most, lastLine(item)), node.line);
  return node.line;
}
