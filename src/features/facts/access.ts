import { hasRole, unitsFor, type Actor } from '../../platform/web/actor.ts';
import { having } from '../../platform/web/route.ts';

/**
 * Facts hold rupiah: they are read by the personnel and the finance office, and by the clerk, the treasurer and the head of
 * the paying unit, who sign its list; never by line superiors (rulings.md 11).
 */
export const reading = having('kepegawaian', 'keuangan', 'pengelola', 'bendahara', 'kepala_opd');
/** Salaries come from the treasurer, papers from the clerk; both offices enter for everybody. */
export const entering = having('kepegawaian', 'keuangan', 'pengelola', 'bendahara');
/** Ceilings come with the budget. */
export const budgeting = having('kepegawaian', 'keuangan');

/** Payroll units whose facts a person reads; null for all. The one row scope of these pages. */
export const readScope = (actor: Actor): readonly string[] | null =>
  unitsFor(actor, 'kepegawaian', 'keuangan', 'pengelola', 'bendahara', 'kepala_opd');

/** Payroll units for whose people a person enters facts; null for all. */
export const enterScope = (actor: Actor): readonly string[] | null =>
  unitsFor(actor, 'kepegawaian', 'keuangan', 'pengelola', 'bendahara');

/** The second person: of the personnel or the finance office. */
export const mayDecide = (actor: Actor): boolean => hasRole(actor, 'kepegawaian') || hasRole(actor, 'keuangan');

export const mayEnter = (actor: Actor): boolean => entering.allows(actor);
export const mayBudget = (actor: Actor): boolean => budgeting.allows(actor);
