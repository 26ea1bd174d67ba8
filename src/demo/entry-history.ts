import type { EntryAction, EntryStatus, Part, ReturnReason } from '../domain/activity/lifecycle.ts';
import type { Random } from './random.ts';
import type { Decider } from './regency.ts';

/** One step in an entry's life; its place in the list plus one is the version after it. */
export interface HistoryStep {
  readonly action: EntryAction | 'buat';
  readonly from: EntryStatus | null;
  readonly to: EntryStatus;
  readonly part: Part;
  /** Undefined for the owner. */
  readonly by?: Decider;
  readonly reasonCode?: ReturnReason;
  readonly reason?: string;
  readonly at: Date;
}

/** Who decides on somebody's entries. */
export interface Chain {
  readonly verifier: Decider;
  /** Undefined where the chain has one step. */
  readonly validator: Decider | undefined;
}

/** Where an entry has come to. */
export type Course =
  | 'draf'
  | 'dikirim'
  | 'diverifikasi'
  | 'divalidasi'
  | 'dikembalikan'
  | 'dikembalikan-validator'
  | 'diperbaiki'
  | 'ditolak';

/** The moments at hand: when the work was over, and between what the steps must lie. */
export interface Moments {
  /** When it was entered. */
  readonly entered: Date;
  /** Where verifier and validator would like to decide. */
  readonly verify: Date;
  readonly validate: Date;
  /** No step is later than this. */
  readonly latest: Date;
}

const RETURNS: readonly (readonly [ReturnReason, string])[] = [
  ['uraian', 'Tuliskan hasilnya, bukan hanya kegiatannya.'],
  ['volume', 'Jumlah pada buku kerja berbeda. Sesuaikan volumenya.'],
  ['waktu', 'Jam selesai melewati jam istirahat. Periksa lagi.'],
  ['lainnya', 'Gabungkan dengan kegiatan serupa pada hari yang sama.'],
];

/** A moment `share` tenths of the way from one instant to another. */
const between = (from: Date, to: Date, tenths: number): Date =>
  new Date(from.getTime() + Math.trunc(((to.getTime() - from.getTime()) * tenths) / 10));

/**
 * The steps of an entry that has come to `course`: decisions where the superiors would like to make them, or, where
 * that is later than allowed, spread over the time there is.
 */
export function historyOf(random: Random, course: Course, chain: Chain, moments: Moments): HistoryStep[] {
  const { entered, latest } = moments;
  const late = moments.validate > latest;
  const verifyAt = late ? between(entered, latest, 4) : moments.verify;
  const validateAt = late ? between(entered, latest, 8) : moments.validate;
  const [reasonCode, reason] = random.pick(RETURNS);
  const draft: HistoryStep = { action: 'buat', from: null, to: 'draf', part: 'pemilik', at: entered };
  const sent: HistoryStep = { action: 'kirim', from: null, to: 'dikirim', part: 'pemilik', at: entered };
  const returnBy = (part: Part, by: Decider, from: EntryStatus, at: Date): HistoryStep => ({
    action: 'kembalikan',
    from,
    to: 'dikembalikan',
    part,
    by,
    reasonCode,
    reason,
    at,
  });
  const { verifier, validator } = chain;
  const verified = (at: Date): HistoryStep => ({
    action: 'setujui',
    from: 'dikirim',
    to: validator ? 'diverifikasi' : 'divalidasi',
    part: 'verifikator',
    by: verifier,
    at,
  });
  const validated = (at: Date): HistoryStep[] =>
    validator
      ? [{ action: 'setujui', from: 'diverifikasi', to: 'divalidasi', part: 'validator', by: validator, at }]
      : [];
  switch (course) {
    case 'draf':
      return [draft];
    case 'dikirim':
      return [sent];
    case 'diverifikasi':
      return validator ? [sent, verified(verifyAt)] : [sent];
    case 'divalidasi':
      return [sent, verified(verifyAt), ...validated(validateAt)];
    case 'dikembalikan':
      return [sent, returnBy('verifikator', verifier, 'dikirim', verifyAt)];
    case 'ditolak':
      return [
        sent,
        {
          action: 'tolak',
          from: 'dikirim',
          to: 'ditolak',
          part: 'verifikator',
          by: verifier,
          reasonCode: 'tidak_dikerjakan',
          reason: 'Pada jam itu yang bersangkutan mengikuti rapat lain.',
          at: verifyAt,
        },
      ];
    case 'dikembalikan-validator':
      return validator
        ? [sent, verified(verifyAt), returnBy('validator', validator, 'diverifikasi', validateAt)]
        : [sent, returnBy('verifikator', verifier, 'dikirim', verifyAt)];
    case 'diperbaiki':
      return [
        sent,
        returnBy('verifikator', verifier, 'dikirim', between(entered, verifyAt, 5)),
        { action: 'kirim', from: 'dikembalikan', to: 'dikirim', part: 'pemilik', at: between(entered, verifyAt, 7) },
        verified(verifyAt),
        ...validated(validateAt),
      ];
  }
}
