import type { Request, Response } from 'express';
import { z } from 'zod';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Conflict, NotFound } from '../../platform/errors.ts';
import { KeyReused } from '../../platform/idempotency.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { blankForm, failedForm, type FieldError, fieldErrors, type FormState } from '../../platform/render/forms.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { formKeyField, shownOn, UNKNOWN_FIELD, OTHER_KEY } from '../../platform/web/typed-fields.ts';
import { recordView } from '../privacy/service.ts';
import {
  deskModel,
  type DeskPage,
  deskPersonModel,
  type DeskPersonPage,
  deskPersonPath,
  slipsModel,
  type SlipsPage,
} from './desk-pages.ts';
import {
  deskPerson,
  type DeskPerson,
  deskOf,
  deskScope,
  MOST_SLIPS,
  openTickets,
  withoutAccount,
  withoutByUnit,
} from './desk-queries.ts';
import { makeSlips, outweighedInWords, OWN_ACCOUNT, resetAtDesk, type Slip } from './desk-service.ts';
import { payingUnits, searchPeople } from './people.ts';

const DESK = '/kepegawaian/aktivasi';
const CHOOSE = 'Centang paling sedikit 1 orang';

const slipsForm = z.strictObject(
  {
    id: z
      .union([z.string(), z.array(z.string())], CHOOSE)
      .default([])
      .transform(typed => (typeof typed === 'string' ? [typed] : typed))
      .refine(ids => ids.length > 0 && ids.every(isUuid), CHOOSE)
      .refine(ids => ids.length <= MOST_SLIPS, `Paling banyak ${String(MOST_SLIPS)} orang sekali cetak`),
    unit: z.string().default(''),
    kunci_kirim: formKeyField,
  },
  UNKNOWN_FIELD,
);
const resetForm = z.strictObject({ kunci_kirim: formKeyField }, UNKNOWN_FIELD);

/** The clerk's desk: slips with first codes, and a new code for who forgot the password. */
export function deskHandlers(deps: Deps): Readonly<Record<'show' | 'print' | 'person' | 'reset', Handler>> {
  const { pool, regency, clock, config } = deps;
  const today = () => dayIn(regency.zone, clock.now());

  const render = async (
    res: Response,
    actor: Actor,
    given: { readonly form: FormState; readonly unit: string; readonly typed: string; readonly key?: string },
    status = 200,
  ): Promise<void> => {
    const scope = deskScope(actor);
    const units = await payingUnits(pool, scope);
    const only = units.length === 1 && given.unit === '' ? units[0] : undefined;
    const unit = only ?? units.find(each => each.code === given.unit);
    if (given.unit !== '' && !unit) throw new NotFound('unit');
    const content = {
      form: given.form,
      typed: given.typed,
      found: given.typed === '' ? null : await searchPeople(pool, given.typed, today(), scope),
      tickets: await openTickets(pool, scope, today()),
      units: unit ? units.map(each => ({ ...each, people: 0 })) : await withoutByUnit(pool, deskOf(actor), today()),
      chosen: unit ? { ...unit, people: await withoutAccount(pool, unit.id, deskOf(actor), today()) } : null,
      zone: regency.zone,
      key: given.key ?? newFormKey(),
    };
    page<DeskPage>(res, 'account/desk', deskModel(content), status);
  };

  /** The code stands on this answer alone: not in an address, not in a cache, not in the database. */
  const printSlips = (req: Request, res: Response, slips: readonly Slip[], back: string): void => {
    const origin = config.origin ?? `${req.protocol}://${req.get('host') ?? ''}`;
    res.set('Cache-Control', 'no-store, private');
    const place = { government: regency.government, address: `${origin}/aktivasi`, zone: regency.zone, back };
    page<SlipsPage>(res, 'account/slips', slipsModel(slips, place));
  };

  const asked = async (req: Request, actor: Actor): Promise<DeskPerson> => {
    const id = String(req.params['id']);
    const person = isUuid(id) ? await deskPerson(pool, id, deskOf(actor), today()) : undefined;
    if (!person || person.disabled) throw new NotFound('person');
    return person;
  };

  const renderPerson = (res: Response, actor: Actor, person: DeskPerson, form: FormState, status = 200): void => {
    const own = person.id === actor.employeeId ? OWN_ACCOUNT : null;
    const refusal = own ?? outweighedInWords(person, deskOf(actor));
    const content = { person, form, refusal, zone: regency.zone, key: newFormKey() };
    page<DeskPersonPage>(res, 'account/desk-person', deskPersonModel(content), status);
  };

  const query = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 100) : '');

  return {
    show: (req, res, { actor }) =>
      render(res, actor, { form: blankForm({}), unit: query(req.query['unit']), typed: query(req.query['cari']) }),

    print: async (req, res, { actor, body, requestId }) => {
      const again = (errors: readonly FieldError[]): Promise<void> =>
        render(
          res,
          actor,
          {
            form: failedForm({ id: body['id'] ?? [] }, shownOn(errors, ['kunci_kirim', 'unit'])),
            unit: textOf(body, 'unit'),
            typed: '',
          },
          422,
        );
      const parsed = slipsForm.safeParse(body);
      if (!parsed.success) return again(fieldErrors(parsed.error.issues));
      const { id: ids, unit, kunci_kirim: key } = parsed.data;
      try {
        const slips = await makeSlips(deps, { actor, key, requestId }, ids);
        if (slips.length === 0)
          return await again([{ field: '', message: 'Mereka sudah punya akun sendiri. Tidak ada kode yang dibuat' }]);
        printSlips(req, res, slips, unit === '' ? DESK : `${DESK}?unit=${encodeURIComponent(unit)}`);
      } catch (error) {
        if (!(error instanceof KeyReused)) throw error;
        await again([{ field: '', message: OTHER_KEY }]);
      }
    },

    person: async (req, res, { actor }) => {
      const person = await asked(req, actor);
      await recordView(pool, { viewerId: actor.employeeId, subjectIds: [person.id], what: 'profil', at: clock.now() });
      renderPerson(res, actor, person, blankForm({}));
    },

    reset: async (req, res, { actor, body, requestId }) => {
      const person = await asked(req, actor);
      const again = (errors: readonly FieldError[], status: 409 | 422): void =>
        renderPerson(res, actor, person, failedForm({}, shownOn(errors)), status);
      const parsed = resetForm.safeParse(body);
      if (!parsed.success) return again(fieldErrors(parsed.error.issues), 422);
      try {
        const slip = await resetAtDesk(deps, { actor, key: parsed.data.kunci_kirim, requestId }, person.id);
        printSlips(req, res, [slip], deskPersonPath(person.id));
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
        again([{ field: '', message: error.reason }], 409);
      }
    },
  };
}
