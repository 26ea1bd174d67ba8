import { traitsSql } from '../organisation/queries.ts';
import type { InForceDaily } from './queries.ts';

/** A person on a day, as SQL: version of the position, and status. */
export interface LoggerSql {
  readonly position: string;
  readonly status: string;
}

/**
 * Whether somebody has to log, as SQL: the regulation's `harian.tidak_wajib` leaves out kinds of positions, echelons and
 * statuses. `exempt` is the parameter with `InForceDaily.exempt`; an empty one, or null, leaves out nobody.
 */
export const mustLogSql = ({ position, status }: LoggerSql, exempt: string): string =>
  `NOT coalesce(${traitsSql(position, status)} && ${exempt}::text[], false)`;

/** The same of somebody whose seat is known. */
export const mustLog = ({ exempt }: Pick<InForceDaily, 'exempt'>, traits: readonly string[]): boolean =>
  !traits.some(each => exempt.includes(each));

/** Points expected on a working day of whoever sits in a seat; 0 of those who need not log. */
export function pointsDue(
  daily: Pick<InForceDaily, 'exempt' | 'dailyTarget'>,
  { traits, workPattern }: { readonly traits: readonly string[]; readonly workPattern: 5 | 6 },
): number {
  return mustLog(daily, traits) ? daily.dailyTarget(workPattern) : 0;
}
