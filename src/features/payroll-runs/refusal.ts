import { monthInWords, type Month } from '../../domain/month.ts';
import type { PeriodState, RunBlocker } from '../../domain/payroll/run-lifecycle.ts';
import { Conflict } from '../../platform/errors.ts';

/** A step of a run that a rule or a state refuses (409), with the reasons in words. */
export class RunRefused extends Conflict {
  constructor(
    readonly blockers: readonly RunBlocker[],
    reason: string,
  ) {
    super(reason);
  }
}

const STATE_WORDS: Record<PeriodState, string> = {
  TERBUKA: 'masih terbuka',
  DITUTUP: 'sudah ditutup dan sedang dihitung',
  DIHITUNG: 'sudah ditutup dan dihitung',
  DISETUJUI: 'sudah disetujui',
  DIBAYAR: 'sudah dibayar',
  GAGAL: 'sudah ditutup, tetapi penghitungannya gagal',
  DIBATALKAN: 'sudah dibatalkan',
};

/** Why a step is not possible now, one sentence per reason. The page's buttons and the 409 say the same. */
export function blockerWords(blockers: readonly RunBlocker[], month: Month, state: PeriodState): string {
  const words: Record<RunBlocker, string> = {
    'wrong-state': `Periode ${monthInWords(month)} ${STATE_WORDS[state]}.`,
    'month-running': `${monthInWords(month)} belum berakhir. Periode ditutup setelah bulannya selesai.`,
    'same-person': 'Anda yang menutup periode ini. Orang lain yang menyetujuinya.',
    'facts-missing': 'Data TPP belum lengkap.',
    'preview-running': 'Pegawai masih dapat menyanggah jumlahnya.',
    'over-ceiling': 'Pagu TPP unit ini terlampaui.',
    'no-right': 'Langkah ini dilakukan orang lain yang berwenang.',
  };
  return blockers.map(blocker => words[blocker]).join(' ');
}

/** Whoever asked for an old month that the run carries does not approve it. */
export const ASKED_YOURSELF = 'Periode ini membawa penyesuaian yang Anda minta sendiri. Orang lain yang menyetujuinya.';

/** Somebody acted on the run since the page was read (409). */
export class RunChanged extends RunRefused {
  constructor() {
    super(
      ['wrong-state'],
      'Periode ini sudah diubah orang lain. Muat ulang halaman untuk melihat keadaannya sekarang.',
    );
  }
}
