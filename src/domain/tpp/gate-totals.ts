import type { ComponentKind } from './computation.ts';
import type { Problems } from './problem.ts';
import type { ComponentRule, GateStep, OutputRule, Regulation, Step } from './regulation.ts';

type Totals = Regulation['totals'];

/**
 * Refuses a stopping gate whose `then` makes the results contradict one another for certain: a total without any of its
 * components, a component without its total, or gross without net. Only totals that are steps are judged; what a formula
 * adds up is checked for every person.
 */
export function checkGateTotals(
  steps: readonly Step[],
  components: readonly ComponentRule[],
  totals: Totals,
  problems: Problems,
): void {
  steps.forEach((gate, index) => {
    if (gate.kind !== 'gate' || !gate.stop) return;
    const after = new Set(steps.slice(index + 1).map(step => step.name));
    const fault =
      kindFault('pendapatan', totals.gross, gate, after, components) ??
      kindFault('potongan', totals.deductions, gate, after, components) ??
      netFault(totals, gate, after);
    if (fault !== null) problems.add(gate.line, `"then": ${fault}`);
  });
}

/** Whether a gate gives a step a value that is not simply zero. */
function isSet(gate: GateStep, name: string): boolean {
  const formula = gate.then.get(name);
  return formula !== undefined && !/^(?:Rp)?0%?$/.test(formula.text);
}

function kindFault(
  kind: ComponentKind,
  total: OutputRule | null,
  gate: GateStep,
  after: ReadonlySet<string>,
  components: readonly ComponentRule[],
): string | null {
  const name = total?.formula.text ?? '';
  const parts = [...new Set(components.filter(each => each.kind === kind).map(each => each.step))];
  if (!after.has(name) || parts.length === 0) return null;
  const set = parts.filter(part => isSet(gate, part));
  if (isSet(gate, name) && set.length === 0 && parts.every(part => after.has(part)))
    return `"${name}" ditetapkan, padahal komponen ${kind} (${parts.join(', ')}) menjadi nol; tetapkan juga ${parts.join(' atau ')}`;
  if (!gate.then.has(name) && set.length > 0)
    return `komponen ${set.join(', ')} ditetapkan, padahal jumlahnya "${name}" menjadi nol; tetapkan juga "${name}"`;
  return null;
}

function netFault({ gross, deductions, net }: Totals, gate: GateStep, after: ReadonlySet<string>): string | null {
  if (!gross || !deductions || !net) return null;
  const [whole, cut, left] = [gross, deductions, net].map(total => total.formula.text) as [string, string, string];
  const isZero = (name: string): boolean => after.has(name) && !gate.then.has(name);
  if (left === whole || !isSet(gate, whole) || !isZero(cut) || !isZero(left)) return null;
  return `"${whole}" ditetapkan, padahal "${left}" menjadi nol; tetapkan juga "${left}"`;
}
