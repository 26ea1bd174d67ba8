import type { Request, Response } from 'express';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, type FieldError } from '../../platform/render/forms.ts';
import { number } from '../../platform/render/format.ts';
import { XLSX_TYPE } from '../../platform/spreadsheet/write.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { refusedAgain, type ShowAgain, stepRound } from '../../platform/web/step-round.ts';
import { stepForm, UNKNOWN_FIELD } from '../../platform/web/typed-fields.ts';
import { jobPath } from '../jobs/paths.ts';
import { kindsOf } from './access.ts';
import { type Batch, batchById, holdBatch, sheetsOf } from './batch.ts';
import { batchModel, type BatchPage } from './batch-page.ts';
import { choicesIn } from './forms.ts';
import { tablesOf } from './header.ts';
import { rememberedChoices } from './interpret.ts';
import { batchPath, rejectedPath, UPLOAD_PATHS } from './paths.ts';
import { rejectedWorkbook } from './rejected-file.ts';
import { confirmHeld, dropHeld, holdWaiting, mapHeld, savedInWords } from './service.ts';
import { isTemplateName, templateCsv, templateWorkbook } from './template.ts';
import { dependantsOf, undoneInWords, undoOrEnqueue } from './undo.ts';

const asked = (req: Request): string => String(req.params['id']);

/** What a file would change, or has changed. */
export const showBatch =
  (deps: Deps): Handler =>
  (req, res, { actor }) =>
    render(deps, req, res, actor, [], 200);

async function render(
  deps: Deps,
  req: Request,
  res: Response,
  actor: Actor,
  errors: readonly FieldError[],
  status: 200 | 409 | 422,
): Promise<void> {
  const batch = await batchAsked(deps, req, actor);
  const sheets = batch.state === 'diperiksa' ? await sheetsOf(deps.pool, batch.id) : null;
  const tables = sheets ? tablesOf(sheets, batch.kind, await rememberedChoices(deps.pool), batch.mapping) : [];
  const dependants = batch.state === 'diterapkan' ? await dependantsOf(deps.pool, batch) : [];
  const form = errors.length > 0 ? failedForm({}, errors) : blankForm({});
  page<BatchPage>(
    res,
    'imports/batch',
    batchModel({ batch, tables, dependants, form, zone: deps.regency.zone }),
    status,
  );
}

async function batchAsked(deps: Deps, req: Request, actor: Actor): Promise<Batch> {
  const batch = await batchById(deps.pool, asked(req), kindsOf(actor));
  if (!batch) throw new NotFound('import');
  return batch;
}

/** A step of a batch: the form is read, the step done in one transaction; a refusal shows the page again. */
const step =
  (
    deps: Deps,
    act: (tx: Tx, visit: Visit, id: string, version: number) => Promise<((res: Response) => void) | undefined>,
  ): Handler =>
  (req, res, visit) =>
    stepRound(
      visit.body,
      version => perform(deps, res, tx => act(tx, visit, asked(req), version)),
      again(deps, req, res, visit),
    );

const again =
  (deps: Deps, req: Request, res: Response, { actor }: Visit): ShowAgain =>
  (errors, status) =>
    render(deps, req, res, actor, errors, status);

async function perform(
  deps: Deps,
  res: Response,
  act: (tx: Tx) => Promise<((res: Response) => void) | undefined>,
): Promise<void> {
  const answer = await transaction(deps.pool, act);
  if (!answer) throw new NotFound('import');
  answer(res);
}

/** Saves what is ready: at once, or by a job with progress. */
export const postBatch = (deps: Deps): Handler =>
  step(deps, async (tx, { actor, requestId }, id, version) => {
    const batch = await holdWaiting(tx, id, kindsOf(actor), version);
    if (!batch) return undefined;
    const outcome = await confirmHeld(tx, deps, batch, { actorId: actor.employeeId, requestId });
    if ('jobId' in outcome) return res => res.redirect(303, jobPath(outcome.jobId));
    const { report } = outcome;
    return res => {
      flash(res, {
        kind: report.rejected.length > 0 ? 'awas' : 'berhasil',
        text: savedInWords(report, number),
        ...(report.rejected.length > 0 ? { links: [{ href: rejectedPath(id), label: 'Unduh daftar perbaikan' }] } : {}),
      });
      res.redirect(303, batchPath(id));
    };
  });

/** Drops a batch that was not saved. */
export const postCancel = (deps: Deps): Handler =>
  step(deps, async (tx, { actor, requestId }, id, version) => {
    const batch = await holdWaiting(tx, id, kindsOf(actor), version);
    if (!batch) return undefined;
    await dropHeld(tx, deps, batch, { actorId: actor.employeeId, requestId });
    return res => {
      flash(res, { kind: 'info', text: 'Impor dibatalkan. Tidak ada yang disimpan.' });
      res.redirect(303, UPLOAD_PATHS[batch.kind]);
    };
  });

/** Takes a saved batch back: at once, or by a job with progress. */
export const postUndo = (deps: Deps): Handler =>
  step(deps, async (tx, { actor, requestId }, id, version) => {
    const batch = await holdBatch(tx, id, kindsOf(actor));
    if (!batch) return undefined;
    if (batch.version !== version)
      throw new Conflict('Impor ini sudah berubah sejak halamannya dibuka. Periksa lagi di bawah.');
    const outcome = await undoOrEnqueue(tx, deps, batch, { actorId: actor.employeeId, requestId });
    if ('jobId' in outcome) return res => res.redirect(303, jobPath(outcome.jobId));
    return res => {
      flash(res, { kind: 'berhasil', text: undoneInWords(outcome.left) });
      res.redirect(303, batchPath(id));
    };
  });

/** Takes a choice of columns, checks anew, and shows the result. */
export const postColumns =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const mapping = choicesIn(visit.body);
    const parsed = stepForm.safeParse({ versi: visit.body['versi'] });
    if (!mapping || !parsed.success)
      return render(deps, req, res, visit.actor, [{ field: '', message: UNKNOWN_FIELD }], 422);
    const map = (): Promise<void> =>
      perform(deps, res, async tx => {
        const batch = await holdWaiting(tx, asked(req), kindsOf(visit.actor), parsed.data.versi);
        if (!batch) return undefined;
        await mapHeld(tx, deps, batch, mapping, { actorId: visit.actor.employeeId, requestId: visit.requestId });
        return answer => answer.redirect(303, batchPath(batch.id));
      });
    return refusedAgain(map, again(deps, req, res, visit));
  };

/** The refused rows as a workbook to correct. */
export const sendRejected =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const batch = await batchAsked(deps, req, actor);
    const sheets = await sheetsOf(deps.pool, batch.id);
    if (!sheets || batch.report.rejected.length === 0) throw new NotFound('list of corrections');
    const file = await rejectedWorkbook(batch, sheets);
    res.type(XLSX_TYPE).attachment('daftar-perbaikan.xlsx').send(file);
  };

/** A template: `employees.xlsx`, `people.csv`. */
export const sendTemplate: Handler = async (req, res) => {
  const [name = '', ending, ...more] = String(req.params['berkas']).split('.');
  if (!isTemplateName(name) || (ending !== 'xlsx' && ending !== 'csv') || more.length > 0)
    throw new NotFound('template');
  const file = ending === 'csv' ? Buffer.from(templateCsv(name)) : await templateWorkbook(name);
  res
    .type(ending === 'csv' ? 'text/csv' : XLSX_TYPE)
    .attachment(`templat-${name}.${ending}`)
    .send(file);
};
