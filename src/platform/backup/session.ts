import pg from 'pg';
import { columnTypes } from '../database/column-types.ts';
import { SESSION_OPTIONS } from '../database/session-options.ts';

/** Work on one connection of its own, without the limits of a page: a copy takes as long as it takes. */
export async function withSession<Value>(url: string, work: (client: pg.Client) => Promise<Value>): Promise<Value> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'takar-backup',
    options: SESSION_OPTIONS,
    types: columnTypes,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 0,
    idle_in_transaction_session_timeout: 0,
    lock_timeout: 30_000,
  });
  client.on('error', () => undefined); // a broken connection also fails the statement that is being awaited
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
