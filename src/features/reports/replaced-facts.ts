import type { Why, WhyInput } from '../../domain/explained.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import { valueInWords } from '../../domain/tpp/value-words.ts';
import { kindOf } from '../facts/kinds.ts';
import { shownValue } from '../facts/value.ts';
import type { StoredComponents } from '../payroll-runs/line.ts';

/** Facts that hold otherwise by one article. */
export interface ReplacedFacts {
  readonly cite: string;
  /** 'Poin dianggap 6.000 poin (tercatat 4.500 poin)'. */
  readonly facts: readonly string[];
}

/**
 * What a payment takes otherwise than the month had it, by article. Read from the stored trees, where a replaced fact names
 * its article; what came to the same is left out.
 * @param rules the rules under which it was computed
 * @param facts the snapshot, by source
 */
export function replacedFacts(
  stored: StoredComponents,
  rules: Regulation,
  facts: Readonly<Record<string, string>>,
): readonly ReplacedFacts[] {
  const trees = [...stored.components.flatMap(({ why }) => why ?? []), ...Object.values(stored.why)];
  const byCite = new Map<string, string[]>();
  for (const input of new Map(trees.flatMap(replacedIn).map(each => [each.label, each])).values()) {
    const [now, given] = [valueInWords(input.value, input.unit), givenOf(input.label, rules, facts)];
    if (given === now) continue;
    const full = input.unit === 'persen' && input.value === '100' ? 'dihitung penuh' : 'dianggap';
    const held = given === undefined ? '' : ` (tercatat ${given})`;
    const cite = input.cite ?? '';
    byCite.set(cite, [...(byCite.get(cite) ?? []), `${input.label} ${full} ${now}${held}`]);
  }
  return [...byCite].map(([cite, told]) => ({ cite, facts: told }));
}

/** Parameters and tables have an article always; a fact has one only where it was replaced. */
const replacedIn = ({ inputs, children }: Why): WhyInput[] => [
  ...Object.values(inputs).filter(({ kind, cite }) => kind === 'fakta' && cite !== undefined),
  ...children.flatMap(replacedIn),
];

function givenOf(label: string, { inputs }: Regulation, facts: Readonly<Record<string, string>>): string | undefined {
  const rule = inputs.find(each => each.label === label);
  if (!rule) return undefined;
  const value = facts[`koreksi.${rule.name}`] ?? facts[rule.source] ?? facts[`fakta.${rule.name}`];
  if (value === undefined) return undefined;
  const kind = kindOf(rule);
  const plain = rule.type.kind === 'number' || rule.type.kind === 'boolean';
  return plain ? valueInWords(value, kind.unit) : shownValue(kind, value);
}
