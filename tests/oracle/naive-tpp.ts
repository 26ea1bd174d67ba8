import { readFileSync } from 'node:fs';
import { larger, percent, smaller, whole, type Fraction } from './fraction.ts';

/**
 * The allowance of one month once more, written out by hand from the text of policies/contoh-2026, article by article.
 * It shares nothing with the engine but the bracket table of the tax, which is law and read as text.
 */

/** Lampiran I: rupiah by class, 1 to 15. */
export const CLASS_AMOUNTS: readonly bigint[] = [
  1_100_000n,
  1_250_000n,
  1_400_000n,
  1_600_000n,
  1_850_000n,
  2_150_000n,
  2_600_000n,
  3_050_000n,
  3_700_000n,
  4_300_000n,
  5_200_000n,
  7_000_000n,
  9_500_000n,
  14_000_000n,
  21_000_000n,
];

/** Tax category by family status (PP 58/2023). */
export const TAX_CATEGORY: Readonly<Record<string, 'A' | 'B' | 'C'>> = {
  'TK/0': 'A',
  'TK/1': 'A',
  'K/0': 'A',
  'TK/2': 'B',
  'TK/3': 'B',
  'K/1': 'B',
  'K/2': 'B',
  'K/3': 'C',
};

/** One bracket: up to this income (null: without end), this percentage. */
export interface Bracket {
  readonly category: string;
  readonly upTo: bigint | null;
  /** As written: '0.25'. */
  readonly percent: string;
}

/** The brackets of the monthly rate, read off the text of the national table. */
export function readBrackets(): Bracket[] {
  const text = readFileSync('policies/nasional/pph21-ter-2024.yaml', 'utf8').split('ter_tarif:')[1]!;
  return ['A', 'B', 'C'].flatMap(category => {
    const block = new RegExp(`\\n      ${category}:\\n((?:        - .*\\n)+)`).exec(text)![1]!;
    return [...block.matchAll(/- \[([^,]+), ([^\]]+)\]/g)].map(([, upTo = '', rate = '']) => ({
      category,
      upTo: /^\d+$/.test(upTo.trim()) ? BigInt(upTo.trim()) : null,
      percent: rate.trim(),
    }));
  });
}

/** What one person's month comes with. Rupiah and points are whole, `cut` is a percentage as written. */
export interface NaiveFacts {
  readonly jobClass: number;
  readonly status: string;
  readonly countedPoints: bigint;
  readonly targetPoints: bigint;
  readonly cut: string;
  readonly salary: bigint;
  readonly duesOfSalary: bigint;
  readonly taxOfSalary: bigint;
  readonly family: string;
}

/** Components by the codes of the regulation, and the totals; whole rupiah. */
export interface NaiveAmounts {
  readonly produktivitas: bigint;
  readonly disiplin: bigint;
  readonly iwp: bigint;
  readonly pph21: bigint;
  readonly gross: bigint;
  readonly deductions: bigint;
  readonly net: bigint;
}

const BRACKETS = readBrackets();
const ONE = whole(1n);
const ZERO = whole(0n);
const MOST_DUES = 120_000n;

export function naiveTpp(facts: NaiveFacts): NaiveAmounts {
  // Pasal 4: the amount of the class, four fifths of it for a CPNS; a fraction of a rupiah is kept
  const full = whole(CLASS_AMOUNTS[facts.jobClass - 1]!);
  const base = facts.status === 'CPNS' ? full.times(percent('80')) : full;
  // Pasal 8: sixty percent, by the share of the target that was reached
  const reached = smaller(whole(facts.countedPoints).over(whole(facts.targetPoints)), ONE);
  const produktivitas = base.times(percent('60')).times(reached).rounded();
  // Pasal 9: forty percent, less what attendance takes
  const disiplin = base
    .times(percent('40'))
    .times(ONE.minus(percent(facts.cut)))
    .rounded();
  const gross = produktivitas + disiplin;
  // Pasal 12: one percent, with that of the salary at most Rp120.000
  const room = larger(whole(MOST_DUES - facts.duesOfSalary), ZERO);
  const iwp = smaller(whole(gross).times(percent('1')), room).rounded();
  // Pasal 13: tax on salary and allowance together, less that of the salary, not under zero and not over what is left
  const income = facts.salary + gross;
  const tax = whole(income).times(rateOf(facts.family, income)).rounded() - facts.taxOfSalary;
  const left = gross - iwp;
  const pph21 = tax < 0n ? 0n : tax > left ? left : tax;
  const deductions = iwp + pph21;
  return { produktivitas, disiplin, iwp, pph21, gross, deductions, net: gross - deductions };
}

/** Pasal 21: the festive allowance is the full amount of the class, whatever was done; taxed alone, without dues. */
export const naiveThr = (facts: NaiveFacts): NaiveAmounts =>
  alone({ ...facts, countedPoints: facts.targetPoints, cut: '0' });

/** Pasal 22: the thirteenth is what the base month earned; taxed alone, without dues. */
export const naiveThirteenth = (facts: NaiveFacts): NaiveAmounts => alone(facts);

/** No salary beside it, and no room left for dues. */
const alone = (facts: NaiveFacts): NaiveAmounts =>
  naiveTpp({ ...facts, salary: 0n, duesOfSalary: MOST_DUES, taxOfSalary: 0n });

function rateOf(family: string, income: bigint): Fraction {
  const category = TAX_CATEGORY[family]!;
  const bracket = BRACKETS.find(each => each.category === category && (each.upTo === null || income <= each.upTo));
  return percent(bracket!.percent);
}
