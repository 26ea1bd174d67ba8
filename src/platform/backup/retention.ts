import { addDays, isoWeekday, type LocalDate } from '../../domain/local-date.ts';
import { dayIn, type Zone } from '../clock.ts';
import type { Keeping } from './settings.ts';

/** A copy that may have to go. */
export interface AgingCopy {
  readonly place: string;
  readonly madeAt: Date;
}

const mondayOf = (day: LocalDate): string => addDays(day, 1 - isoWeekday(day));
const monthOf = (day: LocalDate): string => day.slice(0, 7);

/**
 * Which copies are no longer needed (grandfather, father, son): of each of the last days, weeks and months that have a
 * copy the newest stays, and so does whatever is named besides.
 *
 * @param copies checked copies, in any order
 * @param always places that stay in any case
 * @returns the places to remove, oldest first; never all of them
 */
export function copiesToRemove(
  copies: readonly AgingCopy[],
  keeping: Keeping,
  zone: Zone,
  always: readonly string[] = [],
): string[] {
  const newestFirst = [...copies].sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime());
  const kept = new Set([...always, ...newestFirst.slice(0, 1).map(copy => copy.place)]);
  const keepNewestOf = (span: (day: LocalDate) => string, most: number): void => {
    const spans = new Set<string>();
    for (const { place, madeAt } of newestFirst) {
      const name = span(dayIn(zone, madeAt));
      if (spans.has(name)) continue;
      if (spans.size === most) return;
      spans.add(name);
      kept.add(place);
    }
  };
  keepNewestOf(day => day, keeping.days);
  keepNewestOf(mondayOf, keeping.weeks);
  keepNewestOf(monthOf, keeping.months);
  return newestFirst
    .filter(({ place }) => !kept.has(place))
    .map(({ place }) => place)
    .reverse();
}
