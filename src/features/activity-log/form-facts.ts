import { addDays, daysFrom, type LocalDate } from '../../domain/local-date.ts';
import { refuseDate } from '../../domain/activity/entry-rules.ts';
import { dayIn, type Zone } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { choicesFor, type CatalogueChoice } from '../catalogue/queries.ts';
import { regulationOn, type InForceDaily } from '../policies/queries.ts';
import { framesOf, todayOf, zoneOf, type DayFrame } from './day-frame.ts';
import { formFacts, type FormFacts } from './queries.ts';

/** What the form is asked to show. */
export interface FormQuestion {
  readonly employeeId: string;
  /** The day wanted: asked for, typed, or the entry's own. */
  readonly day: LocalDate | undefined;
  readonly chosenItemId: string | null;
  readonly words: readonly string[];
}

/** All that the form offers. */
export interface FormOffer extends FormFacts {
  readonly today: LocalDate;
  readonly zone: Zone;
  readonly daily: InForceDaily | undefined;
  /** Days on which something may still be logged, the latest first. */
  readonly openDays: readonly LocalDate[];
  /** The day the form starts with. */
  readonly day: LocalDate;
  readonly frame: DayFrame | undefined;
  readonly choices: readonly CatalogueChoice[];
}

/** Reads what the form offers, in four statements. */
export async function formOffer(deps: Deps, question: FormQuestion): Promise<FormOffer> {
  const now = deps.clock.now();
  const regencyDay = dayIn(deps.regency.zone, now);
  const daily = (await regulationOn(deps.pool, regencyDay))?.daily;
  const first = addDays(regencyDay, -(daily?.entryDays ?? 0) - 1);
  // A unit's own zone may be a day ahead of the regency's.
  const window = daysFrom(first, addDays(regencyDay, 1));
  const asked = question.day !== undefined && !window.includes(question.day) ? [question.day] : [];
  const frames = await framesOf(deps.pool, question.employeeId, [...asked, ...window]);
  const seat = frames.find(frame => frame.day === regencyDay)?.seat;
  const today = todayOf(seat, deps.regency.zone, now);
  const openDays = frames
    .filter(frame => daily && isOpen(frame, today, daily))
    .map(frame => frame.day)
    .reverse();
  const day = question.day ?? (openDays.includes(today) ? today : (openDays[0] ?? today));
  const choices = await choicesFor(deps.pool, {
    employeeId: question.employeeId,
    family: seat?.family ?? null,
    day,
    words: question.words,
    chosenId: question.chosenItemId,
  });
  const facts = await formFacts(deps.pool, question.employeeId, day, first, addDays(regencyDay, 1));
  const frame = frames.find(candidate => candidate.day === day);
  return { ...facts, today, zone: zoneOf(seat, deps.regency.zone), daily, openDays, day, frame, choices };
}

const isOpen = (frame: DayFrame, today: LocalDate, daily: InForceDaily): boolean =>
  frame.seat !== undefined && frame.periodOpen && refuseDate(frame.day, today, frame.dayOffName, daily) === undefined;
