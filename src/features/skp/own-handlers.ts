import type { Request, Response } from 'express';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, type FieldError } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { paths } from './paths.ts';
import { planPage, type PlanPage } from './plan-page.ts';
import { historyOfPlan, linkedEntries, plansOfYear } from './plan-queries.ts';
import { beginRevision, submitPlan, takeOwnStep, todayIn, yearOf } from './plan-service.ts';
import { SkpRefused } from './refusal.ts';
import { readOwnStep, readRevision } from './step-form.ts';
import type { Read } from './target-form.ts';
import { ended } from '../../platform/render/format.ts';

/** The year asked for; the running one where nothing sensible is. */
export function yearAsked(query: Readonly<Record<string, unknown>>, deps: Deps): number {
  const { tahun } = query;
  return typeof tahun === 'string' && /^20\d{2}$/.test(tahun) ? Number(tahun) : yearOf(todayIn(deps));
}

/** GET /sasaran: one's own SKP of a year. Three statements. */
export const showPlan =
  (deps: Deps): Handler =>
  (req, res, visit) =>
    renderPlan(deps, res, visit, yearAsked(req.query, deps));

async function renderPlan(
  deps: Deps,
  res: Response,
  visit: Visit,
  year: number,
  refusal?: { readonly status: 409 | 422; readonly errors: readonly FieldError[] },
): Promise<void> {
  const { employeeId } = visit.actor;
  const plans = await plansOfYear(deps.pool, employeeId, year);
  const linked = await linkedEntries(deps.pool, employeeId, year);
  const last = plans.at(-1);
  const model = planPage({
    year,
    thisYear: yearOf(todayIn(deps)),
    zone: deps.regency.zone,
    plans,
    linked,
    history: last ? await historyOfPlan(deps.pool, last.id) : [],
    leads: visit.actor.verifies || visit.actor.validates,
    // The fields are hidden ones: every message stands for the whole page.
    form: refusal
      ? failedForm(
          {},
          refusal.errors.map(error => ({ ...error, field: '' })),
        )
      : blankForm({}),
    key: newFormKey(),
  });
  page<PlanPage>(res, 'skp/plan', model, refusal?.status ?? 200);
}

/** POST /sasaran/:tahun/ajukan: sends the plan to the superior. */
export const postSubmit = (deps: Deps): Handler =>
  ownStepHandler(deps, readOwnStep, async (visit, year, input) => {
    const { superiors } = await submitPlan(deps, visit.actor.employeeId, { year, ...input });
    const whom = superiors.length > 0 ? ` ke ${superiors.join(' atau ')}` : '';
    return `${ended(`SKP ${String(year)} diajukan${whom}`)} Anda diberi tahu kalau sudah diputuskan.`;
  });

/** POST /sasaran/:tahun/tarik: takes it back while nobody has decided. */
export const postWithdraw = (deps: Deps): Handler =>
  ownStepHandler(deps, readOwnStep, async (visit, year, input) => {
    await takeOwnStep(deps, visit.actor.employeeId, 'tarik', { year, ...input });
    return `SKP ${String(year)} ditarik dan menjadi draf.`;
  });

/** POST /sasaran/:tahun/batal: drops a change that was begun; what is in force stays. */
export const postDiscard = (deps: Deps): Handler =>
  ownStepHandler(deps, readOwnStep, async (visit, year, input) => {
    await takeOwnStep(deps, visit.actor.employeeId, 'batal', { year, ...input });
    return `Perubahan SKP ${String(year)} dibatalkan. SKP yang berlaku tetap sama.`;
  });

/** POST /sasaran/:tahun/perubahan: begins the next version of what is in force. */
export const postRevision = (deps: Deps): Handler =>
  ownStepHandler(deps, readRevision, async (visit, year, key) => {
    await beginRevision(deps, visit.actor.employeeId, { year, key });
    return `Perubahan SKP ${String(year)} dimulai. SKP yang lama tetap berlaku sampai perubahan disetujui.`;
  });

function ownStepHandler<Input>(
  deps: Deps,
  read: (body: Visit['body']) => Read<Input>,
  act: (visit: Visit, year: number, input: Input) => Promise<string>,
): Handler {
  return async (req, res, visit) => {
    const year = yearInPath(req);
    const parsed = read(visit.body);
    if (!parsed.ok) return renderPlan(deps, res, visit, year, { status: 422, errors: parsed.errors });
    try {
      flash(res, { kind: 'berhasil', text: await act(visit, year, parsed.input) });
      res.redirect(303, paths.plan(year));
    } catch (error) {
      if (!(error instanceof SkpRefused)) throw error;
      await renderPlan(deps, res, visit, year, error);
    }
  };
}

function yearInPath(req: Request): number {
  const { tahun } = req.params;
  if (typeof tahun !== 'string' || !/^20\d{2}$/.test(tahun)) throw new NotFound('year');
  return Number(tahun);
}
