import { countsForDay, dayPoints } from '../../domain/activity/day-points.ts';
import { timeText } from '../../domain/activity/entry-rules.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { monthInWords, type Month } from '../../domain/month.ts';
import { number } from '../../platform/render/format.ts';
import { statusWord, type ActivityStatus } from '../../platform/render/status.ts';
import type { DayFrame } from '../activity-log/day-frame.ts';
import { reasonText } from '../activity-log/entry-view.ts';
import { pointsDue } from '../policies/must-log.ts';
import type { InForceDaily } from '../policies/queries.ts';
import type { SheetOwner } from './sheet-access.ts';
import type { SheetEntry } from './sheet-queries.ts';
import type { Signatory } from './signatory.ts';

/** One entry of the sheet, in words. */
export interface SheetLine {
  readonly number: number;
  readonly id: string;
  readonly status: ActivityStatus;
  readonly statusWord: string;
  readonly time: string;
  readonly item: string;
  readonly description: string;
  /** Decimal text. */
  readonly volume: string;
  readonly unit: string;
  readonly minutes: number;
  readonly points: number;
  readonly note: string;
}

/** A day on which something was sent. Returned and refused entries are listed and not added up. */
export interface SheetDay {
  readonly day: LocalDate;
  /** Why nobody works that day; empty on a working day. */
  readonly off: string;
  readonly lines: readonly SheetLine[];
  readonly minutes: number;
  /** Points sent. */
  readonly sum: number;
  /** What of it counts under the daily cap (rulings.md 13). */
  readonly counted: number;
}

export interface SheetTotals {
  readonly entries: number;
  readonly drafts: number;
  readonly minutes: number;
  /** Under the cap of each day: everything sent and not sent back, and of it what was validated. */
  readonly counted: number;
  readonly validated: number;
  /** Working days in office up to the sheet's day, and what is expected of them together. */
  readonly workdays: number;
  readonly target: number;
  /** Working days whose points reach the day's target. */
  readonly reached: number;
  /** Points expected of one day, for the heading of that number; 0 without a rule. */
  readonly dailyTarget: number;
}

/** The monthly work sheet (LKH) of one person. */
export interface WorkSheet {
  readonly month: Month;
  readonly day: LocalDate;
  readonly owner: SheetOwner;
  readonly days: readonly SheetDay[];
  readonly totals: SheetTotals;
  /** Why it is not final; empty once the month is closed. */
  readonly provisional: string;
  readonly superior: Signatory | undefined;
}

/** What a sheet is made of. */
export interface SheetFacts {
  readonly month: Month;
  readonly today: LocalDate;
  readonly day: LocalDate;
  readonly owner: SheetOwner;
  readonly entries: readonly SheetEntry[];
  readonly drafts: number;
  /** Of every day of the month up to the sheet's day. */
  readonly frames: readonly DayFrame[];
  readonly daily: InForceDaily | undefined;
  readonly superior: Signatory | undefined;
}

/** Adds the sheet up. Nothing of it is stored: it says what the entries say. */
export function workSheet(facts: SheetFacts): WorkSheet {
  const { month, day, owner, superior } = facts;
  const cap = facts.daily?.dailyCap ?? Number.MAX_SAFE_INTEGER;
  const frames = new Map(facts.frames.map(frame => [frame.day, frame]));
  const days: SheetDay[] = [];
  let numbered = 0;
  for (const [workDate, entries] of entriesByDay(facts.entries)) {
    const lines = entries.map(entry => lineOf(entry, (numbered += 1)));
    const { sum, counted } = dayPoints(entries, cap);
    const minutes = entries.reduce((all, each) => (countsForDay(each.status) ? all + each.end - each.start : all), 0);
    days.push({ day: workDate, off: frames.get(workDate)?.dayOffName ?? '', lines, minutes, sum, counted });
  }
  return { month, day, owner, days, totals: totalsOf(facts, days, cap), provisional: provisionalText(facts), superior };
}

function entriesByDay(entries: readonly SheetEntry[]): Map<LocalDate, SheetEntry[]> {
  const byDay = new Map<LocalDate, SheetEntry[]>();
  for (const entry of entries) byDay.set(entry.workDate, [...(byDay.get(entry.workDate) ?? []), entry]);
  return byDay;
}

const lineOf = (entry: SheetEntry, order: number): SheetLine => ({
  number: order,
  id: entry.id,
  status: entry.status,
  statusWord: statusWord(entry.status).label,
  time: `${timeText(entry.start)}\u2013${timeText(entry.end)}`,
  item: entry.item,
  description: entry.description,
  volume: entry.volume,
  unit: entry.unit,
  minutes: entry.end - entry.start,
  points: entry.points,
  note: reasonText(entry.reasonCode, entry.reason),
});

function totalsOf(facts: SheetFacts, days: readonly SheetDay[], cap: number): SheetTotals {
  const { daily, entries, drafts, frames } = facts;
  const validated = [...entriesByDay(entries.filter(entry => entry.status === 'divalidasi')).values()];
  const counted = new Map(days.map(day => [day.day, day.counted]));
  const working = frames.filter(frame => frame.seat !== undefined && frame.dayOffName === undefined);
  const targetOf = (frame: DayFrame): number => (daily && frame.seat ? pointsDue(daily, frame.seat) : 0);
  const total = <Item>(list: readonly Item[], value: (item: Item) => number): number =>
    list.reduce((sum, item) => sum + value(item), 0);
  const last = frames.findLast(frame => frame.seat !== undefined);
  return {
    entries: entries.length,
    drafts,
    minutes: total(days, day => day.minutes),
    counted: total(days, day => day.counted),
    validated: total(validated, list => dayPoints(list, cap).counted),
    workdays: working.length,
    target: total(working, targetOf),
    reached: working.filter(frame => targetOf(frame) > 0 && (counted.get(frame.day) ?? 0) >= targetOf(frame)).length,
    dailyTarget: last ? targetOf(last) : 0,
  };
}

function provisionalText({ month, today, day, frames }: SheetFacts): string {
  if (!frames.some(frame => frame.seat !== undefined && frame.periodOpen)) return '';
  return day === today
    ? 'Bulan berjalan: isi masih bisa berubah.'
    : `${monthInWords(month)} belum ditutup: isi masih bisa berubah.`;
}

/** 'Hari dengan 300 poin atau lebih': what the count of full days is called. */
export const reachedLabel = ({ dailyTarget }: SheetTotals): string =>
  dailyTarget > 0 ? `Hari dengan ${number(dailyTarget)} poin atau lebih` : 'Hari yang mencapai target';
