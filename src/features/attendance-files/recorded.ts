import { firstDay } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { PlannedDay, PlannedRecap } from './plan.ts';

/** What of a file is recorded already: the same content in a batch that was saved and not undone. */

// What counts of a day is what was recorded last; only that makes the same thing again superfluous.
const DAYS = `SELECT g.n FROM unnest($1::int[], $2::uuid[], $3::date[], $4::int[], $5::int[], $6::text[])
    AS g (n, employee_id, day, in_minute, out_minute, code)
  JOIN LATERAL (SELECT r.in_minute, r.out_minute, r.code FROM attendance_record r
    JOIN attendance_batch b ON b.id = r.batch_id AND b.state = 'disimpan'
    WHERE r.employee_id = g.employee_id AND r.day = g.day AND r.withdrawn_at IS NULL
    ORDER BY r.recorded_at DESC, r.id DESC LIMIT 1) held ON true
  WHERE held.in_minute IS NOT DISTINCT FROM g.in_minute AND held.out_minute IS NOT DISTINCT FROM g.out_minute
    AND held.code IS NOT DISTINCT FROM g.code`;
const RECAPS = `SELECT g.n FROM unnest($1::int[], $2::uuid[], $3::date[], $4::jsonb[]) AS g (n, employee_id, month, counts)
  JOIN LATERAL (SELECT r.counts FROM attendance_recap r
    JOIN attendance_batch b ON b.id = r.batch_id AND b.state = 'disimpan'
    WHERE r.employee_id = g.employee_id AND r.month = g.month ORDER BY b.saved_at DESC, b.id DESC LIMIT 1) held ON true
  WHERE held.counts = g.counts`;

async function numbers(sql: Sql, statement: string, values: unknown[]): Promise<ReadonlySet<number>> {
  return new Set((await sql.query<{ n: number }>(statement, values)).rows.map(({ n }) => n));
}
const places = (rows: readonly unknown[]): number[] => rows.map((_, index) => index);

/** Places in the list of days of which the same is recorded. */
export const sameDays = (sql: Sql, rows: readonly PlannedDay[]): Promise<ReadonlySet<number>> =>
  numbers(sql, DAYS, [
    places(rows),
    rows.map(r => r.employeeId),
    rows.map(r => r.day),
    rows.map(r => r.inMinute),
    rows.map(r => r.outMinute),
    rows.map(r => r.code),
  ]);

/** Places in the list of recaps of which the same is recorded. */
export const sameRecaps = (sql: Sql, rows: readonly PlannedRecap[]): Promise<ReadonlySet<number>> =>
  numbers(sql, RECAPS, [
    places(rows),
    rows.map(r => r.employeeId),
    rows.map(r => firstDay(r.month)),
    rows.map(r => JSON.stringify(r.counts)),
  ]);
