import { BEHAVIOUR_CODES } from '../../domain/skp/behaviour.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { NotFound } from '../../platform/errors.ts';
import { notify } from '../notifications/service.ts';
import { planBelow, type PlanBelow } from './below-queries.ts';
import { paths } from './paths.ts';
import { takePlanStep, type Acting } from './plan-record.ts';
import type { Plan } from './plan-queries.ts';
import { todayIn, type PlanDeps } from './plan-service.ts';
import { changedMeanwhile, wrongState } from './refusal.ts';
import type { Approval } from './step-form.ts';

/** A decision that was written. */
export interface DecidedPlan {
  readonly ownerName: string;
  readonly year: number;
}

/**
 * Approves a submitted plan: from now on it is in force, and the version before is replaced in the same transaction.
 * @throws NotFound where the plan is not the actor's to decide on today; SkpRefused 409
 */
export function approvePlan(deps: PlanDeps, actorId: string, planId: string, form: Approval): Promise<DecidedPlan> {
  return decide(deps, actorId, planId, form.version, async (tx, by, plan) => {
    const { rows } = await tx.query<{ id: string; version: number }>(
      `SELECT id, version FROM skp_plan WHERE employee_id = $1 AND year = $2 AND ordinal = $3 AND state = 'disetujui' FOR UPDATE`,
      [plan.employeeId, plan.year, plan.part],
    );
    for (const old of rows) await takePlanStep(tx, by, { ...old, state: 'disetujui' }, { action: 'ganti' });
    await writeExpectations(tx, plan, form);
    await takePlanStep(tx, by, plan, { action: 'setujui', content: { expectations: form.expectations } });
    return `SKP ${String(plan.year)} Anda disetujui.`;
  });
}

/**
 * Returns a submitted plan to its owner with a reason.
 * @throws NotFound, SkpRefused as above
 */
export function returnPlan(
  deps: PlanDeps,
  actorId: string,
  planId: string,
  form: { readonly version: number; readonly reason: string },
): Promise<DecidedPlan> {
  return decide(deps, actorId, planId, form.version, async (tx, by, plan) => {
    await takePlanStep(tx, by, plan, { action: 'kembalikan', reason: form.reason });
    return `SKP ${String(plan.year)} Anda dikembalikan: ${form.reason}`;
  });
}

/** The plan is locked, then authority and state are read again: a chair may have changed hands since the page was shown. */
async function decide(
  deps: PlanDeps,
  actorId: string,
  planId: string,
  version: number,
  write: (tx: Tx, by: Acting, plan: PlanBelow) => Promise<string>,
): Promise<DecidedPlan> {
  return transaction(deps.pool, async tx => {
    await tx.query('SELECT 1 FROM skp_plan WHERE id = $1 FOR UPDATE', [planId]);
    const plan = await planBelow(tx, actorId, todayIn(deps), planId);
    if (!plan) throw new NotFound('skp plan');
    if (plan.state !== 'diajukan') throw wrongState(plan.state);
    if (plan.version !== version) throw changedMeanwhile();
    const by = { actorId, chairId: plan.chairId, at: deps.clock.now() };
    const text = await write(tx, by, plan);
    const notice = { employeeId: plan.employeeId, kind: 'skp' as const, text, href: paths.plan(plan.year) };
    await notify(tx, [{ ...notice, dedupe: `skp-putus ${plan.id} ${String(plan.version)}` }], by.at);
    return { ownerName: plan.ownerName, year: plan.year };
  });
}

/** Expectations that were typed replace those of before; an emptied one goes. */
async function writeExpectations(tx: Tx, plan: Plan, { expectations }: Approval): Promise<void> {
  const typed = BEHAVIOUR_CODES.filter(code => expectations[code] !== undefined);
  if (typed.length === 0) return;
  await tx.query('DELETE FROM skp_behaviour WHERE plan_id = $1 AND behaviour = ANY ($2)', [plan.id, typed]);
  await tx.query(
    `INSERT INTO skp_behaviour (plan_id, behaviour, expectation)
     SELECT $1, b.behaviour, b.expectation FROM unnest($2::text[], $3::text[]) AS b (behaviour, expectation) WHERE b.expectation <> ''`,
    [plan.id, typed, typed.map(code => expectations[code])],
  );
}
