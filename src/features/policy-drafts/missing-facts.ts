import { firstDay, type Month } from '../../domain/month.ts';
import { allInputs } from '../../domain/tpp/layer-choice.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { factKinds } from '../facts/kinds.ts';
import { factNamesStatement } from '../policies/facts.ts';
import { regulationOn } from '../policies/queries.ts';
import { formulaInWords } from './formula-words.ts';
import { labelsOf, sourceInWords } from './rule-parts.ts';

/** A fact without which nobody is paid, and how many people have it. */
export interface NeededFact {
  readonly label: string;
  readonly source: string;
  /** In words: "data gaji". */
  readonly from: string;
  /** The product makes it by itself of what is recorded every day. */
  readonly made: boolean;
  /** Of whom it is asked, in words; null where of everybody. */
  readonly only: string | null;
  /** People without it, asked for it or not. */
  readonly lacking: number;
}

/** What a regulation asks for, measured at a month that is over. */
export interface NeededFacts {
  readonly month: Month;
  readonly people: number;
  readonly facts: readonly NeededFact[];
}

const counts = (names: string, from: number): string => `SELECT need.name, count(*)::int AS people,
    count(*) FILTER (WHERE NOT f.facts ?| ARRAY[need.source, 'fakta.' || need.name, 'koreksi.' || need.source, 'koreksi.' || need.name])::int AS lacking
  FROM (${names}) f CROSS JOIN unnest($${String(from)}::text[], $${String(from + 1)}::text[]) AS need (name, source)
  WHERE f.excluded IS NULL GROUP BY need.name`;

/**
 * How many people of a month had each fact that a regulation cannot do without, whichever regulation held then. Undefined
 * where no regulation was in force in that month.
 */
export async function neededFacts(sql: Sql, regulation: Regulation, month: Month): Promise<NeededFacts | undefined> {
  const inForce = await regulationOn(sql, firstDay(month));
  if (!inForce) return undefined;
  const needed = allInputs(regulation).filter(input => input.fallback === null);
  const { text, values } = factNamesStatement({ month, inForce });
  const { rows } = await sql.query<{ name: string; people: number; lacking: number }>(counts(text, values.length + 1), [
    ...values,
    needed.map(input => input.name),
    needed.map(input => input.source),
  ]);
  const entered = new Set(factKinds(regulation).map(kind => kind.name));
  const labels = labelsOf(regulation);
  const found = new Map(rows.map(row => [row.name, row]));
  return {
    month,
    people: rows[0]?.people ?? 0,
    facts: needed.map(({ name, label, source, when }) => ({
      label,
      only: when && formulaInWords(when.text, labels),
      source,
      from: sourceInWords(source),
      made: !entered.has(name),
      lacking: found.get(name)?.lacking ?? 0,
    })),
  };
}
