import type { ValueText, WhyInput } from '../explained.ts';
import { ratio } from '../ratio.ts';
import type { CompiledFormula, Env, Trace, UsedStep } from './compiled-formula.ts';
import type { Branch, EachRule, GateStep, SetStep } from './regulation.ts';
import { conditionNote } from './noted-input.ts';
import { emptyValue, valueText, type Value, type ValueMap } from './value.ts';
import { typeText, type ValueType } from './value-type.ts';

/** What happened at one step, or at one item of a step over several. */
export interface StepRecord {
  readonly rule: string;
  readonly label: string;
  readonly cite: string;
  readonly formula: string;
  readonly value: Value;
  readonly type: ValueType;
  readonly show: SetStep['show'];
  readonly note: string | null;
  readonly inputs: Readonly<Record<string, WhyInput>>;
  readonly uses: readonly UsedStep[];
  /** By key, for a step over several. */
  readonly items: ReadonlyMap<string, StepRecord> | null;
  /** For a step over what a formula gives, and for each of its items: what that formula made, and of what. */
  readonly origin?: StepRecord;
  /** The value as people read it, once it was asked for: several trees of a result hold the same step, and its outputs. */
  shown: ValueText | null;
}

const NO_INPUTS: Readonly<Record<string, WhyInput>> = {};
const NO_USES: readonly UsedStep[] = [];

const usesOf = (trace: Trace | null): readonly UsedStep[] => trace?.steps ?? NO_USES;

function freshTrace(env: Env): Trace | null {
  return env.trace && { inputs: {}, steps: [] };
}

interface Outcome {
  readonly value: Value;
  readonly branch: Branch | null;
  readonly trace: Trace | null;
}

/** The note of a step whose condition was not met. */
export const NOT_APPLICABLE = 'tidak berlaku, karena syaratnya tidak terpenuhi';

function runBranches(step: SetStep, empty: Value, env: Env): Outcome {
  env.trace = freshTrace(env);
  for (const branch of step.branches) {
    const applies = branch.when === null || condition(branch.when, env);
    if (applies) return { value: branch.formula.run(env), branch, trace: env.trace };
  }
  return { value: empty, branch: null, trace: env.trace };
}

function condition(formula: CompiledFormula, env: Env): boolean {
  const holds = formula.run(env) === true;
  let noteWhether = conditionNotes.get(formula);
  if (!noteWhether) conditionNotes.set(formula, (noteWhether = conditionNote(formula.text)));
  noteWhether(env, holds);
  return holds;
}

const conditionNotes = new WeakMap<CompiledFormula, ReturnType<typeof conditionNote>>();

function record(step: SetStep, outcome: Outcome, rule: string, label: string, type: ValueType): StepRecord {
  const { value, branch, trace } = outcome;
  return {
    rule,
    label: branch?.label ? `${label}: ${branch.label}` : label,
    cite: branch?.cite ?? step.cite,
    formula: branch?.formula.text ?? '',
    value,
    type,
    show: step.show,
    note: branch ? null : NOT_APPLICABLE,
    inputs: trace?.inputs ?? NO_INPUTS,
    uses: usesOf(trace),
    items: null,
    shown: null,
  };
}

/** Runs one step in its environment. Throws NotComputable. */
export function runStep(step: SetStep, env: Env): StepRecord {
  if (!step.each) return record(step, runBranches(step, emptyValue(step.type), env), step.name, step.label, step.type);
  env.trace = freshTrace(env);
  const over = step.each.formula.run(env);
  const outer = env.trace;
  const itemType = step.type.kind === 'map' || step.type.kind === 'list' ? step.type.of : step.type;
  const items = new Map<string, StepRecord>();
  const entries: readonly (readonly [string, Value])[] = Array.isArray(over)
    ? (over as readonly Value[]).map((value, index) => [String(index + 1), value] as const)
    : [...(over as ValueMap)];
  const origin = outer && step.each.name === null ? { origin: originOf(step, step.each, over, outer) } : null;
  const { where } = step.each;
  const isMap = step.type.kind === 'map';
  for (const [key, value] of entries) {
    env.key = key;
    env.values.set('nilai', value);
    if (isMap) env.values.set('kunci', key);
    else env.values.set('urutan', ratio(BigInt(key)));
    if (where && !isTaken(where, env)) continue;
    const outcome = runBranches(step, emptyValue(itemType), env);
    // What is left out of a list closes up: its items are found by their place in the result.
    const at = isMap ? key : String(items.size + 1);
    const item = record(step, outcome, `${step.name}[${at}]`, `${step.label} (${key})`, itemType);
    items.set(at, origin ? { ...item, ...origin } : item);
  }
  env.key = null;
  for (const name of ['nilai', 'kunci', 'urutan']) env.values.delete(name);
  env.trace = outer;
  const values = [...items].map(([key, item]) => [key, item.value] as const);
  const value: Value = step.type.kind === 'list' ? values.map(([, item]) => item) : new Map(values);
  return {
    rule: step.name,
    label: step.label,
    cite: step.cite,
    formula: step.branches.length === 1 ? (step.branches[0]?.formula.text ?? '') : '',
    value,
    type: step.type,
    show: step.show,
    note: noteOf(step.each, items.size),
    // What the formula looked at stands with what it made.
    inputs: origin ? NO_INPUTS : (outer?.inputs ?? NO_INPUTS),
    uses: origin ? NO_USES : usesOf(outer),
    items,
    shown: null,
    ...origin,
  };
}

/** What a step goes over, where a formula makes it. */
function originOf(step: SetStep, { formula }: EachRule, value: Value, { inputs, steps }: Trace): StepRecord {
  return {
    rule: `${step.name}.asal`,
    label: `${step.label}: dasarnya`,
    cite: step.cite,
    formula: formula.text,
    value,
    type: formula.type,
    show: 'detail',
    note: null,
    inputs,
    uses: steps,
    items: null,
    shown: null,
  };
}

function isTaken(where: CompiledFormula, env: Env): boolean {
  env.trace = null;
  return where.run(env) === true;
}

function noteOf({ formula, where }: EachRule, count: number): string | null {
  const only = where ? ` yang memenuhi "${where.text}"` : '';
  if (count === 0) return `tidak ada isi pada "${formula.text}"${only}`;
  return where ? `hanya isi "${formula.text}"${only}` : null;
}

/** The record of a step that a gate kept from being computed. */
export function stoppedStep(step: SetStep, gate: GateStep, value: Value | null): StepRecord {
  return {
    rule: step.name,
    label: step.label,
    cite: gate.cite,
    formula: '',
    value: value ?? emptyValue(step.type),
    type: step.type,
    show: step.show,
    note: gate.reason,
    inputs: NO_INPUTS,
    uses: [],
    items: step.each ? new Map() : null,
    shown: null,
  };
}

/** Whether a gate applies, with what it looked at. Throws NotComputable. */
export function runGate(gate: GateStep, env: Env): { readonly applies: boolean; readonly record: StepRecord } {
  env.trace = freshTrace(env);
  const applies = gate.condition.run(env) === true;
  return {
    applies,
    record: {
      rule: gate.name,
      label: gate.label,
      cite: gate.cite,
      formula: gate.condition.text,
      value: applies,
      type: { kind: 'boolean' },
      show: 'main',
      note: gate.reason,
      inputs: env.trace?.inputs ?? NO_INPUTS,
      uses: usesOf(env.trace),
      items: null,
      shown: null,
    },
  };
}

/** The record of a formula outside the steps: a total that is not simply a step. */
export function runFormula(name: string, label: string, formula: CompiledFormula, env: Env): StepRecord {
  env.trace = freshTrace(env);
  const value = formula.run(env);
  return {
    rule: name,
    label,
    cite: '',
    formula: formula.text,
    value,
    type: formula.type,
    show: 'main',
    note: null,
    inputs: env.trace?.inputs ?? NO_INPUTS,
    uses: usesOf(env.trace),
    items: null,
    shown: null,
  };
}

/** A record's value as JSON keeps it. */
export function textOf(step: StepRecord): ValueText {
  return (step.shown ??= valueText(step.value, step.type));
}

/** The type's name of a record, as shown. */
export function unitOf(step: StepRecord): string {
  return typeText(step.type);
}
