import {
  ONE,
  ZERO,
  add,
  compare,
  divide,
  multiply,
  parseRatio,
  ratio,
  subtract,
  toDecimalText,
  toWhole,
  type Ratio,
} from '../../src/domain/ratio.ts';

/**
 * The month of one person by policies/contoh-2026, written straight down for that regulation alone, with the exact
 * number type of the engine: what a programmer of one regency would write by hand. It reads the same facts as text and
 * gives the same figures as text. The floor for bench/engine.ts.
 */

type Facts = Readonly<Record<string, string>>;

/** One bracket of the monthly tax: up to this income (null: without end), this share. */
export interface StraightBracket {
  readonly upTo: Ratio | null;
  readonly rate: Ratio;
}

/** What the regulation fixes, read once. */
export interface StraightRules {
  readonly classAmounts: ReadonlyMap<string, Ratio>;
  readonly categories: ReadonlyMap<string, string>;
  readonly brackets: ReadonlyMap<string, readonly StraightBracket[]>;
}

/** Every figure the engine gives for the same month, as text. */
export interface StraightFigures {
  readonly gross: string;
  readonly deductions: string;
  readonly net: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly components: Readonly<Record<string, string>>;
}

const HUNDRED = ratio(100n);
const PRODUCTIVITY = ratio(60n, 100n);
const DISCIPLINE = ratio(40n, 100n);
const CPNS = ratio(80n, 100n);
const DUES = ratio(1n, 100n);
const MOST_DUES = ratio(120_000n);

function number(facts: Facts, name: string): Ratio {
  const value = parseRatio(facts[name] ?? '');
  if (!value) throw new Error(`${name} is not a number`);
  return value;
}

const smaller = (a: Ratio, b: Ratio): Ratio => (compare(a, b) <= 0 ? a : b);
const larger = (a: Ratio, b: Ratio): Ratio => (compare(a, b) >= 0 ? a : b);
const whole = (value: Ratio): Ratio => ratio(toWhole(value, 'halfUp'));

/** Computes one month. Throws for a fact that is not there. */
export function straightTpp(facts: Facts, rules: StraightRules): StraightFigures {
  const full = rules.classAmounts.get(facts['kelas'] ?? '');
  if (!full) throw new Error('kelas has no amount');
  const base = facts['status_pegawai'] === 'CPNS' ? multiply(full, CPNS) : full;
  const reached = smaller(divide(number(facts, 'poin_dihitung'), number(facts, 'target_poin')), ONE);
  const kept = subtract(ONE, divide(number(facts, 'pengurangan_disiplin'), HUNDRED));
  const productivity = whole(multiply(multiply(base, PRODUCTIVITY), reached));
  const discipline = whole(multiply(multiply(base, DISCIPLINE), kept));
  const gross = add(productivity, discipline);
  const room = subtract(MOST_DUES, number(facts, 'iwp_gaji'));
  const dues = whole(smaller(larger(room, ZERO), multiply(gross, DUES)));
  const income = add(number(facts, 'gaji_bruto'), gross);
  const brackets = rules.brackets.get(rules.categories.get(facts['ptkp'] ?? '') ?? '') ?? [];
  const bracket = brackets.find(({ upTo }) => upTo === null || compare(income, upTo) <= 0);
  if (!bracket) throw new Error('ptkp has no bracket');
  const monthly = whole(multiply(income, bracket.rate));
  const tax = smaller(larger(subtract(monthly, number(facts, 'pph_gaji')), ZERO), subtract(gross, dues));
  const deductions = add(dues, tax);
  const net = subtract(gross, deductions);
  return {
    gross: toDecimalText(gross),
    deductions: toDecimalText(deductions),
    net: toDecimalText(net),
    outputs: {
      besaran: toDecimalText(base),
      capaian: toDecimalText(multiply(reached, HUNDRED)),
      nilai_disiplin: toDecimalText(multiply(kept, HUNDRED)),
      bruto: toDecimalText(gross),
      iwp: toDecimalText(dues),
      pph: toDecimalText(tax),
      bersih: toDecimalText(net),
    },
    components: {
      produktivitas: toDecimalText(productivity),
      disiplin: toDecimalText(discipline),
      iwp: toDecimalText(dues),
      pph21: toDecimalText(tax),
    },
  };
}
