import { unitsFor, type Actor } from '../../platform/web/actor.ts';
import { having } from '../../platform/web/route.ts';

export const importers = having('kepegawaian', 'pengelola');

/** Payroll units whose attendance somebody may bring in: all for the personnel office (null), their own for clerks. */
export const unitScope = (actor: Actor): readonly string[] | null => unitsFor(actor, 'kepegawaian', 'pengelola');
