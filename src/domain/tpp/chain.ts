import { boundsOf, isPeriod } from './civil-day.ts';
import { columnsOf } from './chain-columns.ts';
import { completeRows, lackingRows, type ChainRows } from './chain-rows.ts';
import { DAYS_LED } from './chain-section.ts';
import type { Computation, FactValue, Facts } from './computation.ts';
import { compute, type ComputeOptions } from './compute.ts';
import { ruleSetFor } from './layer-choice.ts';
import type { ChainRule, Regulation } from './regulation.ts';

/** One person's month among others. */
export interface ChainPerson {
  /** Tells people apart and puts their rows in order; it stands in no result. */
  readonly key: string;
  /** How the person is called in reasons; the key where it is left out. */
  readonly name?: string;
  /** As for `compute`. Rows over those the person leads are made, unless they are given here: then they stand. */
  readonly values: Readonly<Record<string, FactValue>>;
  readonly trial?: boolean;
  readonly payment?: string;
  readonly released?: readonly string[];
}

/** That somebody was the direct superior of somebody for some calendar days of the month; several of a pair add up. */
export interface ChainLead {
  readonly leader: string;
  readonly led: string;
  readonly days: number;
}

/**
 * Makes the rows over those whom each person leads (an input with `source: bawahan.langsung`), by the key of the person, for
 * everybody in `people`; an empty map where the regulation has no such input. Where the columns rest on these rows
 * themselves, people are computed from below upwards, and whoever stands in a circle gets no rows, with the names along it.
 * Whoever leads somebody whose columns cannot be told lacks the fact, and it says whose data is lacking. The order of
 * `people` and `leads` changes nothing.
 */
export function chainRows(
  regulation: Regulation,
  period: string,
  people: readonly ChainPerson[],
  leads: readonly ChainLead[],
): ReadonlyMap<string, ChainRows> {
  const { chain } = regulation;
  if (!chain) return new Map();
  return new Chain(regulation, chain, period, people, leads).rows();
}

/** The month of everybody, with the rows over those whom each leads made first. By the key of the person. */
export function computeChain(
  regulation: Regulation,
  period: string,
  people: readonly ChainPerson[],
  leads: readonly ChainLead[],
  options: ComputeOptions = {},
): ReadonlyMap<string, Computation> {
  const rows = chainRows(regulation, period, people, leads);
  return new Map(
    people.map(person => {
      const { key, values } = person;
      const made = rows.get(key);
      const all = made && regulation.chain ? { ...values, [regulation.chain.input]: made.fact } : values;
      return [key, compute(regulation, factsFor(person, period, all), options)] as const;
    }),
  );
}

function factsFor({ trial, payment, released }: ChainPerson, period: string, values: Facts['values']): Facts {
  return {
    period,
    values,
    trial: trial ?? false,
    ...(payment === undefined ? {} : { payment }),
    ...(released === undefined ? {} : { released }),
  };
}

/** Somebody among the people, while rows are made. */
interface Member {
  readonly person: ChainPerson;
  readonly name: string;
  /** The rules for this person with their plan for the columns, or why they cannot be told. */
  readonly rules: { readonly regulation: Regulation; readonly chain: ChainRule } | string;
  /** Days by the key of the led, in the order of the keys. */
  readonly led: ReadonlyMap<string, number>;
}

/** What is known of somebody for those who lead them: the columns, or whose data is lacking. */
type Told =
  | { readonly ok: true; readonly cells: Readonly<Record<string, FactValue>> }
  | { readonly ok: false; readonly lacking: readonly string[] };

class Chain {
  private readonly period: string;
  private readonly input: string;
  private readonly members = new Map<string, Member>();
  private readonly told = new Map<string, Told>();
  private readonly leaders = new Map<string, string[]>();
  private readonly daysInMonth: number;
  private readonly asksDays: boolean;

  constructor(
    regulation: Regulation,
    { input, row }: ChainRule,
    period: string,
    people: readonly ChainPerson[],
    leads: readonly ChainLead[],
  ) {
    this.period = period;
    this.input = input;
    this.asksDays = row.fields.has(DAYS_LED);
    this.daysInMonth = daysIn(period);
    const days = daysByLeader(leads);
    for (const person of [...people].sort((a, b) => byText(a.key, b.key))) {
      const choice = ruleSetFor(regulation, this.factsOf(person, []));
      this.members.set(person.key, {
        person,
        name: person.name ?? person.key,
        rules: choice.ok ? rulesOf(choice.rules) : choice.missing.reason,
        led: days.get(person.key) ?? new Map<string, number>(),
      });
    }
  }

  rows(): ReadonlyMap<string, ChainRows> {
    this.tellUpwards();
    return new Map([...this.members].map(([key, member]) => [key, this.rowsOf(member)]));
  }

  /** Finds the columns of everybody, those first who rest on nobody; who is left then stands in or above a circle. */
  private tellUpwards(): void {
    const waiting = new Map<string, number>();
    const ready: string[] = [];
    for (const [key, member] of this.members) {
      const awaited = this.awaited(member);
      for (const led of awaited) this.leaders.set(led, [...(this.leaders.get(led) ?? []), key]);
      if (awaited.length === 0) ready.push(key);
      else waiting.set(key, awaited.length);
    }
    for (let key = ready.pop(); key !== undefined; key = ready.pop()) {
      this.tell(key);
      for (const leader of this.leaders.get(key) ?? []) {
        const left = (waiting.get(leader) ?? 0) - 1;
        waiting.set(leader, left);
        if (left === 0) ready.push(leader);
      }
    }
    const left = new Set([...this.members.keys()].filter(key => !this.told.has(key)));
    for (const key of left) this.told.set(key, { ok: false, lacking: [this.circleFrom(key, left)] });
  }

  /** The people whose columns must be known before this one's own can be. */
  private awaited(member: Member): readonly string[] {
    if (typeof member.rules === 'string' || !member.rules.chain.dependent || this.given(member) !== null) return [];
    return [...member.led.keys()].filter(key => this.members.has(key));
  }

  private tell(key: string): void {
    const member = this.members.get(key);
    if (member) this.told.set(key, this.columns(member));
  }

  private columns(member: Member): Told {
    if (typeof member.rules === 'string') return lacks(member, member.rules);
    const { regulation, chain } = member.rules;
    // Where no column rests on the rows, an empty list stands for them: nothing that is computed here looks at it.
    const rows = chain.dependent ? this.rowsOf(member) : completeRows([]);
    if (rows.lacking.length > 0) return { ok: false, lacking: rows.lacking };
    const columns = columnsOf(regulation, chain, this.factsOf(member.person, rows.fact));
    return columns.ok ? columns : lacks(member, columns.reason);
  }

  /** The rows of somebody, all of whose led have been told. */
  private rowsOf(member: Member): ChainRows {
    const given = this.given(member);
    if (given !== null) return completeRows(given);
    const rows: FactValue[] = [];
    const lacking: string[] = [];
    for (const [key, days] of member.led) {
      const fault = this.faultOf(member, key, days);
      const told = this.told.get(key);
      if (fault !== null) lacking.push(fault);
      else if (told?.ok) rows.push(this.asksDays ? { ...told.cells, [DAYS_LED]: String(days) } : told.cells);
      else lacking.push(...(told?.lacking ?? []));
    }
    return lacking.length > 0 ? lackingRows(lacking) : completeRows(rows);
  }

  private faultOf({ person }: Member, led: string, days: number): string | null {
    if (led === person.key) return `${this.nameOf(led)} tercatat memimpin dirinya sendiri`;
    if (!this.members.has(led)) return `${led}: datanya tidak ada`;
    if (Number.isSafeInteger(days) && days <= this.daysInMonth) return null;
    return `${this.nameOf(led)}: ${days} hari dipimpin, padahal sebulan ${this.daysInMonth} hari`;
  }

  private given({ person }: Member): FactValue {
    return (Object.hasOwn(person.values, this.input) ? person.values[this.input] : null) ?? null;
  }

  private factsOf(person: ChainPerson, rows: FactValue): Facts {
    const { values } = person;
    const given = Object.hasOwn(values, this.input) ? values[this.input] : null;
    return factsFor(person, this.period, { ...values, [this.input]: given ?? rows });
  }

  private nameOf(key: string): string {
    return this.members.get(key)?.name ?? key;
  }

  /** The circle in which somebody stands, or which stands below them, beginning with its first person by key. */
  private circleFrom(key: string, left: ReadonlySet<string>): string {
    const path: string[] = [];
    let at = key;
    while (!path.includes(at)) {
      path.push(at);
      const member = this.members.get(at);
      const below = member && this.awaited(member).find(led => left.has(led));
      at = below ?? key;
    }
    const circle = path.slice(path.indexOf(at));
    const first = circle.indexOf([...circle].sort(byText)[0] ?? at);
    const ordered = [...circle.slice(first), ...circle.slice(0, first)];
    return `lingkaran atasan: ${[...ordered, ordered[0] ?? at].map(each => this.nameOf(each)).join(' memimpin ')}`;
  }
}

/** A layer adds no rows of its own and keeps those of the regency: every rule set of a file has them or none has. */
function rulesOf(regulation: Regulation): Member['rules'] {
  const { chain } = regulation;
  if (!chain) throw new Error(`rule set of ${regulation.id} without the rows of the others`);
  return { regulation, chain };
}

function lacks(member: Member, reason: string): Told {
  return { ok: false, lacking: [`${member.name}: ${reason}`] };
}

/** Calendar days of a month written `YYYY-MM`; of what is not a month, as many as a month can have. */
export function daysIn(period: string): number {
  return isPeriod(period) ? Number(boundsOf(period)[1].slice(8)) : 31;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Days by leader and led, with the led in the order of their keys; who was led for no day at all was not led. */
function daysByLeader(leads: readonly ChainLead[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const days = new Map<string, Map<string, number>>();
  for (const lead of [...leads].sort((a, b) => byText(a.led, b.led))) {
    if (lead.days === 0) continue;
    const led = days.get(lead.leader) ?? new Map<string, number>();
    days.set(lead.leader, led.set(lead.led, (led.get(lead.led) ?? 0) + lead.days));
  }
  return days;
}
