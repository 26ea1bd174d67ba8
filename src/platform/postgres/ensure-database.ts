import pg from 'pg';
import { codeOf } from './error-code.ts';

const ALREADY_THERE = new Set(['42P04', '23505']);

/** The name of the product's database in an embedded cluster. */
export const DATABASE_NAME = 'takar';

/**
 * Make a database where there is none yet; two processes may do so at the same moment.
 *
 * @param adminUrl the address of any other database of the server, such as "postgres"
 */
export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client(adminUrl);
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    if (!ALREADY_THERE.has(codeOf(error))) throw error;
  } finally {
    await client.end();
  }
}
