import { unitsFor, type Actor } from '../../platform/web/actor.ts';
import { having } from '../../platform/web/route.ts';

/** Personnel office and unit clerk keep attendance. */
export const keepers = having('kepegawaian', 'pengelola');

/**
 * Payroll units whose attendance somebody keeps: all for the personnel office (null), one's own for the unit's clerk. Used as
 * `($n::uuid[] IS NULL OR unit = ANY ($n))`: the one row scope of these pages.
 */
export const unitScope = (actor: Actor): readonly string[] | null => unitsFor(actor, 'kepegawaian', 'pengelola');
