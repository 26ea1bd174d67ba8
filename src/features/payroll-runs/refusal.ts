import { monthInWords } from '../../domain/month.ts';
import { isSpecial, periodWords, type PayPeriod } from '../../domain/payroll/pay-period.ts';
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

/** A special payment has no month of its own that is open or closed. */
const SPECIAL_WORDS: Record<PeriodState, string> = {
  ...STATE_WORDS,
  TERBUKA: 'belum dihitung',
  DITUTUP: 'sedang dihitung',
  DIHITUNG: 'sudah dihitung',
  GAGAL: 'gagal dihitung',
};

/** A period as its words name it; `special` gives a special payment its label. */
type Named = PayPeriod & { readonly special: { readonly label: string } | null };

/** How a period stands, in a sentence. */
function stateWords(period: Named, state: PeriodState): string {
  if (!isSpecial(period)) return `Periode ${monthInWords(period.month)} ${STATE_WORDS[state]}.`;
  return `${periodWords(period, period.special?.label)}, ${SPECIAL_WORDS[state]}.`;
}

/** Why a step is not possible now, one sentence per reason. The page's buttons and the 409 say the same. */
export function blockerWords(blockers: readonly RunBlocker[], period: Named, state: PeriodState): string {
  const { month } = period;
  const words: Record<RunBlocker, string> = {
    'wrong-state': stateWords(period, state),
    'month-running': `${monthInWords(month)} belum berakhir. Periode ditutup setelah bulannya selesai.`,
    'same-person': `Anda yang ${isSpecial(period) ? 'menghitung pembayaran' : 'menutup periode'} ini. Orang lain yang menyetujuinya.`,
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
