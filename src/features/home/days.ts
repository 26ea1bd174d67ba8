import { dayOff } from '../../domain/calendar/work-calendar.ts';
import { daysFrom, type LocalDate } from '../../domain/local-date.ts';
import { addMonths, firstDay, lastDay, monthOf } from '../../domain/month.ts';
import type { HomeFacts } from './queries.ts';

/** One of one's days against its target. */
export interface DayView {
  readonly day: LocalDate;
  readonly points: number;
  readonly entries: number;
  /** Points expected; 0 on a day off. */
  readonly target: number;
  /** Why nobody works that day; undefined on a working day. */
  readonly offName: string | undefined;
}

/** All days of this month and the one before, judged by the work calendar of one's unit. */
export function judgeDays(facts: HomeFacts, today: LocalDate, target: number): readonly DayView[] {
  const pattern = facts.workPattern;
  if (pattern === undefined) return [];
  const month = monthOf(today);
  return daysFrom(firstDay(addMonths(month, -1)), lastDay(month)).map(day => {
    const offName = dayOff(day, pattern, facts.holidays);
    const own = facts.days.get(day);
    return {
      day,
      points: own?.points ?? 0,
      entries: own?.entries ?? 0,
      target: offName === undefined ? target : 0,
      offName,
    };
  });
}
