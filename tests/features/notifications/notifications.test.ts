import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { notify } from '../../../src/features/notifications/service.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { type Cast, type CastKey, readCast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** /notifikasi and the numbers in the menu. */

let app: TestApp;
let cast: Cast;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
  await app.deps.pool.query('DELETE FROM notification');
}, 120_000);

const tell = (key: CastKey, dedupe: string, href: string | null = null, text = `Kabar ${dedupe}`): Promise<void> =>
  notify(app.deps.pool, [{ employeeId: cast[key].employeeId, kind: 'data', text, href, dedupe }], app.deps.clock.now());
const badge = (html: string, href: string): string =>
  cheerio.load(html)(`.menu__daftar a[href="${href}"] .lencana`).contents().first().text();

describe('the list', () => {
  it('shows what is new first, opens a line where it leads, and writes an event once', async () => {
    await tell('staf3', 'satu', '/kegiatan-harian');
    await tell('staf3', 'satu', '/kegiatan-harian');
    await tell('staf3', 'dua');
    const browser = await app.signInAs('staf3');
    const page = await browser.get('/notifikasi');
    expect(
      cheerio
        .load(page.text)('.tugas__butir strong')
        .toArray()
        .map(each => cheerio.load(each).text()),
    ).toEqual(['Kabar dua', 'Kabar satu']);
    expect(badge(page.text, '/notifikasi')).toBe('2');
    const action = cheerio.load(page.text)('form[action$="/buka"]').last().attr('action')!;
    const opened = await browser.post(action);
    expect([opened.status, opened.headers['location']]).toEqual([303, '/kegiatan-harian']);
    expect(badge((await browser.get('/notifikasi')).text, '/notifikasi')).toBe('1');
  });

  it('marks all that the page showed as read, and nothing that came later', async () => {
    await tell('staf2', 'lama');
    const browser = await app.signInAs('staf2');
    await browser.get('/notifikasi');
    const form = cheerio
      .load((await browser.get('/notifikasi')).text)('[name="sampai"]')
      .attr('value')!;
    await tell('staf2', 'baru');
    expect((await browser.post('/notifikasi/baca-semua', { sampai: form })).status).toBe(303);
    expect(badge((await browser.get('/notifikasi')).text, '/notifikasi')).toBe('1');
    expect((await browser.post('/notifikasi/baca-semua', { sampai: 'semua' })).status).toBe(422);
    expect((await browser.post('/notifikasi/baca-semua', { sampai: '1', lain: 'x' })).status).toBe(422);
  });

  it("does not open another person's line, nor lead away from here", async () => {
    await tell('staf1', 'milik staf1');
    const html = (await (await app.signInAs('staf1')).get('/notifikasi')).text;
    const action = cheerio.load(html)('form[action$="/buka"]').attr('action')!;
    expect((await (await app.signInAs('staf2')).post(action)).status).toBe(404);
    expect((await (await app.signInAs('staf2')).post('/notifikasi/x/buka')).status).toBe(404);
    await tell('staf1', 'jauh', 'https://lain.example/', 'Kabar jauh');
    const again = (await (await app.signInAs('staf1')).get('/notifikasi')).text;
    const away = cheerio.load(again)('form[action$="/buka"]').first().attr('action')!;
    expect((await (await app.signInAs('staf1')).post(away)).headers['location']).toBe('/notifikasi');
  });

  it('is in the order of what it tells of, whatever was written first', async () => {
    await tell('atasan', 'kemarin');
    await app.deps.pool.query(
      "UPDATE notification SET created_at = created_at + interval '1 day' WHERE employee_id = $1 AND dedupe = 'kemarin'",
      [cast.atasan.employeeId],
    );
    await tell('atasan', 'lebih lama');
    const browser = await app.signInAs('atasan');
    const page = cheerio.load((await browser.get('/notifikasi')).text);
    const lines = page('.tugas__butir strong').toArray();
    expect(lines.map(each => page(each).text())).toEqual(['Kabar kemarin', 'Kabar lebih lama']);
    await browser.post('/notifikasi/baca-semua', { sampai: page('[name="sampai"]').attr('value')! });
    expect(badge((await browser.get('/notifikasi')).text, '/notifikasi')).toBe('');
  });

  it('goes on after a page', async () => {
    for (let ordinal = 1; ordinal <= 31; ordinal += 1) await tell('kepala', `kabar-${String(ordinal)}`);
    const browser = await app.signInAs('kepala');
    const next = cheerio
      .load((await browser.get('/notifikasi')).text)('a[rel="next"]')
      .attr('href')!;
    expect(cheerio.load((await browser.get(next)).text)('.tugas__butir')).toHaveLength(1);
  });
});

describe('the menu', () => {
  it('counts the queues as the queues do, beside the page’s own statements', async () => {
    const atasan = await app.signInAs('atasan');
    const queue = await atasan.get('/verifikasi');
    expect(badge(queue.text, '/verifikasi')).toBe(String(cheerio.load(queue.text)('[data-id]').length));
    expect(badge((await atasan.get('/dasbor')).text, '/verifikasi')).toBe(badge(queue.text, '/verifikasi'));
    const { statements } = await app.statementsOf(atasan.get('/pengumuman'));
    expect(statements).toHaveLength(1);
  });

  it('shows returned entries to their owner alone', async () => {
    const staf = await app.signInAs('staf1');
    const { rows } = await app.deps.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM activity WHERE employee_id = $1 AND status = 'dikembalikan' AND work_date >= '2026-10-01'`,
      [cast.staf1.employeeId],
    );
    expect(badge((await staf.get('/akun')).text, '/kegiatan-harian')).toBe(String(rows[0]!.n || ''));
  });
});
