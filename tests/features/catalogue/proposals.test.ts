import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, formOn, type Browser, type Filling, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** Items that somebody asks for, the steward's answers, and work that no item covers. */

const [PROPOSE, LIST] = ['/katalog/usul', '/kepegawaian/aktivitas'];
const clock = fixedClock(DEMO_NOW);
let app: TestApp;
let cast: Cast;
let staf: Browser;
let office: Browser;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock });
  cast = await readCast(app.deps.pool);
  staf = await app.signInAs('staf1');
  office = await app.signInAs('kepegawaian1');
}, 120_000);

const RIGHT: Filling = {
  nama: 'Menerjemahkan dokumen izin',
  satuan: 'halaman',
  menit: '25',
  alasan: 'Dua kali seminggu ada pemohon dari luar negeri',
};
const text = (html: string): string => cheerio.load(html)('main').text();
const summary = (html: string): string => cheerio.load(html)('[role="alert"]').text();

async function proposed(nama: string): Promise<string> {
  const sent = await staf.submit(PROPOSE, { ...RIGHT, nama });
  if (sent.status !== 303) throw new Error(`a proposal was answered ${String(sent.status)}: ${summary(sent.text)}`);
  const { rows } = await app.deps.pool.query<{ id: string }>('SELECT id FROM catalogue_proposal WHERE name = $1', [
    nama,
  ]);
  return rows[0]!.id;
}
const stored = async (id: string): Promise<Record<string, unknown>> =>
  (await app.deps.pool.query('SELECT state, answer, item_id, due_on FROM catalogue_proposal WHERE id = $1', [id]))
    .rows[0]!;
const noticesOf = async (id: string): Promise<string[]> =>
  (
    await app.deps.pool.query<{ text: string }>(
      'SELECT text FROM notification WHERE employee_id = $1 AND dedupe = $2',
      [cast.staf1.employeeId, `usul:${id}`],
    )
  ).rows.map(row => row.text);

describe('a proposal', () => {
  it.each([
    [{ nama: '' }, 'Tulis nama pekerjaan'],
    [{ satuan: '' }, 'Tulis satuan'],
    [{ menit: '' }, 'Isi menit untuk satu satuan'],
    [{ menit: '900' }, 'Isi menit untuk satu satuan'],
    [{ alasan: 'perlu' }, 'Tulis alasan paling sedikit 10 huruf'],
    [{ alasan: 'a'.repeat(501) }, 'Paling panjang 500 huruf'],
    [{ kunci_kirim: '' }, 'Muat ulang halaman'],
    [{ proposed_by: 'orang lain' }, 'Ada isian yang tidak dikenal'],
  ] as [Filling, string][])('with %j is refused', async (wrong, message) => {
    const refused = await staf.submit(PROPOSE, { ...RIGHT, ...wrong });
    expect([refused.status, summary(refused.text)]).toEqual([422, expect.stringContaining(message)]);
    expect(cheerio.load(refused.text)('title').text()).toMatch(/^Perlu diperbaiki/);
  });

  it('is sent once, shows the day of the answer to both, and cannot wait twice', async () => {
    const form = formOn((await staf.get(`${PROPOSE}?nama=Menerjemahkan`)).text);
    expect(form.fields['nama']).toBe('Menerjemahkan');
    const sent = { ...form.fields, ...RIGHT, nama: 'Menerjemahkan <i>surat</i>' };
    expect((await staf.post(PROPOSE, sent)).status).toBe(303);
    expect((await staf.post(PROPOSE, sent)).status).toBe(303);
    const { rows } = await app.deps.pool.query<{ id: string; due_on: string }>(
      "SELECT id, due_on FROM catalogue_proposal WHERE name = 'Menerjemahkan <i>surat</i>'",
    );
    expect(rows.map(row => row.due_on)).toEqual(['2026-11-25']);
    expect(text((await staf.get(PROPOSE)).text)).toContain('dijawab paling lambat Rab 25 Nov');
    expect(text((await office.get(`${LIST}/usulan`)).text)).toContain('dijawab paling lambat Rab 25 Nov');
    const twice = await staf.submit(PROPOSE, { ...RIGHT, nama: 'menerjemahkan <i>SURAT</i>' });
    expect([twice.status, summary(twice.text)]).toEqual([409, expect.stringContaining('sudah menunggu')]);
    expect(text((await (await app.signInAs('staf2')).get(PROPOSE)).text)).not.toContain('Menerjemahkan');
  });

  it('is for those who log, its answer for stewards', async () => {
    expect((await (await app.signInAs('bupati')).get(PROPOSE)).status).toBe(403);
    const id = await proposed('Menyortir paket surat');
    for (const key of ['staf1', 'pengelola', 'atasan']) {
      const browser = await app.signInAs(key);
      expect((await browser.get(`${LIST}/usulan`)).status).toBe(403);
      expect((await browser.post(`${LIST}/usulan/${id}`, { keputusan: 'tolak', alasan: 'x', versi: '1' })).status).toBe(
        403,
      );
    }
  });
});

describe('an answer', () => {
  it('accepts: the new item is prefilled, and the proposal follows it in one step', async () => {
    const id = await proposed('Mengantar petugas survei');
    const $ = cheerio.load((await office.get(`${LIST}/usulan/${id}`)).text);
    const address = $('main a[href*="/baru?usul="]').attr('href')!;
    const form = formOn((await office.get(address)).text, LIST);
    expect(form.fields).toMatchObject({ nama: 'Mengantar petugas survei', satuan: 'halaman', poin: '25', usul: id });
    const filling = { ...form.fields, maks_per_hari: '8', kelompok: 'Administrasi umum' };
    const made = await office.post(LIST, filling);
    expect(made.status).toBe(303);
    const itemId = String(made.headers['location']).split('/').pop();
    expect(await stored(id)).toMatchObject({ state: 'diterima', item_id: itemId });
    expect(await noticesOf(id)).toEqual([expect.stringContaining('diterima')]);
    const again = await office.submit(
      address,
      {
        ...RIGHT,
        nama: 'Lain',
        maks_per_hari: '1',
        poin: '5',
        menit_wajar: '5',
        kelompok: 'X',
        menit: undefined,
        alasan: undefined,
      },
      LIST,
    );
    expect([again.status, summary(again.text)]).toEqual([409, expect.stringContaining('sudah dijawab')]);
  });

  it('points at an item that exists', async () => {
    const id = await proposed('Mengonsep nota');
    const address = `${LIST}/usulan/${id}`;
    const without = await office.submit(address, { keputusan: 'gabung' });
    expect([without.status, summary(without.text)]).toEqual([
      422,
      expect.stringContaining('Pilih aktivitas dari daftar'),
    ]);
    const strange = { keputusan: 'gabung', aktivitas: '019a9000-0000-7000-8000-000000000000' };
    expect((await office.submit(address, strange)).status).toBe(422);
    const { rows } = await app.deps.pool.query<{ id: string }>("SELECT id FROM catalogue_item WHERE code = 'UMUM-10'");
    expect((await office.submit(address, { keputusan: 'gabung', aktivitas: rows[0]!.id })).status).toBe(303);
    expect(await stored(id)).toMatchObject({ state: 'digabung', item_id: rows[0]!.id });
    expect(text((await staf.get(PROPOSE)).text)).toContain('Pakai “Menyusun konsep surat dinas”');
  });

  it('refuses with a reason, once', async () => {
    const id = await proposed('Menunggu tamu');
    const address = `${LIST}/usulan/${id}`;
    expect((await office.submit(address, {})).status).toBe(422);
    const without = await office.submit(address, { keputusan: 'tolak' });
    expect([without.status, summary(without.text)]).toEqual([422, expect.stringContaining('Tulis alasan')]);
    const stale = await office.submit(address, { keputusan: 'tolak', alasan: 'Bukan hasil kerja', versi: '7' });
    expect(stale.status).toBe(409);
    expect((await office.submit(address, { keputusan: 'tolak', alasan: 'Bukan hasil kerja', jawab: '1' })).status).toBe(
      422,
    );
    const form = formOn((await office.get(address)).text);
    const sent = { ...form.fields, keputusan: 'tolak', alasan: 'Bukan hasil kerja' };
    expect((await office.post(address, sent)).status).toBe(303);
    expect((await office.post(address, sent)).status).toBe(409);
    expect(await stored(id)).toMatchObject({ state: 'ditolak', answer: 'Bukan hasil kerja' });
    expect(await noticesOf(id)).toEqual([expect.stringContaining('Bukan hasil kerja')]);
    expect((await office.get(`${LIST}/usulan/bukan-id`)).status).toBe(404);
  });

  it('that is late says so to both, and stands on top', async () => {
    clock.set('2026-11-27T09:00:00+08:00');
    try {
      const page = text((await (await app.signInAs('kepegawaian1')).get(`${LIST}/usulan`)).text);
      expect(page).toContain('lewat batas 2 hari');
      expect(page).toContain('umur 9 hari');
      expect(text((await (await app.signInAs('staf1')).get(PROPOSE)).text)).toContain('Lewat batas');
    } finally {
      clock.set(DEMO_NOW);
    }
  });
});

describe('work outside the catalogue', () => {
  it('is gathered by what it says, with families and units and without names', async () => {
    await app.deps.pool.query('UPDATE activity SET uncovered_reason = NULL WHERE uncovered_reason IS NOT NULL');
    const { rows } = await app.deps.pool.query<{ id: string }>(
      `SELECT id FROM activity WHERE employee_id = ANY ($1) AND work_date >= '2026-11-01' AND status = 'divalidasi'
       ORDER BY id LIMIT 4`,
      [[cast.staf1.employeeId, cast.staf2.employeeId]],
    );
    const told = ['Menata kursi lapangan upacara', 'Menata kursi di lapangan upacara', 'Menghitung karung beras'];
    for (const [index, description] of told.entries())
      await app.deps.pool.query('UPDATE activity SET description = $2, uncovered_reason = $3 WHERE id = $1', [
        rows[index]!.id,
        description,
        'Belum ada di katalog',
      ]);
    const { response, statements } = await app.statementsOf(office.get(`${LIST}/di-luar-katalog`));
    const $ = cheerio.load(response.text);
    expect(statements.length).toBe(1);
    expect(
      $('main h2')
        .get()
        .map(each => $(each).text()),
    ).toEqual(['Menata kursi lapangan upacara', 'Menghitung karung beras']);
    expect($('main section').first().text()).toContain('2 kegiatan');
    expect($('main section').first().text()).toContain('Perizinan (2)');
    for (const key of ['staf1', 'staf2'] as const) expect($('main').text()).not.toContain(cast[key].name);
    const form = formOn((await office.get($('main a[href*="/baru?"]').first().attr('href')!)).text, LIST);
    expect(form.fields).toMatchObject({ nama: 'Menata kursi lapangan upacara', jabatan: 'perizinan' });
  });

  it('and families of positions without items are listed', async () => {
    await app.deps.pool.query("UPDATE catalogue_item SET families = array_remove(families, 'perizinan')");
    const $ = cheerio.load((await office.get(`${LIST}/tanpa-aktivitas`)).text);
    expect($('main tbody tr').first().text()).toContain('Perizinan');
    expect($('main tbody tr').first().text()).toContain('Belum ada');
    expect($('main tbody tr').first().find('a').attr('href')).toBe(`${LIST}/baru?jabatan=perizinan`);
  });
});
