import type { Request, Response } from 'express';
import { isLocalDate } from '../../domain/local-date.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { NotFound } from '../../platform/errors.ts';
import { isUuid, newFormKey } from '../../platform/identity.ts';
import { page } from '../../platform/render/engine.ts';
import { date, number } from '../../platform/render/format.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import { flash } from '../../platform/web/flash.ts';
import { textOf } from '../../platform/web/form-fields.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { carryOut } from '../organisation/form-round.ts';
import { readDate } from '../../domain/typed-date.ts';
import { calendarModel, removeModel, type CalendarPage, type RemoveHolidayPage } from './calendar-page.ts';
import { holidayForm, removalForm } from './forms.ts';
import { isHolidayKind } from './kinds.ts';
import { paths } from './paths.ts';
import { holidaysOf, type HolidayRow } from './queries.ts';
import { specialHoursOf } from './special-hours.ts';
import { addHoliday, removeHoliday, type Recorder } from './service.ts';

/** From this month on the calendar of the next year should be known: the joint decree comes in autumn. */
const AUTUMN = 10;

export const todayOf = (deps: Deps): ReturnType<typeof dayIn> => dayIn(deps.regency.zone, deps.clock.now());
export const recorderOf = (visit: Visit): Recorder => ({
  employeeId: visit.actor.employeeId,
  requestId: visit.requestId,
});
export const fresh = (): FormState => blankForm({ jenis: 'lokal', berlaku_untuk: 'semua' });

/** GET /kepegawaian/kalender-kerja?tahun= */
export const showCalendar =
  (deps: Deps): Handler =>
  (req, res) => {
    const asked = req.query['tahun'];
    const thisYear = Number(todayOf(deps).slice(0, 4));
    if (asked !== undefined && (typeof asked !== 'string' || !/^(19|20)\d{2}$/.test(asked))) throw new NotFound('year');
    return renderCalendar(deps, res, asked === undefined ? thisYear : Number(asked), fresh(), newFormKey(), 200);
  };

/** @param specialForm the refused form of special hours; undefined for a fresh one */
export async function renderCalendar(
  deps: Deps,
  res: Response,
  year: number,
  form: FormState,
  key: string,
  status: 200 | 409 | 422,
  specialForm?: FormState,
): Promise<void> {
  const today = todayOf(deps);
  const holidays = await holidaysOf(deps.pool, year);
  const next = Number(today.slice(0, 4)) + 1;
  const soon = Number(today.slice(5, 7)) >= AUTUMN;
  const missing = soon && !(await holidaysOf(deps.pool, next)).some(each => each.kind === 'libur') ? next : undefined;
  page<CalendarPage>(
    res,
    'calendar/year',
    calendarModel({
      year,
      holidays,
      special: await specialHoursOf(deps.pool, year),
      nextYearMissing: missing,
      form,
      specialForm,
      key,
    }),
    status,
  );
}

/** POST /kepegawaian/kalender-kerja */
export const postHoliday =
  (deps: Deps): Handler =>
  (_req, res, visit) =>
    carryOut({
      body: visit.body,
      schema: holidayForm,
      act: async input => {
        const entries = await addHoliday(deps, recorderOf(visit), input);
        const logged =
          entries > 0 ? ` ${number(entries)} kegiatan sudah tercatat pada hari itu dan tetap dihitung.` : '';
        flash(res, { kind: 'berhasil', text: `${date(input.tanggal)} menjadi hari libur.${logged}` });
        res.redirect(303, paths.year(Number(input.tanggal.slice(0, 4))));
      },
      again: (form, status) => {
        const key = textOf(visit.body, 'kunci_kirim');
        const day = readDate(textOf(visit.body, 'tanggal')) ?? todayOf(deps);
        return renderCalendar(deps, res, Number(day.slice(0, 4)), form, isUuid(key) ? key : newFormKey(), status);
      },
    });

/** GET /kepegawaian/kalender-kerja/:tanggal/:jenis/hapus */
export const showRemoval =
  (deps: Deps): Handler =>
  async (req, res) => {
    page<RemoveHolidayPage>(res, 'calendar/remove', removeModel(await holidayAsked(deps, req), blankForm({})));
  };

/** POST /kepegawaian/kalender-kerja/:tanggal/:jenis/hapus */
export const postRemoval =
  (deps: Deps): Handler =>
  async (req, res, visit) => {
    const { day, kind } = await holidayAsked(deps, req);
    await carryOut({
      body: visit.body,
      schema: removalForm,
      act: async ({ versi }) => {
        await removeHoliday(deps, recorderOf(visit), day, kind, versi);
        flash(res, { kind: 'berhasil', text: `${date(day)} menjadi hari kerja lagi.` });
        res.redirect(303, paths.year(Number(day.slice(0, 4))));
      },
      again: async (form, status) => {
        const row = await holidayAsked(deps, req);
        // The confirming page has no field to point at.
        const errors = form.errors.map(error => ({ ...error, field: '' }));
        page<RemoveHolidayPage>(res, 'calendar/remove', removeModel(row, { ...form, errors }), status);
      },
    });
  };

/** The free day of the address. @throws NotFound */
async function holidayAsked(deps: Deps, req: Request): Promise<HolidayRow> {
  const { tanggal, jenis } = req.params;
  if (typeof tanggal !== 'string' || !isLocalDate(tanggal)) throw new NotFound('holiday');
  if (typeof jenis !== 'string' || !isHolidayKind(jenis)) throw new NotFound('holiday');
  const rows = await holidaysOf(deps.pool, Number(tanggal.slice(0, 4)));
  const row = rows.find(each => each.day === tanggal && each.kind === jenis);
  if (!row) throw new NotFound('holiday');
  return row;
}
