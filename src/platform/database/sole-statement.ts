import pg from 'pg';
import { askedAgain } from './failures.ts';
import type { Pool } from './pool.ts';
import type { Sql } from './sql.ts';

/**
 * SQL in which each statement is a transaction of its own, without the round trips that begin and commit one: what it
 * writes is committed when it answers, and nothing of it where it throws. For a change that is one statement. Unlike the
 * pool's own way, a statement that the server refused does not cost the connection, on which every hot statement has its plan.
 */
export function soleStatement(pool: Pool): Sql {
  return {
    query: async (statement, values) => {
      const prepared = typeof statement === 'string' ? { text: statement } : statement;
      const client = await pool.connect();
      let broken = false;
      try {
        pool.observe(prepared);
        return await askedAgain(() => client.query(prepared, values));
      } catch (error) {
        broken = !(error instanceof pg.DatabaseError); // the driver gave up, or the line is gone
        throw error;
      } finally {
        client.release(broken);
      }
    },
  };
}
