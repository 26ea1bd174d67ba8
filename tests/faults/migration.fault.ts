import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { deployMigrations } from '../../src/platform/database/migrate.ts';
import { MIGRATIONS_FOLDER } from '../../src/platform/database/migration-files.ts';
import { Folders } from './data-folder.ts';
import { type Desk, openDesk } from './desk.ts';
import type { Answer } from './visitor.ts';
import type { Writer } from './writer.ts';
import { keepWriting, sendAgain } from './writing.ts';

/** What a next version may do to the tables of this one: widen, fill, and only much later narrow. */
const EXPAND = {
  '29990101000000_expand':
    'ALTER TABLE activity ADD COLUMN uji_catatan text;\nALTER TABLE activity_event ADD COLUMN uji int DEFAULT 7;',
  '29990101000001_index': 'CREATE INDEX CONCURRENTLY uji_notification ON notification (created_at);',
  '29990101000002_backfill':
    'UPDATE setting SET value = value WHERE false;\nCREATE TABLE uji_baru (id uuid PRIMARY KEY);',
} as const;
const NAMES = Object.keys(EXPAND);
const SOON = { timeout: 60_000, interval: 20 };
const folders = new Folders();
let desk: Desk;
let writers: Writer[];
let answers: (Answer | undefined)[];
let stopped: boolean;

beforeEach(async () => {
  desk = await openDesk();
  writers = await Promise.all([desk.writer('staf1'), desk.writer('staf2'), desk.writer('staf3')]);
  answers = [];
  stopped = false;
});
afterEach(async () => {
  await desk.close();
  await folders.remove();
});
afterAll(() => folders.remove());

/** The migrations of the next version. */
async function nextVersion(): Promise<string> {
  const folder = path.join(await folders.create(), 'migrations');
  await cp(MIGRATIONS_FOLDER, folder, { recursive: true });
  for (const [name, sql] of Object.entries(EXPAND)) {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, 'migration.sql'), sql);
  }
  return folder;
}

const good = (): number => answers.filter(answer => answer?.status === 303).length;
const write = () =>
  keepWriting(
    writers,
    () => stopped,
    answer => answers.push(answer),
  );

async function expectSound(left: Parameters<typeof sendAgain>[0]): Promise<void> {
  expect((await sendAgain(left)).every(answer => answer?.status === 303)).toBe(true);
  expect(desk.history.unanswered).toEqual([]);
  expect(await desk.wrong()).toEqual([]);
}

test('F15 a wider schema is applied under load; the version before it goes on writing, and nobody is refused', async () => {
  const folder = await nextVersion();
  const writing = write();
  await expect.poll(good, SOON).toBeGreaterThan(3);
  expect(await deployMigrations(desk.url, { folder })).toEqual(NAMES);
  const before = good();
  await expect.poll(good, SOON).toBeGreaterThan(before + 6);
  stopped = true;
  const left = await writing;
  expect(answers.map(answer => answer?.status)).toEqual(answers.map(() => 303));
  await expectSound(left);
});

test('F15 a migration that does not get its table lets the others go first, and comes in once the table is free', async () => {
  const folder = await nextVersion();
  const holder = await desk.pool.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT count(*) FROM activity'); // a long report: it keeps whoever wants to change the table
  const writing = write();
  await expect.poll(good, SOON).toBeGreaterThan(3);
  let done = false;
  const deployed = deployMigrations(desk.url, { folder }).finally(() => (done = true));
  const waits = async (): Promise<boolean> => {
    const { rows } = await desk.pool.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'takar-migrate' AND wait_event_type = 'Lock'",
    );
    return rows[0]!.n > 0;
  };
  await expect.poll(waits, SOON).toBe(true);
  const before = good();
  await expect.poll(good, SOON).toBeGreaterThan(before + 6);
  expect(done).toBe(false);
  await holder.query('ROLLBACK');
  holder.release();
  expect(await deployed).toEqual(NAMES);
  stopped = true;
  await expectSound(await writing);
  expect(new Set(answers.map(answer => answer?.status))).toEqual(new Set([303]));
});
