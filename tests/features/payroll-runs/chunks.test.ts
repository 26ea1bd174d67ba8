import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { digestsOf } from '../../../src/features/payroll-runs/digest.ts';
import { computeJobIn, type ComputeSizes } from '../../../src/features/payroll-runs/compute-service.ts';
import { closeMonth, retryRun } from '../../../src/features/payroll-runs/service.ts';
import { type HeldJob, type JobKind, JobRefused } from '../../../src/features/jobs/held-job.ts';
import { COMPUTE_RUN } from '../../../src/features/jobs/queue.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import type { Pool } from '../../../src/platform/database/pool.ts';
import { newId } from '../../../src/platform/identity.ts';
import {
  AFTER_OCTOBER,
  CLOSER,
  createOffice,
  insertEntry,
  OCTOBER,
  officeDeps,
  officePool,
  PEOPLE,
  UNIT,
} from './office.ts';

/** Words are taken from as many people each time, for they are part of what is hashed. */
const SAMPLE = 20;
const WHOLE: ComputeSizes = { chunk: 200, kept: 2, sample: SAMPLE };
/** The first chunk, two that are kept, and two more behind them, the last not full. */
const SMALL: ComputeSizes = { chunk: 25, kept: 2, sample: SAMPLE };
/** Everybody in full chunks: behind the last there is one without anybody. */
const EVEN: ComputeSizes = { chunk: PEOPLE / 4, kept: 2, sample: SAMPLE };
const NONE_KEPT: ComputeSizes = { chunk: 25, kept: 0, sample: SAMPLE };

const pools: Pool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map(pool => pool.end()));
});

const RUN = `SELECT r.state, r.people, r.gross, r.deductions, r.net, r.input_digest, r.line_digest,
    (SELECT md5(string_agg(concat_ws(' ', l.employee_id, l.net, l.waiting, encode(l.trees, 'hex')), ',' ORDER BY l.employee_id))
     FROM payroll_line l WHERE l.run_id = r.id) AS lines,
    (SELECT count(*)::int FROM payroll_component c WHERE c.run_id = r.id) AS components,
    (SELECT count(*)::int FROM payroll_uncounted u WHERE u.run_id = r.id) AS uncounted
  FROM payroll_run r WHERE r.id = $1`;

const WAITS_AT = new Date('2026-10-29T08:00:00Z');
const WAITING = [newId(WAITS_AT), newId(WAITS_AT)] as const;

/** A new office with two entries that do not count; the same rows each time. */
async function office() {
  const pool = officePool(await createOffice());
  pools.push(pool);
  for (const [place, id] of WAITING.entries()) {
    const row = { id, index: 3 + place * 90, day: '2026-10-29', points: 60, version: 1, at: WAITS_AT } as const;
    await insertEntry(pool, { ...row, status: place === 0 ? 'dikirim' : 'draf' });
  }
  return { pool, deps: officeDeps(pool, fixedClock(AFTER_OCTOBER)) };
}

/** The job, which gives up at the start of one of its transactions, counted from one. */
const givingUpAt = (at: number, job: JobKind): JobKind => ({
  ...job,
  run: (deps, held) => {
    let steps = 0;
    const fence: HeldJob['fence'] = tx => {
      steps += 1;
      if (steps === at) throw new JobRefused('Pekerjaan ini berhenti beberapa kali sebelum selesai.');
      return held.fence(tx);
    };
    return job.run(deps, { ...held, fence });
  },
});

/** What a close in these sizes leaves, with the digests as they are made again. */
async function closedIn(sizes: ComputeSizes, givesUpAt?: number): Promise<unknown> {
  const { pool, deps } = await office();
  const job = computeJobIn(sizes);
  const { runId, jobId } = await closeMonth(deps, CLOSER, OCTOBER, UNIT, randomUUID());
  const kinds = { [COMPUTE_RUN]: givesUpAt === undefined ? job : givingUpAt(givesUpAt, job) };
  let done = await runJob(deps, jobId, { kinds });
  if (givesUpAt !== undefined) {
    expect(done.state).toBe('gagal');
    const { jobId: again } = await retryRun(deps, CLOSER, runId);
    done = await runJob(deps, again, { kinds: { [COMPUTE_RUN]: job } });
  }
  expect(done).toMatchObject({ state: 'selesai' });
  const { rows } = await pool.query<{ input_digest: string; line_digest: string }>(RUN, [runId]);
  const { input_digest, line_digest } = rows[0]!;
  expect(await digestsOf(pool, runId)).toEqual({ input_digest, line_digest });
  return rows[0];
}

test('a unit of many chunks comes to the same lines, trees and digests as in one, wherever its computation stopped', async () => {
  const whole = await closedIn(WHOLE);
  expect(whole).toMatchObject({ state: 'DIHITUNG', people: PEOPLE, uncounted: 2 });
  expect(await closedIn(SMALL)).toEqual(whole);
  expect(await closedIn(EVEN)).toEqual(whole);
  expect(await closedIn(NONE_KEPT)).toEqual(whole);
  // before a kept chunk, before one that is computed in its own turn, before the end
  for (const step of [2, 4, 6]) expect(await closedIn(SMALL, step)).toEqual(whole);
});

test('somebody far behind, of whom only the faults are looked for, fails the run before a line is written', async () => {
  const { pool, deps } = await office();
  await pool.query(
    `INSERT INTO payroll_fact (employee_id, month, name, value, source)
     SELECT max(employee_id::text)::uuid, '2026-10-01', 'ptkp', 'K/9', 'uji' FROM payroll_fact`,
  );
  const { jobId } = await closeMonth(deps, CLOSER, OCTOBER, UNIT, randomUUID());
  const job = await runJob(deps, jobId, { kinds: { [COMPUTE_RUN]: computeJobIn(SMALL) } });
  expect(job).toMatchObject({ state: 'gagal' });
  expect(job.error).toContain('Pegawai 104 (Status PTKP');
  const { rows } = await pool.query('SELECT count(*)::int AS lines FROM payroll_line');
  expect(rows).toEqual([{ lines: 0 }]);
});
