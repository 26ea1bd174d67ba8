import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Deps } from '../deps.ts';
import { newFormKey } from '../identity.ts';
import { LOOK_MS, type Meter } from './meter.ts';

/** What a process of the server is there for. */
export type ProcessRole = 'semua' | 'web' | 'pekerjaan';

/** Twice a minute, so that no minute is missed because a timer was late. */
const EVERY_MS = 30_000;
const MINUTE_MS = 60_000;
const NANOSECONDS = 1_000_000;
const SHARE = 99;

const NOTE = `INSERT INTO service_minute AS m (minute, process, role, answered, accepted, refused, failed, slowest_ms, lag_ms,
    pool_waiting, hash_waiting)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  ON CONFLICT (minute, process) DO UPDATE SET answered = m.answered + excluded.answered, accepted = m.accepted + excluded.accepted,
    refused = m.refused + excluded.refused, failed = m.failed + excluded.failed,
    slowest_ms = greatest(m.slowest_ms, excluded.slowest_ms), lag_ms = greatest(m.lag_ms, excluded.lag_ms),
    pool_waiting = greatest(m.pool_waiting, excluded.pool_waiting), hash_waiting = greatest(m.hash_waiting, excluded.hash_waiting)`;
const SEEN = `INSERT INTO service_process (process, role, started_at, seen_at, metrics) VALUES ($1, $2, $3, $3, $4)
  ON CONFLICT (process) DO UPDATE SET seen_at = excluded.seen_at, metrics = excluded.metrics`;

/**
 * Notes in the database, minute by minute of real time, that this process is there and how many it answered: what the
 * ledger of outages and the operations page rest on. A minute whose note could not be written was one in which nobody could
 * work: it stays away from the ledger, and the process does not make up for it later.
 *
 * @returns a function that ends it, after a last note
 */
export function startMinuteBook(
  { pool, clock, log }: Pick<Deps, 'pool' | 'clock' | 'log'>,
  meter: Meter,
  role: ProcessRole,
): () => Promise<void> {
  const process = newFormKey();
  const delay = monitorEventLoopDelay({ resolution: LOOK_MS });
  delay.enable();
  const note = async (): Promise<void> => {
    const now = clock.real();
    const minute = new Date(now.getTime() - (now.getTime() % MINUTE_MS));
    const { answered, accepted, refused, failed, slowestMs } = meter.counts.take();
    const lag = delay.count > 0 ? Math.max(0, Math.round(delay.percentile(SHARE) / NANOSECONDS - LOOK_MS)) : 0;
    delay.reset();
    const { pool: poolWaiting, hashes } = meter.waiting();
    const counts = [answered, accepted, refused, failed, slowestMs, lag, poolWaiting, hashes];
    await pool.query(NOTE, [minute, process, role, ...counts]);
    await pool.query(SEEN, [process, role, now, JSON.stringify(await meter.read())]);
  };
  const attempt = (): Promise<void> =>
    note().catch((error: unknown) => log.warn({ error: String(error) }, 'this minute could not be noted'));
  let running = attempt();
  const timer = setInterval(() => {
    running = running.then(attempt);
  }, EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
    await attempt();
    delay.disable();
  };
}
