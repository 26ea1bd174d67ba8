import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from '../../support/app.ts';
import { type Desk, logEntry, openDesk } from './desk.ts';

let desk: Desk;
let staf: Browser;

beforeAll(async () => {
  desk = await openDesk();
  staf = await desk.app.signInAs('staf1');
});

describe('the month', () => {
  test('lists the days up to today, the latest first, and agrees with the database', async () => {
    const { text } = await staf.get('/kegiatan-harian').expect(200);
    const $ = cheerio.load(text);
    const days = $('section.hari')
      .map((_, day) => String($(day).attr('id')))
      .get();
    expect(days[0]).toBe('h-2026-11-18');
    expect(days).toEqual([...days].sort().reverse());
    const { rows } = await desk.app.deps.pool.query<{ id: string; status: string; points: number }>(
      `SELECT id, status, points FROM activity WHERE employee_id = $1 AND work_date BETWEEN '2026-11-01' AND '2026-11-30'`,
      [desk.cast.staf1.employeeId],
    );
    const shown = $('[data-id]')
      .map((_, entry) => [[$(entry).attr('data-id'), $(entry).attr('data-status'), $(entry).attr('data-poin')]])
      .get();
    expect(shown.sort()).toEqual(rows.map(row => [row.id, row.status, String(row.points)]).sort());
    expect($('#h-2026-11-15').text()).toContain('Libur: hari Minggu');
  });

  test('counts no more than the cap of a day, and says what was logged above it', async () => {
    for (const [from, to] of [
      ['12', '15'],
      ['15', '18'],
      ['18', '21'],
    ] as const) {
      await logEntry(staf, from, to);
    }
    await desk.app.deps.pool.query(
      `UPDATE activity SET points = 200 WHERE employee_id = $1 AND work_date = '2026-11-18' AND start_minute >= 720`,
      [desk.cast.staf1.employeeId],
    );
    const { text } = await staf.get('/kegiatan-harian?bulan=2026-11').expect(200);
    expect(cheerio.load(text)('#h-2026-11-18 .hari__poin').text()).toMatch(/300 dari 300 poin \([67]\d\d dicatat\)/);
  });

  test('offers to fill the days that are open, with their deadline', async () => {
    const $ = cheerio.load((await staf.get('/kegiatan-harian')).text);
    expect($('#h-2026-11-16 .hari__catat').text()).toMatch(/Catat untuk Sen 16 Nov\s+Batas: besok pukul 23\.59/);
    expect($('#h-2026-11-13 .hari__catat').length).toBe(0);
    expect($('#h-2026-11-15 .hari__catat').length).toBe(0);
  });

  test('of an approved run can only be read', async () => {
    const { text } = await staf.get('/kegiatan-harian?bulan=2026-09').expect(200);
    const $ = cheerio.load(text);
    expect(text).toContain('September 2026 sudah ditutup. Data hanya bisa dilihat.');
    expect($('[data-id]').length).toBeGreaterThan(0);
    expect($('main form').length).toBe(0);
  });

  test('says what to do when it is empty', async () => {
    const { text } = await staf.get('/kegiatan-harian?bulan=2025-01').expect(200);
    expect(text).toContain('Tidak ada kegiatan yang tercatat pada Januari 2025');
  });

  test.each(['2026-13', '2026', 'x', '0000-01', '9999-12'])('month %s is malformed', async bulan => {
    await staf.get(`/kegiatan-harian?bulan=${bulan}`).expect(422);
  });

  test('takes at most four statements, however many entries there are', async () => {
    const { response, statements } = await desk.app.statementsOf(staf.get('/kegiatan-harian?bulan=2026-11'));
    expect(response.status).toBe(200);
    expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(4);
  });

  test('weighs little for an old phone', async () => {
    const { text } = await staf.get('/kegiatan-harian?bulan=2026-10').expect(200);
    expect(Buffer.byteLength(text)).toBeLessThan(160_000);
  });

  test('changes nothing by being looked at', async () => {
    const count = async (): Promise<unknown> =>
      (await desk.app.deps.pool.query('SELECT count(*)::int AS events FROM activity_event')).rows;
    const before = await count();
    for (const path of ['', '?bulan=2026-10', '/baru']) await staf.get(`/kegiatan-harian${path}`).expect(200);
    expect(await count()).toEqual(before);
  });
});
