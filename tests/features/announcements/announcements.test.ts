import * as cheerio from 'cheerio';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, type Filling, type TestApp } from '../../support/app.ts';
import { type Cast, readCast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** Announcements: written, read in their period by those they are for, changed and withdrawn. */

const clock = fixedClock(DEMO_NOW);
let app: TestApp;
let cast: Cast;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock });
  cast = await readCast(app.deps.pool);
}, 120_000);

const DESK = '/kepegawaian/pengumuman';
const messages = (html: string): string => cheerio.load(html)('[role="alert"]').text();
const wanted = (over: Filling = {}): Filling => ({
  judul: 'Apel gabungan pindah ke lapangan',
  isi: 'Apel Senin di lapangan.\nBawa kartu pegawai.',
  mulai: '18/11/2026',
  selesai: '20/11/2026',
  sasaran: 'semua',
  ...over,
});

async function announced(key: string, over: Filling = {}): Promise<string> {
  const answer = await (await app.signInAs(key)).submit(`${DESK}/baru`, wanted(over), DESK);
  expect([answer.status, messages(answer.text)]).toEqual([303, '']);
  return answer.headers['location']!.replace(`${DESK}/`, '');
}
const sees = async (key: string, id: string): Promise<number> =>
  (await (await app.signInAs(key)).get(`/pengumuman/${id}`)).status;

describe('an announcement', () => {
  it('is for everybody in its period, and for nobody before it begins', async () => {
    const id = await announced('kepegawaian1');
    for (const key of ['staf1', 'staf_lain', 'bupati', 'keuangan1'])
      expect([key, await sees(key, id)]).toEqual([key, 200]);
    const later = await announced('kepegawaian1', { mulai: '20/11/2026' });
    expect(await sees('staf1', later)).toBe(404);
    clock.set('2026-11-20T08:00:00+08:00');
    expect(await sees('staf1', later)).toBe(200);
    clock.set(DEMO_NOW);
  });

  it('for one unit or one part reaches them alone', async () => {
    const unit = await announced('kepegawaian1', { sasaran: 'unit', unit: cast.staf1.payrollUnitCode });
    const part = await announced('kepegawaian1', { sasaran: 'peran', peran: 'bendahara' });
    const chiefs = await announced('kepegawaian1', { sasaran: 'peran', peran: 'atasan' });
    expect([await sees('staf1', unit), await sees('staf_lain', unit)]).toEqual([200, 404]);
    expect([await sees('bendahara', part), await sees('staf1', part)]).toEqual([200, 404]);
    expect([await sees('atasan', chiefs), await sees('staf1', chiefs)]).toEqual([200, 404]);
  });

  it('stands on the front page until its reader has read it, important ones first', async () => {
    await announced('kepegawaian1', { judul: 'Biasa saja' });
    const id = await announced('kepegawaian1', { judul: 'Listrik padam besok pagi', penting: 'ya' });
    const staf = await app.signInAs('staf2');
    const before = cheerio.load((await staf.get('/dasbor')).text);
    expect(before('[data-pengumuman] h2, [data-pengumuman] h3').first().text()).toBe('Listrik padam besok pagi');
    const answer = await staf.submit('/dasbor', {}, `/pengumuman/${id}/dibaca`);
    expect([answer.status, answer.headers['location']]).toEqual([303, '/dasbor']);
    const form = `form[action="/pengumuman/${id}/dibaca"]`;
    expect(before(form)).toHaveLength(1);
    expect(cheerio.load((await staf.get('/dasbor')).text)(form)).toHaveLength(0);
    expect((await staf.post(`/pengumuman/${id}/dibaca`, {})).status).toBe(303);
    const { rows } = await app.deps.pool.query('SELECT 1 FROM announcement_read WHERE announcement_id = $1', [id]);
    expect(rows).toHaveLength(1);
  });

  it('says who has read it and who has not', async () => {
    const id = await announced('pengelola', { sasaran: 'unit', unit: cast.pengelola.payrollUnitCode });
    await (await app.signInAs('staf1')).post(`/pengumuman/${id}/dibaca`, {});
    const clerk = await app.signInAs('pengelola');
    const read = cheerio
      .load((await clerk.get(`${DESK}/${id}?baca=sudah`)).text)('table')
      .text();
    expect(read).toContain(cast.staf1.name);
    expect(read).not.toContain(cast.staf2.name);
    const page = (await clerk.get(`${DESK}/${id}`)).text;
    expect(page).toMatch(/1 dari \d+ orang sudah membaca/);
    expect(cheerio.load(page)('table').text()).toContain(cast.staf2.name);
  });

  it('is changed on its version only, and nobody sees it once withdrawn', async () => {
    const id = await announced('kepegawaian1');
    const desk = await app.signInAs('kepegawaian2');
    const change = await desk.submit(`${DESK}/${id}/ubah`, { judul: 'Apel dibatalkan' }, `${DESK}/${id}`);
    expect(change.status).toBe(303);
    const stale = await desk.post(`${DESK}/${id}`, { ...wanted(), versi: '1' });
    expect([stale.status, messages(stale.text)]).toEqual([409, expect.stringContaining('baru saja diubah')]);
    expect((await desk.submit(`${DESK}/${id}`, {}, `${DESK}/${id}/tarik`)).status).toBe(303);
    expect(await sees('staf1', id)).toBe(404);
    expect((await desk.get(`${DESK}/${id}/ubah`)).status).toBe(404);
    const { rows } = await app.deps.pool.query<{ action: string }>(
      'SELECT action FROM audit_event WHERE object_id = $1 ORDER BY seq',
      [id],
    );
    expect(rows.map(row => row.action)).toEqual(['pengumuman.buat', 'pengumuman.ubah', 'pengumuman.tarik']);
  });

  it('is written once, however often the form is sent', async () => {
    const desk = await app.signInAs('kepegawaian1');
    const key = { kunci_kirim: randomUUID() };
    const first = await desk.submit(`${DESK}/baru`, wanted(key), DESK);
    const second = await desk.submit(`${DESK}/baru`, wanted(key), DESK);
    expect(second.headers['location']).toBe(first.headers['location']);
    expect((await desk.submit(`${DESK}/baru`, wanted({ ...key, judul: 'Lain' }), DESK)).status).toBe(422);
  });
});

describe('the form', () => {
  it.each([
    [{ judul: '' }, 'Tulis judul'],
    [{ judul: 'x'.repeat(81) }, 'Paling panjang 80 huruf'],
    [{ isi: ' ' }, 'Tulis isi pengumuman'],
    [{ isi: 'x'.repeat(1001) }, 'Paling panjang 1000 huruf'],
    [{ mulai: '' }, 'Isi tanggal mulai'],
    [{ mulai: '32/01/2026' }, 'Isi tanggal mulai'],
    [{ selesai: '17/11/2026', mulai: '19/11/2026' }, 'Tanggal selesai'],
    [{ mulai: '25/11/2026', selesai: '24/11/2026' }, 'Tanggal selesai harus setelah tanggal mulai'],
    [{ sasaran: '' }, 'Pilih sasaran'],
    [{ sasaran: 'dunia' }, 'Pilih sasaran'],
    [{ sasaran: 'unit' }, 'Pilih unit'],
    [{ sasaran: 'unit', unit: 'TIDAK-ADA' }, 'Pilih unit'],
    [{ sasaran: 'peran', peran: 'raja' }, 'Pilih peran'],
    [{ penting: 'mungkin' }, 'Centang atau kosongkan'],
    [{ versi: '1' }, 'tidak dikenal'],
    [{ judul: '<script>alert(1)</script>', sasaran: '' }, 'Pilih sasaran'],
  ])('says what is wrong and keeps what was typed: %j', async (over, message) => {
    const desk = await app.signInAs('kepegawaian1');
    const answer = await desk.submit(`${DESK}/baru`, wanted(over), DESK);
    expect([answer.status, messages(answer.text)]).toEqual([422, expect.stringContaining(message)]);
    const $ = cheerio.load(answer.text);
    expect($('title').text()).toMatch(/^Perlu diperbaiki: /);
    expect($('[name="judul"]').val()).toBe((over as Record<string, string>)['judul'] ?? wanted()['judul']);
    expect(answer.text).not.toContain('<script>alert');
  });

  it('refuses what no text of the database can hold', async () => {
    const desk = await app.signInAs('kepegawaian1');
    expect((await desk.submit(`${DESK}/baru`, wanted({ judul: 'nol \u0000 byte' }), DESK)).status).toBe(422);
  });
});

describe('who may announce', () => {
  it('is the personnel office to all, the clerk to their own unit', async () => {
    const clerk = await app.signInAs('pengelola');
    const everybody = await clerk.submit(`${DESK}/baru`, wanted(), DESK);
    const elsewhere = await clerk.submit(
      `${DESK}/baru`,
      wanted({ sasaran: 'unit', unit: cast.staf_lain.payrollUnitCode }),
      DESK,
    );
    expect([everybody.status, elsewhere.status]).toEqual([422, 422]);
    const others = await announced('kepegawaian1');
    expect((await clerk.get(`${DESK}/${others}`)).status).toBe(404);
    expect((await clerk.post(`${DESK}/${others}/tarik`, { versi: '1' })).status).toBe(404);
  });

  it('is nobody else', async () => {
    for (const key of ['staf1', 'atasan', 'kepala', 'bendahara', 'keuangan1', 'auditor']) {
      const browser = await app.signInAs(key);
      for (const address of [DESK, `${DESK}/baru`])
        expect([key, (await browser.get(address)).status]).toEqual([key, 403]);
    }
  });

  it('meets addresses that name nothing with 404', async () => {
    const desk = await app.signInAs('kepegawaian1');
    for (const address of [`${DESK}/x`, `${DESK}/${randomUUID()}`, '/pengumuman/x', `/pengumuman/${randomUUID()}`])
      expect((await desk.get(address)).status).toBe(404);
  });
});
