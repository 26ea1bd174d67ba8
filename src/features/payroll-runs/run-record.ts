import type { PeriodState, RunState } from '../../domain/payroll/run-lifecycle.ts';
import { audit } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { RunChanged } from './refusal.ts';

/** One step of a run as it is written. */
export interface RunStep {
  readonly runId: string;
  readonly action: string;
  readonly from: PeriodState;
  readonly to: RunState;
  /** The version the run had before; 0 for one just made. */
  readonly version: number;
  /** Null for the system's own steps. */
  readonly actorId: string | null;
  /** Domain time. */
  readonly at: Date;
  readonly note?: string | undefined;
}

const EVENT = `INSERT INTO payroll_run_event (run_id, seq, from_state, to_state, actor_id, at, note)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;

/** The event and the audit row of a step, in the transaction of the step. */
export async function recordStep(tx: Tx, step: RunStep): Promise<void> {
  const { runId, action, from, to, actorId, at, note } = step;
  await tx.query(EVENT, [runId, step.version + 1, from, to, actorId, at, note ?? null]);
  await audit(tx, {
    at,
    actorId,
    action: `periode.${action}`,
    objectType: 'payroll_run',
    objectId: runId,
    before: { state: from },
    after: { state: to },
    ...(note === undefined ? {} : { reason: note }),
  });
}

/**
 * The one writer of a run's state: a conditional update (state and version as read) with its event and audit row.
 * @param set further columns of `payroll_run` and their values
 * @throws RunChanged when the run is no longer as it was read
 */
export async function applyRunStep(tx: Tx, step: RunStep, set: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const columns = Object.keys(set);
  const assignments = columns.map((column, index) => `, ${column} = $${String(index + 5)}`).join('');
  const { rowCount } = await tx.query(
    `UPDATE payroll_run SET state = $4, version = version + 1${assignments} WHERE id = $1 AND state = $2 AND version = $3`,
    [step.runId, step.from, step.version, step.to, ...columns.map(column => set[column])],
  );
  if (rowCount !== 1) throw new RunChanged();
  await recordStep(tx, step);
}
