import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../src/platform/clock.ts';
import { createTestApp } from '../support/app.ts';
import { createDemoDatabase, DEMO_NOW } from '../support/demo-database.ts';
import { png } from '../support/pictures.ts';
import { filledForm } from '../features/activity-log/desk.ts';
import { Folders } from './data-folder.ts';
import { brokenInvariants, endLeftovers, Server } from './process.ts';
import { MAY_MOUNT, SmallDisk } from './small-disk.ts';
import { Visitor } from './visitor.ts';

const folders = new Folders();
const disks: SmallDisk[] = [];

afterEach(async () => {
  await endLeftovers();
  for (const disk of disks.splice(0)) disk.unmount();
  await folders.remove();
});

function mounted(folder: string): SmallDisk {
  const disk = SmallDisk.mount(folder, 2);
  disks.push(disk);
  return disk;
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => entry.name);

describe.skipIf(!MAY_MOUNT)('F06 a full disk', () => {
  test('under the uploads refuses an entry with a file whole, keeps what was typed, and takes one without', async () => {
    const database = await createDemoDatabase();
    const app = await createTestApp({ database, clock: fixedClock(DEMO_NOW) });
    const disk = mounted(app.deps.uploads);
    const person = await app.signInAs('staf1');
    const photo = { field: 'bukti', name: 'foto.png', content: png() };
    const entries = async (): Promise<number> =>
      (await app.deps.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM activity')).rows[0]!.n;
    const before = await entries();

    disk.fill();
    const form = await filledForm(person, '13', '13.30');
    const refused = await person.post('/kegiatan-harian', form, [photo]);
    expect([refused.status, Number(refused.headers['retry-after']) > 0]).toEqual([503, true]);
    expect(refused.text).toContain(String(form['kunci_kirim']));
    expect(await entries()).toBe(before);
    expect((await person.post('/kegiatan-harian', await filledForm(person, '14', '14.30'))).status).toBe(303);
    expect(await entries()).toBe(before + 1);

    disk.free();
    expect((await person.post('/kegiatan-harian', form, [photo])).status).toBe(303);
    expect(filesIn(app.deps.uploads).filter(name => name.startsWith('.'))).toEqual([]);
    expect(filesIn(app.deps.uploads).length).toBe(1);
    expect(await brokenInvariants({ dataDir: '', databaseUrl: database })).toEqual([]);
  });

  test('under the log of the application stops nobody; the log says how much it has lost', async () => {
    const folder = await folders.create();
    const disk = mounted(folder);
    const logFile = path.join(folder, 'takar.log');
    const installation = { dataDir: await folders.create(), databaseUrl: await createDemoDatabase() };
    const server = await Server.start({ ...installation, logFile, more: { TAKAR_LOG: 'info' } });
    const visitor = new Visitor(() => server.url);
    const pages = async (): Promise<number[]> =>
      Promise.all(Array.from({ length: 20 }, async () => (await visitor.get('/masuk')).status));
    expect(new Set(await pages())).toEqual(new Set([200]));
    expect(readFileSync(logFile, 'utf8')).toContain('"route":"/masuk"');

    disk.fill();
    expect(new Set(await pages())).toEqual(new Set([200]));
    disk.free();
    expect(new Set(await pages())).toEqual(new Set([200]));
    const lines = readFileSync(logFile, 'utf8').trim().split('\n');
    expect(lines.some(line => line.includes('"lost":'))).toBe(true);
    expect(lines.at(-1)).toContain('"route":"/masuk"');
    server.signal('SIGTERM');
    expect(await server.ended).toEqual({ code: 0, signal: null });
  });
});
