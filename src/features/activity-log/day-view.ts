import { countsForDay, dayPoints } from '../../domain/activity/day-points.ts';
import type { WorkPattern } from '../../domain/calendar/work-calendar.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Link } from '../../platform/render/components.ts';
import { dateShort, minutes, number } from '../../platform/render/format.ts';
import { mustLog, pointsDue } from '../policies/must-log.ts';
import type { InForceDaily } from '../policies/queries.ts';
import { deadlineText, type ActionContext } from './actions.ts';
import type { DayFrame } from './day-frame.ts';
import { entryView, type EntryView } from './entry-view.ts';
import { paths } from './paths.ts';
import type { LoggedEntry } from './queries.ts';
import { lastDayOf, refuseDay } from './window.ts';

/** One day with its entries. */
export interface DayView {
  readonly day: LocalDate;
  readonly heading: string;
  /** '180 dari 300 poin'; on a day off its name. */
  readonly points: string;
  /** '3 jam dari 7 jam 30 menit'; empty where nothing was sent and nothing is due. */
  readonly hours: string;
  readonly reached: boolean;
  readonly off: boolean;
  /** Until when it may still be filled in; empty otherwise. */
  readonly deadline: string;
  readonly create: Link | null;
  readonly entries: readonly EntryView[];
}

/** What days are shown in the light of. */
export interface DayContext {
  readonly today: LocalDate;
  readonly zone: Zone;
  readonly daily: InForceDaily | undefined;
}

/**
 * Minutes of work of one day without the break: 37 hours 30 minutes a week over five or six days (Perpres 21/2023 Ps 4).
 * Until a regulation says its own, this is what logged hours are held against; nothing is paid by it.
 */
const MINUTES_DUE: Readonly<Record<WorkPattern, number>> = { 5: 450, 6: 375 };

/** Minutes of work due on a day; 0 on a day off, without a seat, and of who need not log them. */
export const minutesDue = (frame: DayFrame, daily: InForceDaily | undefined): number =>
  frame.seat && frame.dayOffName === undefined && (!daily || mustLog(daily, frame.seat.traits))
    ? (frame.specialMinutes ?? MINUTES_DUE[frame.seat.workPattern])
    : 0;

/** Minutes that were sent; drafts and returned entries do not count yet. */
export const minutesLogged = (entries: readonly LoggedEntry[]): number =>
  entries.reduce(
    (sum, { status, startMinute, endMinute }) =>
      countsForDay(status) && startMinute !== null && endMinute !== null ? sum + endMinute - startMinute : sum,
    0,
  );

/** Points expected of a day; 0 of those who need not log. */
export const targetOf = (frame: DayFrame, daily: InForceDaily | undefined): number =>
  frame.dayOffName === undefined && frame.seat && daily ? pointsDue(daily, frame.seat) : 0;

/** What counts of a day's entries, and their sum, under the cap of the rules. */
export const pointsOf = (entries: readonly LoggedEntry[], daily: InForceDaily | undefined) =>
  dayPoints(entries, daily?.dailyCap ?? Number.MAX_SAFE_INTEGER);

/** What the offered steps of a day's entries depend on. */
export const actionContext = (frame: DayFrame, { today, zone, daily }: DayContext): ActionContext => ({
  today,
  zone,
  periodOpen: frame.periodOpen,
  oneStep: frame.seat?.oneStep ?? false,
  daily,
  openUntil: frame.openUntil,
});

/** Whether the day may still be filled in: the same rules as the submission. */
const fillable = (frame: DayFrame, { daily, today }: DayContext): boolean =>
  daily !== undefined && frame.seat !== undefined && frame.periodOpen && refuseDay(frame, today, daily) === undefined;

/** Entries by the day they were worked on, in their order. */
export function entriesByDay(entries: readonly LoggedEntry[]): Map<LocalDate, LoggedEntry[]> {
  const byDay = new Map<LocalDate, LoggedEntry[]>();
  for (const entry of entries) byDay.set(entry.workDate, [...(byDay.get(entry.workDate) ?? []), entry]);
  return byDay;
}

export function dayView(frame: DayFrame, entries: readonly LoggedEntry[], context: DayContext): DayView {
  const { daily, today } = context;
  const target = targetOf(frame, daily);
  const { sum, counted } = pointsOf(entries, daily);
  const open = fillable(frame, context);
  return {
    day: frame.day,
    heading: frame.day === today ? `Hari ini, ${dateShort(frame.day)}` : dateShort(frame.day),
    points: pointsText(frame, target, counted, sum),
    hours: hoursText(minutesLogged(entries), frame.day <= today ? minutesDue(frame, daily) : 0),
    reached: target > 0 && counted >= target,
    off: frame.dayOffName !== undefined,
    deadline: open && daily ? `Batas: ${deadlineText(lastDayOf(frame, daily), today)}` : '',
    create: open ? { href: paths.createOn(frame.day), label: `Catat untuk ${dateShort(frame.day)}` } : null,
    entries: entries.map(entry => entryView(entry, actionContext(frame, context))),
  };
}

/** '3 jam dari 7 jam 30 menit'. */
export function hoursText(logged: number, due: number): string {
  if (logged === 0 && due === 0) return '';
  const said = logged === 0 ? '0 jam' : minutes(logged);
  return due === 0 ? said : `${said} dari ${minutes(due)}`;
}

function pointsText(frame: DayFrame, target: number, counted: number, sum: number): string {
  if (!frame.seat) return 'Belum memegang jabatan';
  const off = frame.dayOffName === undefined ? '' : `Libur: ${frame.dayOffName}`;
  if (off !== '') return sum > 0 ? `${off} \u00b7 ${number(counted)} poin` : off;
  const above = sum > counted ? ` (${number(sum)} dicatat)` : '';
  return target > 0 ? `${number(counted)} dari ${number(target)} poin${above}` : `${number(counted)} poin${above}`;
}
