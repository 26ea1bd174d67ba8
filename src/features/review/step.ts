import type { EntryStatus, Part } from '../../domain/activity/lifecycle.ts';
import { validating, verifying, type Access } from '../../platform/web/route.ts';

/**
 * One of the two steps that superiors take (rulings.md 15). Pages, queue and decision are written once over this value:
 * verification by the direct superior, validation by the next level.
 */
export interface Step {
  readonly name: 'verifikasi' | 'validasi';
  readonly part: Exclude<Part, 'pemilik'>;
  /** The state in which an entry waits for this step. */
  readonly waits: EntryStatus & ('dikirim' | 'diverifikasi');
  readonly access: Access;
  /** Heading of the queue. */
  readonly title: string;
  /** What the queue says when nothing waits. */
  readonly empty: string;
}

export const VERIFICATION: Step = {
  name: 'verifikasi',
  part: 'verifikator',
  waits: 'dikirim',
  access: verifying,
  title: 'Verifikasi kegiatan',
  empty: 'Semua sudah diperiksa.',
};

export const VALIDATION: Step = {
  name: 'validasi',
  part: 'validator',
  waits: 'diverifikasi',
  access: validating,
  title: 'Validasi kegiatan',
  empty: 'Semua sudah diperiksa.',
};

export const STEPS: readonly Step[] = [VERIFICATION, VALIDATION];
