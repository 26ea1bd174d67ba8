import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { periodOf, runById } from '../../../src/features/payroll-runs/queries.ts';
import { approveRun, closeMonth, payRun, retryRun } from '../../../src/features/payroll-runs/service.ts';
import { RunRefused } from '../../../src/features/payroll-runs/refusal.ts';
import { localDate } from '../../../src/domain/local-date.ts';
import { month } from '../../../src/domain/month.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import type { Pool } from '../../../src/platform/database/pool.ts';
import { sqlStateOf, violatedConstraint } from '../../../src/platform/database/failures.ts';
import { transaction } from '../../../src/platform/database/transaction.ts';
import { PERIOD_CLOSED } from '../../../src/platform/errors.ts';
import { KeyReused } from '../../../src/platform/idempotency.ts';
import { newId } from '../../../src/platform/identity.ts';
import {
  actorWith,
  addFact,
  AFTER_OCTOBER,
  APPROVER,
  CLOSER,
  createOffice,
  insertEntry,
  OCTOBER,
  officeDeps,
  officePool,
  PAYER,
  PEOPLE,
  UNIT,
} from './office.ts';

const pools: Pool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map(pool => pool.end()));
});

async function office(now = AFTER_OCTOBER) {
  const pool = officePool(await createOffice());
  pools.push(pool);
  return { pool, deps: officeDeps(pool, fixedClock(now)) };
}

const count = async (pool: Pool, from: string): Promise<number> =>
  (await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`)).rows[0]!.n;

describe('closing', () => {
  test('from the lock to the payment, with everybody on the roster', async () => {
    const { pool, deps } = await office();
    const { runId, jobId } = await closeMonth(deps, CLOSER, OCTOBER, UNIT, randomUUID());
    expect((await runJob(deps, jobId)).state).toBe('selesai');
    expect(await runById(pool, runId)).toMatchObject({ state: 'DIHITUNG', people: PEOPLE });
    const approved = await approveRun(deps, APPROVER, runId);
    expect((await runJob(deps, approved.jobId)).note).toMatch(
      /^Berkas siap: TPP_2026-10_DINAS-A_v1\.csv\. 104 pegawai/,
    );
    await payRun(deps, PAYER, runId, { number: 'SP2D 1/2026', date: localDate('2026-11-04') });
    const { rows } = await pool.query(
      'SELECT from_state, to_state FROM payroll_run_event WHERE run_id = $1 ORDER BY seq',
      [runId],
    );
    expect(rows.map(row => Object.values(row).join('→'))).toEqual([
      'TERBUKA→DITUTUP',
      'DITUTUP→DIHITUNG',
      'DIHITUNG→DISETUJUI',
      'DISETUJUI→DIBAYAR',
    ]);
    expect(await count(pool, "audit_event WHERE object_type = 'payroll_run'")).toBe(4);
  });

  test('the same key again is the same close; for another unit it is refused', async () => {
    const { pool, deps } = await office();
    const key = randomUUID();
    const first = await closeMonth(deps, CLOSER, OCTOBER, UNIT, key);
    expect(await closeMonth(deps, CLOSER, OCTOBER, UNIT, key)).toEqual(first);
    expect(await count(pool, 'payroll_run')).toBe(1);
    await expect(closeMonth(deps, CLOSER, month('2026-09'), UNIT, key)).rejects.toThrow(KeyReused);
  });

  test('two at once make one run', async () => {
    const { pool, deps } = await office();
    const both = await Promise.allSettled(
      [CLOSER, APPROVER].map(actor => closeMonth(deps, actor, OCTOBER, UNIT, randomUUID())),
    );
    expect(both.map(result => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find(result => result.status === 'rejected');
    expect(refused?.reason).toMatchObject({ blockers: ['wrong-state'] });
    expect(await count(pool, 'payroll_run')).toBe(1);
    expect(await count(pool, 'job')).toBe(1);
  });

  test('writers at the same moment are in the run or refused, never lost', async () => {
    const { pool, deps } = await office();
    let closed = false;
    const accepted: number[] = [];
    const write = async (writer: number): Promise<void> => {
      for (let turn = 0; !closed || turn < 3; turn += 1) {
        const index = (writer % PEOPLE) + 1;
        const at = new Date('2026-10-28T08:00:00Z');
        const row = {
          id: newId(at),
          index,
          day: '2026-10-28',
          points: 1,
          status: 'divalidasi',
          version: 3,
          at,
        } as const;
        try {
          await transaction(pool, tx => insertEntry(tx, { ...row, start: turn * 2 + 1 }));
          accepted.push(index);
        } catch (error) {
          if (sqlStateOf(error) !== PERIOD_CLOSED) throw error;
          return;
        }
      }
    };
    const writers = [11, 12, 13, 14].map(write);
    const closing = closeMonth(deps, CLOSER, OCTOBER, UNIT, randomUUID()).finally(() => (closed = true));
    const { jobId, runId } = await closing;
    await Promise.all(writers);
    expect((await runJob(deps, jobId)).state).toBe('selesai');
    expect(await count(pool, "activity WHERE work_date = '2026-10-28'")).toBe(accepted.length);
    const { rows } = await pool.query<{ points: bigint; counted: bigint }>(
      `SELECT (SELECT sum(points) FROM activity WHERE work_date BETWEEN '2026-10-01' AND '2026-10-31') AS points,
              (SELECT sum((facts ->> 'kegiatan.poin_sebelum_batas')::bigint)::bigint FROM payroll_input WHERE run_id = $1) AS counted`,
      [runId],
    );
    expect(rows[0]!.counted).toBe(rows[0]!.points);
  });

  test('entries that nobody has decided do not hinder, and are counted as waiting', async () => {
    const { pool, deps } = await office();
    const at = new Date('2026-10-29T08:00:00Z');
    for (const [status, start] of [
      ['dikirim', 1],
      ['draf', 10],
    ] as const)
      await insertEntry(pool, {
        id: newId(at),
        index: 4,
        day: '2026-10-29',
        points: 60,
        status,
        version: 1,
        at,
        start,
      });
    const { jobId, runId } = await closeMonth(deps, CLOSER, OCTOBER, UNIT, randomUUID());
    await runJob(deps, jobId);
    expect(await count(pool, `payroll_line WHERE run_id = '${runId}' AND waiting = 2`)).toBe(1);
    expect(await count(pool, `payroll_line WHERE run_id = '${runId}' AND waiting > 0`)).toBe(1);
  });
});

describe('what refuses a close', () => {
  const refusal = async (promise: Promise<unknown>): Promise<RunRefused> => {
    const error: unknown = await promise.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RunRefused);
    return error as RunRefused;
  };

  test('the running month', async () => {
    const { deps } = await office('2026-10-31T23:59:59+08:00');
    const { blockers } = await refusal(closeMonth(deps, CLOSER, OCTOBER, UNIT, randomUUID()));
    expect(blockers).toEqual(['month-running']);
  });

  test('a person without a fact, by name', async () => {
    const { pool, deps } = await office();
    await pool.query('ALTER TABLE payroll_fact DISABLE TRIGGER USER');
    await pool.query(
      "DELETE FROM payroll_fact WHERE name = 'ptkp' AND value = 'K/1' AND employee_id::text LIKE '%003'",
    );
    const { reason, blockers } = await refusal(closeMonth(deps, CLOSER, OCTOBER, UNIT, randomUUID()));
    expect(blockers).toEqual(['facts-missing']);
    expect(reason).toContain('Pegawai 003 (Status PTKP)');
    expect((await periodOf(pool, OCTOBER, UNIT.code, null))?.state).toBe('TERBUKA');
    expect(await count(pool, 'payroll_period WHERE NOT open')).toBe(0);
  });

  test('a person without the right, also the clerk of another unit', async () => {
    const { deps } = await office();
    for (const actor of [actorWith(1), actorWith(1, { role: 'pengelola', payrollUnitId: randomUUID() })]) {
      expect((await refusal(closeMonth(deps, actor, OCTOBER, UNIT, randomUUID()))).blockers).toEqual(['no-right']);
    }
    const clerk = actorWith(1, { role: 'pengelola', payrollUnitId: UNIT.id });
    await expect(closeMonth(deps, clerk, OCTOBER, UNIT, randomUUID())).resolves.toHaveProperty('runId');
  });

  test('approval by whoever closed, in the service and in the database', async () => {
    const { pool, deps } = await office();
    const { jobId, runId } = await closeMonth(deps, CLOSER, OCTOBER, UNIT, randomUUID());
    expect((await refusal(approveRun(deps, APPROVER, runId))).blockers).toEqual(['wrong-state']);
    await runJob(deps, jobId);
    expect((await refusal(approveRun(deps, CLOSER, runId))).blockers).toEqual(['same-person']);
    const forced = pool.query(
      "UPDATE payroll_run SET state = 'DISETUJUI', approved_by = closed_by, approved_at = now() WHERE id = $1",
      [runId],
    );
    expect(violatedConstraint(await forced.catch((error: unknown) => error))).toBe('payroll_run_two_persons');
    const version = (await runById(pool, runId))!.version;
    expect((await refusal(approveRun(deps, APPROVER, runId, version - 1))).reason).toContain('sudah diubah orang lain');
  });
});

test('a value that gives no amount fails the run by name, and is computed again once repaired', async () => {
  const { pool, deps } = await office();
  await addFact(pool, 7, 'ptkp', 'K/9');
  const { jobId, runId } = await closeMonth(deps, CLOSER, OCTOBER, UNIT, randomUUID());
  const job = await runJob(deps, jobId);
  expect(job).toMatchObject({ state: 'gagal' });
  expect(job.error).toContain('Pegawai 007 (Status PTKP');
  expect(await runById(pool, runId)).toMatchObject({ state: 'GAGAL', failure: job.error });
  expect(await count(pool, 'payroll_input')).toBe(0);
  await addFact(pool, 7, 'ptkp', 'TK/0');
  const again = await retryRun(deps, CLOSER, runId);
  expect((await runJob(deps, again.jobId)).state).toBe('selesai');
  expect(await runById(pool, runId)).toMatchObject({ state: 'DIHITUNG', people: PEOPLE, failure: null });
});
