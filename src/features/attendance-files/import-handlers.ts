import type { Request, Response } from 'express';
import type { Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound, Unavailable } from '../../platform/errors.ts';
import { KeyReused, once, requestHash } from '../../platform/idempotency.ts';
import { newFormKey, sha256 } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, fieldErrors, type FieldError, typedValues } from '../../platform/render/forms.ts';
import { bytes as sizeText } from '../../platform/render/format.ts';
import { MAX_SHEET_FILE, Unreadable } from '../../platform/spreadsheet/cell.ts';
import { ReadersBusy } from '../../platform/spreadsheet/read.ts';
import { XLSX_TYPE } from '../../platform/spreadsheet/write.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler, UploadedFile, Visit } from '../../platform/web/route.ts';
import { refusedAgain, type ShowAgain, stepRound } from '../../platform/web/step-round.ts';
import { OTHER_KEY, shownOn } from '../../platform/web/typed-fields.ts';
import { isStored } from '../evidence/store.ts';
import { jobPath } from '../jobs/paths.ts';
import { unitScope } from './access.ts';
import { type Batch, batchById, recentBatches, savedTwin } from './batch.ts';
import { type AttendanceBatchPage, batchModel, chosenValues } from './batch-page.ts';
import { settingsIn, unitUploadForm } from './forms.ts';
import { machinesOf, type NamedUnit, unitsOf } from './machine-queries.ts';
import { batchPath, IMPORT_PATH } from './paths.ts';
import { formatOf } from './sheet-format.ts';
import {
  chooseFor,
  dropHeld,
  examine,
  type Examined,
  type GivenFile,
  type Importer,
  keepBytes,
  keepFile,
  openKept,
  twinInWords,
  undoHeld,
} from './service.ts';
import { attendanceCsv, attendanceWorkbook } from './template.ts';
import { savedInWords, saveOrLater, savingJob } from './save-job.ts';
import { unitOfFile } from './unit-of-file.ts';
import { type AttendanceUploadPage, uploadModel } from './upload-page.ts';

const FILE_FIELD = 'berkas';
const RETRY_SECONDS = 5;

const importerOf = ({ actor, requestId }: Visit): Importer => ({
  actorId: actor.employeeId,
  scope: unitScope(actor),
  requestId,
});

/** GET /kepegawaian/presensi/impor */
export const showUpload =
  (deps: Deps): Handler =>
  (_req, res, { actor }) =>
    renderUpload(deps, res, actor, {}, [], newFormKey(), 200);

async function renderUpload(
  deps: Deps,
  res: Response,
  actor: Actor,
  body: Visit['body'],
  errors: readonly FieldError[],
  key: string,
  status: 200 | 409 | 422,
): Promise<void> {
  const scope = unitScope(actor);
  const form = errors.length > 0 ? failedForm(typedValues(body), errors) : blankForm({});
  const model = uploadModel({
    form,
    key,
    units: await unitsOf(deps.pool, scope),
    batches: await recentBatches(deps.pool, scope),
    zone: deps.regency.zone,
  });
  page<AttendanceUploadPage>(res, 'attendance-files/upload', model, status);
}

/** POST /kepegawaian/presensi/impor: reads the file, compares it, and leads to the page on which it is confirmed. */
export const postUpload =
  (deps: Deps): Handler =>
  async (_req, res, visit) => {
    const { body } = visit;
    const again = (errors: readonly FieldError[], status: 409 | 422 = 422): Promise<void> =>
      renderUpload(deps, res, visit.actor, body, errors, textOf(body, 'kunci_kirim') || newFormKey(), status);
    const parsed = unitUploadForm.safeParse(body);
    if (!parsed.success) return again(shownOn(fieldErrors(parsed.error.issues)));
    const upload = fileIn(visit.files);
    if ('message' in upload) return again([{ field: FILE_FIELD, message: upload.message }]);
    const by = importerOf(visit);
    const units = await unitsOf(deps.pool, by.scope);
    const named = units.find(({ code }) => code === parsed.data.unit);
    if (parsed.data.unit !== '' && !named) return again([{ field: 'unit', message: 'Pilih unit dari daftar' }]);
    const read = await examined(deps, upload, by, named, units);
    if ('message' in read) return again([{ field: FILE_FIELD, message: read.message }]);
    const twin = await savedTwin(deps.pool, sha256(upload.bytes), by.scope === null ? null : [read.file.unit.id]);
    if (twin) return again([{ field: FILE_FIELD, message: twinInWords(twin) }], 409);
    await keepBytes(deps, upload.bytes);
    const use = {
      actorId: visit.actor.employeeId,
      key: parsed.data.kunci_kirim,
      hash: requestHash('presensi', { file: sha256(upload.bytes), unit: parsed.data.unit }),
    };
    try {
      const { result } = await transaction(deps.pool, tx =>
        once(tx, use, async () => ({ batchId: await keepFile(tx, deps, { ...read.file, ...read.examined }, by) })),
      );
      res.redirect(303, batchPath(result.batchId));
    } catch (error) {
      if (!(error instanceof KeyReused)) throw error;
      await again([{ field: '', message: OTHER_KEY }]);
    }
  };

function fileIn(files: readonly UploadedFile[]): UploadedFile | { readonly message: string } {
  const [file, ...more] = files;
  if (file?.field !== FILE_FIELD) return { message: 'Pilih berkas mesin (attlog.dat), Excel (.xlsx) atau CSV' };
  if (more.length > 0) return { message: 'Pilih satu berkas saja' };
  if (file.size > MAX_SHEET_FILE) return { message: `Ukuran berkas ${sizeText(file.size)}. Paling besar 10 MB` };
  return file;
}

async function examined(
  deps: Deps,
  { name, bytes }: UploadedFile,
  by: Importer,
  named: NamedUnit | undefined,
  units: readonly NamedUnit[],
): Promise<{ readonly file: GivenFile; readonly examined: Examined } | { readonly message: string }> {
  try {
    const unit = named ?? (await unitOfFile(deps, bytes, name, by, units));
    if (!unit) return { message: 'Pilih unit yang membawa berkas ini' };
    const file = { fileName: name, bytes, unit };
    return { file, examined: await examine(deps, file, by) };
  } catch (error) {
    if (error instanceof Unreadable) return { message: error.message };
    if (error instanceof ReadersBusy) throw new Unavailable(RETRY_SECONDS, { cause: error });
    throw error;
  }
}

/** GET /kepegawaian/presensi/impor/:id */
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
  typed?: Visit['body'],
): Promise<void> {
  const scope = unitScope(actor);
  const batch = await batchAsked(deps, req, scope);
  const values = { ...chosenValues(batch), ...(typed ? typedValues(typed) : {}) };
  const form = errors.length > 0 ? failedForm(values, errors) : blankForm(values);
  const content = {
    batch,
    form,
    machines: await machinesOf(deps.pool, scope),
    units: await unitsOf(deps.pool, scope),
    zone: deps.regency.zone,
    kept: await isStored(deps.uploads, batch.sha256),
    jobId: batch.state === 'pratinjau' ? await savingJob(deps.pool, batch.id) : undefined,
  };
  page<AttendanceBatchPage>(res, 'attendance-files/batch', batchModel(content), status);
}

async function batchAsked(deps: Deps, req: Request, scope: Importer['scope']): Promise<Batch> {
  const batch = await batchById(deps.pool, String(req.params['id']), scope);
  if (!batch) throw new NotFound('attendance file');
  return batch;
}

/** A step with a file: the form is read, the step done in one transaction; a refusal shows the page again. */
const step =
  <Done>(
    deps: Deps,
    act: (tx: Tx, batch: Batch, version: number, by: Importer) => Promise<Done | undefined>,
    answer: (res: Response, done: Done, id: string) => void,
  ): Handler =>
  (req, res, visit) =>
    stepRound(
      visit.body,
      async version => {
        const by = importerOf(visit);
        const batch = await batchAsked(deps, req, by.scope);
        const done = await transaction(deps.pool, tx => act(tx, batch, version, by)).catch(asRefusal);
        if (done === undefined) throw new NotFound('attendance file');
        answer(res, done, batch.id);
      },
      again(deps, req, res, visit),
    );

const again =
  (deps: Deps, req: Request, res: Response, { actor }: Visit): ShowAgain =>
  (errors, status) =>
    renderBatch(deps, req, res, actor, errors, status);

/** A kept file that cannot be read any more is refused like any rule; readers that are busy are not the file's fault. */
function asRefusal(error: unknown): never {
  if (error instanceof ReadersBusy) throw new Unavailable(RETRY_SECONDS, { cause: error });
  if (error instanceof Unreadable) throw new Conflict(`${error.message}.`);
  throw error;
}

/** POST /kepegawaian/presensi/impor/:id: saves what is ready; of a large file a job does. */
export const postSave = (deps: Deps): Handler =>
  step(
    deps,
    (tx, batch, version, by) => saveOrLater(deps, tx, batch, version, by),
    (res, done, id) => {
      if ('jobId' in done) return void res.redirect(303, jobPath(done.jobId));
      const { report } = done;
      flash(res, {
        kind: report.rejectedCount > 0 || report.unmatched > 0 ? 'awas' : 'berhasil',
        text: savedInWords(report),
      });
      res.redirect(303, batchPath(id));
    },
  );

/** POST …/:id/batal: drops a file that was not saved. */
export const postCancel = (deps: Deps): Handler =>
  step(
    deps,
    (tx, { id }, version, by) => dropHeld(tx, deps, { id, version }, by),
    res => {
      flash(res, { kind: 'info', text: 'Impor dibatalkan. Tidak ada yang disimpan.' });
      res.redirect(303, IMPORT_PATH);
    },
  );

/** POST …/:id/urungkan: takes a saved file back as a whole. */
export const postUndo = (deps: Deps): Handler =>
  step(
    deps,
    (tx, { id }, version, by) => undoHeld(tx, deps, { id, version }, by),
    (res, _batch, id) => {
      flash(res, { kind: 'berhasil', text: 'Berkas diurungkan. Hasil harian dihitung lagi tanpa berkas ini.' });
      res.redirect(303, batchPath(id));
    },
  );

/** POST …/:id/atur: takes the choices for a file, and looks through it again. */
export const postSettings =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const by = importerOf(visit);
    const batch = await batchAsked(deps, req, by.scope);
    const fields = (formatOf(batch.report.format)?.fields ?? []).map(({ field }) => field);
    const asked = settingsIn(visit.body, fields);
    const wrong = (errors: readonly FieldError[]): Promise<void> =>
      renderBatch(deps, req, res, visit.actor, errors, 422, visit.body);
    if ('issues' in asked) return wrong(shownOn(fieldErrors([...asked.issues])));
    if (!(await isOffered(deps, asked.profile, batch, by.scope)))
      return wrong([{ field: 'mesin', message: 'Pilih mesin dari daftar' }]);
    const choose = async (): Promise<void> => {
      const raw = await openKept(deps, batch);
      const done = await transaction(deps.pool, tx => chooseFor(tx, deps, raw, { id: batch.id, ...asked }, by));
      if (!done) throw new NotFound('attendance file');
      res.redirect(303, batchPath(batch.id));
    };
    await refusedAgain(() => choose().catch(asRefusal), again(deps, req, res, visit));
  };

async function isOffered(
  deps: Deps,
  { machine, realm }: Batch['profile'],
  batch: Batch,
  scope: Importer['scope'],
): Promise<boolean> {
  if (realm !== undefined) return realm === batch.unitCode;
  return (
    machine === undefined || (await machinesOf(deps.pool, scope)).some(each => each.active && each.code === machine)
  );
}

/** GET …/templat/:berkas: `attendance.xlsx`, `attendance.csv`. */
export const sendTemplate: Handler = async (req, res) => {
  const name = String(req.params['berkas']);
  if (name !== 'attendance.xlsx' && name !== 'attendance.csv') throw new NotFound('template');
  const csv = name.endsWith('.csv');
  const file = csv ? Buffer.from(attendanceCsv()) : await attendanceWorkbook();
  res
    .type(csv ? 'text/csv' : XLSX_TYPE)
    .attachment(`templat-${name}`)
    .send(file);
};
