import { type Actor, hasRole } from '../../platform/web/actor.ts';
import type { ImportKind } from './sheets.ts';

/** Whether a person may bring this in: people are the personnel office's, the organisation and the catalogue also Bagian Organisasi's. */
export const mayImport = (actor: Actor, kind: ImportKind): boolean =>
  hasRole(actor, 'kepegawaian') || (kind !== 'pegawai' && hasRole(actor, 'organisasi'));

/** The kinds whose batches a person sees. */
export const kindsOf = (actor: Actor): ImportKind[] =>
  (['pegawai', 'organisasi', 'katalog'] as const).filter(kind => mayImport(actor, kind));
