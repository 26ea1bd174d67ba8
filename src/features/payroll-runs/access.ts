import { hasRole, unitsFor, type Actor } from '../../platform/web/actor.ts';

/**
 * Payroll units whose periods a person sees: all for the personnel office (null), one's own for the unit's clerk.
 * Used as `($n::uuid[] IS NULL OR pu.id = ANY ($n))`: the one row scope of these pages.
 */
export const periodScope = (actor: Actor): readonly string[] | null => unitsFor(actor, 'kepegawaian', 'pengelola');

export const seesUnit = (actor: Actor, payrollUnitId: string): boolean => {
  const scope = periodScope(actor);
  return scope === null || scope.includes(payrollUnitId);
};

/** The unit's clerk or the personnel office closes (rulings.md 17). */
export const mayClose = seesUnit;

/** The personnel office approves what another person has closed. */
export const mayApprove = (actor: Actor): boolean => hasRole(actor, 'kepegawaian');

/** The finance office enters that the money has gone out. */
export const mayPay = (actor: Actor): boolean => hasRole(actor, 'keuangan');
