import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { LostLease, type JobKind } from '../../src/features/jobs/held-job.ts';
import { digestsOf } from '../../src/features/payroll-runs/digest.ts';
import { runById } from '../../src/features/payroll-runs/queries.ts';
import { closeMonth } from '../../src/features/payroll-runs/service.ts';
import { verifyAll } from '../../src/features/assurance/service.ts';
import { jobKinds } from '../../src/jobs/kinds.ts';
import { claim, holdLease, MOST_ATTEMPTS } from '../../src/jobs/lease.ts';
import { runJob } from '../../src/jobs/run-job.ts';
import { work } from '../../src/jobs/work.ts';
import { startWorker } from '../../src/jobs/worker.ts';
import type { Pool } from '../../src/platform/database/pool.ts';
import { transaction } from '../../src/platform/database/transaction.ts';
import type { Deps } from '../../src/platform/deps.ts';
import {
  CLOSER,
  createOffice,
  OCTOBER,
  officeDeps,
  officePool,
  PEOPLE,
  UNIT,
} from '../features/payroll-runs/office.ts';

const KINDS = Object.keys(jobKinds);
const living = new AbortController().signal;
const pools: Pool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map(pool => pool.end()));
});

function poolOf(url: string, onQuery?: () => void): Pool {
  const pool = officePool(url, onQuery ? { onQuery } : {});
  pools.push(pool);
  return pool;
}

/** An office whose October is closed, its job waiting. */
async function closedOffice(): Promise<{ url: string; pool: Pool; deps: Deps; jobId: string; runId: string }> {
  const url = await createOffice();
  const pool = poolOf(url);
  const deps = officeDeps(pool);
  return { url, pool, deps, ...(await closeMonth(deps, CLOSER, OCTOBER, UNIT, randomUUID())) };
}

const goSilent = (pool: Pool) =>
  pool.query(
    "UPDATE job SET lease_until = clock_timestamp() - interval '1 second' WHERE state IN ('antre', 'berjalan')",
  );

const linesOf = async (pool: Pool): Promise<number> =>
  (await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM payroll_line')).rows[0]!.n;

describe('the lease', () => {
  test('goes to one process, and to the next when that one goes silent', async () => {
    const { pool } = await closedOffice();
    const claims = await Promise.all(['a', 'b', 'c'].map(owner => claim(pool, owner, KINDS)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    const first = claims.find(Boolean)!;
    expect(await claim(pool, 'd', KINDS)).toBeUndefined();
    await goSilent(pool);
    const second = await claim(pool, 'd', KINDS);
    expect(second?.fence).toBe(first.fence + 1n);
  });

  test('of a process that comes back is refused at its commit', async () => {
    const { pool } = await closedOffice();
    const zombie = (await claim(pool, 'zombie', KINDS))!;
    await goSilent(pool);
    await claim(pool, 'successor', KINDS);
    await expect(transaction(pool, tx => holdLease(tx, zombie))).rejects.toThrow(LostLease);
  });

  test('is not taken over while its holder commits', async () => {
    const { pool } = await closedOffice();
    const holder = (await claim(pool, 'holder', KINDS))!;
    await goSilent(pool);
    await transaction(pool, async tx => {
      await holdLease(tx, holder);
      expect(await claim(pool, 'other', KINDS)).toBeUndefined();
    });
    expect(await claim(pool, 'other', KINDS)).toBeDefined();
  });
});

test('a zombie in the middle of the close writes nothing more', async () => {
  const { url, pool, deps, jobId, runId } = await closedOffice();
  const zombie = (await claim(pool, 'zombie', KINDS))!;
  let statements = 0;
  let stolen: Promise<unknown> | undefined;
  // After the snapshot has begun, another process takes over and finishes; then the zombie goes on.
  const kinds: Record<string, JobKind> = {
    [zombie.kind]: {
      ...jobKinds[zombie.kind]!,
      run: async (its, job) => {
        await goSilent(pool);
        stolen = runJob(officeDeps(poolOf(url)), jobId);
        await stolen;
        statements += 1;
        await jobKinds[zombie.kind]!.run(its, job);
      },
    },
  };
  await work(deps, zombie, { kinds, signal: living });
  expect(statements).toBe(1);
  expect(await runById(pool, runId)).toMatchObject({ state: 'DIHITUNG', people: PEOPLE, version: 2 });
  expect(await linesOf(pool)).toBe(PEOPLE);
});

test('killed at any statement, the close goes on to the same result', { timeout: 240_000 }, async () => {
  const reference = await closedOffice();
  await runJob(reference.deps, reference.jobId);
  const expected = (await digestsOf(reference.pool, reference.runId)).line_digest;
  const { url, pool, deps, jobId, runId } = await closedOffice();
  let deaths = 0;
  let finished = false;
  // Each life of the worker ends at a statement one later than the last one reached, so that every statement of every
  // step is once the last: nothing after it arrives, not even the rollback.
  for (let at = 1; !finished; at += 1) {
    let seen = 0;
    const dying = officePool(url, {
      onQuery: () => {
        seen += 1;
        if (seen > at) throw new Error('killed');
      },
    });
    await goSilent(pool);
    await pool.query('UPDATE job SET attempts = 0');
    const claimed = await claim(pool, `life ${String(at)}`, KINDS);
    if (!claimed) break;
    await work(officeDeps(dying), claimed, { kinds: jobKinds, signal: living }).catch(() => (deaths += 1));
    await dying.end();
    const job = await pool.query<{ state: string }>('SELECT state FROM job WHERE id = $1', [jobId]);
    finished = job.rows[0]?.state === 'selesai';
  }
  expect(finished).toBe(true);
  expect(deaths).toBeGreaterThan(10);
  expect((await runJob(deps, jobId)).state).toBe('selesai');
  expect((await digestsOf(pool, runId)).line_digest).toBe(expected);
  expect(await verifyAll(pool)).toMatchObject({ ok: true });
});

describe('the worker', () => {
  test('does what is queued and stops when told', async () => {
    const { pool, deps, jobId, runId } = await closedOffice();
    const worker = startWorker(deps, { pollMs: 20 });
    await expect.poll(async () => (await runById(pool, runId))?.state, { timeout: 20_000 }).toBe('DIHITUNG');
    await worker.stop();
    const { rows } = await pool.query('SELECT state, lease_owner FROM job WHERE id = $1', [jobId]);
    expect(rows).toEqual([{ state: 'selesai', lease_owner: null }]);
  });

  test('told to stop in the middle, gives the job back to the queue', async () => {
    const { pool, deps, jobId } = await closedOffice();
    const stopping = new AbortController();
    const claimed = (await claim(pool, 'leaving', KINDS))!;
    const kind = jobKinds[claimed.kind]!;
    const kinds = {
      [claimed.kind]: {
        ...kind,
        run: (its: Deps, job: Parameters<JobKind['run']>[1]) => (stopping.abort(), kind.run(its, job)),
      },
    };
    await work(deps, claimed, { kinds, signal: stopping.signal });
    const { rows } = await pool.query('SELECT state, attempts FROM job WHERE id = $1', [jobId]);
    expect(rows).toEqual([{ state: 'antre', attempts: 0 }]);
  });

  test('gives up on a job whose process died too often, and the run says so', async () => {
    const { pool, deps, jobId, runId } = await closedOffice();
    await pool.query('UPDATE job SET attempts = $1', [MOST_ATTEMPTS]);
    expect(await runJob(deps, jobId)).toMatchObject({ state: 'gagal' });
    expect(await runById(pool, runId)).toMatchObject({ state: 'GAGAL' });
  });
});
