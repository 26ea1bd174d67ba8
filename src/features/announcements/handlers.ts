import type { Request, Response } from 'express';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, Malformed, NotFound } from '../../platform/errors.ts';
import { KeyReused } from '../../platform/idempotency.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import {
  blankForm,
  failedForm,
  type FieldError,
  fieldErrors,
  type FormState,
  typedValues,
} from '../../platform/render/forms.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { shownOn, OTHER_KEY } from '../../platform/web/typed-fields.ts';
import { payingUnits } from '../account/people.ts';
import { partsOf, writesFor } from './access.ts';
import { changeForm, createForm, readForm, withdrawForm } from './forms.ts';
import {
  type AnnouncementForm,
  announcementModel,
  type AnnouncementPage,
  deskModel,
  type DeskPage,
  formModel,
  proposal,
  readersModel,
  type ReadersPage,
  valuesOf,
  writtenModel,
  type WrittenPage,
} from './pages.ts';
import {
  announcementFor,
  announcementsFor,
  type Audience,
  type Reader,
  targetsOf,
  type Written,
  writtenBy,
  writtenOne,
} from './queries.ts';
import { announce, changeAnnouncement, markRead, withdrawAnnouncement } from './service.ts';

const idOf = (req: Request): string => {
  const id = String(req.params['id']);
  if (!isUuid(id)) throw new NotFound('announcement');
  return id;
};
const pageOf = (req: Request): number => {
  const number = Number(req.query['halaman'] ?? '1');
  return Number.isSafeInteger(number) && number > 0 && number < 10_000 ? number - 1 : 0;
};

/** What everybody reads. */
export function readerHandlers(deps: Deps): Readonly<Record<'list' | 'show' | 'read', Handler>> {
  const readerOf = (actor: Actor): Reader => ({
    employeeId: actor.employeeId,
    today: dayIn(deps.regency.zone, deps.clock.now()),
    parts: partsOf(actor),
  });
  const asked = async (req: Request, actor: Actor) => {
    const row = await announcementFor(deps.pool, readerOf(actor), idOf(req));
    if (!row) throw new NotFound('announcement');
    return row;
  };
  return {
    list: async (_req, res, { actor }) =>
      page<ReadersPage>(res, 'announcements/list', readersModel(await announcementsFor(deps.pool, readerOf(actor)))),
    show: async (req, res, { actor }) =>
      page<AnnouncementPage>(res, 'announcements/announcement', announcementModel(await asked(req, actor))),
    read: async (req, res, { actor, body }) => {
      const parsed = readForm.safeParse(body);
      if (!parsed.success) throw new Malformed('Muat ulang halaman, lalu kirim lagi.');
      const row = await asked(req, actor);
      await markRead(deps, actor.employeeId, row.id);
      res.redirect(303, parsed.data.dari === 'beranda' ? '/dasbor' : `/pengumuman/${row.id}`);
    },
  };
}

/** What those write who may announce. */
export function deskHandlers(
  deps: Deps,
): Readonly<Record<'list' | 'create' | 'post' | 'show' | 'edit' | 'change' | 'withdraw', Handler>> {
  const today = () => dayIn(deps.regency.zone, deps.clock.now());
  const audiencesOf = (actor: Actor): readonly Audience[] =>
    writesFor(actor) === null ? ['semua', 'unit', 'peran'] : ['unit'];
  const limitsOf = async (actor: Actor) => {
    const units = await payingUnits(deps.pool, writesFor(actor));
    return { today: today(), audiences: audiencesOf(actor), units: units.map(unit => unit.code) };
  };

  const renderForm = async (
    res: Response,
    actor: Actor,
    form: FormState,
    of: { readonly written: Written } | { readonly key: string },
    status = 200,
  ): Promise<void> => {
    const units = await payingUnits(deps.pool, writesFor(actor));
    const model = formModel({ form, audiences: audiencesOf(actor), units, of });
    page<AnnouncementForm>(res, 'announcements/form', model, status);
  };

  const asked = async (req: Request, actor: Actor): Promise<Written> => {
    const row = await writtenOne(deps.pool, writesFor(actor), idOf(req));
    if (!row) throw new NotFound('announcement');
    return row;
  };

  const renderOne = async (req: Request, res: Response, actor: Actor, form: FormState, status = 200): Promise<void> => {
    const row = await asked(req, actor);
    const list = { read: req.query['baca'] === 'sudah', page: pageOf(req) };
    const targets = await targetsOf(deps.pool, row.id, today(), list);
    const content = { row, targets, list, today: today(), zone: deps.regency.zone, form };
    page<WrittenPage>(res, 'announcements/written', writtenModel(content), status);
  };

  return {
    list: async (req, res, { actor }) => {
      const index = pageOf(req);
      const { rows, more } = await writtenBy(deps.pool, writesFor(actor), index);
      page<DeskPage>(res, 'announcements/desk', deskModel(rows, more, index, today()));
    },

    create: (_req, res, { actor }) =>
      renderForm(res, actor, proposal(today(), audiencesOf(actor)), { key: newFormKey() }),

    post: async (_req, res, { actor, body, requestId }) => {
      const key = textOf(body, 'kunci_kirim');
      const again = (errors: readonly FieldError[]): Promise<void> =>
        renderForm(
          res,
          actor,
          failedForm(typedValues(body), shownOn(errors)),
          { key: isUuid(key) ? key : newFormKey() },
          422,
        );
      const parsed = createForm(await limitsOf(actor)).safeParse(body);
      if (!parsed.success) return again(fieldErrors(parsed.error.issues));
      try {
        const id = await announce(deps, actor, parsed.data, requestId);
        flash(res, { kind: 'berhasil', text: 'Pengumuman disimpan.' });
        res.redirect(303, `/kepegawaian/pengumuman/${id}`);
      } catch (error) {
        if (!(error instanceof KeyReused)) throw error;
        await again([{ field: '', message: OTHER_KEY }]);
      }
    },

    show: (req, res, { actor }) => renderOne(req, res, actor, blankForm({})),

    edit: async (req, res, { actor }) => {
      const written = await asked(req, actor);
      if (written.withdrawnAt) throw new NotFound('announcement');
      await renderForm(res, actor, valuesOf(written), { written });
    },

    change: async (req, res, { actor, body, requestId }) => {
      const written = await asked(req, actor);
      const again = (errors: readonly FieldError[], status: 409 | 422): Promise<void> =>
        renderForm(res, actor, failedForm(typedValues(body), shownOn(errors)), { written }, status);
      const parsed = changeForm(await limitsOf(actor)).safeParse(body);
      if (!parsed.success) return again(fieldErrors(parsed.error.issues), 422);
      const { versi: version, ...content } = parsed.data;
      try {
        await changeAnnouncement(deps, { actor, id: written.id, version, requestId }, content);
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
        return again([{ field: '', message: error.reason }], 409);
      }
      flash(res, { kind: 'berhasil', text: 'Perubahan disimpan.' });
      res.redirect(303, `/kepegawaian/pengumuman/${written.id}`);
    },

    withdraw: async (req, res, { actor, body, requestId }) => {
      const written = await asked(req, actor);
      const again = (errors: readonly FieldError[], status: 409 | 422): Promise<void> =>
        renderOne(req, res, actor, failedForm({}, shownOn(errors)), status);
      const parsed = withdrawForm.safeParse(body);
      if (!parsed.success) return again(fieldErrors(parsed.error.issues), 422);
      try {
        await withdrawAnnouncement(deps, { actor, id: written.id, version: parsed.data.versi, requestId });
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
        return again([{ field: '', message: error.reason }], 409);
      }
      flash(res, { kind: 'berhasil', text: 'Pengumuman ditarik. Tidak tampil lagi.' });
      res.redirect(303, '/kepegawaian/pengumuman');
    },
  };
}
