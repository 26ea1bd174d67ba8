import { countsForDay, dayPoints } from '../../domain/activity/day-points.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { addMonths, monthInWords, monthOf, type Month } from '../../domain/month.ts';
import type { Link, SummaryRow } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateShort, number } from '../../platform/render/format.ts';
import type { Zone } from '../../platform/clock.ts';
import type { InForceDaily } from '../policies/queries.ts';
import { deadlineText } from './actions.ts';
import type { DayFrame } from './day-frame.ts';
import { entryView, type EntryView } from './entry-view.ts';
import { paths } from './paths.ts';
import type { LoggedEntry } from './queries.ts';
import { lastDayOf, refuseDay } from './window.ts';

/** One day of the month. */
export interface DayView {
  readonly day: LocalDate;
  readonly heading: string;
  /** '180 dari 300 poin'; on a day off its name. */
  readonly points: string;
  readonly reached: boolean;
  readonly off: boolean;
  /** Until when it may still be filled in; empty otherwise. */
  readonly deadline: string;
  readonly create: Link | null;
  readonly entries: readonly EntryView[];
}

export interface MonthPage extends PageModel {
  readonly monthWords: string;
  readonly previous: Link;
  readonly next: Link | null;
  /** Why the month can only be read; empty while it is open. */
  readonly closed: string;
  readonly create: Link | null;
  readonly totals: readonly SummaryRow[];
  readonly days: readonly DayView[];
  /** What to do when nothing is logged yet; empty otherwise. */
  readonly empty: string;
}

export interface MonthFacts {
  readonly month: Month;
  readonly today: LocalDate;
  readonly zone: Zone;
  readonly daily: InForceDaily | undefined;
  /** Of every day of the month, in order. */
  readonly frames: readonly DayFrame[];
  readonly entries: readonly LoggedEntry[];
}

/** The page of a month: its days up to today, the latest first, with what counts of each. */
export function monthPage(facts: MonthFacts): MonthPage {
  const { month, today, frames, entries } = facts;
  const byDay = entriesByDay(entries);
  const shown = frames.filter(frame => frame.day <= today || byDay.has(frame.day)).reverse();
  const days = shown.map(frame => dayView(frame, byDay.get(frame.day) ?? [], facts));
  const closed = frames.some(frame => frame.seat && !frame.periodOpen);
  const current = monthOf(today);
  return {
    title: `Kegiatan harian ${monthInWords(month)}`,
    monthWords: monthInWords(month),
    previous: monthLink(addMonths(month, -1)),
    next: month < current ? monthLink(addMonths(month, 1)) : null,
    closed: closed ? `${monthInWords(month)} sudah ditutup. Data hanya bisa dilihat.` : '',
    create: !closed && month === current ? { href: paths.create, label: 'Catat kegiatan' } : null,
    totals: totalRows(shown, byDay, facts),
    days,
    empty: entries.length > 0 ? '' : emptyText(month, current, today),
  };
}

function entriesByDay(entries: readonly LoggedEntry[]): Map<LocalDate, LoggedEntry[]> {
  const byDay = new Map<LocalDate, LoggedEntry[]>();
  for (const entry of entries) byDay.set(entry.workDate, [...(byDay.get(entry.workDate) ?? []), entry]);
  return byDay;
}

const monthLink = (month: Month): Link => ({ href: paths.month(month), label: monthInWords(month) });

function emptyText(month: Month, current: Month, today: LocalDate): string {
  return month === current
    ? `Belum ada kegiatan sampai ${dateShort(today)}. Mulai dari yang paling mudah: apa yang Anda kerjakan pagi ini?`
    : `Tidak ada kegiatan yang tercatat pada ${monthInWords(month)}.`;
}

function dayView(frame: DayFrame, entries: readonly LoggedEntry[], facts: MonthFacts): DayView {
  const { daily, today, zone } = facts;
  const off = frame.dayOffName !== undefined;
  const target = targetOf(frame, daily);
  const { sum, counted } = dayPoints(entries, daily?.dailyCap ?? Number.MAX_SAFE_INTEGER);
  const context = {
    today,
    zone,
    periodOpen: frame.periodOpen,
    oneStep: frame.seat?.oneStep ?? false,
    daily,
    openUntil: frame.openUntil,
  };
  const open = fillable(frame, facts);
  return {
    day: frame.day,
    heading: frame.day === today ? `Hari ini, ${dateShort(frame.day)}` : dateShort(frame.day),
    points: pointsText(frame, target, counted, sum),
    reached: target > 0 && counted >= target,
    off,
    deadline: open && daily ? `Batas: ${deadlineText(lastDayOf(frame, daily), today)}` : '',
    create: open ? { href: paths.createOn(frame.day), label: `Catat untuk ${dateShort(frame.day)}` } : null,
    entries: entries.map(entry => entryView(entry, context)),
  };
}

function pointsText(frame: DayFrame, target: number, counted: number, sum: number): string {
  if (!frame.seat) return 'Belum memegang jabatan';
  const off = frame.dayOffName === undefined ? '' : `Libur: ${frame.dayOffName}`;
  if (off !== '') return sum > 0 ? `${off} \u00b7 ${number(counted)} poin` : off;
  const above = sum > counted ? ` (${number(sum)} dicatat)` : '';
  return target > 0 ? `${number(counted)} dari ${number(target)} poin${above}` : `${number(counted)} poin${above}`;
}

const targetOf = (frame: DayFrame, daily: InForceDaily | undefined): number =>
  frame.dayOffName === undefined && frame.seat && daily ? daily.dailyTarget(frame.seat.workPattern) : 0;

/** Whether the day may still be filled in: the same rules as the submission. */
function fillable(frame: DayFrame, { daily, today }: MonthFacts): boolean {
  return (
    daily !== undefined && frame.seat !== undefined && frame.periodOpen && refuseDay(frame, today, daily) === undefined
  );
}

function totalRows(
  frames: readonly DayFrame[],
  byDay: ReadonlyMap<LocalDate, readonly LoggedEntry[]>,
  { daily, entries }: MonthFacts,
): SummaryRow[] {
  const cap = daily?.dailyCap ?? Number.MAX_SAFE_INTEGER;
  const sumOf = (value: (frame: DayFrame) => number): number => frames.reduce((sum, frame) => sum + value(frame), 0);
  const counted = sumOf(frame => dayPoints(byDay.get(frame.day) ?? [], cap).counted);
  const validated = sumOf(
    frame =>
      dayPoints(
        (byDay.get(frame.day) ?? []).filter(entry => entry.status === 'divalidasi'),
        cap,
      ).counted,
  );
  const target = sumOf(frame => targetOf(frame, daily));
  const sent = entries.filter(entry => countsForDay(entry.status)).length;
  const waiting = entries.filter(entry => entry.status === 'draf' || entry.status === 'dikembalikan').length;
  const points = target > 0 ? `${number(counted)} dari ${number(target)} poin` : `${number(counted)} poin`;
  return [
    { label: 'Dikirim', value: { text: points, hint: `${number(validated)} poin sudah divalidasi` } },
    {
      label: 'Kegiatan',
      value: { text: `${number(sent)} dikirim`, hint: `${number(waiting)} draf atau dikembalikan` },
    },
  ];
}
