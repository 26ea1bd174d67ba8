import type { Month } from '../../domain/month.ts';
import { OWN_PAY, type PaymentKind } from '../../domain/payroll/pay-period.ts';
import { CHAIN_SOURCE } from '../../domain/tpp/chain-section.ts';
import type { Facts, FactValue } from '../../domain/tpp/computation.ts';
import { askedInputs } from '../../domain/tpp/fact-set.ts';
import { declaredColumns, factOf } from '../../domain/tpp/fact-reader.ts';
import { Problems } from '../../domain/tpp/problem.ts';
import { ruleSetFor } from '../../domain/tpp/layer-choice.ts';
import { madeSource } from '../../domain/tpp/made-source.ts';
import type { InputRule, Regulation } from '../../domain/tpp/regulation.ts';
import { parseSource } from '../../domain/tpp/source-node.ts';
import type { TextType } from '../../domain/tpp/value-type.ts';

/** Stands among the facts of a month that is a trial month: the decree (docs/policy/format.md, section `uji_coba`). */
export const TRIAL_FACT = 'masa.uji_coba';

/**
 * Stands among the facts of a month whose postponed pay was released by a document and a second person: the gates
 * that apply no longer, one a line (`liftedText`). Always a correction of an approved month.
 */
export const RELEASE_FACT = 'tunda.dilepas';

/** The decree by which a person's month is a trial month; undefined in an ordinary one. */
export const trialDecree = (facts: Readonly<Record<string, string>>): string | undefined => facts[TRIAL_FACT];

/** The same month by the regulation's ordinary rules. */
export function withoutTrial(facts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => name !== TRIAL_FACT));
}

/**
 * Facts as the engine takes them: by the regulation's own names. A fact corrected after the month's approval goes before
 * all others (`koreksi.<name>`); else it is found under the input's source, or, where it was entered by its bare name, under
 * `fakta.<name>`. What is not there stays out: the engine says so.
 * @param payment the code of a special payment over these facts of the month
 */
export function engineFacts(
  regulation: Regulation,
  month: Month,
  facts: Readonly<Record<string, string>>,
  payment: PaymentKind = OWN_PAY,
): Facts {
  const own = factsUnder(rulesFor(regulation, month, facts), month, facts);
  return payment === OWN_PAY ? own : { ...own, payment };
}

/** The facts that are absent and that the person's rules cannot do without this month. */
export function lacksFacts(
  regulation: Regulation,
  month: Month,
  facts: Readonly<Record<string, string>>,
): readonly InputRule[] {
  const rules = rulesFor(regulation, month, facts);
  const waived = trialDecree(facts) === undefined ? undefined : rules.trial?.waived;
  return askedInputs(rules, factsUnder(rules, month, facts)).filter(
    input => input.fallback === null && !isThere(input, facts) && waived?.has(input.name) !== true,
  );
}

/** Rows over those one leads that could not be made are an object that says whose data is lacking (`chainRows`). */
function isThere(input: InputRule, facts: Readonly<Record<string, string>>): boolean {
  const text = factText(input, facts);
  return text !== undefined && !(input.source === CHAIN_SOURCE && text.startsWith('{'));
}

/**
 * The rules that ask for a person's facts: those of the layer that holds for the month, else the regency's own. Where it
 * cannot be said which layer holds they are the regency's own, too: no amount will be given, and the engine says why.
 */
export function rulesFor(regulation: Regulation, month: Month, facts: Readonly<Record<string, string>>): Regulation {
  if (regulation.layers.length === 0) return regulation;
  const choice = ruleSetFor(regulation, factsUnder(regulation, month, facts));
  return choice.ok ? choice.rules : regulation;
}

function factsUnder(rules: Regulation, month: Month, facts: Readonly<Record<string, string>>): Facts {
  const values: Record<string, FactValue> = {};
  for (const input of rules.inputs) {
    const text = factText(input, facts);
    if (text !== undefined) values[input.name] = factValue(input, text);
  }
  const released = facts[`koreksi.${RELEASE_FACT}`]?.split('\n');
  return { period: month, values, trial: trialDecree(facts) !== undefined, ...(released ? { released } : {}) };
}

function factText(input: InputRule, facts: Readonly<Record<string, string>>): string | undefined {
  const { corrected, correctedAtSource, entered } = namesOf(input);
  return facts[corrected] ?? facts[correctedAtSource] ?? facts[input.source] ?? facts[entered];
}

/** Under which names a fact may stand. */
interface FactNames {
  readonly corrected: string;
  readonly correctedAtSource: string;
  readonly entered: string;
}

/** They are asked for of everybody: made once for each input. */
const names = new WeakMap<InputRule, FactNames>();

function namesOf(input: InputRule): FactNames {
  let known = names.get(input);
  if (known === undefined) {
    const { name, source } = input;
    known = { corrected: `koreksi.${name}`, correctedAtSource: `koreksi.${source}`, entered: `fakta.${name}` };
    names.set(input, known);
  }
  return known;
}

/** A collection is entered as YAML or JSON text; read by the engine's own reader, which keeps numbers as written. */
function factValue(input: InputRule, text: string): FactValue {
  const { type, source } = input;
  if (type.kind === 'text') return chosenGrade(source, type, text);
  if (type.kind !== 'map' && type.kind !== 'list' && type.kind !== 'row') return text;
  const node = parseSource(text, new Problems(input.name));
  const value = node ? factOf(node) : text;
  return madeSource(source)?.fields ? declaredColumns(type, value) : value;
}

/** A regulation that tells grades apart without their room reads III out of III/d. */
function chosenGrade(source: string, { options }: TextType, text: string): string {
  const grade = text.split('/')[0] ?? text;
  return source === 'pegawai.golongan' && options?.includes(text) === false && options.includes(grade) ? grade : text;
}
