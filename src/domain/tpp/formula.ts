import { toDecimalText, type Ratio } from '../ratio.ts';
import { formatRupiah } from '../rupiah.ts';
import { unitText, type Unit } from './unit.ts';

/** A formula as a tree. */
export type Formula =
  | { readonly kind: 'number'; readonly written: Ratio; readonly unit: Unit }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Formula[] }
  | { readonly kind: 'not' | 'minus'; readonly of: Formula }
  | { readonly kind: 'binary'; readonly sign: BinarySign; readonly left: Formula; readonly right: Formula }
  | { readonly kind: 'compare'; readonly first: Formula; readonly rest: readonly Comparison[] }
  | { readonly kind: 'choice'; readonly when: Formula; readonly then: Formula; readonly otherwise: Formula }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Formula[] }
  | { readonly kind: 'lookup'; readonly of: Formula; readonly keys: readonly Formula[] }
  | { readonly kind: 'field'; readonly of: Formula; readonly name: string };

export type BinarySign = '+' | '-' | '*' | '/' | 'dan' | 'atau' | 'dalam';
export type CompareSign = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Comparison {
  readonly sign: CompareSign;
  readonly right: Formula;
}

const LEVEL: Readonly<Record<BinarySign, number>> = { atau: 1, dan: 2, dalam: 4, '+': 5, '-': 5, '*': 6, '/': 6 };

function level(formula: Formula): number {
  switch (formula.kind) {
    case 'choice':
      return 0;
    case 'not':
      return 3;
    case 'compare':
      return 4;
    case 'binary':
      return LEVEL[formula.sign];
    case 'minus':
      return 7;
    case 'number':
    case 'text':
    case 'truth':
    case 'name':
    case 'list':
    case 'call':
    case 'lookup':
    case 'field':
      return 8;
  }
}

/** How the leaves of a formula are written: as in the regulation, or with the values of one employee's month. */
export interface FormulaWriter {
  readonly number: (written: Ratio, unit: Unit) => string;
  /** The text of a name, look-up or field with its own writing, or null to write it as it stands. */
  readonly leaf: (source: string) => string | null;
  readonly sign: (sign: string) => string;
  readonly call: (name: string, args: readonly string[]) => string;
  /** Which branch of a condition was taken, or null when both are to be written. */
  readonly taken: (condition: string) => boolean | null;
}

function numberSource(written: Ratio, unit: Unit): string {
  const text = toDecimalText(written, 40);
  if (unit.percent && unit.dims.length === 0) return `${text}%`;
  if (unit.percent) return `${text}%${unitText(unit).slice('persen'.length)}`;
  const name = unitText(unit);
  if (name === 'bilangan') return text;
  return name === 'rupiah' ? formatRupiah(written.num) : `${text} ${name}`;
}

function callSource(name: string, args: readonly string[]): string {
  return `${name}(${args.join(', ')})`;
}

/** A condition whose outcome is known gives way to the branch that was taken. */
function settled(formula: Formula, writer: FormulaWriter): Formula {
  let shown = formula;
  while (shown.kind === 'choice') {
    const taken = writer.taken(formulaText(shown.when));
    if (taken === null) break;
    shown = taken ? shown.then : shown.otherwise;
  }
  return shown;
}

/** A formula in its one canonical spelling; parsing it again gives the same tree. */
export function formulaText(formula: Formula): string {
  let text = written.get(formula);
  if (text === undefined) written.set(formula, (text = write(formula, SOURCE)));
  return text;
}

const SOURCE: FormulaWriter = {
  number: numberSource,
  leaf: () => null,
  sign: sign => sign,
  call: callSource,
  taken: () => null,
};

/** Spellings already made: every look-up in every person's month names itself. */
const written = new WeakMap<Formula, string>();

/** The formulas that a formula is directly made of, in the order they are written. */
export function partsOf(formula: Formula): readonly Formula[] {
  switch (formula.kind) {
    case 'number':
    case 'text':
    case 'truth':
    case 'name':
      return [];
    case 'list':
      return formula.items;
    case 'not':
    case 'minus':
    case 'field':
      return [formula.of];
    case 'binary':
      return [formula.left, formula.right];
    case 'compare':
      return [formula.first, ...formula.rest.map(next => next.right)];
    case 'choice':
      return [formula.when, formula.then, formula.otherwise];
    case 'call':
      return formula.args;
    case 'lookup':
      return [formula.of, ...formula.keys];
  }
}

/** Writes a formula out by a writer. */
export function write(formula: Formula, writer: FormulaWriter): string {
  const at = (inner: Formula, least: number): string => {
    const shown = settled(inner, writer);
    const text = write(shown, writer);
    return level(shown) < least ? `(${text})` : text;
  };
  switch (formula.kind) {
    case 'number':
      return writer.number(formula.written, formula.unit);
    case 'text':
      return `"${formula.value}"`;
    case 'truth':
      return formula.value ? 'ya' : 'tidak';
    case 'name':
      return writer.leaf(formula.name) ?? formula.name;
    case 'list':
      return `[${formula.items.map(item => write(item, writer)).join(', ')}]`;
    case 'not':
      return `bukan ${at(formula.of, 3)}`;
    case 'minus':
      return `-${at(formula.of, 8)}`;
    case 'binary': {
      const own = LEVEL[formula.sign];
      const left = formula.sign === 'dalam' ? own + 1 : own;
      return `${at(formula.left, left)} ${writer.sign(formula.sign)} ${at(formula.right, own + 1)}`;
    }
    case 'compare':
      return [at(formula.first, 5), ...formula.rest.map(next => `${writer.sign(next.sign)} ${at(next.right, 5)}`)].join(
        ' ',
      );
    case 'choice': {
      const shown = settled(formula, writer);
      if (shown !== formula) return write(shown, writer);
      const parts = [formula.when, formula.then, formula.otherwise].map(part => write(part, writer));
      return `jika ${parts[0]} maka ${parts[1]} selain ${parts[2]}`;
    }
    case 'call':
      return writer.call(
        formula.name,
        formula.args.map(arg => write(arg, writer)),
      );
    case 'lookup': {
      const own = lookupText(formula);
      return writer.leaf(own) ?? own;
    }
    case 'field': {
      const own = `${at(formula.of, 8)}.${formula.name}`;
      return writer.leaf(own) ?? own;
    }
  }
}

function lookupText(formula: Formula & { kind: 'lookup' }): string {
  return `${formulaText(formula.of)}[${formula.keys.map(formulaText).join(', ')}]`;
}
