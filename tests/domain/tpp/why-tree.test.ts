import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Why } from '../../../src/domain/explained.ts';
import { ratio } from '../../../src/domain/ratio.ts';
import { compute } from '../../../src/domain/tpp/compute.ts';
import type { StepRecord } from '../../../src/domain/tpp/step-run.ts';
import { COUNT } from '../../../src/domain/tpp/value-type.ts';
import { WhyTrees } from '../../../src/domain/tpp/why-tree.ts';
import { good, small } from './policies.ts';

type Records = ReadonlyMap<string, StepRecord>;

/** What the trees must be, built one by one with nothing shared: what they show is kept by its name alone. */
function plainTree(record: StepRecord, records: Records, shown: Set<string>): Why {
  const { rule, label, cite, formula, inputs, uses, items, show, origin } = record;
  const isRepeated = shown.has(rule);
  shown.add(rule);
  const below = [
    ...(origin ? [origin] : []),
    ...uses.map(({ name, key }) => {
      const step = records.get(name)!;
      return (key === null ? undefined : step.items?.get(key)) ?? step;
    }),
    ...(items?.values() ?? []),
  ];
  return {
    rule,
    label,
    cite,
    formula,
    value: '1',
    unit: 'bilangan',
    inputs: isRepeated ? {} : inputs,
    children: isRepeated ? [] : below.map(child => plainTree(child, records, shown)),
    show,
    ...(isRepeated && (origin || uses.length > 0 || Object.keys(inputs).length > 0) ? { repeated: true } : {}),
  };
}

function rulesIn(why: Why): readonly string[] {
  return [why.rule, ...why.children.flatMap(rulesIn)];
}

function recordOf(rule: string, more: Partial<StepRecord> = {}): StepRecord {
  return {
    rule,
    label: rule,
    cite: 'P',
    formula: rule,
    value: ratio(1n),
    type: COUNT,
    show: 'main',
    note: null,
    inputs: {},
    uses: [],
    items: null,
    shown: null,
    ...more,
  };
}

interface Drawn {
  readonly uses: readonly number[];
  readonly item: boolean;
  readonly hasItems: boolean;
  readonly hasOrigin: boolean;
}

const drawn = fc.record({
  uses: fc.uniqueArray(fc.nat({ max: 11 }), { maxLength: 4 }),
  item: fc.boolean(),
  hasItems: fc.boolean(),
  hasOrigin: fc.boolean(),
});

/** Steps of which each rests on some before it, or on one of their items. */
function recordsFrom(steps: readonly Drawn[]): Records {
  const records = new Map<string, StepRecord>();
  steps.forEach(({ uses, item, hasItems, hasOrigin }, index) => {
    const name = `s${index}`;
    const used = uses.filter(use => use < index).map(use => ({ name: `s${use}`, key: item ? 'a' : null }));
    const origin = hasOrigin ? { origin: recordOf(`${name}.asal`, { uses: used }) } : {};
    const items = new Map(['a', 'b'].map(key => [key, recordOf(`${name}[${key}]`, { uses: used, ...origin })]));
    records.set(name, recordOf(name, { uses: used, items: hasItems ? items : null, ...origin }));
  });
  return records;
}

describe('trees that share their parts', () => {
  it('are those built one by one', () => {
    const some = fc.array(fc.nat({ max: 11 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 12, maxLength: 12 }), some, some, (steps, components, totals) => {
        const records = recordsFrom(steps);
        const at = (index: number): StepRecord => records.get(`s${index}`)!;
        const trees = new WhyTrees(records, null);
        const made = components.map(index => trees.ofComponent(at(index)));
        expect(made).toEqual(components.map(index => plainTree(at(index), records, new Set())));
        for (const index of totals) {
          const known = new Set(made.flatMap(rulesIn));
          known.delete(at(index).rule);
          expect(trees.ofTotal(at(index))).toEqual(plainTree(at(index), records, known));
        }
      }),
    );
  });

  it('hold a step that stands under two components as one and the same part', () => {
    const regulation = good(
      small(`
inputs:
  dasar: { label: Dasar, type: rupiah, source: fakta.dasar }
params:
  bagian: { label: Bagian, type: persen, value: 40, cite: P }
steps:
  - { set: pokok, label: Pokok, cite: P, expr: bulat(dasar * bagian) }
  - { set: a, label: A, cite: P, expr: pokok + Rp1 }
  - { set: b, label: B, cite: P, expr: bulat(pokok * bagian) }
components:
  - { code: a, label: A, kind: pendapatan, step: a }
  - { code: b, label: B, kind: pendapatan, step: b }
`),
    );
    const of = (dasar: string): readonly (Why | undefined)[] =>
      compute(regulation, { period: '2026-01', values: { dasar } }).components.map(({ why }) => why);
    const [a, b] = of('1000');
    expect(a?.children[0]).toMatchObject({ rule: 'pokok', value: '400', inputs: { dasar: { value: '1000' } } });
    expect(b?.children[0]).toBe(a?.children[0]);
    expect(b?.inputs['pokok']).toBe(a?.inputs['pokok']);
    // Another month's are its own, but for what is the same in every month.
    const [other] = of('2000');
    expect(other?.children[0]).toMatchObject({ rule: 'pokok', value: '800', inputs: { dasar: { value: '2000' } } });
    expect(other?.children[0]?.inputs['bagian']).toBe(a?.children[0]?.inputs['bagian']);
  });
});
