import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { RETURN_REASONS } from '../../../src/domain/activity/lifecycle.ts';
import { newId } from '../../../src/platform/identity.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, type Browser, type TestApp } from '../../support/app.ts';
import { readCast, type Cast, type CastKey } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';
import { openedByCode } from '../../support/opened-account.ts';

/** Many entries by one press, and the way back (ux.md F8; rulings.md 15; assurance T17, T25, T34). */

const clock = fixedClock(DEMO_NOW);
let app: TestApp;
let cast: Cast;
let atasan: Browser;
let validator: Browser;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock });
  cast = await readCast(app.deps.pool);
  atasan = await app.signInAs('atasan');
  validator = await app.signInAs('validator');
}, 120_000);

let day = 0;
/** Fresh entries of staf1, sent and waiting for `atasan`, one day each press. */
async function fresh(count: number, verified = false, owner: Cast[CastKey] = cast.staf1): Promise<string[]> {
  day += 1;
  const at = clock.now();
  const ids = Array.from({ length: count }, () => newId(at));
  await app.deps.pool.query(
    `INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, description, volume, start_minute,
       end_minute, points_per_unit, points, status, version, verified_by, verified_chair_id, sent_at, created_at, updated_at)
     SELECT n.id, $2::date, $3, $4, $5, i.id, 'Surat undangan rapat nomor ' || n.place, 1, (n.place * 15)::smallint,
       (n.place * 15 + 15)::smallint, 30, 30, $6, 1, $7, $8, $9, $9, $9
     FROM unnest($1::uuid[]) WITH ORDINALITY AS n (id, place)
     CROSS JOIN (SELECT id FROM catalogue_item ORDER BY code LIMIT 1) i`,
    [
      ids,
      `2026-12-${String(day).padStart(2, '0')}`,
      owner.employeeId,
      owner.positionId,
      owner.payrollUnitId,
      verified ? 'diverifikasi' : 'dikirim',
      verified ? cast.atasan.employeeId : null,
      verified ? cast.atasan.positionId : null,
      at,
    ],
  );
  return ids;
}

const valuesOf = (ids: readonly string[], version = 1): string[] => ids.map(id => `${id}:${String(version)}`);
async function statusesOf(ids: readonly string[]): Promise<string[]> {
  const { rows } = await app.deps.pool.query<{ status: string }>(
    'SELECT DISTINCT status FROM activity WHERE id = ANY ($1) ORDER BY status',
    [ids],
  );
  return rows.map(row => row.status);
}
const reported = async (browser: Browser, path = '/verifikasi'): Promise<string> =>
  cheerio
    .load((await browser.get(path)).text)('[data-hasil]')
    .text();

describe('one press of Setujui', () => {
  it('decides all that were as shown, leaves the others untouched and says why', async () => {
    const ids = await fresh(50);
    const foreign = newId(clock.now());
    await app.deps.pool.query('UPDATE activity SET version = 2 WHERE id = ANY ($1)', [ids.slice(0, 2)]);
    const started = performance.now();
    const answer = await atasan.post('/verifikasi/massal?tanda=tanpa', {
      'id[]': valuesOf([...ids, foreign]),
      aksi: 'setujui',
      kunci_kirim: randomUUID(),
    });
    expect(performance.now() - started).toBeLessThan(3000);
    expect([answer.status, answer.headers.location]).toEqual([303, '/verifikasi']);
    expect(await reported(atasan)).toContain(
      '48 disetujui. 2 tidak, karena baru saja diubah pegawai. 1 tidak ditemukan.',
    );
    expect(await statusesOf(ids.slice(0, 2))).toEqual(['dikirim']);
    expect(await statusesOf(ids.slice(2))).toEqual(['diverifikasi']);
    const { rows } = await app.deps.pool.query(
      `SELECT b.asked, b.done, b.action, b.flagged, (SELECT count(*)::int FROM activity_event e WHERE e.batch_id = b.id) AS events
       FROM decision_batch b WHERE b.asked = 51`,
    );
    expect(rows).toEqual([{ asked: 51, done: 48, action: 'setujui', flagged: expect.any(Number), events: 48 }]);
  });

  it('has one effect per key, and refuses the key for another press', async () => {
    const ids = await fresh(2);
    const press = { id: valuesOf(ids), keputusan: 'setujui', kunci_kirim: randomUUID() };
    expect((await atasan.post('/verifikasi/massal', press)).status).toBe(303);
    expect((await atasan.post('/verifikasi/massal', press)).status).toBe(303);
    expect(await reported(atasan)).toContain('2 disetujui.');
    const other = await atasan.post('/verifikasi/massal', { ...press, id: valuesOf(ids, 2) });
    expect(other.status).toBe(422);
    expect(other.text).toContain('sudah dikirim dengan isi lain');
  });

  it('asks for what is missing or strange, and decides nothing', async () => {
    const ids = await fresh(1);
    const wrong: [Record<string, string | string[]>, string][] = [
      [{ aksi: 'setujui' }, 'Centang paling sedikit 1 kegiatan'],
      [{ 'id[]': valuesOf(ids) }, 'Pilih Setujui, Kembalikan, atau Tolak'],
      [{ 'id[]': valuesOf(ids), aksi: 'hapus' }, 'Pilih Setujui, Kembalikan, atau Tolak'],
      [{ 'id[]': valuesOf(ids), aksi: 'setujui', poin: '900' }, 'Ada isian yang tidak dikenal'],
      [{ 'id[]': [ids[0]!], aksi: 'setujui' }, 'Muat ulang halaman ini'],
      [{ 'id[]': ["1' OR 1=1:1"], aksi: 'setujui' }, 'Muat ulang halaman ini'],
      [
        { 'id[]': Array.from({ length: 101 }, () => `${newId(clock.now())}:1`), aksi: 'setujui' },
        'paling banyak 100 kegiatan',
      ],
    ];
    for (const [press, message] of wrong) {
      const answer = await atasan.post('/verifikasi/massal', press);
      expect([message, answer.status]).toEqual([message, 422]);
      expect(cheerio.load(answer.text)('[role="alert"]').text()).toContain(message);
    }
    expect(await statusesOf(ids)).toEqual(['dikirim']);
    const staf = await app.signInAs('staf1');
    expect((await staf.post('/verifikasi/massal', { 'id[]': valuesOf(ids), aksi: 'setujui' })).status).toBe(403);
    const other = await app.signInAs('atasan_lain');
    expect((await other.post('/verifikasi/massal', { 'id[]': valuesOf(ids), aksi: 'setujui' })).status).toBe(303);
    expect(await reported(other)).toContain('0 disetujui. 1 tidak ditemukan.');
    expect(await statusesOf(ids)).toEqual(['dikirim']);
  });
});

describe('one press of Kembalikan or Tolak', () => {
  it.each([
    ['kembalikan', 'dikembalikan'],
    ['tolak', 'ditolak'],
  ])('%s asks once for the reason, then decides all', async (aksi, status) => {
    const ids = await fresh(2);
    const asked = await atasan.post('/verifikasi/massal', { 'id[]': valuesOf(ids), aksi });
    expect(asked.status).toBe(422);
    const $ = cheerio.load(asked.text);
    expect($('[role="alert"]').text()).toContain('Pilih alasan');
    expect($('li[data-id]')).toHaveLength(2);
    const form = $('form[action="/verifikasi/massal"]');
    const fields = form.serializeArray();
    expect(await statusesOf(ids)).toEqual(['dikirim']);

    const filled = (reason: Record<string, string>): Record<string, string | string[]> => ({
      'id[]': fields.filter(field => field.name === 'id[]').map(field => field.value),
      aksi,
      kunci_kirim: fields.find(field => field.name === 'kunci_kirim')!.value,
      alasan: '',
      ...reason,
    });
    const missing = await atasan.post('/verifikasi/massal', filled({}));
    expect(missing.status).toBe(422);
    expect(cheerio.load(missing.text)('title').text()).toMatch(/^Perlu diperbaiki/);
    const words = 'Daftar hadir menunjukkan jam yang lain';
    expect((await atasan.post('/verifikasi/massal', filled({ alasan_kode: 'waktu', alasan: words }))).status).toBe(303);
    expect(await statusesOf(ids)).toEqual([status]);
    expect(await reported(atasan)).toContain(`2 ${status}.`);
    const { rows } = await app.deps.pool.query(
      'SELECT count(*)::int AS n FROM notification WHERE employee_id = $1 AND kind = $2 AND href = ANY ($3)',
      [cast.staf1.employeeId, status, ids.map(id => `/kegiatan-harian/${id}`)],
    );
    expect(rows).toEqual([{ n: 2 }]);
  });
});

describe('the form of the list', () => {
  it('stands complete: a return with its reason is one press', async () => {
    const ids = await fresh(1);
    const $ = cheerio.load((await atasan.get('/verifikasi')).text);
    const form = $('form[action="/verifikasi/massal"]');
    const values = form.find('[name="alasan_kode"] option').toArray();
    expect(values.map(option => $(option).attr('value'))).toEqual(['', ...Object.keys(RETURN_REASONS)]);
    expect(form.find('textarea[name="alasan"]')).toHaveLength(1);
    const press = { 'id[]': valuesOf(ids), aksi: 'kembalikan', alasan_kode: 'waktu', alasan: '' };
    expect((await atasan.post('/verifikasi/massal', press)).status).toBe(303);
    expect(await statusesOf(ids)).toEqual(['dikembalikan']);
  });

  it('a version that never was is a changed entry, not a wrong form', async () => {
    const ids = await fresh(1);
    const press = { 'id[]': valuesOf(ids, 0), aksi: 'setujui' };
    expect((await atasan.post('/verifikasi/massal', press)).status).toBe(303);
    expect(await statusesOf(ids)).toEqual(['dikirim']);
    expect((await atasan.post(`/verifikasi/${ids[0]!}`, { keputusan: 'setujui', versi: '0' })).status).toBe(409);
  });
});

describe('taking back', () => {
  it('a whole press, as far as nobody acted on it, and once', async () => {
    const ids = await fresh(3);
    await atasan.post('/verifikasi/massal', { 'id[]': valuesOf(ids), aksi: 'setujui' });
    await validator.post('/validasi/massal', { 'id[]': valuesOf(ids.slice(0, 1), 2), aksi: 'setujui' });
    const queue = cheerio.load((await atasan.get('/verifikasi')).text);
    const form = queue('form[action="/verifikasi/batal-massal"]');
    expect(form.text()).toMatch(/2 kegiatan disetujui pukul 09\.30.*Batalkan \(sampai 09\.40/s);
    const batch = form.find('[name="batch"]').attr('value')!;
    expect((await validator.post('/validasi/batal-massal', { batch })).status).toBe(404);
    expect((await atasan.post('/verifikasi/batal-massal', { batch, lain: '1' })).status).toBe(422);
    expect((await atasan.post('/verifikasi/batal-massal', { batch })).status).toBe(303);
    expect(await reported(atasan)).toContain('2 keputusan dibatalkan');
    expect(await statusesOf(ids.slice(1))).toEqual(['dikirim']);
    expect(await statusesOf(ids.slice(0, 1))).toEqual(['divalidasi']);
    const { rows } = await app.deps.pool.query(
      'SELECT verified_by, verified_chair_id, version FROM activity WHERE id = $1',
      [ids[1]],
    );
    expect(rows).toEqual([{ verified_by: null, verified_chair_id: null, version: 3 }]);
    expect((await atasan.post('/verifikasi/batal-massal', { batch })).status).toBe(409);
  });

  it('one decision, by who made it, within ten minutes, with its version', async () => {
    const [id] = await fresh(1);
    const path = `/verifikasi/${id!}`;
    await atasan.submit(path, { keputusan: 'tolak', alasan_kode: 'waktu', alasan: 'Jamnya tidak cocok sama sekali' });
    expect(await statusesOf([id!])).toEqual(['ditolak']);
    expect((await validator.post(`${path}/batal`, { versi: '2' })).status).toBe(404);
    expect((await atasan.post(`${path}/batal`, {})).status).toBe(409);
    expect((await atasan.post(`${path}/batal`, { versi: '1' })).status).toBe(409);
    clock.set(new Date(new Date(DEMO_NOW).getTime() + 11 * 60_000));
    const late = await atasan.post(`${path}/batal`, { versi: '2' });
    clock.set(DEMO_NOW);
    expect(late.status).toBe(409);
    expect(late.text).toContain('hanya bisa dibatalkan dalam 10 menit');
    expect((await atasan.submit(path, {}, `${path}/batal`)).status).toBe(303);
    expect(await statusesOf([id!])).toEqual(['dikirim']);
    const history = await app.deps.pool.query(
      `SELECT action, to_status, chair_id FROM activity_event WHERE activity_id = $1 ORDER BY seq DESC LIMIT 1`,
      [id],
    );
    expect(history.rows).toEqual([{ action: 'batalkan', to_status: 'dikirim', chair_id: cast.atasan.positionId }]);
    // A validator's approval goes back to where the validator found it.
    const [second] = await fresh(1, true);
    await validator.submit(`/validasi/${second!}`, { keputusan: 'setujui' });
    expect((await validator.submit(`/validasi/${second!}`, {}, `/validasi/${second!}/batal`)).status).toBe(303);
    expect(await statusesOf([second!])).toEqual(['diverifikasi']);
  });

  it('no refusal whose time the owner has used for something else since', async () => {
    const ids = await fresh(3);
    const reason = { alasan_kode: 'waktu', alasan: 'Jamnya tidak cocok sama sekali' };
    await atasan.post('/verifikasi/massal', { 'id[]': valuesOf(ids), aksi: 'tolak', ...reason });
    const batch = cheerio
      .load((await atasan.get('/verifikasi')).text)('form[action="/verifikasi/batal-massal"] [name="batch"]')
      .attr('value')!;
    const logged = newId(clock.now());
    await app.deps.pool.query(
      `INSERT INTO activity (id, work_date, employee_id, position_id, payroll_unit_id, item_id, description, volume, start_minute,
         end_minute, points_per_unit, points, status, version, sent_at, created_at, updated_at)
       SELECT $2, work_date, employee_id, position_id, payroll_unit_id, item_id, description, volume, start_minute, end_minute,
         points_per_unit, points, 'dikirim', 1, sent_at, created_at, updated_at FROM activity WHERE id = $1`,
      [ids[0], logged],
    );
    const page = `/verifikasi/${ids[0]!}`;
    const single = await atasan.post(`${page}/batal`, { versi: '2' });
    expect(single.status).toBe(409);
    expect(single.text).toContain('Pada jam itu pegawai sudah mencatat kegiatan lain');
    expect((await atasan.post('/verifikasi/batal-massal', { batch })).status).toBe(303);
    expect(await reported(atasan)).toContain('2 keputusan dibatalkan');
    expect(await statusesOf(ids.slice(1))).toEqual(['dikirim']);
    expect(await statusesOf(ids.slice(0, 1))).toEqual(['ditolak']);
    // The other one is moved: then the refusal may be taken back after all.
    await app.deps.pool.query('UPDATE activity SET start_minute = 600, end_minute = 615 WHERE id = $1', [logged]);
    expect((await atasan.post(`${page}/batal`, { versi: '2' })).status).toBe(303);
    expect(await statusesOf(ids)).toEqual(['dikirim']);
  });

  it('nothing once the chair is another’s', async () => {
    const [id] = await fresh(1);
    await atasan.submit(`/verifikasi/${id!}`, { keputusan: 'setujui' });
    const { rows } = await app.deps.pool.query<{ id: string }>(
      `INSERT INTO assignment (employee_id, position_id, kind, from_date, last_date)
       VALUES ($1, $2, 'PLH', '2026-11-01', '2026-11-30') RETURNING id`,
      [cast.atasan_lain.employeeId, cast.atasan.positionId],
    );
    const acting = await app.signInAs('atasan_lain');
    const [other] = await fresh(1);
    expect((await acting.submit(`/verifikasi/${other!}`, { keputusan: 'setujui' })).status).toBe(303);
    await app.deps.pool.query("UPDATE assignment SET last_date = '2026-11-17' WHERE id = $1", [rows[0]!.id]);
    const gone = await acting.post(`/verifikasi/${other!}/batal`, { versi: '2' });
    expect(gone.status).toBe(409);
    expect(gone.text).toContain('tidak memegang lagi jabatan');
  });
});

describe('the list', () => {
  it('ticks the unmarked ones without JavaScript, and draws entries for reading at validation only', async () => {
    const ids = await fresh(20, true);
    const path = `/validasi?tanggal=2026-12-${String(day).padStart(2, '0')}`;
    const plain = cheerio.load((await validator.get(path)).text);
    expect(plain('input[name="id[]"][checked]')).toHaveLength(0);
    const link = plain('a[href*="centang=1"]');
    expect(link.text()).toMatch(/^Pilih \d+ tanpa tanda$/);
    const ticked = cheerio.load((await validator.get(link.attr('href')!)).text);
    const boxes = ticked('input[name="id[]"]');
    expect(boxes.length).toBeGreaterThan(0);
    expect(ticked('input[name="id[]"][checked]')).toHaveLength(boxes.length);
    expect(ticked('[data-setujui]').text()).toBe(`Setujui ${String(boxes.length)}`);

    const { rows } = await app.deps.pool.query<{ id: string; drawn: boolean }>(
      'SELECT id, takar_sampled(id, 10) AS drawn FROM unnest($1::uuid[]) AS n (id)',
      [ids],
    );
    for (const { id, drawn } of rows)
      expect(plain(`li[data-id="${id}"]`).text().includes('Contoh acak: buka satu per satu')).toBe(drawn);
    const all = await app.deps.pool.query<{ share: number }>(
      'SELECT count(*) FILTER (WHERE takar_sampled(gen_random_uuid(), 10))::int AS share FROM generate_series(1, 5000)',
    );
    expect(all.rows[0]!.share).toBeGreaterThan(380);
    expect(all.rows[0]!.share).toBeLessThan(620);
    // Ticked by hand, a drawn entry is accepted, and the press says so.
    await app.deps.pool.query(
      `INSERT INTO setting (key, from_date, value) VALUES ('alur', '2026-11-18', '{"contoh_persen": 100}')`,
    );
    expect((await validator.get('/validasi?tanda=tanpa')).text).toContain('Tidak ada yang cocok');
    await validator.post('/validasi/massal', { 'id[]': valuesOf(ids.slice(0, 2)), aksi: 'setujui' });
    const batch = await app.deps.pool.query("SELECT sampled FROM decision_batch WHERE step = 'validasi' AND asked = 2");
    expect(batch.rows).toEqual([{ sampled: 2 }]);
    expect((await atasan.get('/verifikasi')).text).not.toContain('Contoh acak');
  });
});

describe('an account that somebody has just opened with a code of theirs', () => {
  it('approves no entry of that person, one or many, and decides on everybody else', async () => {
    const [own, theirs, returned] = [
      await fresh(2, false, cast.staf2),
      await fresh(1),
      await fresh(1, false, cast.staf2),
    ];
    await openedByCode(app.deps.pool, cast.atasan.employeeId, cast.staf2.employeeId, clock.now());
    const one = await atasan.post(`/verifikasi/${own[0]!}`, { keputusan: 'setujui', versi: '1' });
    expect(one.status).toBe(409);
    expect(one.text).toContain('baru dibuka dengan kode dari');
    const many = { 'id[]': valuesOf([...own, ...theirs]), aksi: 'setujui', kunci_kirim: randomUUID() };
    expect((await atasan.post('/verifikasi/massal', many)).status).toBe(303);
    expect(await reported(atasan)).toContain(
      '1 disetujui. 2 tidak, karena pegawai itu yang membuka akun Anda dengan kode.',
    );
    expect([await statusesOf(own), await statusesOf(theirs)]).toEqual([['dikirim'], ['diverifikasi']]);
    const back = { keputusan: 'kembalikan', alasan_kode: 'waktu', versi: '1' };
    expect((await atasan.post(`/verifikasi/${returned[0]!}`, back)).status).toBe(303);
  });
});
