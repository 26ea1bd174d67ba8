import { addDays, daysBetween, type LocalDate } from '../local-date.ts';

/** Days in which who refused may answer before anybody decides, at most. */
const HEARING_DAYS = 3;

/**
 * The last day on which the decision waits for the answer of who refused: both sides are heard (rulings.md 16), but
 * silence does not hold the owner up. Half of the time there is, three days at most.
 */
export function lastHearingDay(filedOn: LocalDate, dueOn: LocalDate): LocalDate {
  const days = daysBetween(filedOn, dueOn);
  const half = (days - (days % 2)) / 2;
  return addDays(filedOn, Math.min(HEARING_DAYS, Math.max(0, half)));
}
