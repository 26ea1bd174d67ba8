import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, lastDay, monthOf, type Month } from '../../domain/month.ts';
import { compute } from '../../domain/tpp/compute.ts';
import type { Computation } from '../../domain/tpp/computation.ts';
import { paidNow } from '../../domain/tpp/postponed.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { factsUntil, type GatheredFacts } from '../policies/facts.ts';
import { engineFacts } from '../policies/engine-facts.ts';
import { regulationOn, type InForce } from '../policies/queries.ts';

/** The calculation of an open month for one person: the same engine as the close, on what is known up to a day. */
export interface RunningCalculation {
  readonly month: Month;
  /** The last day whose entries and target are in it. */
  readonly until: LocalDate;
  readonly inForce: InForce;
  readonly facts: GatheredFacts;
  /** What would be paid now; its totals are null when something is missing. */
  readonly computation: Computation;
}

/** What a page that shows more than the calculation has read already. */
export interface KnownOfMonth {
  /** In force on the first of the month; undefined where none is. */
  readonly inForce: InForce | undefined;
  /** Of every day of the month up to today, at least. */
  readonly holidays: ReadonlyMap<LocalDate, string>;
}

/**
 * The running calculation of one's month (ux.md F12): facts up to today, entries that wait for a decision assumed
 * approved, a fact not yet entered this month taken from the latest month that has it. Three small statements; one with `known`.
 * @returns undefined where the person is on no roster that month or no regulation is in force
 */
export async function runningCalculation(
  deps: Pick<Deps, 'pool' | 'clock' | 'regency'>,
  employeeId: string,
  of: Month,
  known?: KnownOfMonth,
): Promise<RunningCalculation | undefined> {
  const at = deps.clock.now();
  const today = dayIn(deps.regency.zone, at);
  if (of > monthOf(today)) return undefined;
  const inForce = known ? known.inForce : await regulationOn(deps.pool, firstDay(of));
  if (!inForce) return undefined;
  const until = of === monthOf(today) ? today : lastDay(of);
  const facts = await factsUntil(deps.pool, { month: of, employeeId, inForce, until, at }, known?.holidays);
  if (facts?.excluded !== null) return undefined; // nobody on the roster, or somebody who is not paid
  const { regulation } = inForce;
  const computation = paidNow(regulation, compute(regulation, engineFacts(regulation, of, facts.facts)));
  return { month: of, until, inForce, facts, computation };
}
