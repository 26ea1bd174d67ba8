import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/platform/identity.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, formOn, type Browser, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** /verifikasi and /validasi as the cast of the demo meets them. */

let app: TestApp;
let cast: Cast;
let atasan: Browser;
let validator: Browser;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
  atasan = await app.signInAs('atasan');
  validator = await app.signInAs('validator');
}, 120_000);

interface Waiting extends Record<string, unknown> {
  readonly id: string;
  readonly version: number;
  readonly points: number;
}

/** What waits below the position of one of the cast, by plain SQL. */
async function waitingBelow(key: 'atasan' | 'validator', status: 'dikirim' | 'diverifikasi'): Promise<Waiting[]> {
  const chair = status === 'dikirim' ? 'a.position_id' : 'a.verified_chair_id';
  const { rows } = await app.deps.pool.query<Waiting>(
    `SELECT a.id, a.version, a.points FROM activity a JOIN position_version v ON v.position_id = ${chair}
     LEFT JOIN payroll_period p ON p.payroll_unit_id = a.payroll_unit_id AND p.month = date_trunc('month', a.work_date::timestamp)::date
     WHERE v.superior_id = $1 AND a.status = $2 AND coalesce(p.open, true) ORDER BY a.id`,
    [cast[key].positionId, status],
  );
  return rows;
}

/** A fresh entry of staf1, sent and waiting for `atasan`. */
async function fresh(start: number, options: { verified?: boolean } = {}): Promise<string> {
  const id = newId(app.deps.clock.now());
  const at = app.deps.clock.now();
  await app.deps.pool.query(
    `INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, description, volume, start_minute,
       end_minute, points_per_unit, points, status, version, verified_by, verified_chair_id, sent_at, created_at, updated_at)
     SELECT $1, '2026-11-18', $2, $3, $4, i.id, 'Dua undangan rapat koordinasi', 1, $5::smallint, $5::smallint + 30, 30, 30, $6, 1, $7, $8, $9, $9, $9
     FROM catalogue_item i ORDER BY i.code LIMIT 1`,
    [
      id,
      cast.staf1.employeeId,
      cast.staf1.positionId,
      cast.staf1.payrollUnitId,
      start,
      options.verified ? 'diverifikasi' : 'dikirim',
      options.verified ? cast.atasan.employeeId : null,
      options.verified ? cast.atasan.positionId : null,
      at,
    ],
  );
  return id;
}

const shownIn = (html: string): Map<string, { status: string; points: string }> => {
  const $ = cheerio.load(html);
  return new Map(
    $('[data-id]')
      .toArray()
      .map(node => [
        $(node).attr('data-id')!,
        { status: $(node).attr('data-status')!, points: $(node).attr('data-poin')! },
      ]),
  );
};

describe('the queue', () => {
  it('lists exactly what waits for the reader, in four statements at most', async () => {
    const expected = await waitingBelow('atasan', 'dikirim');
    expect(expected.length).toBeGreaterThan(3);
    const { response, statements } = await app.statementsOf(atasan.get('/verifikasi'));
    expect(response.status).toBe(200);
    expect(statements.length).toBeLessThanOrEqual(4);
    const shown = shownIn(response.text);
    expect([...shown.keys()].sort()).toEqual(expected.map(row => row.id));
    for (const row of expected) expect(shown.get(row.id)).toEqual({ status: 'dikirim', points: String(row.points) });
    expect(response.text).toContain(`${String(expected.length)} kegiatan dari`);
    const $ = cheerio.load(response.text);
    expect($('a[href="/verifikasi"] .lencana').first().text()).toBe(`${String(expected.length)} menunggu`);
  });

  it('of the next level lists what was verified below', async () => {
    const expected = await waitingBelow('validator', 'diverifikasi');
    const { response, statements } = await app.statementsOf(validator.get('/validasi'));
    expect(response.status).toBe(200);
    expect(statements.length).toBeLessThanOrEqual(4);
    expect([...shownIn(response.text).keys()].sort()).toEqual(expected.map(row => row.id));
  });

  it('is 403 to those who never have the step, and a way to sign in to strangers', async () => {
    const staf = await app.signInAs('staf1');
    expect((await staf.get('/verifikasi')).status).toBe(403);
    expect((await staf.get('/validasi')).status).toBe(403);
    expect((await atasan.get('/validasi')).status).toBe(403);
    const stranger = await app.browser().get('/verifikasi');
    expect([stranger.status, stranger.headers.location]).toEqual([303, '/masuk?lanjut=%2Fverifikasi']);
  });

  it('filters by person, day and mark, and says when nothing matches', async () => {
    const all = await waitingBelow('atasan', 'dikirim');
    const ofPerson = shownIn((await atasan.get(`/verifikasi?pegawai=${cast.staf2.employeeId}`)).text);
    const { rows } = await app.deps.pool.query<{ id: string }>(
      `SELECT id FROM activity WHERE employee_id = $1 AND status = 'dikirim' AND work_date >= '2026-11-01'`,
      [cast.staf2.employeeId],
    );
    expect([...ofPerson.keys()].sort()).toEqual(rows.map(row => row.id).sort());
    const marked = shownIn((await atasan.get('/verifikasi?tanda=ada')).text).size;
    const unmarked = shownIn((await atasan.get('/verifikasi?tanda=tanpa')).text).size;
    expect(marked + unmarked).toBe(all.length);
    const nothing = await atasan.get('/verifikasi?tanggal=2026-11-01');
    expect(nothing.text).toContain('Tidak ada yang cocok. Hapus filter atau ubah tanggal.');
    expect((await atasan.get('/verifikasi?tanggal=kemarin&pegawai=x&tanda=y')).status).toBe(200);
  });
});

describe('one entry', () => {
  it('stands complete with its form, in four statements', async () => {
    const id = await fresh(20 * 60);
    const { response, statements } = await app.statementsOf(atasan.get(`/verifikasi/${id}`));
    expect(response.status).toBe(200);
    expect(statements.length).toBeLessThanOrEqual(4);
    const form = formOn(response.text);
    const fields = { atas_nama: expect.any(String) as string, versi: '1', alasan: '' };
    expect(form).toEqual({ action: `/verifikasi/${id}`, fields });
    const $ = cheerio.load(response.text);
    expect(
      $('input[name="keputusan"]')
        .toArray()
        .map(node => $(node).attr('value')),
    ).toEqual(['setujui', 'kembalikan', 'tolak']);
    expect(
      $('input[name="alasan_kode"]')
        .toArray()
        .map(node => $(node).attr('value')),
    ).toEqual(['waktu', 'tidak_dikerjakan', 'volume', 'uraian', 'bukan_tugas', 'lainnya']);
    expect(response.text).toMatch(/\d+ dari \d+/);
  });

  it('is 404 to everybody whose step it is not, by GET and by POST', async () => {
    const [sent, verified] = [await fresh(20 * 60 + 30), await fresh(21 * 60, { verified: true })];
    const strangers: [string, string][] = [
      ['staf1', `/verifikasi/${sent}`],
      ['staf2', `/verifikasi/${sent}`],
      ['validator', `/verifikasi/${sent}`],
      ['kepala', `/verifikasi/${sent}`],
      ['atasan_lain', `/verifikasi/${sent}`],
      ['kepegawaian1', `/verifikasi/${sent}`],
      ['atasan', `/validasi/${sent}`],
      ['validator', `/validasi/${sent}`],
      ['staf1', `/validasi/${verified}`],
      ['atasan', `/validasi/${verified}`],
      ['kepala', `/validasi/${verified}`],
      ['kepala_lain', `/validasi/${verified}`],
      ['validator', `/verifikasi/${verified}`],
      ['atasan', '/verifikasi/bukan-id'],
      ['atasan', `/verifikasi/${newId(app.deps.clock.now())}`],
    ];
    for (const [key, path] of strangers) {
      const browser = await app.signInAs(key);
      expect([key, path, (await browser.get(path)).status]).toEqual([key, path, 404]);
      const answer = await browser.post(path, { keputusan: 'setujui', versi: '1' });
      expect([key, path, answer.status]).toEqual([key, path, 404]);
      expect((await browser.post(path, {})).status).toBe(404);
    }
    const { rows } = await app.deps.pool.query('SELECT 1 FROM activity WHERE id = ANY ($1) AND version <> 1', [
      [sent, verified],
    ]);
    expect(rows).toEqual([]);
  }, 60_000);

  it('refuses a field it does not know, and decides nothing', async () => {
    const id = await fresh(19 * 60);
    const answer = await atasan.post(`/verifikasi/${id}`, { versi: '1', keputusan: 'setujui', poin: '900' });
    expect(answer.status).toBe(422);
    expect(cheerio.load(answer.text)('[role="alert"]').text()).toContain('Ada isian yang tidak dikenal');
    expect((await app.deps.pool.query('SELECT status FROM activity WHERE id = $1', [id])).rows).toEqual([
      { status: 'dikirim' },
    ]);
  });

  it('asks for what is missing, keeps what was typed and points at the fields', async () => {
    const id = await fresh(21 * 60 + 30);
    const long = 'a'.repeat(301);
    const refused: [Record<string, string>, string, string][] = [
      [{}, 'keputusan', 'Pilih Setujui, Kembalikan, atau Tolak'],
      [{ keputusan: 'buang' }, 'keputusan', 'Pilih Setujui, Kembalikan, atau Tolak'],
      [{ keputusan: 'tolak' }, 'alasan_kode', 'Pilih alasan'],
      [{ keputusan: 'tolak', alasan_kode: 'waktu' }, 'alasan', 'Tulis alasan menolak supaya pegawai memahaminya'],
      [{ keputusan: 'tolak', alasan_kode: 'waktu', alasan: 'pendek' }, 'alasan', 'Tulis alasan 10 sampai 300 huruf'],
      [{ keputusan: 'kembalikan' }, 'alasan_kode', 'Pilih alasan'],
      [{ keputusan: 'kembalikan', alasan_kode: 'iseng' }, 'alasan_kode', 'Pilih alasan'],
      [
        { keputusan: 'kembalikan', alasan_kode: 'lainnya' },
        'alasan',
        'Tulis alasan supaya pegawai tahu cara memperbaiki',
      ],
      [
        { keputusan: 'kembalikan', alasan_kode: 'lainnya', alasan: 'pendek' },
        'alasan',
        'Tulis alasan 10 sampai 300 huruf',
      ],
      [{ keputusan: 'kembalikan', alasan_kode: 'lainnya', alasan: long }, 'alasan', 'Tulis alasan 10 sampai 300 huruf'],
    ];
    for (const [filling, field, message] of refused) {
      const answer = await atasan.post(`/verifikasi/${id}`, { versi: '1', ...filling });
      expect(answer.status).toBe(422);
      const $ = cheerio.load(answer.text);
      expect($('title').text()).toMatch(/^Perlu diperbaiki/);
      expect($(`[role="alert"] a[href="#${field}"]`).text()).toBe(message);
      expect($(`#${field}`).attr('aria-invalid')).toBe('true');
      expect($('textarea[name="alasan"]').text()).toBe(filling.alasan ?? '');
      if (filling.alasan_kode === 'lainnya') expect($('input[value="lainnya"]').attr('checked')).toBeDefined();
    }
    expect((await atasan.post(`/verifikasi/${id}`, { keputusan: 'setujui' })).status).toBe(422);
  });

  it('is approved, leads on to the next one, and is then read-only for who decided', async () => {
    const id = await fresh(22 * 60);
    const answer = await atasan.submit(`/verifikasi/${id}`, { keputusan: 'setujui' });
    expect(answer.status).toBe(303);
    const next = answer.headers.location!;
    expect(next).toMatch(/^\/verifikasi\/[0-9a-f-]{36}$/);
    const waiting = await waitingBelow('atasan', 'dikirim');
    expect(waiting.map(row => `/verifikasi/${row.id}`)).toContain(next);
    expect((await atasan.get(next)).text).toContain('disetujui.');

    const page = await atasan.get(`/verifikasi/${id}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Anda sudah memutuskan kegiatan ini.');
    expect(() => formOn(page.text, `/verifikasi/${id}`)).toThrow('0 such forms');
    expect(shownIn(page.text).get(id)?.status).toBe('diverifikasi');
    const again = await atasan.post(`/verifikasi/${id}`, { keputusan: 'setujui', versi: '1' });
    expect(again.status).toBe(409);
    expect(again.text).toMatch(/sudah diputuskan oleh [^<]+ pukul 09\.30\sWITA/);

    expect((await validator.submit(`/validasi/${id}`, { keputusan: 'setujui' })).status).toBe(303);
    const done = await validator.get(`/validasi/${id}`);
    expect(shownIn(done.text).get(id)?.status).toBe('divalidasi');
    expect(done.text).toContain('Divalidasi');
  });

  it('goes back with its reason, from the validator too', async () => {
    const id = await fresh(22 * 60 + 30, { verified: true });
    const reason = 'Lampirkan daftar hadirnya dulu';
    const answer = await validator.submit(`/validasi/${id}`, {
      keputusan: 'kembalikan',
      alasan_kode: 'lainnya',
      alasan: reason,
    });
    expect(answer.status).toBe(303);
    const page = await validator.get(`/validasi/${id}`);
    expect(shownIn(page.text).get(id)?.status).toBe('dikembalikan');
    expect(page.text).toContain(`Lainnya: ${reason}`);
    // The owner reads the reason; the verifier is told on the front page.
    const staf = await app.signInAs('staf1');
    expect((await staf.get(`/kegiatan-harian/${id}`)).text).toContain(reason);
    expect((await atasan.get('/dasbor')).text).toContain('yang Anda verifikasi dikembalikan validator');
  });

  it('refuses what has changed since the page was shown, with the decision still typed', async () => {
    const id = await fresh(23 * 60);
    await app.deps.pool.query('UPDATE activity SET version = 3 WHERE id = $1', [id]);
    const answer = await atasan.post(`/verifikasi/${id}`, {
      keputusan: 'kembalikan',
      alasan_kode: 'waktu',
      versi: '1',
    });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('baru saja diubah');
    const $ = cheerio.load(answer.text);
    expect($('input[value="waktu"]').attr('checked')).toBeDefined();
    expect($('input[name="versi"]').attr('value')).toBe('3');
  });

  it('lets one of two answers at once win', async () => {
    const id = await fresh(23 * 60 + 30);
    const answers = await Promise.all([
      atasan.post(`/verifikasi/${id}`, { keputusan: 'setujui', versi: '1' }),
      atasan.post(`/verifikasi/${id}`, { keputusan: 'kembalikan', alasan_kode: 'waktu', versi: '1' }),
    ]);
    expect(answers.map(answer => answer.status).sort()).toEqual([303, 409]);
  });

  it('lets a decision be taken back or acted on, not both, however close they come', async () => {
    for (let round = 0; round < 6; round += 1) {
      const id = await fresh(round * 30);
      expect((await atasan.post(`/verifikasi/${id}`, { keputusan: 'setujui', versi: '1' })).status).toBe(303);
      const undo = () => atasan.post(`/verifikasi/${id}/batal`, { versi: '2' });
      const act = () => validator.post(`/validasi/${id}`, { keputusan: 'setujui', versi: '2' });
      // Who is asked first takes turns, so that both outcomes have their chance.
      const [undone, validated] =
        round % 2 === 0
          ? await Promise.all([undo(), act()])
          : await Promise.all([act(), undo()]).then(([one, other]) => [other, one]);
      const { rows } = await app.deps.pool.query<{ status: string; version: number }>(
        'SELECT status, version FROM activity WHERE id = $1',
        [id],
      );
      const outcome = [undone!.status, validated!.status, rows[0]!.status, rows[0]!.version];
      // Taken back first, the step is no longer the validator's (404) or has changed meanwhile (409).
      if (undone!.status === 303)
        expect([
          [303, 404, 'dikirim', 3],
          [303, 409, 'dikirim', 3],
        ]).toContainEqual(outcome);
      else expect(outcome).toEqual([409, 303, 'divalidasi', 3]);
    }
  });
});

describe('what moves between page and answer', () => {
  it('is followed: a closed month shows no form, a chair that changed hands is 404', async () => {
    const other = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
    const { pool } = other.deps;
    const superior = await other.signInAs('atasan');
    const successor = await other.signInAs('atasan_lain');
    const [first] = [...shownIn((await superior.get('/verifikasi')).text).keys()];
    const path = `/verifikasi/${first!}`;
    const { action, fields } = formOn((await superior.get(path)).text);

    await pool.query(`UPDATE payroll_period SET open = false WHERE month = '2026-11-01'`);
    const locked = await superior.get(path);
    expect(locked.text).toContain('November 2026 sedang ditutup dan dihitung.');
    expect(() => formOn(locked.text)).toThrow('0 such forms');
    const closed = await superior.post(action, { ...fields, keputusan: 'setujui' });
    expect(closed.status).toBe(409);
    expect(closed.text).toContain('November 2026 sedang ditutup dan dihitung.');
    await pool.query(`UPDATE payroll_period SET open = true WHERE month = '2026-11-01'`);

    await pool.query(
      `UPDATE assignment SET last_date = '2026-11-17' WHERE employee_id = $1 AND position_id = $2 AND last_date IS NULL`,
      [cast.atasan.employeeId, cast.atasan.positionId],
    );
    await pool.query(
      `INSERT INTO assignment (employee_id, position_id, kind, from_date) VALUES ($1, $2, 'PLT', '2026-11-18')`,
      [cast.atasan_lain.employeeId, cast.atasan.positionId],
    );
    expect((await superior.post(action, { ...fields, keputusan: 'setujui' })).status).toBe(404);
    expect((await superior.get(path)).status).toBe(404);
    expect((await successor.submit(path, { keputusan: 'setujui' })).status).toBe(303);
  }, 60_000);
});
