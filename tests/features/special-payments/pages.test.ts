import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyAll } from '../../../src/features/assurance/service.ts';
import { jobOfBatch } from '../../../src/features/payroll-runs/batch-queries.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, formOn, type Browser, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

let app: TestApp;
let cast: Cast;
let first: Browser;
let second: Browser;
let clerk: Browser;

const LIST = '/kepegawaian/pembayaran-khusus';
const ASK = `${LIST}/baru`;
const RIGHT = {
  pembayaran: 'THR',
  bulan_dasar: 'September 2026',
  bulan_bayar: 'November 2026',
  dasar: 'Keputusan Bupati Contoh 45/2026',
  tanggal_dasar: '2/11/2026',
};

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
  first = await app.signInAs('kepegawaian1');
  second = await app.signInAs('kepegawaian2');
  clerk = await app.signInAs('pengelola');
});

const summaryOf = (html: string): string => cheerio.load(html)('[role="alert"]').text();
/** The id of the only special payment. */
async function idOf(): Promise<string> {
  return (await app.deps.pool.query<{ id: string }>('SELECT id FROM special_payment')).rows[0]!.id;
}
async function exclusionId(): Promise<string> {
  return (await app.deps.pool.query<{ id: string }>('SELECT id FROM payroll_exclusion')).rows[0]!.id;
}
async function finish(location: string | undefined): Promise<void> {
  expect((await runJob(app.deps, location!.split('/').pop()!)).state).toBe('selesai');
}

describe('asking', () => {
  test('is refused empty, wrong and hostile, with what was typed, and stands complete on its page', async () => {
    const empty = await first.submit(ASK, { bulan_dasar: '', bulan_bayar: '' });
    expect(empty.status).toBe(422);
    for (const said of [
      'Pilih pembayarannya',
      'Tulis bulan dasarnya',
      'Tulis keputusannya',
      'Tulis tanggal keputusannya',
    ])
      expect(summaryOf(empty.text)).toContain(said);
    for (const wrong of [
      { pembayaran: 'TPP' },
      { pembayaran: "THR' OR 1" },
      { bulan_dasar: '99/2026' },
      { dasar: 'x'.repeat(201) },
      { dasar: '\0' },
      { tanggal_dasar: '32/13/2026' },
      { lain: '1' },
      { kunci_kirim: 'bukan' },
    ])
      expect([wrong, (await first.submit(ASK, { ...RIGHT, ...wrong })).status]).toEqual([wrong, 422]);
    const script = await first.submit(ASK, {
      ...RIGHT,
      dasar: '<script>alert(1)</script>',
      bulan_bayar: 'Oktober 2026',
    });
    expect(script.status).toBe(409);
    expect(summaryOf(script.text)).toContain('Oktober 2026 sudah lewat. Pilih bulan bayar mulai November 2026.');
    expect(script.text).not.toContain('<script>alert');
    expect(cheerio.load(script.text)('[name="dasar"]').attr('value')).toBe('<script>alert(1)</script>');
    const late = await first.submit(ASK, { ...RIGHT, tanggal_dasar: '1/12/2026' });
    expect([late.status, summaryOf(late.text)]).toEqual([
      409,
      expect.stringContaining('Tanggal keputusan sesudah bulan bayar') as unknown,
    ]);
    const unnamed = await first.submit(ASK, { ...RIGHT, pembayaran: 'BONUS' });
    expect(summaryOf(unnamed.text)).toContain('tidak menyebut pembayaran BONUS');
    expect((await clerk.get(ASK)).status).toBe(403);
    expect((await clerk.post(ASK, RIGHT)).status).toBe(403);
  });

  test('names what the regulation names, and a second person decides', async () => {
    const page = cheerio.load((await first.get(ASK)).text);
    expect(
      page('[name="pembayaran"]')
        .toArray()
        .map(each => each.attribs['value']),
    ).toEqual(['THR', 'GAJI13']);
    expect(page('[name="bulan_dasar"]').attr('value')).toBe('September 2026');
    const form = formOn((await first.get(ASK)).text);
    const asked = await first.post(form.action, { ...form.fields, ...RIGHT });
    const place = asked.headers['location']!;
    expect([asked.status, place]).toEqual([303, `${LIST}/${await idOf()}`]);
    expect((await first.post(form.action, { ...form.fields, ...RIGHT })).headers['location']).toBe(place);
    expect((await first.post(form.action, { ...form.fields, ...RIGHT, bulan_dasar: 'Agustus 2026' })).status).toBe(422);
    const again = await second.submit(ASK, { ...RIGHT, bulan_bayar: 'Desember 2026' });
    expect(summaryOf(again.text)).toContain('THR tahun 2026 sudah diajukan atau disahkan');

    const waits = async (who: Browser, what: string): Promise<boolean> =>
      (await who.get('/dasbor')).text.includes(what);
    expect(await waits(second, 'Putuskan 1 pembayaran khusus')).toBe(true);
    expect(await waits(first, 'Putuskan 1 pembayaran khusus')).toBe(false);
    expect((await first.get(place)).text).toContain('Tarik permintaan');
    expect((await clerk.get(place)).text).not.toContain('Sahkan');
    expect((await first.submit(place, { keputusan: 'sahkan' })).status).toBe(409);
    const mute = await second.submit(place, { keputusan: 'tolak' });
    expect([mute.status, summaryOf(mute.text)]).toEqual([422, expect.stringContaining('Tulis alasan') as unknown]);
    expect((await second.submit(place, { keputusan: 'sahkan', versi: '7' })).status).toBe(409);
    expect((await second.submit(place, { keputusan: 'sahkan' })).status).toBe(303);
    expect(
      cheerio
        .load((await first.get(LIST)).text)('main .kartu')
        .text(),
    ).toContain('Tunjangan hari raya 2026');
    for (const wrong of ['bukan', '00000000-0000-7000-8000-000000000000'])
      expect((await first.get(`${LIST}/${wrong}`)).status).toBe(404);
  });
});

describe('a unit', () => {
  test('is shown before it is computed, computed by its clerk, discarded, and approved by another', async () => {
    const place = `${LIST}/${await idOf()}`;
    const [unit, other] = [cast.staf1.payrollUnitCode, cast.staf_lain.payrollUnitCode];
    const board = cheerio.load((await clerk.get(place)).text);
    expect(
      board('tr[data-unit]')
        .toArray()
        .map(each => each.attribs['data-unit']),
    ).toEqual([unit]);
    expect((await clerk.get(`${place}/${other}`)).status).toBe(404);
    expect((await clerk.post(`${place}/${other}/hitung`, { kunci_kirim: crypto.randomUUID() })).status).toBe(404);

    const before = cheerio.load((await clerk.get(`${place}/${unit}`)).text);
    const amounts = (page: cheerio.CheerioAPI): string[] =>
      page('main table tbody [data-rupiah]')
        .toArray()
        .map(each => each.attribs['data-rupiah'] ?? '');
    expect(before('main').text()).toContain('Belum dihitung');
    expect(amounts(before).length).toBeGreaterThan(8);
    expect((await clerk.post(`${place}/${unit}/hitung`, { kunci_kirim: 'x' })).status).toBe(422);
    expect((await clerk.post(`${place}/${unit}/hitung`, { kunci_kirim: crypto.randomUUID(), lain: '1' })).status).toBe(
      422,
    );
    const started = await clerk.submit(`${place}/${unit}`, {}, `${place}/${unit}/hitung`);
    await finish(started.headers['location']);
    const after = cheerio.load((await clerk.get(`${place}/${unit}`)).text);
    expect(amounts(after)).toEqual(amounts(before));
    expect((await clerk.post(`${place}/${unit}/hitung`, { kunci_kirim: crypto.randomUUID() })).status).toBe(409);

    const steps = `/kepegawaian/periode/2026-11-THR/${unit}`;
    for (const [address, said] of [
      [`${steps}/setujui`, 'Dihitung dari data TPP September 2026'],
      [`${steps}/batalkan`, 'Batalkan perhitungan Tunjangan hari raya 2026'],
      [`${steps}/kecualikan`, 'Keluarkan dari perhitungan Tunjangan hari raya 2026'],
    ] as const) {
      const page = await clerk.get(address);
      expect([page.status, page.text]).toEqual([200, expect.stringContaining(said) as unknown]);
    }
    expect((await clerk.get(`${steps}/tutup`)).status).toBe(404);
    expect((await clerk.get(`/kepegawaian/periode/2026-11-LAIN/${unit}/setujui`)).status).toBe(404);
    await clerk.submit(`${steps}/batalkan`, { alasan: 'Keputusannya akan diganti' });
    const discarded = await second.submit(`${steps}/batalkan`, { keputusan: 'batalkan' });
    expect(discarded.headers['location']).toBe(`${place}/${unit}`);
    expect((await second.get(`${place}/${unit}`)).text).toContain('dapat dihitung lagi');

    // Somebody is left out of this payment alone.
    const searched = cheerio.load((await clerk.get(`${steps}/kecualikan?cari=a`)).text);
    const person = searched('[name="pegawai"]').attr('value')!;
    const asked = { pegawai: person, alasan: 'Sudah menerima dari instansi asal' };
    expect((await clerk.submit(`${steps}/kecualikan?cari=a`, asked)).status).toBe(303);
    const decided = await second.submit(
      `${steps}/kecualikan`,
      { keputusan: 'sahkan' },
      `${steps}/kecualikan/${await exclusionId()}`,
    );
    expect(decided.status).toBe(303);
    expect((await clerk.get(`${place}/${unit}`)).text).toContain('Sudah menerima dari instansi asal');
    expect((await clerk.get(`/kepegawaian/periode/2026-11/${unit}/kecualikan`)).text).not.toContain('instansi asal');

    await finish((await clerk.submit(`${place}/${unit}`, {}, `${place}/${unit}/hitung`)).headers['location']);
    expect((await second.get('/dasbor')).text).toContain('Setujui 1 perhitungan pembayaran khusus');
    expect((await clerk.post(`${steps}/setujui`, { versi: '2' })).status).toBe(403);
    const stale = await second.post(`${steps}/setujui`, { versi: '9' });
    expect([stale.status, stale.text]).toEqual([409, expect.stringContaining('sudah diubah orang lain') as unknown]);
    const approved = await second.submit(`${steps}/setujui`, {});
    expect(approved.headers['location']).toBe(`${place}/${unit}`);
    expect((await second.get(`${steps}/setujui`)).text).toContain('sudah disetujui');
  });
});

test('many units are computed and approved at once by two persons, each with its own outcome', async () => {
  const place = `${LIST}/${await idOf()}`;
  const ticks = cheerio
    .load((await first.get(place)).text)('input[name="unit"]')
    .toArray();
  expect(ticks.length).toBe(2);
  expect((await first.submit(place, { aksi: 'tutup' }, `${place}/borongan`)).status).toBe(422);
  expect(
    (await first.post(`${place}/borongan`, { aksi: 'tutup', unit: 'X:0', kunci_kirim: crypto.randomUUID() })).status,
  ).toBe(404);
  const all = ticks.map(each => each.attribs['value'] ?? '');
  const batch = await first.submit(place, { aksi: 'tutup', unit: all }, `${place}/borongan`);
  const job = await jobOfBatch(app.deps.pool, batch.headers['location']!.split('/').pop()!);
  expect((await runJob(app.deps, job!.id)).note).toBe('2 dari 2 unit dihitung.');
  const { rows } = await app.deps.pool.query<{ id: string }>(
    "SELECT id FROM job WHERE kind = 'hitung-tpp' AND state = 'antre'",
  );
  for (const each of rows) await runJob(app.deps, each.id);
  expect((await first.get(batch.headers['location']!)).text).toContain('Menghitung banyak unit, Tunjangan hari raya');

  const approvable = cheerio
    .load((await second.get(place)).text)('input[name="unit"]')
    .toArray();
  const second_ = await second.submit(
    place,
    { aksi: 'setujui', unit: approvable.map(each => each.attribs['value'] ?? '') },
    `${place}/borongan`,
  );
  const approving = await jobOfBatch(app.deps.pool, second_.headers['location']!.split('/').pop()!);
  expect((await runJob(app.deps, approving!.id)).note).toBe('2 dari 2 unit disetujui.');
  expect(cheerio.load((await first.get(place)).text)('tr[data-state="DISETUJUI"]').length).toBe(3);
  const { checks } = await verifyAll(app.deps.pool);
  expect(checks.filter(each => !each.ok)).toEqual([]);
});

test('the list, the board and a unit take few statements', async () => {
  const place = `${LIST}/${await idOf()}`;
  for (const [address, most] of [
    [LIST, 3],
    [place, 4],
    [`${place}/${cast.staf1.payrollUnitCode}`, 6],
  ] as const) {
    const { response, statements } = await app.statementsOf(first.get(address));
    expect(response.status).toBe(200);
    expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(most);
  }
});

test('is taken back only once nobody is left out of it: an exclusion would outlive its decree', async () => {
  const asked = await first.submit(ASK, { ...RIGHT, pembayaran: 'GAJI13', dasar: 'Keputusan Bupati Contoh 46/2026' });
  const place = asked.headers['location']!;
  expect((await second.submit(place, { keputusan: 'sahkan' })).status).toBe(303);
  const people = `/kepegawaian/periode/2026-11-GAJI13/${cast.staf1.payrollUnitCode}/kecualikan`;
  const person = cheerio
    .load((await clerk.get(`${people}?cari=a`)).text)('[name="pegawai"]')
    .attr('value')!;
  await clerk.submit(`${people}?cari=a`, { pegawai: person, alasan: 'Sudah menerima dari instansi asal' });
  const takeBack = { keputusan: 'cabut', alasan: 'Keputusannya diganti' };
  const refused = await first.submit(place, takeBack, place);
  expect([refused.status, summaryOf(refused.text)]).toEqual([
    409,
    expect.stringContaining(
      `Masih ada pegawai yang dikeluarkan atau diajukan keluar: ${cast.staf1.payrollUnitCode}`,
    ) as unknown,
  ]);
  const { rows } = await app.deps.pool.query<{ id: string }>("SELECT id FROM payroll_exclusion WHERE kind = 'GAJI13'");
  const answered = `${people}/${rows[0]!.id}`;
  expect((await first.submit(people, { keputusan: 'sahkan' }, answered)).status).toBe(303);
  expect((await first.submit(place, takeBack, place)).status).toBe(409);
  expect((await first.submit(people, { keputusan: 'cabut' }, answered)).status).toBe(303);
  expect((await first.submit(place, takeBack, place)).status).toBe(303);
});
