import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { isBaseDue, isCopyDue } from '../../src/platform/backup/due-time.ts';
import { carriedUntil, logFolder, shipLog } from '../../src/platform/backup/log/log-shipment.ts';
import { baseFolder, writeBaseManifest } from '../../src/platform/backup/log/base-manifest.ts';
import { Cabinet } from '../../src/platform/backup/cabinet.ts';
import { removeOldLog } from '../../src/platform/backup/log/base-schedule.ts';

const PIECE = '000000010000000000000003';
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});
const folder = async (): Promise<string> => {
  const made = await mkdtemp(path.join(os.tmpdir(), 'takar-log-'));
  folders.push(made);
  return made;
};
const outboxWith = async (text: string, name = PIECE): Promise<string> => {
  const outbox = await folder();
  await writeFile(path.join(outbox, name), text);
  return outbox;
};
const pieceIn = async (dir: string, system: string): Promise<string> =>
  gunzipSync(await readFile(path.join(logFolder(dir, system), `${PIECE}.gz`))).toString();
const baseAt = async (dir: string, name: string, system: string | undefined, firstPiece = PIECE): Promise<void> => {
  const cabinet = Cabinet.make(path.join(baseFolder(dir), name));
  const madeAt = '2026-11-18T01:00:00.000Z';
  const parts = { format: 1, madeAt, firstPiece, label: '', files: [], folders: [] } as const;
  await writeBaseManifest(cabinet, { ...parts, files: [], folders: [], ...(system ? { system } : {}) });
};

describe('The log of a server', () => {
  test('that was made anew is kept beside that of the one before, whose pieces bear the same names', async () => {
    const dir = await folder();
    await shipLog(await outboxWith('the old server'), { dir, system: '1' }, []);
    const outbox = await outboxWith('the new server');
    expect(await shipLog(outbox, { dir, system: '2' }, [])).toBe(1);
    expect([await pieceIn(dir, '1'), await pieceIn(dir, '2')]).toEqual(['the old server', 'the new server']);
    expect(await readdir(outbox)).toEqual([]);
  });

  test('that was set back behind its own past is not mixed with it: the piece stays, and it is said', async () => {
    const dir = await folder();
    await shipLog(await outboxWith('as it was'), { dir, system: '1' }, []);
    const outbox = await outboxWith('as it is now');
    await expect(shipLog(outbox, { dir, system: '1' }, [])).rejects.toThrow(/isi lain/);
    expect(await readdir(outbox)).toEqual([PIECE]);
    expect(await pieceIn(dir, '1')).toBe('as it was');
    const same = await outboxWith('as it was');
    expect(await shipLog(same, { dir, system: '1' }, [])).toBe(1); // carried before a crash, and asked again
    expect(await readdir(same)).toEqual([]);
  });

  test('counts as carried only where a base of that server goes before it', async () => {
    const dir = await folder();
    await baseAt(dir, 'takar-20261118T010000Z', '1');
    await shipLog(await outboxWith('of another'), { dir, system: '2' }, []);
    expect(await carriedUntil(dir, [])).toBeUndefined();
    await shipLog(await outboxWith('of this one'), { dir, system: '1' }, []);
    const at = new Date('2026-11-18T02:00:00Z');
    await utimes(path.join(logFolder(dir, '1'), `${PIECE}.gz`), at, at);
    expect(await carriedUntil(dir, [])).toEqual(at);
  });

  test('goes after five weeks with the last base of its server, that of another stays whole', async () => {
    const dir = await folder();
    for (const system of ['1', '2', '3']) await shipLog(await outboxWith(system), { dir, system }, []);
    await baseAt(dir, 'takar-20260901T010000Z', '1');
    await baseAt(dir, 'takar-20261001T010000Z', '2', '000000010000000000000004');
    await baseAt(dir, 'takar-20261110T010000Z', '3', '000000010000000000000001');
    await removeOldLog(dir, [], new Date('2026-11-18T01:00:00Z'));
    expect((await readdir(logFolder(dir))).sort()).toEqual(['2', '3']);
    expect(await readdir(logFolder(dir, '2'))).not.toContain(`${PIECE}.gz`);
    expect(await readdir(logFolder(dir, '3'))).toContain(`${PIECE}.gz`);
  });
});

describe('A base is due', () => {
  const now = new Date('2026-11-18T01:00:00Z');
  const state = { system: '7', timeline: 1 };
  const last = { at: new Date('2026-11-17T01:00:00Z'), ok: true, timeline: 1, system: '7' };
  test.each([
    ['there is none', undefined, true],
    ['one of yesterday stands', last, false],
    ['the one that stands is of another server: a copy was restored into a new one', { ...last, system: '6' }, true],
    ['the one that stands is of another history', { ...last, timeline: 2 }, true],
    ['it stands in a future that a wrong clock showed', { ...last, at: new Date('2027-11-17T01:00:00Z') }, true],
    ['it failed in such a future', { ...last, ok: false, at: new Date('2027-11-17T01:00:00Z') }, true],
  ])('where %s: %#', (_when, before, due) => {
    expect(isBaseDue(before, state, now)).toBe(due);
  });
});

test('A copy is due again at once when the clock that made or missed the last one was ahead', () => {
  const now = new Date('2026-11-18T01:00:00Z');
  const ahead = new Date('2027-11-18T01:00:00Z');
  const due = (success?: Date, failure?: Date): boolean => isCopyDue({ success, failure }, now, 'Asia/Makassar', 120);
  expect(due(ahead)).toBe(true);
  expect(due(undefined, ahead)).toBe(true);
  expect(due(new Date('2026-11-18T00:00:00Z'))).toBe(false);
});
