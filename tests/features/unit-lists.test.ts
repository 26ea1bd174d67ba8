import * as cheerio from 'cheerio';
import { beforeAll, expect, test } from 'vitest';
import type { LocalDate } from '../../src/domain/local-date.ts';
import type { Month } from '../../src/domain/month.ts';
import { compare, ratio, type Ratio } from '../../src/domain/ratio.ts';
import type { Env } from '../../src/domain/tpp/compiled-formula.ts';
import { BOOLEAN } from '../../src/domain/tpp/value-type.ts';
import { lacksFacts } from '../../src/features/policies/engine-facts.ts';
import { factNamesStatement, factsStatement, type FactsStatement } from '../../src/features/policies/facts.ts';
import { regulationOn } from '../../src/features/policies/queries.ts';
import { lackingCounts, readinessCounts } from '../../src/features/payroll-runs/readiness-counts.ts';
import { readinessByUnit } from '../../src/features/payroll-runs/readiness.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { createPool } from '../../src/platform/database/pool.ts';
import { transaction } from '../../src/platform/database/transaction.ts';
import { createTestApp, type TestApp } from '../support/app.ts';
import { createDemoDatabase, DEMO_NOW } from '../support/demo-database.ts';
import { enlargeRegency } from '../support/large-regency.ts';

/** A regency of 252 units that pay: what lists them comes in pages that a phone can load, and counts them all. */

const MOST_BYTES = 60_000;
let app: TestApp;
let units: string[];

beforeAll(async () => {
  const database = await createDemoDatabase();
  const pool = createPool({ url: database, max: 2, statementTimeout: 0 });
  await enlargeRegency(pool, { offices: 25, staff: 2, days: 2 });
  // Every unit pays its own, and its October is approved.
  await transaction(pool, async tx => {
    await tx.query("SET LOCAL session_replication_role = 'replica'");
    await tx.query(
      "DELETE FROM payroll_period WHERE payroll_unit_id IN (SELECT id FROM payroll_unit WHERE code LIKE 'UKURAN-%')",
    );
    await tx.query(
      "DELETE FROM role_grant WHERE payroll_unit_id IN (SELECT id FROM payroll_unit WHERE code LIKE 'UKURAN-%')",
    );
    await tx.query("DELETE FROM payroll_unit WHERE code LIKE 'UKURAN-%'");
    await tx.query(`INSERT INTO payroll_unit (id, code, name) SELECT DISTINCT ON (o.id) o.id, o.code, v.name
      FROM org_unit o JOIN org_unit_version v ON v.unit_id = o.id WHERE o.code LIKE 'UKURAN-%'`);
    await tx.query(
      `UPDATE org_unit_version v SET payroll_unit_id = v.unit_id FROM payroll_unit u WHERE u.id = v.unit_id`,
    );
    await tx.query(`UPDATE activity t SET payroll_unit_id = p.unit_id
      FROM position_version p JOIN payroll_unit u ON u.id = p.unit_id WHERE p.position_id = t.position_id`);
    await tx.query(`INSERT INTO payroll_fact (employee_id, month, name, value, source)
      SELECT e.id, '2026-11-01', n.name, '1', 'contoh' FROM employee e, (SELECT DISTINCT name FROM payroll_fact) n
      WHERE e.id::text LIKE '0190abcd%' AND NOT (n.name = 'ptkp' AND e.id::text LIKE '%1')`);
    await tx.query(`INSERT INTO attendance_day (employee_id, day, payroll_unit_id, code, late_minutes, early_minutes, cut_bp, why, input_hash, computed_at)
      SELECT a.employee_id, '2026-11-02', u.id, 'H', 0, 0, 0, '[]', 'contoh', now() FROM assignment a
      JOIN position_version p ON p.position_id = a.position_id JOIN payroll_unit u ON u.id = p.unit_id
      WHERE a.kind = 'DEFINITIF' AND a.employee_id::text LIKE '%2' ON CONFLICT DO NOTHING`);
    await tx.query(`INSERT INTO payroll_run (id, month, kind, payroll_unit_id, revision, state, version, regulation_id, closed_by, closed_at,
        approved_by, approved_at, people, gross, deductions, net, input_digest, line_digest)
      SELECT gen_random_uuid(), '2026-10-01', 'TPP', u.id, 1, 'DISETUJUI', 3, r.regulation_id, r.closed_by, r.closed_at,
        r.approved_by, r.approved_at, 3, 9000000, 1000000, 8000000, r.input_digest, r.line_digest
      FROM payroll_unit u, (SELECT * FROM payroll_run WHERE approved_by IS NOT NULL LIMIT 1) r WHERE u.code LIKE 'UKURAN-%'`);
  });
  await pool.query('ANALYZE');
  await pool.end();
  app = await createTestApp({ database, clock: fixedClock(DEMO_NOW) });
  units = (await app.deps.pool.query<{ id: string }>('SELECT id FROM payroll_unit ORDER BY code')).rows.map(r => r.id);
}, 240_000);

test('who lacks what is the same with and without adding up, for every person and every unit', async () => {
  const { pool } = app.deps;
  const month = '2026-11' as Month;
  const inForce = (await regulationOn(pool, '2026-11-01' as LocalDate))!;
  type Row = Record<string, unknown> & { employee_id: string; facts: Record<string, string>; excluded: string | null };
  const judged = async ({ text, values }: FactsStatement): Promise<unknown> =>
    (await pool.query<Row>(text, [...values])).rows
      .map(row => ({
        person: row.employee_id,
        excluded: row.excluded,
        names: Object.keys(row.facts).sort(),
        lacks: lacksFacts(inForce.regulation, month, row.facts).map(({ name }) => name),
      }))
      .sort((a, b) => (a.person < b.person ? -1 : 1));
  const summed = await judged(await factsStatement(pool, { month, inForce }));
  expect(await judged(factNamesStatement({ month, inForce }))).toEqual(summed);

  const named = await readinessByUnit(pool, month, inForce);
  const counted = await readinessCounts(pool, month, inForce, units);
  const inNumbers = [...named].map(([unit, ready]): [string, unknown] => [
    unit,
    {
      people: ready.people,
      excluded: ready.excluded,
      lacking: ready.lacking.length,
      waitingEntries: ready.waiting.reduce((sum, { entries }) => sum + entries, 0),
      waitingPeople: ready.waiting.length,
    },
  ]);
  expect(counted).toEqual(
    new Map(inNumbers.map(([unit, row]) => [unit, expect.objectContaining(row as object) as unknown])),
  );
  const numbers = [...counted.values()];
  expect(numbers.some(({ lacking, people }) => lacking > 0 && lacking < people)).toBe(true);
  expect(numbers.some(({ waitingEntries }) => waitingEntries > 0)).toBe(true);
  const sum = (of: Iterable<{ readonly lacking: number }>): number =>
    [...of].reduce((all, each) => all + each.lacking, 0);
  expect(sum((await lackingCounts(pool, month, inForce)).values())).toBe(sum(numbers));

  // The same where the facts are asked of some people only: those who lack one are of the classes 8 and 9.
  const lackingFrom = async (least: bigint): Promise<readonly [number, number]> => {
    const isAsked = ({ values }: Env): boolean => compare(values.get('kelas') as Ratio, ratio(least)) >= 0;
    const when = { type: BOOLEAN, text: `kelas >= ${String(least)}`, run: isAsked };
    const inputs = inForce.regulation.inputs.map(input =>
      input.fallback === null && input.name !== 'kelas' ? { ...input, when, needs: ['kelas'] } : input,
    );
    const partly = { ...inForce, regulation: { ...inForce.regulation, inputs } };
    const judgedOne = [...(await readinessByUnit(pool, month, partly)).values()];
    const one = judgedOne.reduce((all, { lacking }) => all + lacking.length, 0);
    return [sum((await lackingCounts(pool, month, partly)).values()), one];
  };
  expect(await lackingFrom(8n)).toEqual([sum(numbers), sum(numbers)]);
  expect(await lackingFrom(10n)).toEqual([0, 0]);
});

test.each([
  ['kepegawaian1', '/kepegawaian/fakta?bulan=2026-11', 'tbody tr'],
  ['kepegawaian1', '/kepegawaian/presensi?bulan=2026-11', 'tbody tr'],
  ['kepegawaian1', '/kepegawaian/periode?bulan=2026-11', 'tr[data-unit]'],
  ['keuangan1', '/keuangan/tpp?bulan=2026-10', 'tr[data-unit]'],
] as const)('%s at %s: fifty units a page, narrowed by name, with the whole in sight', async (key, address, row) => {
  const browser = await app.signInAs(key);
  const { response, statements } = await app.statementsOf(browser.get(address));
  expect([response.status, statements.length <= 8]).toEqual([200, true]);
  expect(Buffer.byteLength(response.text)).toBeLessThan(MOST_BYTES);
  const $ = cheerio.load(response.text);
  const total = /^1 sampai 50 dari (\d+) unit$/.exec($('.paginasi p').text())?.[1];
  expect(Number(total)).toBeGreaterThan(240);
  expect($(row).length).toBe(50);
  const last = cheerio.load((await browser.get(`${address}&halaman=6`)).text);
  expect(last(row).length).toBe(Number(total) - 250);
  const found = cheerio.load((await browser.get(`${address}&cari=ukuran-101`)).text);
  expect([found(row).length, found('input[name="cari"]').attr('value')]).toEqual([1, 'ukuran-101']);
  expect((await browser.get(`${address}&cari=%3Cb%3E%00`)).text).toContain('Tidak ada unit yang cocok.');
});

test('the totals of many units stand on every page, and a payment form on the page of its unit', async () => {
  const finance = await app.signInAs('keuangan1');
  const address = '/keuangan/tpp?bulan=2026-10';
  const whole = (
    await app.deps.pool.query<{ net: string }>(
      "SELECT sum(net)::text AS net FROM payroll_run WHERE month = '2026-10-01' AND state <> 'DIBATALKAN'",
    )
  ).rows[0]!.net;
  for (const page of ['', '&halaman=3', '&cari=ukuran-101']) {
    const $ = cheerio.load((await finance.get(`${address}${page}`)).text);
    expect($('tfoot [data-rupiah]').last().attr('data-rupiah')).toBe(whole);
    expect($('form[action$="/bayar"]').length).toBe(0);
  }
  const pay = '/keuangan/tpp/2026-10/UKURAN-101/bayar';
  const own = `${address}&unit=UKURAN-101`;
  expect((await finance.get(`${address}&cari=ukuran-101`)).text).toContain('Berkas dan pembayaran');
  const refused = await finance.submit(own, { nomor: '', tanggal: '18/11/2026' }, pay);
  const $ = cheerio.load(refused.text);
  expect([refused.status, $('form[action$="/bayar"]').length, $('tr[data-unit]').length]).toEqual([422, 1, 1]);
});
