import type { Response } from 'express';
import { addDays, isLocalDate, type LocalDate } from '../../domain/local-date.ts';
import { firstDay, isMonth, lastDay, month, monthOf, type Month } from '../../domain/month.ts';
import { dayIn, monthIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Malformed } from '../../platform/errors.ts';
import { page } from '../../platform/render/engine.ts';
import { failedForm, type FieldError, type FormState } from '../../platform/render/forms.ts';
import { number } from '../../platform/render/format.ts';
import { flash } from '../../platform/web/flash.ts';
import type { Handler, Visit } from '../../platform/web/route.ts';
import { readSendAll } from './copy-form.ts';
import { todayOf, zoneOf } from './day-frame.ts';
import { leftOver } from './many.ts';
import { LAYOUTS, mondayOf, monthPage, type Layout, type MonthPage } from './month-page.ts';
import { spanOf } from './month-queries.ts';
import { paths } from './paths.ts';
import { EntryRefused } from './refusal.ts';
import { sendDrafts } from './send-all.ts';

/** The days a page shows, and how. */
interface Span {
  readonly layout: Layout;
  readonly first: LocalDate;
  readonly last: LocalDate;
}

/** GET /kegiatan-harian?tampilan=&bulan=YYYY-MM&tanggal=: one's own month or week by day, in one statement. */
export const showMonth =
  (deps: Deps): Handler =>
  (req, res, visit) =>
    render(deps, res, visit, daysShown(deps, req.query));

async function render(
  deps: Deps,
  res: Response,
  { actor }: Visit,
  span: Span,
  refusal?: { readonly status: 409 | 422; readonly form: FormState },
): Promise<void> {
  const { layout, first, last } = span;
  const now = deps.clock.now();
  const regencyDay = dayIn(deps.regency.zone, now);
  // Days are shown under the regulation in force at the end of them, or today while they run.
  const { pool, regency } = deps;
  const ruleDay = last < regencyDay ? last : regencyDay;
  const question = { employeeId: actor.employeeId, first, last, ruleDay, now, zone: regency.zone };
  const { daily, frames, entries, expected } = await spanOf(pool, question);
  const seat = frames.findLast(frame => frame.seat && frame.day <= regencyDay)?.seat;
  const today = todayOf(seat, regency.zone, now);
  const worked = frames.some(frame => frame.day === today && frame.seat && frame.dayOffName === undefined);
  page<MonthPage>(
    res,
    'activity-log/month',
    monthPage({
      layout,
      first,
      today,
      zone: zoneOf(seat, regency.zone),
      daily,
      frames,
      entries,
      expected: worked ? expected : [],
      form: refusal?.form,
    }),
    refusal?.status ?? 200,
  );
}

/** POST /kegiatan-harian/kirim-semua: sends the drafts that the page listed as complete; each has its own outcome. */
export const sendAllDrafts =
  (deps: Deps): Handler =>
  async (_req, res, visit) => {
    const again = (status: 409 | 422, errors: readonly FieldError[]): Promise<void> =>
      render(deps, res, visit, daysShown(deps, {}), { status, form: failedForm({}, errors) });
    const read = readSendAll(visit.body);
    if (!read.ok) return again(422, read.errors);
    try {
      const by = { employeeId: visit.actor.employeeId, requestId: visit.requestId };
      const { sent, left, firstDay: day } = await sendDrafts(deps, by, read.input);
      const rest = leftOver(left);
      const text = `${number(sent)} draf dikirim${rest === '' ? '' : `, ${rest}`}.`;
      flash(res, { kind: left.length === 0 ? 'berhasil' : 'awas', text });
      res.redirect(303, paths.month(monthOf(day)));
    } catch (error) {
      if (!(error instanceof EntryRefused)) throw error;
      await again(error.status, error.errors);
    }
  };

function daysShown(deps: Deps, query: Readonly<Record<string, unknown>>): Span {
  const layout = layoutFrom(query.tampilan);
  if (layout === 'pekan') {
    const first = mondayOf(dayFrom(query.tanggal) ?? dayIn(deps.regency.zone, deps.clock.now()));
    return { layout, first, last: addDays(first, 6) };
  }
  const wanted = monthFrom(query.bulan) ?? monthIn(deps.regency.zone, deps.clock.now());
  return { layout, first: firstDay(wanted), last: lastDay(wanted) };
}

function layoutFrom(typed: unknown): Layout {
  if (typed === undefined || typed === '') return 'daftar';
  const layout = LAYOUTS.find(known => known === typed);
  if (!layout) throw new Malformed('Tampilan kegiatan hanya daftar, kalender, atau pekan.');
  return layout;
}

function dayFrom(typed: unknown): LocalDate | undefined {
  if (typed === undefined || typed === '') return undefined;
  if (typeof typed !== 'string' || !isLocalDate(typed) || !typed.startsWith('2'))
    throw new Malformed('Tanggal ditulis tahun, bulan, tanggal, misalnya 2026-11-18.');
  return typed;
}

function monthFrom(typed: unknown): Month | undefined {
  if (typed === undefined || typed === '') return undefined;
  if (typeof typed !== 'string' || !isMonth(typed) || !/^2\d{3}-/.test(typed))
    throw new Malformed('Bulan ditulis tahun dan bulan, misalnya 2026-11.');
  return month(typed);
}
