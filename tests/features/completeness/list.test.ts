import * as cheerio from 'cheerio';
import readExcel from 'read-excel-file/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { reminderLink, reminderText, whatsAppNumber } from '../../../src/features/completeness/reminder.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { localDate } from '../../../src/domain/local-date.ts';
import { createTestApp, type Browser, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** "Belum mengisi": who logged how much of a month, for the clerk. */

const PAGE = '/kepegawaian/kelengkapan';
const DAY = '2026-11-17';
let app: TestApp;
let cast: Cast;
let clerk: Browser;
let office: Browser;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
  clerk = await app.signInAs('pengelola');
  office = await app.signInAs('kepegawaian1');
  await app.deps.pool.query('UPDATE employee SET phone = NULL');
  await app.deps.pool.query("UPDATE employee SET phone = '0812-0000-1234' WHERE id = $1", [cast.staf2.employeeId]);
  await app.deps.pool.query("UPDATE employee SET phone = '+62 813 0000 5678' WHERE id = $1", [cast.staf1.employeeId]);
  // On the day before, nothing of staf2 was sent.
  await app.deps.pool.query(
    "UPDATE activity SET status = 'draf', sent_at = NULL WHERE employee_id = $1 AND work_date = $2",
    [cast.staf2.employeeId, DAY],
  );
}, 120_000);

const rowOf = ($: cheerio.CheerioAPI, name: string): ReturnType<cheerio.CheerioAPI> =>
  $('main tbody tr').filter((_, row) => $(row).find('th').text().includes(name));
const viewed = async (subject: string, viewer: string): Promise<number> =>
  (
    await app.deps.pool.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM data_view WHERE subject_id = $1 AND viewer_id = $2 AND what = 'kontak'",
      [subject, viewer],
    )
  ).rows[0]!.n;

describe('a reminder', () => {
  it.each([
    ['0812-0000-1234', '6281200001234'],
    ['+62 812 0000 1234', '6281200001234'],
    ['62812.0000.1234', '6281200001234'],
    ['81200001234', '6281200001234'],
    ['0526 202020', undefined],
    ['<script>', undefined],
    ['', undefined],
  ])('to %s goes to %s', (typed, number) => {
    expect(whatsAppNumber(typed)).toBe(number);
  });

  it('says what, until when and where', () => {
    const reminder = {
      name: 'Siti',
      day: localDate(DAY),
      last: localDate('2026-11-20'),
      link: 'https://contoh.go.id/kegiatan-harian/baru?tanggal=2026-11-17',
      unit: 'Bidang A',
    };
    expect(reminderText(reminder)).toBe(
      'Selamat pagi Bapak/Ibu Siti. Kegiatan Sel 17 Nov belum dikirim. Batas Jum 20 Nov pukul 23.59. ' +
        'Isi di https://contoh.go.id/kegiatan-harian/baru?tanggal=2026-11-17. — Bidang A',
    );
    expect(reminderLink('0812 0000 1234', reminder)).toMatch(/^https:\/\/wa\.me\/6281200001234\?text=Selamat%20pagi/);
    expect(reminderLink(null, reminder)).toBeUndefined();
  });
});

describe('the page', () => {
  it('is the personnel office’s and the clerk’s, each with their units', async () => {
    const all = cheerio.load((await office.get(PAGE)).text);
    expect(all('main tbody tr').length).toBe(3);
    expect(all('.kembali a').attr('href')).toBe('/kepegawaian');
    const one = all('main tbody a').first().attr('href')!;
    expect(
      cheerio
        .load((await office.get(one)).text)('.kembali a')
        .attr('href'),
    ).toMatch(/^\/kepegawaian\/kelengkapan\?tanggal=[\d-]+$/);
    expect(all('main').text()).toMatch(/\d+ dari \d+ pegawai belum mengisi/);
    const own = cheerio.load((await clerk.get(PAGE)).text);
    expect(own('h1').text()).toContain('Kelengkapan ');
    expect(rowOf(own, cast.staf1.name).length).toBe(1);
    expect(rowOf(own, cast.staf_lain.name).length).toBe(0);
    expect((await clerk.get(`${PAGE}?unit=${cast.staf_lain.payrollUnitCode}`)).status).toBe(404);
    expect((await clerk.get(`${PAGE}/unduh?unit=${cast.staf_lain.payrollUnitCode}&format=csv`)).status).toBe(404);
    for (const key of ['staf1', 'atasan', 'kepala', 'bendahara', 'keuangan1', 'auditor', 'admin'])
      expect([key, (await (await app.signInAs(key)).get(PAGE)).status]).toEqual([key, 403]);
    const old = await clerk.get('/opd/kelengkapan?tanggal=2026-11-16');
    expect([old.status, old.headers['location']]).toEqual([303, `${PAGE}?tanggal=2026-11-16`]);
  });

  it('says of everybody how many days are filled and points sent, as the entries say', async () => {
    const { response, statements } = await app.statementsOf(clerk.get(`${PAGE}?tanggal=${DAY}`));
    expect(statements.length).toBeLessThanOrEqual(6);
    const $ = cheerio.load(response.text);
    const { rows } = await app.deps.pool.query<{ filled: number; sent: number; validated: number }>(
      `SELECT count(*)::int AS filled, sum(least(sent, 300))::int AS sent, sum(least(validated, 300))::int AS validated FROM (
         SELECT sum(points) AS sent, coalesce(sum(points) FILTER (WHERE status = 'divalidasi'), 0) AS validated FROM activity
         WHERE employee_id = $1 AND work_date BETWEEN '2026-11-01' AND $2 AND status IN ('dikirim', 'diverifikasi', 'divalidasi')
         GROUP BY work_date) d`,
      [cast.staf1.employeeId, DAY],
    );
    const cells = rowOf($, cast.staf1.name)
      .find('td')
      .get()
      .map(cell => $(cell).text().trim().replaceAll('.', ''));
    expect(cells.slice(0, 4)).toEqual([
      `${String(rows[0]!.filled)} dari 12`,
      String(rows[0]!.sent),
      String(rows[0]!.validated),
      String(12 * 300),
    ]);
  });

  it('puts who did not log first, with phone and reminder, and notes that the number was seen', async () => {
    const before = await viewed(cast.staf2.employeeId, cast.pengelola.employeeId);
    const $ = cheerio.load((await clerk.get(`${PAGE}?tanggal=${DAY}`)).text);
    const missing = rowOf($, cast.staf2.name);
    expect(missing.text()).toContain('Belum');
    expect(missing.find('a[href="tel:081200001234"]').text()).toBe('0812-0000-1234');
    const link = decodeURIComponent(missing.find('a[href^="https://wa.me/6281200001234"]').attr('href')!);
    expect(link).toContain('Kegiatan Sel 17 Nov belum dikirim. Batas Jum 20 Nov pukul 23.59.');
    expect(link).toContain('/kegiatan-harian/baru?tanggal=2026-11-17');
    expect(await viewed(cast.staf2.employeeId, cast.pengelola.employeeId)).toBe(before + 1);
    // Whoever has logged is not shown with a number, and so was not looked up.
    expect(rowOf($, cast.staf1.name).text()).not.toContain('5678');
    expect(await viewed(cast.staf1.employeeId, cast.pengelola.employeeId)).toBe(0);
    const only = cheerio.load((await clerk.get(`${PAGE}?tanggal=${DAY}&tampil=belum`)).text);
    expect(rowOf(only, cast.staf2.name).length).toBe(1);
    expect(rowOf(only, cast.staf1.name).length).toBe(0);
  });

  it('asks for no reminder once the day can no longer be entered, and for nothing on a day off', async () => {
    await app.deps.pool.query(
      "UPDATE activity SET status = 'draf' WHERE employee_id = $1 AND work_date = '2026-11-10'",
      [cast.staf2.employeeId],
    );
    const late = cheerio.load((await clerk.get(`${PAGE}?tanggal=10/11/2026`)).text);
    expect(rowOf(late, cast.staf2.name).text()).toContain('0812-0000-1234');
    expect(late('a[href^="https://wa.me"]').length).toBe(0);
    const sunday = cheerio.load((await clerk.get(`${PAGE}?tanggal=2026-11-15`)).text);
    expect(sunday('main').text()).toContain('bukan hari kerja: hari Minggu');
    expect(sunday('a[href^="tel:"]').length).toBe(0);
  });

  it('understands month and day, however they are typed', async () => {
    const heading = async (query: string): Promise<string> =>
      cheerio
        .load((await clerk.get(`${PAGE}?${query}`)).text)('title')
        .text();
    expect(await heading('')).toContain('17 Nov 2026');
    expect(await heading('bulan=2026-10')).toContain('30 Okt 2026');
    expect(await heading('bulan=2026-11')).toContain('17 Nov 2026');
    expect(await heading('tanggal=2027-01-05')).toContain('18 Nov 2026');
    expect(await heading('tanggal=kemarin&halaman=0&unit=')).toContain('17 Nov 2026');
    expect((await clerk.get(`${PAGE}?bulan=2026-13`)).status).toBe(404);
    expect((await clerk.get(`${PAGE}?unit=%00`)).status).toBe(404);
  });
});

describe('the file', () => {
  it('as CSV has one row a person, numbers of those missing alone, and no formula', async () => {
    await app.deps.pool.query("UPDATE employee SET name = '=1+1' WHERE id = $1", [cast.staf3.employeeId]);
    const answer = await clerk.get(`${PAGE}/unduh?tanggal=${DAY}&format=csv`);
    expect(answer.headers['content-type']).toContain('text/csv');
    const lines = answer.text.trim().split('\n');
    expect(lines[0]).toContain('NIP;Nama;Jabatan;Unit;Hari kerja');
    const people = cheerio.load((await clerk.get(`${PAGE}?tanggal=${DAY}`)).text)('main tbody tr').length;
    expect(lines.length - 1).toBe(people);
    expect(lines.filter(line => line.includes('0812-0000-1234')).length).toBe(1);
    expect(answer.text).not.toContain('5678');
    expect(answer.text).not.toMatch(/;=1\+1/);
    const only = await clerk.get(`${PAGE}/unduh?tanggal=${DAY}&format=csv&tampil=belum`);
    expect(
      only.text
        .trim()
        .split('\n')
        .slice(1)
        .every(line => line.includes(';ya;')),
    ).toBe(true);
  });

  it('as XLSX can be opened, with NIP as text', async () => {
    const answer = await clerk
      .get(`${PAGE}/unduh?tanggal=${DAY}&format=xlsx`)
      .buffer(true)
      .parse((res, done) => {
        const parts: Buffer[] = [];
        res.on('data', (part: Buffer) => parts.push(part));
        res.on('end', () => done(null, Buffer.concat(parts)));
      });
    expect(answer.headers['content-disposition']).toContain(`kelengkapan-${cast.staf1.payrollUnitCode}-${DAY}.xlsx`);
    const [sheet] = await readExcel(answer.body as Buffer);
    const cells = JSON.stringify(sheet);
    expect(cells).toContain(`"${cast.staf1.nip!}"`);
    expect((await clerk.get(`${PAGE}/unduh?format=pdf`)).status).toBe(404);
    expect((await office.get(`${PAGE}/unduh?format=csv`)).status).toBe(404);
  });
});
