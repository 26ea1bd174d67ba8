import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dailyTimes, latestBackups, recordBackupEvent } from '../../src/platform/backup/backup-event.ts';
import { listCopies } from '../../src/platform/backup/copy-list.ts';
import { isCopyDue, isDrillDue, lastDue } from '../../src/platform/backup/due-time.ts';
import { refuseFullDisk } from '../../src/platform/backup/free-space.ts';
import { copiesToRemove } from '../../src/platform/backup/retention.ts';
import { makeScheduledCopy } from '../../src/platform/backup/scheduled-copy.ts';
import { createPool, type Pool } from '../../src/platform/database/pool.ts';
import { createTestDatabase } from '../support/database.ts';

const ZONE = 'Asia/Makassar';
const TWO = 120;
const DAY_MS = 86_400_000;
const at = (text: string): Date => new Date(`${text}+08:00`);

describe('the daily copy is due', () => {
  test('from its hour on, once, in the zone of the regency', () => {
    expect(lastDue(at('2026-11-18T01:59'), ZONE, TWO)).toEqual(at('2026-11-17T02:00'));
    expect(lastDue(at('2026-11-18T02:00'), ZONE, TWO)).toEqual(at('2026-11-18T02:00'));
    const due = (now: string, success?: string, failure?: string): boolean =>
      isCopyDue(
        { success: success ? at(success) : undefined, failure: failure ? at(failure) : undefined },
        at(now),
        ZONE,
        TWO,
      );
    expect(due('2026-11-18T09:00')).toBe(true);
    expect(due('2026-11-18T02:00', '2026-11-17T02:00')).toBe(true);
    expect(due('2026-11-18T01:59', '2026-11-17T02:00')).toBe(false);
    expect(due('2026-11-18T23:00', '2026-11-18T02:01')).toBe(false);
    expect(due('2026-11-18T02:20', '2026-11-17T02:00', '2026-11-18T02:01')).toBe(false);
    expect(due('2026-11-18T02:40', '2026-11-17T02:00', '2026-11-18T02:01')).toBe(true);
  });

  test('with a drill once a week, in the night alone', () => {
    expect(isDrillDue(undefined, at('2026-11-18T02:10'), ZONE, TWO)).toBe(true);
    expect(isDrillDue(undefined, at('2026-11-18T10:00'), ZONE, TWO)).toBe(false);
    expect(isDrillDue(at('2026-11-12T02:30'), at('2026-11-18T02:10'), ZONE, TWO)).toBe(false);
    expect(isDrillDue(at('2026-11-11T02:30'), at('2026-11-18T02:10'), ZONE, TWO)).toBe(true);
  });
});

describe('what is too old', () => {
  const daily = (days: number) =>
    Array.from({ length: days }, (_, age) => {
      const madeAt = new Date(at('2026-11-18T02:00').getTime() - age * DAY_MS);
      return { place: madeAt.toISOString().slice(0, 10), madeAt };
    });

  test('leaves the newest of seven days, five weeks and twelve months after two years of nights', () => {
    const copies = daily(730);
    const removed = new Set(copiesToRemove(copies, { days: 7, weeks: 5, months: 12 }, ZONE));
    const kept = copies.map(copy => copy.place).filter(place => !removed.has(place));
    expect(kept.slice(0, 7)).toEqual(copies.slice(0, 7).map(copy => copy.place));
    // names are UTC days: 02:00 in the zone is the evening before
    expect(kept.slice(7)).toEqual([
      ...['2026-11-07', '2026-10-31', '2026-10-30', '2026-10-24', '2026-09-29', '2026-08-30', '2026-07-30'],
      ...['2026-06-29', '2026-05-30', '2026-04-29', '2026-03-30', '2026-02-27', '2026-01-30', '2025-12-30'],
    ]);
  });

  test('never takes the newest, nor what is named besides, whatever the settings and the clock say', () => {
    const copies = daily(3);
    const oldest = copies[2]!.place;
    expect(copiesToRemove(copies, { days: 1, weeks: 0, months: 0 }, ZONE, [oldest])).toEqual([copies[1]!.place]);
    expect(copiesToRemove(copies.slice(0, 1), { days: 0, weeks: 0, months: 0 }, ZONE)).toEqual([]);
    expect(copiesToRemove([], { days: 7, weeks: 5, months: 12 }, ZONE)).toEqual([]);
  });
});

describe('the daily copy', () => {
  let work: string;
  let dir: string;
  let uploads: string;
  let url: string;
  let pool: Pool;

  beforeAll(async () => {
    work = await mkdtemp(path.join(os.tmpdir(), 'takar-schedule-'));
    dir = path.join(work, 'cadangan');
    uploads = path.join(work, 'uploads');
    await mkdir(uploads);
    await writeFile(path.join(uploads, 'foto'), 'x'.repeat(1000));
    url = await createTestDatabase();
    pool = createPool({ url, max: 2 });
  });
  afterAll(async () => {
    await pool.end();
    await rm(work, { recursive: true, force: true });
  });

  const makeAt = (now: string, keyFile?: string) =>
    makeScheduledCopy({
      url,
      uploads,
      settings: { dir, atMinute: TWO, keeping: { days: 2, weeks: 0, months: 0 }, keyFile },
      zone: ZONE,
      now: () => at(now),
    });
  const names = async (): Promise<string[]> => (await readdir(dir)).sort();

  test('is made once, checked, under its own name; two processes at once make one', async () => {
    const both = await Promise.all([makeAt('2026-11-15T02:00'), makeAt('2026-11-15T02:00')]);
    expect(both.filter(made => made !== undefined)).toHaveLength(1);
    expect(await makeAt('2026-11-15T09:00')).toBeUndefined();
    expect(await names()).toEqual(['takar-20261114T180000Z']);
    const { copies, failure } = await latestBackups(pool);
    expect(copies).toMatchObject([
      { place: path.join(dir, 'takar-20261114T180000Z'), madeAt: at('2026-11-15T02:00'), keyId: null, actor: 'jadwal' },
    ]);
    expect(copies[0]!.bytes).toBeGreaterThan(1000);
    expect(failure).toBeUndefined();
    expect((await listCopies(dir)).map(copy => copy.madeAt)).toEqual([at('2026-11-15T02:00')]);
  });

  test('takes unchanged uploads of the copy before as second names, and clears a broken-off one away', async () => {
    await mkdir(path.join(dir, 'takar-20261115T120000Z.belum'));
    await makeAt('2026-11-16T02:00');
    expect(await names()).toEqual(['takar-20261114T180000Z', 'takar-20261115T180000Z']);
    const inodes = await Promise.all(
      (await names()).map(async name => (await stat(path.join(dir, name, 'uploads', 'foto'))).ino),
    );
    expect(inodes[0]).toBe(inodes[1]);
  });

  test('that fails removes nothing, says why, waits half an hour, and then trusts no copy before', async () => {
    await writeFile(path.join(dir, 'takar-20261115T180000Z', 'uploads', 'foto'), 'y'.repeat(1000));
    await expect(makeAt('2026-11-17T02:00', path.join(work, 'tidak-ada'))).rejects.toThrow(/tidak dapat dibaca/);
    expect(await names()).toHaveLength(2);
    const { failure } = await latestBackups(pool);
    expect(failure?.reason).toMatch(/Berkas kunci cadangan .* tidak dapat dibaca/);
    const { failure: failedAt } = await dailyTimes(pool); // recorded in real time
    expect(failedAt).toBeInstanceOf(Date);

    const later = new Date(failedAt!.getTime() + 31 * 60_000);
    const made = await makeScheduledCopy({
      url,
      uploads,
      settings: { dir, atMinute: TWO, keeping: { days: 2, weeks: 0, months: 0 }, keyFile: undefined },
      zone: ZONE,
      now: () => later,
    });
    const folder = made!.summary.folder;
    expect(await readFile(path.join(folder, 'uploads', 'foto'), 'utf8')).toBe('x'.repeat(1000));
    expect(made!.removed).toEqual([path.join(dir, 'takar-20261114T180000Z')]);
    expect(await names()).toEqual(['takar-20261115T180000Z', path.basename(folder)]);
    expect((await latestBackups(pool)).failure).toBeUndefined();
  });

  test('removes only what this schedule has put there', async () => {
    await recordBackupEvent(pool, {
      kind: 'salinan',
      place: path.join(work, 'usb'),
      madeAt: at('2026-01-01T02:00'),
      ok: true,
      bytes: 1,
      actor: 'perintah (budi)',
    });
    await mkdir(path.join(work, 'usb'));
    await mkdir(path.join(dir, 'takar-20250101T180000Z'));
    const { failure } = await dailyTimes(pool);
    const nextDay = new Date(failure!.getTime() + 2 * DAY_MS);
    await makeScheduledCopy({
      url,
      uploads,
      settings: { dir, atMinute: TWO, keeping: { days: 1, weeks: 0, months: 0 }, keyFile: undefined },
      zone: ZONE,
      now: () => nextDay,
    });
    expect(await names()).toContain('takar-20250101T180000Z');
    expect(await readdir(work)).toContain('usb');
  });
});

describe('a full disk', () => {
  test('is noticed before the first byte', async () => {
    await expect(refuseFullDisk(os.tmpdir(), Number.MAX_SAFE_INTEGER)).rejects.toThrow(/Kosongkan ruang/);
    await refuseFullDisk(os.tmpdir(), 1);
  });
});
