import { parseRatio, ratio } from '../ratio.ts';
import { readChainRows } from './chain-rows.ts';
import { CHAIN_SOURCE } from './chain-section.ts';
import { boundsOf, isPeriod } from './civil-day.ts';
import type { Facts, MissingFact } from './computation.ts';
import { readValue, type ReadValue } from './fact-reader.ts';
import type { InputRule, Regulation } from './regulation.ts';
import { trialValue, type TrialRules } from './trial-section.ts';
import type { Value } from './value.ts';

/** The facts of one employee's month, read against a regulation. */
export interface FactSet {
  readonly values: Map<string, Value>;
  /** Facts that took their default. */
  readonly assumed: ReadonlySet<string>;
  /** Facts that a trial month replaced, with the article; empty in an ordinary month. */
  readonly replaced: ReadonlyMap<string, string>;
  readonly missing: readonly MissingFact[];
}

/** Reads and checks all facts; what is lacking or wrong is listed, in the order the regulation declares them. */
export function readFacts(regulation: Regulation, facts: Facts): FactSet {
  const values = new Map<string, Value>();
  const assumed = new Set<string>();
  const bounds = isPeriod(facts.period) ? boundsOf(facts.period) : null;
  const missing: MissingFact[] = [...periodFaults(regulation, facts.period, bounds)];
  const trial = facts.trial ? regulation.trial : null;
  for (const rule of regulation.inputs) {
    const read = givenValue(rule, facts);
    if (read === null) {
      if (trial?.waived.has(rule.name)) continue;
      if (rule.fallback === null) missing.push(lack(rule, 'belum ada'));
      else {
        values.set(rule.name, rule.fallback);
        assumed.add(rule.name);
      }
      continue;
    }
    if (read.ok) values.set(rule.name, read.value);
    else if (!trial?.waived.has(rule.name)) missing.push(lack(rule, unusable(rule, read.reason)));
  }
  const known = new Set(regulation.inputs.map(rule => rule.name));
  for (const name of Object.keys(facts.values).sort()) {
    if (!known.has(name) && !regulation.idle.has(name)) {
      missing.push({
        name,
        label: name,
        source: '',
        reason: 'tidak dikenal: aturan ini tidak mempunyai fakta bernama itu',
      });
    }
  }
  if (bounds) bindPeriod(values, facts.period, bounds);
  for (const param of regulation.params) values.set(param.name, param.value);
  const replaced =
    trial && missing.length === 0 ? replaceFacts(trial, regulation, values, missing) : new Map<string, string>();
  return { values, assumed: new Set([...assumed].filter(name => !replaced.has(name))), replaced, missing };
}

/** A fact as given, read; null when it is not given. */
export function givenValue(rule: InputRule, { values }: Facts): ReadValue | null {
  const given = Object.hasOwn(values, rule.name) ? values[rule.name] : null;
  if (given === null || given === undefined) return null;
  if (rule.source === CHAIN_SOURCE) return readChainRows(given, rule);
  return readValue(given, rule.type, {
    min: rule.min === null ? null : parseRatio(rule.min),
    max: rule.max === null ? null : parseRatio(rule.max),
  });
}

/** What formulas know of a month by themselves; null when it is not a month. */
export function periodValues(period: string): Map<string, Value> | null {
  const bounds = isPeriod(period) ? boundsOf(period) : null;
  if (!bounds) return null;
  const values = new Map<string, Value>();
  bindPeriod(values, period, bounds);
  return values;
}

/** Puts what the trial month says in the place of the facts; all of it is computed from the facts as they are. */
function replaceFacts(
  trial: TrialRules,
  regulation: Regulation,
  values: Map<string, Value>,
  missing: MissingFact[],
): ReadonlyMap<string, string> {
  const env = { values, trace: null, assumed: new Set<string>(), key: null };
  const made = new Map<string, Value>();
  for (const { name, formula } of trial.facts) {
    const rule = regulation.inputs.find(input => input.name === name);
    if (!rule) continue;
    const read = trialValue(formula, env, rule);
    if (read.ok) made.set(name, read.value);
    else missing.push(lack(rule, `pada masa uji coba: ${read.reason}`));
  }
  for (const [name, value] of made) values.set(name, value);
  return new Map([...made.keys()].map(name => [name, trial.cite]));
}

function unusable(rule: InputRule, reason: string): string {
  // Rows over those one leads say themselves whose data is lacking.
  return rule.source === CHAIN_SOURCE ? reason : `tidak dapat dipakai: ${reason}${boundsText(rule)}`;
}

function boundsText(rule: InputRule): string {
  if (rule.min === null && rule.max === null) return '';
  if (rule.max === null) return ` (paling sedikit ${rule.min})`;
  return rule.min === null ? ` (paling banyak ${rule.max})` : ` (${rule.min} sampai ${rule.max})`;
}

function lack(rule: InputRule, reason: string): MissingFact {
  return { name: rule.name, label: rule.label, source: rule.source, reason };
}

type PeriodBounds = ReturnType<typeof boundsOf>;

function periodFaults(regulation: Regulation, period: string, bounds: PeriodBounds | null): readonly MissingFact[] {
  const fault = (reason: string): readonly MissingFact[] => [
    { name: 'periode', label: 'Bulan kinerja', source: '', reason },
  ];
  if (!bounds) return fault(`"${period}" bukan bulan TTTT-BB`);
  const [first, last] = bounds;
  if (last < regulation.validFrom) return fault(`aturan baru berlaku mulai ${regulation.validFrom}`);
  if (regulation.validTo !== null && first > regulation.validTo)
    return fault(`aturan hanya berlaku sampai ${regulation.validTo}`);
  return [];
}

function bindPeriod(values: Map<string, Value>, period: string, [first, last]: PeriodBounds): void {
  values.set('periode', period);
  values.set('awal_periode', first);
  values.set('akhir_periode', last);
  values.set('bulan_ke', ratio(BigInt(period.slice(5))));
}
