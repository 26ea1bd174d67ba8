import type { CompiledFormula } from './compiled-formula.ts';
import { parseFormula } from './formula-parser.ts';
import { partsOf, type Formula } from './formula.ts';
import type { Step } from './regulation.ts';

/** The names a compiled formula speaks of: facts, parameters, steps, tables, and inside `each` its own words. */
export function namesIn(formula: CompiledFormula): ReadonlySet<string> {
  const names = new Set<string>();
  // The canonical spelling parses to the very tree that was compiled.
  collect(parseFormula(formula.text), names);
  return names;
}

/** All names that the formulas of a step speak of; those of a gate include what it sets. */
export function namesOfStep(step: Step): ReadonlySet<string> {
  const formulas =
    step.kind === 'gate'
      ? [step.condition, ...step.then.values()]
      : [
          ...(step.each ? [step.each.formula, ...(step.each.where ? [step.each.where] : [])] : []),
          ...step.branches.flatMap(branch => (branch.when ? [branch.when, branch.formula] : [branch.formula])),
        ];
  return new Set(formulas.flatMap(formula => [...namesIn(formula)]));
}

function collect(formula: Formula, names: Set<string>): void {
  if (formula.kind === 'name') names.add(formula.name);
  for (const part of partsOf(formula)) collect(part, names);
}
