import type { CauseKind } from './cause.ts';

/** A cause as it was written down. */
export interface WrittenCause {
  readonly kind: CauseKind;
  readonly note: string | null;
}

/** Why a month is computed again: decisions are counted, the rest is said as it was written down. */
export function causeWords(causes: readonly WrittenCause[]): string {
  const decided = causes.filter(({ kind }) => kind === 'keputusan').length;
  const objected = causes.filter(({ kind }) => kind === 'keberatan').length;
  const said = causes.filter(({ kind }) => kind !== 'keputusan' && kind !== 'keberatan').map(wordsOf);
  const words = [
    ...(decided > 0 ? [`${String(decided)} keputusan atasan sesudah penutupan`] : []),
    ...(objected > 0 ? [`${String(objected)} keberatan diterima`] : []),
    ...new Set(said),
  ];
  return words.length === 0 ? 'Sisa kelebihan bayar' : words.join('; ');
}

function wordsOf({ kind, note }: WrittenCause): string {
  if (kind === 'manual') return `Diminta hitung ulang: ${note ?? ''}`;
  return note ?? (kind === 'fakta' ? 'Data TPP dikoreksi' : 'Riwayat kepegawaian dicatat sesudah bulannya ditutup');
}
