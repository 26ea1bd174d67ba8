import type { Response } from 'express';
import { addDays, type LocalDate } from '../../domain/local-date.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Malformed, NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { dateTyped } from '../../platform/render/format.ts';
import { blankForm, failedForm, typedValues, type FieldError } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { readHelper } from './forms.ts';
import {
  helpingPage,
  ownHelpersPage,
  preparedPage,
  type HelperField,
  type HelperForm,
  type HelpingPage,
  type OwnHelpersPage,
  type PreparedPage,
} from './pages.ts';
import { paths } from './paths.ts';
import { assistedOwner, assistedOwners, findCandidates, helpersOf, preparedDrafts } from './queries.ts';
import { endHelp, HelpRefused, nameHelper, type Owner } from './service.ts';

const FIELDS: readonly HelperField[] = ['pembantu', 'cari', 'mulai', 'selesai', 'alasan'];
const SEARCH_MAX = 60;
/** What the form proposes; the owner may write any end within a year. */
const USUAL_DAYS = 30;

const todayOf = (deps: Deps): LocalDate => dayIn(deps.regency.zone, deps.clock.now());
const ownerOf = ({ actor, requestId }: Visit): Owner => ({
  employeeId: actor.employeeId,
  name: actor.name,
  requestId,
});

function typed(fields: Readonly<Record<string, unknown>>): HelperForm['values'] {
  const all = typedValues(fields);
  return Object.fromEntries(FIELDS.flatMap(name => (all[name] === undefined ? [] : [[name, all[name]]])));
}

/** GET /akun/bantuan: who helps me, and the form that names somebody; with `cari` who was found. */
export const showHelpers =
  (deps: Deps): Handler =>
  (req, res, visit) => {
    const today = todayOf(deps);
    const usual = { mulai: dateTyped(today), selesai: dateTyped(addDays(today, USUAL_DAYS)) };
    return render(deps, res, visit, 200, blankForm({ ...usual, ...typed(req.query) }), newFormKey());
  };

async function render(
  deps: Deps,
  res: Response,
  { actor }: Visit,
  status: 200 | 409 | 422,
  form: HelperForm,
  key: string,
): Promise<void> {
  const today = todayOf(deps);
  const search = typeof form.values.cari === 'string' ? form.values.cari.replaceAll('\0', '').slice(0, SEARCH_MAX) : '';
  const helpers = await helpersOf(deps.pool, actor.employeeId);
  const candidates = await findCandidates(deps.pool, actor.employeeId, today, search.split(/\s+/).filter(Boolean));
  page<OwnHelpersPage>(res, 'assistance/own', ownHelpersPage({ helpers, candidates, form, key, today }), status);
}

/** POST /akun/bantuan: names a helper. */
export const submitHelper =
  (deps: Deps): Handler =>
  async (_req, res, visit) => {
    const { body } = visit;
    const key = typeof body.kunci_kirim === 'string' && isUuid(body.kunci_kirim) ? body.kunci_kirim : newFormKey();
    const again = (status: 409 | 422, errors: readonly FieldError[], usedKey = key): Promise<void> =>
      render(deps, res, visit, status, failedForm(typed(body), errors), usedKey);
    const read = readHelper(body);
    if (!read.ok) return again(422, read.errors);
    try {
      const { name, superior } = await nameHelper(deps, ownerOf(visit), read.input);
      const text = `${name} boleh menyiapkan draf untuk Anda. Anda yang memeriksa dan mengirim.`;
      const warning = `${text} Ia atasan Anda, jadi ikut memeriksa kegiatan yang disiapkannya sendiri.`;
      flash(res, superior ? { kind: 'awas', text: warning } : { kind: 'berhasil', text });
      res.redirect(303, paths.own);
    } catch (error) {
      if (!(error instanceof HelpRefused)) throw error;
      await again(error.status, [error.error], error.keySpent ? newFormKey() : key);
    }
  };

/** POST /akun/bantuan/:id/akhiri: ends the help at once. */
export const submitEnd =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    if (Object.keys(visit.body).length > 0) throw new Malformed('Isian tidak dikenal.');
    const { id } = req.params;
    if (typeof id !== 'string' || !isUuid(id)) throw new NotFound('assistance');
    await endHelp(deps, ownerOf(visit), id);
    flash(res, { kind: 'berhasil', text: 'Bantuan diakhiri. Draf yang sudah disiapkan tetap ada.' });
    res.redirect(303, paths.own);
  };

/** GET /bantu: the owners whom I help. */
export const showOwners =
  (deps: Deps): Handler =>
  async (_req, res, { actor }) => {
    const owners = await assistedOwners(deps.pool, actor.employeeId, todayOf(deps));
    page<HelpingPage>(res, 'assistance/helping', helpingPage(owners));
  };

/** GET /bantu/:ownerId: the drafts I prepared for one owner. */
export const showPrepared =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const { ownerId } = req.params;
    if (typeof ownerId !== 'string' || !isUuid(ownerId)) throw new NotFound('owner');
    const today = todayOf(deps);
    const name = await assistedOwner(deps.pool, ownerId, actor.employeeId, today);
    if (name === undefined) throw new NotFound('owner');
    const drafts = await preparedDrafts(deps.pool, ownerId, actor.employeeId, today);
    page<PreparedPage>(res, 'assistance/prepared', preparedPage({ id: ownerId.toLowerCase(), name }, drafts));
  };
