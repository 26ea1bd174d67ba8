import type { Request, Response } from 'express';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, Malformed } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import { failedForm, type FieldError, type FormState } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { monthOf } from '../../domain/month.ts';
import { refusalNotice } from '../objection/refusal-notice.ts';
import { chairFrom, nextChair, type Chair } from '../organisation/queries.ts';
import { regulationOn } from '../policies/queries.ts';
import { framesOf, todayOf, zoneOf } from './day-frame.ts';
import { readStep } from './entry-form.ts';
import { entryPage, removePage, type EntryPage, type RemovePage } from './entry-page.ts';
import { ownDesk, type Desk, type FindDesk } from './desk.ts';
import { entryAt, finish, isEditable, showChangeAgain } from './form-handlers.ts';
import { draftName } from './form-page.ts';
import { paths } from './paths.ts';
import { wasUncounted } from './uncounted.ts';
import { historyOf, type FullEntry } from './queries.ts';
import { EntryRefused, wrongStatusText } from './refusal.ts';
import { send } from './service.ts';
import { remove, withdraw } from './withdrawal.ts';

/** GET /kegiatan-harian/:id: an entry, its history and whose turn it is. */
export const showEntry =
  (deps: Deps): Handler =>
  async (req, res, visit) =>
    renderEntry(deps, res, await entryAt(deps, await ownDesk(deps, req, visit), req), visit);

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
    openUntil: frame?.openUntil,
  };
  const chair = await chairOfStep(deps, entry, visit.actor.employeeId, context.today);
  const history = await historyOf(deps.pool, entry.id);
  const refused =
    entry.status === 'ditolak'
      ? await refusalNotice(deps.pool, visit.actor.employeeId, entry.id, context.today, zone)
      : null;
  const uncounted = !context.periodOpen && (await wasUncounted(deps.pool, entry.id));
  const model = entryPage({ entry, history, context, zone, chair, refused, uncounted, form: refusal?.form });
  page<EntryPage>(res, 'activity-log/entry', model, refusal?.status ?? 200);
}

/** Who decides next: from the owner's chair for verification, from the verifying chair or the one a letter names for validation. */
async function chairOfStep(
  deps: Deps,
  entry: FullEntry,
  ownerId: string,
  today: Parameters<typeof nextChair>[3],
): Promise<Chair | undefined> {
  if (entry.status === 'dikirim') return nextChair(deps.pool, entry.positionId, [ownerId], today);
  if (entry.status !== 'diverifikasi' || !entry.verifiedBy || !entry.verifiedChairId) return undefined;
  const excluded = [ownerId, entry.verifiedBy];
  return entry.validatorChairId === null
    ? nextChair(deps.pool, entry.verifiedChairId, excluded, today)
    : chairFrom(deps.pool, entry.validatorChairId, excluded, today);
}

/** What a step of one button does with the entry of its page; whatever it throws as refused is shown on the page. */
interface Step {
  readonly act: (desk: Desk, entry: FullEntry, version: number, res: Response) => Promise<void>;
  /** True where what is refused can be put right in the form: the answer is then the form. */
  readonly corrected?: (entry: FullEntry) => boolean;
}

/** The frame of every step of one button: reads the version, finds the entry, acts, shows why not. */
const takeStep =
  (deps: Deps, step: Step): Handler =>
  async (req, res, visit) => {
    const desk = await ownDesk(deps, req, visit);
    const read = readStep(visit.body);
    if (!read.ok) return refuse(deps, desk, req, res, visit, 422, read.errors);
    const entry = await entryAt(deps, desk, req);
    try {
      await step.act(desk, entry, read.input, res);
    } catch (error) {
      if (!(error instanceof EntryRefused)) throw error;
      if (step.corrected?.(entry)) await showChangeAgain(deps, desk, req, res, visit, error);
      else await refuse(deps, desk, req, res, visit, error.status, error.errors);
    }
  };

/** POST /kegiatan-harian/:id/kirim: sends a draft or a returned entry as it stands. */
export const sendEntry = (deps: Deps): Handler =>
  takeStep(deps, {
    corrected: isEditable,
    act: async (desk, entry, version, res) => {
      const done = await send(deps, desk.by, entry.id, version);
      finish(deps, desk, res, done, draftName(entry.id));
    },
  });

/** POST /kegiatan-harian/:id/tarik: takes a sent entry back while nobody has decided on it. */
export const withdrawEntry = (deps: Deps): Handler =>
  takeStep(deps, {
    act: async (desk, entry, version, res) => {
      await withdraw(deps, desk.by, entry.id, version);
      const links = [{ href: paths.edit(entry.id), label: 'Ubah' }];
      flash(res, { kind: 'berhasil', text: 'Kegiatan ditarik dan menjadi draf. Kirim lagi supaya dihitung.', links });
      res.redirect(303, paths.entry(entry.id));
    },
  });

/** GET /kegiatan-harian/:id/hapus: asks once more. */
export const askToRemove =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const entry = await entryAt(deps, await ownDesk(deps, req, visit), req);
    if (entry.status !== 'draf') throw new Conflict(`${wrongStatusText(entry.status, 'dihapus')}.`);
    page<RemovePage>(res, 'activity-log/remove', removePage(entry));
  };

/** POST /kegiatan-harian/:id/hapus: deletes a draft. */
export const removeEntry = (deps: Deps): Handler =>
  takeStep(deps, {
    act: async (desk, entry, version, res) => {
      const { workDate } = await remove(deps, desk.by, entry.id, version);
      flash(res, { kind: 'berhasil', text: 'Draf dihapus.', savedForm: draftName(entry.id) });
      res.redirect(303, paths.month(monthOf(workDate)));
    },
  });

/** POST /bantu/:ownerId/kegiatan/:id/hapus: a helper takes back a draft of their own making. */
export const removePrepared =
  (deps: Deps, findDesk: FindDesk): Handler =>
  async (req, res, visit) => {
    const desk = await findDesk(deps, req, visit);
    const read = readStep(visit.body);
    if (!read.ok) throw new Malformed(read.errors[0]?.message ?? '');
    const entry = await entryAt(deps, desk, req);
    try {
      await remove(deps, desk.by, entry.id, read.input);
    } catch (error) {
      if (!(error instanceof EntryRefused)) throw error;
      throw new Conflict(`${error.message}.`);
    }
    flash(res, { kind: 'berhasil', text: 'Draf dihapus.', savedForm: draftName(entry.id) });
    res.redirect(303, desk.paths.list);
  };

/** The entry's own page with why a step was not taken. */
async function refuse(
  deps: Deps,
  desk: Desk,
  req: Request,
  res: Response,
  visit: Visit,
  status: 409 | 422,
  errors: readonly FieldError[],
): Promise<void> {
  const entry = await entryAt(deps, desk, req);
  // The fields of the form are not on this page: every message stands for the whole of it.
  const form = failedForm(
    {},
    errors.map(error => ({ ...error, field: '' })),
  );
  await renderEntry(deps, res, entry, visit, { status, form });
}
