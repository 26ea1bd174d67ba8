import type { Request, Response } from 'express';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { pageOf, readListAsked } from '../../platform/web/named-list.ts';
import type { Handler } from '../../platform/web/route.ts';
import { jobPath } from '../jobs/paths.ts';
import { carryOut } from '../organisation/form-round.ts';
import { baseRunOf } from '../payroll-runs/base-run.ts';
import { periodOf, type Period } from '../payroll-runs/queries.ts';
import { computeSpecial } from '../payroll-runs/special-run.ts';
import { lookNow, recordDailyView } from '../privacy/service.ts';
import { unitScope } from './access.ts';
import { computeForm } from './forms.ts';
import { keyOf, onPage, specialAsked } from './handlers.ts';
import { payBefore, payOfRun, type UnitPay } from './preview.ts';
import type { Special } from './queries.ts';
import { unitModel, type UnitPage } from './unit-page.ts';

/** The unit's part of a payment whose terms are in force, within the reader's scope. @throws NotFound */
async function placeAsked(
  deps: Deps,
  req: Request,
  actor: Actor,
): Promise<{ readonly special: Special; readonly period: Period }> {
  const special = await specialAsked(deps, req);
  const code = String(req.params['unit']);
  const { state, payMonth, kind } = special;
  const period = state === 'berlaku' ? await periodOf(deps.pool, payMonth, code, unitScope(actor), kind) : undefined;
  if (!period) throw new NotFound('unit');
  return { special, period };
}

/** What the unit's payment comes to, or why there is nothing to compute over. */
async function payOf(
  deps: Deps,
  period: Period,
): Promise<{ readonly pay: UnitPay | undefined; readonly hindrance: string | null }> {
  if (period.run && period.run.net !== null) return { pay: await payOfRun(deps.pool, period.run.id), hindrance: null };
  try {
    const base = await baseRunOf(deps.pool, period, period.unit);
    return { pay: await payBefore(deps.pool, period, base, period.unit.id), hindrance: null };
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return { pay: undefined, hindrance: error.reason };
  }
}

async function render(
  deps: Deps,
  req: Request,
  res: Response,
  actor: Actor,
  form: FormState,
  key: string,
  status: 200 | 409 | 422,
): Promise<void> {
  const { special, period } = await placeAsked(deps, req, actor);
  const { pay, hindrance } = await payOf(deps, period);
  const asked = readListAsked(req.query);
  const shown = pageOf({ search: '', page: asked.page }, pay?.people ?? []);
  if (asked.page > 1 && shown.length === 0) throw new NotFound('page');
  if (shown.length > 0) {
    const view = { viewerId: actor.employeeId, subjectIds: shown.map(each => each.employeeId), what: 'tpp' } as const;
    await recordDailyView(deps.pool, view, lookNow(deps));
  }
  const content = { actor, special, period, pay, hindrance, page: asked.page, form, key };
  page<UnitPage>(res, 'special-payments/unit', unitModel(content), status);
}

/** GET /kepegawaian/pembayaran-khusus/:id/:unit: who is paid how much and who is not; who is shown is noted. */
export const showUnit =
  (deps: Deps): Handler =>
  (req, res, { actor }) =>
    render(deps, req, res, actor, blankForm({}), newFormKey(), 200);

/** POST /kepegawaian/pembayaran-khusus/:id/:unit/hitung: computes; the job's page shows how far it is. */
export const postCompute =
  (deps: Deps): Handler =>
  async (req, res, { actor, body }) => {
    const { period } = await placeAsked(deps, req, actor);
    return carryOut({
      body,
      schema: computeForm,
      act: async ({ kunci_kirim: key }) => {
        const { jobId } = await computeSpecial(deps, actor, period, period.unit, key).catch(onPage);
        res.redirect(303, jobPath(jobId));
      },
      again: (form, status) => render(deps, req, res, actor, form, keyOf(body), status),
    });
  };
