import * as cheerio from 'cheerio';
import fc from 'fast-check';
import readXlsxFile from 'read-excel-file/node';
import { beforeAll, describe, expect, test } from 'vitest';
import { countsForDay } from '../../../src/domain/activity/day-points.ts';
import { daysOf, month, type Month } from '../../../src/domain/month.ts';
import { dayOff } from '../../../src/domain/calendar/work-calendar.ts';
import { holidaysBetween } from '../../../src/features/calendar/queries.ts';
import { sheetDocument } from '../../../src/features/reports/sheet-pdf.ts';
import { readSheet } from '../../../src/features/reports/sheet-service.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { printPdf } from '../../../src/platform/documents/pdf.ts';
import { nip } from '../../../src/platform/render/format.ts';
import { localDate } from '../../../src/domain/local-date.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { readCast, type Cast, type CastKey } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';
import { pageSizes, pageTexts } from '../../support/pdf-text.ts';

const TODAY = localDate('2026-11-18');
const MONTHS = ['2026-09', '2026-10', '2026-11'].map(month);
const CAP = 300;

let app: TestApp;
let cast: Cast;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
});

const actorOf = (key: CastKey) => ({ employeeId: cast[key].employeeId, grants: [] }) as never;
const sheetOf = async (key: CastKey, of: Month) =>
  (await readSheet(app.deps, { actor: actorOf(key), employeeId: cast[key].employeeId, month: of, today: TODAY }))!;

interface Logged extends Record<string, unknown> {
  id: string;
  work_date: string;
  status: 'draf' | 'dikirim' | 'diverifikasi' | 'divalidasi' | 'dikembalikan' | 'ditolak';
  points: number;
  minutes: number;
}

describe('the numbers', () => {
  test('of any month of anybody are what the entries add up to', async () => {
    const { pool } = app.deps;
    const { rows: everybody } = await pool.query<{ id: string }>(
      "SELECT DISTINCT employee_id AS id FROM activity WHERE work_date >= '2026-09-01'",
    );
    expect(everybody.length).toBeGreaterThan(20);
    await fc.assert(
      fc.asyncProperty(fc.nat(everybody.length - 1), fc.constantFrom(...MONTHS), async (index, of) => {
        const { id } = everybody[index]!;
        const actor = { employeeId: id, grants: [] } as never;
        const sheet = (await readSheet(app.deps, { actor, employeeId: id, month: of, today: TODAY }))!;
        const { rows } = await pool.query<Logged>(
          `SELECT id, work_date, status, points, coalesce(end_minute - start_minute, 0) AS minutes
           FROM activity WHERE employee_id = $1 AND to_char(work_date, 'YYYY-MM') = $2`,
          [id, of],
        );
        const sent = rows.filter(row => row.status !== 'draf');
        expect(sheet.days.flatMap(day => day.lines.map(line => line.id)).sort()).toEqual(
          sent.map(row => row.id).sort(),
        );
        const perDay = new Map<string, number>();
        for (const row of sent.filter(each => countsForDay(each.status)))
          perDay.set(row.work_date, (perDay.get(row.work_date) ?? 0) + row.points);
        const capped = [...perDay.values()].map(points => Math.min(points, CAP));
        const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
        expect(sheet.totals.counted).toBe(total(capped));
        expect(total(sheet.days.map(day => day.counted))).toBe(sheet.totals.counted);
        expect(sheet.totals.minutes).toBe(total(sent.filter(row => countsForDay(row.status)).map(row => row.minutes)));
        expect(sheet.totals.drafts).toBe(rows.length - sent.length);
        const holidays = await holidaysBetween(pool, daysOf(of)[0]!, daysOf(of).at(-1)!);
        const full = [...perDay].filter(
          ([day, points]) => points >= CAP && dayOff(localDate(day), 5, holidays) === undefined,
        );
        expect(sheet.totals.reached).toBe(full.length);
      }),
      { numRuns: 25 },
    );
  });

  test('of a running month are marked as such, and those of a closed one are not', async () => {
    expect((await sheetOf('staf1', month('2026-11'))).provisional).toBe('Bulan berjalan: isi masih bisa berubah.');
    expect((await sheetOf('staf1', month('2026-10'))).provisional).toContain('belum ditutup');
    expect((await sheetOf('staf1', month('2026-09'))).provisional).toBe('');
  });
});

describe('the page', () => {
  test('lists every sent entry with its data, the sums, and who will sign', async () => {
    const staff = await app.signInAs('staf1');
    const { response, statements } = await app.statementsOf(staff.get('/laporan/lkh?bulan=2026-11'));
    expect(response.status).toBe(200);
    expect(statements.length).toBeLessThanOrEqual(6);
    const $ = cheerio.load(response.text);
    const sheet = await sheetOf('staf1', month('2026-11'));
    const lines = sheet.days.flatMap(day => day.lines);
    expect($('main [data-id]').length).toBe(lines.length);
    for (const line of lines) {
      const row = $(`main [data-id="${line.id}"]`);
      expect([row.attr('data-status'), row.attr('data-poin')]).toEqual([line.status, String(line.points)]);
    }
    const text = $('main').text();
    expect(text).toContain(nip(cast.staf1.nip!));
    expect(text).toContain(cast.atasan.name);
    expect(response.text).not.toMatch(/Rp\d/);
  });

  test('answers 422 for what is no month and no paper, 404 for a month to come', async () => {
    const staff = await app.signInAs('staf1');
    for (const page of ['/laporan', '/laporan/lkh', '/laporan/tpp-saya', '/laporan/lkh.pdf', '/laporan/lkh.xlsx']) {
      for (const bad of ['2026-13', 'x', '2026-11%00', '1999-01', '%3Cscript%3E'])
        expect([page, bad, (await staff.get(`${page}?bulan=${bad}`)).status]).toEqual([page, bad, 422]);
      expect((await staff.get(`${page}?bulan=2026-12`)).status).toBe(404);
    }
    expect((await staff.get('/laporan/lkh.pdf?bulan=2026-10&kertas=a3')).status).toBe(422);
    expect((await staff.get('/laporan/lkh?bulan=2020-01')).status).toBe(200);
  });
});

describe('somebody else', () => {
  const ask = async (reader: CastKey, subject: CastKey, page = '/laporan/lkh'): Promise<number> =>
    (await (await app.signInAs(reader)).get(`${page}?bulan=2026-10&pegawai=${cast[subject].employeeId}`)).status;

  test.each([
    ['atasan', 200],
    ['validator', 200],
    ['kepala', 200],
    ['pengelola', 200],
    ['kepegawaian1', 200],
    ['auditor', 200],
    ['staf2', 404],
    ['atasan_lain', 404],
    ['kepala_lain', 404],
    ['keuangan1', 404],
    ['bendahara', 404],
  ] as const)('%s who asks for the sheet of staf1 is answered %i, on paper too', async (reader, status) => {
    expect(await ask(reader, 'staf1')).toBe(status);
    expect(await ask(reader, 'staf1', '/laporan/lkh.xlsx')).toBe(status);
    expect(await ask(reader, 'staf1', '/laporan/lkh.pdf')).toBe(status);
  });

  test('a superior sees nobody above, and an id that is none is nobody', async () => {
    expect(await ask('atasan', 'validator')).toBe(404);
    const superior = await app.signInAs('atasan');
    for (const id of ['x', "'", '019a9000-0000-7000-8000-000000000000'])
      expect((await superior.get(`/laporan/lkh?pegawai=${encodeURIComponent(id)}`)).status).toBe(404);
  });

  test('is noted, so that the owner can see who looked', async () => {
    const { pool } = app.deps;
    const seen = async (): Promise<number> => {
      const { rows } = await pool.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM data_view
         WHERE viewer_id = $1 AND subject_id = $2 AND what = 'lembar_kinerja'`,
        [cast.validator.employeeId, cast.staf2.employeeId],
      );
      return rows[0]!.count;
    };
    expect(await seen()).toBe(0);
    await ask('validator', 'staf2');
    expect(await seen()).toBe(1);
    expect(await ask('staf2', 'validator')).toBe(404);
    await (await app.signInAs('staf2')).get('/laporan/lkh');
    expect(await seen()).toBe(1);
  });
});

describe('on paper', () => {
  test('it has letterhead, NIP as people write it, sums and two signatures, on F4 or A4', async () => {
    const staff = await app.signInAs('staf1');
    const answer = await staff.get('/laporan/lkh.pdf?bulan=2026-09').buffer(true).parse(asBytes);
    expect(answer.headers['content-type']).toBe('application/pdf');
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="?LKH_2026-09_[a-z-]+\.pdf"?$/);
    expect(answer.headers['content-disposition']).not.toContain(cast.staf1.nip!.slice(0, 8));
    expect(pageSizes(answer.body as Buffer)[0]).toEqual([935, 609]);
    const small = await staff.get('/laporan/lkh.pdf?bulan=2026-09&kertas=a4').buffer(true).parse(asBytes);
    expect(pageSizes(small.body as Buffer)[0]).toEqual([842, 595]);

    const sheet = await sheetOf('staf1', month('2026-09'));
    const head = {
      head: { crest: CREST, names: ['PEMERINTAH KABUPATEN CONTOH'], addresses: ['Jalan Contoh'] },
      city: 'Contoh',
    };
    const printed = await printPdf({
      ...sheetDocument(sheet, { paper: 'f4', head, footer: 'Dicetak oleh Uji', now: new Date(DEMO_NOW) }),
      compress: false,
    });
    const pages = pageTexts(printed);
    const all = pages.join('\n');
    for (const mark of ['PEMERINTAH KABUPATEN CONTOH', nip(cast.staf1.nip!), 'Jumlah sebulan', 'Mengetahui,'])
      expect(all).toContain(mark);
    expect(all).toContain('Yang bersangkutan,');
    expect(pages.filter(text => text.includes('Mengetahui,'))).toHaveLength(1);
    for (const text of pages.slice(0, -1)) expect(text).toContain('Hari/Tanggal');
    expect(all).not.toContain('masih bisa berubah');
  });

  test('it is a workbook whose NIP is text and whose points are numbers', async () => {
    const staff = await app.signInAs('staf1');
    const answer = await staff.get('/laporan/lkh.xlsx?bulan=2026-10').buffer(true).parse(asBytes);
    const cells = (await readXlsxFile(answer.body as Buffer)) as unknown as { data: unknown[][] }[] | unknown[][];
    const rows = (Array.isArray(cells[0]) ? cells : (cells[0] as { data: unknown[][] }).data) as unknown[][];
    const number = rows.find(row => row[0] === 'NIP')!;
    expect(number[1]).toBe(cast.staf1.nip);
    const sheet = await sheetOf('staf1', month('2026-10'));
    const total = rows.find(row => row[1] === 'Jumlah sebulan')!;
    expect([total[7], total[8]]).toEqual([sheet.totals.minutes, sheet.totals.counted]);
  });
});

const CREST = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>';

function asBytes(res: unknown, done: (error: Error | null, body: Buffer) => void): void {
  const parts: Buffer[] = [];
  const stream = res as NodeJS.ReadableStream;
  stream.on('data', (part: Buffer) => parts.push(part));
  stream.on('end', () => done(null, Buffer.concat(parts)));
}
