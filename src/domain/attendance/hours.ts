import type { WorkPattern } from '../calendar/work-calendar.ts';

/** The hours of one working day, in minutes since midnight of the place where the person works. */
export interface DayHours {
  readonly start: number;
  readonly end: number;
  /** Minutes before the start, and after the end, in which a punch still belongs to the day. */
  readonly openBefore: number;
  readonly closeAfter: number;
  /** Where these hours come from, shown to the person. */
  readonly source: string;
  /** They hold instead of the usual ones for some days, such as in Ramadan. */
  readonly special?: true;
}

/** Working days of another length, such as Ramadan. Minutes of work are without breaks. */
export interface OtherHours {
  readonly name: string;
  readonly minutes: Readonly<Record<WorkPattern, number>>;
  readonly start: number;
  readonly breakMinutes: number;
  readonly fridayBreakMinutes: number;
}

const OPEN_BEFORE = 120;
const CLOSE_AFTER = 300;
const FRIDAY = 5;

const clock = (hours: number, minutes: number): number => hours * 60 + minutes;

/** Monday to Thursday, Friday, Saturday: start and end. */
const STANDARD: Readonly<Record<WorkPattern, readonly (readonly [number, number])[]>> = {
  5: [
    [clock(7, 30), clock(16, 0)],
    [clock(7, 30), clock(16, 30)],
  ],
  6: [
    [clock(7, 30), clock(15, 0)],
    [clock(7, 30), clock(11, 30)],
    [clock(7, 30), clock(13, 0)],
  ],
};

/**
 * The hours where neither regency nor unit has set any: 37 hours 30 minutes a week without breaks, from 07.30
 * (Perpres 21/2023 articles 3 and 4). Undefined for a weekday on which nobody works.
 */
export function standardHours(pattern: WorkPattern, weekday: number): DayHours | undefined {
  const span = weekday > pattern ? undefined : STANDARD[pattern][weekday < FRIDAY ? 0 : weekday - 4];
  if (!span) return undefined;
  return {
    start: span[0],
    end: span[1],
    openBefore: OPEN_BEFORE,
    closeAfter: CLOSE_AFTER,
    source: `Perpres 21/2023, ${pattern === 5 ? 'lima' : 'enam'} hari kerja`,
  };
}

/** The usual hours of a day as they are while other hours hold: their own start, and an end that follows from length and break. */
export function inOtherHours(usual: DayHours, other: OtherHours, pattern: WorkPattern, weekday: number): DayHours {
  const pause = weekday === FRIDAY ? other.fridayBreakMinutes : other.breakMinutes;
  return {
    ...usual,
    start: other.start,
    end: other.start + other.minutes[pattern] + pause,
    source: other.name,
    special: true,
  };
}
