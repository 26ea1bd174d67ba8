import { namesIn, namesOfStep } from './formula-names.ts';
import type { ChainPlan, GateStep, Step } from './regulation.ts';

/**
 * What has to be computed of a led person for the columns: the steps they rest on, and the gates before these that may stop
 * the computation. A regulation's formulas are all known when it is loaded, so nothing of this depends on facts.
 *
 * @param input the name of the rows over those one leads: where a column rests on it, people are computed bottom-up
 */
export function planChain(steps: readonly Step[], input: string, columns: readonly string[]): ChainPlan {
  const places = new Map(steps.map((step, index) => [step.kind === 'set' ? step.name : '', index]));
  const gates = steps.flatMap((step, index) => (step.kind === 'gate' && step.stop ? [{ gate: step, index }] : []));
  const needed = new Set<string>();
  const stops = new Set<GateStep>();
  const asked = [...columns];
  let dependent = false;
  for (let name = asked.pop(); name !== undefined; name = asked.pop()) {
    if (name === input) dependent = true;
    const place = places.get(name);
    const step = place === undefined ? undefined : steps[place];
    if (place === undefined || !step || needed.has(name)) continue;
    needed.add(name);
    asked.push(...namesOfStep(step));
    for (const { gate, index } of gates) {
      if (index > place) continue;
      if (!stops.has(gate)) asked.push(...namesIn(gate.condition));
      stops.add(gate);
      const value = gate.then.get(name);
      if (value) asked.push(...namesIn(value));
    }
  }
  return { steps: steps.filter(step => (step.kind === 'gate' ? stops.has(step) : needed.has(step.name))), dependent };
}
