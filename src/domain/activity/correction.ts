import { addDays, type LocalDate } from '../local-date.ts';
import { lastEntryDay, type DailyRules } from './entry-rules.ts';

/**
 * The last day on which a returned entry may be sent again. A superior may return it after the entry window has passed;
 * its owner then gets the window anew, counted from the day of the return, so that a return is never a dead end. The
 * closed period still ends it (rulings.md 14 and 15).
 */
export function lastCorrectionDay(workDate: LocalDate, returnedOn: LocalDate, rules: DailyRules): LocalDate {
  const [byWorkDate, byReturn] = [lastEntryDay(workDate, rules), addDays(returnedOn, rules.entryDays)];
  return byReturn > byWorkDate ? byReturn : byWorkDate;
}
