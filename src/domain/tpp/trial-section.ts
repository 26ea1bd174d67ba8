import { compare, isWhole, parseRatio, type Ratio } from '../ratio.ts';
import { NotComputable, type CompiledFormula, type Env } from './compiled-formula.ts';
import type { ReadValue } from './fact-reader.ts';
import type { Problems } from './problem.ts';
import type { InputRule } from './regulation.ts';
import type { Scope } from './scope.ts';
import type { MapNode } from './source-node.ts';
import { Section } from './source-reader.ts';
import { formulaAt } from './step-section.ts';
import { toWritten, type Value } from './value.ts';
import { commonType, typeText } from './value-type.ts';

/** What holds of a fact in a trial month. */
export interface TrialFact {
  readonly name: string;
  /** Over the facts as they are, parameters, tables and the month. */
  readonly formula: CompiledFormula;
}

/** A regulation's section `uji_coba`: how a month is paid while the regency tries the product out. */
export interface TrialRules {
  /** The article or decree it comes from. */
  readonly cite: string;
  readonly facts: readonly TrialFact[];
  /** Facts that a trial month does without: replaced, and used by none of the replacements. */
  readonly waived: ReadonlySet<string>;
}

/** Reads the section `uji_coba`; null when there is none or it is refused. */
export function readTrial(
  node: MapNode | null,
  inputs: readonly InputRule[],
  scope: Scope,
  problems: Problems,
): TrialRules | null {
  if (!node) return null;
  const section = new Section(node, 'uji_coba', problems).expects(['cite', 'fakta']);
  const cite = section.text('cite');
  const entries = section.map('fakta')?.entries ?? [];
  if (section.has('fakta') && entries.length === 0)
    problems.add(section.lineOf('fakta'), '"fakta" pada uji_coba kosong: tulis nama fakta dan nilainya');
  const facts: TrialFact[] = [];
  // Of whom a fact is asked is told by the facts as they are, in a trial month, too.
  const needed = new Set(inputs.flatMap(input => input.needs));
  for (const { key, value, line } of entries) {
    const rule = inputs.find(input => input.name === key);
    if (!rule) {
      problems.add(line, `fakta "${key}" pada uji_coba tidak ada pada inputs`);
      continue;
    }
    const text = value.kind === 'scalar' ? value.text : '';
    const { result: formula, names } = scope.watch(() => formulaAt(text, value.line, scope, problems));
    if (!formula) continue;
    for (const name of names) needed.add(name);
    if (fits(rule, formula)) facts.push({ name: key, formula });
    else problems.add(value.line, `fakta "${key}" adalah ${typeText(rule.type)}, diberi ${typeText(formula.type)}`);
  }
  if (cite === null) return null;
  return { cite, facts, waived: new Set(facts.map(fact => fact.name).filter(name => !needed.has(name))) };
}

const fits = ({ type }: InputRule, formula: CompiledFormula): boolean =>
  type.kind === formula.type.kind && commonType(type, formula.type) !== null;

/** What holds of a fact in a trial month; not ok, with the reason, where the fact could not have that value. */
export function trialValue(formula: CompiledFormula, env: Env, { type, min, max }: InputRule): ReadValue {
  let value: Value;
  try {
    value = formula.run(env);
  } catch (error) {
    if (error instanceof NotComputable) return { ok: false, reason: error.message };
    throw error;
  }
  if (type.kind === 'text' && type.options?.includes(value as string) === false)
    return { ok: false, reason: `"${value as string}" bukan salah satu pilihan` };
  if (type.kind !== 'number') return { ok: true, value };
  const written = toWritten(value as Ratio, type.unit);
  if (type.whole && !isWhole(written)) return { ok: false, reason: 'bukan bilangan bulat' };
  const [least, most] = [min, max].map(text => (text === null ? null : parseRatio(text)));
  if (least && compare(written, least) < 0) return { ok: false, reason: 'kurang dari batas bawah' };
  if (most && compare(written, most) > 0) return { ok: false, reason: 'lebih dari batas atas' };
  return { ok: true, value };
}
