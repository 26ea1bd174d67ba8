import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from '../../support/app.ts';
import { addTarget, openDesk, plansOf, submitPlan, TARGET, targetsIn, type Desk } from './desk.ts';

/** After a transfer the year has a second SKP, for the new chair and decided on by its superior. */

let desk: Desk;
let staf2: Browser;

beforeAll(async () => {
  desk = await openDesk();
  const { pool } = desk.app.deps;
  const { staf2: mover, atasan_lain: above } = desk.cast;
  const chair = randomUUID();
  await pool.query('INSERT INTO position (id, code) VALUES ($1, $2)', [chair, 'JABATAN-BARU']);
  await pool.query(
    `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, job_class, family)
     SELECT $1, from_date, 'Penata Layanan Arsip', unit_id, position_id, 'PELAKSANA', 7, 'kearsipan'
     FROM position_version WHERE position_id = $2 ORDER BY from_date DESC LIMIT 1`,
    [chair, above.positionId],
  );
  await pool.query("UPDATE assignment SET last_date = '2026-11-15' WHERE employee_id = $1 AND last_date IS NULL", [
    mover.employeeId,
  ]);
  await pool.query(
    "INSERT INTO assignment (employee_id, position_id, kind, from_date) VALUES ($1, $2, 'DEFINITIF', '2026-11-16')",
    [mover.employeeId, chair],
  );
  staf2 = await desk.app.signInAs('staf2');
}, 120_000);

const offered = async (address: string): Promise<string[]> => {
  const { text } = await staf2.get(address).expect(200);
  const $ = cheerio.load(text);
  return $('select[name="sasaran"] option')
    .toArray()
    .map(option => String($(option).attr('value')))
    .filter(Boolean);
};

describe('a second SKP of a year', () => {
  it('begins with the new chair; the first ends the day before', async () => {
    const [before] = await plansOf(desk, 'staf2');
    expect((await addTarget(staf2)).status).toBe(303);
    const [first, second, ...more] = await plansOf(desk, 'staf2');
    expect(more).toEqual([]);
    expect(first).toMatchObject({ id: before!.id, part: 1, state: 'disetujui', until_date: '2026-11-15' });
    expect(second).toMatchObject({ part: 2, revision: 1, state: 'draf', from_date: '2026-11-16' });
    const page = await staf2.get('/sasaran').expect(200);
    expect(page.text).toContain('SKP 2026 bagian 2');
  });

  it('offers each day the targets of its own part', async () => {
    const [first, second] = await plansOf(desk, 'staf2');
    const ids = async (plan: string): Promise<string[]> => (await targetsIn(desk, plan)).map(target => target.id);
    expect(await offered('/kegiatan-harian/baru?tanggal=2026-11-18')).toEqual(await ids(second!.id));
    expect(await offered('/kegiatan-harian/baru?tanggal=2026-11-13')).toEqual(await ids(first!.id));
  });

  it('is decided on by the new superior, not by the old one', async () => {
    await submitPlan(staf2);
    const [, second] = await plansOf(desk, 'staf2');
    const old = await desk.app.signInAs('atasan');
    await old.get(`/sasaran/bawahan/${second!.id}`).expect(404);
    await old.post(`/sasaran/${second!.id}/setujui`, { versi: String(second!.version) }).expect(404);
    const now = await desk.app.signInAs('atasan_lain');
    expect((await now.get('/sasaran/bawahan').expect(200)).text).toContain(TARGET.rhk);
    await now.post(`/sasaran/${second!.id}/setujui`, { versi: String(second!.version) }).expect(303);
    expect((await plansOf(desk, 'staf2')).map(plan => plan.state)).toEqual(['disetujui', 'disetujui']);
  });
});
