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
const INDEX = '29990101000001_index';
/** Longer than any statement waits for a lock, a migration's own included. */
const LONGER_THAN_A_LOCK_S = 3;
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

/** The migrations of the next version, or some of them. */
async function nextVersion(names: readonly string[] = NAMES): Promise<string> {
  const folder = path.join(await folders.create(), 'migrations');
  await cp(MIGRATIONS_FOLDER, folder, { recursive: true });
  for (const [name, sql] of Object.entries(EXPAND).filter(([each]) => names.includes(each))) {
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

/** A report that reads a table for as long as `meanwhile` takes; whoever wants to change the table waits for it. */
async function duringReport(table: string, meanwhile: () => Promise<void>): Promise<void> {
  const holder = await desk.pool.connect();
  try {
    await holder.query('BEGIN ISOLATION LEVEL REPEATABLE READ'); // as verify reads: it keeps its moment to the end
    await holder.query(`SELECT count(*) FROM ${table}`);
    await meanwhile();
  } finally {
    holder.release(true); // ends it, whatever has become of it
  }
}

/** Everybody writes while `meanwhile` goes on, is refused nothing, and finds everything there once. */
async function underLoad(meanwhile: () => Promise<void>): Promise<void> {
  const writing = write();
  try {
    await expect.poll(good, SOON).toBeGreaterThan(3);
    await meanwhile();
  } finally {
    stopped = true;
    await writing;
  }
  expect(new Set(answers.map(answer => answer?.status))).toEqual(new Set([303]));
  await expectSound(await writing);
}

async function writtenFurther(): Promise<void> {
  const before = good();
  await expect.poll(good, SOON).toBeGreaterThan(before + 6);
}

/** Whether a migration has waited for somebody else for so long. */
async function hasWaited(seconds: number): Promise<boolean> {
  const { rows } = await desk.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'takar-migrate' AND state = 'active'
       AND wait_event_type = 'Lock' AND clock_timestamp() - query_start >= make_interval(secs => $1)`,
    [seconds],
  );
  return rows[0]!.n > 0;
}

/**
 * Applies migrations while a report keeps their table; they are done once it has ended, and not before.
 * @param beside how the work goes on while they wait
 */
async function afterReport(
  table: string,
  names: readonly string[],
  waited: number,
  beside: (work: () => Promise<void>) => Promise<void> = work => work(),
): Promise<void> {
  const folder = await nextVersion(names);
  let outcome: unknown;
  let deployed: Promise<unknown> | undefined;
  await duringReport(table, async () => {
    deployed = deployMigrations(desk.url, { folder })
      .catch(String)
      .then(result => (outcome = result));
    const waiting = async (): Promise<boolean> => outcome !== undefined || hasWaited(waited);
    await expect.poll(waiting, SOON).toBe(true);
    await beside(writtenFurther);
    expect(outcome).toBeUndefined();
  });
  await deployed;
  expect(outcome).toEqual(names);
}

test('F15 a wider schema is applied under load; the version before it goes on writing, and nobody is refused', async () => {
  const folder = await nextVersion();
  await underLoad(async () => {
    expect(await deployMigrations(desk.url, { folder })).toEqual(NAMES);
    await writtenFurther();
  });
});

test('F15 a migration that does not get its table lets the others go first, and comes in once the table is free', () =>
  underLoad(() => afterReport('activity', NAMES, 0)));

test('F15 an index that is built beside the work waits for a long report, however long, and refuses nobody', () =>
  afterReport('notification', [INDEX], LONGER_THAN_A_LOCK_S, underLoad)); // not before: days have only so many quarters
