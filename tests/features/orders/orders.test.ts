import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, formOn, type Browser, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { filledForm, logEntry } from '../activity-log/desk.ts';
import { createDemoDatabase } from '../../support/demo-database.ts';

/** /input-pimpinan: one's superiors, orders received and given (ux.md, menu 2). */

const NOW = '2026-11-18T13:30:00+08:00';
let app: TestApp;
let cast: Cast;
let staf1: Browser;
let atasan: Browser;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(NOW) });
  cast = await readCast(app.deps.pool);
  staf1 = await app.signInAs('staf1');
  atasan = await app.signInAs('atasan');
}, 120_000);

const GIVE = '/input-pimpinan/perintah';

async function giveForm(browser: Browser): Promise<Record<string, string>> {
  const { text } = await browser.get('/input-pimpinan?tab=beri').expect(200);
  return formOn(text, GIVE).fields as Record<string, string>;
}

interface StoredOrder extends Record<string, unknown> {
  readonly id: string;
  readonly state: string;
  readonly to_id: string;
  readonly version: number;
}

async function ordersSaying(text: string): Promise<StoredOrder[]> {
  const { rows } = await app.deps.pool.query<StoredOrder>(
    'SELECT id, state, to_id, version, due_on FROM task_order WHERE text = $1 ORDER BY to_id',
    [text],
  );
  return rows;
}

const messagesOf = (html: string): string[] => {
  const $ = cheerio.load(html);
  return $('[role="alert"] li')
    .toArray()
    .map(item => $(item).text().trim());
};

describe('one’s superiors', () => {
  it('are named with how they hold their chairs', async () => {
    const page = await staf1.get('/input-pimpinan?tab=pimpinan').expect(200);
    expect(page.text).toContain(cast.atasan.name);
    expect(page.text).toContain(cast.validator.name);
    expect(page.text).toContain('Definitif');
  });

  it('say when a chair is vacant and the step climbs, when somebody acts, and when a letter names the validator', async () => {
    const { pool } = app.deps;
    const client = await pool.connect();
    try {
      const version = async (position: string, more: string): Promise<void> => {
        await client.query(
          `INSERT INTO position_version (position_id, from_date, title, unit_id, superior_id, kind, echelon, job_class, family, one_step, validator_id)
           SELECT position_id, '2026-11-17', title, unit_id, superior_id, kind, echelon, job_class, family, one_step, ${more}
           FROM position_version WHERE position_id = $1 ORDER BY from_date DESC LIMIT 1`,
          [position],
        );
      };
      await version(cast.staf1.positionId, `'${cast.kepala.positionId}'::uuid`);
      const letter = await staf1.get('/input-pimpinan?tab=pimpinan').expect(200);
      expect(letter.text).toContain('Validator dengan surat penunjukan');
      expect(letter.text).toContain(cast.kepala.name);
      await version(cast.staf1.positionId, 'NULL::uuid').catch(() => undefined);
      await client.query(
        "UPDATE assignment SET last_date = '2026-11-17' WHERE employee_id = $1 AND kind = 'DEFINITIF'",
        [cast.atasan_lain.employeeId],
      );
      const lain = await app.signInAs('staf_lain');
      const vacant = await lain.get('/input-pimpinan?tab=pimpinan').expect(200);
      expect(vacant.text).toContain('sedang kosong, jadi naik satu tingkat');
      await client.query(
        "INSERT INTO assignment (employee_id, position_id, kind, from_date, last_date) VALUES ($1, $2, 'PLT', '2026-11-18', '2026-12-31')",
        [cast.kepala_lain.employeeId, cast.atasan_lain.positionId],
      );
      const acting = await lain.get('/input-pimpinan?tab=pimpinan').expect(200);
      expect(acting.text).toContain('Pelaksana tugas (Plt.)');
    } finally {
      client.release();
    }
  });

  it('can be reported as wrong, once per key, with enough words', async () => {
    const action = '/input-pimpinan/laporan';
    const { fields } = formOn((await staf1.get('/input-pimpinan?tab=pimpinan')).text, action);
    for (const pesan of ['', 'salah', 'x'.repeat(301)])
      expect(messagesOf((await staf1.post(action, { ...fields, pesan }).expect(422)).text)).toHaveLength(1);
    await staf1
      .post(action, { ...fields, pesan: 'Atasan saya sejak Maret adalah Kepala Seksi lain', peran: 'x' })
      .expect(422);
    const form = { ...fields, pesan: 'Atasan saya sejak Maret adalah <b>Kepala Seksi</b> lain' };
    await staf1.post(action, form).expect(303);
    await staf1.post(action, form).expect(303);
    const { rows } = await app.deps.pool.query(
      "SELECT state FROM data_report WHERE employee_id = $1 AND about = 'atasan'",
      [cast.staf1.employeeId],
    );
    expect(rows).toEqual([{ state: 'baru' }]);
    await staf1.post(action, { ...form, pesan: 'Keterangan lain yang cukup panjang' }).expect(422);
    const page = await staf1.get('/input-pimpinan?tab=pimpinan').expect(200);
    expect(page.text).toContain('Menunggu jawaban pengelola');
    expect(page.text).not.toContain('<b>Kepala Seksi</b>');
  });
});

describe('an order', () => {
  it('goes to persons below, who are told, once per key', async () => {
    const text = 'Siapkan daftar tamu rapat hari Kamis';
    const form = {
      ...(await giveForm(atasan)),
      'kepada[]': [cast.staf1.employeeId, cast.staf3.employeeId],
      isi: text,
      batas: '20/11/2026',
    };
    await atasan.post(GIVE, form).expect(303);
    await atasan.post(GIVE, form).expect(303);
    const orders = await ordersSaying(text);
    expect(orders).toHaveLength(2);
    expect(orders.map(order => order.to_id).sort()).toEqual([cast.staf1.employeeId, cast.staf3.employeeId].sort());
    expect(orders[0]).toMatchObject({ state: 'baru', due_on: '2026-11-20' });
    const { rows } = await app.deps.pool.query<{ text: string }>(
      "SELECT text FROM notification WHERE employee_id = $1 AND kind = 'perintah' AND text LIKE $2",
      [cast.staf1.employeeId, `%${text}%`],
    );
    expect(rows[0]?.text).toContain('memberi tugas');
    expect((await staf1.get('/input-pimpinan?tab=perintah').expect(200)).text).toContain(text);
    expect((await atasan.get('/input-pimpinan?tab=beri').expect(200)).text).toContain(text);
  });

  it('refuses persons who are not below, empty and hostile forms, and days that are over', async () => {
    const fields = await giveForm(atasan);
    const good = { ...fields, 'kepada[]': cast.staf1.employeeId, isi: 'Rapikan arsip loket' };
    for (const [more, message] of [
      [{ 'kepada[]': undefined }, 'Pilih paling sedikit 1 pegawai'],
      [{ 'kepada[]': 'semua' }, 'Pilih paling sedikit 1 pegawai'],
      [{ 'kepada[]': cast.staf_lain.employeeId }, 'Pilih pegawai dari daftar'],
      [{ 'kepada[]': cast.atasan.employeeId }, 'Pilih pegawai dari daftar'],
      [{ 'kepada[]': cast.validator.employeeId }, 'Pilih pegawai dari daftar'],
      [{ 'kepada[]': randomUUID() }, 'Pilih pegawai dari daftar'],
      [{ isi: '' }, 'Tulis isi perintah'],
      [{ isi: 'abc' }, 'Tulis isi perintah 5 sampai 300 huruf'],
      [{ isi: 'x'.repeat(301) }, 'Tulis isi perintah 5 sampai 300 huruf'],
      [{ isi: '\u0000\u0000\u0000\u0000\u0000' }, 'Tulis isi perintah'],
      [{ batas: 'lusa' }, 'Tulis tanggal, misalnya 31/12/2026, atau kosongkan'],
      [{ batas: '17/11/2026' }, 'Batas waktu sudah lewat. Pilih hari ini atau sesudahnya'],
    ] as const) {
      const answer = await atasan.post(GIVE, { ...good, ...more }).expect(422);
      expect(messagesOf(answer.text)).toEqual([message]);
      const $ = cheerio.load(answer.text);
      const href = String($('[role="alert"] a').attr('href'));
      expect($(href)).toHaveLength(1);
    }
    await atasan.post(GIVE, { ...good, dari: cast.kepala.employeeId }).expect(422);
    await atasan.post(GIVE, {}).expect(422);
    await staf1.post(GIVE, good).expect(403);
    await staf1.get('/input-pimpinan?tab=beri').expect(403);
    expect(await ordersSaying('Rapikan arsip loket')).toEqual([]);
  });

  it('is seen by the two it concerns, becomes an activity, and is finished by who received it', async () => {
    const text = 'Hitung ulang stok blangko izin <script>';
    await atasan.post(GIVE, { ...(await giveForm(atasan)), 'kepada[]': cast.staf1.employeeId, isi: text }).expect(303);
    const [order] = await ordersSaying(text);
    const address = `/input-pimpinan/perintah/${order!.id}`;
    for (const stranger of ['staf2', 'validator', 'kepegawaian1'] as const) {
      const browser = await app.signInAs(stranger);
      await browser.get(address).expect(404);
      await browser.post(`${address}/selesai`, { versi: '1' }).expect(404);
    }
    const page = await staf1.get(address).expect(200);
    const $ = cheerio.load(page.text);
    const link = $('a')
      .toArray()
      .find(each => $(each).text() === 'Jadikan kegiatan');
    const form = await staf1.get(String($(link).attr('href'))).expect(200);
    expect(cheerio.load(form.text)('[name="uraian"]').text()).toBe(text);
    expect(page.text).not.toContain('blangko izin <script>');
    expect(formOn(form.text, '/kegiatan-harian').fields).toMatchObject({ perintah: order!.id });

    await atasan.post(`${address}/selesai`, { versi: '1' }).expect(404); // not the giver's step
    await staf1.post(`${address}/selesai`, {}).expect(422);
    await staf1.post(`${address}/kerjakan`, formOn(page.text, `${address}/kerjakan`).fields).expect(303);
    await staf1.post(`${address}/selesai`, formOn(page.text, `${address}/selesai`).fields).expect(409);
    const now = await staf1.get(address).expect(200);
    await staf1.post(`${address}/selesai`, formOn(now.text, `${address}/selesai`).fields).expect(303);
    expect((await ordersSaying(text))[0]).toMatchObject({ state: 'selesai', version: 3 });
    await atasan.post(`${address}/batal`, { versi: '3' }).expect(409);
    const { rows } = await app.deps.pool.query<{ action: string }>(
      "SELECT action FROM audit_event WHERE object_type = 'task_order' AND object_id = $1 ORDER BY seq",
      [order!.id],
    );
    expect(rows.map(row => row.action)).toEqual(['order.give', 'order.kerjakan', 'order.selesai']);
  });

  it('remembers the entry it is carried out by, and the entry the order', async () => {
    const text = 'Susun jadwal piket loket pekan depan';
    await atasan.post(GIVE, { ...(await giveForm(atasan)), 'kepada[]': cast.staf1.employeeId, isi: text }).expect(303);
    const [order] = await ordersSaying(text);
    const address = `/input-pimpinan/perintah/${order!.id}`;
    const linkTo = (id: string): string => `a[href="/kegiatan-harian/${id}"]`;
    const pageOf = async (browser: Browser) => cheerio.load((await browser.get(address).expect(200)).text);

    // Somebody else's form does not take it, and a wrong one never reaches it.
    const other = await app.signInAs('staf2');
    const foreign = formOn((await other.get(`/kegiatan-harian/baru?perintah=${order!.id}`)).text, '/kegiatan-harian');
    expect(foreign.fields).not.toHaveProperty('perintah');
    const stolen = { ...(await filledForm(other, '18', '18.30')), perintah: order!.id };
    expect(messagesOf((await other.post('/kegiatan-harian', stolen).expect(409)).text)[0]).toContain('Perintah ini');
    await staf1
      .post('/kegiatan-harian', { ...(await filledForm(staf1, '18', '18.30')), perintah: "'; --" })
      .expect(422);

    const draft = await logEntry(staf1, '18', '18.30', { perintah: order!.id, aksi: 'draf' });
    expect((await ordersSaying(text))[0]).toMatchObject({ state: 'dikerjakan', version: 2 });
    const own = await pageOf(staf1);
    expect(own(`[data-id="${draft}"]`).attr('data-status')).toBe('draf');
    expect(own(linkTo(draft)).length).toBe(1);
    expect(own('main').text()).not.toContain('Jadikan kegiatan');
    expect((await pageOf(atasan))(`[data-id]`).length).toBe(0); // a draft is its owner's
    const twice = { ...(await filledForm(staf1, '19', '19.30')), perintah: order!.id };
    const refused = await staf1.post('/kegiatan-harian', twice).expect(409);
    expect(formOn(refused.text, '/kegiatan-harian').fields).not.toHaveProperty('perintah');

    // A deleted draft leaves the order free for another entry.
    const removal = `/kegiatan-harian/${draft}/hapus`;
    await staf1.post(removal, formOn((await staf1.get(removal)).text, removal).fields).expect(303);
    const again = (await pageOf(staf1))('a:contains("Jadikan kegiatan")').attr('href');
    const form = await staf1.get(String(again)).expect(200);
    expect(cheerio.load(form.text)('main').text()).toContain('Kegiatan untuk perintah pimpinan');
    const sent = await logEntry(staf1, '18', '18.30', { perintah: order!.id });
    const entry = cheerio.load((await staf1.get(`/kegiatan-harian/${sent}`).expect(200)).text);
    expect(entry(`a[href="${address}"]`).text()).toBe(text);
    const given = await pageOf(atasan);
    expect(given(`[data-id="${sent}"]`).attr('data-status')).toBe('dikirim');
    expect(given(linkTo(sent)).length).toBe(0);
  });

  it('can be taken back by who gave it', async () => {
    const text = 'Antar surat ke kecamatan besok pagi';
    await atasan.post(GIVE, { ...(await giveForm(atasan)), 'kepada[]': cast.staf2.employeeId, isi: text }).expect(303);
    const [order] = await ordersSaying(text);
    const address = `/input-pimpinan/perintah/${order!.id}`;
    const answer = await atasan.submit(address, {}, `${address}/batal`);
    expect(answer.status).toBe(303);
    expect((await ordersSaying(text))[0]?.state).toBe('dibatalkan');
  });

  it('is listed within the statements a page may take', async () => {
    for (const [browser, tab, most] of [
      [staf1, 'perintah', 4],
      [atasan, 'beri', 4],
      [staf1, 'pimpinan', 8],
    ] as const) {
      const { response, statements } = await app.statementsOf(browser.get(`/input-pimpinan?tab=${tab}`));
      expect(response.status).toBe(200);
      expect(statements.length).toBeLessThanOrEqual(most);
    }
  });
});
