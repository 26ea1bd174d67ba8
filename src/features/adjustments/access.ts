import { hasRole, unitsFor, type Actor } from '../../platform/web/actor.ts';
import { having } from '../../platform/web/route.ts';

/** Adjustments hold rupiah: never for line superiors (rulings.md 11). */
export const reading = having('kepegawaian', 'keuangan', 'auditor', 'pengelola', 'bendahara', 'kepala_opd');
/** The personnel office asks for a month to be computed again. */
export const asking = having('kepegawaian');

/** Payroll units whose adjustments a person reads; null for all. The one row scope of these pages. */
export const readScope = (actor: Actor): readonly string[] | null =>
  unitsFor(actor, 'kepegawaian', 'keuangan', 'auditor', 'pengelola', 'bendahara', 'kepala_opd');

export const mayAsk = (actor: Actor): boolean => hasRole(actor, 'kepegawaian');
