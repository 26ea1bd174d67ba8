import type { LocalDate } from '../../domain/local-date.ts';
import { addMonths, isMonth, lastDay, monthInWords, type Month } from '../../domain/month.ts';
import { Malformed, NotFound } from '../../platform/errors.ts';
import type { Link } from '../../platform/render/components.ts';

/**
 * The month a report is asked for: the running one when none is named.
 *
 * @throws Malformed (422) for what is no month, NotFound (404) for a month that has not begun
 */
export function askedMonth(typed: unknown, thisMonth: Month): Month {
  if (typed === undefined || typed === '') return thisMonth;
  if (typeof typed !== 'string' || !isMonth(typed) || !typed.startsWith('2'))
    throw new Malformed('Bulan ditulis tahun dan bulan, misalnya 2026-11.');
  if (typed > thisMonth) throw new NotFound('month');
  return typed;
}

/** The last day of a month that a report speaks of: today while it runs. */
export const reportDay = (of: Month, today: LocalDate): LocalDate => (lastDay(of) < today ? lastDay(of) : today);

/** The ways to the months beside one. */
export interface MonthLinks {
  readonly previous: Link;
  readonly next: Link | null;
}

export function monthLinks(of: Month, thisMonth: Month, href: (of: Month) => string): MonthLinks {
  const link = (month: Month): Link => ({ href: href(month), label: monthInWords(month) });
  return { previous: link(addMonths(of, -1)), next: of < thisMonth ? link(addMonths(of, 1)) : null };
}
