import type { Problems } from './problem.ts';
import type { InputRule } from './regulation.ts';
import { readReplacements, type Replacements } from './replacement.ts';
import type { Scope } from './scope.ts';
import type { MapNode } from './source-node.ts';
import { Section } from './source-reader.ts';

/** A regulation's section `uji_coba`: how a month is paid while the regency tries the product out. */
export type TrialRules = Replacements;

/** Reads the section `uji_coba`; null when there is none or it is refused. */
export function readTrial(
  node: MapNode | null,
  inputs: readonly InputRule[],
  scope: Scope,
  problems: Problems,
): TrialRules | null {
  if (!node) return null;
  const section = new Section(node, 'uji_coba', problems).expects(['cite', 'fakta']);
  return readReplacements(section, { where: 'uji_coba', occasion: 'pada masa uji coba' }, inputs, scope, problems);
}
