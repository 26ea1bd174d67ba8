import type { Month } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { lacksFacts } from '../policies/engine-facts.ts';
import { factsOf, type GatheredFacts } from '../policies/facts.ts';
import type { InForce } from '../policies/queries.ts';
import { excludedPeople } from './exclusion-queries.ts';

/** A person without a fact the regulation needs: who, and what, in the regulation's own words. */
export interface PersonLacking {
  readonly employeeId: string;
  readonly nip: string;
  readonly name: string;
  readonly lacks: readonly string[];
}

/** A person whose entries do not all count yet. */
export interface PersonWaiting {
  readonly employeeId: string;
  readonly nip: string;
  readonly name: string;
  readonly entries: number;
}

/** What stands in the way of a unit's close, and what will not be counted (rulings.md 18). */
export interface Readiness {
  readonly people: number;
  readonly excluded: number;
  /** Blocks. */
  readonly lacking: readonly PersonLacking[];
  /** Warns: drafts and entries that wait for a decision are not in this run. */
  readonly waiting: readonly PersonWaiting[];
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);

/** Judges gathered facts against the regulation. @param left who is left out though on the roster */
export function readinessOf(
  inForce: InForce,
  month: Month,
  gathered: readonly GatheredFacts[],
  left: ReadonlyMap<string, string> = new Map(),
): Readiness {
  const paid = gathered.filter(person => person.excluded === null && !left.has(person.employeeId));
  const lacking = paid.flatMap(person => {
    const lacks = lacksFacts(inForce.regulation, month, person.facts).map(input => input.label);
    return lacks.length > 0 ? [{ ...identity(person), lacks }] : [];
  });
  const waiting = paid.flatMap(person =>
    person.waiting > 0 ? [{ ...identity(person), entries: person.waiting }] : [],
  );
  return {
    people: paid.length,
    excluded: gathered.length - paid.length,
    lacking: lacking.sort(byName),
    waiting: waiting.sort(byName),
  };
}

/** The readiness of every unit of a month (or of one) with names, by payroll unit; units without anybody are missing. */
export async function readinessByUnit(
  sql: Sql,
  month: Month,
  inForce: InForce,
  payrollUnitId?: string,
): Promise<Map<string, Readiness>> {
  const gathered = await factsOf(sql, { month, inForce, payrollUnitId });
  const left = await excludedPeople(sql, month, gathered);
  const units = new Map<string, GatheredFacts[]>();
  for (const person of gathered) {
    const people = units.get(person.payrollUnitId);
    if (people) people.push(person);
    else units.set(person.payrollUnitId, [person]);
  }
  return new Map([...units].map(([unit, people]) => [unit, readinessOf(inForce, month, people, left)]));
}

export const NOBODY: Readiness = { people: 0, excluded: 0, lacking: [], waiting: [] };

/** 'Amat Fauzi (gaji bruto), Siti Rahmah (status pajak)'; at most `most`, then 'dan 3 orang lagi'. */
export function lackingInWords(lacking: readonly PersonLacking[], most = 5): string {
  const named = lacking.slice(0, most).map(person => `${person.name} (${person.lacks.join(', ')})`);
  const rest = lacking.length - named.length;
  return rest > 0 ? `${named.join(', ')} dan ${String(rest)} orang lagi` : named.join(', ');
}

function identity({ employeeId, facts }: GatheredFacts): { employeeId: string; nip: string; name: string } {
  return { employeeId, nip: facts['pegawai.nip'] ?? '', name: facts['pegawai.nama'] ?? '' };
}
