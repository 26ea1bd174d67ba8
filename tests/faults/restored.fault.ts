import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { fixedClock } from '../../src/platform/clock.ts';
import { backup } from '../../src/platform/backup/backup.ts';
import { restore } from '../../src/platform/backup/restore.ts';
import { OperatorError } from '../../src/platform/postgres/operator-error.ts';
import { createPool } from '../../src/platform/database/pool.ts';
import { createTestApp } from '../support/app.ts';
import { createEmptyDatabase } from '../support/database.ts';
import { DEMO_NOW } from '../support/demo-database.ts';
import { Folders } from './data-folder.ts';
import { type Desk, openDesk } from './desk.ts';
import { contradictions, History } from './history.ts';
import { brokenInvariants } from './process.ts';
import { type Submission, Writer } from './writer.ts';

const folders = new Folders();
let desk: Desk | undefined;

afterEach(async () => {
  await desk?.close();
  desk = undefined;
});
afterAll(() => folders.remove());

test('F19 a database restored to an earlier time takes again, once, what devices send again; its trail names the gap', async () => {
  desk = await openDesk();
  const writer = await desk.writer('staf1');
  const forms: Submission[] = [];
  const send = async (): Promise<void> => {
    const form = writer.next();
    forms.push(form);
    expect((await writer.send(form))?.status).toBe(303);
  };
  for (let count = 0; count < 4; count += 1) await send();
  const folder = await folders.create();
  const copy = { uploads: desk.app.deps.uploads, target: path.join(folder, 'copy'), madeAt: new Date() };
  await backup({ url: desk.url, ...copy });
  const kept = forms.length;
  for (let count = 0; count < 4; count += 1) await send();

  const url = await createEmptyDatabase();
  const restoredAt = new Date();
  await restore({ url, uploads: path.join(folder, 'uploads'), source: copy.target, restoredAt });
  const app = await createTestApp({ database: url, clock: fixedClock(DEMO_NOW) });
  const pool = createPool({ url, max: 2 });
  try {
    const history = new History();
    const device = await Writer.signIn(desk.cast.staf1, () => app.url, history);
    for (const form of [...forms, ...forms]) expect((await device.send(form))?.status).toBe(303);
    const { rows } = await pool.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM idempotency WHERE key = ANY ($1::uuid[])',
      [forms.map(({ key }) => key)],
    );
    expect([rows[0]!.n, kept < forms.length]).toEqual([forms.length, true]);
    expect(await contradictions(pool, history)).toEqual([]);
    expect(await brokenInvariants({ dataDir: '', databaseUrl: url })).toEqual([]);
    const gap = await pool.query<{ after: { sampai: string } }>(
      "SELECT after FROM audit_event WHERE action = 'pulihkan' AND object_type = 'database'",
    );
    expect(gap.rows.map(({ after }) => new Date(after.sampai) <= restoredAt)).toEqual([true]);
  } finally {
    await pool.end();
    await app.close();
  }
});

test('F20 a copy of which one bit has turned is refused, whichever of its files it was, and nothing is loaded', async () => {
  desk = await openDesk();
  const target = path.join(await folders.create(), 'copy');
  await backup({ url: desk.url, uploads: desk.app.deps.uploads, target, madeAt: new Date() });
  const files = (await readdir(target, { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name));
  const uploads = path.join(await folders.create(), 'uploads');
  const url = await createEmptyDatabase();
  let turned = 0;
  for (const file of files) {
    const bytes = await readFile(file);
    if (bytes.length === 0) continue;
    const turnedBytes = Buffer.from(bytes);
    turnedBytes[Math.trunc(bytes.length / 2)]! ^= 1;
    await writeFile(file, turnedBytes);
    const refused = await restore({ url, uploads, source: target }).then(
      () => `${file} was loaded`,
      (error: unknown) => (error instanceof OperatorError ? '' : String(error)),
    );
    expect({ file, refused }).toEqual({ file, refused: '' });
    await writeFile(file, bytes);
    turned += 1;
  }
  expect(turned).toBeGreaterThan(20);
  const pool = createPool({ url, max: 1 });
  const { rowCount } = await pool.query("SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace");
  await pool.end();
  expect(rowCount).toBe(0);
});
