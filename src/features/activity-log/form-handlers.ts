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
import { inPageOrder, readChangedEntry, readNewEntry, SEARCH_MAX } from './entry-form.ts';
import { formOffer, type FormOffer } from './form-facts.ts';
import {
  draftName,
  entryFormPage,
  freshValues,
  storedValues,
  type EntryField,
  type EntryFormPage,
  type EntryFormState,
} from './form-page.ts';
import { paths } from './paths.ts';
import { entryOf, type FullEntry } from './queries.ts';
import { EntryRefused, wrongStatusText } from './refusal.ts';
import { savedFlash } from './sent-flash.ts';
import { change, submitNew, type Done } from './service.ts';

const FIELDS: readonly EntryField[] = [
  'aktivitas',
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

function offerFor(deps: Deps, visit: Visit, fields: Fields, entry?: FullEntry): Promise<FormOffer> {
  const chosen = one(fields, 'aktivitas');
  return formOffer(deps, {
    employeeId: visit.actor.employeeId,
    day: typedDay(fields) ?? entry?.workDate,
    chosenItemId: isUuid(chosen) ? chosen : (entry?.itemId ?? null),
    words: searchIn(fields).split(/\s+/).filter(Boolean),
  });
}

/** GET /kegiatan-harian/baru: the form; with `cari` the same form with what was typed and what was found. */
export const showNewForm =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const query: Fields = req.query;
    const offer = await offerFor(deps, visit, query);
    const key = one(query, 'kunci_kirim');
    const values = { ...freshValues(offer), ...typed(query) };
    page<EntryFormPage>(
      res,
      'activity-log/form',
      entryFormPage({
        offer,
        form: blankForm(values),
        filesLost: false,
        search: searchIn(query),
        key: isUuid(key) ? key : newFormKey(),
      }),
    );
  };

/** POST /kegiatan-harian: a new entry, sent or kept as a draft. */
export const submitForm =
  (deps: Deps): Handler =>
  async (_req, res, visit) => {
    const read = readNewEntry(visit.body);
    const files = checkFiles(visit.files);
    const again = (status: 409 | 422, errors: readonly FieldError[], keySpent = false): Promise<void> =>
      showNewAgain(deps, res, visit, status, errors, keySpent);
    if (!read.ok || 'error' in files) return again(422, problemsOf(read, files));
    try {
      const done = await submitNew(deps, byOf(visit), read.input, files.accepted);
      await finish(deps, res, visit, done, draftName());
    } catch (error) {
      if (!(error instanceof EntryRefused)) throw error;
      await again(error.status, error.errors, error.keySpent);
    }
  };

async function showNewAgain(
  deps: Deps,
  res: Response,
  visit: Visit,
  status: 409 | 422,
  errors: readonly FieldError[],
  keySpent: boolean,
): Promise<void> {
  const offer = await offerFor(deps, visit, visit.body);
  const key = one(visit.body, 'kunci_kirim');
  page<EntryFormPage>(
    res,
    'activity-log/form',
    entryFormPage({
      offer,
      form: failedForm(typed(visit.body), inPageOrder(errors)),
      filesLost: visit.files.length > 0,
      search: searchIn(visit.body),
      key: isUuid(key) && !keySpent ? key : newFormKey(),
    }),
    status,
  );
}

/** GET /kegiatan-harian/:id/ubah: the form of a draft or a returned entry. */
export const showChangeForm =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const entry = await ownEntry(deps, req, visit);
    if (!isEditable(entry)) throw new Conflict(`${wrongStatusText(entry.status, 'diubah')}.`);
    const query: Fields = req.query;
    const form = blankForm<EntryField>({ ...storedValues(entry), ...typed(query) });
    const offer = await offerFor(deps, visit, query, entry);
    page<EntryFormPage>(
      res,
      'activity-log/form',
      entryFormPage({ offer, form, filesLost: false, search: searchIn(query), entry }),
    );
  };

/** POST /kegiatan-harian/:id: a changed draft or a corrected entry, saved or sent. */
export const submitChange =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const entry = await ownEntry(deps, req, visit);
    const read = readChangedEntry(visit.body, entry.status === 'dikembalikan');
    const files = checkFiles(visit.files);
    const again = (status: 409 | 422, errors: readonly FieldError[]): Promise<void> =>
      showChangeAgain(deps, req, res, visit, { status, errors, values: typed(visit.body) });
    if (!read.ok || 'error' in files) return again(422, problemsOf(read, files));
    try {
      const done = await change(deps, byOf(visit), entry.id, read.input, files.accepted);
      await finish(deps, res, visit, done, draftName(entry.id));
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
  req: Request,
  res: Response,
  visit: Visit,
  refusal: {
    readonly status: 409 | 422;
    readonly errors: readonly FieldError[];
    readonly values?: EntryFormState['values'];
  },
): Promise<void> {
  const entry = await ownEntry(deps, req, visit);
  const offer = await offerFor(deps, visit, refusal.values ?? {}, entry);
  page<EntryFormPage>(
    res,
    'activity-log/form',
    entryFormPage({
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

/** One's own entry of the address. @throws NotFound for anything else */
export async function ownEntry(deps: Deps, req: Request, visit: Visit): Promise<FullEntry> {
  const { id } = req.params;
  const entry = typeof id === 'string' && isUuid(id) ? await entryOf(deps.pool, visit.actor.employeeId, id) : undefined;
  if (!entry) throw new NotFound('entry');
  return entry;
}

export const byOf = (visit: Visit) => ({ employeeId: visit.actor.employeeId, requestId: visit.requestId });

/** 303 to the entry, with what happened to it. */
export async function finish(deps: Deps, res: Response, visit: Visit, done: Done, savedForm: string): Promise<void> {
  flash(res, await savedFlash(deps, visit.actor.employeeId, done, savedForm));
  res.redirect(303, paths.entry(done.id));
}

const problemsOf = (
  read: { readonly ok: boolean; readonly errors?: readonly FieldError[] },
  files: ReturnType<typeof checkFiles>,
): FieldError[] => [...(read.errors ?? []), ...('error' in files ? [files.error] : [])];
