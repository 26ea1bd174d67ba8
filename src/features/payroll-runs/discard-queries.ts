import { firstDay } from '../../domain/month.ts';
import type { PayPeriod } from '../../domain/payroll/pay-period.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** What became of a request to discard a run. */
export type DiscardState = 'diajukan' | 'dibatalkan' | 'dilanjutkan' | 'ditarik';

/** A request to discard a run before its approval (rulings.md 17). */
export interface Discard {
  readonly id: string;
  readonly runId: string;
  readonly revision: number;
  readonly reason: string;
  readonly state: DiscardState;
  readonly version: number;
  readonly askedBy: string;
  readonly askedByName: string;
  readonly askedAt: Date;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
}

const COLUMNS = `d.id, d.run_id AS "runId", r.revision, d.reason, d.state, d.version, d.asked_by AS "askedBy",
  ${fullNameOf('asker')} AS "askedByName", d.asked_at AS "askedAt",
  CASE WHEN d.decided_by IS NOT NULL THEN ${fullNameOf('decider')} END AS "decidedByName", d.decided_at AS "decidedAt"
  FROM run_discard d JOIN payroll_run r ON r.id = d.run_id
  JOIN employee asker ON asker.id = d.asked_by LEFT JOIN employee decider ON decider.id = d.decided_by`;
const OF_PERIOD = `SELECT ${COLUMNS}
  WHERE r.month = $1 AND r.kind = $2 AND r.payroll_unit_id = $3 ORDER BY d.asked_at DESC, d.id DESC LIMIT 20`;
const WAITING = `SELECT ${COLUMNS} WHERE d.run_id = $1 AND d.state = 'diajukan'`;

/** Requests about a period, also about its earlier runs, the latest first. */
export async function discardsOf(sql: Sql, { month, kind }: PayPeriod, payrollUnitId: string): Promise<Discard[]> {
  return (await sql.query<Discard & Record<string, unknown>>(OF_PERIOD, [firstDay(month), kind, payrollUnitId])).rows;
}

/** The request about a run that nobody has answered yet. */
export async function waitingDiscard(sql: Sql, runId: string): Promise<Discard | undefined> {
  return (await sql.query<Discard & Record<string, unknown>>(WAITING, [runId])).rows[0];
}
