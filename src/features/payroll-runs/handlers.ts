import type { Request, Response } from 'express';
import { firstDay, type Month } from '../../domain/month.ts';
import { isSpecial } from '../../domain/payroll/pay-period.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, Forbidden } from '../../platform/errors.ts';
import { KeyReused } from '../../platform/idempotency.ts';
import { newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { showRefused } from '../../platform/render/error-page.ts';
import { blankForm, failedForm, fieldErrors, typedValues, type FormState } from '../../platform/render/forms.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { OTHER_KEY } from '../../platform/web/typed-fields.ts';
import { adjustmentsOfRun } from '../adjustments/carried-queries.ts';
import { openByUnit } from '../adjustments/open-queries.ts';
import { jobPath } from '../jobs/paths.ts';
import { regulationOn } from '../policies/queries.ts';
import { mayApprove, periodScope } from './access.ts';
import { objectionsUntil } from './approval-check.ts';
import { approvalModel, type ApprovalPage } from './approval-page.ts';
import { approvalView, askersOf, budgetOf, MOST_SHOWN } from './approval-queries.ts';
import { existing, monthAsked, monthPeriodAsked, periodAsked, thisMonth } from './asked.ts';
import { boardOf } from './board-link.ts';
import { closeModel, type ClosePage } from './close-page.ts';
import { closeForm, stepForm } from './forms.ts';
import { readFilter, shown, type PeriodsFilter } from './periods-filter.ts';
import { periodsModel, type PeriodsPage } from './periods-page.ts';
import { periodsOf, wordsOf, type Period } from './queries.ts';
import { closingCounts } from './closing-counts.ts';
import { owedDecisions } from './owed-decisions.ts';
import { NOBODY, readinessByUnit } from './readiness.ts';
import { readinessCounts } from './readiness-counts.ts';
import { trialTotals } from './trial-totals.ts';
import { approveRun, closeMonth, monthOver, retryRun, type Started } from './service.ts';

/** All units of the personnel office, or the clerk's own. */
export const showPeriods =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    await renderPeriods(deps, actor, res, monthAsked(deps, req), blankForm({}), 200, readFilter(req.query));
  };

/** The board of a month; also with the messages of a refused form. */
export async function renderPeriods(
  deps: Deps,
  actor: Actor,
  res: Response,
  month: Month,
  form: FormState,
  status: 200 | 409 | 422,
  filter: PeriodsFilter = readFilter({}),
): Promise<void> {
  const periods = await periodsOf(deps.pool, [month], periodScope(actor));
  const inForce = await regulationOn(deps.pool, firstDay(month));
  const open = shown(filter, periods).flatMap(({ state, unit }) => (state === 'TERBUKA' ? [unit.id] : []));
  const readiness =
    inForce && open.length > 0 ? await readinessCounts(deps.pool, month, inForce, open) : new Map<string, never>();
  const content = {
    actor,
    month,
    thisMonth: thisMonth(deps),
    periods,
    readiness,
    hasRegulation: inForce !== undefined,
    form,
    filter,
    newKey: newFormKey,
  };
  page<PeriodsPage>(res, 'payroll-runs/periods', periodsModel(content), status);
}

/** What blocks and what warns, and the form that closes. */
export const showClose =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const period = await monthPeriodAsked(deps, req, actor);
    await renderClose(deps, actor, res, period, blankForm({}), newFormKey(), 200);
  };

async function renderClose(
  deps: Deps,
  actor: Actor,
  res: Response,
  period: Period,
  form: FormState,
  key: string,
  status: 200 | 409 | 422,
): Promise<void> {
  const { month, unit } = period;
  const inForce = await regulationOn(deps.pool, firstDay(month));
  const readiness = inForce && (await readinessByUnit(deps.pool, month, inForce, unit.id)).get(unit.id);
  const today = dayIn(deps.regency.zone, deps.clock.now());
  const content = {
    actor,
    period,
    monthOver: monthOver(deps, month),
    hasRegulation: inForce !== undefined,
    readiness: readiness ?? NOBODY,
    counts: await closingCounts(deps.pool, { month, payrollUnitId: unit.id, zone: deps.regency.zone, today }),
    adjustments: (await openByUnit(deps.pool, month, unit.id)).get(unit.id) ?? 0,
    owed: await owedDecisions(deps.pool, month, unit.id, today),
    form,
    key,
  };
  page<ClosePage>(res, 'payroll-runs/close', closeModel(content), status);
}

/** Closes the month; the job's page shows how far the computing is. */
export const postClose =
  (deps: Deps): Handler =>
  async (req, res, { actor, body }) => {
    const period = await monthPeriodAsked(deps, req, actor);
    const parsed = closeForm(period.month).safeParse(body);
    const key = textOf(body, 'kunci_kirim') || newFormKey();
    const again = (message: { field: string; message: string }[], status: 409 | 422): Promise<void> =>
      renderClose(deps, actor, res, period, failedForm(typedValues(body), message), key, status);
    if (!parsed.success) {
      // The key has no field on the page: its message stands for the whole form.
      const errors = fieldErrors(parsed.error.issues);
      return again(
        errors.map(e => (e.field === 'kunci_kirim' ? { ...e, field: '' } : e)),
        422,
      );
    }
    try {
      const { jobId } = await closeMonth(deps, actor, period.month, period.unit, parsed.data.kunci_kirim);
      res.redirect(303, jobPath(jobId));
    } catch (error) {
      if (error instanceof KeyReused) return again([{ field: '', message: OTHER_KEY }], 422);
      if (!(error instanceof Conflict)) throw error;
      const fresh = await monthPeriodAsked(deps, req, actor);
      const form = failedForm(typedValues(body), [{ field: '', message: error.reason }]);
      await renderClose(deps, actor, res, fresh, form, key, 409);
    }
  };

/** What is looked at before a run is approved: totals, budget, and who differs from last month. */
export const showApproval =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const period = await periodAsked(deps, req, actor);
    const { run, month, unit } = period;
    const computed = run?.net !== null && run !== null;
    const until = computed && period.state === 'DIHITUNG' ? await objectionsUntil(deps.pool, deps, run.id) : null;
    const content = {
      actor,
      period,
      view: computed && !isSpecial(period) ? await approvalView(deps.pool, run.id, month) : undefined,
      budget: computed ? await budgetOf(deps.pool, run.id, unit.id) : undefined,
      trial: computed ? await trialTotals(deps.pool, run.id) : undefined,
      adjustments: computed ? await adjustmentsOfRun(deps.pool, run.id, MOST_SHOWN) : [],
      askers: computed ? await askersOf(deps.pool, run.id) : [],
      until: until !== null && dayIn(deps.regency.zone, deps.clock.now()) <= until ? until : null,
      key: newFormKey(),
    };
    page<ApprovalPage>(res, 'payroll-runs/approval', approvalModel(content));
  };

/** Approves what another person closed. */
export const postApprove =
  (deps: Deps): Handler =>
  (req, res, visit) => {
    if (!mayApprove(visit.actor)) throw new Forbidden('BKPSDM');
    return step(deps, req, res, visit, approveRun, 'disetujui. Berkas pembayaran sedang dibuat.');
  };

/** Computes a failed run again. */
export const postRetry =
  (deps: Deps): Handler =>
  (req, res, visit) =>
    step(deps, req, res, visit, retryRun, 'dihitung ulang.');

type Step = (deps: Deps, actor: Actor, runId: string, version: number, key?: string) => Promise<Started>;

async function step(
  deps: Deps,
  req: Request,
  res: Response,
  { actor, body }: Parameters<Handler>[2],
  act: Step,
  outcome: string,
): Promise<void> {
  const period = await periodAsked(deps, req, actor);
  const refuse = async (messages: { field: string; message: string }[], status: 409 | 422): Promise<void> => {
    if (isSpecial(period))
      showRefused(
        res,
        status,
        messages.map(({ message }) => message),
        boardOf(period),
      );
    else await renderPeriods(deps, actor, res, period.month, failedForm({}, messages), status);
  };
  const parsed = stepForm(period.month).safeParse(body);
  if (!parsed.success) {
    // Hidden fields are on no page to point at: each message stands for the whole form.
    const messages = parsed.error.issues.map(({ message }) => ({ field: '', message }));
    return refuse(messages, 422);
  }
  const { versi, kunci_kirim: key } = parsed.data;
  try {
    const { jobId } = await act(deps, actor, existing(period).id, versi, key);
    const links = [{ href: jobPath(jobId), label: 'Lihat kemajuan' }];
    const what = isSpecial(period) ? wordsOf(period) : 'TPP';
    flash(res, { kind: 'berhasil', text: `${what} ${period.unit.name} ${outcome}`, links });
    res.redirect(303, boardOf(period).href);
  } catch (error) {
    if (error instanceof KeyReused) return refuse([{ field: '', message: OTHER_KEY }], 422);
    if (!(error instanceof Conflict)) throw error;
    await refuse([{ field: '', message: `${period.unit.name}: ${error.reason}` }], 409);
  }
}
