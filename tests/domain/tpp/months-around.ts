import type { Facts, FactValue } from '../../../src/domain/tpp/computation.ts';
import { allInputs } from '../../../src/domain/tpp/layer-choice.ts';
import { periodOf, type RegulationCase } from '../../../src/domain/tpp/regulation-cases.ts';
import type { InputRule, Regulation } from '../../../src/domain/tpp/regulation.ts';

/** A month that differs from a worked case in one thing. */
export interface MonthAround {
  /** What differs. */
  readonly name: string;
  readonly facts: Facts;
}

type Named = readonly (readonly [name: string, value: FactValue])[];

/**
 * The months around a case of one person: each of its facts left out, empty, wrong, nought, one more, ten times as much; each
 * choice there is; lists and maps shorter, longer and empty; a trial month; other months. Always the same ones. A case of several
 * people has none: those are about who leads whom.
 */
export function monthsAround(regulation: Regulation, one: RegulationCase): readonly MonthAround[] {
  if (one.people.length > 0) return [];
  const period = periodOf(regulation, one);
  const given: Facts = {
    period,
    values: one.facts,
    trial: one.trial,
    ...(one.payment === null ? {} : { payment: one.payment }),
  };
  const rules = new Map(allInputs(regulation).map(rule => [rule.name, rule]));
  const withFacts = Object.entries(one.facts).flatMap(([fact, value]) =>
    otherwise(value, rules.get(fact)).map(([name, other]) => ({
      name: `${fact} ${name}`,
      facts: { ...given, values: { ...one.facts, [fact]: other } },
    })),
  );
  const year = Number(period.slice(0, 4));
  const months = ['1999-12', regulation.firstMonth, `${year}-02`, `${year}-12`, `${year + 1}-01`, '2026-13', ''];
  return [
    ...withFacts,
    { name: 'trial', facts: { ...given, trial: !one.trial } },
    { name: 'unknown fact', facts: { ...given, values: { ...one.facts, tidak_dikenal: '1' } } },
    ...months.map(other => ({ name: other, facts: { ...given, period: other } })),
  ];
}

function otherwise(value: FactValue, rule: InputRule | undefined): Named {
  const lacking: Named = [
    ['left out', null],
    ['a word', 'entah'],
    ['a list', ['1']],
    ['a map', { entah: '1' }],
  ];
  return [...lacking, ...nearby(value, rule)];
}

function nearby(value: FactValue, rule: InputRule | undefined): Named {
  if (typeof value === 'boolean') return [['turned', !value]];
  if (typeof value === 'string' || typeof value === 'bigint') return [...numbers(String(value)), ...options(rule)];
  if (Array.isArray(value)) return lists(value as readonly FactValue[]);
  return value === null ? [] : maps(value as Readonly<Record<string, FactValue>>);
}

function numbers(text: string): Named {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return [['empty', '']];
  const whole = BigInt(text.replace(/\..*$/, ''));
  return [
    ['nought', '0'],
    ['one less', String(whole - 1n)],
    ['one more', String(whole + 1n)],
    ['a half more', `${whole}.5`],
    ['tenfold', String(whole * 10n)],
    ['below nought', `-${text}`],
    ['grouped', `${text}.000`],
  ];
}

const options = (rule: InputRule | undefined): Named => {
  if (rule?.type.kind === 'text') return (rule.type.options ?? []).map(option => [`is ${option}`, option]);
  if (rule?.type.kind === 'boolean') return ['ya', 'tidak'].map(word => [`is ${word}`, word]);
  return rule?.type.kind === 'date' ? ['2024-02-29', '2025-02-29', '2026-12-31'].map(day => [`is ${day}`, day]) : [];
};

function lists(items: readonly FactValue[]): Named {
  return [
    ['emptied', []],
    ['shorter', items.slice(1)],
    ['doubled', [...items, ...items]],
    ['turned round', [...items].reverse()],
    ...items.flatMap((item, index) =>
      nearby(item, undefined).map(([name, other]) => [`${index} ${name}`, items.with(index, other)] as const),
    ),
  ];
}

function maps(value: Readonly<Record<string, FactValue>>): Named {
  const entries = Object.entries(value);
  return [
    ['emptied', {}],
    ...entries.flatMap(([key, item]): Named => [
      [`without ${key}`, Object.fromEntries(entries.filter(([other]) => other !== key))],
      ...nearby(item, undefined).map(([name, other]) => [`${key} ${name}`, { ...value, [key]: other }] as const),
    ]),
  ];
}
