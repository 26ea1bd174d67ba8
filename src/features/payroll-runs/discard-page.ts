import { monthInWords } from '../../domain/month.ts';
import { isSpecial, paymentName, periodText } from '../../domain/payroll/pay-period.ts';
import { isApproved } from '../../domain/payroll/run-lifecycle.ts';
import { formatRupiah } from '../../domain/rupiah.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Link, NoticeProps, SummaryRow, TimelineItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { instant } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import type { Status } from '../../platform/render/status.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { mayApprove } from './access.ts';
import { offer } from './actions.ts';
import type { Discard, DiscardState } from './discard-queries.ts';
import { boardOf } from './board-link.ts';
import { discardPath } from './paths.ts';
import { wordsOf, type Period } from './queries.ts';
import { blockerWords } from './refusal.ts';

/** A button of the answer: what it sends, what it says. */
export interface AnswerButton {
  readonly value: 'batalkan' | 'lanjutkan' | 'tarik';
  readonly label: string;
  readonly kind: 'bahaya' | 'kedua';
}

/** The page of `GET /kepegawaian/periode/:bulan/:unit/batalkan`: asking, and the second person's answer. */
export interface DiscardPage extends PageModel {
  readonly heading: string;
  readonly unit: string;
  readonly status: Status;
  readonly back: Link;
  readonly form: FormState<'alasan'>;
  readonly notice: NoticeProps | null;
  readonly rows: readonly SummaryRow[];
  readonly ask: { readonly action: string; readonly hidden: Readonly<Record<string, string>> } | null;
  readonly answer: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly sentence: string;
    readonly buttons: readonly AnswerButton[];
  } | null;
  readonly history: readonly TimelineItem[];
}

export interface DiscardContent {
  readonly actor: Actor;
  readonly period: Period;
  readonly discards: readonly Discard[];
  readonly form: FormState<'alasan'>;
  readonly key: string;
  readonly zone: Zone;
}

export function discardModel(content: DiscardContent): DiscardPage {
  const { actor, period, discards, form, key, zone } = content;
  const { unit, state, run } = period;
  const at = periodText(period);
  const heading = `Batalkan perhitungan ${isSpecial(period) ? paymentName(period, period.special?.label) : monthInWords(period.month)}`;
  const waiting = discards.find(each => each.state === 'diajukan' && each.runId === run?.id);
  const possible = offer('batalkan', period, actor, true);
  return {
    title: formTitle(heading, form),
    heading,
    unit: unit.name,
    status: state,
    back: boardOf(period),
    form,
    notice: noticeOf(period, possible.ok),
    rows: waiting ? requestRows(waiting, period, zone) : possible.ok ? runRows(period) : [],
    ask: possible.ok && !waiting ? { action: discardPath(at, unit.code), hidden: { kunci_kirim: key } } : null,
    answer: possible.ok && waiting ? answerOf(actor, period, waiting) : null,
    history: discards.filter(each => each.state !== 'diajukan').map(each => historyItem(each, zone)),
  };
}

function noticeOf(period: Period, possible: boolean): NoticeProps | null {
  if (possible) return null;
  const { state } = period;
  if (state === 'TERBUKA') {
    const stands = isSpecial(period)
      ? `${wordsOf(period)}, belum dihitung.`
      : `Periode ${monthInWords(period.month)} terbuka.`;
    return { kind: 'info', text: `${stands} Tidak ada perhitungan yang perlu dibatalkan.` };
  }
  const corrected = isApproved(state) && !isSpecial(period);
  return {
    kind: 'terkunci',
    text: `${blockerWords(['wrong-state'], period, state)}${corrected ? ' Koreksi masuk bulan berikutnya.' : ''}`,
  };
}

const runRows = ({ run }: Period): SummaryRow[] => [
  { label: run?.special ? 'Dihitung oleh' : 'Ditutup oleh', value: run?.closedByName ?? '' },
  { label: 'Pegawai', value: String(run?.people ?? 0) },
  { label: 'Jumlah bersih', value: run?.net === null || run === null ? 'Belum dihitung' : formatRupiah(run.net) },
];

const requestRows = ({ reason, askedByName, askedAt }: Discard, period: Period, zone: Zone): SummaryRow[] => [
  { label: 'Diajukan oleh', value: { text: askedByName, hint: instant(askedAt, zone) } },
  { label: 'Alasan', value: reason },
  ...runRows(period),
];

function answerOf(actor: Actor, period: Period, request: Discard): DiscardPage['answer'] {
  const base = {
    action: `${discardPath(periodText(period), period.unit.code)}/putuskan`,
    hidden: { versi: String(request.version) },
  };
  if (request.askedBy === actor.employeeId) {
    const sentence = 'Orang lain di kepegawaian yang memutuskan. Selama itu perhitungan ini tidak bisa disetujui.';
    return { ...base, sentence, buttons: [{ value: 'tarik', label: 'Tarik permintaan', kind: 'kedua' }] };
  }
  if (!mayApprove(actor)) return { ...base, sentence: 'Kepegawaian yang memutuskan permintaan ini.', buttons: [] };
  return {
    ...base,
    sentence: isSpecial(period)
      ? 'Setelah dibatalkan, pembayaran ini bisa dihitung lagi untuk unit ini. Pegawai diberi tahu.'
      : `Setelah dibatalkan, ${monthInWords(period.month)} unit ini terbuka lagi dan harus ditutup ulang. Pegawai diberi tahu.`,
    buttons: [
      { value: 'batalkan', label: 'Batalkan perhitungan', kind: 'bahaya' },
      { value: 'lanjutkan', label: 'Tolak permintaan', kind: 'kedua' },
    ],
  };
}

const OUTCOME: Readonly<Record<DiscardState, string>> = {
  diajukan: 'Menunggu keputusan',
  dibatalkan: 'Perhitungan dibatalkan',
  dilanjutkan: 'Permintaan ditolak, perhitungan dilanjutkan',
  ditarik: 'Permintaan ditarik',
};

const historyItem = (each: Discard, zone: Zone): TimelineItem => ({
  title: `${OUTCOME[each.state]} (perhitungan ke-${String(each.revision)})`,
  at: each.decidedAt ? instant(each.decidedAt, zone) : '',
  by: each.decidedByName ?? undefined,
  note: `Alasan dari ${each.askedByName}: ${each.reason}`,
});
