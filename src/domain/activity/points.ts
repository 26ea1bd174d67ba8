import { multiply, parseRatio, ratio, toWhole, type Ratio } from '../ratio.ts';

/** Points of an entry: the norm (points per unit of volume) times the volume, rounded half up once (rulings.md 6). */
export const entryPoints = (pointsPerUnit: number, volume: Ratio): number =>
  Number(toWhole(multiply(ratio(BigInt(pointsPerUnit)), volume), 'halfUp'));

/** What counts of a day: the smaller of the day's sum and the regulation's daily cap (rulings.md 13). */
export const countedPoints = (sum: number, cap: number): number => (sum < cap ? sum : cap);

/** Reads a volume written with comma or dot, at most two decimals; null when it is no such number. */
export const parseVolume = (text: string): Ratio | null =>
  /^\d{1,6}([.,]\d{1,2})?$/.test(text.trim()) ? parseRatio(text.trim()) : null;

/** A share as whole percent for a ring or bar, 0 to 100, cut so that 100 means reached. */
export function percentReached(value: number, target: number): number {
  if (target <= 0) return 100;
  const whole = toWhole(ratio(BigInt(value) * 100n, BigInt(target)), 'cut');
  return whole > 100n ? 100 : Number(whole);
}
