import { monthInWords, type Month } from '../../domain/month.ts';
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
import { discardPath, periodsPath } from './paths.ts';
import type { Period } from './queries.ts';
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
  const { month, unit, state, run } = period;
  const words = monthInWords(month);
  const heading = `Batalkan perhitungan ${words}`;
  const waiting = discards.find(each => each.state === 'diajukan' && each.runId === run?.id);
  const possible = offer('batalkan', period, actor, true);
  return {
    title: formTitle(heading, form),
    heading,
    unit: unit.name,
    status: state,
    back: { href: periodsPath(month), label: `Periode ${words}` },
    form,
    notice: noticeOf(period, possible.ok),
    rows: waiting ? requestRows(waiting, period, zone) : possible.ok ? runRows(period) : [],
    ask: possible.ok && !waiting ? { action: discardPath(month, unit.code), hidden: { kunci_kirim: key } } : null,
    answer: possible.ok && waiting ? answerOf(actor, month, unit.code, waiting) : null,
    history: discards.filter(each => each.state !== 'diajukan').map(each => historyItem(each, zone)),
  };
}

function noticeOf({ month, state }: Period, possible: boolean): NoticeProps | null {
  if (possible) return null;
  if (state === 'TERBUKA')
    return {
      kind: 'info',
      text: `Periode ${monthInWords(month)} terbuka. Tidak ada perhitungan yang perlu dibatalkan.`,
    };
  const after = state === 'DISETUJUI' || state === 'DIBAYAR' ? ' Koreksi masuk bulan berikutnya.' : '';
  return { kind: 'terkunci', text: `${blockerWords(['wrong-state'], month, state)}${after}` };
}

const runRows = ({ run }: Period): SummaryRow[] => [
  { label: 'Ditutup oleh', value: run?.closedByName ?? '' },
  { label: 'Pegawai', value: String(run?.people ?? 0) },
  { label: 'Jumlah bersih', value: run?.net === null || run === null ? 'Belum dihitung' : formatRupiah(run.net) },
];

const requestRows = ({ reason, askedByName, askedAt }: Discard, period: Period, zone: Zone): SummaryRow[] => [
  { label: 'Diajukan oleh', value: { text: askedByName, hint: instant(askedAt, zone) } },
  { label: 'Alasan', value: reason },
  ...runRows(period),
];

function answerOf(actor: Actor, month: Month, code: string, request: Discard): DiscardPage['answer'] {
  const base = { action: `${discardPath(month, code)}/putuskan`, hidden: { versi: String(request.version) } };
  if (request.askedBy === actor.employeeId) {
    const sentence = 'Orang lain di kepegawaian yang memutuskan. Selama itu periode ini tidak bisa disetujui.';
    return { ...base, sentence, buttons: [{ value: 'tarik', label: 'Tarik permintaan', kind: 'kedua' }] };
  }
  if (!mayApprove(actor)) return { ...base, sentence: 'Kepegawaian yang memutuskan permintaan ini.', buttons: [] };
  return {
    ...base,
    sentence: `Setelah dibatalkan, ${monthInWords(month)} unit ini terbuka lagi dan harus ditutup ulang. Pegawai diberi tahu.`,
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
