import type { Computation, Facts } from './computation.ts';
import { compute } from './compute.ts';
import { ruleSetFor } from './layer-choice.ts';
import type { Regulation } from './regulation.ts';

/**
 * The month as it would be if the gates that applied had not: what somebody whose pay is stopped or postponed goes without.
 * Without explanation; amounts are null where that month cannot be computed.
 * @param gates their names, as in the reasons of the computation
 */
export function computeUngated(regulation: Regulation, facts: Facts, gates: ReadonlySet<string>): Computation {
  const choice = ruleSetFor(regulation, facts);
  const rules = choice.ok ? choice.rules : regulation;
  const steps = rules.steps.filter(step => step.kind === 'set' || !gates.has(step.name));
  return compute({ ...rules, steps, layers: [] }, facts, { explain: false });
}
