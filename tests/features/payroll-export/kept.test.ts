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
import { Cabinet } from '../../../src/platform/backup/cabinet.ts';
import { copyName } from '../../../src/platform/backup/copy-list.ts';
import { baseFolder, writeBaseManifest } from '../../../src/platform/backup/log/base-manifest.ts';
import { logFolder } from '../../../src/platform/backup/log/log-shipment.ts';
import { systemOf } from '../../../src/platform/backup/log/shipping.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { loadActor } from '../../../src/platform/web/load-actor.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { type Cast, readCast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** Assurance 3.5, step 8: files of a run are called stored once the copies could bring them back. */

let app: TestApp;
let cast: Cast;
let dir: string;
let runId: string;
let filesJob: string;

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'takar-salinan-'));
  const keeping = { days: 7, weeks: 5, months: 12 };
  const config = { backup: { dir, atMinute: 120, keeping, keyFile: undefined } };
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW), config });
  cast = await readCast(app.deps.pool);
  runId = await approved();
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** October of the unit of staf1: closed, computed and approved; its files are made by `filesJob`. */
async function approved(): Promise<string> {
  const { deps } = app;
  const [unit] = await payrollUnits(deps.pool, null, cast.staf1.payrollUnitCode);
  const closer = (await loadActor(deps, cast.kepegawaian1.accountId))!;
  const { jobId, runId: id } = await closeMonth(deps, closer, month('2026-10'), unit!, crypto.randomUUID());
  await runJob(deps, jobId);
  const approver = (await loadActor(deps, cast.kepegawaian2.accountId))!;
  filesJob = (await approveRun(deps, approver, id)).jobId;
  return id;
}

async function said(): Promise<string> {
  const finance = await app.signInAs('keuangan1');
  const $ = cheerio.load((await finance.get('/keuangan/tpp?bulan=2026-10').expect(200)).text);
  return $('#berkas > .petunjuk').text();
}

const NOT_YET = 'Belum tersimpan di tempat salinan. Biasanya selesai dalam beberapa menit.';

async function marks(): Promise<string[]> {
  const { rows } = await app.deps.pool.query<{ piece: string }>(
    'SELECT piece FROM payroll_log_mark WHERE run_id = $1',
    [runId],
  );
  return rows.map(({ piece }) => piece);
}

/** The name of the piece so many before another. */
const before = (piece: string, count: number): string => {
  const number = parseInt(piece.slice(8, 16), 16) * 256 + parseInt(piece.slice(16), 16) - count;
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');
  return `${piece.slice(0, 8)}${hex(Math.floor(number / 256))}${hex(number % 256)}`;
};

/** What the server's carrying and its bases leave in the folder of copies. */
async function carry(piece: string, suffix = ''): Promise<void> {
  const folder = logFolder(dir, await systemOf(app.deps.pool));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${piece}.gz${suffix}`), '');
}
async function makeBase(firstPiece: string, madeAt: Date): Promise<void> {
  const folder = path.join(baseFolder(dir), copyName(madeAt));
  await mkdir(folder, { recursive: true });
  const system = await systemOf(app.deps.pool);
  const manifest = { format: 1, madeAt: madeAt.toISOString(), firstPiece, label: 'x', system, files: [], folders: [] };
  await writeBaseManifest(Cabinet.make(folder), { ...manifest, format: 1 });
}
const anHourAgo = (): Date => new Date(Date.now() - 3_600_000);

test('an approved run whose files are not made yet is not called stored, and neither is one whose files only this machine has', async () => {
  await noteKept(app.deps);
  expect(await marks()).toEqual([]);
  expect(await said()).toContain(NOT_YET);
  await runJob(app.deps, filesJob);
  await noteKept(app.deps);
  expect(await marks()).toEqual([expect.stringMatching(/^[0-9A-F]{24}$/)]);
  expect(await said()).toContain(NOT_YET);
});

test('nor is one whose piece of the log has come, but could not be brought back: without a base, behind a gap, or with a base without its end', async () => {
  const [piece] = await marks();
  const still = async (): Promise<void> => {
    await noteKept(app.deps);
    expect(await said()).toContain(NOT_YET);
  };
  await carry(piece!);
  await still();
  await makeBase(before(piece!, 2), anHourAgo());
  await carry(before(piece!, 2));
  await still(); // the piece between them is not there
  await makeBase(before(piece!, 2), new Date());
  await carry(before(piece!, 1), '.enc');
  await still(); // whatever ends the newest base has not come yet
});

test('it is, once a base and all pieces from it on are there; that is noted once, with its line in the trail', async () => {
  const [piece] = await marks();
  await rm(baseFolder(dir), { recursive: true });
  await makeBase(before(piece!, 2), anHourAgo());
  await Promise.all([noteKept(app.deps), noteKept(app.deps)]);
  await noteKept(app.deps);
  expect(await said()).toContain('Tersimpan di tempat salinan.');
  const { rows } = await app.deps.pool.query(
    "SELECT actor_id, after FROM audit_event WHERE action = 'tersimpan' AND object_id = $1",
    [runId],
  );
  expect(rows).toEqual([{ actor_id: null, after: { potongan: piece } }]);
  await expect(app.deps.pool.query('DELETE FROM payroll_kept')).rejects.toThrow();
  await expect(app.deps.pool.query("UPDATE payroll_log_mark SET piece = repeat('0', 24)")).rejects.toThrow();
});

test('months that were paid before any of this was noted are noted as well', async () => {
  const { rows } = await app.deps.pool.query<{ paid: number; marked: number }>(
    `SELECT count(*)::int AS paid, count(m.run_id)::int AS marked FROM payroll_run r
     JOIN payroll_file f ON f.scope = 'run:' || r.id || ':csv:ringkas'
     LEFT JOIN payroll_log_mark m ON m.run_id = r.id WHERE r.state = 'DIBAYAR'`,
  );
  expect(rows[0]!.paid).toBeGreaterThan(0);
  expect(rows[0]!.marked).toBe(rows[0]!.paid);
});

test('where nothing is copied by itself the page says so', async () => {
  const other = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  const finance = await other.signInAs('keuangan1');
  const { text } = await finance.get('/keuangan/tpp?bulan=2026-09').expect(200);
  expect(text).toContain('Salinan otomatis belum diatur. Simpan juga berkasnya di tempat lain.');
  await noteKept(other.deps); // nothing to look for
});
