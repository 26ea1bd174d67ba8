import { decideRun, type RunAction, type RunBlocker } from '../../domain/payroll/run-lifecycle.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { mayApprove, mayClose, mayPay } from './access.ts';
import type { Period } from './queries.ts';

/** Whether a step is open to a person now: what draws the buttons, by the same judgement that guards the POST. */
export type Offer = { readonly ok: true } | { readonly ok: false; readonly blockers: readonly RunBlocker[] };

const RIGHTS: Readonly<Partial<Record<RunAction, (actor: Actor, unitId: string) => boolean>>> = {
  tutup: mayClose,
  ulangi: mayClose,
  setujui: actor => mayApprove(actor),
  bayar: actor => mayPay(actor),
  batalkan: mayClose,
};

/** Judges a step of a period for a person. */
export function offer(action: RunAction, period: Period, actor: Actor, monthOver: boolean): Offer {
  return decideRun(action, {
    state: period.state,
    monthOver,
    actorClosed: period.run?.closedBy === actor.employeeId,
    mayAct: RIGHTS[action]?.(actor, period.unit.id) ?? false,
  });
}
