import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealTrail } from '../../src/features/assurance/chain.ts';
import { verifyAll } from '../../src/features/assurance/service.ts';
import { backup } from '../../src/platform/backup/backup.ts';
import { restore } from '../../src/platform/backup/restore.ts';
import { filledForm, idIn, NOW } from '../features/activity-log/desk.ts';
import { type Browser, createTestApp, type TestApp } from '../support/app.ts';
import { createEmptyDatabase } from '../support/database.ts';
import { createDemoDatabase } from '../support/demo-database.ts';
import { fixedClock } from '../../src/platform/clock.ts';

let work: string;
beforeAll(async () => (work = await mkdtemp(path.join(os.tmpdir(), 'takar-earlier-'))));
afterAll(() => rm(work, { recursive: true, force: true }));

const entriesOf = async (app: TestApp, description: string): Promise<string[]> => {
  const { rows } = await app.deps.pool.query<{ id: string }>('SELECT id FROM activity WHERE description = $1', [
    description,
  ]);
  return rows.map(row => row.id);
};

async function send(browser: Browser, form: Record<string, string>): Promise<string> {
  const answer = await browser.post('/kegiatan-harian', form);
  expect(answer.status, answer.text.slice(0, 300)).toBe(303);
  return idIn(answer.headers['location']);
}

/** F19: restored to an earlier time, sequences and keys come again, devices send once more. */
test('after a return to an earlier time each device sends again, and each entry is there exactly once', async () => {
  const database = await createDemoDatabase();
  const before = await createTestApp({ database, clock: fixedClock(NOW) });
  const staf = await before.signInAs('staf1');
  const copied = { ...(await filledForm(staf, '14', '15')), uraian: 'Dicatat sebelum salinan' };
  const lost = { ...(await filledForm(staf, '15', '16')), uraian: 'Dicatat sesudah salinan' };
  const waiting = { ...(await filledForm(staf, '16', '16.30')), uraian: 'Menunggu di perangkat' };
  const copiedId = await send(staf, copied);
  await sealTrail(before.deps.pool);
  const source = path.join(work, 'copy');
  await backup({ url: database, uploads: path.join(work, 'none'), target: source, madeAt: new Date(NOW) });
  const lostId = await send(staf, lost);
  await sealTrail(before.deps.pool);
  await before.close();

  const url = await createEmptyDatabase();
  await restore({ url, uploads: path.join(work, 'uploads'), source, restoredAt: new Date(NOW) });
  const after = await createTestApp({ database: url, clock: fixedClock(NOW) });
  const again = await after.signInAs('staf1');
  expect(await entriesOf(after, lost.uraian)).toEqual([]);

  expect(await send(again, copied)).toBe(copiedId); // its key came back with the copy
  const [first, second] = await Promise.all([send(again, lost), send(again, lost)]); // its key is new again
  expect(first).toBe(second);
  expect(first).not.toBe(lostId);
  await send(again, waiting);
  await send(again, waiting);
  for (const { uraian } of [copied, lost, waiting]) expect(await entriesOf(after, uraian), uraian).toHaveLength(1);

  await sealTrail(after.deps.pool);
  const gap = "SELECT after -> 'rantai' ->> 'urut' AS seq FROM audit_event WHERE action = 'pulihkan'";
  expect((await after.deps.pool.query(gap)).rows).toEqual([{ seq: expect.stringMatching(/^\d+$/) as string }]);
  const { checks } = await verifyAll(after.deps.pool);
  expect(checks.filter(check => !check.ok)).toEqual([]);
});
