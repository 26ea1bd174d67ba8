import type { LocalDate } from '../../domain/local-date.ts';
import { monthOf, type Month } from '../../domain/month.ts';
import type { RunState } from '../../domain/payroll/run-lifecycle.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { WrittenCause } from './cause-words.ts';
import { PAYS_POSTPONED } from './postponed.ts';

/** An adjustment that a run carries. Whole rupiah. */
export interface CarriedAdjustment {
  readonly id: bigint;
  readonly employeeId: string;
  readonly name: string;
  readonly unit: string;
  /** The month of the run that carries it, and the month it corrects. */
  readonly month: Month;
  readonly ofMonth: Month;
  readonly state: RunState;
  /** What reached the person for the month before, what is due, what this run takes of the difference. */
  readonly paid: bigint;
  readonly due: bigint;
  readonly taken: bigint;
  /** What stays to be taken back by later runs. */
  readonly rest: bigint;
  readonly excluded: string | null;
  /** It pays what the regulation had postponed. */
  readonly postponed: boolean;
  readonly causes: readonly WrittenCause[];
}

interface Row extends Record<string, unknown>, Omit<CarriedAdjustment, 'month' | 'ofMonth'> {
  month: LocalDate;
  ofMonth: LocalDate;
}

const CARRIED = `SELECT a.id, a.employee_id AS "employeeId", a.name, pu.name AS unit, r.month, a.of_month AS "ofMonth", r.state,
    a.paid_net AS paid, a.due_net AS due, a.taken_net AS taken, a.taken_net - a.net AS rest, a.excluded,
    ${PAYS_POSTPONED('a')} AS postponed,
    coalesce((SELECT jsonb_agg(jsonb_build_object('kind', c.kind, 'note', c.note) ORDER BY c.id)
      FROM adjustment_settled s JOIN adjustment_cause c ON c.id = s.cause_id WHERE s.adjustment_id = a.id), '[]') AS causes
  FROM payroll_adjustment a JOIN payroll_run r ON r.id = a.run_id AND r.state <> 'DIBATALKAN'
  JOIN payroll_unit pu ON pu.id = r.payroll_unit_id`;
const OF_RUN = `${CARRIED} WHERE a.run_id = $1 ORDER BY abs(a.taken_net) DESC, a.id LIMIT $2`;
const RECENT = `${CARRIED} WHERE ($1::uuid[] IS NULL OR r.payroll_unit_id = ANY ($1::uuid[])) ORDER BY a.id DESC LIMIT $2`;

const fromRow = (row: Row): CarriedAdjustment => ({ ...row, month: monthOf(row.month), ofMonth: monthOf(row.ofMonth) });

/** What a run carries for older months, the largest first. */
export async function adjustmentsOfRun(sql: Sql, runId: string, most: number): Promise<CarriedAdjustment[]> {
  return (await sql.query<Row>(OF_RUN, [runId, most])).rows.map(fromRow);
}

/** What runs of these units (null: all) carried last. */
export async function recentAdjustments(
  sql: Sql,
  scope: readonly string[] | null,
  most: number,
): Promise<CarriedAdjustment[]> {
  return (await sql.query<Row>(RECENT, [scope && [...scope], most])).rows.map(fromRow);
}
