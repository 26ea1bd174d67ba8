import { inOtherHours, standardHours, type DayHours } from '../../domain/attendance/hours.ts';
import type { WorkPattern } from '../../domain/calendar/work-calendar.ts';
import { isoWeekday, type LocalDate } from '../../domain/local-date.ts';
import type { Month } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { setHoursUntil, specialSpansOf, unitsAbove, type SetHours } from './sources.ts';

/** The hours of a day in a unit; undefined on a weekday without work. */
export type HoursOn = (day: LocalDate, unitId: string, pattern: WorkPattern) => DayHours | undefined;

/**
 * Hours of a month: those set for a unit, or for the nearest unit above it, before the regency's, before the standard ones;
 * other hours (Ramadan) over all.
 */
export async function hoursOfMonth(sql: Sql, month: Month): Promise<HoursOn> {
  const set = await setHoursUntil(sql, month);
  // The tree is asked for only where some unit has hours of its own.
  const above = set.some(row => row.unitId !== null) ? await unitsAbove(sql, month) : NO_TREE;
  const specials = await specialSpansOf(sql, month);
  return (day, unitId, pattern) => {
    const weekday = isoWeekday(day);
    const usual =
      chosen(set, { day, units: above.get(unitId) ?? [unitId], pattern, weekday }) ?? standardHours(pattern, weekday);
    const other = specials.find(span => span.from <= day && day <= span.last);
    return usual && other ? inOtherHours(usual, other, pattern, weekday) : usual;
  };
}

const NO_TREE: ReadonlyMap<string, readonly string[]> = new Map();

interface Asked {
  readonly day: LocalDate;
  /** The unit and those above it. */
  readonly units: readonly string[];
  readonly pattern: WorkPattern;
  readonly weekday: number;
}

function chosen(set: readonly SetHours[], asked: Asked): DayHours | undefined {
  const fits = set.filter(
    row => row.pattern === asked.pattern && row.weekday === asked.weekday && row.from <= asked.day,
  );
  for (const unit of asked.units) {
    const own = fits.find(row => row.unitId === unit);
    if (own) return own;
  }
  return fits.find(row => row.unitId === null);
}
