import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, type Browser, type TestApp } from '../../support/app.ts';
import { readCast, type Cast, type CastKey } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** One's own decisions, what waits below, and validators by letter, as the cast of the demo meets them. */

let app: TestApp;
let cast: Cast;
let atasan: Browser;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
  atasan = await app.signInAs('atasan');
}, 120_000);

const idsIn = (html: string): string[] => {
  const $ = cheerio.load(html);
  return $('[data-id]')
    .toArray()
    .map(node => $(node).attr('data-id')!);
};

describe('/verifikasi/riwayat', () => {
  it('lists one’s own decisions of a month, page by page, each once', async () => {
    const { rows } = await app.deps.pool.query<{ activity_id: string; action: string }>(
      `SELECT activity_id, action FROM activity_event WHERE actor_id = $1 AND part = 'verifikator' AND at >= '2026-10-31T16:00:00Z'`,
      [cast.atasan.employeeId],
    );
    expect(rows.length).toBeGreaterThan(50);
    const seen: string[] = [];
    let address: string | undefined = '/verifikasi/riwayat?bulan=2026-11';
    while (address !== undefined) {
      const { response, statements } = await app.statementsOf(atasan.get(address));
      expect(response.status).toBe(200);
      expect(statements.length).toBeLessThanOrEqual(4);
      seen.push(...idsIn(response.text));
      address = cheerio.load(response.text)('a[rel="next"]').last().attr('href');
      if (address?.includes('sesudah') !== true) address = undefined;
    }
    expect([...seen].sort()).toEqual(rows.map(row => row.activity_id).sort());
    const refused = await atasan.get('/verifikasi/riwayat?bulan=2026-11&keputusan=tolak');
    expect(idsIn(refused.text).sort()).toEqual(
      rows
        .filter(row => row.action === 'tolak')
        .map(row => row.activity_id)
        .sort(),
    );
    expect((await atasan.get('/verifikasi/riwayat?bulan=kemarin&keputusan=x&sesudah=y:z')).status).toBe(200);
  });

  it('marks what one press decided', async () => {
    const [first, second] = idsIn((await atasan.get('/verifikasi')).text);
    const versions = await app.deps.pool.query<{ id: string; version: number }>(
      'SELECT id, version FROM activity WHERE id = ANY ($1)',
      [[first, second]],
    );
    await atasan.post('/verifikasi/massal', {
      'id[]': versions.rows.map(row => `${row.id}:${String(row.version)}`),
      aksi: 'setujui',
      kunci_kirim: randomUUID(),
    });
    const page = cheerio.load((await atasan.get('/verifikasi/riwayat')).text);
    expect(page(`tr[data-id="${first!}"]`).text()).toContain('sekaligus');
  });

  it('is 403 to those who never have the step', async () => {
    const staf = await app.signInAs('staf1');
    for (const path of ['/verifikasi/riwayat', '/validasi/riwayat', '/unit'])
      expect((await staf.get(path)).status).toBe(403);
    expect((await atasan.get('/validasi/riwayat')).status).toBe(403);
  });
});

describe('/unit', () => {
  it('shows what waits at the chairs below, who carries how much, and never rupiah', async () => {
    const validator = await app.signInAs('validator');
    const { response, statements } = await app.statementsOf(validator.get('/unit'));
    expect(response.status).toBe(200);
    expect(statements.length).toBeLessThanOrEqual(4);
    const $ = cheerio.load(response.text);
    const { rows } = await app.deps.pool.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM activity a JOIN position_version v ON v.position_id = a.position_id
       WHERE v.superior_id = $1 AND a.status = 'dikirim'`,
      [cast.atasan.positionId],
    );
    const line = $('table tbody tr')
      .filter((_, row) => $(row).text().includes(cast.atasan.name))
      .first();
    expect(line.find('td').first().text().trim()).toBe(String(rows[0]!.waiting));
    for (const key of ['staf1', 'staf2', 'staf3', 'atasan'] as const) expect(response.text).toContain(cast[key].name);
    for (const key of ['staf_lain', 'kepala', 'validator'] as const)
      expect($('main').text()).not.toContain(cast[key].name);
    expect($('main').text()).not.toMatch(/Rp\d/);
    expect((await validator.get('/unit?bulan=2026-10')).text).toContain('Oktober 2026');
  });

  it('expects of a unit of six days its own days and hours, and of who came later fewer', async () => {
    const { pool } = app.deps;
    const rowOf = async (key: CastKey): Promise<string> => {
      const $ = cheerio.load((await (await app.signInAs('kepala')).get('/unit?bulan=2026-11')).text);
      const row = $('main table tbody tr').filter((_, each) => $(each).text().includes(cast[key].name));
      return row.last().text().replaceAll(/\s+/g, ' ');
    };
    // 1 to 18 November 2026: 13 days from Monday to Friday, 15 with Saturdays.
    expect(await rowOf('atasan')).toMatch(/dari 65 jam efektif.* dari 13(?!\d)/);
    await pool.query(
      `INSERT INTO org_unit_version (unit_id, from_date, name, kind, parent_id, payroll_unit_id, work_pattern, zone)
       SELECT u.unit_id, '2026-11-02', u.name, u.kind, u.parent_id, u.payroll_unit_id, 6, u.zone
       FROM org_unit_version u JOIN position_version v ON v.unit_id = u.unit_id WHERE v.position_id = $1
       ORDER BY u.from_date DESC LIMIT 1`,
      [cast.atasan.positionId],
    );
    expect(await rowOf('atasan')).toMatch(/dari 62 jam 30 menit efektif.* dari 15(?!\d)/);
  });

  it('counts no entry of a month that is closed as waiting', async () => {
    const waiting = async (): Promise<number> => {
      const { text } = await (await app.signInAs('kepala')).get('/unit');
      return Number(/(\d+) kegiatan menunggu keputusan/.exec(text.replaceAll('.', ''))?.[1]);
    };
    const before = await waiting();
    const moved = await app.deps.pool.query(
      `UPDATE activity SET work_date = '2026-10-31' WHERE id = (SELECT id FROM activity
         WHERE employee_id = $1 AND status = 'dikirim' AND work_date >= '2026-11-01' ORDER BY id LIMIT 1)`,
      [cast.staf1.employeeId],
    );
    expect([moved.rowCount, await waiting()]).toEqual([1, before]);
    await app.deps.pool.query(
      `INSERT INTO payroll_period (month, kind, payroll_unit_id, open)
       SELECT '2026-10-01', 'TPP', payroll_unit_id, false FROM activity WHERE employee_id = $1 AND work_date = '2026-10-31' LIMIT 1
       ON CONFLICT (month, kind, payroll_unit_id) DO UPDATE SET open = false`,
      [cast.staf1.employeeId],
    );
    expect(await waiting()).toBe(before - 1);
  });

  it('names objections that wait beyond their day, to the level above who decides them', async () => {
    await app.deps.pool.query("UPDATE objection SET due_on = '2026-11-17' WHERE state = 'diajukan'");
    expect((await (await app.signInAs('sekda')).get('/unit')).text).toContain('Keberatan yang lewat batas');
    expect((await (await app.signInAs('kepala_lain')).get('/unit')).text).not.toContain('Keberatan yang lewat batas');
  });
});

describe('who looked', () => {
  const looksAt = async (key: CastKey, viewer: CastKey): Promise<readonly string[]> => {
    const { rows } = await app.deps.pool.query<{ what: string }>(
      'SELECT what FROM data_view WHERE subject_id = $1 AND viewer_id = $2 ORDER BY what',
      [cast[key].employeeId, cast[viewer].employeeId],
    );
    return rows.map(row => row.what);
  };

  it('is noted for queue, entry, unit and SKP: once a day for each person shown, and for nobody else', async () => {
    await app.deps.pool.query(
      "SET session_replication_role = 'replica'; DELETE FROM data_view; SET session_replication_role = 'origin'",
    );
    const [entry] = idsIn((await atasan.get(`/verifikasi?pegawai=${cast.staf2.employeeId}`)).text);
    expect(await looksAt('staf2', 'atasan')).toEqual(['kegiatan']);
    expect(await looksAt('staf1', 'atasan')).toEqual([]);
    for (const page of ['/verifikasi', `/verifikasi/${entry!}`, '/verifikasi?tanda=tanpa', '/unit', '/unit'])
      expect([page, (await atasan.get(page)).status]).toEqual([page, 200]);
    expect(await looksAt('staf2', 'atasan')).toEqual(['kegiatan', 'ringkasan']);
    const { rows: seen } = await app.deps.pool.query<{ id: string }>(
      "SELECT subject_id AS id FROM data_view WHERE viewer_id = $1 AND what = 'kegiatan' ORDER BY 1",
      [cast.atasan.employeeId],
    );
    const { rows: listed } = await app.deps.pool.query<{ id: string }>(
      'SELECT DISTINCT employee_id AS id FROM activity WHERE id = ANY ($1) ORDER BY 1',
      [idsIn((await atasan.get('/verifikasi')).text)],
    );
    expect(seen).toEqual(listed);
    expect((await atasan.get('/sasaran/bawahan?tahun=2026')).status).toBe(200);
    expect(await looksAt('staf1', 'atasan')).toContain('skp');
    expect(await looksAt('atasan', 'atasan')).toEqual([]);
    // An entry that is not the reader's to see leaves no trace of a look.
    expect((await (await app.signInAs('kepala_lain')).get(`/verifikasi/${entry!}`)).status).toBe(404);
    expect(await looksAt('staf2', 'kepala_lain')).toEqual([]);
    const told = cheerio
      .load((await (await app.signInAs('staf2')).get('/akun/dilihat')).text)('tbody')
      .text();
    for (const words of ['Kegiatan harian', 'Jumlah jam dan poin', 'SKP']) expect(told).toContain(words);
  });
});

describe('a validator named by letter', () => {
  it('gets the step instead of the tree, and it climbs from there', async () => {
    const { pool } = app.deps;
    await pool.query(
      `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, echelon, job_class, family, one_step, validator_id, decree)
       SELECT position_id, '2026-11-18', title, unit_id, superior_id, kind, echelon, job_class, family, one_step, $2, 'SK contoh'
       FROM position_version WHERE position_id = $1 ORDER BY from_date DESC LIMIT 1`,
      [cast.staf3.positionId, cast.atasan_lain.positionId],
    );
    const mine = await pool.query<{ id: string }>(
      "SELECT id FROM activity WHERE employee_id = $1 AND status = 'dikirim' ORDER BY id LIMIT 1",
      [cast.staf3.employeeId],
    );
    const id = mine.rows[0]!.id;
    expect((await atasan.submit(`/verifikasi/${id}`, { keputusan: 'setujui' })).status).toBe(303);
    const stored = await pool.query('SELECT validator_chair_id FROM activity WHERE id = $1', [id]);
    expect(stored.rows).toEqual([{ validator_chair_id: cast.atasan_lain.positionId }]);

    const named = await app.signInAs('atasan_lain');
    const tree = await app.signInAs('validator');
    expect((await tree.get(`/validasi/${id}`)).status).toBe(404);
    expect(idsIn((await tree.get(`/validasi?pegawai=${cast.staf3.employeeId}`)).text)).not.toContain(id);
    expect(idsIn((await named.get('/validasi')).text)).toContain(id);
    const own = await (await app.signInAs('staf3')).get(`/kegiatan-harian/${id}`);
    expect(own.text).toContain(`Menunggu validasi oleh ${cast.atasan_lain.name}`);

    // Taken back, the letter is read anew at the next approval.
    expect((await atasan.submit(`/verifikasi/${id}`, {}, `/verifikasi/${id}/batal`)).status).toBe(303);
    expect((await pool.query('SELECT validator_chair_id FROM activity WHERE id = $1', [id])).rows).toEqual([
      { validator_chair_id: null },
    ]);
    expect((await atasan.submit(`/verifikasi/${id}`, { keputusan: 'setujui' })).status).toBe(303);
    expect((await named.submit(`/validasi/${id}`, { keputusan: 'setujui' })).status).toBe(303);
    const done = await pool.query('SELECT status, validated_by FROM activity WHERE id = $1', [id]);
    expect(done.rows).toEqual([{ status: 'divalidasi', validated_by: cast.atasan_lain.employeeId }]);
  });

  it('opens the work sheets of whom the letter speaks of, and of nobody else of that office', async () => {
    const named = await app.signInAs('atasan_lain');
    const sheet = (key: CastKey, month = '2026-11', kind = 'lkh'): string =>
      `/laporan/${kind}?bulan=${month}&pegawai=${cast[key].employeeId}`;
    expect((await named.get(sheet('staf3'))).text).toContain(cast.staf3.name);
    expect((await named.get(sheet('staf3', '2026-10', 'lkh.xlsx'))).status).toBe(200);
    for (const key of ['staf1', 'staf2', 'atasan', 'validator'] as const)
      expect([key, (await named.get(sheet(key))).status]).toEqual([key, 404]);
    const recap = (await named.get('/laporan/rekap?bulan=2026-11&unit=DPMPTSP')).text;
    expect(cheerio.load(recap)('main table a').text()).toContain(cast.staf3.name);
    for (const key of ['staf1', 'staf2', 'atasan'] as const) expect(recap).not.toContain(cast[key].name);
    // Who sits above the named chair is not the validator while somebody holds it.
    const above = await app.signInAs('kepala_lain');
    expect((await above.get(sheet('staf3'))).status).toBe(404);
    const looks = await (await app.signInAs('staf3')).get('/akun/dilihat');
    expect(looks.text).toContain(cast.atasan_lain.name);
  });
});
