import type { WhyInput } from '../explained.ts';
import type { Value } from './value.ts';
import type { ValueType } from './value-type.ts';

/** Why no amount can be given, found while computing: a table without the row, a division by zero. Indonesian. */
export class NotComputable extends Error {}

/** A fact that is asked of some people only, used in computing somebody else's month. */
export class FactAbsent extends NotComputable {
  constructor(
    readonly fact: string,
    label: string,
  ) {
    super(`fakta "${label}" tidak ada`);
  }
}

/** A step, or one item of a step over several, that a formula used. */
export interface UsedStep {
  readonly name: string;
  readonly key: string | null;
}

/** Collects what a formula used while it is computed. */
export interface Trace {
  /** By name, in the order they were met. Plain objects: one goes into the tree of every step of everybody's month. */
  readonly inputs: Record<string, WhyInput>;
  readonly steps: UsedStep[];
}

/** One employee's month while it is computed. */
export interface Env {
  /** Facts, parameters, finished steps, and inside `each` also `nilai`, `kunci`, `urutan`. */
  readonly values: Map<string, Value>;
  /** Null when no explanation is wanted. */
  trace: Trace | null;
  /** Facts that were not given and took their default. */
  readonly assumed: ReadonlySet<string>;
  /** Facts that hold otherwise in a trial month or for a payment, with the article that says so; absent in an ordinary one. */
  readonly replaced?: ReadonlyMap<string, string>;
  /** The key of the item a step over several is at. */
  key: string | null;
}

/** A formula checked and made ready to run. */
export interface CompiledFormula {
  readonly type: ValueType;
  /** The formula in its canonical spelling. */
  readonly text: string;
  /** Computes the value. Throws NotComputable. */
  readonly run: (env: Env) => Value;
}
