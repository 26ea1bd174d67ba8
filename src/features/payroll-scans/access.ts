import { hasRole, type Actor } from '../../platform/web/actor.ts';

/** The office sends its papers: its treasurer, or its head. Which office is asked by the row scope of the page. */
export const maySend = (actor: Actor): boolean => hasRole(actor, 'bendahara') || hasRole(actor, 'kepala_opd');

/** Finance answers. */
export const mayAnswer = (actor: Actor): boolean => hasRole(actor, 'keuangan');
