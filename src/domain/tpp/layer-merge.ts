import { CHAIN_SOURCE } from './chain-section.ts';
import { LAYER_PARTS, type LayerSource } from './layer-section.ts';
import { placeSteps, stepName } from './layer-steps.ts';
import type { Problems } from './problem.ts';
import type { MapNode, SequenceNode, SourceEntry, SourceNode } from './source-node.ts';

/** A rule set as it stands under a layer, with the names of parameters and tables that are the layer's. */
export interface MergedLayer {
  readonly root: MapNode;
  readonly own: ReadonlySet<string>;
}

/**
 * Puts a layer over the regency's rules, on the level of what is written: the result is a whole regulation and is read and
 * checked as one. Facts are added; a parameter's or table's attributes, and steps, components, outputs and totals of the
 * same name, are replaced; what is new is added.
 */
export function mergeLayer(main: MapNode, layer: LayerSource, problems: Problems): MergedLayer {
  const own = new Set<string>();
  const merged = new Map<string, SourceEntry>(main.entries.map(entry => [entry.key, entry]));
  const put = (key: string, value: SourceNode): void => {
    merged.set(key, { key, line: merged.get(key)?.line ?? value.line, value });
  };
  for (const { key, value } of layer.node.entries) {
    if (!LAYER_PARTS.includes(key)) continue;
    const base = merged.get(key)?.value ?? null;
    if (SEQUENCES.includes(key)) {
      if (value.kind === 'sequence') put(key, mergeSequence(key, base, value, problems));
      else problems.add(value.line, `"${key}" pada lapis harus berupa daftar (baris diawali "-")`);
    } else if (value.kind === 'map') {
      if (key === 'params' || key === 'tables') for (const entry of value.entries) own.add(entry.key);
      put(key, mergeMap(key, base, value, problems));
    } else problems.add(value.line, `"${key}" pada lapis harus berisi nama: nilai di bawahnya`);
  }
  return { root: { ...main, entries: [...merged.values()] }, own };
}

const SEQUENCES: readonly string[] = ['checks', 'steps', 'components'];

function mergeSequence(key: string, base: SourceNode | null, over: SequenceNode, problems: Problems): SourceNode {
  if (!base) return over;
  // What is wrong with the regency's own part is said where it stands.
  if (base.kind !== 'sequence') return base;
  refuseTwice(over, key === 'steps' ? stepName : codeOf, problems);
  if (key === 'steps') return placeSteps(base, over, problems);
  return key === 'components' ? replaceItems(base, over) : { ...base, items: [...base.items, ...over.items] };
}

function mergeMap(key: string, base: SourceNode | null, over: MapNode, problems: Problems): SourceNode {
  if (!base) return over;
  if (base.kind !== 'map') return base;
  if (key === 'inputs') return addFacts(base, over, problems);
  const isRuled = key === 'params' || key === 'tables';
  return byName(base, over, (before, after) => (isRuled ? withAttributes(before, after, problems) : after));
}

function refuseTwice(over: SequenceNode, called: (item: SourceNode) => string | null, problems: Problems): void {
  const names = new Set<string>();
  for (const item of over.items) {
    const name = called(item);
    if (name !== null && names.has(name)) problems.add(item.line, `"${name}" ditulis dua kali pada lapis ini`);
    if (name !== null) names.add(name);
  }
}

function addFacts(base: MapNode, over: MapNode, problems: Problems): MapNode {
  const twins = new Set<string>();
  for (const { key, line, value } of over.entries) {
    if (value.kind === 'map' && value.entries.some(entry => isChainSource(entry)))
      problems.add(line, `fakta "${key}" (${CHAIN_SOURCE}) ditulis pada inputs aturan pokok, bukan pada lapis`);
    const before = base.entries.find(entry => entry.key === key);
    if (!before) continue;
    twins.add(key);
    problems.add(
      line,
      `fakta "${key}" sudah ada pada baris ${before.line}; lapis hanya menambah fakta dan tidak mengubahnya`,
    );
  }
  return { ...base, entries: [...base.entries, ...over.entries.filter(({ key }) => !twins.has(key))] };
}

function isChainSource({ key, value }: SourceEntry): boolean {
  return key === 'source' && value.kind === 'scalar' && value.text.trim() === CHAIN_SOURCE;
}

/** Entries of both maps, in the order of the first; `join` says what holds where both have one of the same name. */
function byName(base: MapNode, over: MapNode, join: (before: SourceEntry, after: SourceEntry) => SourceEntry): MapNode {
  const after = new Map(over.entries.map(entry => [entry.key, entry]));
  const kept = base.entries.map(before => {
    const found = after.get(before.key);
    after.delete(before.key);
    return found ? join(before, found) : before;
  });
  return { ...base, entries: [...kept, ...after.values()] };
}

/** A parameter or table with the attributes that the layer replaces; the layer must name its own article. */
function withAttributes(before: SourceEntry, after: SourceEntry, problems: Problems): SourceEntry {
  if (before.value.kind !== 'map' || after.value.kind !== 'map') return after;
  const { entries, line } = after.value;
  if (!entries.some(({ key }) => key === 'cite'))
    problems.add(after.line, `"${after.key}" diganti oleh lapis ini: "cite" belum ditulis (pasal yang menggantinya)`);
  const kept = before.value.entries.filter(({ key }) => !entries.some(own => own.key === key));
  return { ...after, value: { kind: 'map', line, entries: [...kept, ...entries] } };
}

/** Components: one of the same code (or `each`) replaces the regency's, others follow. */
function replaceItems(base: SequenceNode, over: SequenceNode): SequenceNode {
  const rest = new Map(over.items.map((item, index) => [codeOf(item) ?? `#${index}`, item]));
  const items = base.items.map(item => {
    const code = codeOf(item);
    const found = code === null ? undefined : rest.get(code);
    if (code === null || !found) return item;
    rest.delete(code);
    return found;
  });
  return { ...base, items: [...items, ...rest.values()] };
}

function codeOf(item: SourceNode): string | null {
  if (item.kind !== 'map') return null;
  const named = item.entries.find(({ key }) => key === 'code' || key === 'each')?.value;
  return named?.kind === 'scalar' ? named.text.trim() : null;
}
