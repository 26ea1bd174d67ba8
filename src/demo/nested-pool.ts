import type { Pool } from '../platform/database/pool.ts';
import type { Prepared, Tx } from '../platform/database/sql.ts';

type Statement = string | { readonly name?: string; readonly text: string };

/**
 * A pool whose only connection is a transaction already under way: what a service begins and commits on it becomes a
 * savepoint inside. So the demo runs the real services of a month's close, and is still all there or not at all.
 */
export function nestedPool(tx: Tx): Pool {
  const ask = (statement: Statement, values?: unknown[]): ReturnType<Tx['query']> =>
    tx.query(inside(statement), values);
  const connection = { query: ask, release: () => undefined };
  const pool: Pick<Pool, 'observe'> & { query: typeof ask; connect: () => Promise<typeof connection> } = {
    observe: () => undefined,
    query: ask,
    connect: () => Promise.resolve(connection),
  };
  return pool as unknown as Pool;
}

function inside(statement: Statement): string | Prepared {
  const { name, text } = typeof statement === 'string' ? { text: statement } : statement;
  if (name !== undefined) return { name, text };
  if (text.startsWith('BEGIN')) return 'SAVEPOINT nested';
  if (text === 'COMMIT') return 'RELEASE SAVEPOINT nested';
  if (text === 'ROLLBACK') return 'ROLLBACK TO SAVEPOINT nested';
  return text;
}
