import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { createPool, type Pool } from '../../../src/platform/database/pool.ts';
import { createDemoDatabase } from '../../support/demo-database.ts';

/**
 * The demo's paid month once more, by other means: points, working days and roster in SQL from the raw tables, amounts
 * in whole numbers written out by hand from the regulation's text. Nothing of the engine, of the snapshot or of the
 * calendar is used.
 */

const MONTH = '2026-09-01';
const CLASS_AMOUNTS = [
  0n,
  1_100_000n,
  1_250_000n,
  1_400_000n,
  1_600_000n,
  1_850_000n,
  2_150_000n,
  2_600_000n,
  3_050_000n,
  3_700_000n,
  4_300_000n,
  5_200_000n,
  7_000_000n,
  9_500_000n,
  14_000_000n,
  21_000_000n,
];
const CATEGORY: Readonly<Record<string, string>> = {
  'TK/0': 'A',
  'TK/1': 'A',
  'K/0': 'A',
  'TK/2': 'B',
  'TK/3': 'B',
  'K/1': 'B',
  'K/2': 'B',
  'K/3': 'C',
};

interface Person extends Record<string, unknown> {
  readonly employee_id: string;
  readonly class: number;
  readonly status: string;
  readonly counted: bigint;
  readonly workdays: bigint;
  readonly facts: Readonly<Record<string, string>>;
}

const PEOPLE = `
  SELECT a.employee_id, pv.job_class AS class,
    (SELECT s.status FROM employee_status s WHERE s.employee_id = a.employee_id AND s.from_date <= $1 ORDER BY s.from_date DESC LIMIT 1) AS status,
    coalesce((SELECT sum(CASE WHEN d.points > 300 THEN 300 ELSE d.points END)::bigint FROM (
      SELECT t.work_date, sum(t.points) AS points FROM activity t
      WHERE t.employee_id = a.employee_id AND t.status = 'divalidasi'
        AND date_trunc('month', t.work_date::timestamp) = $1::date::timestamp GROUP BY t.work_date) d), 0) AS counted,
    (SELECT count(*) FROM generate_series($1::date::timestamp, $1::date + interval '1 month - 1 day', '1 day') g (day)
      WHERE extract(isodow FROM g.day) < 6 AND NOT EXISTS (SELECT 1 FROM holiday h WHERE h.day = g.day::date)) AS workdays,
    (SELECT jsonb_object_agg(f.name, f.value) FROM payroll_fact f WHERE f.employee_id = a.employee_id AND f.month = $1
      AND NOT EXISTS (SELECT 1 FROM payroll_fact n WHERE (n.employee_id, n.month, n.name) = (f.employee_id, f.month, f.name) AND n.id > f.id)) AS facts
  FROM assignment a
  JOIN position_version pv ON pv.position_id = a.position_id AND pv.from_date <= $1
    AND NOT EXISTS (SELECT 1 FROM position_version n WHERE n.position_id = pv.position_id AND n.from_date <= $1 AND n.from_date > pv.from_date)
  JOIN employee e ON e.id = a.employee_id
  WHERE a.kind = 'DEFINITIF' AND daterange(a.from_date, a.last_date, '[]') @> $1::date AND e.nip IS NOT NULL`;

let pool: Pool;
beforeAll(async () => {
  pool = createPool({ url: await createDemoDatabase(), max: 2 });
  return () => pool.end();
});

/** (2a + b) / 2b: a / b to the nearest whole number, a half upwards; both positive. */
const nearest = (a: bigint, b: bigint): bigint => (2n * a + b) / (2n * b);
const least = (...values: bigint[]): bigint => values.reduce((a, b) => (a < b ? a : b));
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
/** Hundredths of a percent, from text such as `0.25` or `1,5`. */
const hundredths = (percent: string): bigint => {
  const [whole = '0', decimals = ''] = percent.replace(',', '.').split('.');
  return BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0').slice(0, 2));
};

/** Upper ends of the brackets with their rates, read off the text of the table. */
function brackets(category: string): [upTo: bigint | null, rate: bigint][] {
  const text = readFileSync('policies/nasional/pph21-ter-2024.yaml', 'utf8').split('ter_tarif:')[1]!;
  const block = new RegExp(`\\n      ${category}:\\n((?:        - .*\\n)+)`).exec(text)![1]!;
  return [...block.matchAll(/- \[([^,]+), ([^\]]+)\]/g)].map(([, upTo = '', rate = '']) => [
    /^\d+$/.test(upTo.trim()) ? BigInt(upTo.trim()) : null,
    hundredths(rate.trim()),
  ]);
}

function amounts({ class: jobClass, status, counted, workdays, facts }: Person): [gross: bigint, deductions: bigint] {
  const fact = (name: string): bigint => BigInt(facts[name]!);
  // in hundredths of a rupiah, so that 80 % for a CPNS stays exact
  const base = CLASS_AMOUNTS[jobClass]! * (status === 'CPNS' ? 80n : 100n);
  const target = workdays * 300n;
  const productivity = nearest(base * 60n * least(counted, target), 100n * 100n * target);
  const kept = 10_000n - hundredths(facts['pengurangan_disiplin'] ?? '0');
  const discipline = nearest(base * 40n * kept, 100n * 100n * 10_000n);
  const gross = productivity + discipline;
  // 1 % of the gross, with the salary's own share at most 120,000; compared in hundredths before it is rounded
  const share = nearest(most(0n, least(gross, (120_000n - fact('iwp_gaji')) * 100n)), 100n);
  const income = fact('gaji_bruto') + gross;
  const rate = brackets(CATEGORY[facts['ptkp']!]!).find(([upTo]) => upTo === null || income <= upTo)![1];
  const tax = most(0n, least(nearest(income * rate, 10_000n) - fact('pph_gaji'), gross - share));
  return [gross, share + tax];
}

test('every amount of the paid month is the same by hand', async () => {
  const people = (await pool.query<Person>(PEOPLE, [MONTH])).rows;
  const { rows: lines } = await pool.query<{ employee_id: string; gross: bigint; deductions: bigint; net: bigint }>(
    'SELECT l.employee_id, l.gross, l.deductions, l.net FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id WHERE r.month = $1',
    [MONTH],
  );
  const expected = new Map(people.map(person => [person.employee_id, amounts(person)]));
  expect(lines.length).toBeGreaterThan(50);
  expect(new Set(lines.map(line => line.employee_id))).toEqual(new Set(expected.keys()));
  for (const { employee_id, gross, deductions, net } of lines) {
    expect([employee_id, gross, deductions]).toEqual([employee_id, ...expected.get(employee_id)!]);
    expect(net).toBe(gross - deductions);
  }
});
