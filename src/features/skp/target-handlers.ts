import type { Request, Response } from 'express';
import { isInWork, planEdge } from '../../domain/skp/plan-state.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import type { ConfirmProps } from '../../platform/render/components.ts';
import { page, type PageModel } from '../../platform/render/engine.ts';
import { blankForm, failedForm, formTitle, typedValues, type FieldError } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { seatOn } from '../organisation/queries.ts';
import { yearAsked } from './own-handlers.ts';
import { paths } from './paths.ts';
import { plansOfYear, superiorTargets, type Above, type Plan } from './plan-queries.ts';
import { dayForYear, todayIn } from './plan-service.ts';
import { SkpRefused, wrongState } from './refusal.ts';
import { readRemoval } from './step-form.ts';
import { asksForRow, readChangedTarget, readNewTarget, typedRows } from './target-form.ts';
import { freshTarget, storedTarget, targetFormPage, type TargetFormPage, type TargetView } from './target-page.ts';
import { dropTarget, ownPlan, submitTarget, submitTargetChange, targetIn } from './target-service.ts';

const FIELDS = ['rhk_pimpinan', 'rhk', 'jenis'];

/** What was typed, nothing else of a body. */
function typed(body: Visit['body']): Pick<TargetView, 'values' | 'rows'> {
  const all = typedValues(body);
  return { values: Object.fromEntries(FIELDS.map(name => [name, all[name] ?? ''])), rows: typedRows(body) };
}

const noAbove: Above = { names: [], employeeIds: [], targets: [] };

/** What the person above promises for the year, seen from the chair the plan is for. */
async function aboveFor(deps: Deps, employeeId: string, year: number, plan: Plan | undefined): Promise<Above> {
  const day = dayForYear(year, todayIn(deps));
  const positionId = plan?.positionId ?? (await seatOn(deps.pool, employeeId, day))?.positionId;
  return positionId === undefined ? noAbove : superiorTargets(deps.pool, { positionId, employeeId, day, year });
}

interface Again {
  readonly status: 200 | 409 | 422;
  readonly errors: readonly FieldError[];
  readonly oneMore?: boolean;
  readonly keySpent?: boolean;
}

/** GET /sasaran/baru: the form of a new planned result. */
export const showNewTarget =
  (deps: Deps): Handler =>
  (req, res, visit) =>
    renderNew(deps, res, visit, yearAsked(req.query, deps));

async function renderNew(deps: Deps, res: Response, visit: Visit, year: number, again?: Again): Promise<void> {
  const plans = await plansOfYear(deps.pool, visit.actor.employeeId, year);
  const plan = plans.findLast(each => isInWork(each.state)) ?? plans.at(-1);
  const above = await aboveFor(deps, visit.actor.employeeId, year, plan);
  const { kunci_kirim: key } = visit.body;
  const model = targetFormPage({
    year,
    plan,
    target: undefined,
    above,
    ...(again ? typed(visit.body) : freshTarget()),
    errors: again?.errors ?? [],
    oneMore: again?.oneMore ?? false,
    key: typeof key === 'string' && isUuid(key) && again?.keySpent !== true ? key : newFormKey(),
  });
  page<TargetFormPage>(res, 'skp/target-form', model, again?.status ?? 200);
}

/** POST /sasaran: a new planned result, or the same form with one more row of indicators. */
export const postTarget =
  (deps: Deps): Handler =>
  async (_req, res, visit) => {
    const year = yearAsked(visit.body, deps);
    if (asksForRow(visit.body)) return renderNew(deps, res, visit, year, { status: 200, errors: [], oneMore: true });
    const read = readNewTarget(visit.body);
    if (!read.ok) return renderNew(deps, res, visit, year, { status: 422, errors: read.errors });
    try {
      const written = await submitTarget(deps, visit.actor.employeeId, read.input);
      flash(res, { kind: 'berhasil', text: 'Rencana hasil kerja disimpan. Ajukan ke atasan kalau SKP sudah lengkap.' });
      res.redirect(303, paths.plan(written.year));
    } catch (error) {
      if (!(error instanceof SkpRefused)) throw error;
      await renderNew(deps, res, visit, year, error);
    }
  };

/** GET /sasaran/:id/ubah: the form of a planned result of a version in work. */
export const showTarget =
  (deps: Deps): Handler =>
  (req, res, visit) =>
    renderChange(deps, req, res, visit);

async function renderChange(deps: Deps, req: Request, res: Response, visit: Visit, again?: Again): Promise<void> {
  const id = idOf(req);
  const plan = await ownPlan(deps.pool, visit.actor.employeeId, id);
  const refusal = planEdge('ubah', plan.state) ? undefined : wrongState(plan.state);
  if (refusal && again?.status !== 409) throw new Conflict(`${refusal.message}.`);
  const target = targetIn(plan, id);
  const above = await aboveFor(deps, visit.actor.employeeId, plan.year, plan);
  const content = again ? typed(visit.body) : storedTarget(target, above);
  const errors = again?.errors ?? [];
  const model = targetFormPage({
    year: plan.year,
    plan,
    target,
    above,
    ...content,
    errors,
    oneMore: again?.oneMore ?? false,
  });
  page<TargetFormPage>(res, 'skp/target-form', model, again?.status ?? 200);
}

/** POST /sasaran/:id: a changed planned result. */
export const postTargetChange =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    if (asksForRow(visit.body)) return renderChange(deps, req, res, visit, { status: 200, errors: [], oneMore: true });
    const read = readChangedTarget(visit.body);
    if (!read.ok) return renderChange(deps, req, res, visit, { status: 422, errors: read.errors });
    try {
      const { year } = await submitTargetChange(deps, visit.actor.employeeId, idOf(req), read.input);
      flash(res, { kind: 'berhasil', text: 'Rencana hasil kerja diubah.' });
      res.redirect(303, paths.plan(year));
    } catch (error) {
      if (!(error instanceof SkpRefused)) throw error;
      await renderChange(deps, req, res, visit, error);
    }
  };

/** The page that asks once more before a planned result goes. */
export interface RemoveTargetPage extends PageModel {
  readonly confirm: ConfirmProps;
}

/** GET /sasaran/:id/hapus */
export const askToRemoveTarget =
  (deps: Deps): Handler =>
  (req, res, visit) =>
    renderRemoval(deps, req, res, visit);

async function renderRemoval(
  deps: Deps,
  req: Request,
  res: Response,
  visit: Visit,
  refusal?: { readonly status: 409 | 422; readonly errors: readonly FieldError[] },
): Promise<void> {
  const id = idOf(req);
  const plan = await ownPlan(deps.pool, visit.actor.employeeId, id);
  if (!refusal && !planEdge('ubah', plan.state)) throw new Conflict(`${wrongState(plan.state).message}.`);
  const target = targetIn(plan, id);
  const heading = 'Hapus rencana hasil kerja';
  const form = refusal
    ? failedForm(
        {},
        refusal.errors.map(error => ({ ...error, field: '' })),
      )
    : blankForm({});
  const confirm: ConfirmProps = {
    heading,
    sentence:
      'Rencana ini dan indikatornya hilang dari SKP yang sedang disusun. SKP yang sudah disetujui tidak berubah.',
    rows: [
      { label: 'Rencana hasil kerja', value: target.result },
      { label: 'Indikator', value: String(target.indicators.length) },
    ],
    action: paths.remove(id),
    hidden: { versi: String(plan.version) },
    act: 'Hapus rencana',
    danger: true,
    back: { href: paths.plan(plan.year), label: 'Jangan hapus' },
    form,
  };
  page<RemoveTargetPage>(res, 'skp/remove', { title: formTitle(heading, form), confirm }, refusal?.status ?? 200);
}

/** POST /sasaran/:id/hapus */
export const postRemoval =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const read = readRemoval(visit.body);
    if (!read.ok) return renderRemoval(deps, req, res, visit, { status: 422, errors: read.errors });
    try {
      const { year } = await dropTarget(deps, visit.actor.employeeId, idOf(req), read.input);
      flash(res, { kind: 'berhasil', text: 'Rencana hasil kerja dihapus.' });
      res.redirect(303, paths.plan(year));
    } catch (error) {
      if (!(error instanceof SkpRefused)) throw error;
      await renderRemoval(deps, req, res, visit, error);
    }
  };

/** An id in the address; a year (the steps of a whole plan) is none. @throws NotFound */
export function idOf(req: Request, name = 'id'): string {
  const id = req.params[name];
  if (typeof id !== 'string' || !isUuid(id)) throw new NotFound('skp');
  return id;
}
