import type { Pool } from '../platform/database/pool.ts';
import type { Tx } from '../platform/database/sql.ts';
import { LostLease } from '../features/jobs/held-job.ts';

/** How long a lease lasts without a heartbeat, and how often it is renewed. Database time: one clock for all processes. */
export const LEASE_SECONDS = 15;
export const HEARTBEAT_MS = 5_000;
/** A job whose process died or that failed unexpectedly this many times is not tried again by itself. */
export const MOST_ATTEMPTS = 5;

/** A job as taken: `fence` is the number of this take-over; an earlier holder has a smaller one. */
export interface Claim extends Record<string, unknown> {
  readonly id: string;
  readonly kind: string;
  readonly payload: Readonly<Record<string, string>>;
  readonly created_by: string | null;
  readonly fence: bigint;
  readonly attempts: number;
}

const CLAIM = `UPDATE job SET state = 'berjalan', fence = fence + 1, attempts = attempts + 1, lease_owner = $1,
    lease_until = clock_timestamp() + make_interval(secs => $2)
  WHERE id = (
    SELECT id FROM job
    WHERE kind = ANY ($3::text[]) AND ($4::uuid IS NULL OR id = $4::uuid)
      AND ((state = 'antre' AND (lease_until IS NULL OR lease_until < clock_timestamp()))
        OR (state = 'berjalan' AND lease_until < clock_timestamp()))
    ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING id, kind, payload, created_by, fence, attempts`;
const RENEW = `UPDATE job SET lease_until = clock_timestamp() + make_interval(secs => $3)
  WHERE id = $1 AND fence = $2 AND state = 'berjalan'`;
const HOLD = `SELECT 1 FROM job WHERE id = $1 AND fence = $2 AND state = 'berjalan' FOR SHARE`;
const PROGRESS = 'UPDATE job SET done = $3, total = $4 WHERE id = $1 AND fence = $2';
const FINISH = `UPDATE job SET state = 'selesai', note = $3, error = NULL, lease_owner = NULL, lease_until = NULL,
  done = total, finished_at = clock_timestamp() WHERE id = $1 AND fence = $2 AND state = 'berjalan'`;
const FAIL = `UPDATE job SET state = 'gagal', error = $3, lease_owner = NULL, lease_until = NULL,
  finished_at = clock_timestamp() WHERE id = $1 AND fence = $2 AND state = 'berjalan'`;
const PUT_BACK = `UPDATE job SET state = 'antre', lease_owner = NULL, error = $4, attempts = attempts - $5,
  lease_until = clock_timestamp() + make_interval(secs => $3) WHERE id = $1 AND fence = $2 AND state = 'berjalan'`;

/** Takes the oldest free job of the kinds (or the one named), or one whose holder has gone silent. */
export async function claim(
  pool: Pool,
  owner: string,
  kinds: readonly string[],
  only?: string,
): Promise<Claim | undefined> {
  const { rows } = await pool.query<Claim>(CLAIM, [owner, LEASE_SECONDS, [...kinds], only ?? null]);
  return rows[0];
}

/** Renews the lease; false when the job has been taken over. */
export async function renew(pool: Pool, { id, fence }: Claim): Promise<boolean> {
  return (await pool.query(RENEW, [id, fence, LEASE_SECONDS])).rowCount === 1;
}

/** Holds the job's row until the transaction ends. @throws LostLease when the fence is no longer ours */
export async function holdLease(tx: Tx, { id, fence }: Claim): Promise<void> {
  if ((await tx.query(HOLD, [id, fence])).rowCount !== 1) throw new LostLease(id);
}

export async function writeProgress(tx: Tx, { id, fence }: Claim, done: number, total: number): Promise<void> {
  await tx.query(PROGRESS, [id, fence, done, total]);
}

export async function finishJob(tx: Tx, { id, fence }: Claim, note: string): Promise<void> {
  if ((await tx.query(FINISH, [id, fence, note])).rowCount !== 1) throw new LostLease(id);
}

export async function failJob(tx: Tx, { id, fence }: Claim, reason: string): Promise<void> {
  if ((await tx.query(FAIL, [id, fence, reason])).rowCount !== 1) throw new LostLease(id);
}

/**
 * Gives the job back to the queue, to be taken again after `delaySeconds`.
 * @param counts whether this try counts towards MOST_ATTEMPTS (a shutdown does not)
 */
export async function putBack(
  pool: Pool,
  { id, fence }: Claim,
  delaySeconds: number,
  error: string | null,
  counts: boolean,
): Promise<void> {
  await pool.query(PUT_BACK, [id, fence, delaySeconds, error, counts ? 0 : 1]);
}
