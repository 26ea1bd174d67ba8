import type { Response } from 'express';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { Unavailable } from '../../platform/errors.ts';
import { KeyReused, once, requestHash } from '../../platform/idempotency.ts';
import { newFormKey, sha256 } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, fieldErrors, type FieldError } from '../../platform/render/forms.ts';
import { bytes as sizeText } from '../../platform/render/format.ts';
import { MAX_SHEET_FILE, Unreadable } from '../../platform/spreadsheet/cell.ts';
import { ReadersBusy } from '../../platform/spreadsheet/read.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler, UploadedFile } from '../../platform/web/route.ts';
import { shownOn, uploadForm } from '../../platform/web/typed-fields.ts';
import { recentBatches } from './batch.ts';
import { checkFile, type Checked } from './check.ts';
import { missingInWords } from './interpret.ts';
import { batchPath } from './paths.ts';
import { keepChecked } from './service.ts';
import type { ImportKind } from './sheets.ts';
import { uploadModel, type UploadPage } from './upload-page.ts';

const FILE_FIELD = 'berkas';
const RETRY_SECONDS = 5;
const OTHER_KEY = 'Formulir ini sudah pernah dikirim dengan berkas lain. Pilih berkasnya lagi, lalu unggah';

/** The page a file of a kind is sent from. */
export const showUpload =
  (deps: Deps, kind: ImportKind): Handler =>
  (_req, res) =>
    render(deps, res, kind, [], newFormKey(), 200);

async function render(
  deps: Deps,
  res: Response,
  kind: ImportKind,
  errors: readonly FieldError[],
  key: string,
  status: 200 | 422,
): Promise<void> {
  const form = errors.length > 0 ? failedForm({}, errors) : blankForm({});
  const batches = await recentBatches(deps.pool, kind);
  page<UploadPage>(res, 'imports/upload', uploadModel({ kind, form, key, batches, zone: deps.regency.zone }), status);
}

/** Reads the file, compares it, and leads to the page on which it is confirmed. */
export const postUpload =
  (deps: Deps, kind: ImportKind): Handler =>
  async (_req, res, { actor, body, files, requestId }) => {
    const again = (errors: readonly FieldError[]): Promise<void> =>
      render(deps, res, kind, errors, textOf(body, 'kunci_kirim') || newFormKey(), 422);
    const parsed = uploadForm.safeParse(body);
    if (!parsed.success) return again(shownOn(fieldErrors(parsed.error.issues)));
    const file = fileIn(files);
    if ('message' in file) return again([{ field: FILE_FIELD, message: file.message }]);
    const checked = await read(deps, kind, file, actor.employeeId);
    if (typeof checked === 'string') return again([{ field: FILE_FIELD, message: checked }]);
    const use = {
      actorId: actor.employeeId,
      key: parsed.data.kunci_kirim,
      hash: requestHash('impor', { kind, file: sha256(file.bytes) }),
    };
    try {
      const { result } = await transaction(deps.pool, tx =>
        once(tx, use, async () => ({
          batchId: await keepChecked(tx, deps, { kind, fileName: file.name, bytes: file.bytes }, checked, {
            actorId: actor.employeeId,
            requestId,
          }),
        })),
      );
      res.redirect(303, batchPath(result.batchId));
    } catch (error) {
      if (!(error instanceof KeyReused)) throw error;
      await render(deps, res, kind, [{ field: FILE_FIELD, message: OTHER_KEY }], newFormKey(), 422);
    }
  };

function fileIn(files: readonly UploadedFile[]): UploadedFile | { readonly message: string } {
  const [file, ...more] = files;
  if (file?.field !== FILE_FIELD) return { message: 'Pilih berkas Excel (.xlsx) atau CSV' };
  if (more.length > 0) return { message: 'Pilih satu berkas saja' };
  if (file.size > MAX_SHEET_FILE) return { message: `Ukuran berkas ${sizeText(file.size)}. Paling besar 10 MB` };
  return file;
}

/** The checked file, or what is wrong with it in words. */
async function read(deps: Deps, kind: ImportKind, file: UploadedFile, self: string): Promise<Checked | string> {
  try {
    const checked = await checkFile(deps, file.bytes, { kind, self });
    // A column may only be missing because we do not know its header: then it can be chosen on the next page.
    const lost = checked.tables.find(
      table => table.missing.length > 0 && table.headers.every(({ field }) => field !== null),
    );
    return (lost && missingInWords(lost)) ?? checked;
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    if (error instanceof ReadersBusy) throw new Unavailable(RETRY_SECONDS, { cause: error });
    throw error;
  }
}
