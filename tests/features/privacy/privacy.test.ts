import * as cheerio from 'cheerio';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordView } from '../../../src/features/privacy/service.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { type Cast, readCast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** One's own data: who saw it, what of it is wrong, how one is reached, how pages look. */

let app: TestApp;
let cast: Cast;
const DESK = '/kepegawaian/laporan-data';
const messages = (html: string): string => cheerio.load(html)('[role="alert"]').text();

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
}, 120_000);

describe('who saw my data', () => {
  it('names every other person who looked, and nobody else’s looks', async () => {
    const look = (viewerId: string, subjectId: string) =>
      recordView(app.deps.pool, { viewerId, subjectIds: [subjectId], what: 'tpp', at: new Date(DEMO_NOW) });
    await look(cast.bendahara.employeeId, cast.staf1.employeeId);
    await look(cast.staf1.employeeId, cast.staf1.employeeId);
    const page = (await (await app.signInAs('staf1')).get('/akun/dilihat')).text;
    expect(cheerio.load(page)('tbody tr')).toHaveLength(1);
    expect(page).toContain(cast.bendahara.name);
    expect((await (await app.signInAs('staf2')).get('/akun/dilihat')).text).not.toContain(cast.bendahara.name);
  });
});

describe('a report about one’s data', () => {
  const report = { tentang: 'atasan', pesan: 'Atasan saya sekarang Kepala Seksi Perizinan.' };

  it('reaches the desk of the own unit, is answered once, and its owner is told', async () => {
    const staf = await app.signInAs('staf1');
    expect((await staf.submit('/akun/data-keliru', report)).status).toBe(303);
    const clerk = await app.signInAs('pengelola');
    const list = cheerio.load((await clerk.get(DESK)).text);
    const mine = list(`a[href^="${DESK}/"]`).filter((_, link) => list(link).text().includes(cast.staf1.name));
    const href = mine.attr('href')!;
    const empty = await clerk.submit(href, {});
    expect([empty.status, messages(empty.text)]).toEqual([422, expect.stringContaining('Pilih jawaban')]);
    const answer = { keputusan: 'selesai', jawaban: 'Atasan sudah diperbaiki hari ini.' };
    const stale = await clerk.submit(href, { ...answer, versi: '9' });
    expect([stale.status, cheerio.load(stale.text)('[name="jawaban"]').val()]).toEqual([409, answer.jawaban]);
    expect((await clerk.submit(href, answer)).status).toBe(303);
    expect((await clerk.post(href, { ...answer, versi: '2' })).status).toBe(409);
    expect((await staf.get('/notifikasi')).text).toContain('Atasan sudah diperbaiki hari ini.');
    expect((await staf.get('/akun/data-keliru')).text).toContain('Sudah diperbaiki');
  });

  it('is not for another unit’s clerk, nor for who has no desk', async () => {
    await (await app.signInAs('staf_lain')).submit('/akun/data-keliru', report);
    const { rows } = await app.deps.pool.query<{ id: string }>('SELECT id FROM data_report WHERE employee_id = $1', [
      cast.staf_lain.employeeId,
    ]);
    const clerk = await app.signInAs('pengelola');
    expect((await clerk.get(`${DESK}/${rows[0]!.id}`)).status).toBe(404);
    expect((await (await app.signInAs('kepegawaian1')).get(`${DESK}/${rows[0]!.id}`)).status).toBe(200);
    expect((await (await app.signInAs('atasan')).get(DESK)).status).toBe(403);
    expect((await clerk.get(`${DESK}/x`)).status).toBe(404);
  });

  it.each([
    [{ tentang: undefined, pesan: '' }, 'Pilih data yang keliru'],
    [{ tentang: 'gaji' }, 'Pilih data yang keliru'],
    [{ pesan: 'pendek' }, 'paling sedikit 10 huruf'],
    [{ pesan: 'x'.repeat(501) }, 'Paling panjang 500 huruf'],
    [{ employee_id: randomUUID() }, 'tidak dikenal'],
    [{ kunci_kirim: 'x' }, 'Muat ulang'],
  ])('says what is wrong: %j', async (over, message) => {
    const answer = await (await app.signInAs('staf2')).submit('/akun/data-keliru', { ...report, ...over });
    expect([answer.status, messages(answer.text)]).toEqual([422, expect.stringContaining(message)]);
    expect(cheerio.load(answer.text)('title').text()).toMatch(/^Perlu diperbaiki: /);
  });

  it('is written once, however often the form is sent', async () => {
    const staf = await app.signInAs('staf3');
    const key = { ...report, kunci_kirim: randomUUID() };
    for (const _time of [1, 2]) expect((await staf.post('/akun/data-keliru', key)).status).toBe(303);
    const { rowCount } = await app.deps.pool.query('SELECT 1 FROM data_report WHERE employee_id = $1', [
      cast.staf3.employeeId,
    ]);
    expect(rowCount).toBe(1);
  });
});

describe('one’s own data', () => {
  it('shows position and superior, and is marked as right once', async () => {
    const staf = await app.signInAs('staf1');
    const page = (await staf.get('/akun/data')).text;
    expect(page).toContain(cast.atasan.name);
    expect((await staf.submit('/akun/data', {})).headers['location']).toBe('/dasbor');
    expect((await staf.get('/akun/data')).text).toContain('Anda menandai data ini benar');
  });

  it('comes second of three steps while nothing was logged', async () => {
    const steps = async (key: string): Promise<string> =>
      cheerio
        .load((await (await app.signInAs(key)).get('/dasbor')).text)('[aria-labelledby="langkah-judul"]')
        .text();
    expect(await steps('staf2')).toBe('');
    // Somebody new in the chair of staf2: the same days, nothing logged.
    await app.deps.pool.query("UPDATE assignment SET last_date = '2026-11-17' WHERE employee_id = $1", [
      cast.staf3.employeeId,
    ]);
    const { rows } = await app.deps.pool.query<{ id: string }>(
      "INSERT INTO employee (name, nip) VALUES ('Baru Sekali', '199901012024031001') RETURNING id",
    );
    await app.deps.pool.query(
      "INSERT INTO employee_status (employee_id, from_date, status) VALUES ($1, '2026-11-01', 'CPNS')",
      [rows[0]!.id],
    );
    await app.deps.pool.query(
      "INSERT INTO assignment (employee_id, position_id, kind, from_date) VALUES ($1, $2, 'DEFINITIF', '2026-11-18')",
      [rows[0]!.id, cast.staf3.positionId],
    );
    await app.deps.pool.query(
      'INSERT INTO account (employee_id, login, password_hash) SELECT $1, $2, password_hash FROM account WHERE id = $3',
      [rows[0]!.id, '199901012024031001', cast.staf2.accountId],
    );
    const newcomer = await app.signIn('199901012024031001', cast.staf2.password);
    const text = cheerio
      .load((await newcomer.get('/dasbor')).text)('[aria-labelledby="langkah-judul"]')
      .text();
    for (const step of ['Ganti kata sandi', 'Periksa data dan atasan Anda', 'Catat kegiatan pertama'])
      expect(text).toContain(step);
  });

  it.each([
    [{ hp: '0812-3456 7890', email: 'siti@contoh.go.id' }, 303],
    [{ hp: '', email: '' }, 303],
    [{ hp: 'nol delapan', email: '' }, 422],
    [{ hp: '', email: 'bukan email' }, 422],
    [{ hp: '', email: '', nip: '1' }, 422],
    [{ hp: '', email: '', versi: '999' }, 409],
  ])('takes a number and an address of one’s own: %j', async (typed, status) => {
    const answer = await (await app.signInAs('staf2')).submit('/akun/kontak', typed);
    expect(answer.status).toBe(status);
    if (status !== 303) expect(messages(answer.text)).not.toBe('');
    const { rows } = await app.deps.pool.query<{ after: object | null }>(
      "SELECT after FROM audit_event WHERE action = 'kontak.ubah' ORDER BY seq DESC LIMIT 1",
    );
    expect(JSON.stringify(rows[0]!.after)).not.toContain('0812');
  });
});

describe('the looks of pages', () => {
  it('are kept on the device and hold for every page', async () => {
    const staf = await app.signInAs('staf1');
    const saved = await staf.submit('/akun/tampilan', { ukuran_teks: 'besar', pintasan: 'tidak', kertas: 'a4' });
    expect(saved.status).toBe(303);
    expect(saved.headers['set-cookie']).toEqual(
      expect.arrayContaining([expect.stringContaining('takar.pintasan=tidak')]),
    );
    expect(
      cheerio
        .load((await staf.get('/dasbor')).text)('html')
        .attr('class'),
    ).toBe('teks-besar');
    const form = cheerio.load((await staf.get('/akun/tampilan')).text);
    expect(form('[name="ukuran_teks"][checked]').attr('value')).toBe('besar');
    expect(form('[name="kertas"][checked]').attr('value')).toBe('a4');
    const papers = cheerio.load((await staf.get('/laporan/lkh?bulan=2026-10')).text)('main a[href*=".pdf"]');
    expect(papers.first().text()).toBe('Cetak PDF A4');
    const other = cheerio.load((await (await app.signInAs('staf2')).get('/laporan/lkh?bulan=2026-10')).text);
    expect(other('main a[href*=".pdf"]').first().text()).toBe('Cetak PDF F4');
    expect((await staf.submit('/akun/tampilan', { kertas: 'kertas kado' })).status).toBe(422);
    expect((await staf.submit('/akun/tampilan', { ukuran_teks: 'raksasa' })).status).toBe(422);
    expect((await staf.submit('/akun/tampilan', { warna: 'merah' })).status).toBe(422);
  });
});

describe('the account page', () => {
  it('tells of sign-ins and of those that failed', async () => {
    await app.browser().post('/masuk', { nip: cast.validator.login, kata_sandi: 'bukan-ini-ya' });
    const page = (await (await app.signInAs('validator')).get('/akun')).text;
    expect(page).toContain('1 kali gagal masuk dalam 30 hari');
    expect(page).toContain('Masuk terakhir');
  });
});
