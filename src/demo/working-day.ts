import { isoWeekday, type LocalDate } from '../domain/local-date.ts';
import { timeText } from '../domain/activity/entry-rules.ts';
import type { CatalogueSpec } from './catalogue.ts';
import type { Random } from './random.ts';

/** A stretch of work inside a day, in minutes after midnight. */
export interface Stretch {
  readonly item: CatalogueSpec;
  readonly start: number;
  readonly end: number;
  /** Decimal text. */
  readonly volume: string;
  readonly points: number;
  readonly description: string;
  /** Why no item of the catalogue fits, where none does. */
  readonly uncoveredReason?: string;
}

const START_OF_WORK = 450; // 07.30
const NOON = 720;
const AFTER_LUNCH = 780;
const END_OF_WORK = 960; // 16.00
/** Fridays stop earlier at noon (Perpres 21/2023). */
const FRIDAY_NOON = 690;

export const START_OF_AFTERNOON = NOON;

/** How a day is filled. */
export interface DayPlan {
  /** Minutes of a stretch, about; one for each wanted stretch of the morning and of the afternoon. */
  readonly morning: readonly number[];
  readonly afternoon: readonly number[];
  /** Nothing ends after this minute. */
  readonly until: number;
}

/** An ordinary day of about 300 points. */
export function ordinaryDay(random: Random, manyEntries: boolean): DayPlan {
  const long = manyEntries || random.chance(10);
  return {
    morning: long ? [random.between(70, 105), random.between(80, 120)] : [random.between(150, 195)],
    afternoon: [random.between(110, 145)],
    until: END_OF_WORK,
  };
}

/** A day on which somebody got little done: far below the target. */
export const poorDay = (random: Random): DayPlan => ({
  morning: [random.between(60, 110)],
  afternoon: [],
  until: END_OF_WORK,
});

/** The day of the clock: the morning only, as far as it has come; the afternoon stays free. */
export function startedDay(random: Random, until: number): DayPlan {
  const first = random.between(30, 50);
  const later = until >= NOON ? [first + 30, random.between(70, 100)] : [first, 35];
  return { morning: later, afternoon: [], until: Math.min(until, NOON) };
}

/** Fills a day with work of different kinds, one after the other, within the norms' limits. */
export function fillDay(random: Random, day: LocalDate, items: readonly CatalogueSpec[], plan: DayPlan): Stretch[] {
  const noon = isoWeekday(day) === 5 ? FRIDAY_NOON : NOON;
  const left = [...items];
  const stretches: Stretch[] = [];
  const fill = (wanted: readonly number[], start: number, end: number): void => {
    let from = start + random.pick([0, 0, 5, 10]);
    for (const minutes of wanted) {
      const stretch = oneStretch(random, left, minutes, from, Math.min(end, plan.until));
      if (!stretch) continue;
      stretches.push(stretch);
      left.splice(left.indexOf(stretch.item), 1);
      from = stretch.end + random.pick([0, 5, 10]);
    }
  };
  fill(plan.morning, START_OF_WORK, noon);
  fill(plan.afternoon, AFTER_LUNCH, END_OF_WORK);
  return stretches;
}

function oneStretch(
  random: Random,
  items: readonly CatalogueSpec[],
  wanted: number,
  from: number,
  end: number,
): Stretch | undefined {
  const room = end - from;
  const fitting = items.filter(
    item => item.minutes <= Math.min(room, wanted + 15) && item.minutes * item.maxPerDay * 2 >= wanted,
  );
  if (fitting.length === 0) return undefined;
  const item = random.pick(fitting);
  const most = Math.min(item.maxPerDay, Math.trunc(room / item.minutes));
  const volume = Math.max(1, Math.min(most, Math.trunc((wanted + item.minutes / 2) / item.minutes)));
  const length = volume * item.minutes;
  if (length < 15) return undefined;
  return {
    item,
    start: from,
    end: from + length,
    volume: String(volume),
    points: volume * item.points,
    description: `${random.pick(item.told)}, ${String(volume)} ${item.unit}, ${remark(random, from)}`,
  };
}

const REMARKS = [
  'selesai seluruhnya',
  'hasilnya sudah diserahkan kepada atasan',
  'dicatat pada buku kerja',
  'dilanjutkan bila ada tambahan',
  'bersama rekan satu unit',
  'sesuai rencana pekan ini',
] as const;

/** Differs from day to day, as people's words do. */
const remark = (random: Random, start: number): string =>
  random.chance(30) ? `mulai pukul ${timeText(start)}` : random.pick(REMARKS);
