import { CHAIN_SOURCE } from './chain-section.ts';
import type { CompiledFormula } from './compiled-formula.ts';
import { namesIn } from './formula-names.ts';
import type { LayerSource } from './layer-section.ts';
import type { Problems } from './problem.ts';
import type { InputRule } from './regulation.ts';
import type { Scope } from './scope.ts';
import { formulaAt } from './step-section.ts';
import { typeText } from './value-type.ts';

/** When a layer holds. */
export interface LayerCondition {
  readonly id: string;
  readonly when: CompiledFormula;
  /** The facts it speaks of. */
  readonly needs: readonly InputRule[];
}

/** Compiles a layer's `when`; null, with the problem noted, when it is refused. No step is known to it. */
export function readCondition(
  layer: LayerSource,
  inputs: readonly InputRule[],
  scope: Scope,
  problems: Problems,
): LayerCondition | null {
  const found = problems.fresh();
  const when = formulaAt(layer.when, layer.whenLine, scope, found);
  for (const { line, reason } of found.list())
    problems.add(
      line,
      `${reason} (syarat lapis memakai fakta aturan pokok, parameter, tabel dan bulan, bukan langkah)`,
    );
  if (!when) return null;
  if (when.type.kind !== 'boolean') {
    problems.add(layer.whenLine, `"when" harus syarat (ya atau tidak), "${when.text}" adalah ${typeText(when.type)}`);
    return null;
  }
  const names = namesIn(when);
  const needs = inputs.filter(input => names.has(input.name));
  const partial = needs.find(input => input.when);
  if (partial)
    problems.add(layer.whenLine, `syarat lapis memakai "${partial.name}", yang hanya diminta dari sebagian orang`);
  const chained = needs.find(input => input.source === CHAIN_SOURCE);
  if (!chained) return { id: layer.id, when, needs };
  problems.add(layer.whenLine, `syarat lapis tidak dapat memakai "${chained.name}": isinya baru dihitung kemudian`);
  return null;
}
