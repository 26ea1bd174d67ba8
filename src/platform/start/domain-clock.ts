import { type Clock, runningClock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Sql } from '../database/sql.ts';

interface Row extends Record<string, unknown> {
  readonly offset_ms: bigint;
  readonly last_used_at: Date;
}

const STORED = 'SELECT offset_ms, last_used_at FROM domain_clock WHERE id = 1';
/**
 * The latest instants of domain time that the trails hold; a crash may have come before the last heartbeat. Of the longest
 * trail only what was recorded since that heartbeat, found by the index on the real time of recording: everything before it
 * is not later than the time remembered.
 */
const NEWEST_TRAIL = `SELECT greatest(
    (SELECT max(at) FROM audit_event WHERE seq > (SELECT coalesce(max(seq), 0) - 1000 FROM audit_event)),
    (SELECT max(at) FROM activity_event WHERE entry_month >= date_trunc('month', $1::timestamptz - interval '100 days')
       AND recorded_at >= (SELECT last_used_at - offset_ms * interval '1 millisecond' - interval '10 minutes' FROM domain_clock)),
    (SELECT max(at) FROM payroll_run_event)
  ) AS at`;
const FIX = `INSERT INTO domain_clock (id, offset_ms, last_used_at, started_at) VALUES (1, $1, $2, $3)
  ON CONFLICT (id) DO UPDATE SET offset_ms = excluded.offset_ms, started_at = excluded.started_at,
    last_used_at = greatest(domain_clock.last_used_at, excluded.last_used_at)`;
const BEAT = 'UPDATE domain_clock SET last_used_at = greatest(last_used_at, $1) WHERE id = 1';

/**
 * The clock of a server that starts now (rulings.md 3): domain time begins at TAKAR_CLOCK, or now, but never before the
 * last domain time used, and runs on. The offset is stored, for the command line to share. In production it is zero.
 *
 * @param real real time
 */
export async function startDomainClock(sql: Sql, config: Config, real: Date): Promise<Clock> {
  const wanted = config.clock === undefined || config.production ? real : new Date(config.clock);
  const lastUsed = config.production ? undefined : await lastUse(sql, wanted);
  const start = lastUsed && lastUsed > wanted ? lastUsed : wanted;
  const offset = start.getTime() - real.getTime();
  await sql.query(FIX, [offset, start, real]);
  return runningClock(offset);
}

/** The clock of a command: that of the server which started last, or a new one where no server ever did. */
export async function joinDomainClock(sql: Sql, config: Config, real: Date): Promise<Clock> {
  const { rows } = await sql.query<Row>(STORED);
  return rows[0] ? runningClock(Number(rows[0].offset_ms)) : startDomainClock(sql, config, real);
}

/** The offset that the server which started last has fixed, in milliseconds. */
export async function storedOffset(sql: Sql): Promise<number> {
  const { rows } = await sql.query<Row>(STORED);
  if (!rows[0]) throw new Error('no server has fixed the domain clock yet');
  return Number(rows[0].offset_ms);
}

/** Remember how far domain time has come. */
export async function rememberDomainTime(sql: Sql, clock: Clock): Promise<void> {
  await sql.query(BEAT, [clock.now()]);
}

async function lastUse(sql: Sql, around: Date): Promise<Date | undefined> {
  const { rows: stored } = await sql.query<Row>(STORED);
  if (!stored[0]) return undefined;
  const { rows: trail } = await sql.query<{ at: Date | null }>(NEWEST_TRAIL, [around]);
  const newest = trail[0]?.at;
  return newest && newest > stored[0].last_used_at ? newest : stored[0].last_used_at;
}
