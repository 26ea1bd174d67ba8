import { randomUUID } from 'node:crypto';
import os from 'node:os';
import pg from 'pg';
import { beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { month } from '../../src/domain/month.ts';
import { periodOf } from '../../src/features/payroll-runs/queries.ts';
import { approveRun, closeMonth } from '../../src/features/payroll-runs/service.ts';
import { verifyAll } from '../../src/features/assurance/service.ts';
import { runJob } from '../../src/jobs/run-job.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { readConfig } from '../../src/platform/config.ts';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import { createPrisma } from '../../src/platform/database/prisma.ts';
import type { Deps } from '../../src/platform/deps.ts';
import { createLog } from '../../src/platform/log.ts';
import { readRegency } from '../../src/platform/start/regency.ts';
import type { Actor } from '../../src/platform/web/actor.ts';
import { loadActor } from '../../src/platform/web/load-actor.ts';
import { type Cast, readCast } from '../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../support/demo-database.ts';
import { Fault, FAULT_KINDS, type FaultKind } from './fault.ts';

const MONTH = month('2026-10');
const clock = fixedClock(DEMO_NOW);
const config = { ...readConfig({ NODE_ENV: 'test' }, () => ''), demo: 'none' as const };

/** What a finished close leaves behind, the same to the byte however often it was interrupted. */
const OUTCOME = `SELECT r.state, r.people, r.gross, r.deductions, r.net, r.input_digest, r.line_digest, f.sha256
  FROM payroll_run r JOIN payroll_file f ON f.scope LIKE 'run:' || r.id || ':%'
  WHERE r.month = $1::date AND r.payroll_unit_id = $2 ORDER BY f.scope, f.sha256`;
const LEASES_RUN_OUT = "UPDATE job SET lease_until = clock_timestamp() WHERE state IN ('berjalan', 'antre')";

interface Close {
  readonly cast: Cast;
  readonly closer: Actor;
  readonly approver: Actor;
  readonly key: string;
}

let reference: { readonly rows: unknown[]; readonly statements: number };

/**
 * Closes, approves and writes to its file one month again and again, each time broken at another statement.
 * @param every 1: each kind of fault at every statement. Otherwise the kinds take turns: one of them at every so many-th
 */
export function closeAtEveryPoint(every: number): void {
  const stride = every === 1 ? 1 : every * FAULT_KINDS.length;
  beforeAll(async () => {
    await withDatabase(async url => {
      const none = new Fault();
      const close = await prepare(url);
      await attempt(none, url, close);
      reference = { rows: await outcomeOf(url, close), statements: none.asked };
    });
  });

  describe.each(FAULT_KINDS)('F02 fault at k: a month is closed, approved and written to its file, and it %s', kind => {
    test('is finished by the next process with the same bytes, whichever statement it was', async () => {
      expect(reference.rows.length).toBeGreaterThan(0);
      let points = 0;
      let happened = true;
      for (let at = 1 + ((FAULT_KINDS.indexOf(kind) * every) % stride); happened; at += stride) {
        happened = await withDatabase(url => interrupted(url, at, kind));
        if (happened) points += 1;
      }
      expect(points).toBeGreaterThan(100 / stride);
      process.stdout.write(`    ${kind}: ${String(points)} points\n`);
    });
  });
}

/** Interrupts a close at one statement, finishes it with a sound process, and compares. */
async function interrupted(url: string, at: number, kind: FaultKind): Promise<boolean> {
  const fault = new Fault(at, kind);
  const close = await prepare(url);
  await attempt(fault, url, close).catch(() => undefined); // whatever became of it, the next process finds what is stored
  await finish(url, close);
  const where = `${kind} statement ${String(at)}`;
  expect({ where, rows: await outcomeOf(url, close) }).toEqual({ where, rows: reference.rows });
  const pool = await soundPool(url);
  const { checks } = await verifyAll(pool);
  await pool.end();
  expect({ where, broken: checks.filter(check => !check.ok) }).toEqual({ where, broken: [] });
  return fault.happened;
}

/** The whole way of a month in one process, whose statements a fault counts. */
async function attempt(fault: Fault, url: string, close: Close): Promise<void> {
  await withDeps(url, fault.pool(url), deps => goOn(deps, close));
}

/** What the next process does: real time has passed, and everybody sends again under the same key. */
async function finish(url: string, close: Close): Promise<void> {
  const pool = await soundPool(url, 3);
  await pool.query(LEASES_RUN_OUT);
  await withDeps(url, pool, deps => goOn(deps, close));
}

async function goOn(deps: Deps, { cast, closer, approver, key }: Close): Promise<void> {
  const unit = { id: cast.staf1.payrollUnitId, code: cast.staf1.payrollUnitCode };
  const period = await periodOf(deps.pool, MONTH, unit.code, null);
  if (!period) throw new Error('the unit has no period');
  const { runId, jobId } = await closeMonth(deps, closer, MONTH, period.unit, key);
  await runJob(deps, jobId);
  const state = (await periodOf(deps.pool, MONTH, unit.code, null))?.state;
  if (state === 'DIHITUNG') await runJob(deps, (await approveRun(deps, approver, runId)).jobId);
  else await runJob(deps, await fileJobOf(deps.pool, runId));
}

async function fileJobOf(pool: Pool, runId: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    "SELECT id FROM job WHERE kind = 'berkas-tpp' AND payload ->> 'runId' = $1",
    [runId],
  );
  if (rows.length !== 1) throw new Error(`the run has ${String(rows.length)} jobs for its file`);
  return rows[0]!.id;
}

async function prepare(url: string): Promise<Close> {
  const pool = await soundPool(url);
  try {
    const cast = await readCast(pool);
    const deps = { pool, clock, regency: await readRegency(pool, clock.now()) };
    const [closer, approver] = [
      await loadActor(deps, cast.kepegawaian1.accountId),
      await loadActor(deps, cast.kepegawaian2.accountId),
    ];
    if (!closer || !approver) throw new Error('the personnel office is missing');
    return { cast, closer, approver, key: randomUUID() };
  } finally {
    await pool.end();
  }
}

async function outcomeOf(url: string, { cast }: Close): Promise<unknown[]> {
  const pool = await soundPool(url);
  try {
    return (await pool.query(OUTCOME, [`${MONTH}-01`, cast.staf1.payrollUnitId])).rows;
  } finally {
    await pool.end();
  }
}

async function withDeps<Value>(url: string, pool: Pool, work: (deps: Deps) => Promise<Value>): Promise<Value> {
  const prisma = createPrisma(url, 1);
  const sound = await soundPool(url);
  try {
    const regency = await readRegency(sound, clock.now());
    return await work({ pool, prisma, clock, config, log: createLog('silent'), regency, uploads: os.tmpdir() });
  } finally {
    await sound.end();
    await prisma.$disconnect();
    await pool.end();
  }
}

/** A pool whose first connection stands: on a busy machine it may take longer than the product waits for one. */
async function soundPool(url: string, max = 1): Promise<Pool> {
  const pool = createPool({ url, max });
  await vi.waitFor(() => pool.query('SELECT 1'), { timeout: 60_000 });
  return pool;
}

/** A copy of the demo that is gone afterwards: hundreds of them would fill the disk. */
async function withDatabase<Value>(work: (url: string) => Promise<Value>): Promise<Value> {
  const url = await createDemoDatabase();
  const value = await work(url);
  const admin = new pg.Client(inject('clusterUrl'));
  await admin.connect();
  await admin.query(`DROP DATABASE ${pg.escapeIdentifier(new URL(url).pathname.slice(1))} WITH (FORCE)`);
  await admin.end();
  return value;
}
