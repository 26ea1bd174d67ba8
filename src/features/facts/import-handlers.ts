import type { Request, Response } from 'express';
import { addMonths, firstDay } from '../../domain/month.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound, Unavailable } from '../../platform/errors.ts';
import { KeyReused, once, requestHash } from '../../platform/idempotency.ts';
import { newFormKey, sha256 } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, fieldErrors, type FieldError } from '../../platform/render/forms.ts';
import { bytes as sizeText, number } from '../../platform/render/format.ts';
import { MAX_SHEET_FILE, Unreadable } from '../../platform/spreadsheet/cell.ts';
import { ReadersBusy } from '../../platform/spreadsheet/read.ts';
import { XLSX_TYPE } from '../../platform/spreadsheet/write.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler, UploadedFile, Visit } from '../../platform/web/route.ts';
import { stepRound } from '../../platform/web/step-round.ts';
import { OTHER_KEY, shownOn, uploadForm } from '../../platform/web/typed-fields.ts';
import { factsOf } from '../policies/facts.ts';
import { regulationOn } from '../policies/queries.ts';
import { lookNow, recordDailyView } from '../privacy/service.ts';
import { enterScope, mayDecide } from './access.ts';
import {
  confirmFacts,
  dropFacts,
  factBatch,
  factSheets,
  keepFacts,
  readFacts,
  recentFactBatches,
  type BatchReader,
  type FactBatch,
} from './import-batch.ts';
import { proposeUndo } from './import-undo.ts';
import { batchModel, MOST_FACTS, uploadModel, type FactBatchPage, type FactUploadPage } from './import-page.ts';
import { monthAsked, runningMonth } from './month-asked.ts';
import { paths } from './paths.ts';
import { kindsOfMonth, type EnteredBy } from './proposal-service.ts';
import { factWorkbook, rejectedFacts } from './template.ts';
import { factsOfBatch } from './waiting-queries.ts';

const FILE_FIELD = 'berkas';
const RETRY_SECONDS = 5;

const readerOf = (actor: Actor): BatchReader => ({ employeeId: actor.employeeId, all: mayDecide(actor) });
const enteredBy = ({ actor, requestId }: Pick<Visit, 'actor' | 'requestId'>): EnteredBy => ({
  employeeId: actor.employeeId,
  scope: enterScope(actor),
  requestId,
});

/** GET /kepegawaian/fakta/impor */
export const showUpload =
  (deps: Deps): Handler =>
  (_req, res, { actor }) =>
    renderUpload(deps, res, actor, [], newFormKey(), 200);

async function renderUpload(
  deps: Deps,
  res: Response,
  actor: Actor,
  errors: readonly FieldError[],
  key: string,
  status: 200 | 422,
): Promise<void> {
  const form = errors.length > 0 ? failedForm({}, errors) : blankForm({});
  const batches = await recentFactBatches(deps.pool, readerOf(actor));
  const month = addMonths(runningMonth(deps), -1);
  page<FactUploadPage>(
    res,
    'facts/upload',
    uploadModel({ form, key, month, batches, zone: deps.regency.zone }),
    status,
  );
}

/** POST /kepegawaian/fakta/impor: reads and compares the file, and leads to the page on which it is confirmed. */
export const postUpload =
  (deps: Deps): Handler =>
  async (_req, res, visit) => {
    const { actor, body, files } = visit;
    const again = (errors: readonly FieldError[], key = textOf(body, 'kunci_kirim')): Promise<void> =>
      renderUpload(deps, res, actor, errors, key || newFormKey(), 422);
    const parsed = uploadForm.safeParse(body);
    if (!parsed.success) return again(shownOn(fieldErrors(parsed.error.issues)));
    const file = fileIn(files);
    if ('message' in file) return again([{ field: FILE_FIELD, message: file.message }]);
    const by = enteredBy(visit);
    const given = { fileName: file.name, bytes: file.bytes };
    const checked = await readFacts(deps, given, by).catch((error: unknown) => {
      if (error instanceof Unreadable) return error.message;
      throw error instanceof ReadersBusy ? new Unavailable(RETRY_SECONDS, { cause: error }) : error;
    });
    if (typeof checked === 'string') return again([{ field: FILE_FIELD, message: checked }]);
    const hash = requestHash('impor', { kind: 'fakta', file: sha256(file.bytes) });
    const use = { actorId: actor.employeeId, key: parsed.data.kunci_kirim, hash };
    try {
      const { result } = await transaction(deps.pool, tx =>
        once(tx, use, async () => ({ id: await keepFacts(tx, deps, given, checked, by) })),
      );
      res.redirect(303, paths.batch(result.id));
    } catch (error) {
      if (!(error instanceof KeyReused)) throw error;
      await again([{ field: '', message: OTHER_KEY }], newFormKey());
    }
  };

function fileIn(files: readonly UploadedFile[]): UploadedFile | { readonly message: string } {
  const [file, ...more] = files;
  if (file?.field !== FILE_FIELD) return { message: 'Pilih berkas Excel (.xlsx) atau CSV' };
  if (more.length > 0) return { message: 'Pilih satu berkas saja' };
  if (file.size > MAX_SHEET_FILE) return { message: `Ukuran berkas ${sizeText(file.size)}. Paling besar 10 MB` };
  return file;
}

async function batchAsked(deps: Deps, req: Request, actor: Actor): Promise<FactBatch> {
  const batch = await factBatch(deps.pool, String(req.params['id']), readerOf(actor));
  if (!batch) throw new NotFound('import');
  return batch;
}

/** GET /kepegawaian/fakta/impor/:id: what a file would propose, or has proposed. */
export const showBatch =
  (deps: Deps): Handler =>
  (req, res, { actor }) =>
    renderBatch(deps, req, res, actor, [], 200);

async function renderBatch(
  deps: Deps,
  req: Request,
  res: Response,
  actor: Actor,
  errors: readonly FieldError[],
  status: 200 | 409 | 422,
): Promise<void> {
  const batch = await batchAsked(deps, req, actor);
  const facts = await factsOfBatch(deps.pool, batch.id, MOST_FACTS);
  const subjects = [...new Set(facts.map(({ employeeId }) => employeeId))];
  const seen = { viewerId: actor.employeeId, subjectIds: subjects, what: 'tpp' as const };
  if (subjects.length > 0) await recordDailyView(deps.pool, seen, lookNow(deps));
  const content = {
    batch,
    own: batch.createdBy === actor.employeeId,
    form: errors.length > 0 ? failedForm({}, errors) : blankForm({}),
    kinds: await kindsOfMonth(deps.pool, runningMonth(deps)),
    facts,
    zone: deps.regency.zone,
  };
  page<FactBatchPage>(res, 'facts/batch', batchModel(content), status);
}

/** A step of the sender's own batch; a refusal shows its page again. */
const step =
  (deps: Deps, act: (by: EnteredBy, id: string, version: number, res: Response) => Promise<void>): Handler =>
  async (req, res, visit) => {
    const batch = await batchAsked(deps, req, visit.actor);
    if (batch.createdBy !== visit.actor.employeeId) throw new NotFound('import');
    await stepRound(
      visit.body,
      version => act(enteredBy(visit), batch.id, version, res),
      (errors, status) => renderBatch(deps, req, res, visit.actor, errors, status),
    );
  };

/** POST /kepegawaian/fakta/impor/:id: proposes what is ready. */
export const postBatch = (deps: Deps): Handler =>
  step(deps, async (by, id, version, res) => {
    const { facts, rejected } = await confirmFacts(deps, by, id, version);
    const left = rejected.length > 0 ? ` ${number(rejected.length)} baris perlu diperbaiki.` : '';
    flash(res, {
      kind: rejected.length > 0 ? 'awas' : 'berhasil',
      text: `${number(facts)} data diusulkan dan menunggu orang kedua.${left}`,
    });
    res.redirect(303, paths.batch(id));
  });

/** POST /kepegawaian/fakta/impor/:id/batal: forgets the file. */
export const postCancel = (deps: Deps): Handler =>
  step(deps, async (by, id, version, res) => {
    await dropFacts(deps, by, id, version);
    flash(res, { kind: 'info', text: 'Impor dibatalkan. Tidak ada yang disimpan.' });
    res.redirect(303, paths.upload);
  });

/** POST /kepegawaian/fakta/impor/:id/urungkan: proposes what held before; a second person approves it. */
export const postUndo =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const batch = await batchAsked(deps, req, visit.actor);
    await stepRound(
      visit.body,
      async version => {
        const { batchId, facts } = await proposeUndo(deps, enteredBy(visit), batch, version);
        flash(res, { kind: 'berhasil', text: `Pengurungan ${number(facts)} data diusulkan dan menunggu orang kedua.` });
        res.redirect(303, paths.batch(batchId));
      },
      (errors, status) => renderBatch(deps, req, res, visit.actor, errors, status),
    );
  };

const sendWorkbook = (res: Response, name: string, bytes: Buffer): void => {
  res.attachment(name).type(XLSX_TYPE).send(bytes);
};

/** GET /kepegawaian/fakta/impor/:id/perbaikan: the refused rows with what is wrong. */
export const sendRejected =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const batch = await batchAsked(deps, req, actor);
    const sheets = await factSheets(deps.pool, batch.id);
    if (!sheets || batch.report.rejected.length === 0) throw new NotFound('list');
    sendWorkbook(res, 'perbaikan-data-tpp.xlsx', await rejectedFacts(sheets, batch.report.rejected));
  };

/** GET /kepegawaian/fakta/impor/templat.xlsx?bulan=: the template with the people of the reader's units. */
export const sendTemplate =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const month = monthAsked(deps, req);
    const scope = enterScope(actor);
    const inForce = await regulationOn(deps.pool, firstDay(month));
    const only = scope?.length === 1 ? scope[0] : undefined;
    const gathered = inForce ? await factsOf(deps.pool, { month, inForce, payrollUnitId: only }) : [];
    const people = gathered
      .filter(({ excluded, payrollUnitId }) => excluded === null && (scope === null || scope.includes(payrollUnitId)))
      .map(({ facts }) => ({ nip: facts['pegawai.nip'] ?? '', name: facts['pegawai.nama'] ?? '' }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const kinds = await kindsOfMonth(deps.pool, month);
    sendWorkbook(res, `data-tpp-${month}.xlsx`, await factWorkbook(kinds, month, people));
  };
