import { sha256 } from './identity.ts';
import { prepared, type Tx } from './database/sql.ts';

/** The same key came again with another body (422). */
export class KeyReused extends Error {
  constructor() {
    super('the key was used for another submission');
  }
}

/** Whose submission, under which key, and the hash of what it says. */
export interface Use {
  readonly actorId: string;
  readonly key: string;
  readonly hash: string;
}

/** Claims a key: one row where it was free. Parameters are SQL expressions; a CTE of the first statement of a hot submission. */
export const claimSql = (actor: string, key: string, hash: string): string =>
  `INSERT INTO idempotency (actor_id, key, request_hash, result) VALUES (${actor}, ${key}, ${hash}, 'null')
  ON CONFLICT (actor_id, key) DO NOTHING RETURNING key`;
/** Keeps the result of a claimed key; a CTE of the last statement of a hot submission. */
export const keepSql = (actor: string, key: string, result: string): string =>
  `UPDATE idempotency SET result = ${result} WHERE actor_id = ${actor} AND key = ${key}`;

const CLAIM = prepared('idempotency.claim', claimSql('$1', '$2', '$3'));
const FIRST = prepared(
  'idempotency.first',
  'SELECT request_hash, result FROM idempotency WHERE actor_id = $1 AND key = $2',
);
const KEEP = prepared('idempotency.keep', keepSql('$1', '$2', '$3'));

/** A stable text of a submission, whatever the order of its fields. */
export const requestHash = (purpose: string, content: Readonly<Record<string, unknown>>): string =>
  sha256(JSON.stringify([purpose, Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1))]));

/**
 * Has an effect at most once per person and key, inside the caller's transaction: a second submission of the same
 * content waits for the first to commit and gets its result; if the first rolls back (422, 409), the key is free.
 * @returns the result and whether it is the first one's
 * @throws KeyReused when the key was used for other content
 */
export async function once<T>(tx: Tx, use: Use, effect: () => Promise<T>): Promise<{ result: T; repeated: boolean }> {
  const claimed = await tx.query(CLAIM, [use.actorId, use.key, use.hash]);
  if (claimed.rowCount === 0) return { result: await firstResult<T>(tx, use), repeated: true };
  const result = await effect();
  await tx.query(KEEP, [use.actorId, use.key, JSON.stringify(result)]);
  return { result, repeated: false };
}

/** What the first submission under a claimed key had as its result. @throws KeyReused when that one said something else */
export async function firstResult<T>(tx: Tx, use: Use): Promise<T> {
  const { rows } = await tx.query<{ request_hash: string; result: T }>(FIRST, [use.actorId, use.key]);
  const first = rows[0];
  if (first?.request_hash !== use.hash) throw new KeyReused();
  return first.result;
}
