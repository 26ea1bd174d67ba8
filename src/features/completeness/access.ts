import { unitsFor, type Actor } from '../../platform/web/actor.ts';
import { having } from '../../platform/web/route.ts';

export const readers = having('kepegawaian', 'pengelola');

/**
 * Payroll units whose people somebody chases: all for the personnel office (null), one's own for the unit's clerk.
 * Used as `($n::uuid[] IS NULL OR pu.id = ANY ($n))`: the one row scope of these pages.
 */
export const unitScope = (actor: Actor): readonly string[] | null => unitsFor(actor, 'kepegawaian', 'pengelola');
