import type { Sql } from '../../src/platform/database/sql.ts';

const SHUT = `INSERT INTO payroll_period (month, kind, payroll_unit_id, open) VALUES ($1, 'TPP', $2, false)
  ON CONFLICT (month, kind, payroll_unit_id) DO UPDATE SET open = false`;
const RUN = `INSERT INTO payroll_run (month, kind, payroll_unit_id, revision, state, regulation_id, closed_by, closed_at)
  SELECT $1, 'TPP', $2, coalesce(max(r.revision), 0) + 1, 'DITUTUP', (SELECT id FROM regulation ORDER BY valid_from LIMIT 1), $3, $4
  FROM payroll_run r WHERE r.month = $1 AND r.payroll_unit_id = $2 RETURNING id`;
const FREEZE = `INSERT INTO payroll_uncounted
    (run_id, activity_id, employee_id, work_date, status, version, verified_by, validated_by, points)
  SELECT $1, t.id, t.employee_id, t.work_date, t.status, t.version, t.verified_by, t.validated_by, t.points FROM activity t
  WHERE t.payroll_unit_id = $3 AND t.work_date >= $2 AND t.work_date < ($2::date + interval '1 month')::date AND t.status <> 'divalidasi'`;
const COMPUTED = `UPDATE payroll_run SET state = 'DIHITUNG', people = 0, gross = 0, deductions = 0, net = 0, input_digest = '-',
  line_digest = '-' WHERE id = $1`;

/** A unit's month that was closed, and is being computed or has been, without the facts that a real close would ask for. */
export interface ComputedMonth {
  /** The run is there; its entries may be decided late from now on. */
  compute(): Promise<void>;
  /** The run is discarded and the month open again. */
  reopen(): Promise<void>;
}

/** Closes a month by hand. */
export async function closedMonth(
  sql: Sql,
  closing: { readonly month: string; readonly payrollUnitId: string; readonly by: string; readonly at: Date },
): Promise<ComputedMonth> {
  const { month, payrollUnitId, by, at } = closing;
  await sql.query(SHUT, [month, payrollUnitId]);
  const { rows } = await sql.query<{ id: string }>(RUN, [month, payrollUnitId, by, at]);
  const runId = rows[0]!.id;
  return {
    compute: async () => {
      await sql.query(FREEZE, [runId, month, payrollUnitId]);
      await sql.query(COMPUTED, [runId]);
    },
    reopen: async () => {
      await sql.query("UPDATE payroll_run SET state = 'DIBATALKAN' WHERE id = $1", [runId]);
      await sql.query('UPDATE payroll_period SET open = true WHERE month = $1 AND payroll_unit_id = $2', [
        month,
        payrollUnitId,
      ]);
    },
  };
}
