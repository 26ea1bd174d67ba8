import { CHAIN_SOURCE } from './chain-section.ts';
import { NotComputable } from './compiled-formula.ts';
import { namesIn } from './formula-names.ts';
import type { Problems } from './problem.ts';
import type { InputRule } from './regulation.ts';
import type { Scope } from './scope.ts';
import type { MapNode } from './source-node.ts';
import { Section } from './source-reader.ts';
import { formulaAt } from './step-section.ts';
import { typeText } from './value-type.ts';
import type { Value } from './value.ts';

/**
 * Reads the `when` of facts that are asked of some people only. It speaks of facts that are asked of everybody, so that it
 * can always be told of whom one is asked; parameters, tables and the month are known besides.
 */
export function withConditions(
  node: MapNode | null,
  inputs: readonly InputRule[],
  scope: Scope,
  problems: Problems,
): readonly InputRule[] {
  const sections = new Map(
    (node?.entries ?? []).flatMap(({ key, value, line }) =>
      value.kind === 'map' ? [[key, new Section(value, `fakta "${key}"`, problems, line)] as const] : [],
    ),
  );
  const isPartial = (name: string): boolean => sections.get(name)?.has('when') === true;
  const facts: Facts = new Map(inputs.map(({ name }) => [name, isPartial(name)]));
  return inputs.map(input => {
    const section = isPartial(input.name) ? sections.get(input.name) : undefined;
    return section ? withCondition(input, section, facts, scope, problems) : input;
  });
}

/** The facts by name: true for one that is asked of some people only. */
type Facts = ReadonlyMap<string, boolean>;

function withCondition(input: InputRule, section: Section, facts: Facts, scope: Scope, problems: Problems): InputRule {
  const line = section.lineOf('when');
  const say = (reason: string): void => problems.add(line, `"when" fakta "${input.name}": ${reason}`);
  const text = section.text('when');
  if (section.has('default'))
    say('"when" dan "default" tidak bersama: fakta yang mempunyai default tidak pernah kurang');
  if (input.source === CHAIN_SOURCE) say('baris orang yang dipimpin dibuat bagi semua orang');
  if (text === null) return input;
  const found = problems.fresh();
  const when = formulaAt(text, line, scope, found);
  for (const { reason } of found.list())
    say(
      `${reason} (syarat ini memakai fakta yang diminta dari semua orang, parameter, tabel dan bulan, bukan langkah)`,
    );
  if (!when) return input;
  if (when.type.kind !== 'boolean') say(`harus syarat (ya atau tidak), "${when.text}" adalah ${typeText(when.type)}`);
  const needs = [...namesIn(when)].filter(name => facts.has(name));
  const partial = needs.find(name => facts.get(name));
  if (partial !== undefined) say(`"${partial}" sendiri hanya diminta dari sebagian orang`);
  return { ...input, when, needs };
}

/**
 * Whether a fact is asked of a person: a text says why it cannot be told, null means that a fact it depends on is lacking,
 * which is said of that one.
 * @param values the person's facts that are asked of everybody, parameters and the month
 */
export function isAsked({ when, needs }: InputRule, values: Map<string, Value>): boolean | string | null {
  if (!when) return true;
  if (needs.some(name => !values.has(name))) return null;
  try {
    return when.run({ values, trace: null, assumed: new Set(), key: null }) === true;
  } catch (error) {
    if (error instanceof NotComputable) return error.message;
    throw error;
  }
}
