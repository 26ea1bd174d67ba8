import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backup } from '../../src/platform/backup/backup.ts';
import { checkCopy, summaryOf } from '../../src/platform/backup/copy-check.ts';
import { runDrill } from '../../src/platform/backup/drill.ts';
import { makeKeyFile } from '../../src/platform/backup/key-ring.ts';
import { orderForLoading } from '../../src/platform/backup/load-order.ts';
import { restore } from '../../src/platform/backup/restore.ts';
import { copyOfData } from '../../src/platform/backup/upgrade-copy.ts';
import { deployMigrations } from '../../src/platform/database/migrate.ts';
import { createEmptyDatabase, createTestDatabase } from '../support/database.ts';
import { MONTH_SQL } from './backup-month.ts';

const MADE_AT = new Date('2026-11-18T02:00:00Z');

let work: string;
let url: string;
let uploads: string;
let copy: string;

beforeAll(async () => {
  work = await mkdtemp(path.join(os.tmpdir(), 'takar-backup-'));
  uploads = path.join(work, 'uploads');
  copy = path.join(work, 'copy');
  await mkdir(path.join(uploads, 'ab'), { recursive: true });
  await writeFile(path.join(uploads, 'ab', 'abcdef'), Buffer.from([0, 1, 2, 255]));
  url = await createTestDatabase();
  await run(url, MONTH_SQL);
  await backup({ url, uploads, target: copy, madeAt: MADE_AT });
});

afterAll(async () => {
  await rm(work, { recursive: true, force: true });
});

async function run(address: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: address, options: '-c TimeZone=UTC' });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Every row of every table as text, and where the sequences stand. */
async function contents(address: string): Promise<Record<string, unknown>> {
  const { rows: tables } = (await run(
    address,
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
        AND NOT relispartition AND relname <> '_prisma_migrations' ORDER BY relname`,
  )) as pg.QueryResult<{ name: string }>;
  const found: Record<string, unknown> = {};
  for (const { name } of tables) {
    found[name] = (await run(address, `SELECT t::text AS line FROM "${name}" t ORDER BY 1`)).rows;
  }
  found.sequences = (await run(address, 'SELECT sequencename, last_value FROM pg_sequences ORDER BY 1')).rows;
  return found;
}

async function isWithoutTables(address: string): Promise<boolean> {
  const { rowCount } = await run(address, `SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace`);
  return rowCount === 0;
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
}

describe('a copy', () => {
  test('comes back into an empty database row by row, with its sequences and files', async () => {
    const target = await createEmptyDatabase();
    const files = path.join(work, 'uploads-1');
    await restore({ url: target, uploads: files, source: copy });

    const original = await contents(url);
    expect(original.activity).toHaveLength(2);
    expect(original.payroll_line).toHaveLength(1);
    expect(await contents(target)).toEqual(original);
    expect(await readFile(path.join(files, 'ab', 'abcdef'))).toEqual(Buffer.from([0, 1, 2, 255]));
  });

  test('comes back into a migrated database without a row', async () => {
    const target = await createTestDatabase();
    await restore({ url: target, uploads: path.join(work, 'uploads-2'), source: copy });
    expect(await contents(target)).toEqual(await contents(url));
  });

  test('leaves the guards in force: a closed month still refuses a change', async () => {
    const target = await createEmptyDatabase();
    await restore({ url: target, uploads: path.join(work, 'uploads-3'), source: copy });

    await expect(run(target, "UPDATE activity SET description = 'changed afterwards'")).rejects.toThrow(/is closed/);
    await expect(run(target, 'DELETE FROM payroll_line')).rejects.toThrow(/append-only/);
    const { rows } = await run(target, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'");
    expect(rows).toEqual([]);
  });

  test('copied again after coming back is the same', async () => {
    const target = await createEmptyDatabase();
    const files = path.join(work, 'uploads-4');
    await restore({ url: target, uploads: files, source: copy });
    const again = await backup({ url: target, uploads: files, target: path.join(work, 'copy-4'), madeAt: MADE_AT });
    expect(again.manifest).toEqual(JSON.parse(await readFile(path.join(copy, 'manifest.json'), 'utf8')));
  });

  test('is readable by its owner alone', async () => {
    for (const file of await filesUnder(copy)) expect((await stat(file)).mode & 0o077).toBe(0);
    expect((await stat(copy)).mode & 0o077).toBe(0);
  });

  test('counts what it holds', async () => {
    const manifest = JSON.parse(await readFile(path.join(copy, 'manifest.json'), 'utf8')) as Record<string, unknown>;
    expect(manifest).toMatchObject({ format: 2, madeAt: '2026-11-18T02:00:00.000Z', months: ['2026-10-01'] });
    expect(manifest.tables).toContainEqual(expect.objectContaining({ name: 'activity', rows: 2 }));
    expect(manifest.uploads).toEqual([expect.objectContaining({ path: 'ab/abcdef', size: 4 })]);
  });
});

describe('a damaged or foreign copy is refused before anything is written', () => {
  test('one flipped bit, in whichever file', async () => {
    const damaged = path.join(work, 'damaged');
    await cp(copy, damaged, { recursive: true });
    const target = await createEmptyDatabase();
    const request = { url: target, uploads: path.join(work, 'uploads-5'), source: damaged };
    const files = (await filesUnder(damaged)).sort();
    expect(files.length).toBeGreaterThan(20);

    for (const file of files) {
      const whole = await readFile(file);
      if (whole.length === 0) continue;
      const flipped = Buffer.from(whole);
      flipped[0] = (flipped[0] ?? 0) ^ 1;
      await writeFile(file, flipped);
      await expect(restore(request), file).rejects.toThrow(/rusak/);
      await writeFile(file, whole);
    }
    expect(await isWithoutTables(target)).toBe(true);
  });

  test('a missing file', async () => {
    const incomplete = path.join(work, 'incomplete');
    await cp(copy, incomplete, { recursive: true });
    await rm(path.join(incomplete, 'uploads', 'ab', 'abcdef'));
    const target = await createEmptyDatabase();
    const request = { url: target, uploads: path.join(work, 'uploads-6'), source: incomplete };
    await expect(restore(request)).rejects.toThrow('uploads/ab/abcdef tidak ada');
    expect(await isWithoutTables(target)).toBe(true);
  });

  test('a copy that was broken off', async () => {
    const brokenOff = path.join(work, 'broken-off');
    await cp(copy, brokenOff, { recursive: true });
    await rm(path.join(brokenOff, 'manifest.json'));
    const request = { url: await createEmptyDatabase(), uploads: path.join(work, 'uploads-7'), source: brokenOff };
    await expect(restore(request)).rejects.toThrow(/bukan cadangan yang lengkap/);
  });

  test('a copy from a newer version', async () => {
    const migrationsFolder = path.join(work, 'no-migrations');
    await mkdir(migrationsFolder);
    const target = await createEmptyDatabase();
    const request = { url: target, uploads: path.join(work, 'uploads-8'), source: copy, migrationsFolder };
    await expect(restore(request)).rejects.toThrow(/versi Takar lain/);
    expect(await isWithoutTables(target)).toBe(true);
  });
});

describe('a locked copy', () => {
  test('opens with its key alone, whole or not at all, and comes back the same', async () => {
    const key = await makeKeyFile(path.join(work, 'key'));
    const other = await makeKeyFile(path.join(work, 'other-key'));
    const folder = path.join(work, 'locked');
    await backup({ url, uploads, target: folder, madeAt: MADE_AT, key });
    const files = (await filesUnder(folder)).sort();
    expect(files.filter(file => !file.endsWith('.enc'))).toEqual([]);
    expect((await readFile(path.join(folder, 'tables', 'employee.copy.enc'))).includes('Nur')).toBe(false);
    expect(await summaryOf(await checkCopy(folder, [other, key]))).toMatchObject({ keyId: key.id, files: 1 });
    await expect(checkCopy(folder, [])).rejects.toThrow(`kunci ${key.id}, dan kunci itu tidak ditemukan`);
    await expect(checkCopy(folder, [other])).rejects.toThrow(`kunci itu tidak ditemukan (yang ada: ${other.id})`);

    const files2 = path.join(work, 'uploads-locked');
    const target = await createEmptyDatabase();
    await restore({ url: target, uploads: files2, source: folder, ring: [key] });
    expect(await contents(target)).toEqual(await contents(url));
    expect(await readFile(path.join(files2, 'ab', 'abcdef'))).toEqual(Buffer.from([0, 1, 2, 255]));

    const parts = ['manifest.json', 'tables/setting.copy', 'uploads/ab/abcdef'].map(name =>
      path.join(folder, `${name}.enc`),
    );
    for (const file of parts) {
      const whole = await readFile(file);
      const flipped = Buffer.from(whole);
      flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
      await writeFile(file, flipped);
      await expect(checkCopy(folder, [key]), file).rejects.toThrow(/rusak/);
      await writeFile(file, whole);
    }
  });

  test('takes the uploads of the copy before as second names', async () => {
    const previous = await checkCopy(copy, []);
    const target = path.join(work, 'next');
    await backup({ url, uploads, target, madeAt: MADE_AT, transfer: { previous } });
    const inode = async (folder: string) => (await stat(path.join(folder, 'uploads', 'ab', 'abcdef'))).ino;
    expect(await inode(target)).toBe(await inode(copy));
    expect((await checkCopy(target, [])).manifest.uploads).toEqual(previous.manifest.uploads);
  });
});

describe('a database that goes into service again', () => {
  test('names the gap in its trail, lets nobody stay signed in, and its clock stands', async () => {
    const target = await createEmptyDatabase();
    const restoredAt = new Date('2026-11-20T05:00:00Z');
    await restore({ url: target, uploads: path.join(work, 'uploads-again'), source: copy, restoredAt });
    const { rows } = await run(
      target,
      'SELECT at, action, object_type, after FROM audit_event ORDER BY seq DESC LIMIT 1',
    );
    expect(rows).toEqual([
      {
        at: restoredAt,
        action: 'pulihkan',
        object_type: 'database',
        after: { sampai: '2026-11-18T02:00:00+00:00', dipulihkan: '2026-11-20T05:00:00+00:00', rantai: null },
      },
    ]);
    expect((await run(target, 'SELECT 1 FROM session')).rowCount).toBe(0);
  });
});

describe('a drill', () => {
  const drill = (folder: string, target: string, verify: () => Promise<string[]> = () => Promise.resolve([])) => {
    let removed = 0;
    const place = { url: target, uploads: path.join(work, `uploads-${path.basename(folder)}-drill`) };
    const remove = (): Promise<void> => {
      removed += 1;
      return rm(place.uploads, { recursive: true, force: true });
    };
    const now = new Date('2026-11-18T09:30:00Z');
    const makePlace = () => Promise.resolve({ ...place, remove });
    return runDrill({ folder, ring: [], makePlace, verify, now }).then(result => ({ ...result, removed }));
  };

  test('brings the copy back, holds the invariants, compares what was noted, and clears up', async () => {
    const result = await drill(copy, await createEmptyDatabase());
    expect(result).toMatchObject({ ok: true, problems: [], rpoSeconds: 27_000, keyId: null, removed: 1 });
    expect(result.landmarks).toBe(1); // the computed month
    expect(result.steps.map(step => step.name)).toEqual([
      'periksa salinan',
      'siapkan tempat',
      'pulihkan',
      'bandingkan',
      'mutakhirkan',
      'verifikasi',
    ]);
    const total = result.steps.reduce((sum, step) => sum + step.seconds, 0);
    expect(result.rtoSeconds).toBeCloseTo(total, 2);
  });

  test('is red where an invariant breaks, and where the copy is damaged, which then is not restored', async () => {
    const target = await createEmptyDatabase();
    const broken = await drill(copy, target, () => Promise.resolve(['I7: rantai putus']));
    expect(broken).toMatchObject({ ok: false, problems: ['I7: rantai putus'], removed: 1 });

    const bad = path.join(work, 'bad');
    await cp(copy, bad, { recursive: true });
    await writeFile(path.join(bad, 'tables', 'activity.copy'), 'x\n');
    const result = await drill(bad, target);
    expect(result).toMatchObject({
      ok: false,
      removed: 0,
      problems: [expect.stringContaining('activity.copy berubah')],
    });
    expect(result.steps.map(step => step.name)).toEqual(['periksa salinan']);
  });
});

describe('a place that is not empty is refused', () => {
  test('a database with a single row', async () => {
    const target = await createTestDatabase();
    await run(target, "INSERT INTO payroll_unit (code, name) VALUES ('LAMA', 'Unit lama')");
    const before = await contents(target);
    const request = { url: target, uploads: path.join(work, 'uploads-9'), source: copy };
    await expect(restore(request)).rejects.toThrow(/sudah berisi data \(tabel payroll_unit\)/);
    expect(await contents(target)).toEqual(before);
  });

  test('uploads that are there', async () => {
    const target = await createEmptyDatabase();
    await expect(restore({ url: target, uploads, source: copy })).rejects.toThrow(/tidak kosong/);
    expect(await isWithoutTables(target)).toBe(true);
  });

  test('a folder for the copy', async () => {
    await expect(backup({ url, uploads, target: uploads, madeAt: MADE_AT })).rejects.toThrow(/tidak kosong/);
  });
});

describe('the copy before an upgrade', () => {
  test('holds the data, and the uploads without taking their space twice', async () => {
    const folder = await copyOfData(url, uploads, path.join(work, 'data'), MADE_AT);
    expect(path.basename(folder)).toBe('before-20261118T020000Z');
    const original = await stat(path.join(uploads, 'ab', 'abcdef'));
    expect((await stat(path.join(folder, 'uploads', 'ab', 'abcdef'))).ino).toBe(original.ino);

    const target = await createEmptyDatabase();
    await restore({ url: target, uploads: path.join(work, 'uploads-10'), source: folder });
    expect(await contents(target)).toEqual(await contents(url));
  });
});

describe('the order of loading', () => {
  const key = (table: string, target: string): Parameters<typeof orderForLoading>[1][number] => ({
    name: `${table}_${target}`,
    table,
    target,
    definition: '',
  });

  test('puts what is referred to first', () => {
    expect(orderForLoading(['c', 'b', 'a'], [key('c', 'b'), key('b', 'a'), key('b', 'b')])).toEqual({
      tables: ['a', 'b', 'c'],
      setAside: [],
    });
  });

  test('sets the keys of a ring aside, which are in force again after the load', async () => {
    const ring = [key('a', 'b'), key('b', 'a'), key('c', 'a')];
    expect(orderForLoading(['a', 'b', 'c'], ring)).toEqual({ tables: ['a', 'b', 'c'], setAside: [key('a', 'b')] });

    const migrationsFolder = path.join(work, 'ring');
    await mkdir(path.join(migrationsFolder, '1_ring'), { recursive: true });
    await writeFile(
      path.join(migrationsFolder, '1_ring', 'migration.sql'),
      `CREATE TABLE hen (id int PRIMARY KEY, egg int);
       CREATE TABLE egg (id int PRIMARY KEY, hen int REFERENCES hen);
       ALTER TABLE hen ADD FOREIGN KEY (egg) REFERENCES egg DEFERRABLE INITIALLY DEFERRED;
       INSERT INTO hen VALUES (7, NULL)`,
    );
    const source = await createEmptyDatabase();
    await deployMigrations(source, { folder: migrationsFolder });
    await run(source, 'INSERT INTO egg VALUES (1, 7); UPDATE hen SET egg = 1');
    const ringCopy = path.join(work, 'ring-copy');
    const none = path.join(work, 'none');
    await backup({ url: source, uploads: none, target: ringCopy, madeAt: MADE_AT });
    const target = await createEmptyDatabase();
    await restore({ url: target, uploads: none, source: ringCopy, migrationsFolder });

    expect(await contents(target)).toEqual(await contents(source));
    await expect(run(target, 'UPDATE hen SET egg = 2')).rejects.toThrow(/hen_egg_fkey/);
  });
});
