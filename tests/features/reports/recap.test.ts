import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, test } from 'vitest';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { readCast, type Cast, type CastKey } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

const CAP = 300;
let app: TestApp;
let cast: Cast;

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  cast = await readCast(app.deps.pool);
});

const recapOf = async (reader: CastKey, query: string) => {
  const { response, statements } = await app.statementsOf((await app.signInAs(reader)).get(`/laporan/rekap?${query}`));
  const $ = cheerio.load(response.text);
  const people = $('main tbody tr')
    .map((_, row) => [
      $(row)
        .find('th, td')
        .map((_index, cell) => $(cell).text().replaceAll(/\s+/g, ' ').trim())
        .get(),
    ])
    .get();
  return { response, statements, $, people };
};

test('shows the clerk everybody of the office, in at most eight statements, and no rupiah', async () => {
  const { response, statements, people, $ } = await recapOf('pengelola', 'bulan=2026-10');
  expect(response.status).toBe(200);
  expect(statements.length).toBeLessThanOrEqual(8);
  expect(response.text).not.toMatch(/Rp\d|data-rupiah/);
  const { rows } = await app.deps.pool.query<{ count: number }>(
    `SELECT count(DISTINCT a.employee_id)::int AS count FROM assignment a
     JOIN position_version p ON p.position_id = a.position_id JOIN org_unit_version u ON u.unit_id = p.unit_id
     WHERE a.kind = 'DEFINITIF' AND a.from_date <= '2026-10-31' AND (a.last_date IS NULL OR a.last_date >= '2026-10-01')
       AND u.payroll_unit_id = $1`,
    [cast.pengelola.payrollUnitId],
  );
  expect(people.length).toBe(rows[0]!.count);
  expect($('main a[href*="pegawai="]').length).toBe(people.length);
});

test('the points of a line are those of the entries, each day under its cap', async () => {
  const { people } = await recapOf('pengelola', 'bulan=2026-10');
  const { rows } = await app.deps.pool.query<{ sent: number; validated: number; filled: number }>(
    `SELECT sum(least(sent, $2))::int AS sent, sum(least(validated, $2))::int AS validated,
       count(*) FILTER (WHERE sent > 0)::int AS filled
     FROM (SELECT work_date, coalesce(sum(points) FILTER (WHERE status IN ('dikirim', 'diverifikasi', 'divalidasi')), 0) AS sent,
             coalesce(sum(points) FILTER (WHERE status = 'divalidasi'), 0) AS validated
           FROM activity WHERE employee_id = $1 AND work_date BETWEEN '2026-10-01' AND '2026-10-31' GROUP BY work_date) d`,
    [cast.staf1.employeeId, CAP],
  );
  const line = people.find(cells => cells[0]!.includes(cast.staf1.name))!;
  const whole = (text: string): number => Number(text.replaceAll('.', ''));
  expect([whole(line[1]!.split(' ')[0]!), whole(line[2]!), whole(line[4]!)]).toEqual([
    rows[0]!.filled,
    rows[0]!.sent,
    rows[0]!.validated,
  ]);
  expect(line[5]).toMatch(/^\d+(,\d)?$/);
  expect(line[6]).toMatch(/^\d+(,\d)?.%$/);
});

describe('who sees whom', () => {
  test('a superior sees the people of the chairs below, not the whole office', async () => {
    const { people } = await recapOf('atasan', 'bulan=2026-10');
    const names = people.map(cells => cells[0]!).join('\n');
    for (const key of ['staf1', 'staf2', 'staf3'] as const) expect(names).toContain(cast[key].name);
    for (const key of ['validator', 'kepala', 'staf_lain'] as const) expect(names).not.toContain(cast[key].name);
  });

  test.each([
    ['staf1', 403],
    ['keuangan1', 403],
    ['bendahara', 403],
    ['pengelola', 200],
    ['kepala', 200],
    ['kepegawaian2', 200],
    ['auditor', 200],
  ] as const)('%s is answered %i', async (reader, status) => {
    for (const page of ['rekap', 'rekap.xlsx', 'rekap.pdf'])
      expect((await (await app.signInAs(reader)).get(`/laporan/${page}?bulan=2026-10`)).status).toBe(status);
  });

  test('the unit of somebody else does not exist; the personnel office chooses', async () => {
    const other = cast.staf_lain.payrollUnitCode;
    const clerk = await app.signInAs('pengelola');
    expect((await clerk.get(`/laporan/rekap?unit=${other}`)).status).toBe(404);
    expect((await clerk.get(`/laporan/rekap.pdf?unit=${other}`)).status).toBe(404);
    const { response, people, $ } = await recapOf('kepegawaian1', `bulan=2026-10&unit=${other}`);
    expect(response.status).toBe(200);
    expect(people.map(cells => cells[0]!).join('\n')).toContain(cast.staf_lain.name);
    expect($('select[name="unit"] option').length).toBeGreaterThan(2);
  });

  test('a month that is none is 422, one to come is 404', async () => {
    const clerk = await app.signInAs('pengelola');
    for (const page of ['rekap', 'rekap.pdf', 'rekap.xlsx']) {
      expect((await clerk.get(`/laporan/${page}?bulan=2026-13`)).status).toBe(422);
      expect((await clerk.get(`/laporan/${page}?bulan=2027-01`)).status).toBe(404);
    }
    expect((await clerk.get('/laporan/rekap.pdf?bulan=2026-10&kertas=a3')).status).toBe(422);
  });
});
