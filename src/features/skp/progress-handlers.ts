import type { Request, Response } from 'express';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, typedValues, type FieldError } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { sendStored } from '../evidence/download.ts';
import { checkFiles } from '../evidence/service.ts';
import { yearAsked } from './own-handlers.ts';
import { paths } from './paths.ts';
import { linkedEntries, plansOfYear } from './plan-queries.ts';
import { todayIn } from './plan-service.ts';
import { monthsOfPlan, targetProgress } from './progress.ts';
import {
  chosenIn,
  progressPage,
  realisationValues,
  targetProgressPage,
  type ProgressPage,
  type TargetProgressPage,
} from './progress-page.ts';
import { linkedWork, realisationFile, recordedOf } from './progress-queries.ts';
import { readRealisation } from './realisation-form.ts';
import { recordRealisation, targetInForce } from './realisation-service.ts';
import { SkpRefused } from './refusal.ts';
import { idOf } from './target-handlers.ts';

/** GET /progres: the year's results with how far they are. Four statements. */
export const showProgress =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const year = yearAsked(req.query, deps);
    const plans = await plansOfYear(deps.pool, actor.employeeId, year);
    const linked = await linkedEntries(deps.pool, actor.employeeId, year);
    const work = await linkedWork(deps.pool, actor.employeeId, year);
    const recorded = await recordedOf(deps.pool, actor.employeeId, year);
    page<ProgressPage>(
      res,
      'skp/progress',
      progressPage({ year, today: todayIn(deps), plans, linked, work, recorded }),
    );
  };

/** GET /progres/:sasaranId: one result month by month, and the form of a month. */
export const showTargetProgress =
  (deps: Deps): Handler =>
  (req, res, visit) =>
    renderTarget(deps, req, res, visit);

interface Refusal {
  readonly status: 409 | 422;
  readonly errors: readonly FieldError[];
  readonly keySpent?: boolean;
}

async function renderTarget(deps: Deps, req: Request, res: Response, visit: Visit, refusal?: Refusal): Promise<void> {
  const { employeeId } = visit.actor;
  const { plan, target } = await targetInForce(deps.pool, employeeId, idOf(req, 'sasaranId'));
  const work = await linkedWork(deps.pool, employeeId, plan.year);
  const recorded = await recordedOf(deps.pool, employeeId, plan.year);
  const progress = targetProgress(target, monthsOfPlan(plan, todayIn(deps)), work, recorded);
  const chosen = chosenIn(refusal ? visit.body : req.query, progress);
  const typed = typedValues(visit.body);
  const values = realisationValues(chosen, progress);
  const form = refusal
    ? failedForm(Object.fromEntries(Object.keys(values).map(name => [name, typed[name] ?? ''])), refusal.errors)
    : blankForm(values);
  const { kunci_kirim: key } = visit.body;
  const model = targetProgressPage({
    plan,
    target,
    progress,
    chosen,
    form,
    key: typeof key === 'string' && isUuid(key) && refusal?.keySpent !== true ? key : newFormKey(),
    filesLost: visit.files.length > 0,
  });
  page<TargetProgressPage>(res, 'skp/target-progress', model, refusal?.status ?? 200);
}

/** POST /progres/:sasaranId: writes a month's realisation. */
export const postRealisation =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const id = idOf(req, 'sasaranId');
    const read = readRealisation(visit.body);
    const files = checkFiles(visit.files);
    if (!read.ok || 'error' in files) {
      const errors = [...(read.ok ? [] : read.errors), ...('error' in files ? [files.error] : [])];
      return renderTarget(deps, req, res, visit, { status: 422, errors });
    }
    try {
      await recordRealisation(deps, visit.actor.employeeId, id, read.input, files.accepted);
      flash(res, { kind: 'berhasil', text: 'Realisasi disimpan.' });
      res.redirect(303, paths.progressOf(id));
    } catch (error) {
      if (!(error instanceof SkpRefused)) throw error;
      await renderTarget(deps, req, res, visit, error);
    }
  };

/** GET /progres/:sasaranId/bukti/:fileId: evidence, for its owner and the superior of the chair. */
export const downloadRealisationFile =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    idOf(req, 'sasaranId');
    const file = await realisationFile(deps.pool, actor.employeeId, todayIn(deps), idOf(req, 'fileId'));
    if (!file) throw new NotFound('evidence');
    await sendStored(deps, res, file);
  };
