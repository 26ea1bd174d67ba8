import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { readCast, type Cast, type CastKey } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** /dasbor of the cast of the demo. */

let app: TestApp;
let cast: Cast;
const clock = fixedClock(DEMO_NOW);

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock });
  cast = await readCast(app.deps.pool);
}, 120_000);

const SENT = `status IN ('dikirim', 'diverifikasi', 'divalidasi')`;

async function pointsOf(key: CastKey, day: string): Promise<number> {
  const { rows } = await app.deps.pool.query<{ points: number }>(
    `SELECT coalesce(sum(points), 0)::int AS points FROM activity WHERE employee_id = $1 AND work_date = $2 AND ${SENT}`,
    [cast[key].employeeId, day],
  );
  return rows[0]!.points;
}

describe('the front page', () => {
  it('is where / leads, and needs a session', async () => {
    const staf = await app.signInAs('staf1');
    const root = await staf.get('/');
    expect([root.status, root.headers.location]).toEqual([303, '/dasbor']);
    expect((await app.browser().get('/dasbor')).headers.location).toBe('/masuk?lanjut=%2Fdasbor');
  });

  it('takes at most four statements, whoever asks', async () => {
    for (const key of ['staf1', 'atasan', 'kepala', 'bupati', 'kepegawaian1', 'pengelola', 'admin'] as const) {
      const browser = await app.signInAs(key);
      await browser.get('/dasbor'); // the text of a regulation is read once per process
      const { response, statements } = await app.statementsOf(browser.get('/dasbor'));
      expect([key, response.status]).toEqual([key, 200]);
      expect(statements.length).toBeLessThanOrEqual(4);
    }
  });

  it('shows today’s points against the target, the month day by day, and the money so far', async () => {
    clock.set('2026-11-18T16:00:00+08:00');
    const staf = await app.signInAs('staf1');
    const $ = cheerio.load((await staf.get('/dasbor')).text);
    clock.set(DEMO_NOW);
    expect($('h1').text()).toBe(`Selamat sore, ${cast.staf1.name.split(' ')[0]!}`);
    const today = await pointsOf('staf1', '2026-11-18');
    expect($('.cincin title').text()).toBe(`${String(today)} dari 300 poin`);
    expect($('.cincin__teks').text()).toBe(`Kurang ${String(300 - today)} poin untuk hari ini.`);
    const cells = $('.panas td a').toArray();
    expect(cells).toHaveLength(18);
    for (const cell of cells) {
      const day = $(cell).find('.panas__tgl').text().padStart(2, '0');
      const points = await pointsOf('staf1', `2026-11-${day}`);
      const text = $(cell).find('.panas__poin').text();
      expect([day, text === '–' ? 0 : Number(text)]).toEqual([day, points]);
    }
    expect($('.panas--libur').length).toBeGreaterThanOrEqual(9);
    expect($('details table tbody tr')).toHaveLength(18);
    expect($('[data-rupiah]').first().attr('data-rupiah')).toMatch(/^\d{6,8}$/);
    expect($('body').text()).toContain('Ini bukan jumlah final.');
  });

  it('names what needs doing, with its deadline', async () => {
    const staf = await app.signInAs('staf1');
    const text = cheerio
      .load((await staf.get('/dasbor')).text)('body')
      .text();
    const { rows } = await app.deps.pool.query<{ status: string; n: number }>(
      `SELECT status, count(*)::int AS n FROM activity WHERE employee_id = $1 AND work_date >= '2026-10-01'
       AND status IN ('draf', 'dikembalikan') GROUP BY status`,
      [cast.staf1.employeeId],
    );
    const count = new Map(rows.map(row => [row.status, row.n]));
    expect(text.match(/Perbaiki "/g)?.length ?? 0).toBe(Math.min(3, count.get('dikembalikan') ?? 0));
    expect(text.includes(`Kirim ${String(count.get('draf'))} draf`)).toBe(count.has('draf'));
    expect([count.has('draf'), count.has('dikembalikan')]).toEqual([true, true]);
    for (const [day, last] of [
      ['2026-11-16', 'Kam 19 Nov'],
      ['2026-11-17', 'Jum 20 Nov'],
    ] as const) {
      const lacking = 300 - (await pointsOf('staf1', day));
      if (lacking > 0) expect(text).toContain(`Kurang ${String(lacking)} poin. Batas ${last} pukul 23.59 WITA.`);
    }
    expect(text).not.toContain('Lengkapi Jum 13 Nov');
  });

  it('asks for nothing that cannot be done any more, and for what was opened again', async () => {
    const { pool } = app.deps;
    const { employeeId } = cast.staf1;
    const tasks = async (): Promise<string> =>
      cheerio
        .load((await (await app.signInAs('staf1')).get('/dasbor').expect(200)).text)('body')
        .text();
    const { rows } = await pool.query<{ day: string; drafts: number }>(
      `SELECT work_date::text AS day, count(*)::int AS drafts FROM activity WHERE employee_id = $1 AND status = 'draf'
       AND work_date BETWEEN '2026-11-01' AND '2026-11-18' GROUP BY 1 ORDER BY 1 LIMIT 1`,
      [employeeId],
    );
    const draft = rows[0]!;
    clock.set('2026-11-29T10:00:00+08:00'); // every window of those days is over
    try {
      const late = await tasks();
      expect(late).not.toMatch(/Perbaiki "|Kirim \d+ draf/);
      await pool.query(
        `INSERT INTO dispensation (id, employee_id, work_date, cause, explanation, requested_by, requested_at, state, open_until, decided_by, decided_at)
         VALUES (gen_random_uuid(), $1, $2, 'listrik', 'Padam', $1, '2026-11-27', 'disetujui', '2026-11-30', $3, '2026-11-28')`,
        [employeeId, draft.day, cast.kepegawaian1.employeeId],
      );
      const open = await tasks();
      expect(open).toContain(`Kirim ${String(draft.drafts)} draf`);
      expect(open).toMatch(/Lengkapi[\s\S]*Batas Sen 30 Nov pukul 23\.59 WITA/);
    } finally {
      await pool
        .query('DELETE FROM dispensation WHERE employee_id = $1 AND work_date = $2', [employeeId, draft.day])
        .catch(() => undefined);
      clock.set(DEMO_NOW);
    }
  });

  it('counts the queues of superiors, and gives officials who log nothing only those', async () => {
    const atasan = await app.signInAs('atasan');
    const queue = cheerio.load((await atasan.get('/verifikasi')).text)('[data-id]').length;
    expect((await atasan.get('/dasbor')).text).toContain(`Verifikasi ${String(queue)} kegiatan`);
    const bupati = await app.signInAs('bupati');
    const $ = cheerio.load((await bupati.get('/dasbor')).text);
    expect($('.cincin, .panas, [data-rupiah]')).toHaveLength(0);
    expect(
      $('.kisi h2')
        .toArray()
        .map(each => $(each).text()),
    ).toContain('Yang perlu dikerjakan');
  });

  it('reminds the personnel office and the unit’s clerk of the month that is over', async () => {
    const personnel = await app.signInAs('kepegawaian1');
    expect((await personnel.get('/dasbor')).text).toContain('Tutup Oktober 2026');
    const clerk = await app.signInAs('pengelola');
    expect((await clerk.get('/dasbor')).text).toContain('1 unit belum ditutup.');
    const staf = await app.signInAs('staf2');
    expect((await staf.get('/dasbor')).text).not.toContain('Tutup Oktober');
  });

  it('asks for the realisation of an SKP in force: of the month before, and of this one in its last days', async () => {
    const { pool } = app.deps;
    const { rows } = await pool.query<{ employee: string; indicator: string }>(
      `SELECT p.employee_id AS employee, min(i.id::text) AS indicator FROM skp_plan p JOIN skp_target t ON t.plan_id = p.id
       JOIN skp_indicator i ON i.target_id = t.id WHERE p.state = 'disetujui' AND p.employee_id = ANY ($1) GROUP BY 1`,
      [[cast.staf1.employeeId, cast.staf2.employeeId]],
    );
    const write = (key: CastKey, month: string): Promise<unknown> =>
      pool.query(
        'INSERT INTO skp_realisation (indicator_id, month, value, recorded_by, at) VALUES ($1, $2, 1, $3, $4)',
        [
          rows.find(row => row.employee === cast[key].employeeId)!.indicator,
          month,
          cast[key].employeeId,
          new Date(DEMO_NOW),
        ],
      );
    const asked = async (key: CastKey): Promise<string[]> =>
      (await (await app.signInAs(key)).get('/dasbor')).text.match(/Isi realisasi SKP \w+ \d+/g) ?? [];
    await pool.query("UPDATE skp_plan SET state = 'digantikan' WHERE employee_id = $1 AND state = 'disetujui'", [
      cast.staf3.employeeId,
    ]);
    expect(await asked('staf3')).toEqual([]); // without an SKP in force nothing is asked
    await write('staf1', '2026-10-01');
    expect(await asked('staf1')).toEqual([]);
    clock.set('2026-11-27T09:00:00+08:00');
    expect(await asked('staf1')).toEqual([]);
    clock.set('2026-11-28T09:00:00+08:00');
    expect(await asked('staf1')).toEqual(['Isi realisasi SKP November 2026']);
    await write('staf1', '2026-11-01');
    expect(await asked('staf1')).toEqual([]);
    clock.set('2027-01-04T09:00:00+08:00');
    expect(await asked('staf1')).toEqual(['Isi realisasi SKP Desember 2026']);
    expect((await (await app.signInAs('staf1')).get('/dasbor')).text).toContain('href="/progres?tahun=2026"');
    clock.set(DEMO_NOW);
  });

  it('expects nothing on a day off', async () => {
    clock.set('2026-11-21T09:00:00+08:00');
    const staf = await app.signInAs('staf3');
    const $ = cheerio.load((await staf.get('/dasbor')).text);
    clock.set(DEMO_NOW);
    expect($('.cincin')).toHaveLength(0);
    expect($('body').text()).toContain('Hari libur. Tidak ada target.');
    expect($('a[href*="/salin"]')).toHaveLength(0);
  });

  it('says so where there is nothing to do', async () => {
    const auditor = await app.signInAs('auditor');
    const before = cheerio.load((await auditor.get('/dasbor')).text);
    await app.deps.pool.query(
      `UPDATE assignment SET last_date = '2026-11-17' WHERE employee_id = $1 AND last_date IS NULL`,
      [cast.auditor.employeeId],
    );
    const after = await auditor.get('/dasbor');
    expect(before('.cincin').length + before('.tugas__butir').length).toBeGreaterThan(0);
    expect(after.status).toBe(200);
    expect(after.text).toContain('Belum ada yang perlu dikerjakan.');
  });
});

describe('what waits for a second person', () => {
  const tasksOf = async (key: CastKey): Promise<{ text: string; href: string }[]> => {
    const $ = cheerio.load((await (await app.signInAs(key)).get('/dasbor')).text);
    return $('section[aria-labelledby="tugas-judul"] a')
      .toArray()
      .map(each => ({ text: $(each).text().trim(), href: $(each).attr('href')! }));
  };

  it('is counted for those who may decide it, without what they began, and leads there', async () => {
    const count = async (sql: string, key: CastKey): Promise<number> =>
      (await app.deps.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`, [cast[key].employeeId]))
        .rows[0]!.n;
    for (const key of ['kepegawaian1', 'kepegawaian2', 'keuangan1'] as const) {
      const facts = await count('fact_proposal WHERE decision IS NULL AND proposed_by <> $1', key);
      const task = (await tasksOf(key)).find(each => each.href === '/kepegawaian/fakta/usulan');
      expect([key, task?.text]).toEqual([key, facts > 0 ? `Putuskan ${String(facts)} usul data TPP` : undefined]);
      if (task) expect((await (await app.signInAs(key)).get(task.href)).status).toBe(200);
    }
    const records = await count(
      "attendance_record WHERE source = 'manual' AND confirmed_at IS NULL AND withdrawn_at IS NULL AND recorded_by <> $1",
      'kepegawaian1',
    );
    const record = (await tasksOf('kepegawaian1')).find(each => each.href === '/kepegawaian/presensi/manual');
    expect(record?.text).toBe(`Sahkan ${String(records)} catatan presensi`);
    expect((await tasksOf('staf1')).filter(each => /data TPP|presensi|hak akses/.test(each.text))).toEqual([]);
  });

  it('an exclusion and a discard that were asked for lead to their own pages; an objection to whoever decides it', async () => {
    const { rows } = await app.deps.pool.query<{ unit: string; code: string }>(
      "SELECT id AS unit, code FROM payroll_unit WHERE code = 'DPMPTSP'",
    );
    await app.deps.pool.query(
      `INSERT INTO payroll_exclusion (month, payroll_unit_id, employee_id, reason, asked_by, asked_at)
       VALUES ('2026-10-01', $1, $2, 'Gaji belum lengkap', $3, now())`,
      [rows[0]!.unit, cast.staf2.employeeId, cast.pengelola.employeeId],
    );
    const address = `/kepegawaian/periode/2026-10/${rows[0]!.code}/kecualikan`;
    const task = (await tasksOf('kepegawaian1')).find(each => each.href === address);
    expect(task?.text).toBe('Putuskan 1 permintaan pengecualian dari TPP');
    expect((await (await app.signInAs('kepegawaian1')).get(address)).status).toBe(200);
    expect((await tasksOf('pengelola')).some(each => each.href === address)).toBe(false);
    const deciding: string[] = [];
    for (const key of ['atasan', 'validator', 'kepala', 'sekda', 'kepegawaian1', 'staf1'] as const)
      if ((await tasksOf(key)).some(each => each.href === '/keberatan')) deciding.push(key);
    const open = await app.deps.pool.query("SELECT 1 FROM objection WHERE state = 'diajukan'");
    expect(deciding.length > 0).toBe((open.rowCount ?? 0) > 0);
    for (const key of deciding as CastKey[])
      expect((await (await app.signInAs(key)).get('/keberatan')).text).toContain('Menunggu');
  });
});
