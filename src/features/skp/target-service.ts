import { planEdge } from '../../domain/skp/plan-state.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { NotFound } from '../../platform/errors.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { addTarget, changeTarget, removeTarget, takePlanStep } from './plan-record.ts';
import { planById, planOfTarget, superiorTargets, type Plan, type PlanTarget } from './plan-queries.ts';
import { acting, asOwner, dayForYear, planForChange, todayIn, yearOf, type PlanDeps } from './plan-service.ts';
import { changedMeanwhile, conflict, malformed, wrongState } from './refusal.ts';
import { MESSAGES, type ChangedTargetInput, type NewTargetInput, type TargetInput } from './target-form.ts';

/** Where a changed plan is shown. */
export interface Written {
  readonly year: number;
  readonly targetId: string;
}

/**
 * Adds a planned result to the year's SKP, at most once per key; begins a version where none is in work.
 * @throws SkpRefused 422 or 409; neither uses up the key
 */
export async function submitTarget(deps: PlanDeps, employeeId: string, input: NewTargetInput): Promise<Written> {
  const today = todayIn(deps);
  const year = input.year ?? yearOf(today);
  const use = { actorId: employeeId, key: input.key, hash: requestHash('skp/rencana', { ...input, key: undefined }) };
  const { result } = await asOwner(deps, employeeId, tx =>
    once(tx, use, async (): Promise<Written> => {
      const by = acting(deps, employeeId);
      const planId = await planForChange(tx, by, employeeId, year, today);
      const plan = await planById(tx, employeeId, planId);
      if (!plan) throw new Error('a plan for changes is one of its owner');
      await refuseForeignParent(deps, tx, plan, input, null);
      const targetId = await addTarget(tx, planId, input, by.at);
      await takePlanStep(tx, by, plan, { action: 'ubah', content: { added: targetId, ...input, key: undefined } });
      return { year, targetId };
    }),
  );
  return result;
}

/**
 * Writes a planned result of a version in work anew.
 * @throws NotFound for anybody else's; SkpRefused 422 or 409
 */
export async function submitTargetChange(
  deps: PlanDeps,
  employeeId: string,
  targetId: string,
  input: ChangedTargetInput,
): Promise<Written> {
  return asOwner(deps, employeeId, async tx => {
    const { plan, target } = await changeable(tx, employeeId, targetId, input.version);
    await refuseForeignParent(deps, tx, plan, input, target.parentId);
    await changeTarget(tx, { id: targetId, origins: target.indicators.map(row => row.origin) }, input);
    const content = { changed: targetId, ...input, before: target };
    await takePlanStep(tx, acting(deps, employeeId), plan, { action: 'ubah', content });
    return { year: plan.year, targetId };
  });
}

/**
 * Takes a planned result out of a version in work.
 * @throws NotFound for anybody else's; SkpRefused 409 where entries are tied to it
 */
export async function dropTarget(
  deps: PlanDeps,
  employeeId: string,
  targetId: string,
  version: number,
): Promise<{ readonly year: number }> {
  return asOwner(deps, employeeId, async tx => {
    const { plan, target } = await changeable(tx, employeeId, targetId, version);
    const linked = await entriesTiedTo(tx, employeeId, targetId);
    if (linked > 0)
      throw conflict(
        `${String(linked)} kegiatan sudah terhubung ke rencana ini. Ubah isinya, rencana ini tidak bisa dihapus`,
      );
    await removeTarget(tx, targetId);
    await takePlanStep(tx, acting(deps, employeeId), plan, { action: 'ubah', content: { removed: target } });
    return { year: plan.year };
  });
}

/** One's own planned result with its plan. @throws NotFound for anything else */
export async function ownPlan(sql: Pick<Tx, 'query'>, employeeId: string, targetId: string): Promise<Plan> {
  const plan = await planOfTarget(sql, employeeId, targetId);
  if (!plan) throw new NotFound('skp target');
  return plan;
}

export const targetIn = (plan: Plan, targetId: string): PlanTarget => {
  const target = plan.targets.find(each => each.id === targetId);
  if (!target) throw new NotFound('skp target');
  return target;
};

async function changeable(
  tx: Tx,
  employeeId: string,
  targetId: string,
  version: number,
): Promise<{ readonly plan: Plan; readonly target: PlanTarget }> {
  const plan = await ownPlan(tx, employeeId, targetId);
  if (!planEdge('ubah', plan.state)) throw wrongState(plan.state);
  if (plan.version !== version) throw changedMeanwhile();
  return { plan, target: targetIn(plan, targetId) };
}

async function entriesTiedTo(tx: Tx, employeeId: string, targetId: string): Promise<number> {
  const { rows } = await tx.query<{ entries: number }>(
    'SELECT count(*)::int AS entries FROM activity WHERE employee_id = $1 AND target_id = $2',
    [employeeId, targetId],
  );
  return rows[0]?.entries ?? 0;
}

/** A result supports one of the superior's results in force, or keeps the one it supports already. @throws SkpRefused 422 */
async function refuseForeignParent(
  deps: PlanDeps,
  tx: Tx,
  plan: Plan,
  input: TargetInput,
  kept: string | null,
): Promise<void> {
  if (input.parentId === null || input.parentId === kept) return;
  const day = dayForYear(plan.year, todayIn(deps));
  const { positionId, employeeId, year } = plan;
  const { targets } = await superiorTargets(tx, { positionId, employeeId, day, year });
  if (!targets.some(target => target.id === input.parentId)) throw malformed(MESSAGES.parent, 'rhk_pimpinan');
}
