import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { expect, test, vi } from 'vitest';
import { verifyAll } from '../../src/features/assurance/service.ts';
import { digestsOf } from '../../src/features/payroll-runs/digest.ts';
import { closeMonth } from '../../src/features/payroll-runs/service.ts';
import { jobKinds } from '../../src/jobs/kinds.ts';
import { claim } from '../../src/jobs/lease.ts';
import { runJob } from '../../src/jobs/run-job.ts';
import { work } from '../../src/jobs/work.ts';
import type { Pool } from '../../src/platform/database/pool.ts';
import { CLOSER, createOffice, OCTOBER, officeDeps, officePool, UNIT } from '../features/payroll-runs/office.ts';
import { Sleeper, SLEEPER } from './sleeper.ts';

const TAKEN_OVER = 'job taken over by another process';
/** The statement by which a process asks whether its job is still its own. */
const ASKS_FENCE = 'FROM job WHERE id = $1 AND fence = $2';
const OF_RUNS = ['I2', 'I3', 'I4', 'I11', 'I12', 'I15'];

/** The time passes for which a silent process still holds its job; the server has ended a transaction that held it. */
async function leaseRunsOut(pool: Pool): Promise<void> {
  await pool.query(
    `SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid
     WHERE a.application_name = $1 AND a.datname = current_database() AND l.relation = 'job'::regclass AND l.mode = 'RowShareLock'`,
    [SLEEPER],
  );
  const expire = "UPDATE job SET lease_until = clock_timestamp() - interval '1 second' WHERE state = 'berjalan'";
  await vi.waitFor(() => pool.query(expire), { timeout: 60_000 });
}

/** Everything that a close writes. */
async function written(pool: Pool): Promise<unknown> {
  const { rows } = await pool.query(
    `SELECT (SELECT json_agg(r ORDER BY r.id) FROM payroll_run r) AS runs,
       (SELECT json_agg(e ORDER BY e::text) FROM payroll_run_event e) AS steps,
       (SELECT json_agg(j ORDER BY j.id) FROM job j) AS jobs,
       (SELECT count(*) FROM payroll_line) AS lines, (SELECT count(*) FROM payroll_input) AS inputs,
       (SELECT count(*) FROM payroll_uncounted) AS uncounted, (SELECT count(*) FROM adjustment_cause) AS causes,
       (SELECT count(*) FROM notification) AS notices, (SELECT count(*) FROM audit_event) AS trail`,
  );
  return rows;
}

/** How a close ended in which a process fell asleep: undefined where it was through before its k-th statement. */
interface Night {
  readonly statement: string;
  readonly digest: string;
  readonly fenced: boolean;
}

/** @param together whether the one who sleeps wakes while the other is at work, or after it has finished */
async function closeWithSleeper(at: number, together: boolean): Promise<Night | undefined> {
  const url = await createOffice();
  const pool = officePool(url);
  const sleeper = new Sleeper(at);
  const dozing = sleeper.pool(url);
  try {
    const deps = officeDeps(pool);
    const { jobId, runId } = await closeMonth(deps, CLOSER, OCTOBER, UNIT, randomUUID());
    const held = await claim(pool, 'sleeper', Object.keys(jobKinds), jobId);
    let log = '';
    const its = {
      ...officeDeps(dozing),
      log: pino({ level: 'warn' }, { write: (line: string) => void (log += line) }),
    };
    const working = work(its, held!, { kinds: jobKinds, signal: new AbortController().signal }).catch(String);
    const slept = await Promise.race([sleeper.asleep.then(() => true), working.then(() => false)]);
    if (!slept) return undefined;
    await leaseRunsOut(pool);
    const other = runJob(deps, jobId);
    if (!together) await other;
    const before = together ? undefined : await written(pool);
    sleeper.wake();
    await working;
    expect((await other).state).toBe('selesai');
    if (!together) expect({ at, written: await written(pool) }).toEqual({ at, written: before });
    const { checks } = await verifyAll(pool, OF_RUNS);
    expect({ at, broken: checks.filter(check => !check.ok) }).toEqual({ at, broken: [] });
    const digest = (await digestsOf(pool, runId)).line_digest;
    return { statement: sleeper.statement, digest, fenced: log.includes(TAKEN_OVER) };
  } finally {
    sleeper.wake();
    await dozing.end();
    await pool.end();
  }
}

/** @param stride 1: asleep at every statement; 2: at every second one */
async function everyNight(together: boolean, stride: number): Promise<Night[]> {
  const nights: Night[] = [];
  for (let at = 1; ; at += stride) {
    const night = await closeWithSleeper(at, together);
    if (!night) return nights;
    nights.push(night);
  }
}

test('F14 a process that sleeps at any statement of the close, and wakes when another has finished it, writes nothing more', async () => {
  const nights = await everyNight(false, 1);
  expect(nights.length).toBeGreaterThan(10);
  expect(new Set(nights.map(({ digest }) => digest)).size).toBe(1);
  const atFence = nights.filter(({ statement }) => statement.includes(ASKS_FENCE));
  expect(atFence.length).toBeGreaterThan(1);
  expect(atFence.filter(({ fenced }) => !fenced)).toEqual([]); // it was the fence that stopped it, not luck
});

test('F14 … and wakes while another is at it: the run is computed once, with the same digest', async () => {
  const nights = await everyNight(true, 2);
  expect(nights.length).toBeGreaterThan(10);
  expect(new Set(nights.map(({ digest }) => digest)).size).toBe(1);
});
