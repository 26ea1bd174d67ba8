import { countsForDay } from '../../domain/activity/day-points.ts';
import { percentReached } from '../../domain/activity/points.ts';
import { addDays, isoWeekday, type LocalDate } from '../../domain/local-date.ts';
import { addMonths, monthInWords, monthOf, type Month } from '../../domain/month.ts';
import { dayIn, type Zone } from '../../platform/clock.ts';
import type { HeatMapProps, Link, SummaryRow } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateShort, number, percent } from '../../platform/render/format.ts';
import { blankForm, formTitle, type FormState } from '../../platform/render/forms.ts';
import type { ExpectedItem } from '../catalogue/expectation-queries.ts';
import { calendarOf } from './calendar-view.ts';
import type { DayFrame } from './day-frame.ts';
import {
  actionContext,
  dayView,
  entriesByDay,
  hoursText,
  minutesDue,
  minutesLogged,
  pointsOf,
  targetOf,
  type DayContext,
  type DayView,
} from './day-view.ts';
import { missingIn } from './entry-form.ts';
import { expectationHint } from './expectation-hint.ts';
import { lastSendDay } from './actions.ts';
import { paths } from './paths.ts';
import type { LoggedEntry } from './queries.ts';

/** How the days are laid out. */
export const LAYOUTS = ['daftar', 'kalender', 'pekan'] as const;
export type Layout = (typeof LAYOUTS)[number];

export interface MonthPage extends PageModel {
  readonly form: FormState;
  readonly layouts: readonly { readonly href: string; readonly label: string; readonly current: boolean }[];
  /** The span shown: 'November 2026', or 'Sen 16 Nov – Min 22 Nov'. */
  readonly span: string;
  readonly previous: Link;
  readonly next: Link | null;
  /** Why the days can only be read; empty while the month is open. */
  readonly closed: string;
  readonly create: Link | null;
  /** The drafts that are complete and in time, to send with one press; null without any. */
  readonly sendAll: { readonly label: string; readonly drafts: readonly string[] } | null;
  readonly totals: readonly SummaryRow[];
  /** What is usual and still behind today; empty on other days and where all of it is reached. */
  readonly expectation: string;
  readonly calendar: HeatMapProps | null;
  readonly days: readonly DayView[];
  /** What to do when nothing is logged yet; empty otherwise. */
  readonly empty: string;
}

export interface MonthFacts extends DayContext {
  readonly layout: Layout;
  /** First day of the span; with `pekan` a Monday. */
  readonly first: LocalDate;
  readonly zone: Zone;
  /** Of every day of the span, in order. */
  readonly frames: readonly DayFrame[];
  readonly entries: readonly LoggedEntry[];
  /** What is usually expected today; empty where today is not shown. */
  readonly expected: readonly ExpectedItem[];
  readonly form?: FormState | undefined;
}

/** The days of a month or of a week, with what counts of each. A list shows the latest first, a week begins on Monday. */
export function monthPage(facts: MonthFacts): MonthPage {
  const { layout, first, today, frames, entries, form = blankForm({}) } = facts;
  const byDay = entriesByDay(entries);
  const shown = frames.filter(frame => layout === 'pekan' || frame.day <= today || byDay.has(frame.day));
  const days = shown.map(frame => dayView(frame, byDay.get(frame.day) ?? [], facts));
  const closed = frames.some(frame => frame.seat && !frame.periodOpen);
  const month = monthOf(first);
  return {
    title: formTitle(
      layout === 'pekan' ? `Kegiatan pekan ${dateShort(first)}` : `Kegiatan harian ${monthInWords(month)}`,
      form,
    ),
    form,
    layouts: layoutLinks(facts),
    ...spanLinks(facts),
    closed: closed ? `${monthInWords(month)} sudah ditutup. Data hanya bisa dilihat.` : '',
    create:
      !closed && frames.some(frame => frame.day === today) ? { href: paths.create, label: 'Catat kegiatan' } : null,
    sendAll: sendAllOf(frames, byDay, facts),
    totals: totalRows(
      frames.filter(frame => frame.day <= today || byDay.has(frame.day)),
      byDay,
      facts,
    ),
    expectation: closed ? '' : expectationHint(facts.expected, today, today),
    calendar: layout === 'kalender' ? calendarOf(frames, byDay, facts) : null,
    days: layout === 'kalender' ? [] : layout === 'pekan' ? days : [...days].reverse(),
    empty: entries.length > 0 ? '' : emptyText(facts, month),
  };
}

/** The Monday of a day's week. */
export const mondayOf = (day: LocalDate): LocalDate => addDays(day, 1 - isoWeekday(day));

function layoutLinks({ layout, first, today, frames }: MonthFacts): MonthPage['layouts'] {
  const day = frames.some(frame => frame.day === today) ? today : first;
  const month = monthOf(day);
  return [
    { href: paths.month(month), label: 'Daftar', current: layout === 'daftar' },
    { href: paths.calendar(month), label: 'Kalender', current: layout === 'kalender' },
    { href: paths.week(day), label: 'Pekan', current: layout === 'pekan' },
  ];
}

function spanLinks({ layout, first, today }: MonthFacts): Pick<MonthPage, 'span' | 'previous' | 'next'> {
  if (layout === 'pekan') {
    const link = (monday: LocalDate): Link => ({ href: paths.week(monday), label: `Pekan ${dateShort(monday)}` });
    const next = addDays(first, 7);
    return {
      span: `${dateShort(first)} \u2013 ${dateShort(addDays(first, 6))}`,
      previous: link(addDays(first, -7)),
      next: next <= today ? link(next) : null,
    };
  }
  const month = monthOf(first);
  const link = (of: Month): Link => ({
    href: layout === 'kalender' ? paths.calendar(of) : paths.month(of),
    label: monthInWords(of),
  });
  return {
    span: monthInWords(month),
    previous: link(addMonths(month, -1)),
    next: month < monthOf(today) ? link(addMonths(month, 1)) : null,
  };
}

function emptyText({ layout, today, frames }: MonthFacts, month: Month): string {
  if (frames.some(frame => frame.day === today))
    return `Belum ada kegiatan sampai ${dateShort(today)}. Mulai dari yang paling mudah: apa yang Anda kerjakan pagi ini?`;
  return `Tidak ada kegiatan yang tercatat pada ${layout === 'pekan' ? 'pekan ini' : monthInWords(month)}.`;
}

/** Drafts that could be sent as they stand. What a helper prepared is looked at and sent by itself. */
function sendAllOf(
  frames: readonly DayFrame[],
  byDay: ReadonlyMap<LocalDate, readonly LoggedEntry[]>,
  facts: MonthFacts,
): MonthPage['sendAll'] {
  const drafts = frames.flatMap(frame => {
    if (!frame.periodOpen) return [];
    const context = actionContext(frame, facts);
    return (byDay.get(frame.day) ?? []).filter(
      entry =>
        entry.status === 'draf' &&
        entry.preparedBy === undefined &&
        missingIn(entry).length === 0 &&
        facts.today <= lastSendDay(entry, context),
    );
  });
  if (drafts.length === 0) return null;
  return {
    label: `Kirim ${number(drafts.length)} draf`,
    drafts: drafts.map(({ id, version }) => `${id}:${String(version)}`),
  };
}

function totalRows(
  frames: readonly DayFrame[],
  byDay: ReadonlyMap<LocalDate, readonly LoggedEntry[]>,
  { daily, entries, zone, today }: MonthFacts,
): SummaryRow[] {
  const sumOf = (value: (frame: DayFrame, entries: readonly LoggedEntry[]) => number): number =>
    frames.reduce((sum, frame) => sum + value(frame, byDay.get(frame.day) ?? []), 0);
  const counted = sumOf((_, own) => pointsOf(own, daily).counted);
  const validated = sumOf(
    (_, own) =>
      pointsOf(
        own.filter(entry => entry.status === 'divalidasi'),
        daily,
      ).counted,
  );
  const target = sumOf(frame => targetOf(frame, daily));
  const sent = entries.filter(entry => countsForDay(entry.status)).length;
  const waiting = entries.filter(entry => entry.status === 'draf' || entry.status === 'dikembalikan').length;
  const points = target > 0 ? `${number(counted)} dari ${number(target)} poin` : `${number(counted)} poin`;
  const due = sumOf(frame => (frame.day <= today ? minutesDue(frame, daily) : 0));
  const hours = hoursText(
    sumOf((_, own) => minutesLogged(own)),
    due,
  );
  const sameDay = entries.filter(entry => dayIn(zone, entry.createdAt) === entry.workDate).length;
  return [
    { label: 'Dikirim', value: { text: points, hint: `${number(validated)} poin sudah divalidasi` } },
    {
      label: 'Kegiatan',
      value: { text: `${number(sent)} dikirim`, hint: `${number(waiting)} draf atau dikembalikan` },
    },
    ...(hours === '' ? [] : [{ label: 'Jam tercatat', value: hours }]),
    ...(entries.length === 0
      ? []
      : [
          {
            label: 'Dicatat di hari yang sama',
            value: {
              text: percent(String(percentReached(sameDay, entries.length))),
              hint: `${number(sameDay)} dari ${number(entries.length)} kegiatan`,
            },
          },
        ]),
  ];
}
