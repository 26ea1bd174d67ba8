import type { Request, Response } from 'express';
import type { Deps } from '../../platform/deps.ts';
import { Conflict } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import { failedForm, type FieldError, type FormState } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { monthOf } from '../../domain/month.ts';
import { nextChair, type Chair } from '../organisation/queries.ts';
import { regulationOn } from '../policies/queries.ts';
import { framesOf, todayOf, zoneOf } from './day-frame.ts';
import { readStep } from './entry-form.ts';
import { entryPage, removePage, type EntryPage, type RemovePage } from './entry-page.ts';
import { byOf, finish, isEditable, ownEntry, showChangeAgain } from './form-handlers.ts';
import { draftName } from './form-page.ts';
import { paths } from './paths.ts';
import { historyOf, type FullEntry } from './queries.ts';
import { EntryRefused, wrongStatusText } from './refusal.ts';
import { send } from './service.ts';
import { remove, withdraw } from './withdrawal.ts';

/** GET /kegiatan-harian/:id: an entry, its history and whose turn it is. */
export const showEntry =
  (deps: Deps): Handler =>
  async (req, res, visit) =>
    renderEntry(deps, res, await ownEntry(deps, req, visit), visit);

async function renderEntry(
  deps: Deps,
  res: Response,
  entry: FullEntry,
  visit: Visit,
  refusal?: { readonly status: 409 | 422; readonly form: FormState },
): Promise<void> {
  const now = deps.clock.now();
  const [frame] = await framesOf(deps.pool, visit.actor.employeeId, [entry.workDate]);
  const zone = zoneOf(frame?.seat, deps.regency.zone);
  const context = {
    today: todayOf(frame?.seat, deps.regency.zone, now),
    zone,
    periodOpen: frame?.periodOpen ?? true,
    oneStep: frame?.seat?.oneStep ?? false,
    daily: (await regulationOn(deps.pool, entry.workDate))?.daily,
  };
  const chair = await chairOfStep(deps, entry, visit.actor.employeeId, context.today);
  const history = await historyOf(deps.pool, entry.id);
  const model = entryPage({ entry, history, context, zone, chair, form: refusal?.form });
  page<EntryPage>(res, 'activity-log/entry', model, refusal?.status ?? 200);
}

/** Who decides next: from the owner's chair for verification, from the verifying chair for validation. */
async function chairOfStep(
  deps: Deps,
  entry: FullEntry,
  ownerId: string,
  today: Parameters<typeof nextChair>[3],
): Promise<Chair | undefined> {
  if (entry.status === 'dikirim') return nextChair(deps.pool, entry.positionId, [ownerId], today);
  if (entry.status !== 'diverifikasi' || !entry.verifiedBy || !entry.verifiedChairId) return undefined;
  return nextChair(deps.pool, entry.verifiedChairId, [ownerId, entry.verifiedBy], today);
}

/** POST /kegiatan-harian/:id/kirim: sends a draft or a returned entry as it stands. */
export const sendEntry =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const read = readStep(visit.body);
    if (!read.ok) return refuse(deps, req, res, visit, 422, read.errors);
    const entry = await ownEntry(deps, req, visit);
    try {
      const done = await send(deps, byOf(visit), entry.id, read.input);
      await finish(deps, res, visit, done, draftName(entry.id));
    } catch (error) {
      if (!(error instanceof EntryRefused)) throw error;
      // What is missing or refused is corrected in the form.
      if (isEditable(entry)) await showChangeAgain(deps, req, res, visit, error);
      else await refuse(deps, req, res, visit, error.status, error.errors);
    }
  };

/** POST /kegiatan-harian/:id/tarik: takes a sent entry back while nobody has decided on it. */
export const withdrawEntry =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const read = readStep(visit.body);
    if (!read.ok) return refuse(deps, req, res, visit, 422, read.errors);
    const entry = await ownEntry(deps, req, visit);
    try {
      await withdraw(deps, byOf(visit), entry.id, read.input);
      const links = [{ href: paths.edit(entry.id), label: 'Ubah' }];
      flash(res, { kind: 'berhasil', text: 'Kegiatan ditarik dan menjadi draf. Kirim lagi supaya dihitung.', links });
      res.redirect(303, paths.entry(entry.id));
    } catch (error) {
      if (!(error instanceof EntryRefused)) throw error;
      await refuse(deps, req, res, visit, error.status, error.errors);
    }
  };

/** GET /kegiatan-harian/:id/hapus: asks once more. */
export const askToRemove =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const entry = await ownEntry(deps, req, visit);
    if (entry.status !== 'draf') throw new Conflict(`${wrongStatusText(entry.status, 'dihapus')}.`);
    page<RemovePage>(res, 'activity-log/remove', removePage(entry));
  };

/** POST /kegiatan-harian/:id/hapus: deletes a draft. */
export const removeEntry =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const read = readStep(visit.body);
    if (!read.ok) return refuse(deps, req, res, visit, 422, read.errors);
    const entry = await ownEntry(deps, req, visit);
    try {
      const { workDate } = await remove(deps, byOf(visit), entry.id, read.input);
      flash(res, { kind: 'berhasil', text: 'Draf dihapus.', savedForm: draftName(entry.id) });
      res.redirect(303, paths.month(monthOf(workDate)));
    } catch (error) {
      if (!(error instanceof EntryRefused)) throw error;
      await refuse(deps, req, res, visit, error.status, error.errors);
    }
  };

/** The entry's own page with why a step was not taken. */
async function refuse(
  deps: Deps,
  req: Request,
  res: Response,
  visit: Visit,
  status: 409 | 422,
  errors: readonly FieldError[],
): Promise<void> {
  const entry = await ownEntry(deps, req, visit);
  // The fields of the form are not on this page: every message stands for the whole of it.
  const form = failedForm(
    {},
    errors.map(error => ({ ...error, field: '' })),
  );
  await renderEntry(deps, res, entry, visit, { status, form });
}
