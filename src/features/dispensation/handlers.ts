import type { Request, Response } from 'express';
import type { LocalDate } from '../../domain/local-date.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { dateTyped } from '../../platform/render/format.ts';
import { blankForm, failedForm, typedValues, type FieldError } from '../../platform/render/forms.ts';
import { hasRole } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { attachmentsOf } from '../attachment/service.ts';
import { sendStored } from '../evidence/download.ts';
import { checkFiles } from '../evidence/service.ts';
import { readDate } from '../../domain/typed-date.ts';
import { recordView } from '../privacy/service.ts';
import { workflowOn } from '../workflow/settings.ts';
import { readerOf } from './access.ts';
import { readDecision, readRequest, readVersion } from './forms.ts';
import {
  detailPage,
  formPage,
  listPage,
  type DecisionForm,
  type DispensationFormPage,
  type DispensationListPage,
  type DispensationPage,
  type RequestField,
  type RequestForm,
} from './pages.ts';
import { paths } from './paths.ts';
import { findPeople, ownRequests, requestOf, waitingRequests, type Dispensation } from './queries.ts';
import { ask, decide, DispensationRefused, withdraw } from './service.ts';

const SEARCH_MAX = 60;
const FIELDS: readonly RequestField[] = ['pegawai', 'cari', 'tanggal', 'sebab', 'keterangan'];

const todayOf = (deps: Deps): LocalDate => dayIn(deps.regency.zone, deps.clock.now());
const decides = ({ actor }: Visit): boolean => hasRole(actor, 'pengelola') || hasRole(actor, 'kepegawaian');
const byOf = (visit: Visit) => ({ reader: readerOf(visit.actor), requestId: visit.requestId });

/** GET /dispensasi: one's own requests, and those that wait for one's decision. */
export const showList =
  (deps: Deps): Handler =>
  async (_req, res, visit) => {
    const reader = readerOf(visit.actor);
    const today = todayOf(deps);
    const own = await ownRequests(deps.pool, reader, today);
    const waiting = decides(visit) ? await waitingRequests(deps.pool, reader, today) : undefined;
    const { zone } = deps.regency;
    page<DispensationListPage>(res, 'dispensation/list', listPage({ own, waiting, today, zone }));
  };

function typed(fields: Readonly<Record<string, unknown>>): RequestForm['values'] {
  const all = typedValues(fields);
  return Object.fromEntries(FIELDS.flatMap(name => (all[name] === undefined ? [] : [[name, all[name]]])));
}

/** GET /dispensasi/baru: the form; with `cari` the same form with what was typed and who was found. */
export const showForm =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const values = typed(req.query);
    const day = typeof values.tanggal === 'string' ? readDate(values.tanggal) : undefined;
    const filled = { pegawai: visit.actor.employeeId, ...values, ...(day ? { tanggal: dateTyped(day) } : {}) };
    await renderForm(deps, res, visit, 200, blankForm(filled), newFormKey());
  };

async function renderForm(
  deps: Deps,
  res: Response,
  visit: Visit,
  status: 200 | 409 | 422,
  form: RequestForm,
  key: string,
): Promise<void> {
  const { actor, files } = visit;
  const mayAskForOthers = decides(visit);
  const search = typeof form.values.cari === 'string' ? form.values.cari.replaceAll('\0', '').slice(0, SEARCH_MAX) : '';
  const words = mayAskForOthers ? search.split(/\s+/).filter(Boolean) : [];
  const found = await findPeople(deps.pool, readerOf(actor), todayOf(deps), words);
  page<DispensationFormPage>(
    res,
    'dispensation/form',
    formPage({
      form,
      key,
      self: { id: actor.employeeId, name: actor.name, title: actor.title },
      found,
      mayAskForOthers,
      filesLost: files.length > 0,
    }),
    status,
  );
}

/** POST /dispensasi: asks that a day may still be logged. */
export const submitRequest =
  (deps: Deps): Handler =>
  async (_req, res, visit) => {
    const { body } = visit;
    const read = readRequest(body, visit.actor.employeeId);
    const files = checkFiles(visit.files);
    const key = typeof body.kunci_kirim === 'string' && isUuid(body.kunci_kirim) ? body.kunci_kirim : newFormKey();
    const again = (status: 409 | 422, errors: readonly FieldError[], spent = false): Promise<void> =>
      renderForm(deps, res, visit, status, failedForm(typed(body), errors), spent ? newFormKey() : key);
    if (!read.ok || 'error' in files)
      return again(422, [...(read.ok ? [] : read.errors), ...('error' in files ? [files.error] : [])]);
    try {
      const { id } = await ask(deps, byOf(visit), read.input, files.accepted);
      flash(res, { kind: 'berhasil', text: 'Permintaan dikirim. Anda diberi tahu setelah diputuskan.' });
      res.redirect(303, paths.one(id));
    } catch (error) {
      if (!(error instanceof DispensationRefused)) throw error;
      await again(error.status, error.errors, error.keySpent);
    }
  };

/** The request of the address. @throws NotFound for what the person may not see */
async function requestAt(deps: Deps, req: Request, visit: Visit): Promise<Dispensation> {
  const { id } = req.params;
  const known = typeof id === 'string' && isUuid(id);
  const request = known ? await requestOf(deps.pool, readerOf(visit.actor), todayOf(deps), id) : undefined;
  if (!request) throw new NotFound('dispensation');
  return request;
}

/** GET /dispensasi/:id: a request, and the decision for who holds it. */
export const showRequest =
  (deps: Deps): Handler =>
  async (req, res, visit) =>
    renderRequest(deps, res, visit, await requestAt(deps, req, visit), 200);

async function renderRequest(
  deps: Deps,
  res: Response,
  { actor }: Visit,
  request: Dispensation,
  status: 200 | 409 | 422,
  form?: DecisionForm,
): Promise<void> {
  const today = todayOf(deps);
  const files = await attachmentsOf(deps.pool, 'dispensation', [request.id]);
  const { dispensasi_buka_hari: openDays } = await workflowOn(deps.pool, today);
  const seen = { viewerId: actor.employeeId, subjectIds: [request.employeeId], what: 'profil' as const };
  if (request.employeeId !== actor.employeeId) await recordView(deps.pool, { ...seen, at: deps.clock.now() });
  page<DispensationPage>(
    res,
    'dispensation/one',
    detailPage({ request, files, readerId: actor.employeeId, today, zone: deps.regency.zone, openDays, form }),
    status,
  );
}

/** POST /dispensasi/:id: grants or refuses. */
export const submitDecision =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const request = await requestAt(deps, req, visit);
    const again = async (status: 409 | 422, errors: readonly FieldError[]): Promise<void> => {
      const { keputusan, jawaban } = typedValues(visit.body);
      const values = {
        ...(keputusan === undefined ? {} : { keputusan }),
        ...(jawaban === undefined ? {} : { jawaban }),
      };
      await renderRequest(deps, res, visit, await requestAt(deps, req, visit), status, failedForm(values, errors));
    };
    const read = readDecision(visit.body);
    if (!request.decidable) throw new NotFound('dispensation');
    if (!read.ok) return again(422, read.errors);
    try {
      await decide(deps, byOf(visit), request.id, todayOf(deps), read.input);
      flash(res, {
        kind: 'berhasil',
        text: read.input.grant ? `Disetujui. ${request.name} diberi tahu.` : `Ditolak. ${request.name} diberi tahu.`,
      });
      res.redirect(303, paths.list);
    } catch (error) {
      if (!(error instanceof DispensationRefused)) throw error;
      await again(error.status, error.errors);
    }
  };

/** POST /dispensasi/:id/tarik: takes one's own request back. */
export const withdrawRequest =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const request = await requestAt(deps, req, visit);
    const read = readVersion(visit.body);
    const again = async (status: 409 | 422, errors: readonly FieldError[]): Promise<void> =>
      renderRequest(deps, res, visit, await requestAt(deps, req, visit), status, failedForm({}, errors));
    if (!read.ok) return again(422, read.errors);
    try {
      await withdraw(deps, byOf(visit), request.id, todayOf(deps), read.input);
      flash(res, { kind: 'berhasil', text: 'Permintaan ditarik.' });
      res.redirect(303, paths.list);
    } catch (error) {
      if (!(error instanceof DispensationRefused)) throw error;
      await again(error.status, error.errors);
    }
  };

/** GET /dispensasi/:id/bukti/:fileId: a document of a request, for who may see the request. */
export const downloadFile =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const request = await requestAt(deps, req, visit);
    const files = await attachmentsOf(deps.pool, 'dispensation', [request.id]);
    const file = files.find(({ id }) => id === req.params.fileId);
    if (!file) throw new NotFound('attachment');
    await sendStored(deps, res, file);
  };
