import { createHmac } from 'node:crypto';
import type { Sql } from '../database/sql.ts';
import { slipCodeOf } from '../identity.ts';

const PURPOSE = 'takar setup code';
/** Made with the first migration: no two databases have the same. */
const BIRTH = 'SELECT id FROM _prisma_migrations ORDER BY started_at, id LIMIT 1';

/**
 * The one-time code of a first start. It is derived from the secret and the database, and stands nowhere: every process
 * and every container of one installation knows the same one, and prints the same one when it starts again.
 */
export async function setupCode(sql: Sql, secret: string): Promise<string> {
  const { rows } = await sql.query<{ id: string }>(BIRTH);
  return slipCodeOf(
    createHmac('sha256', secret)
      .update(`${PURPOSE} ${rows[0]?.id ?? ''}`)
      .digest(),
  );
}
