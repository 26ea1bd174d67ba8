const MOST_NAMES = 500;
const MOST_COUNTED = 2000;
const SEEN_BEFORE_NAMED = 3;

/**
 * Decide which generated statements are worth preparing: those seen three times, and at most 500 of them, since every
 * connection keeps each one in memory.
 *
 * @returns a function from a statement to its name, or undefined for "do not prepare"
 */
export function createStatementNames(): (query: { readonly sql: string }) => string | undefined {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined || names.size >= MOST_NAMES) return known;
    const count = (counts.get(sql) ?? 0) + 1;
    if (count < SEEN_BEFORE_NAMED) {
      if (counts.size >= MOST_COUNTED) counts.clear(); // statements with literals in them would fill it for ever
      counts.set(sql, count);
      return undefined;
    }
    counts.delete(sql);
    const name = `p${String(names.size)}`;
    names.set(sql, name);
    return name;
  };
}
