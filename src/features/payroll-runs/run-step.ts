import { monthOf } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { PaymentKind } from '../../domain/payroll/pay-period.ts';
import { decideRun, type RunAction, type RunState } from '../../domain/payroll/run-lifecycle.ts';
import type { Tx } from '../../platform/database/sql.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { blockerWords, RunChanged, RunRefused } from './refusal.ts';

const LOCK_RUN = `SELECT r.id, r.month, r.kind, r.payroll_unit_id, r.state, r.version, r.closed_by, r.approved_at,
    (SELECT s.label FROM special_payment s WHERE s.id = r.special_payment_id) AS label
  FROM payroll_run r WHERE r.id = $1 FOR UPDATE OF r`;

/** A run as its next step finds it, its row held until the transaction ends. */
export interface LockedRun extends Record<string, unknown> {
  id: string;
  month: LocalDate;
  kind: PaymentKind;
  /** What the regulation calls a special payment; null for the month's own. */
  label: string | null;
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
  judge(action, facts, namedRun(run));
  if (version !== undefined && version !== run.version) throw new RunChanged();
  return run;
}

/** A locked run as words name it. */
export const namedRun = ({ month, kind, label }: LockedRun): Parameters<typeof blockerWords>[1] => ({
  month: monthOf(month),
  kind,
  special: label === null ? null : { label },
});

/** @throws RunRefused with the reasons in words */
export function judge(
  action: RunAction,
  facts: Parameters<typeof decideRun>[1],
  period: Parameters<typeof blockerWords>[1],
): void {
  const decision = decideRun(action, facts);
  if (!decision.ok) throw new RunRefused(decision.blockers, blockerWords(decision.blockers, period, facts.state));
}
