import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, expect, test } from 'vitest';
import { makeDrillPlace } from '../../src/platform/backup/drill-place.ts';
import { runDrill } from '../../src/platform/backup/drill.ts';
import { backup } from '../../src/platform/backup/backup.ts';
import { makeKeyFile } from '../../src/platform/backup/key-ring.ts';
import { makeBase } from '../../src/platform/backup/log/base-copy.ts';
import { INSTANT } from '../../src/platform/backup/log/end-of-log.ts';
import { returnTo } from '../../src/platform/backup/log/base-return.ts';
import { shipLog, shipUploads } from '../../src/platform/backup/log/log-shipment.ts';
import { type Embedded, startEmbedded } from '../../src/platform/postgres/embedded.ts';
import { DATABASE_NAME, ensureDatabase } from '../../src/platform/postgres/ensure-database.ts';
import { outboxOf } from '../../src/platform/postgres/wal-outbox.ts';
import { deployMigrations } from '../../src/platform/database/migrate.ts';
import { createPool } from '../../src/platform/database/pool.ts';
import { verifyAll } from '../../src/features/assurance/service.ts';
import { createDemoDatabase } from '../support/demo-database.ts';
import { Folders } from './data-folder.ts';

const folders = new Folders();
const open: Embedded[] = [];
afterEach(async () => {
  for (const cluster of open.splice(0)) await cluster.stop();
});
afterAll(() => folders.remove());

async function start(dataDir: string): Promise<Embedded> {
  const cluster = await startEmbedded(dataDir, { archive: true });
  open.push(cluster);
  return cluster;
}

async function ask(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

test('a locked copy of a demo comes back in a server of its own, holds every promise, and leaves nothing behind', async () => {
  const url = await createDemoDatabase();
  const work = await folders.create();
  const key = await makeKeyFile(path.join(work, 'key'));
  const folder = path.join(work, 'copy');
  await backup({ url, uploads: path.join(work, 'none'), target: folder, madeAt: new Date(), key });
  const dataDir = path.join(work, 'data');
  const result = await runDrill({
    folder,
    ring: [key],
    makePlace: () => makeDrillPlace(dataDir),
    verify: async pool => (await verifyAll(pool)).checks.filter(check => !check.ok).map(check => check.note),
    now: new Date(),
  });
  expect(result).toMatchObject({ ok: true, problems: [], keyId: key.id });
  expect(result.landmarks).toBeGreaterThan(2);
  expect(await readdir(dataDir)).toEqual([]);
});

test('the embedded server comes back as it was at an instant between two changes, and goes on from there', async () => {
  const work = await folders.create();
  const [dataDir, dir] = [path.join(work, 'data'), path.join(work, 'cadangan')];
  const ring = [await makeKeyFile(path.join(work, 'key'))];
  const cluster = await start(dataDir);
  await ensureDatabase(cluster.url('postgres'), DATABASE_NAME);
  const url = cluster.url(DATABASE_NAME);
  await deployMigrations(url);
  const add = (code: string): Promise<unknown> =>
    ask(url, `INSERT INTO payroll_unit (code, name) VALUES ('${code}', 'Unit ${code}')`);
  await add('SEBELUM');
  const numbered = await ask(url, 'SELECT system_identifier::text AS system FROM pg_control_system()');
  const { system } = numbered.rows[0] as { system: string };
  await makeBase({ url, cluster: cluster.dir, dir, ring, system, now: () => new Date() });
  await add('SESUDAH');
  await keepPhoto(dir, ring);
  const { rows } = await ask(url, 'SELECT clock_timestamp() AS at');
  await add('KELIRU');
  await add('KELIRU-2');
  await cluster.stop(); // the last pieces are laid out at the end
  await shipLog(outboxOf(cluster.dir), { dir, system }, ring);

  const until = (rows[0] as { at: Date }).at;
  const target = path.join(work, 'pulih');
  await returnTo({ dir, ring, dataDir: target, uploads: path.join(target, 'uploads'), until, now: new Date() });
  expect(await readdir(path.join(target, 'uploads'))).toEqual(['foto']);
  const again = await start(target);
  const pool = createPool({ url: again.url(DATABASE_NAME), max: 2 });
  try {
    const units = await pool.query('SELECT code FROM payroll_unit ORDER BY code');
    expect(units.rows).toEqual([{ code: 'SEBELUM' }, { code: 'SESUDAH' }]);
    const told = await pool.query<{ after: { sampai: string } }>(
      "SELECT after FROM audit_event WHERE action = 'pulihkan'",
    );
    expect(told.rows.map(row => new Date(row.after.sampai))).toEqual([until]);
    await pool.query("INSERT INTO payroll_unit (code, name) VALUES ('BARU', 'Unit baru')");
  } finally {
    await pool.end();
  }

  const place = path.join(work, 'nanti');
  const backTo = (instant: Date): Promise<unknown> =>
    returnTo({ dir, ring, dataDir: place, uploads: path.join(place, 'uploads'), until: instant, now: new Date() });
  const refusal = (await backTo(new Date(Date.now() + 3_600_000)).catch((error: unknown) => error)) as Error;
  const latest = /--until (\S+),/.exec(refusal.message)?.[1] ?? '';
  expect(latest).toMatch(INSTANT);
  await backTo(new Date(latest)); // what the message names is reached, at the place where the refused attempt was
});

async function keepPhoto(dir: string, ring: Parameters<typeof shipUploads>[2]): Promise<void> {
  const folder = await folders.create();
  await writeFile(path.join(folder, 'foto'), 'x');
  await shipUploads(folder, dir, ring, new Set());
}
