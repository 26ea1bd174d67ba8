import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Browser, formOn } from '../../support/app.ts';
import { type Desk, filledForm, idIn, logEntry, messagesOf, openDesk, stored, TODAY } from './desk.ts';

const FAVOURITES = '/kegiatan-harian/favorit';
const NOTES = '/kegiatan-harian/catatan';
let desk: Desk;
let staf: Browser;
let other: Browser;

beforeAll(async () => {
  desk = await openDesk();
  staf = await desk.app.signInAs('staf1');
  other = await desk.app.signInAs('staf2');
});

const radios = async (address: string): Promise<string[]> => {
  const $ = cheerio.load((await staf.get(address).expect(200)).text);
  return $('input[name="aktivitas"]')
    .map((_, input) => String($(input).attr('value')))
    .get();
};

describe('favourites', () => {
  const add = (change: Record<string, string> = {}) => staf.submit(FAVOURITES, change, FAVOURITES);
  const idsOnPage = async (): Promise<string[]> =>
    [...(await staf.get(FAVOURITES)).text.matchAll(/action="\/kegiatan-harian\/favorit\/([0-9a-f-]{36})"/g)].map(
      ([, id]) => id ?? '',
    );

  test.each([
    ['nothing chosen', { aktivitas: '' }, 'Pilih kegiatan'],
    ['an item that is none', { aktivitas: randomUUID() }, 'Pilih kegiatan dari daftar'],
    ['a long text', { uraian_bawaan: 'a'.repeat(201) }, 'Uraian bawaan paling banyak 200 huruf'],
    ['a volume of nothing', { volume: '0' }, 'Isi volume, misalnya 2'],
    ['an unknown field', { ordinal: '1' }, 'Isian tidak dikenal: ordinal'],
  ])('%s is refused', async (_, change: Record<string, string>, message) => {
    const [item = ''] = await radios(FAVOURITES);
    const answer = await add({ aktivitas: item, ...change });
    expect(answer.status).toBe(422);
    expect(messagesOf(answer.text)).toEqual([message]);
  });

  test('stand first in the form, in the order the person gave them, and fill it in', async () => {
    const items = (await radios(FAVOURITES)).slice(4, 6);
    for (const aktivitas of items) await add({ aktivitas, uraian_bawaan: 'Rapat rutin bidang', volume: '2' });
    expect((await radios('/kegiatan-harian/baru')).slice(0, 2)).toEqual(items);
    const [, second = ''] = await idsOnPage();
    await staf.post(`${FAVOURITES}/${second}`, { aksi: 'naik' }).expect(303);
    expect((await radios('/kegiatan-harian/baru')).slice(0, 2)).toEqual([...items].reverse());
    const $ = cheerio.load((await staf.get(FAVOURITES)).text);
    const form = cheerio.load((await staf.get(String($('.butir__judul a').first().attr('href')))).text);
    expect(form('textarea[name="uraian"]').text()).toBe('Rapat rutin bidang');
    expect(form('input[name="volume"]').attr('value')).toBe('2');
  });

  test('are ten at most', async () => {
    const { fields } = formOn((await staf.get(FAVOURITES)).text, FAVOURITES);
    const [item = ''] = await radios(FAVOURITES);
    for (let count = (await idsOnPage()).length; count < 10; count += 1) await add({ aktivitas: item });
    const full = await staf.post(FAVOURITES, { ...fields, aktivitas: item }).expect(409);
    expect(messagesOf(full.text)).toEqual(['Favorit sudah 10. Hapus satu dulu']);
    expect((await idsOnPage()).length).toBe(10);
  });

  test('are one’s own', async () => {
    const [id = ''] = await idsOnPage();
    await other.post(`${FAVOURITES}/${id}`, { aksi: 'hapus' }).expect(404);
    await staf.post(`${FAVOURITES}/${id}`, { aksi: 'jual' }).expect(422);
    await staf.post(`${FAVOURITES}/${id}`, { aksi: 'hapus' }).expect(303);
    expect(await idsOnPage()).not.toContain(id);
  });

  test('are made of an entry', async () => {
    const id = await logEntry(staf, '18.00', '18.15', { uraian: 'Menata arsip surat bulan ini' });
    const href = cheerio
      .load((await staf.get(`/kegiatan-harian/${id}`)).text)(`a[href^="${FAVOURITES}?"]`)
      .attr('href');
    expect((await staf.get(String(href)).expect(200)).text).toContain('Menata arsip surat bulan ini');
  });
});

describe('quick notes', () => {
  test.each([
    ['nothing', { teks: '' }, 422, 'Tulis catatan, paling sedikit 3 huruf'],
    ['too long', { teks: 'a'.repeat(201) }, 422, 'Catatan paling banyak 200 huruf'],
    ['no day', { tanggal: 'kemarin' }, 422, 'Pilih tanggal'],
    ['a day gone by', { tanggal: '2026-11-02' }, 409, 'Sen 2 Nov tidak bisa diisi lagi. Pilih hari lain'],
    ['an unknown field', { done_at: 'x' }, 422, 'Isian tidak dikenal: done_at'],
  ])('%s is refused', async (_, change: Record<string, string>, status, message) => {
    const answer = await staf.submit(NOTES, { teks: 'Rapat perizinan', ...change }, NOTES);
    expect(answer.status).toBe(status);
    expect(messagesOf(answer.text)).toEqual([message]);
  });

  test('are completed by the entry they become, in one step', async () => {
    await staf.submit(NOTES, { teks: 'Rapat perizinan di ruang Bupati', tanggal: '2026-11-17' }, NOTES);
    const link =
      cheerio
        .load((await staf.get(NOTES)).text)('a[href*="catatan="]')
        .attr('href') ?? '';
    const { text } = await staf.get(link).expect(200);
    const { fields } = formOn(text, '/kegiatan-harian');
    expect(fields).toMatchObject({ uraian: 'Rapat perizinan di ruang Bupati', tanggal: '2026-11-17' });
    expect((await other.get(link)).text).not.toContain('ruang Bupati');
    const [item = ''] = await radios(link);
    const body = { ...fields, aktivitas: item, mulai: '18', selesai: '18.30', aksi: 'kirim' };
    await staf.post('/kegiatan-harian', { ...body, selesai: '18' }).expect(422);
    expect((await staf.get(NOTES)).text).toContain('ruang Bupati');
    const sent = await staf.post('/kegiatan-harian', body).expect(303);
    expect(await stored(desk.app, idIn(sent.headers.location))).toMatchObject({ status: 'dikirim' });
    expect((await staf.get(NOTES)).text).not.toContain('ruang Bupati');
  });

  test('are taken away by their owner alone', async () => {
    await staf.submit(NOTES, { teks: 'Antar surat ke kecamatan' }, NOTES);
    const { text } = await staf.get(NOTES);
    const action = /action="(\/kegiatan-harian\/catatan\/[0-9a-f-]+\/hapus)"/.exec(text)?.[1] ?? '';
    await other.post(action, {}).expect(404);
    await staf.post(action, {}).expect(303);
    await staf.post(action, {}).expect(404);
  });
});

describe('the form', () => {
  test('offers what was written last, and says which times are taken', async () => {
    await logEntry(staf, '19.00', '19.30', { uraian: 'Menyusun laporan mingguan bidang' });
    const $ = cheerio.load((await staf.get('/kegiatan-harian/baru')).text);
    const link = $('.keping-tautan a')
      .filter((_, a) => $(a).text().includes('laporan mingguan'))
      .attr('href');
    const filled = cheerio.load((await staf.get(String(link))).text);
    expect(filled('textarea[name="uraian"]').text()).toBe('Menyusun laporan mingguan bidang');
    expect(filled('input[name="aktivitas"][checked]').length).toBe(1);
    expect(filled('main').text()).toContain('19.00\u201319.30');
    expect(filled('a[href^="/kegiatan-harian/salin?dari="]').text()).toMatch(/Salin dari kemarin \(\d+\)/);
  });

  test('asks why where no item fits, and keeps the reason', async () => {
    const { rows } = await desk.app.deps.pool.query<{ id: string }>(
      'SELECT id FROM catalogue_item WHERE open_ended LIMIT 1',
    );
    const form = { ...(await filledForm(staf, '20.00', '20.30')), aktivitas: rows[0]?.id ?? '' };
    const answer = await staf.post('/kegiatan-harian', form).expect(422);
    expect(messagesOf(answer.text)).toEqual(['Tulis mengapa tidak ada di katalog, paling sedikit 10 huruf']);
    const reason = 'Menerjemahkan surat tamu dari luar negeri';
    const sent = await staf.post('/kegiatan-harian', { ...form, alasan_luar: reason }).expect(303);
    const { rows: entry } = await desk.app.deps.pool.query('SELECT uncovered_reason FROM activity WHERE id = $1', [
      idIn(sent.headers.location),
    ]);
    expect(entry).toEqual([{ uncovered_reason: reason }]);
    expect((await staf.get(String(sent.headers.location))).text).toContain(reason);
  });

  test('holds a day’s volumes of an item against the catalogue together', async () => {
    const form = await filledForm(other, '18.00', '18.30');
    await other.post('/kegiatan-harian', { ...form, volume: '60' }).expect(303);
    const next = { ...(await filledForm(other, '18.30', '19.00')), aktivitas: String(form.aktivitas) };
    const answer = await other.post('/kegiatan-harian', { ...next, volume: '60' }).expect(422);
    expect(messagesOf(answer.text)[0]).toMatch(/^Volume paling banyak 100 .+ per hari\. Hari itu sudah tercatat 6\d/);
    await other.post('/kegiatan-harian', { ...next, volume: '1' }).expect(303);
  });

  test('takes few statements to submit', async () => {
    const form = await filledForm(other, '21.00', '21.30');
    const { response, statements } = await desk.app.statementsOf(
      other.post('/kegiatan-harian', { ...form, volume: '1' }),
    );
    expect(response.status).toBe(303);
    expect(statements.filter(text => !/^(BEGIN|COMMIT)/.test(text)).length, statements.join('\n')).toBeLessThanOrEqual(
      5,
    );
  });
});

describe('the days', () => {
  test.each([
    ['/kegiatan-harian?tampilan=kalender&bulan=2026-11', 'November 2026', 0],
    ['/kegiatan-harian?tampilan=pekan&tanggal=2026-11-18', 'Sen 16 Nov – Min 22 Nov', 7],
    ['/kegiatan-harian?tampilan=daftar&bulan=2026-11', 'November 2026', 18],
  ])('of %s are there, with hours and the share logged on the same day', async (address, span, days) => {
    const { response, statements } = await desk.app.statementsOf(staf.get(address));
    const $ = cheerio.load(response.text);
    expect($('.bulan__ini').text()).toBe(span);
    expect($('section.hari').length).toBe(days);
    expect($('main').text()).toMatch(/Jam tercatat\s*[\d.]+ jam( \d+ menit)? dari \d+ jam/);
    expect($('main').text()).toMatch(/Dicatat di hari yang sama\s*\d+\s%/);
    expect($('.panas td a').length > 0).toBe(address.includes('kalender'));
    expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(4);
    expect(Buffer.byteLength(response.text)).toBeLessThan(160_000);
  });

  test('hold points against target and hours against hours due, each day', async () => {
    const $ = cheerio.load((await staf.get('/kegiatan-harian')).text);
    expect($(`#h-${TODAY} .hari__poin`).text()).toMatch(/dari 300 poin/);
    expect($(`#h-${TODAY}`).text()).toMatch(/jam.* dari 7 jam 30 menit/);
  });

  test.each(['tampilan=tahun', 'tampilan=pekan&tanggal=x', 'tampilan=pekan&tanggal=2026-02-30'])(
    '%s is malformed',
    async query => {
      await staf.get(`/kegiatan-harian?${query}`).expect(422);
    },
  );
});
