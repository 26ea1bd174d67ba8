import { parseRatio, ratio } from '../ratio.ts';
import { isAsked } from './asked-facts.ts';
import { readChainRows } from './chain-rows.ts';
import { CHAIN_SOURCE } from './chain-section.ts';
import { boundsOf, isPeriod } from './civil-day.ts';
import type { Facts, MissingFact } from './computation.ts';
import { readValue, type ReadValue } from './fact-reader.ts';
import { nearWords } from './near-names.ts';
import type { InputRule, Regulation } from './regulation.ts';
import { replacementValue, waivedUnder, type Replacements } from './replacement.ts';
import type { Value } from './value.ts';
import type { ValueType } from './value-type.ts';

/** The facts of one employee's month, read against a regulation. */
export interface FactSet {
  readonly values: Map<string, Value>;
  /** Facts that took their default. */
  readonly assumed: ReadonlySet<string>;
  /** Facts that a trial month or a payment replaced, with the article; empty in an ordinary month. */
  readonly replaced: ReadonlyMap<string, string>;
  readonly missing: readonly MissingFact[];
}

/** Reads and checks all facts; what is lacking or wrong is listed, in the order the regulation declares them. */
export function readFacts(regulation: Regulation, facts: Facts): FactSet {
  const reader = new Reader(regulation, facts);
  const { values, assumed } = reader;
  const missing = reader.missing();
  const replaced =
    missing.length === 0 ? replaceFacts(holding(regulation, facts), regulation, values, missing) : NOTHING_REPLACED;
  for (const name of replaced.keys()) assumed.delete(name);
  return { values, assumed, replaced, missing };
}

/**
 * The facts that are asked of a person, as far as that can be told: where a fact it depends on is lacking, that one has to
 * be entered first.
 */
export function askedInputs(regulation: Regulation, facts: Facts): readonly InputRule[] {
  if (regulation.inputs.every(rule => rule.when === null)) return regulation.inputs;
  const { values } = new Reader(regulation, facts);
  return regulation.inputs.filter(rule => isAsked(rule, values) === true);
}

/** Reads the facts of one month: first those asked of everybody, then, where these and the month are known, the others. */
class Reader {
  readonly values = new Map<string, Value>();
  readonly assumed = new Set<string>();
  private readonly regulation: Regulation;
  private readonly facts: Facts;
  private readonly waived: ReadonlySet<string>;
  private readonly bounds: PeriodBounds | null;
  private readonly faults = new Map<string, MissingFact>();

  constructor(regulation: Regulation, facts: Facts) {
    this.regulation = regulation;
    this.facts = facts;
    this.waived = waivedUnder(holding(regulation, facts));
    this.bounds = knownBounds(facts.period);
    for (const rule of regulation.inputs) if (!rule.when) this.read(rule);
    if (this.bounds) bindPeriod(this.values, facts.period, this.bounds);
    for (const param of regulation.params) this.values.set(param.name, param.value);
  }

  /** Reads the facts that are asked of some people only, and tells all that is lacking or wrong. */
  missing(): MissingFact[] {
    const { regulation, facts, faults } = this;
    // None of them is needed to tell of whom the others are asked.
    for (const rule of regulation.inputs) if (rule.when) this.read(rule);
    return [
      ...periodFaults(regulation, facts.period, this.bounds),
      ...paymentFaults(regulation, facts),
      ...regulation.inputs.flatMap(rule => faults.get(rule.name) ?? []),
      ...strangers(regulation, facts),
    ];
  }

  private read(rule: InputRule): void {
    const isWaived = this.waived.has(rule.name);
    const read = givenValue(rule, this.facts);
    if (read?.ok) this.values.set(rule.name, read.value);
    else if (isWaived) return;
    else if (read) this.faults.set(rule.name, lack(rule, unusable(rule, read.reason)));
    else if (rule.fallback !== null) {
      this.values.set(rule.name, rule.fallback);
      this.assumed.add(rule.name);
    } else this.noteAbsent(rule);
  }

  private noteAbsent(rule: InputRule): void {
    const asked = this.bounds || !rule.when ? isAsked(rule, this.values) : null;
    if (asked === true) this.faults.set(rule.name, lack(rule, 'belum ada'));
    else if (typeof asked === 'string')
      this.faults.set(rule.name, lack(rule, `tidak dapat dipastikan apakah diminta: ${asked}`));
  }
}

/** Facts that were given and that the regulation does not know. */
function strangers({ inputs, idle }: Regulation, { values }: Facts): readonly MissingFact[] {
  const known = namesOf(inputs);
  const strange = Object.keys(values).filter(name => !known.has(name) && !idle.has(name));
  return strange.sort().map(name => ({
    name,
    label: name,
    source: '',
    reason: `tidak dikenal: aturan ini tidak mempunyai fakta bernama itu${nearWords(name, [...known])}`,
  }));
}

/** Names of a regulation's facts, put together once. */
const names = new WeakMap<readonly InputRule[], ReadonlySet<string>>();

function namesOf(inputs: readonly InputRule[]): ReadonlySet<string> {
  let known = names.get(inputs);
  if (!known) names.set(inputs, (known = new Set(inputs.map(rule => rule.name))));
  return known;
}

/** A fact as given, read; null when it is not given. */
export function givenValue(rule: InputRule, { values }: Facts): ReadValue | null {
  const given = Object.hasOwn(values, rule.name) ? values[rule.name] : null;
  if (given === null || given === undefined) return null;
  if (rule.source === CHAIN_SOURCE) return readChainRows(given, rule);
  return readValue(given, rule.type, limitsOf(rule));
}

type Limits = Parameters<typeof readValue>[2];

/** Bounds already read: they are the same in every person's month. */
const limits = new WeakMap<InputRule, Limits>();

function limitsOf(rule: InputRule): Limits {
  let known = limits.get(rule);
  if (!known) {
    const [min, max] = [rule.min, rule.max].map(text => (text === null ? null : parseRatio(text)));
    limits.set(rule, (known = { min: min ?? null, max: max ?? null }));
  }
  return known;
}

/** What formulas know of a month by themselves; null when it is not a month. */
export function periodValues(period: string): Map<string, Value> | null {
  const bounds = knownBounds(period);
  if (!bounds) return null;
  const values = new Map<string, Value>();
  bindPeriod(values, period, bounds);
  return values;
}

const NOTHING_REPLACED: ReadonlyMap<string, string> = new Map<string, string>();

/** What holds otherwise than the facts say: a trial month, a payment, or both. */
function holding({ trial, payments }: Regulation, facts: Facts): readonly Replacements[] {
  const payment = payments.find(each => each.code === facts.payment);
  return [facts.trial ? trial : null, payment].filter(each => each !== null && each !== undefined);
}

/** A payment that the regulation does not know is never computed as if it were the month's own. */
function paymentFaults({ payments }: Regulation, { payment }: Facts): readonly MissingFact[] {
  if (payment === undefined || payments.some(({ code }) => code === payment)) return [];
  const known = payments.map(({ code }) => code).join(', ') || 'tidak ada';
  const reason = `aturan ini tidak mempunyai pembayaran "${payment}" pada pembayaran_khusus; yang ada: ${known}`;
  return [{ name: 'pembayaran', label: 'Pembayaran', source: '', reason }];
}

/**
 * Puts what holds instead in the place of the facts; all of it is computed from the facts as they are. Where a trial month
 * and a payment replace the same fact, the payment's holds.
 */
function replaceFacts(
  all: readonly Replacements[],
  regulation: Regulation,
  values: Map<string, Value>,
  missing: MissingFact[],
): ReadonlyMap<string, string> {
  const env = { values, trace: null, assumed: new Set<string>(), key: null };
  const made = new Map<string, Value>();
  const cites = new Map<string, string>();
  for (const { cite, occasion, facts } of all) {
    for (const { name, formula } of facts) {
      const rule = regulation.inputs.find(input => input.name === name);
      if (!rule) continue;
      const read = replacementValue(formula, env, rule);
      if (!read.ok) missing.push(lack(rule, `${occasion}: ${read.reason}`));
      else {
        made.set(name, read.value);
        cites.set(name, cite);
      }
    }
  }
  for (const [name, value] of made) values.set(name, value);
  return cites;
}

function unusable(rule: InputRule, reason: string): string {
  // Rows over those one leads say themselves whose data is lacking.
  const bounds = holdsNumbers(rule.type) ? boundsText(rule) : '';
  return rule.source === CHAIN_SOURCE ? reason : `tidak dapat dipakai: ${reason}${bounds}`;
}

/** Whether bounds say anything of a fact; those of a row's columns are the columns' own. */
function holdsNumbers(type: ValueType): boolean {
  if (type.kind === 'map' || type.kind === 'list') return holdsNumbers(type.of);
  return type.kind === 'number';
}

/** Every fact that is a number has a lower bound: zero, where the regulation says no other. */
function boundsText({ min, max }: InputRule): string {
  return max === null ? ` (paling sedikit ${min})` : ` (${min} sampai ${max})`;
}

function lack(rule: InputRule, reason: string): MissingFact {
  return { name: rule.name, label: rule.label, source: rule.source, reason };
}

type PeriodBounds = ReturnType<typeof boundsOf>;

/** The month asked for last: a close asks for the same one for everybody. */
let latest: { readonly period: string; readonly bounds: PeriodBounds | null } = { period: '', bounds: null };

/** The first and last day of a month; null where it is none. */
function knownBounds(period: string): PeriodBounds | null {
  if (latest.period !== period) latest = { period, bounds: isPeriod(period) ? boundsOf(period) : null };
  return latest.bounds;
}

function monthFault(reason: string): readonly MissingFact[] {
  return [{ name: 'periode', label: 'Bulan kinerja', source: '', reason }];
}

function periodFaults(regulation: Regulation, period: string, bounds: PeriodBounds | null): readonly MissingFact[] {
  if (!bounds) return monthFault(`"${period}" bukan bulan TTTT-BB`);
  const [first] = bounds;
  const { validFrom, firstMonth } = regulation;
  if (period < firstMonth) {
    const within = period === validFrom.slice(0, 7);
    const rule = `; bulan itu dihitung menurut aturan yang berlaku pada hari pertamanya`;
    return monthFault(`aturan ini mulai berlaku ${validFrom}${within ? rule : ''}`);
  }
  if (regulation.validTo !== null && first > regulation.validTo)
    return monthFault(`aturan ini berlaku sampai ${regulation.validTo}`);
  return [];
}

function bindPeriod(values: Map<string, Value>, period: string, [first, last]: PeriodBounds): void {
  values.set('periode', period);
  values.set('awal_periode', first);
  values.set('akhir_periode', last);
  values.set('bulan_ke', ratio(BigInt(period.slice(5))));
}
