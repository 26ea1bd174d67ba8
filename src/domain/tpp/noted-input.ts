import type { WhyInput } from '../explained.ts';
import type { Env, Trace } from './compiled-formula.ts';
import type { Binding } from './scope.ts';
import { valueText, type Value } from './value.ts';
import { typeText, type ValueType } from './value-type.ts';

/**
 * What formulas note of the names and conditions they look at, for the explanation. One input goes into the tree of every
 * step of everybody's month that looks at it, so what is the same is noted as the same object, and no input is given a key
 * after it was made (that would cost each of them a second piece of memory).
 */

/** Notes a name's value. `item` is the key of what was taken out of a collection, `type` then that of what was taken. */
export function note(env: Env, key: string, binding: Binding, value: Value, type = binding.type, item?: string): void {
  const { trace } = env;
  if (!trace) return;
  noteSteps(env, trace, key, binding, item);
  putInput(env, trace, item === undefined ? key : `${key}[${item}]`, key, binding, value, type);
}

/** What notes a column of rows that are called by a name: of these only what was asked for is of interest. */
export function columnNote(key: string, field: string, rows: Binding, type: ValueType): (env: Env, of: Value) => void {
  const name = `${key}.${field}`;
  const column: Binding = { ...rows, label: `${rows.label}: ${field.replaceAll('_', ' ')}` };
  return (env, value) => {
    const { trace } = env;
    if (!trace) return;
    noteSteps(env, trace, key, rows);
    putInput(env, trace, name, key, column, value, type);
  };
}

/** What notes whether a condition held, by its text: the same two inputs in everybody's month. */
export function conditionNote(text: string): (env: Env, holds: boolean) => void {
  const key = `syarat: ${text}`;
  const met: WhyInput = { kind: 'syarat', label: text, value: 'true', unit: 'ya_tidak' };
  const unmet: WhyInput = { ...met, value: 'false' };
  return ({ trace }, holds) => {
    if (trace) trace.inputs[key] = holds ? met : unmet;
  };
}

function noteSteps(env: Env, trace: Trace, key: string, binding: Binding, item?: string): void {
  if (binding.kind === 'langkah' && binding.itemOf === undefined) {
    noteStep(trace, key, item ?? null);
  }
  if (binding.itemOf && env.key !== null) {
    noteStep(trace, binding.itemOf, env.key);
  }
}

function noteStep({ steps }: Trace, name: string, key: string | null): void {
  for (const step of steps) if (step.name === name && step.key === key) return;
  steps.push({ name, key });
}

function putInput(
  env: Env,
  trace: Trace,
  name: string,
  key: string,
  binding: Binding,
  value: Value,
  type: ValueType,
): void {
  if (Object.hasOwn(trace.inputs, name)) return;
  const cite = env.replaced?.get(key);
  const assumed = env.assumed.has(key);
  trace.inputs[name] =
    cite === undefined
      ? inputOf(binding, value, type, assumed)
      : // What a trial month or a payment says of a fact does not come from where the fact itself does.
        madeInput({ kind: binding.kind, type, label: binding.label, cite }, value, type, assumed);
}

/** What a name stood for when it was noted last, and how that is shown. */
interface LastNoted {
  readonly value: Value;
  readonly type: ValueType;
  readonly assumed: boolean;
  readonly input: WhyInput;
}

const lastNoted = new WeakMap<Binding, LastNoted>();

/**
 * How a value is shown under a name. Several steps of a month look at the same value, and a parameter is the same in
 * everybody's month: then it is the same input.
 */
function inputOf(binding: Binding, value: Value, type: ValueType, assumed: boolean): WhyInput {
  const last = lastNoted.get(binding);
  if (last?.value === value && last.type === type && last.assumed === assumed) return last.input;
  const input = madeInput(binding, value, type, assumed);
  lastNoted.set(binding, { value, type, assumed, input });
  return input;
}

function madeInput({ kind, label, source, cite }: Binding, of: Value, type: ValueType, assumed: boolean): WhyInput {
  const [value, unit] = [valueText(of, type), typeText(type)];
  if (assumed || (source && cite))
    return { kind, label, value, unit, ...(source && { source }), ...(cite && { cite }), ...(assumed && { assumed }) };
  if (source) return { kind, label, value, unit, source };
  return cite ? { kind, label, value, unit, cite } : { kind, label, value, unit };
}
