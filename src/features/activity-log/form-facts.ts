import { addDays, daysFrom, type LocalDate } from '../../domain/local-date.ts';
import { dayIn, type Zone } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { regulationFrom, type InForceDaily } from '../policies/queries.ts';
import { frameFactsOf, framesAmong, framesOf, todayOf, zoneOf, type DayFrame } from './day-frame.ts';
import { formFacts, type FormFacts } from './form-queries.ts';
import type { FullEntry } from './queries.ts';
import { refuseDay } from './window.ts';

/** What the form is asked to show. */
export interface FormQuestion {
  readonly employeeId: string;
  /** The day wanted: asked for, typed, or the entry's own. */
  readonly day: LocalDate | undefined;
  readonly chosenItemId: string | null;
  readonly words: readonly string[];
  /** The entry that is changed; undefined for a new one. */
  readonly entry: Pick<FullEntry, 'id' | 'targetId'> | undefined;
}

/** All that the form offers. */
export interface FormOffer extends FormFacts {
  readonly today: LocalDate;
  readonly zone: Zone;
  readonly daily: InForceDaily | undefined;
  /** Days on which something may still be logged, the latest first. */
  readonly openDays: readonly DayFrame[];
  /** The day the form starts with. */
  readonly day: LocalDate;
  /** Until when a dispensation opens that day. */
  readonly openUntil: LocalDate | undefined;
}

/** The days on which a person may log today, and what surrounds them; in one statement. */
export interface OpenDays {
  readonly today: LocalDate;
  readonly zone: Zone;
  readonly daily: InForceDaily | undefined;
  /** The first and the last day looked at; the last is tomorrow, for a unit's zone may be a day ahead of the regency's. */
  readonly first: LocalDate;
  readonly last: LocalDate;
  readonly family: string | null;
  readonly frames: readonly DayFrame[];
  /** The latest first. */
  readonly open: readonly DayFrame[];
}

/** Days back of which facts are read; a longer window is read once more. */
const USUAL_REACH = 31;

const earlier = (a: LocalDate, b: LocalDate | undefined): LocalDate => (b !== undefined && b < a ? b : a);
const later = (a: LocalDate, b: LocalDate | undefined): LocalDate => (b !== undefined && b > a ? b : a);

/** @param asked a day to look at in any case */
export async function openDaysOf(deps: Deps, employeeId: string, asked?: LocalDate): Promise<OpenDays> {
  const now = deps.clock.now();
  const regencyDay = dayIn(deps.regency.zone, now);
  const last = addDays(regencyDay, 1);
  // How far the days reach is a rule that is read with them: facts are read of more than any window is likely to hold.
  const usual = addDays(regencyDay, -USUAL_REACH);
  const read = { first: earlier(usual, asked), last: later(last, asked), openOn: regencyDay, ruleDay: regencyDay };
  const { facts, regulation } = await frameFactsOf(deps.pool, employeeId, read);
  const daily = (await regulationFrom(deps.pool, regulation, regencyDay))?.daily;
  const first = addDays(regencyDay, -(daily?.entryDays ?? 0) - 1);
  const window = daysFrom(first, last);
  const days = asked !== undefined && !window.includes(asked) ? [asked, ...window] : window;
  const frames =
    first < read.first ? await framesOf(deps.pool, employeeId, days, regencyDay) : framesAmong(facts, days, regencyDay);
  const seat = frames.find(frame => frame.day === regencyDay)?.seat;
  const today = todayOf(seat, deps.regency.zone, now);
  const open = frames.filter(frame => daily && isOpen(frame, today, daily)).reverse();
  return {
    today,
    zone: zoneOf(seat, deps.regency.zone),
    daily,
    first,
    last,
    family: seat?.family ?? null,
    frames,
    open,
  };
}

/** Reads what the form offers, in two statements. */
export async function formOffer(deps: Deps, question: FormQuestion): Promise<FormOffer> {
  const days = await openDaysOf(deps, question.employeeId, question.day);
  const { today, open } = days;
  const day = question.day ?? (open.some(frame => frame.day === today) ? today : (open[0]?.day ?? today));
  const facts = await formFacts(deps.pool, {
    employeeId: question.employeeId,
    day,
    from: days.first,
    to: days.last,
    itemId: question.chosenItemId,
    entryId: question.entry?.id ?? null,
    keptTargetId: question.entry?.targetId ?? null,
    family: days.family,
    words: question.words,
  });
  const frame = days.frames.find(each => each.day === day);
  const openUntil = frame?.openUntil;
  const expected = frame && frame.dayOffName === undefined ? facts.expected : [];
  return { ...facts, expected, today, zone: days.zone, daily: days.daily, openDays: open, day, openUntil };
}

const isOpen = (frame: DayFrame, today: LocalDate, daily: InForceDaily): boolean =>
  frame.seat !== undefined && frame.periodOpen && refuseDay(frame, today, daily) === undefined;
