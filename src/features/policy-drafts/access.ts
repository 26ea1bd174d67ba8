import { unitsFor, type Actor } from '../../platform/web/actor.ts';
import { having, signedIn } from '../../platform/web/route.ts';

/** Versions and drafts: the personnel office writes them, finance and the auditor read them. */
export const reading = having('kepegawaian', 'keuangan', 'auditor');
export const writing = having('kepegawaian');
/** A regulation that is in force, or will be, is everybody's to read. */
export const everybody = signedIn;

/** A regulation holds for the whole regency: whoever has the right for some units only reads it. */
export const mayWrite = (actor: Actor): boolean => unitsFor(actor, 'kepegawaian') === null;
export const mayRead = (actor: Actor): boolean => reading.allows(actor);
