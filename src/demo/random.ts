/**
 * Whole numbers that look random and are the same for the same seed: the demo of one size and moment is always the
 * same, so that a test can rely on it and a bug can be seen again. Not for secrets.
 */
export interface Random {
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  /** A whole number from `first` to `last`, both included. */
  between(first: number, last: number): number;
  /** One of the list. */
  pick<Item>(list: readonly Item[]): Item;
  /** True in about `percent` of hundred calls. */
  chance(percent: number): boolean;
}

/** FNV-1a, spread: texts that differ in one letter give numbers that have nothing to do with each other. */
function hash(text: string): number {
  let value = 2166136261;
  for (const letter of text) value = Math.imul(value ^ letter.codePointAt(0)!, 16777619);
  value = Math.imul(value ^ (value >>> 16), 2246822507);
  value = Math.imul(value ^ (value >>> 13), 3266489909);
  return (value ^ (value >>> 16)) >>> 0;
}

/** The sequence that belongs to a seed (mulberry32). */
export function randomFrom(seed: string): Random {
  let state = hash(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return (value ^ (value >>> 14)) >>> 0;
  };
  const below = (limit: number): number => next() % limit;
  return {
    below,
    between: (first, last) => first + below(last - first + 1),
    pick: list => list[below(list.length)]!,
    chance: percent => below(100) < percent,
  };
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** A UUIDv7 of the given moment whose other bits come from the sequence. */
export function idAt(random: Random, at: Date): string {
  const time = hex(at.getTime(), 12);
  const low = (): string => hex(random.below(0x10000), 4);
  const variant = hex(0x8000 + random.below(0x4000), 4);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${low().slice(1)}-${variant}-${low()}${low()}${low()}`;
}
