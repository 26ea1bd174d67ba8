import { unitsFor, type Actor } from '../../platform/web/actor.ts';

/**
 * Payroll units whose amounts a person sees here: all for the finance office (null), one's own for the treasurer and
 * the head of the office. The one row scope of these pages.
 */
export const moneyScope = (actor: Actor): readonly string[] | null =>
  unitsFor(actor, 'keuangan', 'bendahara', 'kepala_opd');
