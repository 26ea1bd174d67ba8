import type { Why, WhyInput } from '../../domain/explained.ts';
import type { Month } from '../../domain/month.ts';
import { compute } from '../../domain/tpp/compute.ts';
import { PAID, type Computation } from '../../domain/tpp/computation.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import { valueInWords } from '../../domain/tpp/value-words.ts';
import { engineFacts } from '../policies/engine-facts.ts';
import type { ComparedPerson } from './compared-person.ts';

/** Something that one regulation sees otherwise than the other, in words; null where that one does not have it. */
export interface ChangeReason {
  /** `status`: a gate; `langkah`: a step with another rule; else what a step read. */
  readonly kind: 'status' | 'langkah' | 'fakta' | 'parameter' | 'tabel';
  readonly label: string;
  readonly inForce: string | null;
  readonly candidate: string | null;
}

const MOST = 4;

/**
 * Why a person's amount differs: the steps whose value differs although nothing they rest on does, each with what it read
 * otherwise (a parameter, a table, a fact counted by another cap) or, where that is the same, with its own value.
 */
export function changeReasons(
  month: Month,
  regulations: { readonly inForce: Regulation; readonly candidate: Regulation },
  { factsInForce, factsCandidate }: ComparedPerson,
): ChangeReason[] {
  const of = (regulation: Regulation, facts: typeof factsInForce): Computation =>
    compute(regulation, engineFacts(regulation, month, facts));
  const before = of(regulations.inForce, factsInForce);
  const after = of(regulations.candidate, factsCandidate);
  // A gate of one alone stops its steps: what they read is no news beside it.
  const gates = statusReasons(before, after);
  const reasons = gates.length > 0 ? gates : stepReasons(stepsOf(before), stepsOf(after));
  const seen = new Set<string>();
  return reasons.filter(reason => !seen.has(JSON.stringify(reason)) && seen.add(JSON.stringify(reason))).slice(0, MOST);
}

function statusReasons(before: Computation, after: Computation): ChangeReason[] {
  if (before.status === after.status) return [];
  const words = ({ status, reasons }: Computation): string =>
    reasons.find(reason => reason.status === status)?.reason ?? (status === PAID ? 'Dibayar' : status);
  return [{ kind: 'status', label: 'Status', inForce: words(before), candidate: words(after) }];
}

/** Every step of a computation by name, what comes first in the computation first. */
function stepsOf({ components, why }: Computation): Map<string, Why> {
  const steps = new Map<string, Why>();
  const visit = (tree: Why): void => {
    tree.children.forEach(visit);
    const known = steps.get(tree.rule);
    if (known === undefined || known.repeated) steps.set(tree.rule, tree);
  };
  for (const component of components) if (component.why) visit(component.why);
  Object.values(why ?? {}).forEach(visit);
  return steps;
}

const sameValue = (a: Why, b: Why): boolean => JSON.stringify(a.value) === JSON.stringify(b.value) && a.unit === b.unit;

function stepReasons(before: ReadonlyMap<string, Why>, after: ReadonlyMap<string, Why>): ChangeReason[] {
  const differs = (rule: string): boolean => {
    const [old, now] = [before.get(rule), after.get(rule)];
    return old === undefined || now === undefined || !sameValue(old, now);
  };
  const reasons: ChangeReason[] = [];
  for (const [rule, now] of after) {
    if (!differs(rule) || now.children.some(child => before.has(child.rule) && differs(child.rule))) continue;
    reasons.push(...readOtherwise(before.get(rule), now));
  }
  for (const [rule, old] of before) {
    if (after.has(rule) || isNothing(old)) continue;
    reasons.push({ kind: 'langkah', label: old.label, inForce: inWords(old), candidate: null });
  }
  return reasons;
}

/** What a step read otherwise than the same step of the other regulation; where nothing, the step itself. */
function readOtherwise(old: Why | undefined, now: Why): ChangeReason[] {
  const itself: ChangeReason = {
    kind: 'langkah',
    label: now.label,
    inForce: old === undefined ? null : inWords(old),
    candidate: inWords(now),
  };
  if (old === undefined) return isNothing(now) ? [] : [itself];
  const names = new Set([...Object.keys(old.inputs), ...Object.keys(now.inputs)]);
  const read = [...names].flatMap(name => inputReason(old.inputs[name], now.inputs[name]));
  return read.length > 0 ? read : [itself];
}

function inputReason(old: WhyInput | undefined, now: WhyInput | undefined): ChangeReason[] {
  const shown = now ?? old;
  if (!shown || (shown.kind !== 'fakta' && shown.kind !== 'parameter' && shown.kind !== 'tabel')) return [];
  if (old && now && JSON.stringify(old.value) === JSON.stringify(now.value) && old.unit === now.unit) return [];
  const words = (input: WhyInput | undefined): string | null => (input ? valueInWords(input.value, input.unit) : null);
  return [{ kind: shown.kind, label: shown.label, inForce: words(old), candidate: words(now) }];
}

const inWords = ({ value, unit }: Why): string => valueInWords(value, unit);

/** A step that gives nothing changes nothing by coming or going. */
const isNothing = ({ value }: Why): boolean =>
  value === '0' || (typeof value !== 'string' && Object.keys(value).length === 0);
