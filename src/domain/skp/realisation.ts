import {
  add,
  compare,
  decimalStep,
  divide,
  multiply,
  parseRatio,
  ratio,
  toDecimalText,
  toMultiple,
  toWhole,
  ZERO,
} from '../ratio.ts';
import type { Ratio } from '../ratio.ts';

/** What an indicator measures (PermenPANRB 6/2022, form of the SKP). */
export const ASPECTS = ['kuantitas', 'kualitas', 'waktu', 'biaya'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** A year's target of quantity or cost is reached by adding up months; quality and time are judged by their mean. */
const ADDS_UP: Readonly<Record<Aspect, boolean>> = { kuantitas: true, kualitas: false, waktu: false, biaya: true };
/** A target of time or cost is a limit: less is better. */
const IS_LIMIT: Readonly<Record<Aspect, boolean>> = { kuantitas: false, kualitas: false, waktu: true, biaya: true };

export const isLimit = (aspect: Aspect): boolean => IS_LIMIT[aspect];
export const addsUp = (aspect: Aspect): boolean => ADDS_UP[aspect];

/** What the months so far come to; undefined while no month says anything. */
export function realisedOf(aspect: Aspect, months: readonly Ratio[]): Ratio | undefined {
  if (months.length === 0) return undefined;
  const sum = months.reduce(add, ZERO);
  return ADDS_UP[aspect] ? sum : divide(sum, ratio(BigInt(months.length)));
}

/** How far a realisation is: share of the target in percent, and whether a limit is exceeded. */
export interface Progress {
  /** Decimal text with at most one decimal, cut so that 100 means reached. */
  readonly percent: string;
  /** 0 to 100, for a bar. */
  readonly filled: number;
  /** A limit (time, cost) is exceeded. */
  readonly over: boolean;
}

const HUNDRED = ratio(100n);

/** @throws RangeError for a target of zero: the database has none */
export function progressOf(aspect: Aspect, realised: Ratio, target: Ratio): Progress {
  const share = multiply(divide(realised, target), HUNDRED);
  const whole = toWhole(share, 'cut');
  return {
    percent: toDecimalText(toMultiple(share, decimalStep(1), 'cut')),
    filled: whole > 100n ? 100 : Number(whole),
    over: IS_LIMIT[aspect] && compare(realised, target) > 0,
  };
}

/** What the entries tied to a target come to in one month, by the unit of their items. */
export interface LinkedWork {
  readonly unitName: string;
  readonly volume: Ratio;
  readonly entries: number;
}

/** A realisation as the month's entries alone would give it. */
export interface DraftedRealisation {
  readonly value: Ratio;
  /** How many entries it is counted from. */
  readonly entries: number;
}

const sameUnit = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/**
 * Drafts a month's realisation of a quantity: the volumes of entries counted in the indicator's own unit; where there are none,
 * the number of entries. Other aspects are judged by people: undefined, as for a month without entries.
 */
export function draftRealisation(
  indicator: { readonly aspect: Aspect; readonly unitName: string },
  work: readonly LinkedWork[],
): DraftedRealisation | undefined {
  if (indicator.aspect !== 'kuantitas') return undefined;
  const own = work.filter(part => sameUnit(part.unitName, indicator.unitName));
  const counted = own.length > 0 ? own : work;
  const entries = counted.reduce((sum, part) => sum + part.entries, 0);
  if (entries === 0) return undefined;
  const value = own.length > 0 ? own.map(part => part.volume).reduce(add, ZERO) : ratio(BigInt(entries));
  return { value, entries };
}

const PLAIN = /^\d{1,12}(?:[.,]\d{1,2})?$/;
const GROUPED = /^\d{1,3}(?:\.\d{3}){1,3}(?:,\d{1,2})?$/;

/** Reads an amount such as `12`, `2,5`, `2.5` or `1.200,50`, at most two decimals; null when it is no such number. */
export function parseAmount(typed: string): Ratio | null {
  const text = typed.trim();
  if (PLAIN.test(text)) return parseRatio(text);
  return GROUPED.test(text) ? parseRatio(text.replaceAll('.', '')) : null;
}
