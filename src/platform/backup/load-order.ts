import type { ForeignKey } from './shape.ts';

/** An order of tables in which each comes after those it refers to, and the keys that no order can satisfy. */
export interface LoadOrder {
  readonly tables: string[];
  /** Keys of tables that refer to each other in a ring: to be taken off during the load and put on again after it. */
  readonly setAside: ForeignKey[];
}

/** Find the order for loading tables. A key from a table to itself needs none: it is checked when the table is loaded. */
export function orderForLoading(names: readonly string[], keys: readonly ForeignKey[]): LoadOrder {
  const tables: string[] = [];
  const setAside: ForeignKey[] = [];
  const waiting = new Set(names);
  const blockers = (name: string): ForeignKey[] =>
    keys.filter(key => key.table === name && key.target !== name && waiting.has(key.target) && !setAside.includes(key));

  while (waiting.size > 0) {
    const free = [...waiting].filter(name => blockers(name).length === 0);
    for (const name of free) waiting.delete(name);
    tables.push(...free);
    if (free.length > 0) continue;
    const [first] = waiting;
    if (first !== undefined) setAside.push(...blockers(first));
  }
  return { tables, setAside };
}
