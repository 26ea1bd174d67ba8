import { monthOf, type Month } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { decideRun, type RunAction, type RunState } from '../../domain/payroll/run-lifecycle.ts';
import type { Tx } from '../../platform/database/sql.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { blockerWords, RunChanged, RunRefused } from './refusal.ts';

const LOCK_RUN = `SELECT id, month, payroll_unit_id, state, version, closed_by, approved_at FROM payroll_run WHERE id = $1 FOR UPDATE`;

/** A run as its next step finds it, its row held until the transaction ends. */
export interface LockedRun extends Record<string, unknown> {
  id: string;
  month: LocalDate;
  payroll_unit_id: string;
  state: RunState;
  version: number;
  closed_by: string;
  approved_at: Date | null;
}

/** A step of an existing run: locks it, judges the step, and refuses when it changed since its page was read. */
export async function stepOf(
  tx: Tx,
  runId: string,
  action: RunAction,
  actor: Actor,
  version: number | undefined,
  mayAct: (actor: Actor, unitId: string) => boolean,
): Promise<LockedRun> {
  const { rows } = await tx.query<LockedRun>(LOCK_RUN, [runId]);
  const run = rows[0];
  if (!run) throw new RunChanged();
  const facts = {
    state: run.state,
    monthOver: true,
    actorClosed: run.closed_by === actor.employeeId,
    mayAct: mayAct(actor, run.payroll_unit_id),
  };
  judge(action, facts, monthOf(run.month));
  if (version !== undefined && version !== run.version) throw new RunChanged();
  return run;
}

/** @throws RunRefused with the reasons in words */
export function judge(action: RunAction, facts: Parameters<typeof decideRun>[1], month: Month): void {
  const decision = decideRun(action, facts);
  if (!decision.ok) throw new RunRefused(decision.blockers, blockerWords(decision.blockers, month, facts.state));
}
