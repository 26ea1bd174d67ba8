import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, type Browser, type Filling, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** Attendance written by hand: a document, and a second person. */

const LIST = '/kepegawaian/presensi/manual';
const NEW = `${LIST}/baru`;
const DECIDE = `${LIST}/putuskan`;
let app: TestApp;
let clerk: Browser;
let office: Browser;
let cast: Cast;
let right: Filling;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
  clerk = await app.signInAs('pengelola');
  office = await app.signInAs('kepegawaian1');
  right = {
    nip: `${cast.staf1.nip ?? ''}\n${cast.staf3.nip ?? ''}`,
    tanggal: '12/11/2026',
    jenis: 'jam',
    masuk: '7.31',
    pulang: '16',
    nomor_surat: '800/77/BA',
    tanggal_surat: '12/11/2026',
    alasan: 'Mesin rusak',
  };
}, 120_000);

const mainOf = (html: string): string => cheerio.load(html)('main').text().replaceAll(/\s+/g, ' ');
const summary = (html: string): string => cheerio.load(html)('[role="alert"]').text();
const sql = async <Row extends Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> =>
  (await app.deps.pool.query<Row>(text, values)).rows;
const kept = async (): Promise<number> =>
  (await sql<{ n: number }>(`SELECT count(*)::int AS n FROM attendance_record WHERE document_number = '800/77/BA'`))[0]!
    .n;
const day = async (key: 'staf1' | 'staf2' | 'staf3', date: string): Promise<string | undefined> =>
  (
    await sql<{ line: string }>(
      `SELECT code || ' ' || late_minutes || ' ' || to_char(in_at AT TIME ZONE 'Asia/Makassar', 'HH24:MI') AS line
       FROM attendance_day WHERE employee_id = $1 AND day = $2`,
      [cast[key].employeeId, date],
    )
  )[0]?.line;
/** What the boxes of the list say, by the words beside them. */
const boxes = async (reader: Browser): Promise<ReadonlyMap<string, string>> => {
  const $ = cheerio.load((await reader.get(LIST).expect(200)).text);
  return new Map(
    $('input[name="id"]')
      .toArray()
      .map(box => [$(box).closest('label').text().replaceAll(/\s+/g, ' '), String(box.attribs['value'])]),
  );
};
const boxOf = async (reader: Browser, words: string): Promise<string> =>
  [...(await boxes(reader))].find(([label]) => label.includes(words))?.[1] ?? '';

describe('a row by hand', () => {
  it.each([
    [{ nip: '' }, 'Tulis NIP'],
    [{ nip: `1\n2` }, '"1" bukan NIP 18 angka'],
    [{ nip: '198001012005011999' }, 'Tidak ada pegawai dengan NIP ini'],
    [{ tanggal: 'kemarin' }, 'Tulis tanggal, misalnya'],
    [{ jenis: 'CT' }, 'Pilih isi catatan'],
    [{ masuk: '', pulang: '' }, 'Isi jam masuk'],
    [{ masuk: '25' }, 'Tulis jam'],
    [{ pulang: '7' }, 'Jam pulang harus sesudah'],
    [{ jenis: 'hadir' }, 'Kosongkan jam'],
    [{ nomor_surat: '\0' }, 'Tulis nomor surat'],
    [{ alasan: 'x'.repeat(301) }, 'Paling panjang 300 huruf'],
    [{ kunci_kirim: 'x' }, 'Muat ulang halaman'],
    [{ confirmed_by: 'x' }, 'Ada isian yang tidak dikenal'],
  ] as [Filling, string][])('with %j is refused', async (wrong, message) => {
    const refused = await clerk.submit(NEW, { ...right, ...wrong }, LIST);
    expect([refused.status, summary(refused.text)]).toEqual([422, expect.stringContaining(message)]);
    expect(await kept()).toBe(0);
  });

  it('of a day to come, of another office, of oneself, of a closed month is not written', async () => {
    for (const [wrong, status, message] of [
      [{ tanggal: '19/11/2026' }, 409, 'belum tiba'],
      [{ tanggal_surat: '12/11/2027' }, 409, 'Tanggal surat ini belum tiba'],
      [{ nip: cast.staf_lain.nip ?? '' }, 422, 'di unit Anda'],
      [{ nip: cast.pengelola.nip ?? '' }, 409, 'petugas lain'],
      [{ tanggal: '2/9/2026' }, 409, 'September 2026 sudah ditutup'],
    ] as [Filling, number, string][]) {
      const refused = await clerk.submit(NEW, { ...right, ...wrong }, LIST);
      expect([refused.status, summary(refused.text)]).toEqual([status, expect.stringContaining(message)]);
    }
    for (const key of ['staf1', 'atasan', 'keuangan1'])
      expect([key, (await (await app.signInAs(key)).get(LIST)).status]).toEqual([key, 403]);
    expect(await kept()).toBe(0);
  });

  it('counts once a second person has confirmed it, many at once; the owner is told', async () => {
    expect((await clerk.submit(NEW, right, LIST)).status).toBe(303);
    expect(await kept()).toBe(2);
    const before = await day('staf1', '2026-11-12');
    const again = await clerk.submit(NEW, right, LIST);
    expect([again.status, summary(again.text)]).toEqual([409, expect.stringContaining('sudah punya catatan manual')]);
    const label = [...(await boxes(clerk))].find(([text]) => text.includes('800/77/BA'))?.[0];
    expect(label).toContain('Anda yang mencatat');
    expect(label).toContain('masuk 07.31, pulang 16.00');
    const both = [...(await boxes(office))].filter(([text]) => text.includes('800/77/BA')).map(([, value]) => value);
    const own = await clerk.submit(LIST, { id: both, aksi: 'setujui', alasan: '' }, DECIDE);
    expect(own.status).toBe(303);
    expect(mainOf((await clerk.get(LIST)).text)).toContain('Menunggu orang kedua');
    expect(await day('staf1', '2026-11-12')).toBe(before);
    for (const [wrong, message] of [
      [{ id: [] }, 'Centang sedikitnya satu'],
      [{ id: both, aksi: 'tolak', alasan: '' }, 'Tulis alasan penolakan'],
      [{ id: ['x:1'] }, 'Muat ulang halaman'],
    ] as [Filling, string][]) {
      const refused = await office.submit(LIST, { aksi: 'setujui', alasan: '', ...wrong }, DECIDE);
      expect([refused.status, summary(refused.text)]).toEqual([422, expect.stringContaining(message)]);
    }
    const stale = both.map(value => value.replace(/:\d+$/, ':9'));
    expect((await office.submit(LIST, { id: stale, aksi: 'setujui', alasan: '' }, DECIDE)).status).toBe(303);
    expect(await day('staf1', '2026-11-12')).toBe(before);
    expect((await office.submit(LIST, { id: both, aksi: 'setujui', alasan: '' }, DECIDE)).status).toBe(303);
    expect([await day('staf1', '2026-11-12'), await day('staf3', '2026-11-12')]).toEqual([
      'TL1 1 07:31',
      'TL1 1 07:31',
    ]);
    const told = await (await app.signInAs('staf3')).get('/notifikasi');
    expect(mainOf(told.text)).toContain('Presensi Anda 12 Nov 2026 diperbaiki');
    const trail = await sql<{ action: string; n: number }>(
      `SELECT action, count(*)::int AS n FROM audit_event WHERE object_type = 'attendance_record' GROUP BY 1 ORDER BY 1`,
    );
    expect(trail).toEqual([
      { action: 'presensi.manual', n: 2 },
      { action: 'presensi.manual_setujui', n: 2 },
    ]);
  });

  it('that the demo left waiting is refused with a reason, and written again', async () => {
    const address = await boxOf(office, '800/31/BA');
    const refused = await office.submit(LIST, { id: [address], aksi: 'tolak', alasan: 'Jamnya keliru' }, DECIDE);
    expect(refused.status).toBe(303);
    expect(mainOf((await clerk.get('/notifikasi')).text)).toContain('ditolak: Jamnya keliru');
    const nip = cast.staf2.nip ?? '';
    const hadir = { ...right, nip, tanggal: '17/11/2026', jenis: 'hadir', masuk: '', pulang: '' };
    expect((await clerk.submit(NEW, hadir, LIST)).status).toBe(303);
    expect(await boxOf(office, 'hadir tanpa jam')).not.toBe('');
  });

  it('is taken back with a reason while the month is open; not by those it is no business of', async () => {
    const [row] = await sql<{ id: string }>(
      `SELECT id FROM attendance_record WHERE document_number = '800/77/BA' AND employee_id = $1`,
      [cast.staf1.employeeId],
    );
    const address = `${LIST}/${row!.id}`;
    expect((await (await app.signInAs('pengelola')).get(address)).status).toBe(200);
    expect((await office.get(`${LIST}/${cast.staf1.employeeId}`)).status).toBe(404);
    const end = `${address}/cabut`;
    expect((await clerk.submit(address, { alasan: '' }, end)).status).toBe(422);
    expect((await clerk.submit(address, { alasan: 'Salah orang', versi: '1' }, end)).status).toBe(409);
    expect((await clerk.submit(address, { alasan: 'Salah orang' }, end)).status).toBe(303);
    expect(await day('staf1', '2026-11-12')).not.toBe('TL1 1 07:31');
    expect(mainOf((await clerk.get(address)).text)).toContain('Salah orang');
  });
});

const LEAVE: Filling = { jenis: 'I', nomor_surat: '851/5', tanggal_surat: '1/10/2026' };

describe('who verifies', () => {
  it('reads the presence of the day beside its entries, in the list and on the entry’s page', async () => {
    const superior = await app.signInAs('atasan');
    const { response, statements } = await app.statementsOf(superior.get('/verifikasi'));
    expect(statements.length).toBeLessThanOrEqual(4);
    const $ = cheerio.load(response.text);
    const day = $('.kartu__judul p:contains("presensi:")').first();
    expect(day.text()).toMatch(/presensi: (Hadir|TL|PSW|TK|TAM|TAP|Dinas)/);
    const entry = String(day.closest('.kartu__judul').next('ul').find('a.antre__tautan').first().attr('href'));
    expect(mainOf((await superior.get(entry).expect(200)).text)).toContain('Presensi hari itu');
  });
});

describe('a close', () => {
  it('judges the days of its unit once more, by what holds then', async () => {
    const late = async (): Promise<number> =>
      (
        await sql<{ n: number }>(
          `SELECT count(*)::int AS n FROM attendance_day WHERE payroll_unit_id = $1 AND late_minutes > 0
             AND day BETWEEN '2026-10-01' AND '2026-10-31'`,
          [cast.staf1.payrollUnitId],
        )
      )[0]!.n;
    const before = await late();
    await sql(
      `INSERT INTO work_hours (pattern, weekday, from_date, start_minute, end_minute, break_minutes, open_before, close_after, recorded_at)
       SELECT 5, w, '2026-10-01', 390, 900, 30, 120, 300, now() FROM generate_series(1, 5) w`,
    );
    expect(await late()).toBe(before);
    const address = `/kepegawaian/periode/2026-10/${cast.staf1.payrollUnitCode}/tutup`;
    // While others change the same month: each of them is in the run, or is told that the month is closed.
    const leave = '/kepegawaian/presensi/izin';
    const others = ['12/10/2026', '13/10/2026', '14/10/2026'].flatMap(tanggal => [
      clerk.submit(NEW, { ...right, tanggal }, LIST),
      clerk.submit(`${leave}/baru`, { ...LEAVE, nip: cast.staf2.nip ?? '', awal: tanggal, akhir: tanggal }, leave),
    ]);
    const [closed, ...changed] = await Promise.all([
      office.submit(address, { ketik_bulan: 'Oktober 2026' }, address),
      ...others,
    ]);
    expect(closed.status).toBe(303);
    for (const { status } of changed) expect([303, 409]).toContain(status);
    expect(await late()).toBeGreaterThan(before);
  });
});
