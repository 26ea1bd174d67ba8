import { countedPoints } from '../../domain/activity/points.ts';
import { dayOff, workdays } from '../../domain/calendar/work-calendar.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { monthOf } from '../../domain/month.ts';
import type { InForceDaily } from '../policies/queries.ts';
import type { PersonMonth } from './queries.ts';

/** How complete somebody's month is up to a day, that day included. */
export interface Completeness {
  readonly person: PersonMonth;
  /** Working days since the person began, and on how many of them something was sent. */
  readonly due: number;
  readonly filled: number;
  /** Points that count under the daily cap: sent, and of those validated. */
  readonly sent: number;
  readonly validated: number;
  readonly target: number;
  /** A working day for this person on which nothing was sent. */
  readonly missing: boolean;
}

/** What the days are judged by. */
export interface Yardstick {
  readonly day: LocalDate;
  readonly holidays: ReadonlyMap<LocalDate, string>;
  /** Undefined where no regulation is in force: nothing is expected, nothing capped. */
  readonly daily: InForceDaily | undefined;
}

/** Judges a person's month; who is missing stands first, then who has most days open, then by name. */
export function judgePeople(people: readonly PersonMonth[], by: Yardstick): Completeness[] {
  return people
    .map(person => judgePerson(person, by))
    .sort((a, b) => Number(b.missing) - Number(a.missing) || b.due - b.filled - (a.due - a.filled));
}

function judgePerson(person: PersonMonth, { day, holidays, daily }: Yardstick): Completeness {
  const pattern = person.workPattern;
  const due = workdays(monthOf(day), pattern, holidays, day).filter(each => each >= person.since);
  const sentOn = new Map(person.days.map(each => [each.day, each]));
  const past = person.days.filter(each => each.day <= day);
  const counted = (points: number): number => (daily ? countedPoints(points, daily.dailyCap) : points);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    person,
    due: due.length,
    filled: due.filter(each => sentOn.has(each)).length,
    sent: sum(past.map(each => counted(each.sent))),
    validated: sum(past.map(each => counted(each.validated))),
    target: due.length * (daily?.dailyTarget(pattern) ?? 0),
    missing: day >= person.since && dayOff(day, pattern, holidays) === undefined && !sentOn.has(day),
  };
}
