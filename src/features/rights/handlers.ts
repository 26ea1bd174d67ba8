import type { Request, Response } from 'express';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
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
import { type Actor, hasRole } from '../../platform/web/actor.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { shownOn, OTHER_KEY, stepForm } from '../../platform/web/typed-fields.ts';
import { payingUnits, personOf, searchPeople } from '../account/people.ts';
import { endForm, grantForm } from './forms.ts';
import {
  grantModel,
  type GrantPage,
  proposedDates,
  type RightPage,
  rightModel,
  type RightsPage,
  rightsModel,
} from './pages.ts';
import { grantCounts, grantOf, grantsOf, type GrantRow, type View, VIEWS } from './queries.ts';
import { grantable } from './role-words.ts';
import { confirmRight, endRight, grantRight, refuseRight, reviewRight, type Step } from './service.ts';

const TOLD = 'Hak dicatat. Orang kedua yang mengesahkan sudah diberi tahu.';
const ALONE = 'Hak dicatat dan berlaku tanpa pengesahan, karena belum ada orang kedua. Jejaknya tercatat.';

/** Who has just got a first right often has no password yet. */
const ACTIVATION = { href: '/kepegawaian/aktivasi', label: 'Cetak lembar aktivasi' };

/** Rights: who holds them, who waits, and the steps of the second person. */
export function rightsHandlers(
  deps: Deps,
): Readonly<Record<'list' | 'create' | 'grant' | 'show' | 'confirm' | 'refuse' | 'end' | 'review', Handler>> {
  const moment = () => ({ now: deps.clock.now(), today: dayIn(deps.regency.zone, deps.clock.now()) });

  const renderForm = async (
    res: Response,
    actor: Actor,
    given: { readonly form: FormState; readonly typed: string; readonly chosen?: string; readonly key?: string },
    status = 200,
  ): Promise<void> => {
    const { today } = moment();
    const found = await searchPeople(deps.pool, given.typed, today, null);
    const chosen = given.chosen !== undefined && isUuid(given.chosen) && !found.some(each => each.id === given.chosen);
    const extra = chosen ? await personOf(deps.pool, given.chosen, today, null) : undefined;
    const content = {
      form: given.form,
      typed: given.typed,
      searched: given.typed !== '',
      people: extra ? [extra, ...found] : found,
      roles: grantable(actor),
      registers: hasRole(actor, 'admin'),
      units: await payingUnits(deps.pool, null),
      key: given.key ?? newFormKey(),
    };
    page<GrantPage>(res, 'rights/form', grantModel(content), status);
  };

  const asked = async (req: Request): Promise<GrantRow> => {
    const id = String(req.params['id']);
    const grant = isUuid(id) ? await grantOf(deps.pool, id, moment()) : undefined;
    if (!grant) throw new NotFound('grant');
    return grant;
  };

  const renderRight = async (req: Request, res: Response, actor: Actor, form: FormState<'alasan'>, status = 200) =>
    page<RightPage>(res, 'rights/right', rightModel(await asked(req), actor, form, deps.regency.zone), status);

  /** A step on an existing right: its form, its act, what is said afterwards. */
  const step =
    (
      parse: (body: Visit['body']) => { readonly version: number; readonly reason: string } | readonly FieldError[],
      act: (given: Step, reason: string) => Promise<GrantRow>,
      said: (grant: GrantRow) => string,
    ): Handler =>
    async (req, res, visit) => {
      const { actor, body, requestId } = visit;
      const grant = await asked(req);
      const again = (errors: readonly FieldError[], status: 409 | 422) =>
        renderRight(req, res, actor, failedForm({ alasan: textOf(body, 'alasan') }, shownOn(errors)), status);
      const parsed = parse(body);
      if (!('version' in parsed)) return again(parsed, 422);
      try {
        await act({ actor, id: grant.id, version: parsed.version, requestId }, parsed.reason);
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
        return again([{ field: '', message: error.reason }], 409);
      }
      flash(res, { kind: 'berhasil', text: said(grant) });
      res.redirect(303, `/sistem/peran/${grant.id}`);
    };

  const plain = (body: Visit['body']) => {
    const parsed = stepForm.safeParse(body);
    return parsed.success ? { version: parsed.data.versi, reason: '' } : fieldErrors(parsed.error.issues);
  };
  const reasoned = (body: Visit['body']) => {
    const parsed = endForm.safeParse(body);
    return parsed.success
      ? { version: parsed.data.versi, reason: parsed.data.alasan }
      : fieldErrors(parsed.error.issues);
  };

  return {
    list: async (req, res) => {
      const view = VIEWS.find(each => each === req.query['tampil']) ?? 'berlaku';
      const number = Number(req.query['halaman'] ?? '1');
      const at = moment();
      const pageIndex = Number.isSafeInteger(number) && number > 0 && number < 10_000 ? number - 1 : 0;
      const { rows, more } = await grantsOf(deps.pool, view satisfies View, at, pageIndex);
      const counts = await grantCounts(deps.pool, at);
      page<RightsPage>(res, 'rights/list', rightsModel({ view, rows, more, page: pageIndex, counts }));
    },

    create: async (req, res, { actor }) => {
      const typed = typeof req.query['cari'] === 'string' ? req.query['cari'].slice(0, 100) : '';
      await renderForm(res, actor, { form: blankForm(proposedDates(moment().today)), typed });
    },

    grant: async (_req, res, { actor, body, requestId }) => {
      const units = await payingUnits(deps.pool, null);
      const parsed = grantForm(
        moment().today,
        grantable(actor),
        units.map(unit => unit.code),
        hasRole(actor, 'admin'),
      ).safeParse(body);
      const again = (errors: readonly FieldError[], status: 409 | 422): Promise<void> =>
        renderForm(
          res,
          actor,
          {
            form: failedForm(typedValues(body), shownOn(errors, ['kunci_kirim', 'cari'])),
            typed: textOf(body, 'cari').slice(0, 100),
            chosen: textOf(body, 'pegawai'),
            ...(isUuid(textOf(body, 'kunci_kirim')) ? { key: textOf(body, 'kunci_kirim') } : {}),
          },
          status,
        );
      if (!parsed.success) return again(fieldErrors(parsed.error.issues), 422);
      try {
        const id = await grantRight(deps, actor, parsed.data, requestId);
        const granted = await grantOf(deps.pool, id, moment());
        flash(res, { kind: 'berhasil', text: granted?.waived === true ? ALONE : TOLD, links: [ACTIVATION] });
        res.redirect(303, `/sistem/peran/${id}`);
      } catch (error) {
        if (error instanceof KeyReused) return again([{ field: '', message: OTHER_KEY }], 422);
        if (error instanceof NotFound) return again([{ field: 'pegawai', message: 'Pilih pegawai' }], 422);
        if (!(error instanceof Conflict)) throw error;
        await again([{ field: '', message: error.reason }], 409);
      }
    },

    show: (req, res, { actor }) => renderRight(req, res, actor, blankForm({})),
    confirm: step(
      plain,
      given => confirmRight(deps, given),
      grant => `Hak ${grant.name} disahkan dan berlaku.`,
    ),
    review: step(
      plain,
      given => reviewRight(deps, given),
      grant => `Hak ${grant.name} ditinjau dan tetap berlaku.`,
    ),
    refuse: step(
      reasoned,
      (given, reason) => refuseRight(deps, given, reason),
      grant => `Hak ${grant.name} ditolak.`,
    ),
    end: step(
      reasoned,
      (given, reason) => endRight(deps, given, reason),
      grant => `Hak ${grant.name} dicabut. Berlaku mulai sekarang.`,
    ),
  };
}
