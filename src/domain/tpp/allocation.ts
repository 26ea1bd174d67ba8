import { ZERO, add, compare, divide, isZero, multiply, ratio, subtract, toWhole, type Ratio } from '../ratio.ts';

/** Why an amount cannot be spread over weights. */
export type AllocationFault = 'negative' | 'nothing' | 'stranger';

/**
 * Spreads a whole amount over weights so that the parts are whole and sum to it exactly: each part is cut to the whole,
 * and all that is left over goes to one key. Nothing to spread gives zero for each key, whatever the weights.
 * @param keeper the key that takes what is left over; null for the largest weight (the first of equals)
 */
export function allocate(
  total: Ratio,
  weights: ReadonlyMap<string, Ratio>,
  keeper: string | null = null,
): ReadonlyMap<string, Ratio> | AllocationFault {
  let sum = ZERO;
  let largest: string | null = null;
  for (const [key, weight] of weights) {
    if (weight.num < 0n) return 'negative';
    sum = add(sum, weight);
    if (largest === null || compare(weight, weights.get(largest) ?? ZERO) > 0) largest = key;
  }
  if (isZero(total)) return new Map([...weights.keys()].map(key => [key, ZERO]));
  if (largest === null || isZero(sum)) return 'nothing';
  const rest = keeper ?? largest;
  if (!weights.has(rest)) return 'stranger';
  const parts = new Map<string, bigint>();
  let left = toWhole(total, 'cut');
  for (const [key, weight] of weights) {
    const part = toWhole(divide(multiply(total, weight), sum), 'cut');
    parts.set(key, part);
    left -= part;
  }
  parts.set(rest, (parts.get(rest) ?? 0n) + left);
  return new Map([...parts].map(([key, part]) => [key, ratio(part)]));
}

/** Pays requests one after the other for as long as there is something left; null when a request is below zero. */
export function payDown(amount: Ratio, requests: readonly Ratio[]): readonly Ratio[] | null {
  let left = amount.num > 0n ? amount : ZERO;
  const paid: Ratio[] = [];
  for (const request of requests) {
    if (request.num < 0n) return null;
    const part = compare(request, left) < 0 ? request : left;
    paid.push(part);
    left = subtract(left, part);
  }
  return paid;
}
