import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../../src/platform/clock.ts';
import { makePerson, PASSWORD } from '../../support/accounts.ts';
import { createTestApp, formOn, type Browser, type Filling, type TestApp } from '../../support/app.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** The steward's catalogue (ux.md F18): list, item, norms with dates, expectations. */

const LIST = '/kepegawaian/aktivitas';
let app: TestApp;
let office: Browser;
let steward: Browser;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  office = await app.signInAs('kepegawaian1');
  const person = await makePerson(app.deps.pool, { roles: ['organisasi'] });
  steward = await app.signIn(person.login, PASSWORD);
}, 120_000);

const RIGHT: Filling = {
  nama: 'Menyusun peta risiko',
  satuan: 'peta',
  poin: '90',
  menit_wajar: '90',
  maks_per_hari: '2,5',
  kelompok: 'Perencanaan',
  tingkat: '3',
  jabatan: ['perencanaan', 'pengawasan'],
  keterangan: 'Daftar risiko dan siapa mengurusnya',
  aktif: 'ya',
  berlaku_mulai: '1/11/2026',
};
const summary = (html: string): string => cheerio.load(html)('[role="alert"]').text();

async function itemByName(name: string): Promise<{ id: string; version: number; code: string; families: string[] }> {
  const { rows } = await app.deps.pool.query<{ id: string; version: number; code: string; families: string[] }>(
    'SELECT id, version, code, families FROM catalogue_item WHERE name = $1',
    [name],
  );
  return rows[0]!;
}
async function create(filling: Filling): Promise<string> {
  const made = await steward.submit(`${LIST}/baru`, { ...RIGHT, ...filling }, LIST);
  if (made.status !== 303) throw new Error(`a new item was answered ${String(made.status)}: ${summary(made.text)}`);
  return String(made.headers['location']).split('/').pop()!;
}
const normsOf = async (id: string): Promise<Record<string, unknown>[]> =>
  (
    await app.deps.pool.query(
      'SELECT from_date, points_per_unit, max_per_day, active FROM catalogue_norm WHERE item_id = $1 ORDER BY from_date',
      [id],
    )
  ).rows;

describe('who', () => {
  it('reads: stewards and clerks; writes: stewards alone', async () => {
    const clerk = await app.signInAs('pengelola');
    const { id } = await itemByName('Memimpin rapat staf');
    for (const browser of [steward, office, clerk]) {
      expect((await browser.get(LIST)).status).toBe(200);
      expect((await browser.get(`${LIST}/${id}`)).status).toBe(200);
    }
    expect((await clerk.get(`${LIST}/${id}/ubah`)).status).toBe(403);
    expect((await clerk.get(`${LIST}/baru`)).status).toBe(403);
    expect((await clerk.post(LIST, RIGHT)).status).toBe(403);
    expect(cheerio.load((await clerk.get(LIST)).text)(`main a[href="${LIST}/baru"]`).length).toBe(0);
    for (const key of ['staf1', 'atasan', 'keuangan1', 'auditor', 'admin'])
      expect([key, (await (await app.signInAs(key)).get(LIST)).status]).toEqual([key, 403]);
  });
});

describe('the list', () => {
  it('leads to the stewards’ other pages, each of which is there', async () => {
    const $ = cheerio.load((await steward.get(LIST)).text);
    const ways = $('main section.kartu a')
      .get()
      .map(each => $(each).attr('href')!);
    expect(ways.length).toBe(5);
    for (const way of ways) expect([way, (await steward.get(way)).status]).toEqual([way, 200]);
  });

  it('pages, and takes few statements', async () => {
    const { response, statements } = await app.statementsOf(office.get(LIST));
    const $ = cheerio.load(response.text);
    expect($('main tbody tr').length).toBe(50);
    expect($('.paginasi').text()).toContain('1–50 dari 184');
    expect(statements.length).toBeLessThanOrEqual(4);
    const last = cheerio.load((await office.get(`${LIST}?halaman=4`)).text);
    expect(last('main tbody tr').length).toBe(34);
    expect(last('main tbody tr').last().text()).toContain('Pekerjaan lain di luar katalog');
  });

  it('searches by words, group, family and state', async () => {
    const names = async (query: string): Promise<string[]> => {
      const $ = cheerio.load((await office.get(`${LIST}?${query}`)).text);
      return $('main tbody th a')
        .get()
        .map(each => $(each).text());
    };
    expect(await names('cari=surat+GIGI')).toEqual([]);
    expect(await names('cari=mulut+gigi')).toEqual(['Memeriksa gigi dan mulut']);
    expect(await names('cari=%25')).toEqual([]);
    expect((await names('kelompok=Kependudukan')).length).toBe(7);
    expect((await names('jabatan=kearsipan&cari=KEARSIPAN')).length).toBe(7);
    expect(await names('keadaan=tidak')).toEqual([]);
    expect((await names('keadaan=lain')).length).toBe(50);
    expect((await office.get(`${LIST}?cari=%00a&halaman=999999&kelompok[]=x`)).status).toBe(200);
  });
});

describe('a new item', () => {
  it('empty, is refused field by field', async () => {
    const refused = await steward.submit(
      `${LIST}/baru`,
      { aktif: undefined, tingkat: undefined, berlaku_mulai: '' },
      LIST,
    );
    expect(refused.status).toBe(422);
    const $ = cheerio.load(refused.text);
    expect($('title').text()).toMatch(/^Perlu diperbaiki/);
    const links = $('[role="alert"] a')
      .get()
      .map(each => $(each).attr('href'));
    for (const field of [
      'nama',
      'satuan',
      'poin',
      'menit_wajar',
      'maks_per_hari',
      'kelompok',
      'tingkat',
      'aktif',
      'berlaku_mulai',
    ])
      expect(links).toContain(`#${field}`);
  });

  it.each([
    [{ poin: '0' }, 'Poin 1 sampai 300'],
    [{ poin: '301' }, 'Poin 1 sampai 300'],
    [{ poin: '12,5' }, 'Poin 1 sampai 300'],
    [{ menit_wajar: '-3' }, 'Menit wajar 1 sampai 720'],
    [{ maks_per_hari: '0' }, 'Isi paling banyak per hari'],
    [{ berlaku_mulai: '31/02/2026' }, 'Berlaku mulai harus tanggal'],
    [{ tingkat: '5' }, 'Pilih tingkat kerja'],
    [{ jabatan: ['umum', 'penyihir'] }, 'Centang jabatan dari daftar'],
    [{ nama: 'x'.repeat(151) }, 'Paling panjang 150 huruf'],
    [{ nama: '\u200b\u200b' }, 'Tulis nama aktivitas'],
    [{ kunci_kirim: 'bukan kunci' }, 'Muat ulang halaman'],
    [{ rahasia: '1' }, 'Ada isian yang tidak dikenal'],
    [{ nama: ['satu', 'dua'] }, 'Tulis nama aktivitas'],
  ] as [Filling, string][])('with %j is refused', async (wrong, message) => {
    const refused = await steward.submit(`${LIST}/baru`, { ...RIGHT, ...wrong }, LIST);
    expect(refused.status).toBe(422);
    expect(summary(refused.text)).toContain(message);
    expect(cheerio.load(refused.text)('#satuan').val()).toBe('peta');
  });

  it('is written once, shown as typed and offered from its day on', async () => {
    const name = 'Memeriksa <b>skrip</b> & "kutip" \0';
    const form = formOn((await steward.get(`${LIST}/baru`)).text, LIST);
    const sent = { ...form.fields, ...RIGHT, nama: name };
    const first = await steward.post(LIST, sent);
    const again = await steward.post(LIST, sent);
    expect([first.status, again.status]).toEqual([303, 303]);
    expect(again.headers['location']).toBe(first.headers['location']);
    expect((await steward.post(LIST, { ...sent, poin: '10' })).status).toBe(422);
    const stored = await itemByName('Memeriksa <b>skrip</b> & "kutip"');
    expect(stored).toMatchObject({ code: 'PERENCANAAN-11', families: ['pengawasan', 'perencanaan'] });
    expect(await normsOf(stored.id)).toEqual([
      { from_date: '2026-11-01', points_per_unit: 90, max_per_day: '2.50', active: true },
    ]);
    const shown = await steward.get(String(first.headers['location']));
    expect(cheerio.load(shown.text)('h1').text()).toBe('Memeriksa <b>skrip</b> & "kutip"');
    expect(shown.text).not.toContain('<b>skrip');
  });

  it('of a name in use, or for a closed month, is refused by a rule', async () => {
    const taken = await steward.submit(
      `${LIST}/baru`,
      { ...RIGHT, nama: 'memimpin rapat STAF', satuan: 'rapat' },
      LIST,
    );
    expect([taken.status, summary(taken.text)]).toEqual([409, expect.stringContaining('sudah ada (PIMPINAN-01)')]);
    const closed = await steward.submit(`${LIST}/baru`, { ...RIGHT, berlaku_mulai: '01/09/2026' }, LIST);
    expect([closed.status, summary(closed.text)]).toEqual([
      409,
      expect.stringContaining('September 2026 sudah ditutup'),
    ]);
  });
});

describe('a change', () => {
  it('of the norm begins tomorrow at the earliest and leaves the old one in force until then', async () => {
    const id = await create({ nama: 'Menghitung stok obat' });
    const address = `${LIST}/${id}/ubah`;
    const today = await steward.submit(address, { poin: '60', berlaku_mulai: '18/11/2026' });
    expect([today.status, summary(today.text)]).toEqual([
      409,
      expect.stringContaining('paling cepat besok, 19 Nov 2026'),
    ]);
    expect((await steward.submit(address, { poin: '60', aktif: 'tidak', berlaku_mulai: '19/11/2026' })).status).toBe(
      303,
    );
    expect(await normsOf(id)).toEqual([
      { from_date: '2026-11-01', points_per_unit: 90, max_per_day: '2.50', active: true },
      { from_date: '2026-11-19', points_per_unit: 60, max_per_day: '2.50', active: false },
    ]);
    const twice = await steward.submit(address, { poin: '70', berlaku_mulai: '19/11/2026' });
    expect([twice.status, summary(twice.text)]).toEqual([409, expect.stringContaining('sudah ditetapkan')]);
    const { rows } = await app.deps.pool.query<{ action: string }>(
      'SELECT action FROM audit_event WHERE object_id = $1 ORDER BY action',
      [id],
    );
    expect(rows.map(row => row.action)).toEqual(['katalog.buat', 'katalog.ubah']);
  });

  it('of name and families takes effect at once and touches no norm', async () => {
    const id = await create({ nama: 'Menata gudang obat' });
    const changed = await steward.submit(`${LIST}/${id}/ubah`, { nama: 'Menata gudang', jabatan: ['kesehatan'] });
    expect(changed.status).toBe(303);
    expect(await itemByName('Menata gudang')).toMatchObject({ id, version: 2, families: ['kesehatan'] });
    expect((await normsOf(id)).length).toBe(1);
  });

  it('with a stale version, a used unit or an unknown field is refused', async () => {
    const { id } = await itemByName('Memimpin rapat staf');
    const address = `${LIST}/${id}/ubah`;
    const stale = await steward.submit(address, { versi: '99' });
    expect([stale.status, summary(stale.text)]).toEqual([409, expect.stringContaining('diubah orang lain')]);
    const unit = await steward.submit(address, { satuan: 'jam' });
    expect([unit.status, summary(unit.text)]).toEqual([
      409,
      expect.stringMatching(/Satuan sudah dipakai \d+ kegiatan/),
    ]);
    expect((await steward.submit(address, { kode: 'X' })).status).toBe(422);
    expect((await steward.submit(address, { nama: '' })).status).toBe(422);
    expect((await steward.get(`${LIST}/019a9000-0000-7000-8000-000000000000`)).status).toBe(404);
    expect((await steward.get(`${LIST}/bukan-id`)).status).toBe(404);
  });
});

describe('an item’s page', () => {
  it('shows norms with dates, expectations and how it is used this month, without names', async () => {
    const { id } = await itemByName('Memeriksa kelengkapan berkas permohonan izin');
    const $ = cheerio.load((await office.get(`${LIST}/${id}`)).text);
    expect($('main').text()).toContain('10 berkas');
    const { rows } = await app.deps.pool.query<{ entries: number; people: number }>(
      `SELECT count(*)::int AS entries, count(DISTINCT employee_id)::int AS people FROM activity
       WHERE item_id = $1 AND work_date BETWEEN '2026-11-01' AND '2026-11-30'`,
      [id],
    );
    expect(rows[0]!.entries).toBeGreaterThan(0);
    expect($('main').text()).toContain(`${String(rows[0]!.entries)} kegiatan oleh ${String(rows[0]!.people)} pegawai`);
  });

  it('takes an expectation for a family that uses the item', async () => {
    const id = await create({ nama: 'Menyusun daftar periksa' });
    const [address, action] = [`${LIST}/${id}`, `${LIST}/${id}/harapan`];
    const empty = await steward.submit(address, { jabatan: 'perencanaan' }, action);
    expect([empty.status, summary(empty.text)]).toEqual([422, expect.stringContaining('per hari atau per bulan')]);
    expect((await steward.submit(address, { jabatan: 'umum', harian: '2' }, action)).status).toBe(422);
    expect((await steward.submit(address, { harian: '2', bulanan: 'banyak' }, action)).status).toBe(422);
    expect((await steward.submit(address, { harian: '2', mulai: '1/9/2026' }, action)).status).toBe(409);
    expect((await steward.submit(address, { harian: '2', versi: '9' }, action)).status).toBe(409);
    expect((await steward.submit(address, { jabatan: 'perencanaan', harian: '1,5' }, action)).status).toBe(303);
    const again = await steward.submit(address, { jabatan: 'perencanaan', harian: '2' }, action);
    expect([again.status, summary(again.text)]).toEqual([409, expect.stringContaining('sudah ditetapkan')]);
    expect(
      cheerio
        .load((await steward.get(address)).text)('#harapan')
        .parent()
        .text(),
    ).toContain('1,5 peta');

    const end = `${action}/akhiri`;
    const last = { jabatan_berakhir: 'perencanaan', berakhir: '1/12/2026' };
    for (const [wrong, status, message] of [
      [{ berakhir: '' }, 422, 'Tidak diharapkan lagi mulai'],
      [{ jabatan_berakhir: 'umum' }, 422, 'masih punya harapan'],
      [{ jabatan_berakhir: '<script>' }, 422, 'masih punya harapan'],
      [{ gaji: '1' }, 422, 'tidak dikenal'],
      [{ berakhir: '1/9/2026' }, 409, 'sudah ditutup'],
      [{ berakhir: '18/11/2026' }, 409, 'Pilih tanggal sesudahnya'],
      [{ versi: '1' }, 409, 'baru saja diubah'],
    ] as const) {
      const refused = await steward.submit(address, { ...last, ...wrong }, end);
      expect([wrong, refused.status, summary(refused.text)]).toEqual([wrong, status, expect.stringContaining(message)]);
    }
    expect((await steward.submit(address, last, end)).status).toBe(303);
    const page = cheerio.load((await steward.get(address)).text);
    expect(page('#harapan').parent().text()).toContain('Tidak diharapkan lagi');
    expect(page(`form[action="${end}"]`).length).toBe(0);
  });
});

describe('an empty installation', () => {
  it('takes the shipped catalogue with one button, once', async () => {
    const fresh = await createTestApp({ clock: fixedClock(DEMO_NOW) });
    const person = await makePerson(fresh.deps.pool, { roles: ['organisasi'] });
    const browser = await fresh.signIn(person.login, PASSWORD);
    const action = `${LIST}/katalog-awal`;
    const form = formOn((await browser.get(LIST)).text, action);
    expect((await browser.post(action, {})).status).toBe(422);
    const taken = await browser.post(action, form.fields);
    expect(taken.status).toBe(303);
    expect((await browser.post(action, form.fields)).status).toBe(303);
    const { rows } = await fresh.deps.pool.query<{ items: number; norms: number; from: string }>(
      `SELECT (SELECT count(*)::int FROM catalogue_item) AS items, count(*)::int AS norms, min(from_date) AS from FROM catalogue_norm`,
    );
    expect(rows[0]).toEqual({ items: 184, norms: 184, from: '2026-01-01' });
    const other = await browser.post(action, { kunci_kirim: '2f1e0d5c-4b3a-4f29-8e17-0a1b2c3d4e5f' });
    expect([other.status, summary(other.text)]).toEqual([409, expect.stringContaining('sudah berisi')]);
  });
});
