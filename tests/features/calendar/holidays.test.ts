import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, formOn, type Browser, type Filling, type TestApp } from '../../support/app.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** The work calendar (ux.md F17). */

const PAGE = '/kepegawaian/kalender-kerja';
let app: TestApp;
let office: Browser;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  office = await app.signInAs('kepegawaian1');
}, 120_000);

const RIGHT: Filling = {
  tanggal: '8/12/2026',
  jenis: 'lokal',
  keterangan: 'Hari jadi kabupaten',
  berlaku_untuk: 'semua',
};
const summary = (html: string): string => cheerio.load(html)('[role="alert"]').text();
const kept = async (day: string): Promise<Record<string, unknown>[]> =>
  (await app.deps.pool.query('SELECT kind, name, source FROM holiday WHERE day = $1', [day])).rows;

describe('the calendar', () => {
  it('lists a year, warns of one without data, and is the personnel office’s alone', async () => {
    const $ = cheerio.load((await office.get(PAGE)).text);
    expect($('h1').text()).toBe('Kalender kerja 2026');
    expect($('main tbody tr').length).toBe(25);
    expect($('main').text()).toContain('Libur nasional 2027 belum ada');
    const empty = cheerio.load((await office.get(`${PAGE}?tahun=2027`)).text);
    expect(empty('main tbody tr').length).toBe(0);
    expect(empty('main').text()).toContain('Libur nasional 2027 belum ada');
    expect((await office.get(`${PAGE}?tahun=besok`)).status).toBe(404);
    for (const key of ['staf1', 'pengelola', 'keuangan1'])
      expect([key, (await (await app.signInAs(key)).get(PAGE)).status]).toEqual([key, 403]);
  });
});

describe('a new free day', () => {
  it.each([
    [{ tanggal: '' }, 'Tulis tanggal, misalnya'],
    [{ tanggal: '30/2/2026' }, 'Tulis tanggal, misalnya'],
    [{ jenis: 'bolos' }, 'Pilih jenis'],
    [{ keterangan: '' }, 'Tulis keterangan'],
    [{ keterangan: 'x'.repeat(101) }, 'Paling panjang 100 huruf'],
    [{ keterangan: '\0\u200b' }, 'Tulis keterangan'],
    [{ berlaku_untuk: 'saya' }, 'Pilih berlaku untuk siapa'],
    [{ kunci_kirim: '1' }, 'Muat ulang halaman'],
    [{ gaji: '1' }, 'Ada isian yang tidak dikenal'],
  ] as [Filling, string][])('with %j is refused', async (wrong, message) => {
    const refused = await office.submit(PAGE, { ...RIGHT, ...wrong }, PAGE);
    expect([refused.status, summary(refused.text)]).toEqual([422, expect.stringContaining(message)]);
    expect(cheerio.load(refused.text)('title').text()).toMatch(/^Perlu diperbaiki/);
    expect(await kept('2026-12-08')).toEqual([]);
  });

  it('is written once, and a day on which one logs is one no more', async () => {
    const form = formOn((await office.get(PAGE)).text, PAGE);
    const sent = { ...form.fields, ...RIGHT, keterangan: 'Hari <b>jadi</b>' };
    const [first, again] = [await office.post(PAGE, sent), await office.post(PAGE, sent)];
    expect([first.status, first.headers['location'], again.status]).toEqual([303, `${PAGE}?tahun=2026`, 303]);
    expect(await kept('2026-12-08')).toEqual([
      { kind: 'lokal', name: 'Hari <b>jadi</b>', source: 'Dicatat kepegawaian' },
    ]);
    expect((await office.get(PAGE)).text).not.toContain('<b>jadi');
    const { rows } = await app.deps.pool.query<{ action: string }>(
      "SELECT action FROM audit_event WHERE object_type = 'holiday' AND object_id = '2026-12-08'",
    );
    expect(rows).toEqual([{ action: 'kalender.tambah' }]);
  });

  it('says how many entries lie on it, which stay', async () => {
    const done = await office.submit(PAGE, { ...RIGHT, tanggal: '2026-11-17', keterangan: 'Hari pahlawan desa' }, PAGE);
    expect(done.status).toBe(303);
    expect((await office.get(PAGE)).text).toMatch(/\d+ kegiatan sudah tercatat pada hari itu/);
  });

  it('that is there already, or in a closed month, is refused by a rule', async () => {
    const twice = await office.submit(PAGE, { ...RIGHT, tanggal: '25/12/2026' }, PAGE);
    expect([twice.status, summary(twice.text)]).toEqual([
      409,
      expect.stringContaining('Tanggal 25 Des 2026 sudah ada (Hari Raya Natal)'),
    ]);
    const closed = await office.submit(PAGE, { ...RIGHT, tanggal: '8/9/2026' }, PAGE);
    expect([closed.status, summary(closed.text)]).toEqual([
      409,
      expect.stringContaining('September 2026 sudah ditutup'),
    ]);
    expect(await kept('2026-09-08')).toEqual([]);
  });
});

describe('a free day taken back', () => {
  it('is asked about once more, and gone', async () => {
    await office.submit(PAGE, { ...RIGHT, tanggal: '9/12/2026' }, PAGE);
    const address = `${PAGE}/2026-12-09/lokal/hapus`;
    expect((await office.submit(address, { versi: '5' })).status).toBe(409);
    expect((await office.submit(address, { lain: '5' })).status).toBe(422);
    expect((await office.submit(address, { versi: 'x' })).status).toBe(422);
    expect((await office.submit(address, {})).status).toBe(303);
    expect(await kept('2026-12-09')).toEqual([]);
    expect((await office.get(address)).status).toBe(404);
  });

  it('of a closed month stays', async () => {
    await app.deps.pool.query(
      "INSERT INTO holiday (day, kind, name, source) VALUES ('2026-09-10', 'lokal', 'Panen raya', 'Keputusan bupati')",
    );
    const refused = await office.submit(`${PAGE}/2026-09-10/lokal/hapus`, {});
    expect([refused.status, summary(refused.text)]).toEqual([
      409,
      expect.stringContaining('September 2026 sudah ditutup'),
    ]);
    expect((await kept('2026-09-10')).length).toBe(1);
    expect((await office.get(`${PAGE}/2026-09-10/panen/hapus`)).status).toBe(404);
    expect((await office.get(`${PAGE}/kemarin/lokal/hapus`)).status).toBe(404);
  });
});

describe('special hours', () => {
  const HOURS = `${PAGE}/jam`;
  const RAMADAN: Filling = {
    nama_masa: 'Ramadan (contoh)',
    awal: '16/11/2026',
    akhir: '20/11/2026',
    jam_lima: '6.30',
    jam_enam: '5.25',
  };
  const all = async () =>
    (
      await app.deps.pool.query(
        "SELECT id, name, minutes_five, minutes_six FROM special_hours WHERE first_day = '2026-11-16'",
      )
    ).rows as { id: string; name: string }[];

  it.each([
    [{ nama_masa: '' }, 422, 'Tulis nama'],
    [{ awal: '31/2/2026' }, 422, 'Tulis tanggal awal, misalnya'],
    [{ akhir: '15/11/2026' }, 422, 'Tanggal akhir harus sesudah tanggal awal'],
    [{ akhir: '20/11/2027' }, 422, 'Paling lama 62 hari'],
    [{ jam_lima: '0' }, 422, 'Jam kerja lima hari: tulis jam dan menit'],
    [{ jam_enam: '23.00' }, 422, 'Jam kerja enam hari: tulis jam dan menit'],
    [{ jam_enam: '\0<b>' }, 422, 'Jam kerja enam hari: tulis jam dan menit'],
    [{ gaji: '1' }, 422, 'Ada isian yang tidak dikenal'],
    [{ awal: '20/9/2026', akhir: '2/10/2026' }, 409, 'September 2026 sudah ditutup'],
  ] as [Filling, number, string][])('with %j are refused', async (wrong, status, message) => {
    const refused = await office.submit(PAGE, { ...RAMADAN, ...wrong }, HOURS);
    expect([refused.status, summary(refused.text)]).toEqual([status, expect.stringContaining(message)]);
    expect(cheerio.load(refused.text)('title').text()).toMatch(/^Perlu diperbaiki/);
    expect(await all()).toEqual([]);
  });

  it('make the hours due of their days shorter, until they are taken away again', async () => {
    const staf = await app.signInAs('staf1');
    const due = async (): Promise<string> => {
      const $ = cheerio.load((await staf.get('/kegiatan-harian?bulan=2026-11')).text);
      return $('#h-2026-11-18').text() + $('section[aria-label="Ringkasan"]').text();
    };
    const before = await due();
    expect(before).toContain('dari 7 jam 30 menit');
    const form = formOn((await office.get(PAGE)).text, HOURS);
    for (const _tap of [1, 2]) expect((await office.post(HOURS, { ...form.fields, ...RAMADAN })).status).toBe(303);
    const [row, ...more] = await all();
    expect([row, more]).toEqual([expect.objectContaining({ minutes_five: 390, minutes_six: 325 }), []]);
    expect((await office.submit(PAGE, { ...RAMADAN, awal: '20/11/2026', akhir: '24/11/2026' }, HOURS)).status).toBe(
      409,
    );
    expect(await due()).toContain('dari 6 jam 30 menit');
    expect((await office.get(PAGE)).text).toContain('Lima hari kerja: 6 jam 30 menit sehari');

    const removal = `${HOURS}/${row!.id}/hapus`;
    expect((await staf.get(removal)).status).toBe(403);
    expect((await office.submit(removal, { versi: '5' })).status).toBe(409);
    expect((await office.submit(removal, { versi: 'x' })).status).toBe(422);
    await app.deps.pool.query("UPDATE payroll_period SET open = false WHERE month = '2026-11-01' AND kind = 'TPP'");
    await app.deps.pool.query(
      `INSERT INTO payroll_period (month, kind, payroll_unit_id, open) SELECT '2026-11-01', 'TPP', id, false FROM payroll_unit
       ON CONFLICT DO NOTHING`,
    );
    const closed = await office.submit(removal, {});
    expect([closed.status, summary(closed.text)]).toEqual([
      409,
      expect.stringContaining('November 2026 sudah ditutup'),
    ]);
    await app.deps.pool.query("UPDATE payroll_period SET open = true WHERE month = '2026-11-01' AND kind = 'TPP'");
    expect((await office.submit(removal, {})).status).toBe(303);
    expect(await due()).toBe(before);
    expect((await office.get(removal)).status).toBe(404);
  });
});
