import { ZERO, add, compare, divide, isZero, multiply, ratio, toWhole, type Ratio } from '../ratio.ts';

/**
 * Spreads a whole amount over weights so that the parts are whole and sum to it exactly: each part is cut to the whole,
 * and what is left over goes to the largest weight (the first of equals). Null when the weights are all zero or one is
 * negative.
 */
export function allocate(total: Ratio, weights: ReadonlyMap<string, Ratio>): ReadonlyMap<string, Ratio> | null {
  let sum = ZERO;
  let largest: string | null = null;
  for (const [key, weight] of weights) {
    if (weight.num < 0n) return null;
    sum = add(sum, weight);
    if (largest === null || compare(weight, weights.get(largest) ?? ZERO) > 0) largest = key;
  }
  if (largest === null || isZero(sum)) return null;
  const parts = new Map<string, bigint>();
  let left = toWhole(total, 'cut');
  for (const [key, weight] of weights) {
    const part = toWhole(divide(multiply(total, weight), sum), 'cut');
    parts.set(key, part);
    left -= part;
  }
  parts.set(largest, (parts.get(largest) ?? 0n) + left);
  return new Map([...parts].map(([key, part]) => [key, ratio(part)]));
}
