import type { Why, WhyInput } from '../explained.ts';
import type { UsedStep } from './compiled-formula.ts';
import type { LayerMark } from './regulation.ts';
import { unitOf, type StepRecord } from './step-run.ts';
import { valueText } from './value.ts';

/**
 * The tree behind one record. A step that several others rest on stands with its children once; where it comes again it
 * is marked `repeated`, so the tree grows with the number of steps and never with the number of paths. Steps in `known`
 * stand in other trees of the same result and are only named. What a layer brought or changed says so.
 */
export function whyOf(
  record: StepRecord,
  records: ReadonlyMap<string, StepRecord>,
  layer: LayerMark | null,
  known: ReadonlySet<string> = new Set(),
): Why {
  const shown = new Set(known);
  shown.delete(record.rule);
  return build(record, records, layer, shown);
}

/** The names of all steps in some trees. */
export function rulesOf(trees: readonly Why[]): Set<string> {
  const rules = new Set<string>();
  const collect = (why: Why): void => {
    rules.add(why.rule);
    why.children.forEach(collect);
  };
  trees.forEach(collect);
  return rules;
}

function find(use: UsedStep, records: ReadonlyMap<string, StepRecord>): StepRecord | null {
  const step = records.get(use.name) ?? null;
  if (use.key === null) return step;
  return step?.items?.get(use.key) ?? step;
}

/** Whether a step, or the step whose item this is, comes from the layer. */
function isOf(layer: LayerMark, rule: string): boolean {
  const item = rule.indexOf('[');
  return layer.steps.has(item < 0 ? rule : rule.slice(0, item));
}

function build(
  record: StepRecord,
  records: ReadonlyMap<string, StepRecord>,
  layer: LayerMark | null,
  shown: Set<string>,
): Why {
  const repeated = shown.has(record.rule);
  shown.add(record.rule);
  const children: Why[] = [];
  if (!repeated) {
    if (record.origin) children.push(build(record.origin, records, layer, shown));
    for (const use of record.uses) {
      const found = find(use, records);
      if (found) children.push(build(found, records, layer, shown));
    }
    for (const item of record.items?.values() ?? []) children.push(build(item, records, layer, shown));
  }
  const why: Building = {
    rule: record.rule,
    label: record.label,
    cite: record.cite,
    formula: record.formula,
    value: (record.shown ??= valueText(record.value, record.type)),
    unit: unitOf(record),
    inputs: repeated ? NOTHING : record.inputs,
    children,
    show: record.show,
  };
  if (record.note !== null) why.note = record.note;
  if (layer && isOf(layer, record.rule)) why.layer = `${layer.label}, ${layer.cite}`;
  if (repeated && (record.origin || record.uses.length > 0 || Object.keys(record.inputs).length > 0))
    why.repeated = true;
  return why;
}

const NOTHING: Readonly<Record<string, WhyInput>> = {};

/** A node while it is made: what it may lack is put in after the rest, so that the order of its keys stays. */
type Building = { -readonly [Key in keyof Why]: Why[Key] };
