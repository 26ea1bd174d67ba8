/** A pair of names that may mean the same work. */
export interface SimilarPair<Item> {
  readonly a: Item;
  readonly b: Item;
  /** Shared three-letter pieces, 0 to 100. */
  readonly percent: number;
}

/** Words that say nothing about the work itself. */
const FILLERS = new Set(['dan', 'atau', 'di', 'ke', 'dari', 'yang', 'untuk', 'pada', 'dengan', 'para', 'per']);

/**
 * The three-letter pieces of a name, word by word, blind to case, marks, fillers and the verb's prefix: 'menyusun' and
 * 'penyusunan' share most of theirs.
 */
export function pieces(text: string): Set<string> {
  const words = text
    .toLowerCase()
    .normalize('NFKD')
    .split(/[^a-z0-9]+/)
    .filter(word => word !== '' && !FILLERS.has(word));
  return new Set(
    words.flatMap(word =>
      triples(`  ${word.replace(/^(?:meng|meny|mem|men|me|peng|peny|pem|pen|ber|di)(?=[a-z]{4})/, '')} `),
    ),
  );
}

const triples = (word: string): string[] =>
  Array.from({ length: Math.max(0, word.length - 2) }, (_, index) => word.slice(index, index + 3));

/** How alike two sets of pieces are (Dice), as whole percent, cut. */
export function percentAlike(shared: number, a: number, b: number): number {
  return a + b === 0 ? 0 : Number((BigInt(shared) * 200n) / BigInt(a + b));
}

/**
 * Pairs at least `threshold` percent alike, the most alike first. Only names that share a piece are compared, so a
 * catalogue of some thousand items takes a moment, not a minute.
 */
export function similarPairs<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  threshold: number,
): SimilarPair<Item>[] {
  const sets = items.map(item => pieces(nameOf(item)));
  const holders = new Map<string, number[]>();
  const pairs: SimilarPair<Item>[] = [];
  sets.forEach((set, index) => {
    const shared = new Map<number, number>();
    for (const piece of set) {
      const others = holders.get(piece) ?? [];
      for (const other of others) shared.set(other, (shared.get(other) ?? 0) + 1);
      others.push(index);
      holders.set(piece, others);
    }
    for (const [other, count] of shared) {
      const percent = percentAlike(count, set.size, sets[other]!.size);
      if (percent >= threshold) pairs.push({ a: items[other]!, b: items[index]!, percent });
    }
  });
  return pairs.sort((x, y) => y.percent - x.percent);
}

/** Texts about the same thing, put together: each joins the first group whose first text is alike enough. */
export function groupAlike<Item>(items: readonly Item[], textOf: (item: Item) => string, threshold: number): Item[][] {
  const groups: { readonly first: Set<string>; readonly items: Item[] }[] = [];
  for (const item of items) {
    const set = pieces(textOf(item));
    const home = groups.find(({ first }) => percentAlike(sharedOf(set, first), set.size, first.size) >= threshold);
    if (home) home.items.push(item);
    else groups.push({ first: set, items: [item] });
  }
  return groups.map(group => group.items);
}

const sharedOf = (a: Set<string>, b: Set<string>): number => [...a].filter(piece => b.has(piece)).length;
