import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { ValueText, Why, WhyInput } from '../../domain/explained.ts';
import type { StoredComponents } from './line.ts';

/**
 * How the explanation trees of a line are kept (docs/adr/0039-close-at-size.md). As JSON each tree is whole, and most of every
 * line is the wording of the regulation, the same in everybody's line: written so, storing trees was half of a close. Packed, a
 * step that several trees share stands once, a text that people of the run have in common is a number in the run's list of
 * words, and the rest is compressed. Nothing is left out: `unpacked` gives the same trees.
 */

/** The texts of a run's trees by number. */
export type Words = readonly string[];

type Trees = Pick<StoredComponents, 'components' | 'reasons' | 'why'>;

/** What `payroll_line` holds of a line's explanation. */
export interface StoredExplanation {
  /** Amounts and reasons; with their trees only where `trees` is null. */
  readonly components: StoredComponents;
  readonly trees: Buffer | null;
}

/** Packed of trees, before compression: roots by position (-1 for none), then what they are made of. */
type Packed = readonly [
  components: readonly number[],
  reasons: readonly number[],
  why: readonly (readonly [name: Text, root: number])[],
  inputs: readonly PackedInput[],
  nodes: readonly PackedNode[],
];
/** A word's number, or the text itself. */
type Text = number | string;
/** A text; a list behind `LIST`; keys and values by turns behind `MAP`. */
type PackedValue = Text | readonly [typeof LIST | typeof MAP, ...PackedValue[]];
type PackedInput = readonly [kind: Text, label: Text, value: PackedValue, unit: Text, ...extras: Text[]];
type PackedNode = readonly [
  rule: Text,
  label: Text,
  cite: Text,
  formula: Text,
  value: PackedValue,
  unit: Text,
  inputs: readonly Text[],
  children: readonly number[],
  show: Text,
  ...extras: Text[],
];

const LIST = 0;
const MAP = 1;
/** What a node or an input may lack, each behind its place here: a text, or `SET` for true. */
const NODE_EXTRAS = ['note', 'layer', 'repeated'] as const;
const INPUT_EXTRAS = ['source', 'key', 'cite', 'assumed'] as const;
const SET = '1';
const NONE = -1;

/**
 * A compressed line is some hundred bytes: a better quality saves little and costs several times as much, and the encoder's usual
 * window and buffer would be memory for nothing.
 */
const QUICK = {
  chunkSize: 2048,
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 0,
    [constants.BROTLI_PARAM_LGWIN]: 16,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  },
};

/** Packs the lines of a run with its words. */
export class TreePacker {
  private readonly numbers: ReadonlyMap<string, string>;

  constructor(words: Words) {
    this.numbers = new Map(words.map((word, number) => [word, String(number)]));
  }

  /** What is stored of a line's explanation. */
  pack(all: StoredComponents): StoredExplanation {
    return { components: withoutTrees(all), trees: brotliCompressSync(new Packing(this.numbers).text(all), QUICK) };
  }
}

/**
 * The words of a run: what the trees of at least two of its first people have in common, the most frequent first. A text that
 * comes up later stands in its line as it is.
 */
export function wordsIn(lines: readonly Trees[]): Words {
  const people = new Map<string, number>();
  for (const line of lines) for (const text of textsIn(line)) people.set(text, (people.get(text) ?? 0) + 1);
  const least = Math.min(2, lines.length);
  return [...people]
    .filter(([, count]) => count >= least)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([text]) => text);
}

/** The explanation of a stored line, whichever way its trees are kept. @param words those of its run */
export function unpacked({ components: bare, trees }: StoredExplanation, words: Words | null): StoredComponents {
  if (trees === null) return bare;
  if (words === null) throw new Error('the words of packed trees are gone');
  const packed = JSON.parse(brotliDecompressSync(trees).toString('utf8')) as Packed;
  const [components, reasons, why, ...parts] = packed;
  const nodes = nodesOf(parts, words);
  const withTree = <Of extends object>(of: Of, root = NONE): Of => (root === NONE ? of : { ...of, why: nodes[root]! });
  return {
    components: bare.components.map((component, place) => withTree(component, components[place])),
    reasons: bare.reasons.map((reason, place) => withTree(reason, reasons[place])),
    why: inStoredOrder(why.map(([name, root]) => [textOf(name, words), nodes[root]!])),
  };
}

function withoutTrees({ components, reasons }: StoredComponents): StoredComponents {
  return {
    components: components.map(({ why: _tree, ...component }) => component),
    reasons: reasons.map(({ why: _tree, ...reason }) => reason),
    why: {},
  };
}

/** The trees of one line being written as JSON text. */
class Packing {
  private readonly numbers: ReadonlyMap<string, string>;
  private readonly inputs: string[] = [];
  private readonly nodes: string[] = [];
  private readonly inputPlaces = new Map<WhyInput, number>();
  private readonly nodePlaces = new Map<Why, number>();

  constructor(numbers: ReadonlyMap<string, string>) {
    this.numbers = numbers;
  }

  text({ components, reasons, why }: Trees): string {
    const rootOf = (of: { readonly why?: Why }): number => (of.why ? this.node(of.why) : NONE);
    const roots = `[${components.map(rootOf).join(',')}],[${reasons.map(rootOf).join(',')}]`;
    const totals = Object.entries(why).map(([name, tree]) => `[${this.word(name)},${String(this.node(tree))}]`);
    return `[${roots},[${totals.join(',')}],[${this.inputs.join(',')}],[${this.nodes.join(',')}]]`;
  }

  private word(text: string): string {
    return this.numbers.get(text) ?? JSON.stringify(text);
  }

  private value(value: ValueText): string {
    if (typeof value === 'string') return this.word(value);
    let text = Array.isArray(value) ? `[${String(LIST)}` : `[${String(MAP)}`;
    if (Array.isArray(value)) for (const item of value as readonly ValueText[]) text += `,${this.value(item)}`;
    else for (const [key, item] of Object.entries(value)) text += `,${this.word(key)},${this.value(item)}`;
    return `${text}]`;
  }

  private input(input: WhyInput): number {
    const known = this.inputPlaces.get(input);
    if (known !== undefined) return known;
    const { kind, label, value, unit, source, key, cite, assumed } = input;
    let text = `[${this.word(kind)},${this.word(label)},${this.value(value)},${this.word(unit)}`;
    if (source !== undefined) text += `,0,${this.word(source)}`;
    if (key !== undefined) text += `,1,${this.word(key)}`;
    if (cite !== undefined) text += `,2,${this.word(cite)}`;
    if (assumed) text += `,3,${SET}`;
    const number = this.inputs.push(`${text}]`) - 1;
    this.inputPlaces.set(input, number);
    return number;
  }

  /** A node stands behind its children. */
  private node(why: Why): number {
    const known = this.nodePlaces.get(why);
    if (known !== undefined) return known;
    const children = why.children.map(child => this.node(child)).join(',');
    const { rule, label, cite, formula, value, unit, inputs, show, note, layer, repeated } = why;
    let text = `[${this.word(rule)},${this.word(label)},${this.word(cite)},${this.word(formula)},${this.value(value)},${this.word(unit)},[`;
    let separator = '';
    for (const name in inputs) {
      text += `${separator}${this.word(name)},${String(this.input(inputs[name]!))}`;
      separator = ',';
    }
    text += `],[${children}],${this.word(show)}`;
    if (note !== undefined) text += `,0,${this.word(note)}`;
    if (layer !== undefined) text += `,1,${this.word(layer)}`;
    if (repeated) text += `,2,${SET}`;
    const number = this.nodes.push(`${text}]`) - 1;
    this.nodePlaces.set(why, number);
    return number;
  }
}

function nodesOf([packedInputs, packedNodes]: readonly [Packed[3], Packed[4]], words: Words): readonly Why[] {
  const inputs = packedInputs.map(([kind, label, value, unit, ...extras]) => ({
    kind: textOf(kind, words),
    label: textOf(label, words),
    value: valueOf(value, words),
    unit: textOf(unit, words),
    ...extrasOf(INPUT_EXTRAS, extras, words),
  })) as readonly WhyInput[];
  const nodes: Why[] = [];
  for (const [rule, label, cite, formula, value, unit, noted, children, show, ...extras] of packedNodes)
    nodes.push({
      rule: textOf(rule, words),
      label: textOf(label, words),
      cite: textOf(cite, words),
      formula: textOf(formula, words),
      value: valueOf(value, words),
      unit: textOf(unit, words),
      inputs: inStoredOrder(pairs(noted).map(([name, place]) => [textOf(name, words), inputs[Number(place)]!])),
      children: children.map(child => nodes[child]!),
      show: textOf(show, words) as Why['show'],
      ...extrasOf(NODE_EXTRAS, extras, words),
    });
  return nodes;
}

function textOf(text: Text, words: Words): string {
  if (typeof text === 'string') return text;
  const word = words[text];
  if (word === undefined) throw new Error(`there is no word ${String(text)} in the run's list`);
  return word;
}

function valueOf(value: PackedValue, words: Words): ValueText {
  if (typeof value !== 'object') return textOf(value, words);
  const [kind, ...items] = value;
  if (kind === LIST) return items.map(item => valueOf(item, words));
  return inStoredOrder(pairs(items).map(([key, item]) => [textOf(key as Text, words), valueOf(item, words)]));
}

/** What stands behind its place among `keys`: texts, and true for what is only set. */
function extrasOf(
  keys: readonly string[],
  extras: readonly Text[],
  words: Words,
): Readonly<Record<string, string | true>> {
  return Object.fromEntries(
    pairs(extras).map(([place, value]) => {
      const key = keys[Number(place)]!;
      return [key, key === 'repeated' || key === 'assumed' ? true : textOf(value, words)];
    }),
  );
}

function pairs<Of>(list: readonly Of[]): (readonly [Of, Of])[] {
  const found: (readonly [Of, Of])[] = [];
  for (let place = 0; place + 1 < list.length; place += 2) found.push([list[place]!, list[place + 1]!]);
  return found;
}

/** Keys in the order that jsonb gives them, by length and then by bytes: in it closed months have always been shown. */
function inStoredOrder<Value>(entries: readonly (readonly [string, Value])[]): Readonly<Record<string, Value>> {
  const keyed = entries.map(([key, value]) => ({ key, value, bytes: Buffer.from(key, 'utf8') }));
  keyed.sort((a, b) => a.bytes.length - b.bytes.length || Buffer.compare(a.bytes, b.bytes));
  return Object.fromEntries(keyed.map(({ key, value }) => [key, value]));
}

/** Every text that a line's trees may have in common with others, once. */
function textsIn({ components, reasons, why }: Trees): ReadonlySet<string> {
  const texts = new Set<string>(Object.keys(why));
  const seen = new Set<object>();
  const addValue = (value: ValueText): void => {
    if (typeof value === 'string') texts.add(value);
    else if (Array.isArray(value)) for (const item of value as readonly ValueText[]) addValue(item);
    else
      for (const [key, item] of Object.entries(value)) {
        texts.add(key);
        addValue(item);
      }
  };
  const addAny = (text: string | undefined): void => {
    if (text !== undefined) texts.add(text);
  };
  const addInput = (input: WhyInput): void => {
    if (seen.has(input)) return;
    seen.add(input);
    texts.add(input.kind).add(input.label).add(input.unit);
    addValue(input.value);
    addAny(input.source);
    addAny(input.key);
    addAny(input.cite);
  };
  const add = (why: Why): void => {
    if (seen.has(why)) return;
    seen.add(why);
    texts.add(why.rule).add(why.label).add(why.cite).add(why.formula).add(why.unit).add(why.show);
    addValue(why.value);
    addAny(why.note);
    addAny(why.layer);
    for (const name in why.inputs) {
      texts.add(name);
      addInput(why.inputs[name]!);
    }
    why.children.forEach(add);
  };
  for (const tree of [...components, ...reasons].flatMap(each => each.why ?? [])) add(tree);
  Object.values(why).forEach(add);
  return texts;
}
