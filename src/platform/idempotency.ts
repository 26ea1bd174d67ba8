import { sha256 } from './identity.ts';
import { prepared, type Sql, type Tx } from './database/sql.ts';

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

/** Another submission under this key was committed since its first result was looked for: that result stands. */
export class KeyTaken extends Error {
  constructor() {
    super('the key was taken meanwhile');
  }
}

/** What was kept under a key: the content it stood for, and what came of it. */
export interface FirstUse {
  readonly hash: string;
  readonly result: unknown;
}

/** What was kept under a key, null where it is free: a column of the statement that a hot submission reads with. */
export const firstUseSql = (actor: string, key: string): string =>
  `(SELECT jsonb_build_object('hash', request_hash, 'result', result) FROM idempotency WHERE actor_id = ${actor} AND key = ${key})`;
/**
 * Claims a key and keeps the result under it: one row where it was free, none where somebody had it, who is waited for
 * until committed. The CTE from which a hot submission's writing statement takes its row, so that it has its effect once.
 */
export const claimSql = (actor: string, key: string, hash: string, result: string): string =>
  `INSERT INTO idempotency (actor_id, key, request_hash, result) VALUES (${actor}, ${key}, ${hash}, ${result})
  ON CONFLICT (actor_id, key) DO NOTHING RETURNING key`;

const CLAIM = prepared('idempotency.claim', claimSql('$1', '$2', '$3', "'null'"));
const FIRST = prepared('idempotency.first', `SELECT ${firstUseSql('$1', '$2')} AS first`);
const KEEP = prepared('idempotency.keep', 'UPDATE idempotency SET result = $3 WHERE actor_id = $1 AND key = $2');

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
export async function firstResult<T>(sql: Sql, use: Use): Promise<T> {
  const { rows } = await sql.query<{ first: FirstUse | null }>(FIRST, [use.actorId, use.key]);
  return resultFor<T>(rows[0]?.first ?? undefined, use);
}

/** The result of the first use of a key, for a submission that says the same. @throws KeyReused */
export function resultFor<T>(first: FirstUse | undefined, use: Use): T {
  if (first?.hash !== use.hash) throw new KeyReused();
  return first.result as T;
}
