import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, type Browser, type Filling, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** Hours of work by unit and date, and what they make of days. */

const PAGE = '/kepegawaian/jam-kerja';
const NEW = `${PAGE}/baru`;
let app: TestApp;
let office: Browser;
let cast: Cast;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
  office = await app.signInAs('kepegawaian1');
}, 120_000);

const right = { unit: '', pola: '5', tmt: '2/11/2026', dasar: 'SE 5/2026' };
const summary = (html: string): string => cheerio.load(html)('[role="alert"]').text();
const mainOf = (html: string): string => cheerio.load(html)('main').text().replaceAll(/\s+/g, ' ');
const one = async (text: string, values: unknown[] = []): Promise<unknown> =>
  Object.values((await app.deps.pool.query<Record<string, unknown>>(text, values)).rows[0] ?? {})[0];
const kept = (): Promise<unknown> => one('SELECT count(*)::int FROM work_hours');
const late = (): Promise<unknown> =>
  one(`SELECT sum(late_minutes)::int FROM attendance_day WHERE payroll_unit_id = $1 AND day >= '2026-11-01'`, [
    cast.staf1.payrollUnitId,
  ]);

describe('hours of work', () => {
  it.each([
    [{ unit: 'x' }, 422, 'Pilih unit'],
    [{ unit: '00000000-0000-4000-8000-000000000000' }, 422, 'Pilih unit'],
    [{ pola: '7' }, 422, 'Pilih pola'],
    [{ tmt: '' }, 422, 'Berlaku mulai harus tanggal'],
    [{ masuk: '' }, 422, 'Tulis jam'],
    [{ pulang: '7' }, 422, 'Jam pulang harus sesudah'],
    [{ istirahat: '-1' }, 422, 'Tulis menit'],
    [{ masuk: '15.30' }, 422, 'Istirahatnya lebih lama'],
    [{ masuk_sabtu: '8' }, 422, 'Kosongkan'],
    [{ pola: '6' }, 422, 'Tulis jam'],
    [{ dasar: '\0' }, 422, 'Tulis nomor dan tanggal SK'],
    [{ recorded_by: 'x' }, 422, 'Ada isian yang tidak dikenal'],
    [{ tmt: '1/9/2026' }, 409, 'September 2026 sudah ditutup'],
  ] as [Filling, number, string][])('with %j are refused', async (wrong, status, message) => {
    const refused = await office.submit(NEW, { ...right, ...wrong }, PAGE);
    expect([refused.status, summary(refused.text)]).toEqual([status, expect.stringContaining(message)]);
    expect(await kept()).toBe(0);
  });

  it('of a unit hold for those below it, over those of everybody; what is recorded last of one day holds', async () => {
    const before = await late();
    const top = String(
      await one(
        `SELECT unit_id FROM org_unit_version WHERE payroll_unit_id = $1 ORDER BY parent_id NULLS FIRST LIMIT 1`,
        [cast.staf1.payrollUnitId],
      ),
    );
    const early = { masuk: '6.30', masuk_jumat: '6.30', pulang: '15', pulang_jumat: '15.30' };
    expect((await office.submit(NEW, { ...right, ...early, unit: top }, PAGE)).status).toBe(303);
    const strict = Number(await late());
    expect(strict).toBeGreaterThan(Number(before));
    expect((await office.submit(NEW, right, PAGE)).status).toBe(303);
    expect(await late()).toBe(strict);
    expect((await office.submit(NEW, { ...right, unit: top }, PAGE)).status).toBe(303);
    expect(await late()).toBe(before);
    const shown = mainOf((await office.get(PAGE)).text);
    for (const words of ['06.30–15.00', 'sudah diganti', 'Semua unit', '37 jam 30 menit', 'SE 5/2026'])
      expect(shown).toContain(words);
    expect(await one(`SELECT count(*)::int FROM audit_event WHERE action = 'presensi.jam_kerja'`)).toBe(3);
    for (const key of ['pengelola', 'staf1', 'keuangan1'])
      expect([key, (await (await app.signInAs(key)).get(PAGE)).status]).toEqual([key, 403]);
  });
});
