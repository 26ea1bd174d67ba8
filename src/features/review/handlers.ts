import type { Request, Response } from 'express';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { isUuid } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, typedValues } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Actor } from '../../platform/web/actor.ts';
import type { Handler } from '../../platform/web/route.ts';
import { lookNow } from '../privacy/service.ts';
import { workflowOn } from '../workflow/settings.ts';
import { entryModel, type ReviewEntryPage } from './entry-page.ts';
import { entryForStep, nextWaiting, queuePlace } from './entry-queries.ts';
import { historyOf } from './history-queries.ts';
import { parseDecision, readFilter, type DecisionFormState } from './forms.ts';
import { entryPath, queuePath } from './paths.ts';
import { decideEntry, type Decided } from './service.ts';
import type { Step } from './step.ts';
import { undoDecision } from './undo.ts';

const today = (deps: Deps): ReturnType<typeof dayIn> => dayIn(deps.regency.zone, deps.clock.now());

/** One entry: waiting for the reader, or decided by them before and then read-only. Four statements. */
export const showEntry =
  (deps: Deps, step: Step): Handler =>
  async (req, res, { actor }) => {
    await renderEntry(deps, step, { actor, req, res, form: blankForm({}), status: 200 });
  };

/** Takes the decision and leads on to the next entry of the queue. */
export const postDecision =
  (deps: Deps, step: Step): Handler =>
  async (req, res, { actor, body, requestId }) => {
    const id = idOf(req);
    const parsed = parseDecision(body);
    if (!parsed.ok) {
      await renderEntry(deps, step, { actor, req, res, form: parsed.state, status: 422 });
      return;
    }
    try {
      const decided = await decideEntry(deps, actor, step, id, parsed.form, requestId);
      const filter = readFilter(req.query);
      flash(res, {
        kind: 'berhasil',
        text: sayOutcome(step, decided),
        links: [{ href: entryPath(step, id), label: 'Lihat atau batalkan keputusan' }],
      });
      const next = await nextWaiting(deps.pool, step, actor.employeeId, today(deps), id, filter);
      res.redirect(303, next === undefined ? queuePath(step, filter) : entryPath(step, next, filter));
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      const form = failedForm(typedValues(body), [{ field: '', message: error.reason }]);
      await renderEntry(deps, step, { actor, req, res, form, status: 409 });
    }
  };

/** Takes one's own decision back; the entry waits again. */
export const postUndo =
  (deps: Deps, step: Step): Handler =>
  async (req, res, { actor, body, requestId }) => {
    const id = idOf(req);
    const { versi, ...unknown } = body;
    if (typeof versi !== 'string' || !/^\d{1,9}$/.test(versi) || Object.keys(unknown).length > 0) {
      const form = failedForm({}, [{ field: '', message: 'Muat ulang halaman ini, lalu batalkan lagi' }]);
      await renderEntry(deps, step, { actor, req, res, form, status: 422 });
      return;
    }
    try {
      await undoDecision(deps, actor, step, id, Number(versi), requestId);
      flash(res, { kind: 'berhasil', text: 'Keputusan dibatalkan. Kegiatan kembali menunggu Anda.' });
      res.redirect(303, entryPath(step, id));
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      const form = failedForm({}, [{ field: '', message: error.reason }]);
      await renderEntry(deps, step, { actor, req, res, form, status: 409 });
    }
  };

interface Rendering {
  readonly actor: Actor;
  readonly req: Request;
  readonly res: Response;
  readonly form: DecisionFormState;
  readonly status: 200 | 409 | 422;
}

/** Shows the entry, fresh and blank or with what was typed and why it was refused. */
async function renderEntry(deps: Deps, step: Step, { actor, req, res, form, status }: Rendering): Promise<void> {
  const [id, filter, day] = [idOf(req), readFilter(req.query), today(deps)];
  const settings = await workflowOn(deps.pool, day);
  const percent = settings.contoh_persen;
  const row = await entryForStep(deps.pool, step, actor.employeeId, day, id, percent, lookNow(deps));
  const waits = row?.mine && row.status === step.waits;
  // A refusal may come from somebody in the same chair having been first: then the step was still theirs to see.
  const refused = row?.mine && status === 409;
  if (!row || !(waits || refused || row.decidedByMe)) throw new NotFound('entry');
  if (status === 422 && !waits) throw new Conflict('Kegiatan ini sudah diputuskan. Tidak ada yang berubah.');
  const history = await historyOf(deps.pool, id);
  const place = waits ? await queuePlace(deps.pool, step, actor.employeeId, day, id, filter) : undefined;
  const model = entryModel({
    step,
    actorId: actor.employeeId,
    zone: deps.regency.zone,
    now: deps.clock.now(),
    undoMinutes: settings.batal_menit,
    filter,
    row,
    history,
    place,
    form,
  });
  page<ReviewEntryPage>(res, 'review/entry', model, status);
}

function idOf(req: Request): string {
  const id = req.params.id;
  if (typeof id !== 'string' || !isUuid(id)) throw new NotFound('entry');
  return id;
}

function sayOutcome(step: Step, { ownerName, to, late }: Decided): string {
  if (to === 'dikembalikan') return `Kegiatan dikembalikan kepada ${ownerName} untuk diperbaiki.`;
  if (to === 'ditolak') return `Kegiatan ${ownerName} ditolak. Pegawai bisa mengajukan keberatan.`;
  if (late && to === 'divalidasi')
    return `Kegiatan ${ownerName} divalidasi. Bulannya sudah ditutup, jadi masuk sebagai penyesuaian pada TPP bulan berikutnya.`;
  if (step.name === 'validasi') return `Kegiatan ${ownerName} divalidasi dan dihitung.`;
  return to === 'divalidasi'
    ? `Kegiatan ${ownerName} disetujui dan langsung divalidasi, karena jabatannya satu tahap.`
    : `Kegiatan ${ownerName} disetujui.`;
}
