import { expect } from 'vitest';
import { addMonths, firstDay, type Month } from '../../src/domain/month.ts';
import type { Pool } from '../../src/platform/database/pool.ts';
import { dayIn, minuteIn, monthIn } from '../../src/platform/clock.ts';
import { readinessByUnit } from '../../src/features/payroll-runs/readiness.ts';
import { regulationOn } from '../../src/features/policies/queries.ts';

const ZONE = 'Asia/Makassar';

/** What every demo promises (contract.md 4), whatever its clock; each finds what breaks the promise. */
export interface Story {
  readonly now: Date;
  readonly running: Month;
  readonly before: Month;
  readonly paid: Month;
}

export function storyOf(now: string): Story {
  const running = monthIn(ZONE, new Date(now));
  return { now: new Date(now), running, before: addMonths(running, -1), paid: addMonths(running, -2) };
}

/** Rows of a query: what breaks a promise. */
const broken = async (pool: Pool, text: string, values: unknown[] = []): Promise<unknown[]> =>
  (await pool.query<Record<string, unknown>>(text, values)).rows;

export async function expectPaid(pool: Pool, story: Story): Promise<void> {
  const { rows } = await pool.query<{ code: string; state: string | null; people: number; roster: number }>(
    `SELECT u.code, r.state, r.people,
            (SELECT count(*)::int FROM assignment a JOIN position_version p ON p.position_id = a.position_id
             JOIN org_unit_version o ON o.unit_id = p.unit_id JOIN employee e ON e.id = a.employee_id
             WHERE a.kind = 'DEFINITIF' AND o.payroll_unit_id = u.id AND e.nip IS NOT NULL
               AND p.from_date <= $1 AND o.from_date <= $1) AS roster
     FROM payroll_unit u LEFT JOIN payroll_run r ON r.payroll_unit_id = u.id AND r.month = $1`,
    [firstDay(story.paid)],
  );
  expect(rows.length).toBeGreaterThanOrEqual(3);
  for (const row of rows) expect(row).toMatchObject({ state: 'DIBAYAR', people: row.roster });
  expect(await broken(pool, "SELECT id, state, error FROM job WHERE state <> 'selesai'")).toEqual([]);
  expect(await broken(pool, 'SELECT 1 FROM payroll_run WHERE month <> $1', [firstDay(story.paid)])).toEqual([]);
}

export async function expectClosable(pool: Pool, story: Story): Promise<void> {
  const inForce = await regulationOn(pool, firstDay(story.before));
  const readiness = await readinessByUnit(pool, story.before, inForce!);
  expect(readiness.size).toBeGreaterThanOrEqual(3);
  for (const unit of readiness.values()) expect(unit).toMatchObject({ lacking: [], waiting: [] });
  const open = await broken(pool, 'SELECT 1 FROM payroll_period WHERE month >= $1 AND NOT open', [
    firstDay(story.before),
  ]);
  expect(open).toEqual([]);
}

/** Nothing lies in the future, and the afternoon of the clock's day is free. */
export async function expectUpToNow(pool: Pool, { now }: Story): Promise<void> {
  const today = dayIn(ZONE, now);
  expect(await broken(pool, 'SELECT * FROM activity WHERE work_date > $1', [today])).toEqual([]);
  expect(
    await broken(pool, 'SELECT * FROM activity WHERE work_date = $1 AND end_minute > LEAST(720, $2::int)', [
      today,
      minuteIn(ZONE, now),
    ]),
  ).toEqual([]);
  for (const [table, column] of [
    ['activity_event', 'at'],
    ['payroll_run_event', 'at'],
    ['audit_event', 'at'],
    ['account', 'created_at'],
  ] as const) {
    expect(await broken(pool, `SELECT * FROM ${table} WHERE ${column} > $1`, [now])).toEqual([]);
  }
}

/** Every entry keeps the rules that people's own entries are judged by. */
export async function expectLawfulEntries(pool: Pool): Promise<void> {
  expect(
    await broken(
      pool,
      `SELECT a.* FROM activity a JOIN catalogue_norm n ON n.item_id = a.item_id
       WHERE a.points <> n.points_per_unit * a.volume OR a.points_per_unit <> n.points_per_unit
          OR a.volume > n.max_per_day OR a.end_minute - a.start_minute < 15 OR length(a.description) < 10
          OR a.start_minute < 450 OR a.end_minute > 960`,
    ),
  ).toEqual([]);
  expect(
    await broken(
      pool,
      `SELECT a.work_date FROM activity a
       WHERE extract(isodow FROM a.work_date) > 5 OR EXISTS (SELECT 1 FROM holiday h WHERE h.day = a.work_date)`,
    ),
  ).toEqual([]);
  expect(
    await broken(pool, `SELECT employee_id, work_date, item_id FROM activity GROUP BY 1, 2, 3 HAVING count(*) > 1`),
  ).toEqual([]);
}

/** The history replays to the entry, in order of time, by those who hold the chairs. */
export async function expectTrueHistories(pool: Pool): Promise<void> {
  expect(
    await broken(
      pool,
      `WITH steps AS (
         SELECT *, lag(to_status) OVER w AS before, lag(at) OVER w AS earlier
         FROM activity_event WINDOW w AS (PARTITION BY activity_id ORDER BY seq)
       ), replayed AS (
         SELECT activity_id, count(*) AS steps, min(seq) AS first, max(seq) AS last,
                (array_agg(to_status ORDER BY seq DESC))[1] AS status,
                bool_and(from_status IS NOT DISTINCT FROM before AND (earlier IS NULL OR earlier <= at)) AS joined
         FROM steps GROUP BY activity_id
       )
       SELECT a.id FROM activity a LEFT JOIN replayed r ON r.activity_id = a.id
       WHERE (r.first, r.last, r.steps, r.status, r.joined) IS DISTINCT FROM (1, a.version, a.version, a.status, true)`,
    ),
  ).toEqual([]);
  const deciders = `SELECT DISTINCT e.part, a.position_id, a.employee_id, a.verified_by, a.verified_chair_id, e.chair_id, e.actor_id
    FROM activity a JOIN activity_event e ON e.activity_id = a.id WHERE e.part IN ('verifikator', 'validator')`;
  expect(
    await broken(
      pool,
      `SELECT d.* FROM (${deciders}) d JOIN assignment s ON s.position_id = d.chair_id AND s.kind = 'DEFINITIF'
       WHERE s.employee_id <> d.actor_id OR d.chair_id <> CASE d.part
         WHEN 'verifikator' THEN takar_chair_above(d.position_id, ARRAY[d.employee_id], s.from_date + 5000)
         ELSE takar_chair_above(d.verified_chair_id, ARRAY[d.employee_id, d.verified_by], s.from_date + 5000) END`,
    ),
  ).toEqual([]);
}

/** Statuses of the running month in the unit of staf1. */
export async function statusesShown(pool: Pool, { running }: Story): Promise<string[]> {
  const { rows } = await pool.query<{ status: string }>(
    `SELECT DISTINCT a.status FROM activity a
     JOIN position_version p ON p.position_id = a.position_id
     WHERE a.work_date >= $1 AND p.unit_id = (
       SELECT p1.unit_id FROM demo_account d JOIN account c ON c.id = d.account_id
       JOIN assignment s ON s.employee_id = c.employee_id JOIN position_version p1 ON p1.position_id = s.position_id
       WHERE d.key = 'staf1')`,
    [firstDay(running)],
  );
  return rows.map(row => row.status).sort();
}
