import type { Request } from 'express';
import { readDate } from '../../domain/typed-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { dateMedium } from '../../platform/render/format.ts';
import { blankForm } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler } from '../../platform/web/route.ts';
import { carryOut } from '../organisation/form-round.ts';
import { removeSpecialModel, type RemoveHolidayPage } from './calendar-page.ts';
import { removalForm, specialHoursForm } from './forms.ts';
import { fresh, recorderOf, renderCalendar, todayOf } from './handlers.ts';
import { paths } from './paths.ts';
import { addSpecialHours, removeSpecialHours, specialHoursWith, type SpecialHours } from './special-hours.ts';

/** POST /kepegawaian/kalender-kerja/jam: days of another length. */
export const postSpecialHours =
  (deps: Deps): Handler =>
  (_req, res, visit) =>
    carryOut({
      body: visit.body,
      schema: specialHoursForm,
      act: async input => {
        await addSpecialHours(deps, recorderOf(visit), input);
        const span = `${dateMedium(input.awal)} sampai ${dateMedium(input.akhir)}`;
        flash(res, { kind: 'berhasil', text: `Jam kerja khusus disimpan untuk ${span}.` });
        res.redirect(303, paths.year(Number(input.awal.slice(0, 4))));
      },
      again: (form, status) => {
        const key = textOf(visit.body, 'kunci_kirim');
        const day = readDate(textOf(visit.body, 'awal')) ?? todayOf(deps);
        const formKey = isUuid(key) ? key : newFormKey();
        return renderCalendar(deps, res, Number(day.slice(0, 4)), fresh(), formKey, status, form);
      },
    });

/** GET /kepegawaian/kalender-kerja/jam/:id/hapus */
export const showSpecialRemoval =
  (deps: Deps): Handler =>
  async (req, res) => {
    page<RemoveHolidayPage>(res, 'calendar/remove', removeSpecialModel(await hoursAsked(deps, req), blankForm({})));
  };

/** POST /kepegawaian/kalender-kerja/jam/:id/hapus */
export const postSpecialRemoval =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const { id, name, firstDay } = await hoursAsked(deps, req);
    await carryOut({
      body: visit.body,
      schema: removalForm,
      act: async ({ versi }) => {
        await removeSpecialHours(deps, recorderOf(visit), id, versi);
        flash(res, { kind: 'berhasil', text: `${name} dihapus. Jam kerja kembali seperti biasa.` });
        res.redirect(303, paths.year(Number(firstDay.slice(0, 4))));
      },
      again: async (form, status) => {
        // The confirming page has no field to point at.
        const errors = form.errors.map(error => ({ ...error, field: '' }));
        const model = removeSpecialModel(await hoursAsked(deps, req), { ...form, errors });
        page<RemoveHolidayPage>(res, 'calendar/remove', model, status);
      },
    });
  };

/** The special hours of the address. @throws NotFound */
async function hoursAsked(deps: Deps, req: Request): Promise<SpecialHours> {
  const { id } = req.params;
  if (typeof id !== 'string' || !isUuid(id)) throw new NotFound('special hours');
  return specialHoursWith(deps.pool, id);
}
