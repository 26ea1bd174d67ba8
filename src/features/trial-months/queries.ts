import { addMonths, monthOf, type Month } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** `berlaku` once a second person has confirmed; `dicabut` holds for the months before `endedFrom`. */
export type TrialState = 'diajukan' | 'berlaku' | 'ditolak' | 'ditarik' | 'dicabut';

/** Months in which a unit (or every unit) is paid as the regulation's section `uji_coba` says, by decree. */
export interface Trial {
  readonly id: string;
  /** Null: every unit. */
  readonly unit: { readonly id: string; readonly name: string } | null;
  readonly first: Month;
  readonly last: Month;
  readonly decree: string;
  readonly decreeDate: LocalDate;
  readonly state: TrialState;
  readonly version: number;
  readonly recordedBy: string;
  readonly recordedByName: string;
  readonly recordedAt: Date;
  readonly decidedByName: string | null;
  /** The first month in which it does not hold any more. */
  readonly endedFrom: Month | null;
  readonly endReason: string | null;
  /** The latest month of it that is closed for a unit it is about. */
  readonly closedUntil: Month | null;
}

interface Row extends Record<string, unknown> {
  id: string;
  unit_id: string | null;
  unit_name: string;
  first_month: LocalDate;
  last_month: LocalDate;
  decree: string;
  decree_date: LocalDate;
  state: TrialState;
  version: number;
  recorded_by: string;
  recorded_by_name: string;
  recorded_at: Date;
  decided_by_name: string | null;
  ended_from: LocalDate | null;
  end_reason: string | null;
  closed_until: LocalDate | null;
}

/** The latest month that is closed for a unit the trial month `t` is about. */
export const CLOSED_UNTIL = `(SELECT max(p.month) FROM payroll_period p WHERE p.kind = 'TPP' AND NOT p.open
  AND p.month BETWEEN t.first_month AND t.last_month AND (t.payroll_unit_id IS NULL OR p.payroll_unit_id = t.payroll_unit_id))`;

const TRIALS = `SELECT t.id, t.payroll_unit_id AS unit_id, u.name AS unit_name, t.first_month, t.last_month, t.decree, t.decree_date,
    t.state, t.version, t.recorded_by, ${fullNameOf('recorder')} AS recorded_by_name, t.recorded_at,
    CASE WHEN t.decided_by IS NOT NULL THEN ${fullNameOf('decider')} END AS decided_by_name, t.ended_from, t.end_reason,
    ${CLOSED_UNTIL} AS closed_until
  FROM trial_month t LEFT JOIN payroll_unit u ON u.id = t.payroll_unit_id
  JOIN employee recorder ON recorder.id = t.recorded_by LEFT JOIN employee decider ON decider.id = t.decided_by
  WHERE ($1::uuid[] IS NULL OR t.payroll_unit_id = ANY ($1::uuid[]))
  ORDER BY t.state = 'diajukan' DESC, t.first_month DESC, t.recorded_at DESC LIMIT 200`;

/** Trial months within a scope of units (null: all), those that wait first. */
export async function trialsOf(sql: Sql, scope: readonly string[] | null): Promise<Trial[]> {
  const { rows } = await sql.query<Row>(TRIALS, [scope && [...scope]]);
  return rows.map(row => ({
    id: row.id,
    unit: row.unit_id === null ? null : { id: row.unit_id, name: row.unit_name },
    first: monthOf(row.first_month),
    last: monthOf(row.last_month),
    decree: row.decree,
    decreeDate: row.decree_date,
    state: row.state,
    version: row.version,
    recordedBy: row.recorded_by,
    recordedByName: row.recorded_by_name,
    recordedAt: row.recorded_at,
    decidedByName: row.decided_by_name,
    endedFrom: row.ended_from && monthOf(row.ended_from),
    endReason: row.end_reason,
    closedUntil: row.closed_until && monthOf(row.closed_until),
  }));
}

/** From which month on a trial could still be ended; null where all its months are closed, or it does not hold. */
export function endableFrom({ state, first, last, closedUntil }: Trial): Month | null {
  if (state !== 'berlaku') return null;
  const from = closedUntil === null ? first : addMonths(closedUntil, 1);
  return from > last ? null : from;
}

/** The months of a trial in which it holds. */
export function monthsOf({ first, last, endedFrom }: Pick<Trial, 'first' | 'last' | 'endedFrom'>): Month[] {
  const months: Month[] = [];
  for (let month = first; month <= last && (endedFrom === null || month < endedFrom); month = addMonths(month, 1))
    months.push(month);
  return months;
}
