import type { DayResult } from '../../domain/attendance/day.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { jsonbArray } from '../../platform/database/binary-array.ts';
import type { Tx } from '../../platform/database/sql.ts';

/** The hours a day was judged by and the punches seen, kept with the result. Minutes since midnight. */
export interface DayWindow {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly until: number;
  readonly source: string;
  readonly punches: readonly number[];
}

/** A result ready to be written. */
export interface DerivedDay {
  readonly employeeId: string;
  readonly day: LocalDate;
  readonly payrollUnitId: string;
  readonly result: DayResult;
  readonly inAt: Date | null;
  readonly outAt: Date | null;
  /** Null on a free day. */
  readonly window: DayWindow | null;
  readonly inputHash: string;
}

const STORED = `SELECT employee_id, day, input_hash FROM attendance_day
  WHERE employee_id = ANY ($1::uuid[]) AND day BETWEEN $2::date AND $3::date`;
const REMOVE = `DELETE FROM attendance_day d USING unnest($1::uuid[], $2::date[]) AS gone (employee_id, day)
  WHERE d.employee_id = gone.employee_id AND d.day = gone.day`;
const WRITE = `INSERT INTO attendance_day
    (employee_id, day, payroll_unit_id, code, late_minutes, early_minutes, cut_bp, in_at, out_at, "window", why, input_hash, computed_at)
  SELECT n.employee_id, n.day, n.unit, n.code, n.late, n.early, n.cut, n.in_at, n.out_at, nullif(n."window", 'null'), n.why, n.hash,
    $13::timestamptz FROM unnest($1::uuid[], $2::date[], $3::uuid[], $4::text[], $5::int[], $6::int[], $7::int[],
    $8::timestamptz[], $9::timestamptz[], $10::jsonb[], $11::jsonb[], $12::text[])
    AS n (employee_id, day, unit, code, late, early, cut, in_at, out_at, "window", why, hash)
  ON CONFLICT (employee_id, day) DO UPDATE SET payroll_unit_id = excluded.payroll_unit_id, code = excluded.code,
    late_minutes = excluded.late_minutes, early_minutes = excluded.early_minutes, cut_bp = excluded.cut_bp,
    in_at = excluded.in_at, out_at = excluded.out_at, "window" = excluded."window", why = excluded.why,
    input_hash = excluded.input_hash, computed_at = excluded.computed_at`;

/**
 * Makes the stored days of these people in a span equal to the derived ones, touching only what differs.
 * @returns how many were written or removed
 */
export async function writeDays(
  tx: Tx,
  span: { readonly ids: readonly string[]; readonly from: LocalDate; readonly until: LocalDate },
  derived: readonly DerivedDay[],
  at: Date,
): Promise<number> {
  const key = (employeeId: string, day: string): string => `${employeeId} ${day}`;
  const { rows } = await tx.query<{ employee_id: string; day: string; input_hash: string }>(STORED, [
    [...span.ids],
    span.from,
    span.until,
  ]);
  const stored = new Map(rows.map(row => [key(row.employee_id, row.day), row.input_hash]));
  const wanted = new Set(derived.map(each => key(each.employeeId, each.day)));
  const gone = rows.filter(row => !wanted.has(key(row.employee_id, row.day)));
  const changed = derived.filter(each => stored.get(key(each.employeeId, each.day)) !== each.inputHash);
  if (gone.length > 0) await tx.query(REMOVE, [gone.map(row => row.employee_id), gone.map(row => row.day)]);
  if (changed.length > 0) await tx.query(WRITE, [...columns(changed), at]);
  return gone.length + changed.length;
}

const columns = (days: readonly DerivedDay[]): unknown[] => [
  days.map(each => each.employeeId),
  days.map(each => each.day),
  days.map(each => each.payrollUnitId),
  days.map(each => each.result.code),
  days.map(each => each.result.lateMinutes),
  days.map(each => each.result.earlyMinutes),
  days.map(each => each.result.cut),
  days.map(each => each.inAt?.toISOString() ?? null),
  days.map(each => each.outAt?.toISOString() ?? null),
  jsonbArray(days.map(each => JSON.stringify(each.window))),
  jsonbArray(days.map(each => JSON.stringify(each.result.why))),
  days.map(each => each.inputHash),
];
