import type { LocalDate } from '../local-date.ts';
import { addDays } from '../local-date.ts';

/** The work dates that an outage opens again, both included, and the last day on which they may be logged, until 23.59. */
export interface Reentry {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly openUntil: LocalDate;
}

/** The regulation's own numbers for it (section `harian`), or the usual ones where it names none. */
export interface ReentryRules {
  /** Calendar days after a work date during which it may be entered anyway. */
  readonly entryDays: number;
  /** Calendar days for which the work dates are open again. */
  readonly reentryDays: number;
}

/**
 * What is opened for an outage: every work date that could have been logged while it lasted, from the first whose window
 * reached into it to the day on which it ended.
 *
 * @param outage the days of its first and last minute
 * @param confirmedOn the day of the decision: people are told then, and have all the days from then on
 */
export function reentryFor(
  outage: { readonly first: LocalDate; readonly last: LocalDate },
  confirmedOn: LocalDate,
  rules: ReentryRules,
): Reentry {
  return {
    from: addDays(outage.first, -rules.entryDays),
    to: outage.last,
    openUntil: addDays(confirmedOn, rules.reentryDays),
  };
}
