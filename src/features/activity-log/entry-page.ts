import { monthInWords, monthOf } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { ConfirmProps, Link, NoticeProps, SummaryRow, TimelineItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { bytes, date, instant, number } from '../../platform/render/format.ts';
import { blankForm, formTitle, type FormState } from '../../platform/render/forms.ts';
import type { Status } from '../../platform/render/status.ts';
import { paths as orderPaths } from '../orders/paths.ts';
import type { Chair } from '../organisation/queries.ts';
import { deciderText } from '../review/history-queries.ts';
import { actionsFor, deadlineText, lastSendDay, type ActionContext, type ActionView } from './actions.ts';
import { preparedWords, reasonText, returnedText, spanText, volumeText } from './entry-view.ts';
import { closedText } from './rules.ts';
import { typedVolume } from './form-values.ts';
import { paths } from './paths.ts';
import type { FullEntry, HistoryEvent } from './queries.ts';

/** One entry with its history. */
export interface EntryPage extends PageModel {
  readonly heading: string;
  readonly status: Status;
  readonly id: string;
  readonly points: number;
  readonly back: Link;
  readonly form: FormState;
  readonly returned: string;
  /** Why it was refused, with the way to object; null where it was not. */
  readonly refused: NoticeProps | null;
  readonly closed: string;
  /** Who prepared it for its owner; empty otherwise. */
  readonly prepared: string;
  /** Whose turn it is, in words. */
  readonly turn: string;
  readonly rows: readonly SummaryRow[];
  readonly evidence: readonly { readonly href: string; readonly name: string; readonly size: string }[];
  /** The steps in a row of buttons; deleting stands apart, see `removal`. */
  readonly actions: readonly ActionView[];
  /** The form that deletes this draft, behind a fold that asks once more; undefined where it may not be deleted. */
  readonly removal: { readonly href: string; readonly version: string } | undefined;
  /** The form that keeps this entry's work as a favourite. */
  readonly favourite: Link;
  readonly history: readonly TimelineItem[];
}

export interface EntryFacts {
  readonly entry: FullEntry;
  readonly history: readonly HistoryEvent[];
  readonly context: ActionContext;
  readonly zone: Zone;
  /** The chair whose step it is; undefined where nobody's is, or where no chair is held. */
  readonly chair: Chair | undefined;
  readonly refused?: NoticeProps | null;
  /** The entry's month was computed without it. */
  readonly uncounted?: boolean;
  readonly form?: FormState | undefined;
}

export function entryPage({
  entry,
  history,
  context,
  zone,
  chair,
  refused = null,
  uncounted = false,
  form = blankForm({}),
}: EntryFacts): EntryPage {
  const last = lastSendDay(entry, context);
  const deadline = context.today > last ? undefined : deadlineText(last, context.today);
  const offered = actionsFor(entry, context);
  const removal = offered.find(action => action.href === paths.remove(entry.id));
  return {
    title: formTitle(entry.itemName, form),
    heading: entry.itemName,
    status: entry.status,
    id: entry.id,
    points: entry.points,
    back: { href: paths.day(entry.workDate), label: `Kegiatan harian ${monthInWords(monthOf(entry.workDate))}` },
    form,
    refused,
    returned: entry.returned ? returnedText(entry.returned, deadline) : '',
    closed: context.periodOpen ? '' : `${closedText(entry.workDate)}. ${afterCloseText(entry, uncounted)}`,
    prepared: preparedWords(entry),
    turn: turnText(entry, chair, context, uncounted),
    rows: detailRows(entry),
    evidence: entry.evidence.map(file => ({
      href: paths.evidence(entry.id, file.id),
      name: file.name,
      size: bytes(file.size),
    })),
    actions: offered.filter(action => action !== removal),
    removal: removal && { href: removal.href, version: removal.version },
    favourite: { href: favouriteAddress(entry), label: 'Jadikan favorit' },
    history: history.map(event => timelineItem(event, zone)),
  };
}

const LONGEST_DEFAULT = 200;

function favouriteAddress({ itemId, description, volume }: FullEntry): string {
  const text = [...description].slice(0, LONGEST_DEFAULT).join('');
  const query = new URLSearchParams({ aktivitas: itemId, uraian_bawaan: text, volume: typedVolume(volume) });
  return `${paths.favourites}?${query.toString()}`;
}

const detailRows = (entry: FullEntry): SummaryRow[] => [
  { label: 'Uraian', value: entry.description === '' ? 'Belum ditulis' : entry.description },
  { label: 'Kapan', value: `${date(entry.workDate)}, ${spanText(entry.startMinute, entry.endMinute)}` },
  { label: 'Volume', value: volumeText(entry.volume, entry.unitName) },
  {
    label: 'Poin',
    value: {
      text: `${number(entry.points)} poin`,
      hint: `${number(entry.pointsPerUnit)} poin per ${entry.unitName}`,
    },
  },
  { label: 'SKP', value: entry.targetResult ?? 'Tidak dihubungkan' },
  ...(entry.order === null
    ? []
    : [{ label: 'Perintah pimpinan', value: { text: entry.order.text, href: orderPaths.order(entry.order.id) } }]),
  ...(entry.uncoveredReason === null ? [] : [{ label: 'Alasan di luar katalog', value: entry.uncoveredReason }]),
];

/** What a closed month means for the entry (rulings.md 18): decided later, it counts by an adjustment. */
function afterCloseText({ status }: FullEntry, uncounted: boolean): string {
  if (uncounted && (status === 'dikirim' || status === 'diverifikasi'))
    return 'Kegiatan ini belum ikut dihitung. Bila disetujui, masuk sebagai penyesuaian pada TPP bulan berikutnya.';
  return 'Data hanya bisa dilihat.';
}

function turnText(entry: FullEntry, chair: Chair | undefined, context: ActionContext, uncounted: boolean): string {
  const last = lastSendDay(entry, context);
  const late = context.today > last || !context.periodOpen;
  switch (entry.status) {
    case 'draf':
      return late
        ? 'Batas mengirim sudah lewat. Draf ini tidak dihitung.'
        : `Draf belum dihitung sampai Anda kirim. Batas: ${deadlineText(last, context.today)}.`;
    case 'dikembalikan':
      return late ? 'Batas memperbaiki sudah lewat. Kegiatan ini tidak dihitung.' : 'Menunggu perbaikan dari Anda.';
    case 'dikirim':
      return waitsText('verifikasi', chair);
    case 'diverifikasi':
      return waitsText('validasi', chair);
    case 'divalidasi':
      if (uncounted)
        return `Divalidasi sesudah ${monthInWords(monthOf(entry.workDate))} ditutup. Masuk sebagai penyesuaian pada TPP bulan berikutnya.`;
      return `Sudah divalidasi dan dihitung dalam capaian ${monthInWords(monthOf(entry.workDate))}.`;
    case 'ditolak':
      return 'Tidak dihitung.';
  }
}

function waitsText(step: string, chair: Chair | undefined): string {
  const names = (chair?.holders ?? []).map(holder => holder.name).join(' atau ');
  return chair && names !== ''
    ? `Menunggu ${step} oleh ${names} (${chair.title}).`
    : `Menunggu ${step}. Belum ada pejabat yang memegang tugas ini. Hubungi pengelola kepegawaian.`;
}

const TITLES: Readonly<Record<string, string>> = {
  buat: 'Draf dibuat',
  ubah: 'Diubah',
  kirim: 'Dikirim',
  tarik: 'Ditarik kembali',
  kembalikan: 'Dikembalikan',
  tolak: 'Ditolak',
  batalkan: 'Keputusan dibatalkan',
  kabulkan: 'Keberatan diterima, kegiatan divalidasi',
};

function titleOf({ action, part, to }: HistoryEvent): string {
  if (action !== 'setujui') return TITLES[action] ?? action;
  if (part === 'validator') return 'Divalidasi';
  // One signature alone decided: the history says so (rulings.md 15).
  return to === 'divalidasi' ? 'Diverifikasi, langsung divalidasi (satu tingkat)' : 'Diverifikasi';
}

function timelineItem(event: HistoryEvent, zone: Zone): TimelineItem {
  const note = reasonText(event.reasonCode, event.reason);
  return {
    title: titleOf(event),
    at: instant(event.at, zone),
    by: deciderText(event.actorName, event.chairTitle, event.holding),
    ...(note === '' ? {} : { note: `"${note}"` }),
  };
}

/** The page that asks once more before a draft is deleted. */
export interface RemovePage extends PageModel {
  readonly confirm: ConfirmProps;
}

export const removePage = (entry: FullEntry): RemovePage => ({
  title: 'Hapus kegiatan ini?',
  confirm: {
    heading: 'Hapus kegiatan ini?',
    sentence: 'Draf yang dihapus tidak bisa dikembalikan.',
    rows: [{ label: 'Kegiatan', value: entry.itemName }, ...detailRows(entry).slice(0, 3)],
    action: paths.remove(entry.id),
    hidden: { versi: String(entry.version) },
    act: 'Hapus',
    danger: true,
    back: { href: paths.entry(entry.id), label: 'Kembali' },
    form: blankForm({}),
  },
});
