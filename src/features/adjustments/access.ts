import { dayIn } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { hasRole, unitsFor, type Actor } from '../../platform/web/actor.ts';
import { having } from '../../platform/web/route.ts';
import { letterOf } from '../oversight/access.ts';

/** Adjustments hold rupiah: never for line superiors (rulings.md 11). */
export const reading = having('kepegawaian', 'keuangan', 'auditor', 'pengelola', 'bendahara', 'kepala_opd');
/** The personnel office asks for a month to be computed again. */
export const asking = having('kepegawaian');

/**
 * Payroll units whose adjustments a person reads; null for all. The one row scope of these pages. An auditor reads what the
 * letters in force today open.
 * @throws Forbidden for an auditor without a letter
 */
export async function readScope(deps: Deps, actor: Actor): Promise<readonly string[] | null> {
  const offices = unitsFor(actor, 'kepegawaian', 'keuangan', 'pengelola', 'bendahara', 'kepala_opd');
  if (offices === null || offices.length > 0) return offices;
  return (await letterOf(deps.pool, actor, dayIn(deps.regency.zone, deps.clock.now()))).scope;
}

export const mayAsk = (actor: Actor): boolean => hasRole(actor, 'kepegawaian');
