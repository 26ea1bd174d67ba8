import type { Month } from '../../domain/month.ts';
import type { Facts, FactValue } from '../../domain/tpp/computation.ts';
import { factOf } from '../../domain/tpp/fact-reader.ts';
import { Problems } from '../../domain/tpp/problem.ts';
import type { InputRule, Regulation } from '../../domain/tpp/regulation.ts';
import { parseSource } from '../../domain/tpp/source-node.ts';

/**
 * Facts as the engine takes them: by the regulation's own names. A fact is found under the input's source, or, where
 * it was entered by its bare name, under `fakta.<name>`. What is not there stays out: the engine says so.
 */
export function engineFacts(regulation: Regulation, month: Month, facts: Readonly<Record<string, string>>): Facts {
  const values: Record<string, FactValue> = {};
  for (const input of regulation.inputs) {
    const text = factText(input, facts);
    if (text !== undefined) values[input.name] = factValue(input, text);
  }
  return { period: month, values };
}

/** Whether a fact that the regulation cannot do without is absent. */
export function lacksFacts(regulation: Regulation, facts: Readonly<Record<string, string>>): readonly InputRule[] {
  return regulation.inputs.filter(input => input.fallback === null && factText(input, facts) === undefined);
}

function factText(input: InputRule, facts: Readonly<Record<string, string>>): string | undefined {
  return facts[input.source] ?? facts[`fakta.${input.name}`];
}

/** A collection is entered as YAML or JSON text; read by the engine's own reader, which keeps numbers as written. */
function factValue(input: InputRule, text: string): FactValue {
  if (input.type.kind !== 'map' && input.type.kind !== 'list' && input.type.kind !== 'row') return text;
  const node = parseSource(text, new Problems(input.name));
  return node ? factOf(node) : text;
}
