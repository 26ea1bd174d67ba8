import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import copyStreams from 'pg-copy-streams';
import { askedAgain } from './failures.ts';
import { ANSWER_AFTER_STATEMENT_MS } from './patience.ts';
import { beginWith, type Plans } from './plans.ts';
import type { Pool } from './pool.ts';
import type { Tx } from './sql.ts';

/** How a transaction sees the others; READ COMMITTED and writing where nothing is said. */
export interface TransactionMode {
  readonly isolation?: 'repeatable read' | 'serializable';
  readonly readOnly?: boolean;
  /** Where a page asks again and again by named statements alone: their plans are kept. Elsewhere plans are made for each. */
  readonly plans?: Plans;
  /**
   * How long one statement may take, in milliseconds, where a page's limit is too short: both the server's limit and the
   * driver's wait, which otherwise gives up first.
   */
  readonly statementMs?: number;
}

/**
 * Run a function inside one transaction: commit what it returns, roll back what it throws.
 *
 * @returns what the function returned, once it is committed
 * @throws what the function threw, or the error of the commit
 */
export async function transaction<Value>(
  pool: Pool,
  work: (tx: Tx) => Promise<Value>,
  mode: TransactionMode = {},
): Promise<Value> {
  const client = await pool.connect();
  const tx = insideTransaction(client, pool, mode.statementMs);
  const begin = async (): Promise<void> => {
    await tx.query(beginStatement(mode));
    if (mode.statementMs !== undefined) await tx.query(`SET LOCAL statement_timeout = ${String(mode.statementMs)}`);
  };
  let broken = false;
  try {
    await begin();
    const value = await work(withFreshStart(tx, begin));
    await tx.query('COMMIT');
    return value;
  } catch (error) {
    broken = !(await rollBack(tx, error));
    throw error;
  } finally {
    client.release(broken);
  }
}

function insideTransaction(client: pg.PoolClient, pool: Pool, statementMs: number | undefined): Tx {
  const wait = statementMs === undefined ? {} : { query_timeout: statementMs + ANSWER_AFTER_STATEMENT_MS };
  return {
    insideTransaction: true,
    query: (statement, values) => {
      pool.observe(typeof statement === 'string' ? { text: statement } : statement);
      return client.query({ ...(typeof statement === 'string' ? { text: statement } : statement), ...wait }, values);
    },
    copyIn: async (statement, pieces) => {
      pool.observe({ text: statement });
      const rows = Object.assign(copyStreams.from(statement), wait);
      await pipeline(Readable.from(pieces), client.query(rows));
    },
  };
}

/** The first statement may begin the transaction anew: nothing has been done by then, and nobody has been told anything. */
function withFreshStart(tx: Tx, begin: () => Promise<void>): Tx {
  let asked = 0;
  const beginAgain = async (): Promise<void> => {
    await tx.query('ROLLBACK');
    await begin();
  };
  return {
    ...tx,
    query: (statement, values) => {
      asked += 1;
      const ask = () => tx.query(statement, values);
      return (asked === 1 ? askedAgain(ask, beginAgain) : ask()) as ReturnType<typeof tx.query<never>>;
    },
  };
}

function beginStatement({ isolation, readOnly, plans = 'each' }: TransactionMode): string {
  const words = ['BEGIN'];
  if (isolation) words.push('ISOLATION LEVEL', isolation.toUpperCase());
  if (readOnly) words.push('READ ONLY');
  return beginWith(words.join(' '), plans);
}

/**
 * Whether the connection is fit for use again. After the driver gave up waiting, an answer may still be on its way: such
 * a connection is thrown away, and the server rolls back by itself.
 */
async function rollBack(tx: Tx, reason: unknown): Promise<boolean> {
  if (reason instanceof Error && reason.message === 'Query read timeout') return false;
  try {
    await tx.query('ROLLBACK');
    return true;
  } catch {
    return false;
  }
}
