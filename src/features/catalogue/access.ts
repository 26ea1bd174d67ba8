import { hasRole, type Actor } from '../../platform/web/actor.ts';
import { having } from '../../platform/web/route.ts';

/** The catalogue's stewards: Bagian Organisasi, and the personnel office (rulings.md 11). */
export const stewards = having('organisasi', 'kepegawaian');
/** Who reads norms and expectations: the stewards, and the clerks who explain them in their units. */
export const readers = having('organisasi', 'kepegawaian', 'pengelola');

export const isSteward = (actor: Actor): boolean => hasRole(actor, 'organisasi') || hasRole(actor, 'kepegawaian');
