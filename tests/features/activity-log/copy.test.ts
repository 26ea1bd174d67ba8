import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Browser, formOn } from '../../support/app.ts';
import { type Desk, eventsOf, logEntry, messagesOf, openDesk, stored, TODAY } from './desk.ts';

const COPY = '/kegiatan-harian/salin';
const YESTERDAY = '2026-11-17';
let desk: Desk;
let staf: Browser;

beforeAll(async () => {
  desk = await openDesk();
  staf = await desk.app.signInAs('staf3');
});

const entriesOn = async (day: string): Promise<{ id: string; status: string; description: string }[]> =>
  (
    await desk.app.deps.pool.query<{ id: string; status: string; description: string }>(
      `SELECT id, status, description FROM activity WHERE employee_id = $1 AND work_date = $2 ORDER BY start_minute`,
      [desk.cast.staf3.employeeId, day],
    )
  ).rows;

const page = async (address = COPY) => {
  const { text } = await staf.get(address).expect(200);
  return { $: cheerio.load(text), form: formOn(text, COPY), text };
};

describe('copying a day', () => {
  test('offers the latest days with entries, all entries that fit ticked, the others with the reason', async () => {
    const { $, form } = await page();
    expect($('input[name="dari"]').length).toBe(5);
    expect(form.fields.dari).toBe(YESTERDAY);
    expect(form.fields.tanggal).toBe(TODAY);
    const busy = await entriesOn(TODAY);
    const all = await entriesOn(YESTERDAY);
    expect($('input[name="id[]"]').length).toBe(all.length);
    const refused = $('input[name="id[]"]:not([checked])');
    expect(refused.length > 0).toBe(busy.length > 0);
    refused.each((_, box) => expect($(box).parent().text()).toMatch(/Tidak bisa: /));
    expect($('.kartu-pilih__masalah').length).toBe(refused.length);
    expect($('.kartu-pilih__petunjuk').text()).not.toContain('Tidak bisa');
  });

  test('takes at most four statements', async () => {
    const { statements } = await desk.app.statementsOf(staf.get(COPY));
    expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(4);
  });

  test('copies what is ticked once, each with an outcome of its own, as drafts where nothing else is said', async () => {
    const [early, overlapping] = [
      await logEntry(staf, '20.00', '20.30', { tanggal: YESTERDAY, uraian: 'Menutup buku ekspedisi surat' }),
      await logEntry(staf, '21.00', '21.30', { tanggal: YESTERDAY, uraian: 'Menyiapkan daftar hadir rapat' }),
    ];
    await logEntry(staf, '21.15', '21.45');
    const { form } = await page(`${COPY}?dari=${YESTERDAY}&tanggal=${TODAY}`);
    expect(form.fields['id[]']).toContain(early);
    expect(form.fields['id[]']).not.toContain(overlapping);
    const before = (await entriesOn(TODAY)).length;
    const body = { ...form.fields, 'id[]': [early, overlapping] };
    for (let tap = 0; tap < 2; tap += 1)
      await staf
        .post(COPY, body)
        .expect(303)
        .expect('Location', /#h-2026-11-18$/);
    const today = await entriesOn(TODAY);
    expect(today.length).toBe(before + 1);
    const copy = today.find(entry => entry.description === 'Menutup buku ekspedisi surat');
    expect(copy?.status).toBe('draf');
    expect(await eventsOf(desk.app, copy?.id ?? '')).toEqual(['1 buat ->draf']);
    const { text } = await staf.get('/kegiatan-harian');
    expect(text).toContain('1 disalin sebagai draf, 1 tidak (waktu bertumpuk).');
  });

  test('sends the copies when asked', async () => {
    const id = await logEntry(staf, '22.00', '22.30', {
      tanggal: YESTERDAY,
      uraian: 'Mengarsipkan surat masuk hari itu',
    });
    const { form } = await page();
    await staf.post(COPY, { ...form.fields, 'id[]': id, aksi: 'kirim' }).expect(303);
    const copy = (await entriesOn(TODAY)).find(entry => entry.description === 'Mengarsipkan surat masuk hari itu');
    expect(copy?.status).toBe('dikirim');
    expect(await stored(desk.app, id)).toMatchObject({ status: 'dikirim', version: 1 });
  });

  test.each([
    ['nothing ticked', { 'id[]': undefined }, 422, 'Pilih paling sedikit 1 kegiatan'],
    ['no date', { tanggal: '' }, 422, 'Pilih tanggal'],
    ['no day to copy from', { dari: 'kemarin' }, 422, 'Pilih hari yang disalin'],
    ['an unknown entry', { 'id[]': randomUUID() }, 422, 'Pilih kegiatan dari daftar'],
    ['a wrong id', { 'id[]': "' OR 1=1 --" }, 422, 'Pilih kegiatan dari daftar'],
    ['an unknown field', { status: 'divalidasi' }, 422, 'Isian tidak dikenal: status'],
    ['an unknown act', { aksi: 'setujui' }, 422, 'Pilih Simpan dan kirim'],
    ['a day to come', { tanggal: '2026-11-19' }, 409, 'belum terjadi'],
    ['a day long gone', { tanggal: '2026-11-02' }, 409, 'sudah lewat'],
    ['a Sunday', { tanggal: '2026-11-15' }, 409, 'hari libur'],
  ])('%s is refused in words, and writes nothing', async (_, change, status, message) => {
    const source = (await entriesOn('2026-11-16')).filter(entry => entry.status !== 'ditolak');
    const { form } = await page(`${COPY}?dari=2026-11-16`);
    const before = (await desk.app.deps.pool.query('SELECT count(*) FROM activity')).rows[0];
    const answer = await staf.post(COPY, {
      ...form.fields,
      'id[]': source.map(entry => entry.id),
      ...change,
    });
    expect(answer.status, answer.text.slice(0, 300)).toBe(status);
    expect(messagesOf(answer.text).join(' ')).toContain(message);
    expect(answer.text).toContain('Perlu diperbaiki');
    expect((await desk.app.deps.pool.query('SELECT count(*) FROM activity')).rows[0]).toEqual(before);
  });

  test('of somebody else’s entries is refused', async () => {
    const { rows } = await desk.app.deps.pool.query<{ id: string }>(
      'SELECT id FROM activity WHERE employee_id = $1 AND work_date = $2 LIMIT 1',
      [desk.cast.staf1.employeeId, YESTERDAY],
    );
    const { form } = await page();
    const answer = await staf.post(COPY, { ...form.fields, 'id[]': rows[0]?.id }).expect(422);
    expect(messagesOf(answer.text)).toEqual(['Pilih kegiatan dari daftar']);
  });
});

describe('sending all drafts', () => {
  const SEND_ALL = '/kegiatan-harian/kirim-semua';

  test('sends what is complete and says what stays and why', async () => {
    const whole = await logEntry(staf, '18.00', '18.30', { aksi: 'draf', uraian: 'Menyusun bahan rapat esok hari' });
    const half = await logEntry(staf, '18.30', '19.00', { aksi: 'draf', uraian: '' });
    const { text } = await staf.get('/kegiatan-harian').expect(200);
    const { fields } = formOn(text, SEND_ALL);
    expect(fields['id[]']).toContain(`${whole}:1`);
    expect(fields['id[]']).not.toContain(`${half}:1`);
    await staf.post(SEND_ALL, { 'id[]': [`${whole}:1`, `${half}:1`, `${randomUUID()}:1`] }).expect(303);
    expect(await stored(desk.app, whole)).toMatchObject({ status: 'dikirim', version: 2 });
    expect(await stored(desk.app, half)).toMatchObject({ status: 'draf', version: 1 });
    expect((await staf.get('/kegiatan-harian')).text).toContain(
      '1 draf dikirim, 2 tidak (belum lengkap; tidak ditemukan).',
    );
  });

  test.each([
    ['none', {}, 422],
    ['a stale one alone', { 'id[]': 'STALE' }, 409],
    ['no version', { 'id[]': randomUUID() }, 422],
    ['an unknown field', { 'id[]': 'STALE', aksi: 'kirim' }, 422],
  ])('%s is refused on the same page', async (_, body: Record<string, string>, status) => {
    const id = await draftToday();
    const filled = body['id[]'] === 'STALE' ? { ...body, 'id[]': `${id}:7` } : body;
    const answer = await staf.post(SEND_ALL, filled).expect(status);
    expect(messagesOf(answer.text).length).toBe(1);
    expect(await stored(desk.app, id)).toMatchObject({ status: 'draf', version: 1 });
  });

  let made: string | undefined;
  const draftToday = async (): Promise<string> => (made ??= await logEntry(staf, '17.00', '17.15', { aksi: 'draf' }));
});
