import { NotComputable } from './compiled-formula.ts';
import type { Facts, MissingFact } from './computation.ts';
import { givenValue, periodValues } from './fact-set.ts';
import type { InputRule, LayerRule, Regulation } from './regulation.ts';
import type { Value } from './value.ts';

/** The rules for one person's month, or why it cannot be said which they are. */
export type RuleSetChoice =
  { readonly ok: true; readonly rules: Regulation } | { readonly ok: false; readonly missing: MissingFact };

/**
 * The rule set that holds for a person's month: that of the layer whose condition holds, else the regency's own. Where two
 * layers hold, or a condition cannot be computed, there is none. Where a fact that decides is lacking it is the regency's
 * own, which names that fact. A trial month replaces no fact here.
 */
export function ruleSetFor(regulation: Regulation, facts: Facts): RuleSetChoice {
  if (regulation.layers.length === 0) return { ok: true, rules: regulation };
  const values = decidingValues(regulation, facts);
  if (!values) return { ok: true, rules: regulation };
  const holding: LayerRule[] = [];
  for (const layer of regulation.layers) {
    try {
      if (layer.when.run({ values, trace: null, assumed: new Set(), key: null }) === true) holding.push(layer);
    } catch (error) {
      if (!(error instanceof NotComputable)) throw error;
      return unclear(`syarat lapis "${layer.label}" tidak dapat dihitung: ${error.message}`);
    }
  }
  const [first, second] = holding;
  if (!first) return { ok: true, rules: regulation };
  if (!second) return { ok: true, rules: first.rules };
  const named = holding.map(({ label, cite }) => `"${label}" (${cite})`).join(' dan ');
  return unclear(
    `lapis ${named} sama-sama berlaku, padahal bagi satu orang hanya satu; perbaiki "when" pada aturannya`,
  );
}

/** The facts of the regency's rules and of every layer, each once: what may have to be entered for somebody. */
export function allInputs(regulation: Regulation): readonly InputRule[] {
  const byName = new Map<string, InputRule>();
  for (const { inputs } of [regulation, ...regulation.layers.map(layer => layer.rules)])
    for (const input of inputs) if (!byName.has(input.name)) byName.set(input.name, input);
  return [...byName.values()];
}

function unclear(reason: string): RuleSetChoice {
  return { ok: false, missing: { name: 'lapis', label: 'Lapis aturan', source: '', reason } };
}

/** What the conditions speak of, as the facts are; null while one of these facts is lacking or cannot be read. */
function decidingValues(regulation: Regulation, facts: Facts): Map<string, Value> | null {
  const values = periodValues(facts.period);
  if (!values) return null;
  for (const param of regulation.params) values.set(param.name, param.value);
  for (const rule of new Set(regulation.layers.flatMap(layer => layer.needs))) {
    const given = givenValue(rule, facts);
    const value = given === null ? rule.fallback : given.ok ? given.value : null;
    if (value === null) return null;
    values.set(rule.name, value);
  }
  return values;
}
