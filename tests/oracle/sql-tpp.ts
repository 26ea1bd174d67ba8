import type { Sql } from '../../src/platform/database/sql.ts';
import { CLASS_AMOUNTS, readBrackets, TAX_CATEGORY, type NaiveAmounts } from './naive-tpp.ts';

/** One person's amounts as the database alone computes them from the raw tables. */
export interface SqlAmounts extends NaiveAmounts, Record<string, unknown> {
  readonly employee_id: string;
  readonly payroll_unit_id: string;
}

/**
 * The whole month in one statement over the raw tables: roster, calendar, points, facts and amounts. Nothing of the
 * product's statements is used. Amounts are whole numbers throughout: half up is (2a + b) div 2b.
 */
const AMOUNTS = `
WITH RECURSIVE day (day) AS (
  SELECT $1::date UNION ALL SELECT day + 1 FROM day WHERE day + 1 < $1::date + interval '1 month'
), free AS (
  SELECT d.day, extract(isodow FROM d.day)::int AS weekday FROM day d WHERE d.day NOT IN (SELECT h.day FROM holiday h)
), chair AS (
  SELECT a.employee_id, uv.payroll_unit_id, uv.work_pattern, pv.job_class,
    (SELECT s.status FROM employee_status s WHERE s.employee_id = a.employee_id AND s.from_date = (
      SELECT max(o.from_date) FROM employee_status o WHERE o.employee_id = a.employee_id AND o.from_date <= $1)) AS status
  FROM assignment a
  JOIN employee e ON e.id = a.employee_id AND e.nip IS NOT NULL
  JOIN position_version pv ON pv.position_id = a.position_id AND pv.from_date = (
    SELECT max(o.from_date) FROM position_version o WHERE o.position_id = a.position_id AND o.from_date <= $1)
  JOIN org_unit_version uv ON uv.unit_id = pv.unit_id AND uv.from_date = (
    SELECT max(o.from_date) FROM org_unit_version o WHERE o.unit_id = pv.unit_id AND o.from_date <= $1)
  WHERE a.kind = 'DEFINITIF' AND daterange(a.from_date, a.last_date + 1) @> $1::date
), worked AS (
  SELECT t.employee_id, CASE WHEN sum(t.points) > 300 THEN 300 ELSE sum(t.points) END AS points
  FROM activity t WHERE t.status = 'divalidasi' AND t.work_date >= $1 AND t.work_date < $1::date + interval '1 month'
  GROUP BY t.employee_id, t.work_date
), points AS (
  SELECT employee_id, sum(points) AS points FROM worked GROUP BY employee_id
), told AS (
  SELECT f.employee_id, f.name, (array_agg(f.value ORDER BY f.id DESC))[1] AS value FROM payroll_fact f
  WHERE $1 BETWEEN f.month AND coalesce(f.until_month, f.month) GROUP BY f.employee_id, f.name
), fact AS (
  SELECT employee_id, jsonb_object_agg(name, value) AS by_name FROM told GROUP BY employee_id
), attended AS (
  SELECT employee_id, least(sum(cut_bp), 10000)::numeric AS cut FROM attendance_day
  WHERE day >= $1 AND day < $1::date + interval '1 month' GROUP BY employee_id
), person AS (
  SELECT c.employee_id, c.payroll_unit_id, coalesce(p.points, 0)::numeric AS points,
    (($2::bigint[])[c.job_class])::numeric * (CASE c.status WHEN 'CPNS' THEN 80 ELSE 100 END) AS base,
    (CASE c.work_pattern WHEN 6 THEN 250 * (SELECT count(*) FROM free WHERE weekday < 7)
                         ELSE 300 * (SELECT count(*) FROM free WHERE weekday < 6) END)::numeric AS target,
    (by_name ->> 'gaji_bruto')::numeric AS salary, (by_name ->> 'iwp_gaji')::numeric AS dues,
    (by_name ->> 'pph_gaji')::numeric AS taxed, by_name ->> 'ptkp' AS family,
    coalesce(d.cut, replace(by_name ->> 'pengurangan_disiplin', ',', '.')::numeric * 100, 0) AS cut
  FROM chair c LEFT JOIN points p USING (employee_id) LEFT JOIN fact f USING (employee_id)
    LEFT JOIN attended d USING (employee_id)
), earned AS (
  SELECT *, div(2 * base * 60 * least(points, target) + 10000 * target, 2 * 10000 * target) AS produktivitas,
    div(2 * base * 40 * (10000 - cut) + 100000000, 2 * 100000000) AS disiplin
  FROM person
), due AS (
  SELECT *, produktivitas + disiplin AS gross,
    greatest(0, least(div(2 * (produktivitas + disiplin) + 100, 200), 120000 - dues)) AS iwp
  FROM earned
), taxed AS (
  SELECT d.*, greatest(0, least(gross - iwp, div(2 * (salary + gross) * b.rate + 10000, 20000) - taxed)) AS pph21
  FROM due d CROSS JOIN LATERAL (
    SELECT (t.percent::numeric * 100) AS rate FROM jsonb_to_recordset($3::jsonb) AS t (category text, up_to bigint, percent text)
    WHERE t.category = $4::jsonb ->> d.family AND (t.up_to IS NULL OR d.salary + d.gross <= t.up_to)
    ORDER BY t.up_to NULLS LAST LIMIT 1) b
)
SELECT employee_id, payroll_unit_id, produktivitas::bigint, disiplin::bigint, iwp::bigint, pph21::bigint,
  gross::bigint, (iwp + pph21)::bigint AS deductions, (gross - iwp - pph21)::bigint AS net
FROM taxed`;

/** Everybody's amounts of a month by person. @param month its first day */
export async function sqlTpp(sql: Sql, month: string): Promise<Map<string, SqlAmounts>> {
  const brackets = readBrackets().map(({ category, upTo, percent }) => ({
    category,
    up_to: upTo === null ? null : upTo.toString(),
    percent,
  }));
  const { rows } = await sql.query<SqlAmounts>(AMOUNTS, [
    month,
    CLASS_AMOUNTS.map(String),
    JSON.stringify(brackets),
    JSON.stringify(TAX_CATEGORY),
  ]);
  return new Map(rows.map(row => [row.employee_id, row]));
}
