import type { Why, WhyInput } from '../explained.ts';
import { compare, isZero, parseRatio, ZERO, type Ratio } from '../ratio.ts';
import { effectsIn, type Effect } from './formula-effect.ts';
import { NOT_APPLICABLE } from './step-run.ts';

/** A step as people read it: what decided its result first, what changed nothing apart. Nothing of the tree is lost. */
export interface ReadWhy {
  readonly why: Why;
  /** What the result rests on, the most decisive first. */
  readonly inputs: readonly WhyInput[];
  readonly children: readonly ReadWhy[];
  /** Without these the result would be the same. */
  readonly idleInputs: readonly WhyInput[];
  readonly idle: readonly ReadWhy[];
  /** Steps between, which the regulation itself keeps off the page (`show: hidden`). */
  readonly between: readonly ReadWhy[];
}

/**
 * Arranges a tree for reading. First stand steps that a gate decided, then limits that held, then what took away (most first),
 * then the rest as the formula has it. Apart stand a branch that did not apply, a factor of 100 %, a deduction of zero, a limit
 * that did not hold, and a default that was only looked at. The tree itself stays as it was stored.
 */
export const asRead = (why: Why): ReadWhy => read(why, false);

/** @param summed the step is added up by what rests on it, so that items of zero add nothing */
function read(why: Why, summed: boolean): ReadWhy {
  const effects = effectsIn(why);
  const placed = why.children.map((child, index) => {
    const effect = childEffect(why, child, effects, summed);
    return { child, index, effect, read: read(child, effect.summed) };
  });
  const between = placed.filter(({ child }) => child.show === 'hidden');
  const open = placed.filter(({ child }) => child.show !== 'hidden');
  const decisive = open.filter(({ effect }) => effect.kind !== 'none');
  const inputs = Object.entries(why.inputs)
    .filter(([, input]) => input.kind !== 'syarat')
    .map(([name, input]) => ({ input, idle: isIdle(input, effects.get(name)) }));
  return {
    why,
    inputs: inputs.filter(each => !each.idle).map(each => each.input),
    idleInputs: inputs.filter(each => each.idle).map(each => each.input),
    children: decisive.sort((a, b) => order(a, b) || a.index - b.index).map(each => each.read),
    idle: open.filter(({ effect }) => effect.kind === 'none').map(each => each.read),
    between: between.map(each => each.read),
  };
}

/** A default stands for "nothing was reported": where it was only asked for, it is no news. */
function isIdle(input: WhyInput, effect: Effect | undefined): boolean {
  if (!effect) return false;
  return effect.kind === 'none' || (effect.kind === 'asked' && input.assumed === true);
}

const PART: Effect = { kind: 'part', share: null, summed: false };
const NONE: Effect = { ...PART, kind: 'none' };

function childEffect(why: Why, child: Why, effects: ReadonlyMap<string, Effect>, summed: boolean): Effect {
  if (child.rule.startsWith(`${why.rule}[`)) return itemEffect(child, summed);
  const item = child.rule.indexOf('[');
  return effects.get(item < 0 ? child.rule : child.rule.slice(0, item)) ?? effects.get('nilai') ?? PART;
}

/** One of the items of a step over several. */
function itemEffect(item: Why, summed: boolean): Effect {
  const value = numberOf(item);
  if (summed && value && isZero(value)) return NONE;
  return item.note === NOT_APPLICABLE && summed ? NONE : PART;
}

const numberOf = ({ value }: Why): Ratio | null => (typeof value === 'string' ? parseRatio(value) : null);

interface Placed {
  readonly child: Why;
  readonly index: number;
  readonly effect: Effect;
}

const RANKS: Readonly<Record<Effect['kind'], number>> = { bound: 1, cut: 2, part: 3, asked: 4, none: 5 };

const rank = ({ child, effect }: Placed): number => (isStopped(child) ? 0 : RANKS[effect.kind]);

/** A gate kept it from being computed, and gave it its value. */
export const isStopped = ({ formula, note }: Why): boolean =>
  formula === '' && note !== undefined && note !== NOT_APPLICABLE && !note.startsWith('tidak ada isi pada');

function order(a: Placed, b: Placed): number {
  const ranks = rank(a) - rank(b);
  if (ranks !== 0) return ranks;
  const items = a.child.rule.includes('[') && b.child.rule.includes('[');
  if (items) return compare(numberOf(b.child) ?? ZERO, numberOf(a.child) ?? ZERO);
  return compare(b.effect.share ?? ZERO, a.effect.share ?? ZERO);
}
