import { firstDay } from '../../domain/month.ts';
import type { PayPeriod } from '../../domain/payroll/pay-period.ts';
import type { PeriodState, RunState } from '../../domain/payroll/run-lifecycle.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { COMPUTE_RUN, enqueue } from '../jobs/queue.ts';
import { mayClose } from './access.ts';
import { baseRunOf } from './base-run.ts';
import type { PayrollUnit } from './queries.ts';
import { RunRefused } from './refusal.ts';
import { recordStep } from './run-record.ts';
import { judge } from './run-step.ts';
import type { Started } from './service.ts';

const ENSURE_PERIOD = `INSERT INTO payroll_period (month, kind, payroll_unit_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;
const LOCK_PERIOD = `SELECT revision FROM payroll_period WHERE month = $1 AND kind = $2 AND payroll_unit_id = $3 FOR UPDATE`;
const SHUT_PERIOD = `UPDATE payroll_period SET open = false WHERE month = $1 AND kind = $2 AND payroll_unit_id = $3`;
const LIVING = `SELECT state FROM payroll_run
  WHERE month = $1 AND kind = $2 AND payroll_unit_id = $3 AND state <> 'DIBATALKAN'`;
/* Somebody is paid: $1 the base run, $2 to $4 the period. */
const ANYBODY = `SELECT 1 FROM payroll_input i WHERE i.run_id = $1 AND i.excluded IS NULL AND NOT EXISTS (
    SELECT 1 FROM payroll_exclusion x WHERE x.month = $2 AND x.kind = $3 AND x.payroll_unit_id = $4
      AND x.employee_id = i.employee_id AND x.state = 'berlaku') LIMIT 1`;
const NEW_RUN = `INSERT INTO payroll_run
    (month, kind, payroll_unit_id, revision, state, regulation_id, closed_by, closed_at, special_payment_id, base_run_id)
  VALUES ($1, $2, $3, $4, 'DITUTUP', $5, $6, $7, $8, $9) RETURNING id`;
const NOBODY_LEFT = 'Tidak ada pegawai unit ini yang dibayar: semuanya dikecualikan.';

/**
 * Has a special payment of a unit computed, over the approved run of its base month. The month of payment need not be over.
 * The same key by the same person gives the first result again.
 * @throws RunRefused with the reason (no terms in force, base month not approved, computed already, no right, nobody left)
 * @throws KeyReused when the key was used for another payment or unit
 */
export async function computeSpecial(
  deps: Deps,
  actor: Actor,
  period: PayPeriod,
  unit: PayrollUnit,
  key: string,
): Promise<Started> {
  const { month, kind } = period;
  const hash = requestHash('payroll-runs.compute-special', { month, kind, unit: unit.id });
  return transaction(deps.pool, async tx => {
    const use = { actorId: actor.employeeId, key, hash };
    return (await once(tx, use, () => computeSpecialIn(deps, tx, actor, period, unit))).result;
  });
}

/** Opens the run within the caller's transaction; see `computeSpecial`. */
export async function computeSpecialIn(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  { month, kind }: PayPeriod,
  unit: PayrollUnit,
): Promise<Started> {
  // The terms before the period: who ends them waits for this, or ended them before.
  const base = await baseRunOf(tx, { month, kind }, unit);
  const period = [firstDay(month), kind, unit.id];
  await tx.query(ENSURE_PERIOD, period);
  const revision = (await tx.query<{ revision: number }>(LOCK_PERIOD, period)).rows[0]!.revision;
  const living = (await tx.query<{ state: RunState }>(LIVING, period)).rows[0]?.state;
  const state: PeriodState = living ?? 'TERBUKA';
  const facts = { state, monthOver: true, actorClosed: false, mayAct: mayClose(actor, unit.id) };
  judge('tutup', facts, { month, kind, special: base });
  if ((await tx.query(ANYBODY, [base.runId, ...period])).rowCount === 0)
    throw new RunRefused(['facts-missing'], NOBODY_LEFT);
  const at = deps.clock.now();
  await tx.query(SHUT_PERIOD, period);
  const values = [revision, base.inForce.id, actor.employeeId, at, base.specialPaymentId, base.runId];
  const runId = (await tx.query<{ id: string }>(NEW_RUN, [...period, ...values])).rows[0]!.id;
  const step = { runId, action: 'tutup', from: 'TERBUKA', to: 'DITUTUP', version: 0 } as const;
  await recordStep(tx, { ...step, actorId: actor.employeeId, at });
  const job = { kind: COMPUTE_RUN, payload: { runId }, createdBy: actor.employeeId, payrollUnitId: unit.id } as const;
  return { runId, jobId: await enqueue(tx, job) };
}
