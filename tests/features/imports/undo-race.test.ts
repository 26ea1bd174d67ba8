import { beforeAll, expect, it } from 'vitest';
import * as cheerio from 'cheerio';
import { newId } from '../../../src/platform/identity.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { type Browser, createTestApp, type TestApp } from '../../support/app.ts';
import { readCast } from '../../support/cast.ts';
import { closedMonth } from '../../support/computed-month.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** An import taken back at the very moment at which somebody it brought in gets an entry. */

const UPLOAD = '/kepegawaian/pegawai/impor';
const HEAD = 'nip,nama,gelar,status,gol,jabatan,kelas,eselon,kode_unit,npwp,bank,rekening,hp,email,tmt';
let app: TestApp;
let office: Browser;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  office = await app.signInAs('kepegawaian1');
}, 120_000);

/** Brings one person in through the pages. @returns the batch's page */
async function bringIn(nip: string): Promise<string> {
  const line = `${nip},Baru Datang,S.Sos.,PNS,III/a,Pengadministrasi Perkantoran,7,,DPMPTSP,,,,,,01/03/2026`;
  const content = Buffer.from(`${HEAD}\n${line}`);
  const answer = await office.submit(UPLOAD, {}, UPLOAD, [{ field: 'berkas', name: 'pegawai.csv', content }]);
  const batch = answer.headers['location']!;
  expect((await office.submit(batch, {}, batch)).status).toBe(303);
  return batch;
}

/** An entry of that person, in one statement as the form writes it. @returns whether the database took it */
async function log(nip: string): Promise<boolean> {
  const at = new Date(DEMO_NOW);
  try {
    const { rowCount } = await app.deps.pool.query(
      `INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, description, volume,
         start_minute, end_minute, points_per_unit, points, status, version, created_at, updated_at)
       SELECT $1, '2026-11-18', e.id, s.position_id, u.payroll_unit_id, i.id, 'Kegiatan pertama', 1, 480, 510, 30, 30, 'draf', 1, $3, $3
       FROM employee e JOIN assignment s ON s.employee_id = e.id JOIN position_version v ON v.position_id = s.position_id
       JOIN org_unit_version u ON u.unit_id = v.unit_id, (SELECT id FROM catalogue_item LIMIT 1) i WHERE e.nip = $2 LIMIT 1`,
      [newId(at), nip, at],
    );
    return rowCount === 1;
  } catch {
    return false;
  }
}

it('has one of the two: the person with the entry, or neither', async () => {
  for (let round = 0; round < 6; round += 1) {
    const nip = `19900101202012${String(4000 + round)}`;
    const batch = await bringIn(nip);
    const form = cheerio.load((await office.get(batch)).text)(`form[action="${batch}/urungkan"] [name="versi"]`);
    const undo = () => office.post(`${batch}/urungkan`, { versi: form.attr('value')! });
    const [undone, logged] =
      round % 2 === 0
        ? await Promise.all([undo(), log(nip)])
        : await Promise.all([log(nip), undo()]).then(([entry, answer]) => [answer, entry] as const);
    const { rows } = await app.deps.pool.query<{ people: number; entries: number; orphans: number }>(
      `SELECT (SELECT count(*)::int FROM employee WHERE nip = $1) AS people,
         (SELECT count(*)::int FROM activity a JOIN employee e ON e.id = a.employee_id WHERE e.nip = $1) AS entries,
         (SELECT count(*)::int FROM activity a WHERE NOT EXISTS (SELECT 1 FROM employee e WHERE e.id = a.employee_id)) AS orphans`,
      [nip],
    );
    const outcome = [undone.status, logged, rows[0]];
    if (logged) expect(outcome).toEqual([409, true, { people: 1, entries: 1, orphans: 0 }]);
    else expect(outcome).toEqual([303, false, { people: 0, entries: 0, orphans: 0 }]);
  }
}, 60_000);

it('takes a rank with a date in a paid month, not in one being computed, and does not take it back', async () => {
  const { pool, clock } = app.deps;
  const { staf2 } = await readCast(pool);
  const { rows } = await pool.query<{ nip: string; name: string; unit: string; by: string }>(
    `SELECT e.nip, e.name, takar_paying_unit(e.id, '2026-10-01') AS unit, (SELECT closed_by FROM payroll_run LIMIT 1) AS by
     FROM employee e WHERE e.id = $1`,
    [staf2.employeeId],
  );
  const { nip, name, unit, by } = rows[0]!;
  const uploaded = async (since: string): Promise<string> => {
    const content = Buffer.from(`${HEAD}\n${nip},${name},,PNS,IV/e,,,,,,,,,,${since}`);
    const answer = await office.submit(UPLOAD, {}, UPLOAD, [{ field: 'berkas', name: 'pangkat.csv', content }]);
    return answer.headers['location']!;
  };
  const october = await closedMonth(pool, { month: '2026-10-01', payrollUnitId: unit, by, at: clock.now() });
  await october.compute();
  expect((await office.get(await uploaded('01/10/2026'))).text).toContain('Setujui atau batalkan dulu perhitungannya');
  await october.reopen();

  const batch = await uploaded('01/09/2026');
  expect((await office.submit(batch, {}, batch)).status).toBe(303);
  const causes = await pool.query("SELECT month FROM adjustment_cause WHERE employee_id = $1 AND kind = 'mutasi'", [
    staf2.employeeId,
  ]);
  expect(causes.rows).toEqual([{ month: '2026-09-01' }]);
  const page = await office.get(batch);
  expect(page.text).toContain('1 baris yang dipakai TPP bulan tertutup');
}, 60_000);
