import { toDecimalText, parseRatio, compare, type Ratio } from '../ratio.ts';
import { NotComputable, type Env } from './compiled-formula.ts';
import type { FactValue, Facts } from './computation.ts';
import { DAYS_LED } from './chain-section.ts';
import { readFacts } from './fact-set.ts';
import type { ChainRule, Regulation } from './regulation.ts';
import { runGate, runStep } from './step-run.ts';
import { emptyValue, toWritten, type Value } from './value.ts';
import type { ValueType } from './value-type.ts';

/** What the columns hold for one led person, or why that cannot be told. */
export type Columns =
  | { readonly ok: true; readonly cells: Readonly<Record<string, FactValue>> }
  | { readonly ok: false; readonly reason: string };

/**
 * The columns of the rows over those one leads, for one led person: only the steps behind them are computed. Not ok when a
 * fact of the person is lacking or one of these steps cannot be computed. Where a gate stopped, a step has the value that it
 * has in the person's own result.
 */
export function columnsOf(rules: Regulation, chain: ChainRule, facts: Facts): Columns {
  const { values, assumed, missing } = readFacts(rules, facts);
  if (missing.length > 0)
    return { ok: false, reason: missing.map(({ label, reason }) => `${label} ${reason}`).join(', ') };
  const env: Env = { values, assumed, trace: null, key: null };
  const failed = runPlan(chain, env);
  if (failed !== null) return { ok: false, reason: failed };
  const cells: Record<string, FactValue> = {};
  for (const [name, type] of chain.row.fields) {
    const value = values.get(name);
    if (name !== DAYS_LED && value !== undefined) cells[name] = exactText(value, type);
  }
  return { ok: true, cells };
}

/** Runs the steps of the plan; the reason, when one of them cannot be computed. */
function runPlan(chain: ChainRule, env: Env): string | null {
  let stopped: ReadonlyMap<string, Value> | null = null;
  const wanted = new Set(chain.steps.map(step => step.name));
  for (const step of chain.steps) {
    try {
      if (step.kind === 'set') {
        const value = stopped ? (stopped.get(step.name) ?? emptyValue(step.type)) : runStep(step, env).value;
        env.values.set(step.name, value);
      } else if (!stopped && runGate(step, env).applies) {
        const set = [...step.then].filter(([name]) => wanted.has(name));
        stopped = new Map(set.map(([name, formula]) => [name, formula.run(env)]));
      }
    } catch (error) {
      if (!(error instanceof NotComputable)) throw error;
      return `${step.label}: ${error.message}`;
    }
  }
  return null;
}

const LONGEST = 40;

/** A value as text that loses nothing: a number whose decimals do not end is a fraction (`1900/21`). */
function exactText(value: Value, type: ValueType): FactValue {
  if (type.kind !== 'number') return typeof value === 'boolean' || typeof value === 'string' ? value : '';
  const written = toWritten(value as Ratio, type.unit);
  const text = toDecimalText(written, LONGEST);
  const read = parseRatio(text);
  return read && compare(read, written) === 0 ? text : `${written.num}/${written.den}`;
}
