import type { FactValue } from './computation.ts';
import { readValue, type ReadValue } from './fact-reader.ts';
import type { InputRule } from './regulation.ts';

/** The key under which rows that could not be made say whose data is lacking. */
const LACKING = 'kurang';
const MOST_NAMED = 5;

/** The rows of one person over those whom the person leads. */
export interface ChainRows {
  /** The rows as the engine takes them. */
  readonly fact: FactValue;
  /** The same as JSON text, for keeping among a person's facts. */
  readonly text: string;
  /** Whose data is lacking, and what; empty when the rows are complete. */
  readonly lacking: readonly string[];
}

/** Complete rows, in the order in which they are to stand. */
export function completeRows(fact: FactValue): ChainRows {
  return { fact, text: JSON.stringify(plain(fact)), lacking: [] };
}

/** Rows that cannot be made: with them there is no amount, and the reason names whose data is lacking. */
export function lackingRows(lacking: readonly string[]): ChainRows {
  const distinct = [...new Set(lacking)];
  const more = distinct.length - MOST_NAMED;
  const named = more > 0 ? [...distinct.slice(0, MOST_NAMED), `dan ${more} lagi`] : distinct;
  const fact = { [LACKING]: named };
  return { fact, text: JSON.stringify(fact), lacking: named };
}

/** Reads rows over those one leads: exact fractions count as numbers, and rows that were not made say why. */
export function readChainRows(fact: FactValue, { type }: InputRule): ReadValue {
  const lacking = lackingOf(fact);
  if (lacking) return { ok: false, reason: `menunggu data orang yang dipimpin: ${lacking.join('; ')}` };
  return readValue(fact, type, { min: null, max: null, fractions: true });
}

function lackingOf(fact: FactValue): readonly string[] | null {
  if (typeof fact !== 'object' || fact === null || Array.isArray(fact)) return null;
  const named = (fact as Readonly<Record<string, FactValue>>)[LACKING];
  return Array.isArray(named) ? (named as readonly FactValue[]).filter(each => typeof each === 'string') : null;
}

/** A fact without bigints, which JSON does not know. */
function plain(fact: FactValue): FactValue {
  if (typeof fact === 'bigint') return fact.toString();
  if (typeof fact !== 'object' || fact === null) return fact;
  if (Array.isArray(fact)) return (fact as readonly FactValue[]).map(plain);
  return Object.fromEntries(Object.entries(fact).map(([key, item]) => [key, plain(item)]));
}
