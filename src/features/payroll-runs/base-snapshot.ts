import type { Tx } from '../../platform/database/sql.ts';

/**
 * The facts of a special payment are those of its base month as they were approved, never gathered anew: such a payment is
 * about what that month was (docs/adr/0036-special-payments.md). Nothing waits any more; who was left out then stays left
 * out, and two persons may leave out more people of this payment.
 */
const COPY = `INSERT INTO payroll_input (run_id, employee_id, facts, waiting, excluded)
  SELECT r.id, i.employee_id, i.facts, 0, coalesce(i.excluded, x.reason)
  FROM payroll_run r JOIN payroll_input i ON i.run_id = r.base_run_id
  LEFT JOIN payroll_exclusion x ON x.month = r.month AND x.kind = r.kind AND x.payroll_unit_id = r.payroll_unit_id
    AND x.employee_id = i.employee_id AND x.state = 'berlaku'
  WHERE r.id = $1 ON CONFLICT DO NOTHING`;

/** Copies the facts of the base run into a special run; a second time nothing is added. */
export async function copyBaseInputs(tx: Tx, runId: string): Promise<void> {
  await tx.query(COPY, [runId]);
}
