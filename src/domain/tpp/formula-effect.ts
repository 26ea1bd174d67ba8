import type { Why } from '../explained.ts';
import { ONE, ZERO, compare, divide, subtract, type Ratio } from '../ratio.ts';
import { formulaText, type Formula } from './formula.ts';
import { FormulaError } from './formula-lexer.ts';
import { parseFormula } from './formula-parser.ts';
import { factor, ShownValues, type Shown } from './shown-value.ts';

/**
 * What a value did to the result of the formula it stands in. `bound`: it is the limit that held; `cut`: it took something
 * away; `part`: it is what the result is made of; `asked`: it was only looked at; `none`: without it the result is the same.
 */
export type EffectKind = 'bound' | 'cut' | 'part' | 'asked' | 'none';

export interface Effect {
  readonly kind: EffectKind;
  /** Of a cut: which part of the amount it took, 0 to 1; null where that cannot be said. */
  readonly share: Ratio | null;
  /** It is the sum over several values, to which a zero adds nothing. */
  readonly summed: boolean;
}

const STRENGTH: Readonly<Record<EffectKind, number>> = { none: 0, asked: 1, part: 2, cut: 3, bound: 4 };
const PART: Effect = { kind: 'part', share: null, summed: false };
const ASKED: Effect = { ...PART, kind: 'asked' };
const NONE: Effect = { ...PART, kind: 'none' };
const BOUND: Effect = { ...PART, kind: 'bound' };

/** The branch that gave the value, and of the conditions only those that were met, or all where none was. */
const CONDITION = 'syarat: ';

/**
 * The effect of each value that a step used: under the name of the input (`besaran`, `tabel[kelas]`), and under the name alone
 * of the step or fact it is taken from. What stands in no formula (or in one that cannot be read) is not there: nothing can
 * be said of it. It is found from the numbers that the tree keeps; nothing stored is changed by it.
 */
export function effectsIn(why: Why): ReadonlyMap<string, Effect> {
  const walk = new Walk(why);
  const formula = parsed(why.formula);
  if (formula) walk.over(formula, PART);
  const conditions = Object.values(why.inputs).filter(input => input.kind === 'syarat');
  const inside = formula ? formulaText(formula) : '';
  for (const { label, value } of conditions.filter(each => !inside.includes(`jika ${each.label} maka`))) {
    const condition = parsed(label);
    const decided = value === 'true' || formula === null;
    if (condition) walk.over(condition, decided ? ASKED : NONE);
  }
  return walk.found;
}

function parsed(text: string): Formula | null {
  try {
    return parseFormula(text);
  } catch (error) {
    if (error instanceof FormulaError) return null;
    throw error;
  }
}

class Walk {
  readonly found = new Map<string, Effect>();
  private readonly why: Why;
  private readonly values: ShownValues;

  constructor(why: Why) {
    this.why = why;
    this.values = new ShownValues(why.inputs);
  }

  over(formula: Formula, effect: Effect): void {
    switch (formula.kind) {
      case 'number':
      case 'text':
      case 'truth':
        return;
      case 'name':
        this.note(formula.name, effect);
        return;
      case 'lookup':
        this.note(formulaText(formula), effect);
        for (const part of [formula.of, ...formula.keys]) this.over(part, effect);
        return;
      case 'field':
        this.note(formulaText(formula), effect);
        this.over(formula.of, effect);
        return;
      case 'list':
        for (const item of formula.items) this.over(item, effect);
        return;
      case 'not':
      case 'minus':
        this.over(formula.of, effect);
        return;
      case 'compare':
        for (const part of [formula.first, ...formula.rest.map(next => next.right)]) this.over(part, asked(effect));
        return;
      case 'binary':
        this.binary(formula, effect);
        return;
      case 'choice':
        this.choice(formula, effect);
        return;
      case 'call':
        this.call(formula, effect);
        return;
    }
  }

  /** The strongest of all places where a name stands counts. */
  private note(name: string, effect: Effect): void {
    const before = this.found.get(name);
    const stronger = before && STRENGTH[before.kind] >= STRENGTH[effect.kind] ? before : effect;
    this.found.set(name, { ...stronger, summed: effect.summed && before?.summed !== false });
  }

  private binary(formula: Formula & { kind: 'binary' }, effect: Effect): void {
    const { sign, left, right } = formula;
    const [a, b] = [this.values.of(left), this.values.of(right)];
    if (sign === '+' || sign === '-') {
      this.over(left, isZero(a) ? NONE : effect);
      this.over(right, isZero(b) ? NONE : sign === '-' ? taken(effect, shareOf(b, a)) : effect);
    } else if (sign === '*') {
      this.over(left, factorEffect(a, effect));
      this.over(right, factorEffect(b, effect));
    } else if (sign === '/') {
      this.over(left, effect);
      this.over(right, b && factor(b) && compare(b.value, ONE) === 0 ? NONE : effect);
    } else {
      const [p, q] = [this.values.truth(left), this.values.truth(right)];
      const deciding = sign === 'atau';
      const settled = sign !== 'dalam' && (p === deciding || q === deciding);
      this.over(left, settled && p === !deciding ? NONE : asked(effect));
      this.over(right, settled && q === !deciding ? NONE : asked(effect));
    }
  }

  private choice({ when, then, otherwise }: Formula & { kind: 'choice' }, effect: Effect): void {
    const recorded = this.why.inputs[`${CONDITION}${formulaText(when)}`];
    const holds = recorded ? recorded.value === 'true' : this.values.truth(when);
    this.over(when, asked(effect));
    if (holds !== false) this.over(then, effect);
    if (holds !== true) this.over(otherwise, effect);
  }

  private call({ name, args }: Formula & { kind: 'call' }, effect: Effect): void {
    const [first, second, third] = args;
    if (!first) return;
    if ((name === 'min' || name === 'maks' || name === 'batas') && second) this.bounded(name, args, effect);
    else if (name === 'jumlah') this.over(first, { ...effect, summed: true });
    else if (name === 'bagi' && second && third) {
      const divisor = this.values.of(second);
      for (const part of [first, second]) this.over(part, effect);
      this.over(third, divisor && !isZero(divisor) ? NONE : effect);
    } else if (name === 'prorata' && second && third) {
      const [part, whole] = [this.values.of(second), this.values.of(third)];
      const same = part && whole && compare(part.value, whole.value) === 0;
      const lost = part && whole && !isZero(whole) ? subtract(ONE, divide(part.value, whole.value)) : null;
      this.over(first, effect);
      for (const each of [second, third]) this.over(each, same ? NONE : cut(effect, lost));
    } else for (const arg of args) this.over(arg, effect);
  }

  /** The first that speaks of the person is what is bounded; the others are its limits. */
  private bounded(name: string, args: readonly Formula[], effect: Effect): void {
    const thing = args.find(arg => this.isPersonal(arg)) ?? args[0];
    const values = args.map(arg => this.values.of(arg));
    const result = values.includes(null) ? null : this.values.of({ kind: 'call', name, args });
    const amount = thing ? this.values.of(thing) : null;
    const free = result !== null && amount !== null && compare(result.value, amount.value) === 0;
    for (const [index, arg] of args.entries()) {
      const value = values[index] ?? null;
      if (arg === thing || !result || !value) this.over(arg, effect);
      else if (effect.kind === 'none' || free || compare(value.value, result.value) !== 0) this.over(arg, NONE);
      else this.over(arg, BOUND);
    }
  }

  private isPersonal(formula: Formula): boolean {
    return this.values.leaves(formula).some(input => input.kind === 'fakta' || input.kind === 'langkah');
  }
}

const isZero = (shown: Shown | null): boolean => shown !== null && compare(shown.value, ZERO) === 0;

const asked = (effect: Effect): Effect => (effect.kind === 'none' ? effect : ASKED);

/** Deducted: within a factor that cuts, it is this deduction that does. */
const taken = (effect: Effect, share: Ratio | null): Effect =>
  effect.kind === 'cut' && share ? { ...effect, share } : cut(effect, share);

function cut(effect: Effect, share: Ratio | null): Effect {
  return effect.kind === 'part' ? { ...effect, kind: 'cut', share } : effect;
}

function shareOf(part: Shown | null, whole: Shown | null): Ratio | null {
  return part && whole && !isZero(whole) ? divide(part.value, whole.value) : null;
}

/** A factor of 100 % leaves everything as it is; a smaller one takes away. */
function factorEffect(shown: Shown | null, effect: Effect): Effect {
  if (!shown || !factor(shown)) return effect;
  const order = compare(shown.value, ONE);
  if (order === 0) return NONE;
  return order < 0 ? cut(effect, subtract(ONE, shown.value)) : effect;
}
