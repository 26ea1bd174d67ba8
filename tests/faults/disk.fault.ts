import { readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import { readCast } from '../support/cast.ts';
import { copyFolder, databaseOf, endPostmaster, Folders, makeDemoFolder, postmasterOf } from './data-folder.ts';
import { contradictions, History } from './history.ts';
import { brokenInvariants, endLeftovers, type Installation, Server } from './process.ts';
import { MAY_MOUNT, SmallDisk } from './small-disk.ts';
import type { Answer } from './visitor.ts';
import { Writer } from './writer.ts';
import { keepWriting, sendAgain } from './writing.ts';

const WRITERS = ['staf1', 'staf2', 'staf3', 'staf_lain', 'bendahara', 'pengelola'] as const;
/** A cluster with the demo takes about 90 MB, a segment of its log 16. */
const DATA_MB = 400;
const LOG_MB = 80;
const ENOUGH = 12;
const SOON = { timeout: 120_000, interval: 100 };

const folders = new Folders();
const disks: SmallDisk[] = [];
let model: string;
let installation: Installation;
let server: Server;
let history: History;
let writers: Writer[];
const answers: (Answer | undefined)[] = [];

beforeAll(async () => {
  if (!MAY_MOUNT) return;
  model = path.join(await folders.create(), 'data');
  await makeDemoFolder(model);
});
afterEach(async () => {
  await endLeftovers();
  if (installation) {
    endPostmaster(installation.dataDir);
    await expect.poll(() => postmasterOf(installation.dataDir), SOON).toBeUndefined();
  }
  for (const disk of disks.splice(0)) disk.unmount();
  answers.splice(0);
});
afterAll(() => folders.remove());

async function smallDisk(megabytes: number): Promise<SmallDisk> {
  const disk = SmallDisk.mount(await folders.create(), megabytes);
  disks.push(disk);
  return disk;
}

/** A server on a copy of the model, after `arrange` has moved parts of it to other disks. */
async function open(dataDir: string, arrange: (pgData: string) => void): Promise<void> {
  copyFolder(model, dataDir);
  arrange(path.join(dataDir, 'pg'));
  installation = { dataDir };
  server = await Server.start(installation);
  history = new History();
  const cast = await onDatabase(readCast);
  writers = await Promise.all(WRITERS.map(key => Writer.signIn(cast[key], () => server.url, history)));
}

/** The log of the cluster (pg_wal) moves to another disk, as operators do it. */
function moveLog(pgData: string, to: string): void {
  copyFolder(path.join(pgData, 'pg_wal'), to);
  rmSync(path.join(pgData, 'pg_wal'), { recursive: true });
  symlinkSync(to, path.join(pgData, 'pg_wal'));
}

async function onDatabase<Value>(work: (pool: Pool) => Promise<Value>): Promise<Value> {
  const pool = createPool({ url: databaseOf(installation.dataDir), max: 2 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

const good = (): number => answers.filter(answer => answer?.status === 303).length;
const refused = (): (Answer | undefined)[] => answers.filter(answer => answer?.status !== 303);

/** Every refusal was an honest one: come back later, and here is what you typed. */
function expectHonest(): void {
  expect(server.log.split('\n').filter(line => line.includes('"level":50'))).toEqual([]);
  expect(new Set(refused().map(answer => answer?.status))).toEqual(new Set([503]));
  expect(refused().every(answer => Number(answer?.retryAfter) > 0)).toBe(true);
  expect(refused().every(answer => answer?.text.includes('name="kunci_kirim"'))).toBe(true);
}

async function expectWhole(left: Parameters<typeof sendAgain>[0]): Promise<void> {
  const again = async (): Promise<boolean> =>
    (await sendAgain(left)).every(answer => answer?.status === 303) && (await onDatabase(() => Promise.resolve(true)));
  await expect.poll(() => again().catch(() => false), SOON).toBe(true);
  expect(history.unanswered).toEqual([]);
  expect(await onDatabase(pool => contradictions(pool, history))).toEqual([]);
  expect(await brokenInvariants(installation)).toEqual([]);
}

describe.skipIf(!MAY_MOUNT)('F05 a full disk', () => {
  test('under the tables refuses honestly, shows what is there, and takes everything once there is room', async () => {
    const disk = await smallDisk(DATA_MB);
    const other = path.join(await folders.create(), 'pg_wal');
    await open(path.join(disk.folder, 'data'), pgData => moveLog(pgData, other));
    const full = (): boolean => {
      if (good() >= ENOUGH) disk.fill();
      return refused().length >= ENOUGH;
    };
    const left = await keepWriting(writers, full, answer => answers.push(answer));
    expectHonest();
    expect((await writers[0]!.visitor.get('/kegiatan-harian')).status).toBe(200);
    expect(await onDatabase(pool => contradictions(pool, history))).toEqual([]);

    disk.free();
    await expectWhole(left);
  });

  test('under the log of the database takes it down; it comes back by itself once there is room', async () => {
    const disk = await smallDisk(LOG_MB);
    const dataDir = path.join(await folders.create(), 'data');
    await open(dataDir, pgData => moveLog(pgData, path.join(disk.folder, 'pg_wal')));
    let filling: Promise<void> | undefined;
    const down = (): boolean => {
      if (good() >= ENOUGH) filling ??= fillLog(disk);
      return refused().length >= ENOUGH;
    };
    const left = await keepWriting(writers, down, answer => answers.push(answer));
    await filling;
    expectHonest();
    expect((await writers[0]!.visitor.get('/healthz')).status).toBe(200);

    disk.free();
    const ready = async (): Promise<number> => (await writers[0]!.visitor.get('/readyz')).status;
    await expect.poll(ready, SOON).toBe(200);
    expect(readFileSync(path.join(dataDir, 'pg.log'), 'utf8')).toContain('PANIC');
    await expectWhole(left);
  });
});

/** Fills the disk of the log and has the server come to the end of what it has, whatever it kept in reserve. */
async function fillLog(disk: SmallDisk): Promise<void> {
  disk.fill();
  const client = new pg.Client(databaseOf(installation.dataDir));
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (;;) await client.query("SELECT pg_logical_emit_message(true, 'penuh', repeat('x', 1000000)), pg_switch_wal()");
  } catch {
    await client.end().catch(() => undefined);
  }
}
