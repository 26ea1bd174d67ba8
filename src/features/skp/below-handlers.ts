import type { Request, Response } from 'express';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, typedValues, type FieldError } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { lookNow, recordDailyView } from '../privacy/service.ts';
import {
  DECIDED_IN_LIST,
  planBelowPage,
  plansBelowPage,
  storedExpectations,
  type PlanBelowPage,
  type PlansBelowPage,
} from './below-page.ts';
import { planBelow, plansBelow, waitingPlans } from './below-queries.ts';
import { approvePlan, returnPlan, type DecidedPlan } from './decision-service.ts';
import { yearAsked } from './own-handlers.ts';
import { paths } from './paths.ts';
import { historyOfPlan, plansOfYear } from './plan-queries.ts';
import { todayIn, yearOf } from './plan-service.ts';
import { SkpRefused, wrongState } from './refusal.ts';
import { readApproval, readReturn } from './step-form.ts';
import { idOf } from './target-handlers.ts';
import type { Read } from './target-form.ts';

/** GET /sasaran/bawahan: the SKP of the chairs below. Two statements, and one that notes the look. */
export const showPlansBelow =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const year = yearAsked(req.query, deps);
    const today = todayIn(deps);
    const rows = await plansBelow(deps.pool, actor.employeeId, today, year);
    const whole = await waitingPlans(deps.pool, actor.employeeId, today, year, DECIDED_IN_LIST);
    const subjectIds = rows.filter(row => row.plan !== null).map(row => row.employeeId);
    await recordDailyView(deps.pool, { viewerId: actor.employeeId, subjectIds, what: 'skp' }, lookNow(deps));
    const model = plansBelowPage({ whole, year, thisYear: yearOf(today), zone: deps.regency.zone, rows });
    page<PlansBelowPage>(res, 'skp/below', model);
  };

/** GET /sasaran/bawahan/:id: one plan, to be decided on or in force. Three statements, and one that notes the look. */
export const showPlanBelow =
  (deps: Deps): Handler =>
  (req, res, visit) =>
    renderPlan(deps, req, res, visit);

async function renderPlan(
  deps: Deps,
  req: Request,
  res: Response,
  visit: Visit,
  refusal?: { readonly status: 409 | 422; readonly errors: readonly FieldError[] },
): Promise<void> {
  const plan = await planBelow(deps.pool, visit.actor.employeeId, todayIn(deps), idOf(req));
  // A draft is its owner's alone. What was sent back or replaced meanwhile, the reader had before them a moment ago.
  if (plan?.state === 'draf' && refusal?.status === 409) throw new Conflict(`${wrongState(plan.state).message}.`);
  const known = plan?.state === 'diajukan' || plan?.state === 'disetujui';
  const shown = plan && (known || (refusal !== undefined && plan.state !== 'draf'));
  if (!shown) throw new NotFound('skp plan');
  const others = plan.state === 'diajukan' ? await plansOfYear(deps.pool, plan.employeeId, plan.year) : [];
  const inForce = others.find(each => each.state === 'disetujui' && each.part === plan.part);
  const stored = storedExpectations(plan);
  const form = refusal ? failedForm({ ...stored, ...typedValues(visit.body) }, refusal.errors) : blankForm(stored);
  const history = await historyOfPlan(deps.pool, plan.id);
  const look = { viewerId: visit.actor.employeeId, subjectIds: [plan.employeeId], what: 'skp' as const };
  await recordDailyView(deps.pool, look, lookNow(deps));
  const model = planBelowPage({ plan, inForce, history, zone: deps.regency.zone, form });
  page<PlanBelowPage>(res, 'skp/below-plan', model, refusal?.status ?? 200);
}

/** POST /sasaran/:id/setujui: from now on the plan is in force. */
export const postApproval = (deps: Deps): Handler =>
  decisionHandler(
    deps,
    readApproval,
    (visit, id, input) => approvePlan(deps, visit.actor.employeeId, id, input),
    'disetujui',
  );

/** POST /sasaran/:id/kembalikan: back to its owner, with a reason. */
export const postReturn = (deps: Deps): Handler =>
  decisionHandler(
    deps,
    readReturn,
    (visit, id, input) => returnPlan(deps, visit.actor.employeeId, id, input),
    'dikembalikan',
  );

function decisionHandler<Input>(
  deps: Deps,
  read: (body: Visit['body']) => Read<Input>,
  act: (visit: Visit, id: string, input: Input) => Promise<DecidedPlan>,
  done: string,
): Handler {
  return async (req, res, visit) => {
    const id = idOf(req);
    const parsed = read(visit.body);
    if (!parsed.ok) return renderPlan(deps, req, res, visit, { status: 422, errors: parsed.errors });
    try {
      const { ownerName, year } = await act(visit, id, parsed.input);
      flash(res, { kind: 'berhasil', text: `SKP ${String(year)} ${ownerName} ${done}.` });
      res.redirect(303, paths.below(year));
    } catch (error) {
      if (!(error instanceof SkpRefused)) throw error;
      await renderPlan(deps, req, res, visit, error);
    }
  };
}
