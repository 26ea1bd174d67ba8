import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Browser, formOn } from '../../support/app.ts';
import { type Desk, logEntry, messagesOf, openDesk, stored } from '../activity-log/desk.ts';

/** A Thursday whose window ended on the 15th; the clock shows Wednesday the 18th. */
const LATE = '2026-11-12';
let desk: Desk;
let staf: Browser;
let clerk: Browser;
let office: Browser;

beforeAll(async () => {
  desk = await openDesk();
  staf = await desk.app.signInAs('staf1');
  clerk = await desk.app.signInAs('pengelola');
  office = await desk.app.signInAs('kepegawaian1');
});

const RIGHT = { tanggal: '12/11/2026', sebab: 'jaringan', keterangan: 'Jaringan kantor putus sejak pagi sampai sore' };

const PDF = { field: 'bukti', name: 'surat.pdf', content: Buffer.from('%PDF-1.4 surat tugas') };

async function ask(browser: Browser, change: Record<string, string> = {}, files: (typeof PDF)[] = []): Promise<string> {
  const answer = await browser.submit('/dispensasi/baru', { ...RIGHT, ...change }, '/dispensasi', files);
  if (answer.status !== 303) throw new Error(`${String(answer.status)} ${messagesOf(answer.text).join('; ')}`);
  return String(answer.headers.location).replace('/dispensasi/', '');
}

const stateOf = async (id: string): Promise<unknown> =>
  (
    await desk.app.deps.pool.query('SELECT state, open_until, decided_by, version FROM dispensation WHERE id = $1', [
      id,
    ])
  ).rows[0];

describe('a request', () => {
  test.each([
    [
      'empty',
      { tanggal: '', sebab: '', keterangan: '' },
      422,
      ['Tulis tanggal, misalnya 12/11/2026', 'Pilih sebab', 'Tulis keterangan, paling sedikit 10 huruf'],
    ],
    ['a wrong date', { tanggal: '31/02/2026' }, 422, ['Tulis tanggal, misalnya 12/11/2026']],
    ['an unknown cause', { sebab: 'malas' }, 422, ['Pilih sebab']],
    ['unseen letters', { keterangan: '\u200b'.repeat(20) }, 422, ['Tulis keterangan, paling sedikit 10 huruf']],
    ['a long text', { keterangan: 'a'.repeat(501) }, 422, ['Tulis paling banyak 500 huruf']],
    ['an unknown field', { state: 'disetujui' }, 422, ['Isian tidak dikenal: state']],
    [
      'a person who is not theirs',
      { pegawai: '00000000-0000-7000-8000-000000000000' },
      422,
      ['Pilih pegawai dari daftar'],
    ],
    ['no letter for duty travel', { sebab: 'tugas_luar' }, 422, ['Lampirkan surat tugas atau surat keterangan sakit']],
    ['a day to come', { tanggal: '19/11/2026' }, 409, ['Kam 19 Nov belum terjadi']],
    [
      'a day still open',
      { tanggal: '17/11/2026' },
      409,
      ['Sel 17 Nov masih bisa diisi sampai Jum 20 Nov pukul 23.59, tanpa dispensasi'],
    ],
    ['a Sunday', { tanggal: '08/11/2026' }, 409, ['Min 8 Nov hari libur (hari Minggu)']],
    ['too long ago', { tanggal: '18/09/2026' }, 409, ['Dispensasi hanya untuk 60 hari terakhir']],
    ['a closed month', { tanggal: '25/09/2026' }, 409, ['Bulan September 2026 sudah ditutup']],
  ])('%s is refused with the form as typed', async (_, change: Record<string, string>, status, messages) => {
    const answer = await staf.submit('/dispensasi/baru', { ...RIGHT, ...change }, '/dispensasi');
    expect(answer.status, answer.text.slice(0, 200)).toBe(status);
    expect(messagesOf(answer.text)).toEqual(messages);
    const $ = cheerio.load(answer.text);
    expect($('[name="keterangan"]').val()).toBe({ ...RIGHT, ...change }.keterangan.replaceAll('\0', ''));
  });

  test('is about oneself, once per day; the same form gives the same request', async () => {
    const { fields } = formOn((await staf.get('/dispensasi/baru')).text, '/dispensasi');
    const body = { ...fields, ...RIGHT, tanggal: '11/11/2026' };
    const first = await staf.post('/dispensasi', body).expect(303);
    const second = await staf.post('/dispensasi', body).expect(303);
    expect(second.headers.location).toBe(first.headers.location);
    expect(messagesOf((await staf.post('/dispensasi', { ...body, kunci_kirim: randomUUID() })).text)).toEqual([
      'Dispensasi untuk Rab 11 Nov sudah pernah diminta',
    ]);
    const other = await staf.post('/dispensasi', { ...body, keterangan: 'Isi yang lain sama sekali' }).expect(422);
    expect(messagesOf(other.text)).toEqual(['Formulir ini sudah pernah dikirim dengan isi lain']);
  });

  test('is taken back by who made it, and may then be made anew', async () => {
    const id = await ask(staf, { tanggal: '10/11/2026' });
    await staf.submit(`/dispensasi/${id}`, {}, `/dispensasi/${id}/tarik`);
    expect(await stateOf(id)).toMatchObject({ state: 'ditarik', decided_by: null });
    await ask(staf, { tanggal: '10/11/2026' });
  });

  test('with its document is seen by its owner and who decides, and by nobody else', async () => {
    const id = await ask(staf, { tanggal: '09/11/2026', sebab: 'sakit' }, [PDF]);
    const href = cheerio
      .load((await clerk.get(`/dispensasi/${id}`).expect(200)).text)(`a[href*="/bukti/"]`)
      .attr('href');
    await clerk.get(String(href)).expect(200).expect('Content-Type', /pdf/);
    for (const key of ['staf2', 'atasan', 'staf_lain', 'kepala_lain'] as const) {
      const other = await desk.app.signInAs(key);
      await other.get(`/dispensasi/${id}`).expect(404);
      await other.get(String(href)).expect(404);
    }
    const { rows } = await desk.app.deps.pool.query(
      'SELECT what FROM data_view WHERE viewer_id = $1 AND subject_id = $2',
      [desk.cast.pengelola.employeeId, desk.cast.staf1.employeeId],
    );
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe('a decision', () => {
  let id: string;
  beforeAll(async () => {
    id = await ask(staf);
  });

  test('is not the owner’s, nor of another office', async () => {
    await staf.post(`/dispensasi/${id}`, { keputusan: 'setujui', jawaban: '', versi: '1' }).expect(403);
    const own = await ask(clerk, { tanggal: '12/11/2026' });
    expect((await clerk.get(`/dispensasi/${own}`)).text).not.toContain('Simpan keputusan');
    await clerk.post(`/dispensasi/${own}`, { keputusan: 'setujui', jawaban: '', versi: '1' }).expect(404);
    expect((await office.get('/dispensasi')).text).toContain(own);
  });

  test.each([
    ['none chosen', { jawaban: '' }, 'Pilih Setujui atau Tolak'],
    [
      'no reason',
      { keputusan: 'tolak', jawaban: 'tidak' },
      'Tulis alasan supaya pegawai tahu, paling sedikit 10 huruf',
    ],
    [
      'an unknown field',
      { keputusan: 'setujui', jawaban: '', open_until: '2027-01-01' },
      'Isian tidak dikenal: open_until',
    ],
    ['no version', { keputusan: 'setujui', jawaban: '', versi: '' }, 'Muat ulang halaman ini, lalu kirim lagi'],
  ])('with %s is refused', async (_, change: Record<string, string>, message) => {
    const answer = await clerk.post(`/dispensasi/${id}`, { versi: '1', ...change }).expect(422);
    expect(messagesOf(answer.text)).toEqual([message]);
    expect(await stateOf(id)).toMatchObject({ state: 'diajukan' });
  });

  test('that grants opens the day to that person for the set time, and to no one else', async () => {
    const { fields: before } = formOn((await staf.get('/kegiatan-harian/baru')).text, '/kegiatan-harian');
    await expect(logEntry(staf, '08.00', '08.30', { tanggal: LATE })).rejects.toThrow('409');
    await clerk.submit(`/dispensasi/${id}`, { keputusan: 'setujui' }, `/dispensasi/${id}`);
    expect(await stateOf(id)).toMatchObject({ state: 'disetujui', open_until: '2026-11-21', version: 2 });
    const days = cheerio
      .load((await staf.get('/kegiatan-harian/baru')).text)('input[name="tanggal"]')
      .map((_, input) => String(cheerio.load(input)('input').attr('value')))
      .get();
    expect(days).toContain(LATE);
    expect(before.tanggal).not.toBe(LATE);
    const entry = await logEntry(staf, '05.00', '05.30', { tanggal: LATE });
    expect(await stored(desk.app, entry)).toMatchObject({ status: 'dikirim', work_date: LATE });
    const other = await desk.app.signInAs('staf2');
    await expect(logEntry(other, '05.00', '05.30', { tanggal: LATE })).rejects.toThrow('409');
    const { rows } = await desk.app.deps.pool.query(
      `SELECT text FROM notification WHERE employee_id = $1 AND kind = 'dispensasi'`,
      [desk.cast.staf1.employeeId],
    );
    expect(rows).toEqual([{ text: 'Dispensasi Kam 12 Nov disetujui. Isi kegiatannya sampai Sab 21 Nov pukul 23.59.' }]);
    const stale = await office.post(`/dispensasi/${id}`, { keputusan: 'setujui', jawaban: '', versi: '1' }).expect(409);
    expect(messagesOf(stale.text)[0]).toContain('Permintaan ini sudah disetujui oleh');
  });

  test('ends with its last day', async () => {
    desk.clock.set('2026-11-22T08:00:00+08:00');
    try {
      await expect(logEntry(staf, '06.00', '06.30', { tanggal: LATE })).rejects.toThrow('409');
    } finally {
      desk.clock.set('2026-11-18T13:30:00+08:00');
    }
  });

  test('may be asked for by the clerk for somebody of the unit, and is then the personnel office’s', async () => {
    const { text } = await clerk.get(
      `/dispensasi/baru?cari=${encodeURIComponent(desk.cast.staf2.name.split(/[ ,]/)[0] ?? '')}`,
    );
    expect(text).toContain(desk.cast.staf2.employeeId);
    const asked = await ask(clerk, { pegawai: desk.cast.staf2.employeeId, tanggal: '11/11/2026' });
    await clerk.post(`/dispensasi/${asked}`, { keputusan: 'setujui', jawaban: '', versi: '1' }).expect(404);
    await office.submit(
      `/dispensasi/${asked}`,
      { keputusan: 'tolak', jawaban: 'Jaringan hari itu berjalan baik' },
      `/dispensasi/${asked}`,
    );
    expect(await stateOf(asked)).toMatchObject({ state: 'ditolak', open_until: null });
  });

  test('leaves its trace', async () => {
    const { rows } = await desk.app.deps.pool.query(
      `SELECT action FROM audit_event WHERE object_type = 'dispensation' AND object_id = $1 ORDER BY seq`,
      [id],
    );
    expect(rows.map(row => row.action)).toEqual(['dispensasi.ajukan', 'dispensasi.setujui']);
  });
});
