import type { MissingFact } from '../../domain/tpp/computation.ts';
import type { SimulatedPerson } from './compared-person.ts';

/** A fact without which a regulation gives no amount, and who lacks it. */
export interface LackingFact {
  /** The input's name in the regulation; empty where the reason is not one fact. */
  readonly name: string;
  readonly label: string;
  readonly source: string;
  /** The first reason met, in Indonesian. */
  readonly reason: string;
  readonly people: number;
  readonly first: readonly NamedPerson[];
}

/** A person as lists of a simulation name them. */
export interface NamedPerson {
  readonly employeeId: string;
  readonly name: string;
  readonly unit: string;
}

/** Names in a list whose length is the regency's. */
const NAMED = 10;

export const namedPerson = ({ employeeId, name, unit }: SimulatedPerson): NamedPerson => ({ employeeId, name, unit });

interface Entry extends Omit<LackingFact, 'people' | 'first'> {
  people: number;
  readonly first: NamedPerson[];
}

/** Counts who lacks which fact. */
export class LackingTally {
  private readonly entries = new Map<string, Entry>();

  add(person: SimulatedPerson, lacks: readonly MissingFact[]): void {
    for (const { name, label, source, reason } of lacks) {
      const key = name === '' ? `${label} ${reason}` : `${name} ${source}`;
      const entry = this.entries.get(key) ?? { name, label, source, reason, people: 0, first: [] };
      this.entries.set(key, entry);
      entry.people += 1;
      if (entry.first.length < NAMED) entry.first.push(namedPerson(person));
    }
  }

  /** The fact that most people lack first. */
  result(): LackingFact[] {
    return [...this.entries.entries()]
      .sort(([aKey, a], [bKey, b]) => b.people - a.people || (aKey < bKey ? -1 : 1))
      .map(([, entry]) => entry);
  }
}

/** People whose month ends in another status: a gate of one regulation applies that the other does not have. */
export interface StatusChange {
  readonly inForce: string;
  readonly candidate: string;
  readonly people: number;
  readonly first: readonly NamedPerson[];
}

/** Counts changes of status. */
export class StatusTally {
  private readonly entries = new Map<
    string,
    { inForce: string; candidate: string; people: number; first: NamedPerson[] }
  >();

  add(person: SimulatedPerson, inForce: string, candidate: string): void {
    if (inForce === candidate) return;
    const key = `${inForce} ${candidate}`;
    const entry = this.entries.get(key) ?? { inForce, candidate, people: 0, first: [] };
    this.entries.set(key, entry);
    entry.people += 1;
    if (entry.first.length < NAMED) entry.first.push(namedPerson(person));
  }

  result(): StatusChange[] {
    return [...this.entries.entries()]
      .sort(([aKey, a], [bKey, b]) => b.people - a.people || (aKey < bKey ? -1 : 1))
      .map(([, entry]) => entry);
  }
}
