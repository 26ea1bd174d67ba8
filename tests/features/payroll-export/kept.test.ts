import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as cheerio from 'cheerio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { month } from '../../../src/domain/month.ts';
import { noteKept } from '../../../src/features/payroll-export/log-mark.ts';
import { payrollUnits } from '../../../src/features/payroll-runs/queries.ts';
import { approveRun, closeMonth } from '../../../src/features/payroll-runs/service.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { logPlace } from '../../../src/platform/backup/log/carried.ts';
import { logFolder } from '../../../src/platform/backup/log/log-shipment.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { loadActor } from '../../../src/platform/web/load-actor.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { type Cast, readCast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** Assurance 3.5, step 8: files of a run are called stored once the piece of the log that holds them lies among the copies. */

let app: TestApp;
let cast: Cast;
let dir: string;
let runId: string;

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'takar-salinan-'));
  const keeping = { days: 7, weeks: 5, months: 12 };
  const config = { backup: { dir, atMinute: 120, keeping, keyFile: undefined } };
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW), config });
  cast = await readCast(app.deps.pool);
  runId = await approved();
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** October of the unit of staf1: closed, computed, approved, and its files made. */
async function approved(): Promise<string> {
  const { deps } = app;
  const [unit] = await payrollUnits(deps.pool, null, cast.staf1.payrollUnitCode);
  const closer = (await loadActor(deps, cast.kepegawaian1.accountId))!;
  const { jobId, runId: id } = await closeMonth(deps, closer, month('2026-10'), unit!, crypto.randomUUID());
  await runJob(deps, jobId);
  const approver = (await loadActor(deps, cast.kepegawaian2.accountId))!;
  const { jobId: files } = await approveRun(deps, approver, id);
  await runJob(deps, files);
  return id;
}

async function said(): Promise<string> {
  const finance = await app.signInAs('keuangan1');
  const $ = cheerio.load((await finance.get('/keuangan/tpp?bulan=2026-10').expect(200)).text);
  return $('#berkas > .petunjuk').text();
}

const piece = async (): Promise<string> => {
  const { rows } = await app.deps.pool.query<{ piece: string }>(
    'SELECT piece FROM payroll_log_mark WHERE run_id = $1',
    [runId],
  );
  expect(rows).toHaveLength(1);
  return rows[0]!.piece;
};

test('files that only this machine has are not called stored, whatever else has been carried', async () => {
  const place = (await logPlace(app.deps))!;
  await mkdir(logFolder(place.dir, place.system), { recursive: true });
  await writeFile(path.join(logFolder(place.dir, place.system), '000000010000000000000000.gz'), '');
  await noteKept(app.deps);
  expect(await said()).toContain('Belum tersimpan di tempat salinan. Biasanya selesai dalam dua menit.');
  expect(await piece()).toMatch(/^[0-9A-F]{24}$/);
});

test('they are, once their piece of the log lies among the copies, locked or not; that is noted once, with its line in the trail', async () => {
  const place = (await logPlace(app.deps))!;
  await writeFile(path.join(logFolder(place.dir, place.system), `${await piece()}.gz.enc`), '');
  await Promise.all([noteKept(app.deps), noteKept(app.deps)]);
  await noteKept(app.deps);
  expect(await said()).toContain('Tersimpan di tempat salinan.');
  const { rows } = await app.deps.pool.query(
    "SELECT actor_id, after FROM audit_event WHERE action = 'tersimpan' AND object_id = $1",
    [runId],
  );
  expect(rows).toEqual([{ actor_id: null, after: { potongan: await piece() } }]);
  await expect(app.deps.pool.query('DELETE FROM payroll_kept')).rejects.toThrow();
  await expect(app.deps.pool.query("UPDATE payroll_log_mark SET piece = repeat('0', 24)")).rejects.toThrow();
});

test('where nothing is copied by itself the page says so', async () => {
  const other = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  const finance = await other.signInAs('keuangan1');
  const { text } = await finance.get('/keuangan/tpp?bulan=2026-09').expect(200);
  expect(text).toContain('Salinan otomatis belum diatur. Simpan juga berkasnya di tempat lain.');
  await noteKept(other.deps); // nothing to look for
});
