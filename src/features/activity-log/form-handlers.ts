import type { Request, Response } from 'express';
import { isLocalDate, type LocalDate } from '../../domain/local-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, typedValues, type FieldError } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { checkFiles } from '../evidence/service.ts';
import { orderToLog, type OrderToLog } from '../orders/entry-link.ts';
import { ownDesk, type Desk, type FindDesk } from './desk.ts';
import { inPageOrder, readChangedEntry, readNewEntry, SEARCH_MAX } from './entry-form.ts';
import type { Done } from './entry-writer.ts';
import { formOffer, type FormOffer } from './form-facts.ts';
import { draftName, entryFormPage, type EntryFormPage } from './form-page.ts';
import { freshValues, noteValues, storedValues, type EntryField, type EntryFormState } from './form-values.ts';
import { noteOf, type QuickNote } from './note-queries.ts';
import { entryFor } from './owner-step.ts';
import type { FullEntry } from './queries.ts';
import { EntryRefused, wrongStatusText } from './refusal.ts';
import { savedFlash } from './sent-flash.ts';
import { change, submitNew } from './service.ts';

const FIELDS: readonly EntryField[] = [
  'aktivitas',
  'alasan_luar',
  'uraian',
  'volume',
  'tanggal',
  'mulai',
  'selesai',
  'sasaran',
  'cari',
  'hapus_bukti',
];

type Fields = Readonly<Record<string, unknown>>;
const one = (fields: Fields, name: string): string => {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === 'string' ? value.replaceAll('\0', '') : '';
};

/** The typed values of the form, and nothing else of a body or query. */
function typed(fields: Fields): EntryFormState['values'] {
  const all = typedValues(fields);
  return Object.fromEntries(FIELDS.flatMap(name => (all[name] === undefined ? [] : [[name, all[name]]])));
}

const typedDay = (fields: Fields): LocalDate | undefined => {
  const day = one(fields, 'tanggal');
  return isLocalDate(day) && !day.startsWith('0000') ? day : undefined;
};
const searchIn = (fields: Fields): string => one(fields, 'cari').trim().slice(0, SEARCH_MAX);

function offerFor(deps: Deps, desk: Desk, fields: Fields, day?: LocalDate, entry?: FullEntry): Promise<FormOffer> {
  const chosen = one(fields, 'aktivitas');
  return formOffer(deps, {
    employeeId: desk.by.employeeId,
    day: typedDay(fields) ?? day ?? entry?.workDate,
    chosenItemId: isUuid(chosen) ? chosen : (entry?.itemId ?? null),
    words: searchIn(fields).split(/\s+/).filter(Boolean),
    entry,
  });
}

/** The open note that a form is to complete; one that is gone by now is simply not there. */
function noteIn(deps: Deps, desk: Desk, fields: Fields): Promise<QuickNote | undefined> {
  const id = one(fields, 'catatan');
  const own = isUuid(id) && desk.by.helperId === undefined;
  return own ? noteOf(deps.pool, desk.by.employeeId, id) : Promise.resolve(undefined);
}

/** The open order that a form is to carry out; undefined for one that is closed or somebody else's. */
function orderIn(deps: Deps, desk: Desk, fields: Fields): Promise<OrderToLog | undefined> {
  const id = one(fields, 'perintah');
  const own = isUuid(id) && desk.by.helperId === undefined;
  return own ? orderToLog(deps.pool, desk.by.employeeId, id) : Promise.resolve(undefined);
}

/** GET …/baru: the form; with `cari` the same form with what was found, with `catatan` or `perintah` their text. */
export const showNewForm =
  (deps: Deps, findDesk: FindDesk = ownDesk): Handler =>
  async (req, res, visit) => {
    const desk = await findDesk(deps, req, visit);
    const query: Fields = req.query;
    const note = await noteIn(deps, desk, query);
    const order = await orderIn(deps, desk, query);
    const offer = await offerFor(deps, desk, query, note?.workDate);
    const key = one(query, 'kunci_kirim');
    const values = {
      ...freshValues(offer),
      ...(note ? noteValues(note) : {}),
      ...(order ? { uraian: order.text } : {}),
      ...typed(query),
    };
    page<EntryFormPage>(
      res,
      'activity-log/form',
      entryFormPage({
        desk,
        offer,
        form: blankForm(values),
        filesLost: false,
        search: searchIn(query),
        key: isUuid(key) ? key : newFormKey(),
        noteId: note?.id,
        order,
      }),
    );
  };

/** POST …: a new entry, sent or kept as a draft. */
export const submitForm =
  (deps: Deps, findDesk: FindDesk = ownDesk): Handler =>
  async (req, res, visit) => {
    const desk = await findDesk(deps, req, visit);
    const read = readNewEntry(visit.body);
    const files = checkFiles(visit.files);
    const again = (status: 409 | 422, errors: readonly FieldError[], keySpent = false): Promise<void> =>
      showNewAgain(deps, desk, res, visit, status, errors, keySpent);
    if (!read.ok || 'error' in files) return again(422, problemsOf(read, files));
    if (read.input.send && desk.by.helperId !== undefined) return again(422, [ONLY_THE_OWNER]);
    try {
      const done = await submitNew(deps, desk.by, read.input, files.accepted);
      finish(deps, desk, res, done, draftName(undefined, desk.by.helperId && desk.by.employeeId));
    } catch (error) {
      if (!(error instanceof EntryRefused)) throw error;
      await again(error.status, error.errors, error.keySpent);
    }
  };

const ONLY_THE_OWNER: FieldError = { field: '', message: 'Hanya pemilik kegiatan yang dapat mengirim. Simpan draf' };

async function showNewAgain(
  deps: Deps,
  desk: Desk,
  res: Response,
  visit: Visit,
  status: 409 | 422,
  errors: readonly FieldError[],
  keySpent: boolean,
): Promise<void> {
  const note = await noteIn(deps, desk, visit.body);
  const order = await orderIn(deps, desk, visit.body);
  const offer = await offerFor(deps, desk, visit.body);
  const key = one(visit.body, 'kunci_kirim');
  page<EntryFormPage>(
    res,
    'activity-log/form',
    entryFormPage({
      desk,
      offer,
      form: failedForm(typed(visit.body), inPageOrder(errors)),
      filesLost: visit.files.length > 0,
      search: searchIn(visit.body),
      key: isUuid(key) && !keySpent ? key : newFormKey(),
      noteId: note?.id,
      order,
    }),
    status,
  );
}

/** GET …/:id/ubah: the form of a draft or a returned entry. */
export const showChangeForm =
  (deps: Deps, findDesk: FindDesk = ownDesk): Handler =>
  async (req, res, visit) => {
    const desk = await findDesk(deps, req, visit);
    const entry = await entryAt(deps, desk, req);
    if (!isEditable(entry)) throw new Conflict(`${wrongStatusText(entry.status, 'diubah')}.`);
    const query: Fields = req.query;
    const form = blankForm<EntryField>({ ...storedValues(entry), ...typed(query) });
    const offer = await offerFor(deps, desk, query, undefined, entry);
    page<EntryFormPage>(
      res,
      'activity-log/form',
      entryFormPage({ desk, offer, form, filesLost: false, search: searchIn(query), entry }),
    );
  };

/** POST …/:id: a changed draft or a corrected entry, saved or sent. */
export const submitChange =
  (deps: Deps, findDesk: FindDesk = ownDesk): Handler =>
  async (req, res, visit) => {
    const desk = await findDesk(deps, req, visit);
    const entry = await entryAt(deps, desk, req);
    const read = readChangedEntry(visit.body, entry.status === 'dikembalikan');
    const files = checkFiles(visit.files);
    const again = (status: 409 | 422, errors: readonly FieldError[]): Promise<void> =>
      showChangeAgain(deps, desk, req, res, visit, { status, errors, values: typed(visit.body) });
    if (!read.ok || 'error' in files) return again(422, problemsOf(read, files));
    if (read.input.send && desk.by.helperId !== undefined) return again(422, [ONLY_THE_OWNER]);
    try {
      const done = await change(deps, desk.by, entry.id, read.input, files.accepted);
      finish(deps, desk, res, done, draftName(entry.id));
    } catch (error) {
      if (!(error instanceof EntryRefused)) throw error;
      await again(error.status, error.errors);
    }
  };

/**
 * The form of an entry after a refusal. The entry is read again: where somebody changed it meanwhile, the page shows what
 * is there now, and the next submission is made against that.
 */
export async function showChangeAgain(
  deps: Deps,
  desk: Desk,
  req: Request,
  res: Response,
  visit: Visit,
  refusal: {
    readonly status: 409 | 422;
    readonly errors: readonly FieldError[];
    readonly values?: EntryFormState['values'];
  },
): Promise<void> {
  const entry = await entryAt(deps, desk, req);
  const offer = await offerFor(deps, desk, refusal.values ?? {}, undefined, entry);
  page<EntryFormPage>(
    res,
    'activity-log/form',
    entryFormPage({
      desk,
      offer,
      form: failedForm(refusal.values ?? storedValues(entry), inPageOrder(refusal.errors)),
      filesLost: visit.files.length > 0,
      search: searchIn(visit.body),
      entry,
      changedMeanwhile: one(visit.body, 'versi') !== String(entry.version),
    }),
    refusal.status,
  );
}

export const isEditable = (entry: FullEntry): boolean => entry.status === 'draf' || entry.status === 'dikembalikan';

/** The entry of the address, as it may be seen at this desk. @throws NotFound for anything else */
export async function entryAt(deps: Deps, desk: Desk, req: Request): Promise<FullEntry> {
  const { id } = req.params;
  if (typeof id !== 'string' || !isUuid(id)) throw new NotFound('entry');
  return entryFor(deps.pool, desk.by, id);
}

/** 303 to the entry, with what happened to it; a helper goes back to the list of drafts. */
export function finish(deps: Deps, desk: Desk, res: Response, done: Done, savedForm: string): void {
  if (desk.ownerName !== undefined) {
    const text = `Draf disimpan untuk ${desk.ownerName}, yang memeriksa dan mengirimnya.`;
    flash(res, { kind: 'berhasil', text, links: [{ href: desk.paths.create, label: 'Siapkan lagi' }], savedForm });
    return res.redirect(303, desk.paths.list);
  }
  flash(res, savedFlash(deps, done, savedForm));
  res.redirect(303, desk.paths.entry(done.id));
}

const problemsOf = (
  read: { readonly ok: boolean; readonly errors?: readonly FieldError[] },
  files: ReturnType<typeof checkFiles>,
): FieldError[] => [...(read.errors ?? []), ...('error' in files ? [files.error] : [])];
