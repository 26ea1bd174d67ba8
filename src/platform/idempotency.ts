import { sha256 } from './identity.ts';
import type { Tx } from './database/sql.ts';

/** The same key came again with another body (422). */
export class KeyReused extends Error {
  constructor() {
    super('the key was used for another submission');
  }
}

const CLAIM = `INSERT INTO idempotency (actor_id, key, request_hash, result) VALUES ($1, $2, $3, 'null')
  ON CONFLICT (actor_id, key) DO NOTHING`;
const FIRST = 'SELECT request_hash, result FROM idempotency WHERE actor_id = $1 AND key = $2';
const KEEP = 'UPDATE idempotency SET result = $3 WHERE actor_id = $1 AND key = $2';

/** A stable text of a submission, whatever the order of its fields. */
export const requestHash = (purpose: string, content: Readonly<Record<string, unknown>>): string =>
  sha256(JSON.stringify([purpose, Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1))]));

/**
 * Has an effect at most once per person and key, inside the caller's transaction: a second submission of the same
 * content waits for the first to commit and gets its result; if the first rolls back (422, 409), the key is free.
 * @returns the result and whether it is the first one's
 * @throws KeyReused when the key was used for other content
 */
export async function once<T>(
  tx: Tx,
  use: { readonly actorId: string; readonly key: string; readonly hash: string },
  effect: () => Promise<T>,
): Promise<{ result: T; repeated: boolean }> {
  const claimed = await tx.query(CLAIM, [use.actorId, use.key, use.hash]);
  if (claimed.rowCount === 0) {
    const { rows } = await tx.query<{ request_hash: string; result: T }>(FIRST, [use.actorId, use.key]);
    const first = rows[0];
    if (first?.request_hash !== use.hash) throw new KeyReused();
    return { result: first.result, repeated: true };
  }
  const result = await effect();
  await tx.query(KEEP, [use.actorId, use.key, JSON.stringify(result)]);
  return { result, repeated: false };
}
