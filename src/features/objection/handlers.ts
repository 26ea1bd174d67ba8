import type { Request, Response } from 'express';
import { addDays } from '../../domain/local-date.ts';
import { dayIn, instantOf } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { KeyReused } from '../../platform/idempotency.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, typedValues, type FieldError, type FormState } from '../../platform/render/forms.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { attachmentsOf } from '../attachment/service.ts';
import { sendStored } from '../evidence/download.ts';
import { checkFiles } from '../evidence/service.ts';
import { recordView } from '../privacy/service.ts';
import { workflowOn } from '../workflow/settings.ts';
import { decidersOf } from './decider.ts';
import { storedFileOf } from './file-queries.ts';
import { parseAnswer, parseDecision, parseObjection, parseWithdrawal } from './forms.ts';
import {
  listModel,
  newModel,
  objectionModel,
  sayFiled,
  type NewObjectionPage,
  type ObjectionListPage,
  type ObjectionPage,
} from './pages.ts';
import { objectionOf, objectionsOf, openRefusals, ownEntryState, type FullObjection } from './queries.ts';
import { answerObjection, decideObjection, fileObjection, withdrawObjection } from './service.ts';

const today = (deps: Deps): ReturnType<typeof dayIn> => dayIn(deps.regency.zone, deps.clock.now());
const KEY_REUSED = 'Formulir ini sudah dikirim dengan isi lain. Muat ulang halaman ini';

/** GET /keberatan: what one may object to, one's own, those to answer and those to decide. Three statements. */
export const showList =
  (deps: Deps): Handler =>
  async (_req, res, { actor }) => {
    const [day, { zone }] = [today(deps), deps.regency];
    const { keberatan_ajukan_hari: filingDays } = await workflowOn(deps.pool, day);
    const rows = await objectionsOf(deps.pool, actor, day);
    const since = instantOf(zone, addDays(day, -filingDays), 0);
    const refusals = actor.logs ? await openRefusals(deps.pool, actor.employeeId, day, since) : [];
    page<ObjectionListPage>(res, 'objection/list', listModel(rows, refusals, zone, day, filingDays));
  };

/** GET /keberatan/baru?kegiatan=: the form for one refused entry of one's own. */
export const showNew =
  (deps: Deps): Handler =>
  (req, res, { actor }) => {
    const { kegiatan } = req.query;
    if (kegiatan === undefined) return res.redirect(303, '/keberatan');
    if (typeof kegiatan !== 'string') throw new NotFound('entry');
    return renderNew(deps, res, actor, kegiatan, 200, blankForm({}));
  };

async function renderNew(
  deps: Deps,
  res: Response,
  actor: Actor,
  entryId: string,
  status: 200 | 409 | 422,
  form: FormState,
): Promise<void> {
  if (!isUuid(entryId)) throw new NotFound('entry');
  const day = today(deps);
  const entry = await ownEntryState(deps.pool, actor.employeeId, entryId);
  if (!entry) throw new NotFound('entry');
  if (entry.objectionId !== null && status === 200) return res.redirect(303, `/keberatan/${entry.objectionId}`);
  const { refused } = entry;
  if (!refused) throw new Conflict('Keberatan hanya untuk kegiatan yang ditolak.');
  const { keberatan_ajukan_hari: filingDays } = await workflowOn(deps.pool, day);
  const excluded = [actor.employeeId, refused.refusedBy, ...(refused.verifiedBy === null ? [] : [refused.verifiedBy])];
  const decider = await decidersOf(deps.pool, { startChairId: refused.chairId, excluded }, day);
  const model = newModel(refused, {
    form,
    key: newFormKey(),
    decider: decider.name,
    zone: deps.regency.zone,
    filingDays,
  });
  page<NewObjectionPage>(res, 'objection/new', model, status);
}

/** POST /keberatan. */
export const postNew =
  (deps: Deps): Handler =>
  async (_req, res, { actor, body, files, requestId }) => {
    const entryId = typeof body.kegiatan === 'string' ? body.kegiatan : '';
    const refuse = (status: 409 | 422, errors: readonly FieldError[]): Promise<void> =>
      renderNew(deps, res, actor, entryId, status, failedForm(typedValues(body), errors));
    const parsed = parseObjection(body);
    if (!parsed.ok) return refuse(422, parsed.errors);
    const checked = checkFiles(files);
    if ('error' in checked) return refuse(422, [checked.error]);
    try {
      const filed = await fileObjection(deps, actor, parsed.form, checked.accepted, requestId);
      flash(res, { kind: 'berhasil', text: sayFiled(filed.decider, filed.dueOn) });
      res.redirect(303, `/keberatan/${filed.id}`);
    } catch (error) {
      if (error instanceof KeyReused) return refuse(422, [{ field: '', message: KEY_REUSED }]);
      if (error instanceof Conflict) return refuse(409, [{ field: '', message: error.reason }]);
      throw error;
    }
  };

/** GET /keberatan/:id. */
export const showOne =
  (deps: Deps): Handler =>
  (req, res, { actor }) =>
    renderOne(deps, req, res, actor, 200, blankForm({}));

async function renderOne(
  deps: Deps,
  req: Request,
  res: Response,
  actor: Actor,
  status: 200 | 409 | 422,
  form: FormState,
): Promise<void> {
  const [objection, day] = [await seen(deps, req, actor), today(deps)];
  const attachments = await attachmentsOf(deps.pool, 'objection', [objection.id]);
  const decider = await decidersOf(deps.pool, objection, day);
  await recordView(deps.pool, {
    viewerId: actor.employeeId,
    subjectIds: [objection.ownerId],
    what: 'riwayat',
    at: deps.clock.now(),
  });
  const model = objectionModel({
    objection,
    attachments,
    decider: decider.name,
    zone: deps.regency.zone,
    today: day,
    key: newFormKey(),
    form,
  });
  page<ObjectionPage>(res, 'objection/one', model, status);
}

async function seen(deps: Deps, req: Request, actor: Actor): Promise<FullObjection> {
  const objection = await objectionOf(deps.pool, actor, today(deps), idOf(req));
  if (!objection) throw new NotFound('objection');
  return objection;
}

function idOf(req: Request): string {
  const { id } = req.params;
  if (typeof id !== 'string' || !isUuid(id)) throw new NotFound('objection');
  return id;
}

type Parsed<Form> =
  { readonly ok: true; readonly form: Form } | { readonly ok: false; readonly errors: readonly FieldError[] };

/** A form on the page of one objection: parsed, done, and told; or the page again with what is wrong. */
const formOn =
  <Form>(
    deps: Deps,
    parse: (body: Visit['body']) => Parsed<Form>,
    act: (visit: Visit, id: string, form: Form) => Promise<string>,
  ): Handler =>
  async (req, res, visit) => {
    const id = idOf(req);
    const refuse = (status: 409 | 422, errors: readonly FieldError[]): Promise<void> =>
      renderOne(deps, req, res, visit.actor, status, failedForm(typedValues(visit.body), errors));
    const parsed = parse(visit.body);
    if (!parsed.ok) return refuse(422, parsed.errors);
    try {
      flash(res, { kind: 'berhasil', text: await act(visit, id, parsed.form) });
      res.redirect(303, `/keberatan/${id}`);
    } catch (error) {
      if (error instanceof KeyReused) return refuse(422, [{ field: '', message: KEY_REUSED }]);
      if (error instanceof Conflict) return refuse(409, [{ field: '', message: error.reason }]);
      throw error;
    }
  };

/** POST /keberatan/:id: the decision. */
export const postDecision = (deps: Deps): Handler =>
  formOn(deps, parseDecision, async ({ actor, requestId }, id, form) => {
    const { accepted, effect } = await decideObjection(deps, actor, id, form, requestId);
    if (!accepted) return 'Keberatan ditolak. Pegawai dan yang menolak diberi tahu.';
    return effect === 'langsung'
      ? 'Keberatan diterima. Kegiatan divalidasi dan dihitung.'
      : 'Keberatan diterima. Bulannya sudah ditutup, jadi pengaruhnya masuk sebagai penyesuaian.';
  });

/** POST /keberatan/:id/tanggapan. */
export const postAnswer = (deps: Deps): Handler =>
  formOn(deps, parseAnswer, async ({ actor }, id, form) => {
    await answerObjection(deps, actor, id, form);
    return 'Tanggapan disimpan. Semua pihak bisa membacanya.';
  });

/** POST /keberatan/:id/tarik. */
export const postWithdrawal = (deps: Deps): Handler =>
  formOn(deps, parseWithdrawal, async ({ actor, requestId }, id, form) => {
    await withdrawObjection(deps, actor, id, form.version, requestId);
    return 'Keberatan ditarik.';
  });

/** GET /keberatan/:id/bukti/:fileId: a file of the entry or of the objection, for who may read the objection. */
export const downloadFile =
  (deps: Deps): Handler =>
  async (req, res, { actor }) => {
    const objection = await seen(deps, req, actor);
    const { fileId } = req.params;
    if (typeof fileId !== 'string' || !isUuid(fileId)) throw new NotFound('evidence');
    const file = await storedFileOf(deps.pool, objection, fileId);
    if (!file) throw new NotFound('evidence');
    await sendStored(deps, res, { ...file, id: fileId });
  };
