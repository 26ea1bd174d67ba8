/**
 * Exact rational numbers over `bigint`: the only kind of number that percentages, points ratios and unrounded rupiah
 * pass through. A ratio is always in lowest terms with a positive denominator, so equal values have equal fields.
 */
declare const ratioBrand: unique symbol;

export interface Ratio {
  readonly num: bigint;
  readonly den: bigint;
  readonly [ratioBrand]: true;
}

/** How a value is brought to a coarser grid. `halfUp` rounds a half away from zero; `cut` drops what is beyond. */
export type Rounding = 'halfUp' | 'cut' | 'floor' | 'ceiling';

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let x = absolute(a);
  let y = absolute(b);
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function make(num: bigint, den: bigint): Ratio {
  return { num, den } as Ratio;
}

/** The ratio num / den in lowest terms. Throws RangeError when `den` is zero. */
export function ratio(num: bigint, den = 1n): Ratio {
  if (den === 1n) return make(num, 1n);
  if (den === 0n) throw new RangeError('a ratio cannot have a zero denominator');
  const divisor = greatestCommonDivisor(num, den);
  const sign = den < 0n ? -1n : 1n;
  return make((sign * num) / divisor, (sign * den) / divisor);
}

export const ZERO: Ratio = ratio(0n);
export const ONE: Ratio = ratio(1n);

export function add(a: Ratio, b: Ratio): Ratio {
  if (a.den === b.den) return ratio(a.num + b.num, a.den);
  return ratio(a.num * b.den + b.num * a.den, a.den * b.den);
}

export function subtract(a: Ratio, b: Ratio): Ratio {
  if (a.den === b.den) return ratio(a.num - b.num, a.den);
  return ratio(a.num * b.den - b.num * a.den, a.den * b.den);
}

export function multiply(a: Ratio, b: Ratio): Ratio {
  return ratio(a.num * b.num, a.den * b.den);
}

/** a / b. Throws RangeError when `b` is zero. */
export function divide(a: Ratio, b: Ratio): Ratio {
  return ratio(a.num * b.den, a.den * b.num);
}

export function negate(a: Ratio): Ratio {
  return make(-a.num, a.den);
}

/** -1, 0 or 1 as a is less than, equal to or greater than b. */
export function compare(a: Ratio, b: Ratio): -1 | 0 | 1 {
  if (a.den === b.den) return a.num === b.num ? 0 : a.num < b.num ? -1 : 1;
  // In lowest terms two of different denominators are never equal.
  return a.num * b.den < b.num * a.den ? -1 : 1;
}

export function isZero(a: Ratio): boolean {
  return a.num === 0n;
}

export function isWhole(a: Ratio): boolean {
  return a.den === 1n;
}

function quotient(num: bigint, den: bigint, rounding: Rounding): bigint {
  const cut = num / den;
  const rest = num - cut * den;
  if (rest === 0n || rounding === 'cut') return cut;
  const away = num < 0n ? cut - 1n : cut + 1n;
  switch (rounding) {
    case 'halfUp':
      return 2n * absolute(rest) >= den ? away : cut;
    case 'floor':
      return num < 0n ? away : cut;
    case 'ceiling':
      return num < 0n ? cut : away;
  }
}

/** The whole number nearest to `a` by the given rounding. */
export function toWhole(a: Ratio, rounding: Rounding): bigint {
  return quotient(a.num, a.den, rounding);
}

/** `a` brought to a whole number of `step`s (for example 1/100 for two decimals). Throws RangeError for a zero step. */
export function toMultiple(a: Ratio, step: Ratio, rounding: Rounding): Ratio {
  const steps = divide(a, step);
  return multiply(ratio(quotient(steps.num, steps.den, rounding)), step);
}

/** 10^-decimals, the grid of a number with that many decimals. */
export function decimalStep(decimals: number): Ratio {
  return ratio(1n, 10n ** BigInt(decimals));
}

const DECIMAL = /^(-?)(\d{1,40})(?:[.,](\d{1,40}))?$/;

/**
 * Reads decimal text with a dot or a comma (`98.2`, `0,5`, `-3`). Null for anything else: thousands separators,
 * exponents, blanks, signs other than one leading minus, more than 40 digits on a side.
 */
export function parseRatio(text: string): Ratio | null {
  const match = DECIMAL.exec(text);
  if (!match) return null;
  const decimals = match[3] ?? '';
  if (decimals === '') return make(BigInt(text), 1n);
  const magnitude = BigInt((match[2] ?? '') + decimals);
  return ratio(match[1] === '-' ? -magnitude : magnitude, 10n ** BigInt(decimals.length));
}

/**
 * Decimal text with a dot and no superfluous zeros. Exact when the expansion ends within `maxDecimals`, otherwise
 * rounded half up to that many (only ever for showing: nothing is computed from this text).
 */
export function toDecimalText(a: Ratio, maxDecimals = 12): string {
  if (a.den === 1n) return a.num.toString();
  const scaled = quotient(a.num * 10n ** BigInt(maxDecimals), a.den, 'halfUp');
  const digits = absolute(scaled)
    .toString()
    .padStart(maxDecimals + 1, '0');
  const whole = digits.slice(0, digits.length - maxDecimals);
  const fraction = digits.slice(digits.length - maxDecimals).replace(/0+$/, '');
  const sign = scaled < 0n ? '-' : '';
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`;
}
