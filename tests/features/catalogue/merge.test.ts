import * as cheerio from 'cheerio';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../../src/platform/clock.ts';
import { createTestApp, formOn, type Browser, type TestApp } from '../../support/app.ts';
import { readCast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';

/** Similar names, and one item merged into another. */

const LIST = '/kepegawaian/aktivitas';
const MERGE = `${LIST}/gabung`;
let app: TestApp;
let office: Browser;
const idOf = new Map<string, string>();

beforeAll(async () => {
  app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
  office = await app.signInAs('kepegawaian1');
  const { rows } = await app.deps.pool.query<{ id: string; code: string }>('SELECT id, code FROM catalogue_item');
  for (const row of rows) idOf.set(row.code, row.id);
}, 120_000);

const pair = (from: string, into: string): string => `${MERGE}?dari=${idOf.get(from)!}&ke=${idOf.get(into)!}`;
const summary = (html: string): string => cheerio.load(html)('[role="alert"]').text();
const item = async (code: string): Promise<Record<string, unknown>> =>
  (
    await app.deps.pool.query(
      `SELECT i.families, i.merged_into_id, i.version, (SELECT n.active FROM catalogue_norm n WHERE n.item_id = i.id AND
         n.from_date <= '2026-11-19' ORDER BY n.from_date DESC LIMIT 1) AS active_tomorrow FROM catalogue_item i WHERE code = $1`,
      [code],
    )
  ).rows[0]!;

it('names that are alike stand in pairs with the way to merge them', async () => {
  const { response, statements } = await app.statementsOf(office.get(`${LIST}/mirip`));
  const $ = cheerio.load(response.text);
  expect(statements.length).toBe(1);
  expect($('main section.kartu').length).toBeGreaterThan(3);
  const first = $('main section.kartu').first();
  expect(first.find('a[href*="/gabung?dari="]').length).toBe(2);
});

describe('a merge', () => {
  it('unites families and expectations, moves favourites, leaves entries, and offers one from tomorrow on', async () => {
    const cast = await readCast(app.deps.pool);
    const [gone, kept] = [idOf.get('PERIZINAN-05')!, idOf.get('PENGAWASAN-08')!];
    await app.deps.pool.query(
      "INSERT INTO favourite (employee_id, item_id, description, volume, ordinal) VALUES ($1, $2, 'Menelusuri', 2, 1)",
      [cast.staf1.employeeId, gone],
    );
    const entries = async (): Promise<unknown> =>
      (
        await app.deps.pool.query('SELECT count(*)::int AS n, max(version) AS v FROM activity WHERE item_id = $1', [
          gone,
        ])
      ).rows;
    const before = await entries();
    const done = await office.submit(pair('PERIZINAN-05', 'PENGAWASAN-08'), {});
    expect([done.status, done.headers['location']]).toEqual([303, `${LIST}/mirip`]);
    expect(await item('PERIZINAN-05')).toMatchObject({ merged_into_id: kept, active_tomorrow: false });
    expect(await item('PENGAWASAN-08')).toMatchObject({ families: ['pengawasan', 'perizinan'], active_tomorrow: true });
    expect(await entries()).toEqual(before);
    const { rows } = await app.deps.pool.query(
      'SELECT family, trim_scale(monthly)::text AS monthly FROM catalogue_expectation WHERE item_id = $1 ORDER BY family',
      [kept],
    );
    expect(rows).toEqual([
      { family: 'pengawasan', monthly: '6' },
      { family: 'perizinan', monthly: '10' },
    ]);
    const favourite = await app.deps.pool.query(
      "SELECT item_id, trim_scale(volume)::text AS volume FROM favourite WHERE description = 'Menelusuri'",
    );
    expect(favourite.rows).toEqual([{ item_id: kept, volume: '2' }]);
    const page = cheerio.load((await office.get(`${LIST}/${gone}`)).text);
    expect(page(`main a[href="${LIST}/${kept}"]`).length).toBe(1);
    expect((await office.get(`${LIST}/${gone}/ubah`)).status).toBe(409);
  });

  it('into itself, in a circle, into what was merged or is inactive, or of the open-ended item is refused', async () => {
    expect((await office.submit(pair('UMUM-11', 'UMUM-03'), {})).status).toBe(303);
    const back = await office.submit(pair('UMUM-03', 'UMUM-11'), {});
    expect([back.status, summary(back.text)]).toEqual([409, expect.stringContaining('sudah digabung ke')]);
    const onward = await office.submit(pair('UMUM-12', 'UMUM-11'), {});
    expect(onward.status).toBe(409);
    const self = await office.submit(pair('UMUM-12', 'UMUM-12'), {});
    expect([self.status, summary(self.text)]).toEqual([409, expect.stringContaining('dirinya sendiri')]);
    const open = await office.submit(pair('LAIN-01', 'UMUM-12'), {});
    expect([open.status, summary(open.text)]).toEqual([409, expect.stringContaining('di luar katalog')]);
    await office.submit(`${LIST}/${idOf.get('UMUM-13')!}/ubah`, { aktif: 'tidak', berlaku_mulai: '19/11/2026' });
    const idle = await office.submit(pair('UMUM-12', 'UMUM-13'), {});
    expect([idle.status, summary(idle.text)]).toEqual([409, expect.stringContaining('tidak aktif')]);
  });

  it('with a stale version, a strange field or no such item is refused', async () => {
    const address = pair('KEUANGAN-05', 'KEUANGAN-06');
    expect((await office.submit(address, { versi_ke: '9' })).status).toBe(409);
    expect((await office.submit(address, { lain: '1' })).status).toBe(422);
    expect((await office.submit(address, { versi: 'x' })).status).toBe(422);
    expect((await office.get(`${MERGE}?dari=x&ke=y`)).status).toBe(404);
    expect((await office.post(MERGE, { dari: 'x', ke: 'y', versi: '1', versi_ke: '1' })).status).toBe(404);
    expect((await (await app.signInAs('pengelola')).get(address)).status).toBe(403);
  });

  it('of two stewards in opposite directions at once happens once', async () => {
    const other = await app.signInAs('kepegawaian2');
    const there = formOn((await office.get(pair('TEKNIK-05', 'TEKNIK-13'))).text).fields;
    const back = formOn((await other.get(pair('TEKNIK-13', 'TEKNIK-05'))).text).fields;
    const answers = await Promise.all([office.post(MERGE, there), other.post(MERGE, back)]);
    expect(answers.map(answer => answer.status).sort()).toEqual([303, 409]);
    const merged = [await item('TEKNIK-05'), await item('TEKNIK-13')].filter(each => each['merged_into_id'] !== null);
    expect(merged.length).toBe(1);
  });
});
