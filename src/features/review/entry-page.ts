import {
  decide,
  type EntryAction,
  isReturnReason,
  RETURN_REASONS,
  REVOCABLE,
} from '../../domain/activity/lifecycle.ts';
import { timeText } from '../../domain/activity/entry-rules.ts';
import { REVIEW_FLAGS, reviewFlags } from '../../domain/activity/review-flags.ts';
import { monthInWords, monthOf } from '../../domain/month.ts';
import type { Choice, EntryData, Link, SummaryRow, TimelineItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { bytes, clock, date, instant, minutes, number } from '../../platform/render/format.ts';
import type { Zone } from '../../platform/clock.ts';
import { paths } from '../activity-log/paths.ts';
import { presenceInLine } from '../attendance/day-beside.ts';
import type { EntryRow, QueuePlace } from './entry-queries.ts';
import { DECISION_CHOICES, REASON_CHOICES, type DecisionFormState } from './forms.ts';
import { deciderText, type HistoryRow } from './history-queries.ts';
import { computingText, lateText } from './late.ts';
import { entryPath, filterQuery, queuePath } from './paths.ts';
import type { QueueFilter } from './queries.ts';
import { volumeText } from './queue-page.ts';
import type { Step } from './step.ts';
import { undoUntil } from './undo.ts';

/** /verifikasi/:id and /validasi/:id. */
export interface ReviewEntryPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly entry: EntryData & { readonly status: EntryRow['status'] };
  readonly marks: readonly { readonly label: string; readonly why: string }[];
  readonly locked: string | null;
  readonly rows: readonly SummaryRow[];
  readonly evidence: readonly Link[];
  readonly history: readonly TimelineItem[];
  readonly form: FormState;
  /** The decision form; null where the page is read-only. */
  readonly decision: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly choices: readonly Choice[];
    readonly reasons: readonly Choice[];
    /** What is said with the reasons: a closed month knows no return. */
    readonly asks: { readonly legend: string; readonly hint: string; readonly note: string };
  } | null;
  readonly readOnly: string | null;
  /** The form that takes one's own decision back; null where it may not be. */
  readonly undo: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly until: string;
  } | null;
  /** '3 dari 40' with its neighbours; null outside the queue. */
  readonly place: { readonly text: string; readonly previous: string | null; readonly next: string | null } | null;
}

export interface EntryInput {
  readonly step: Step;
  readonly actorId: string;
  readonly zone: Zone;
  readonly now: Date;
  /** Minutes in which a decision may be taken back. */
  readonly undoMinutes: number;
  readonly filter: QueueFilter;
  readonly row: EntryRow;
  readonly history: readonly HistoryRow[];
  readonly place: QueuePlace | undefined;
  readonly form: DecisionFormState;
}

/** One entry as the superior reads and decides it. */
export function entryModel(input: EntryInput): ReviewEntryPage {
  const { step, row, form, filter, place } = input;
  const open = row.mine && may(input, 'setujui');
  return {
    title: formTitle(`${row.itemName}, ${row.ownerName}`, form),
    heading: row.itemName,
    back: { href: queuePath(step, filter), label: step.title },
    entry: { id: row.id, status: row.status, poin: row.points },
    marks: row.status === step.waits ? marksOf(row) : [],
    locked: closedText(input),
    rows: summaryRows(row, input.zone),
    evidence: row.files.map(file => ({
      href: paths.evidence(row.id, file.id),
      label: `${file.name} (${bytes(file.size)})`,
    })),
    history: input.history.map(event => timelineItem(event, input.zone)),
    form,
    decision: open
      ? {
          action: `/${step.name}/${row.id}${filterQuery(filter)}`,
          hidden: { versi: String(row.version) },
          choices: DECISION_CHOICES.filter(choice => may(input, choice.value)),
          reasons: REASON_CHOICES,
          asks: may(input, 'kembalikan') ? BOTH : REFUSAL_ONLY,
        }
      : null,
    readOnly: open || !row.decidedByMe ? null : 'Anda sudah memutuskan kegiatan ini.',
    undo: undoOf(input),
    place: place
      ? {
          text: `${number(place.place)} dari ${number(place.total)}`,
          previous: place.previous === null ? null : entryPath(step, place.previous, filter),
          next: place.next === null ? null : entryPath(step, place.next, filter),
        }
      : null,
  };
}

/** What the reader is told of a month that is closed; null while it is open. */
function closedText({ step, row }: EntryInput): string | null {
  const waits = row.status === step.waits;
  if (row.period === 'terbuka') return null;
  if (waits) return row.period === 'terlambat' ? lateText(row.workDate) : computingText(row.workDate);
  return `${monthInWords(monthOf(row.workDate))} sudah ditutup. Data hanya bisa dilihat.`;
}

/** Whether a form, and a choice of it, is drawn: the same judgement that guards the step. */
function may({ step, row, actorId }: EntryInput, action: EntryAction): boolean {
  return decide(action, {
    status: row.status,
    parts: [step.part],
    actorIsOwner: row.ownerId === actorId,
    actorVerified: step.name === 'validasi' && row.verifiedBy === actorId,
    oneStep: row.oneStep,
    period: row.period,
    reasonCode: '-',
    reason: '-',
  }).ok;
}

const BOTH = {
  legend: 'Alasan mengembalikan atau menolak',
  hint: 'Diisi kalau Anda memilih Kembalikan atau Tolak',
  note: 'Perlu diisi kalau Anda menolak dan untuk alasan Lainnya, 10 sampai 300 huruf',
};
const REFUSAL_ONLY = {
  legend: 'Alasan menolak',
  hint: 'Diisi kalau Anda memilih Tolak',
  note: 'Perlu diisi kalau Anda menolak, 10 sampai 300 huruf',
};

const SAMPLED = {
  label: 'Contoh acak',
  why: 'Kegiatan ini dipilih secara acak untuk dibuka satu per satu sebelum disetujui.',
};

const marksOf = (row: EntryRow): ReviewEntryPage['marks'] => [
  ...(row.sampled ? [SAMPLED] : []),
  ...reviewFlags(row).map(flag => REVIEW_FLAGS[flag]),
];

/** Offered while the actor's own decision is the last thing that happened, for some minutes (rulings.md 15). */
function undoOf(input: EntryInput): ReviewEntryPage['undo'] {
  const { step, row, actorId, history, now, undoMinutes, zone } = input;
  const [last] = history;
  if (last?.actorId !== actorId || last.part !== step.part || row.objected || !may(input, 'batalkan')) return null;
  const until = undoUntil(last.at, undoMinutes);
  if (!REVOCABLE.some(action => action === last.action) || now > until) return null;
  return {
    action: `/${step.name}/${row.id}/batal`,
    hidden: { versi: String(row.version) },
    until: clock(until, zone),
  };
}

function summaryRows(row: EntryRow, zone: Zone): SummaryRow[] {
  const presence = presenceInLine(row.presence, zone);
  const timed = row.startMinute !== null && row.endMinute !== null;
  return [
    { label: 'Pegawai', value: { text: row.ownerName, hint: row.ownerTitle } },
    {
      label: 'Kapan',
      value: {
        text: date(row.workDate),
        hint: timed ? `${timeText(row.startMinute)}–${timeText(row.endMinute)} (${minutes(row.minutes)})` : undefined,
      },
    },
    { label: 'Uraian', value: row.description },
    {
      label: 'Volume',
      value:
        row.volume === null ? 'Belum diisi' : `${volumeText(row.volume)} ${row.unitName}, ${number(row.points)} poin`,
    },
    { label: 'Poin hari itu', value: `${number(row.dayPoints)} poin dari semua kegiatan yang dikirim` },
    ...(presence === null ? [] : [{ label: 'Presensi hari itu', value: presence }]),
    { label: 'SKP', value: row.targetResult ?? 'Belum dihubungkan' },
    ...(row.uncoveredReason === null ? [] : [{ label: 'Di luar katalog', value: row.uncoveredReason }]),
    ...(row.helperName === null ? [] : [{ label: 'Disiapkan', value: row.helperName }]),
  ];
}

const TITLES: Readonly<Record<string, string>> = {
  buat: 'Dibuat sebagai draf',
  kirim: 'Dikirim',
  ubah: 'Diubah',
  tarik: 'Ditarik',
  hapus: 'Dihapus',
  kembalikan: 'Dikembalikan',
  tolak: 'Ditolak',
  batalkan: 'Keputusan dibatalkan',
  kabulkan: 'Keberatan diterima, kegiatan divalidasi',
};

function timelineItem(event: HistoryRow, zone: Zone): TimelineItem {
  const code = event.reasonCode !== null && isReturnReason(event.reasonCode) ? RETURN_REASONS[event.reasonCode] : null;
  const note = [code, event.reason].filter(part => part !== null).join(': ');
  return {
    title: event.batched ? `${eventTitle(event)} (sekaligus)` : eventTitle(event),
    at: instant(event.at, zone),
    by: deciderText(event.actorName, event.chairTitle, event.holding),
    note: note === '' ? undefined : note,
  };
}

/** An approval says which state it led to; in a chain of one step it led straight to the last (rulings.md 15). */
function eventTitle(event: HistoryRow): string {
  if (event.action !== 'setujui') return TITLES[event.action] ?? event.action;
  if (event.part === 'validator') return 'Divalidasi';
  return event.toStatus === 'divalidasi' ? 'Diverifikasi dan langsung divalidasi (jabatan satu tahap)' : 'Diverifikasi';
}
