import { randomUUID } from 'node:crypto';
import * as cheerio from 'cheerio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDate } from '../../../src/domain/local-date.ts';
import { month } from '../../../src/domain/month.ts';
import { verifyAll } from '../../../src/features/assurance/service.ts';
import { build, materialOf } from '../../../src/features/payroll-export/build.ts';
import { periodsOf } from '../../../src/features/payroll-runs/queries.ts';
import { unpacked, type StoredExplanation, type Words } from '../../../src/features/payroll-runs/packed-trees.ts';
import { readinessByUnit } from '../../../src/features/payroll-runs/readiness.ts';
import { readinessCounts } from '../../../src/features/payroll-runs/readiness-counts.ts';
import { closeMonth } from '../../../src/features/payroll-runs/service.ts';
import { WORDS_OF } from '../../../src/features/payroll-runs/tree-words.ts';
import { regulationOn } from '../../../src/features/policies/queries.ts';
import { answerTrial, endTrial, proposeTrial, type NewTrial } from '../../../src/features/trial-months/service.ts';
import { trialsOf } from '../../../src/features/trial-months/queries.ts';
import { runJob } from '../../../src/jobs/run-job.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { sqlStateOf } from '../../../src/platform/database/failures.ts';
import type { Pool } from '../../../src/platform/database/pool.ts';
import { PERIOD_CLOSED } from '../../../src/platform/errors.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { readCast, type Cast } from '../../support/cast.ts';
import { createDemoDatabase, DEMO_NOW } from '../../support/demo-database.ts';
import { pageTexts, unpackedPdf } from '../../support/pdf-text.ts';
import {
  APPROVER,
  CLOSER,
  createOffice,
  OCTOBER,
  officeDeps,
  officePool,
  PEOPLE,
  UNIT,
} from '../payroll-runs/office.ts';

const DECREE = 'Keputusan Kepala Daerah 7/2026';
const forOctober = (unit: NewTrial['unit'] = UNIT): NewTrial => ({
  unit,
  first: OCTOBER,
  last: OCTOBER,
  decree: DECREE,
  decreeDate: localDate('2026-09-28'),
  key: randomUUID(),
});

describe('a trial month', () => {
  const pools: Pool[] = [];
  const open = async (): Promise<Pool> => {
    const pool = officePool(await createOffice());
    pools.push(pool);
    return pool;
  };
  afterAll(async () => {
    await Promise.all(pools.map(pool => pool.end()));
  });
  const close = async (pool: Pool): Promise<void> => {
    const deps = officeDeps(pool);
    const { jobId } = await closeMonth(deps, CLOSER, OCTOBER, UNIT, randomUUID());
    expect((await runJob(deps, jobId)).state).toBe('selesai');
  };
  const AMOUNTS = 'employee_id, status, gross::text, deductions::text, net::text, outputs, components';
  type Kept = StoredExplanation & Record<string, unknown> & { words: Words | null };
  const linesOf = async (of: Pool) => {
    const { rows } = await of.query<Kept>(
      `SELECT ${AMOUNTS}, trees, ${WORDS_OF('l')} AS words FROM payroll_line l ORDER BY employee_id`,
    );
    return rows.map(({ trees, words, ...line }) => ({ ...line, components: unpacked({ ...line, trees }, words) }));
  };

  test('pays whole by decree of two persons, and keeps beside it what an ordinary month would have paid', async () => {
    const [plain, pool] = [await open(), await open()];
    const deps = officeDeps(pool);
    await proposeTrial(deps, CLOSER, forOctober());
    const step = async () => {
      const [trial] = await trialsOf(pool, null);
      return { id: trial!.id, version: trial!.version, scope: null };
    };
    await expect(answerTrial(deps, CLOSER, await step(), 'sahkan')).rejects.toThrow('Orang lain yang mengesahkannya');
    await expect(answerTrial(deps, APPROVER, { ...(await step()), scope: [randomUUID()] }, 'sahkan')).rejects.toThrow();
    await answerTrial(deps, APPROVER, await step(), 'sahkan');
    await Promise.all([close(plain), close(pool)]);

    const ordinary = await linesOf(plain);
    const beside = await pool.query(`SELECT ${AMOUNTS} FROM payroll_trial_line ORDER BY employee_id`);
    expect(beside.rows).toHaveLength(PEOPLE);
    expect(beside.rows).toEqual(ordinary);
    const paid = await pool.query<{ gross: string; whole: string }>(
      "SELECT gross::text, outputs ->> 'besaran' AS whole FROM payroll_line",
    );
    expect(paid.rows.filter(row => row.gross !== row.whole)).toEqual([]);
    const cited = (await linesOf(pool)).filter(({ components }) =>
      JSON.stringify(components).includes('Pasal 20 Perbup Contoh 12/2024'),
    );
    expect(cited).toHaveLength(PEOPLE);
    expect((await verifyAll(pool)).checks.filter(check => !check.ok)).toEqual([]);

    // What was paid stays: no decree for the closed month, none taken away from it, and a forged amount is found.
    await expect(proposeTrial(deps, CLOSER, forOctober())).rejects.toThrow('Oktober 2026 sudah ditutup untuk Dinas A');
    await expect(endTrial(deps, APPROVER, await step(), 'Sudah cukup mencoba.')).rejects.toThrow('sudah ditutup');
    const forced = pool.query(
      "UPDATE trial_month SET state = 'dicabut', ended_from = first_month, end_reason = 'x', ended_by = recorded_by, ended_at = now()",
    );
    expect(sqlStateOf(await forced.catch((error: unknown) => error))).toBe(PERIOD_CLOSED);
    await pool.query('ALTER TABLE payroll_trial_line DISABLE TRIGGER USER');
    await pool.query(
      'UPDATE payroll_trial_line SET gross = gross + 1, net = net + 1 WHERE employee_id = (SELECT employee_id FROM payroll_trial_line LIMIT 1)',
    );
    expect((await verifyAll(pool)).checks.filter(check => !check.ok).map(check => check.id)).toEqual(['I12']);
  });

  test('does without the facts it replaces, and only without those', async () => {
    const pool = await open();
    const deps = officeDeps(pool);
    const inForce = (await regulationOn(pool, localDate('2026-10-01')))!;
    await pool.query('ALTER TABLE payroll_fact DISABLE TRIGGER USER');
    await pool.query("DELETE FROM payroll_fact WHERE name = 'ptkp' AND employee_id::text LIKE '%003'");
    await proposeTrial(deps, CLOSER, forOctober(null));
    const [trial] = await trialsOf(pool, null);
    await answerTrial(deps, APPROVER, { id: trial!.id, version: 1, scope: null }, 'sahkan');
    // Points and the cut are waived by the regulation; the tax status is not.
    expect([...inForce.regulation.trial!.waived].sort()).toEqual(['pengurangan_disiplin', 'poin_dihitung']);
    const named = (await readinessByUnit(pool, OCTOBER, inForce, UNIT.id)).get(UNIT.id)!;
    const counted = (await readinessCounts(pool, OCTOBER, inForce, [UNIT.id])).get(UNIT.id)!;
    expect([named.lacking.map(person => person.lacks), counted.lacking]).toEqual([[['Status PTKP']], 1]);
    await endTrial(deps, APPROVER, { id: trial!.id, version: 2, scope: null }, 'Sudah cukup mencoba.');
    const { rows } = await pool.query<{ decree: string | null }>(
      "SELECT takar_trial_decree('2026-10-01', $1) AS decree",
      [UNIT.id],
    );
    expect(rows[0]!.decree).toBeNull();
  });
});

describe('the pages', () => {
  const LIST = '/kepegawaian/periode/uji-coba';
  const REPORT = '/kepegawaian/periode/2026-10/uji-coba';
  let app: TestApp;
  let cast: Cast;
  beforeAll(async () => {
    app = await createTestApp({ database: await createDemoDatabase(), clock: fixedClock(DEMO_NOW) });
    cast = await readCast(app.deps.pool);
  });
  const summary = (html: string): string => cheerio.load(html)('[role="alert"]').text();

  test('ask, refuse what is wrong, confirm by another, close, and show both amounts and the readiness', async () => {
    const first = await app.signInAs('kepegawaian1');
    const second = await app.signInAs('kepegawaian2');
    const clerk = await app.signInAs('pengelola');
    const setda = await app.deps.pool.query<{ id: string }>("SELECT id FROM payroll_unit WHERE code = 'SETDA'");
    const good = {
      unit: setda.rows[0]!.id,
      bulan_pertama: 'Oktober 2026',
      bulan_terakhir: 'oktober 2026',
      dasar: 'Keputusan <b>Kepala</b> Daerah 7/2026',
      tanggal_dasar: '28/09/2026',
    };
    const empty = await first.submit(LIST, {}, LIST);
    expect([empty.status, cheerio.load(empty.text)('[role="alert"] a').length]).toEqual([422, 5]);
    for (const wrong of [
      { lain: '1' },
      { unit: randomUUID() },
      { bulan_terakhir: 'September 2026' },
      { dasar: 'x\0' },
      { dasar: 'x'.repeat(201) },
      { tanggal_dasar: 'kemarin' },
    ]) {
      const refused = await first.submit(LIST, { ...good, ...wrong }, LIST);
      expect([refused.status, refused.text.includes('<b>Kepala</b>')]).toEqual([422, false]);
    }
    const long = await first.submit(LIST, { ...good, bulan_terakhir: 'Desember 2027' }, LIST);
    expect([long.status, summary(long.text)]).toEqual([409, expect.stringContaining('12 bulan') as unknown]);
    expect((await first.submit(LIST, good, LIST)).status).toBe(303);
    expect((await second.get('/notifikasi')).text).toContain('mengajukan masa uji coba mulai Oktober 2026');

    const { rows } = await app.deps.pool.query<{ id: string }>('SELECT id FROM trial_month');
    const answer = `${LIST}/${rows[0]!.id}`;
    expect((await first.get(LIST)).text).toContain('Tarik permintaan');
    const own = await first.post(answer, { keputusan: 'sahkan', versi: '1' });
    expect([own.status, summary(own.text)]).toEqual([409, expect.stringContaining('Orang lain') as unknown]);
    expect((await second.post(answer, { keputusan: 'cabut', versi: '1' })).status).toBe(422);
    expect((await second.post(`${LIST}/${randomUUID()}`, { keputusan: 'sahkan', versi: '1' })).status).toBe(404);
    expect((await clerk.post(answer, { keputusan: 'sahkan', versi: '1' })).status).toBe(403);
    expect((await second.submit(LIST, { keputusan: 'sahkan' }, answer)).status).toBe(303);
    expect((await second.post(answer, { keputusan: 'sahkan', versi: '1' })).status).toBe(409);

    const tried = await first.get('/kepegawaian/periode/2026-10/SETDA/coba');
    expect(tried.text).toContain('uji coba');
    const closed = await first.submit('/kepegawaian/periode/2026-10/SETDA/tutup', { ketik_bulan: 'Oktober 2026' });
    await runJob(app.deps, closed.headers['location']!.split('/').pop()!);
    const ended = await second.submit(LIST, {}, LIST);
    expect(ended.text).not.toContain('Akhiri lebih awal');

    const slip = await (await app.signInAs('sekda')).get('/laporan/tpp-saya?bulan=2026-10');
    expect(slip.text).toContain('Bulan uji coba');
    expect(slip.text).toContain('Menurut kinerja');
    const paper = await (await app.signInAs('sekda')).get('/laporan/tpp-saya.pdf?bulan=2026-10');
    const printed = pageTexts(unpackedPdf(paper.body as Buffer))
      .join(' ')
      .replaceAll(/\s+/g, ' ');
    expect(printed).toContain('TPP dibayar penuh');
    const [period] = await periodsOf(app.deps.pool, [month('2026-10')], null, 'SETDA');
    const material = await materialOf(app.deps.pool, month('2026-10'), [period!.run!], true);
    const list = await build(app.deps, material, { format: 'pdf', layout: 'daftar' });
    expect(pageTexts(unpackedPdf(list.bytes))[0]!.replaceAll(/\s+/g, ' ')).toContain(
      'Bulan uji coba menurut Keputusan <b>Kepala</b> Daerah 7/2026',
    );
    const approval = await second.get('/kepegawaian/periode/2026-10/SETDA/setujui');
    expect(approval.text).toContain('Bulan uji coba');
    const { response, statements } = await app.statementsOf(second.get(REPORT));
    expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(4);
    const $ = cheerio.load(response.text);
    const amounts = $('main table')
      .eq(1)
      .find('tbody [data-rupiah]')
      .toArray()
      .map(each => BigInt(each.attribs['data-rupiah']!));
    const [paid, byRule, lost] = amounts;
    const stored = await app.deps.pool.query<{ paid: bigint; rule: bigint }>(
      'SELECT sum(l.net)::bigint AS paid, sum(t.net)::bigint AS rule FROM payroll_trial_line t JOIN payroll_line l USING (run_id, employee_id)',
    );
    expect([paid, byRule, lost]).toEqual([stored.rows[0]!.paid, stored.rows[0]!.rule, paid! - byRule!]);
    const file = await second.get(`${REPORT}.xlsx`);
    expect([file.status, file.headers['content-disposition']]).toEqual([
      200,
      expect.stringContaining('Kesiapan_uji_coba_2026-10.xlsx') as unknown,
    ]);
    // The clerk of another unit sees none of it.
    expect((await clerk.get(REPORT)).text).toContain('bukan bulan uji coba');
    expect((await clerk.get(`${REPORT}.xlsx`)).status).toBe(404);
    expect((await first.get('/kepegawaian/periode/2027-01/uji-coba')).status).toBe(404);
    expect((await verifyAll(app.deps.pool)).checks.filter(check => !check.ok)).toEqual([]);
    expect(cast.sekda.payrollUnitCode).toBe('SETDA');
  });
});
