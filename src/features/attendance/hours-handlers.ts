import type { Response } from 'express';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { dateMedium } from '../../platform/render/format.ts';
import type { FormState } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler } from '../../platform/web/route.ts';
import { carryOut } from '../organisation/form-round.ts';
import { unitChoices } from '../organisation/unit-pages.ts';
import { unitsOn } from '../organisation/unit-queries.ts';
import { hoursForm } from './hours-form.ts';
import { freshHours, hoursFormPage, hoursPage, type HoursFormPage, type HoursPage } from './hours-page.ts';
import { recordedHours, recordHours } from './hours-service.ts';
import { formKeyOf } from './leave-handlers.ts';
import { paths } from './paths.ts';

const todayOf = (deps: Deps) => dayIn(deps.regency.zone, deps.clock.now());

/** GET /kepegawaian/jam-kerja */
export const showHours =
  (deps: Deps): Handler =>
  async (_req, res) => {
    page<HoursPage>(res, 'attendance/hours', hoursPage(await recordedHours(deps.pool), todayOf(deps)));
  };

async function renderForm(
  deps: Deps,
  res: Response,
  form: FormState,
  key: string,
  status: 200 | 409 | 422,
): Promise<void> {
  const units = unitChoices(await unitsOn(deps.pool, todayOf(deps)));
  page<HoursFormPage>(res, 'attendance/hours-form', hoursFormPage(form, key, units), status);
}

/** GET /kepegawaian/jam-kerja/baru */
export const showHoursForm =
  (deps: Deps): Handler =>
  (_req, res) =>
    renderForm(deps, res, freshHours(), newFormKey(), 200);

/** POST /kepegawaian/jam-kerja */
export const postHours =
  (deps: Deps): Handler =>
  (_req, res, visit) =>
    carryOut({
      body: visit.body,
      schema: hoursForm,
      act: async input => {
        await recordHours(deps, { employeeId: visit.actor.employeeId, requestId: visit.requestId }, input);
        flash(res, { kind: 'berhasil', text: `Jam kerja disimpan, berlaku mulai ${dateMedium(input.from)}.` });
        res.redirect(303, paths.hours);
      },
      again: (form, status) => renderForm(deps, res, form, formKeyOf(visit), status),
    });
