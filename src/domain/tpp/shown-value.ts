import type { ValueText, WhyInput } from '../explained.ts';
import {
  ONE,
  ZERO,
  add,
  compare,
  decimalStep,
  divide,
  isZero,
  multiply,
  negate,
  parseRatio,
  ratio,
  subtract,
  toMultiple,
  type Ratio,
  type Rounding,
} from '../ratio.ts';
import { formulaText, partsOf, type CompareSign, type Formula } from './formula.ts';
import { fromWritten, toWritten } from './value.ts';
import { divideUnits, multiplyUnits, parseUnit, PERCENT, PLAIN, type Unit } from './unit.ts';

/** A number as the engine computes with it (98,2 % is 491/500), with its unit. */
export interface Shown {
  readonly value: Ratio;
  readonly unit: Unit;
}

/** Without a unit of measure: what multiplies by it stays what it is. */
export const factor = ({ unit }: Shown): boolean => unit.dims.length === 0;

const HOLDS: Readonly<Record<CompareSign, (order: number) => boolean>> = {
  '=': order => order === 0,
  '!=': order => order !== 0,
  '<': order => order < 0,
  '<=': order => order <= 0,
  '>': order => order > 0,
  '>=': order => order >= 0,
};

/** Decides how a stored explanation is arranged, from the values it keeps; never an amount: those are stored as computed. */
export class ShownValues {
  private readonly inputs: Readonly<Record<string, WhyInput>>;

  constructor(inputs: Readonly<Record<string, WhyInput>>) {
    this.inputs = inputs;
  }

  /** The number a part of a formula came to; null where the tree does not tell. */
  of(formula: Formula): Shown | null {
    switch (formula.kind) {
      case 'number':
        return { value: fromWritten(formula.written, formula.unit), unit: formula.unit };
      case 'name':
      case 'lookup':
      case 'field':
        return this.leaf(formulaText(formula));
      case 'minus': {
        const of = this.of(formula.of);
        return of && { ...of, value: negate(of.value) };
      }
      case 'binary':
        return this.binary(formula);
      case 'choice': {
        const taken = this.taken(formula.when);
        return taken === null ? null : this.of(taken ? formula.then : formula.otherwise);
      }
      case 'call':
        return this.call(formula.name, formula.args);
      case 'text':
      case 'truth':
      case 'list':
      case 'not':
      case 'compare':
        return null;
    }
  }

  /** Whether a condition holds; null where the tree does not tell. */
  truth(formula: Formula): boolean | null {
    if (formula.kind === 'truth') return formula.value;
    if (formula.kind === 'not') {
      const of = this.truth(formula.of);
      return of === null ? null : !of;
    }
    if (formula.kind === 'compare') return this.compared(formula);
    if (formula.kind === 'binary' && (formula.sign === 'dan' || formula.sign === 'atau')) {
      const deciding = formula.sign === 'atau';
      const [left, right] = [this.truth(formula.left), this.truth(formula.right)];
      if (left === deciding || right === deciding) return deciding;
      return left === null || right === null ? null : !deciding;
    }
    const input = this.input(formulaText(formula));
    return input?.unit === 'ya_tidak' && typeof input.value === 'string' ? input.value === 'true' : null;
  }

  /** Everything the tree tells about the names in a formula. */
  leaves(formula: Formula): readonly WhyInput[] {
    const own = formula.kind === 'name' || formula.kind === 'lookup' || formula.kind === 'field';
    const input = own ? this.input(formulaText(formula)) : undefined;
    return [...(input ? [input] : []), ...partsOf(formula).flatMap(part => this.leaves(part))];
  }

  private input(name: string): WhyInput | undefined {
    return Object.hasOwn(this.inputs, name) ? this.inputs[name] : undefined;
  }

  private leaf(name: string): Shown | null {
    const input = this.input(name);
    return input ? numberOf(input.value, input.unit) : null;
  }

  private taken(when: Formula): boolean | null {
    const recorded = this.input(`syarat: ${formulaText(when)}`);
    return recorded ? recorded.value === 'true' : this.truth(when);
  }

  private binary({ sign, left, right }: Formula & { kind: 'binary' }): Shown | null {
    const [a, b] = [this.of(left), this.of(right)];
    if (!a || !b) return null;
    if (sign === '*') return { value: multiply(a.value, b.value), unit: multiplyUnits(a.unit, b.unit) };
    if (sign === '/')
      return isZero(b.value) ? null : { value: divide(a.value, b.value), unit: divideUnits(a.unit, b.unit) };
    const unit = isZero(a.value) ? b.unit : a.unit;
    if (sign === '+') return { value: add(a.value, b.value), unit };
    return sign === '-' ? { value: subtract(a.value, b.value), unit } : null;
  }

  private call(name: string, args: readonly Formula[]): Shown | null {
    const [first] = args;
    if (!first) return null;
    if (name === 'jumlah' || (args.length === 1 && (name === 'min' || name === 'maks')))
      return folded(name, this.items(first));
    const values = args.map(arg => this.of(arg));
    const [a, b, c] = values;
    if (!a || values.includes(null)) return null;
    const rounding = ROUNDED[name];
    if (rounding && (args.length === 1 || b)) return rounded(a, rounding, name, b);
    if (name === 'persen') return { value: a.value, unit: PERCENT };
    if (name === 'angka') return { value: a.unit.percent ? multiply(a.value, HUNDRED) : a.value, unit: PLAIN };
    if (name === 'min' || name === 'maks') return folded(name, values);
    if (name === 'batas' && b && c) return least(most(a, b), c);
    if (name === 'bagi' && b && c)
      return isZero(b.value) ? c : { value: divide(a.value, b.value), unit: divideUnits(a.unit, b.unit) };
    if (name === 'prorata' && b && c && !isZero(c.value))
      return { value: divide(multiply(a.value, b.value), c.value), unit: a.unit };
    return null;
  }

  /** The numbers of a map or list that stands in the formula by its name. */
  private items(formula: Formula): readonly (Shown | null)[] | null {
    const input = this.input(formulaText(formula));
    const inner = /^(?:peta|daftar)<(.*)>$/.exec(input?.unit ?? '')?.[1];
    if (!input || inner === undefined || typeof input.value === 'string') return null;
    return Object.values<ValueText>(input.value).map(value => numberOf(value, inner));
  }

  private compared({ first, rest }: Formula & { kind: 'compare' }): boolean | null {
    let left = first;
    for (const { sign, right } of rest) {
      const order = this.order(left, right);
      if (order === null) return null;
      if (!HOLDS[sign](order)) return false;
      left = right;
    }
    return true;
  }

  private order(left: Formula, right: Formula): number | null {
    const [a, b] = [this.of(left), this.of(right)];
    if (a && b) return compare(a.value, b.value);
    const [p, q] = [this.word(left), this.word(right)];
    if (p === null || q === null) return null;
    return p === q ? 0 : p < q ? -1 : 1;
  }

  private word(formula: Formula): string | null {
    if (formula.kind === 'text') return formula.value;
    if (formula.kind === 'truth') return String(formula.value);
    const value = this.input(formulaText(formula))?.value;
    return typeof value === 'string' ? value : null;
  }
}

const HUNDRED = ratio(100n);

const ROUNDED: Readonly<Record<string, Rounding>> = {
  bulat: 'halfUp',
  potong: 'cut',
  lantai: 'floor',
  atap: 'ceiling',
};

/** `bulat` and `potong` count decimals of the number as written, `lantai` and `atap` go to a multiple. */
function rounded({ value, unit }: Shown, rounding: Rounding, name: string, by: Shown | null | undefined): Shown {
  if (by && (name === 'lantai' || name === 'atap')) {
    return { value: isZero(by.value) ? value : toMultiple(value, by.value, rounding), unit };
  }
  const step = by ? decimalStep(Number(by.value.num)) : ONE;
  return { value: fromWritten(toMultiple(toWritten(value, unit), step, rounding), unit), unit };
}

function numberOf(value: ValueText, unitName: string): Shown | null {
  const unit = parseUnit(unitName);
  const written = unit && typeof value === 'string' ? parseRatio(value) : null;
  return unit && written ? { value: fromWritten(written, unit), unit } : null;
}

const least = (a: Shown, b: Shown): Shown => (compare(b.value, a.value) < 0 ? b : a);
const most = (a: Shown, b: Shown): Shown => (compare(b.value, a.value) > 0 ? b : a);

function folded(name: string, values: readonly (Shown | null | undefined)[] | null): Shown | null {
  const known = values?.filter(value => value !== null && value !== undefined) ?? [];
  const [first, ...rest] = known;
  if (known.length !== values?.length) return null;
  if (!first) return name === 'jumlah' ? { value: ZERO, unit: PLAIN } : null;
  if (name === 'jumlah') return rest.reduce((sum, each) => ({ ...sum, value: add(sum.value, each.value) }), first);
  return rest.reduce(name === 'min' ? least : most, first);
}
