import { REVIEW_FLAGS, reviewFlags, type ReviewFlag } from '../../domain/activity/review-flags.ts';
import { timeText } from '../../domain/activity/entry-rules.ts';
import { daysBetween, type LocalDate } from '../../domain/local-date.ts';
import type { Choice, Link } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import type { Zone } from '../../platform/clock.ts';
import { blankForm, formTitle, type FormState } from '../../platform/render/forms.ts';
import { clock, dateShort, minutes, number } from '../../platform/render/format.ts';
import { presenceInLine } from '../attendance/day-beside.ts';
import { REASON_CHOICES } from './forms.ts';
import { bulkPath, entryPath, historyPath, queuePath, tickedPath } from './paths.ts';
import type { QueueFilter, QueueRow, Tally } from './queries.ts';
import { VALIDATION, type Step } from './step.ts';
import { undoUntil, type Undoable } from './undo.ts';

/** One waiting entry as a line of its group. */
export interface QueueEntry {
  readonly id: string;
  readonly status: string;
  readonly poin: number;
  readonly href: string;
  readonly title: string;
  /** '08.00–09.30 · 2 dokumen · 60 poin · 1 bukti' */
  readonly measure: string;
  readonly description: string;
  readonly flags: readonly string[];
  /** What its box sends: '<id>:<version>'. */
  readonly value: string;
  readonly ticked: boolean;
  /** The first box of the page: what a message about the ticks points at. */
  readonly first: boolean;
}

/** The entries of one person on one day. */
export interface QueueDay {
  readonly day: string;
  /** '7 kegiatan menunggu · 310 poin hari itu · 7 jam 10 menit · 08.00–15.30' */
  readonly summary: string;
  readonly entries: readonly QueueEntry[];
}

/** One person's waiting entries, day by day. */
export interface QueueGroup {
  readonly id: string;
  readonly name: string;
  readonly days: readonly QueueDay[];
}

/** /verifikasi and /validasi. */
export interface QueuePage extends PageModel {
  readonly heading: string;
  readonly lead: string;
  readonly late: string | null;
  /** What becomes of entries of a month that is closed already. */
  readonly afterClose: string | null;
  readonly locked: string | null;
  readonly filter: {
    readonly action: string;
    readonly summary: string;
    readonly open: boolean;
    readonly form: FormState;
    readonly people: readonly Choice[];
    readonly days: readonly Choice[];
    readonly marks: readonly Choice[];
    readonly clear: Link | null;
  } | null;
  /** What the reader decided last and may still take back. */
  readonly undo: {
    readonly text: string;
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly label: string;
  } | null;
  /** What is wrong with a press of the buttons. */
  readonly form: FormState;
  /** The list to tick: its form, and the way to have all unmarked ones ticked. */
  readonly bulk: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly pick: Link | null;
    readonly reasons: readonly Choice[];
    readonly ticked: string;
    readonly approve: string;
  } | null;
  readonly links: readonly Link[];
  readonly groups: readonly QueueGroup[];
  readonly empty: { readonly text: string; readonly action?: Link | undefined } | null;
  readonly next: string | null;
  readonly first: Link | null;
}

/** Days after which a waiting entry is named as late (ux.md, ver.telat). */
export const LATE_DAYS = 3;

const markChoices = (step: Step): readonly Choice[] => [
  { value: 'ada', label: 'Ada tanda' },
  { value: 'tanpa', label: 'Tanpa tanda' },
  ...(step === VALIDATION ? [{ value: 'contoh', label: 'Contoh acak' }] : []),
  ...(Object.keys(REVIEW_FLAGS) as ReviewFlag[]).map(flag => ({ value: flag, label: REVIEW_FLAGS[flag].label })),
];

export interface QueueInput {
  readonly step: Step;
  readonly today: LocalDate;
  readonly filter: QueueFilter;
  readonly after: string | undefined;
  readonly rows: readonly QueueRow[];
  readonly more: boolean;
  readonly tally: readonly Tally[];
  readonly zone: Zone;
  /** Rows without a mark stand ticked. */
  readonly ticked: boolean;
  readonly undoable: Undoable | undefined;
  readonly undoMinutes: number;
  readonly formKey: string;
  /** A refused press: its messages and what was ticked. */
  readonly form?: FormState | undefined;
}

/** The queue as its page shows it. */
export function queueModel(input: QueueInput): QueuePage {
  const { step, filter, rows, tally, today } = input;
  const waiting = tally.filter(line => line.waiting > 0);
  const total = sum(waiting, line => line.waiting);
  const late = sum(waiting, line => (daysBetween(line.workDate, today) > LATE_DAYS ? line.waiting : 0));
  const afterClose = sum(waiting, line => line.late);
  const locked = sum(tally, line => line.locked);
  const active = [filter.day, filter.employeeId, filter.mark].filter(part => part !== undefined).length;
  const last = rows.at(-1);
  const form = input.form ?? blankForm({});
  const groups = groupsOf(input, form);
  return {
    title: formTitle(step.title, form),
    heading: step.title,
    undo: undoModel(input),
    form,
    bulk: rows.length > 0 ? bulkModel(input, groups) : null,
    links: [
      { href: historyPath(step), label: 'Riwayat keputusan' },
      { href: '/verifikasi/delegasi', label: 'Pengganti selama Anda tidak ada' },
      { href: '/unit', label: 'Unit saya' },
    ],
    lead: lead(rows, total, new Set(waiting.map(line => line.employeeId)).size),
    late:
      late > 0
        ? `${number(late)} kegiatan menunggu lebih dari ${String(LATE_DAYS)} hari. TPP bawahan ikut tertunda.`
        : null,
    locked:
      locked > 0
        ? `${number(locked)} kegiatan lain ada di bulan yang sedang dihitung. Kegiatan itu bisa diputuskan lagi sesudah perhitungannya selesai.`
        : null,
    afterClose:
      afterClose > 0
        ? `${number(afterClose)} kegiatan ada di bulan yang sudah ditutup dan belum dihitung. Bila disetujui, masuk sebagai penyesuaian pada TPP bulan berikutnya.`
        : null,
    filter: total > 0 ? filterModel(step, filter, waiting, active) : null,
    groups,
    empty: emptyModel(step, rows.length, total),
    next: input.more && last ? queuePath(step, filter, last.id) : null,
    first: input.after === undefined ? null : { href: queuePath(step, filter), label: 'Ke awal daftar' },
  };
}

function lead(rows: readonly QueueRow[], total: number, people: number): string {
  if (total === 0) return '';
  const flagged = rows.filter(isFlagged).length;
  const here = rows.length < total ? ' di halaman ini' : '';
  const marks = flagged > 0 ? ` ${number(flagged)}${here} diberi tanda, buka satu per satu.` : '';
  return `${number(total)} kegiatan dari ${number(people)} pegawai menunggu Anda.${marks}`;
}

function emptyModel(step: Step, shown: number, total: number): QueuePage['empty'] {
  if (shown > 0) return null;
  if (total === 0) return { text: step.empty };
  return {
    text: 'Tidak ada yang cocok. Hapus filter atau ubah tanggal.',
    action: { href: queuePath(step), label: 'Hapus filter' },
  };
}

function filterModel(step: Step, filter: QueueFilter, waiting: readonly Tally[], active: number): QueuePage['filter'] {
  const people = new Map(waiting.map(line => [line.employeeId, line.employeeName]));
  const days = [...new Set(waiting.map(line => line.workDate))].sort();
  return {
    action: queuePath(step),
    summary: active > 0 ? `Filter (${String(active)} aktif)` : 'Filter',
    open: active > 0,
    form: blankForm({ pegawai: filter.employeeId ?? '', tanggal: filter.day ?? '', tanda: filter.mark ?? '' }),
    people: [...people].map(([value, label]) => ({ value, label })),
    days: days.map(day => ({ value: day, label: dateShort(day) })),
    marks: markChoices(step),
    clear: active > 0 ? { href: queuePath(step), label: 'Hapus filter' } : null,
  };
}

/** Drawn or marked: to be opened, not ticked from afar. */
const isFlagged = (row: QueueRow): boolean => row.sampled || reviewFlags(row).length > 0;

const UNDONE: Readonly<Record<string, string>> = {
  setujui: 'disetujui',
  kembalikan: 'dikembalikan',
  tolak: 'ditolak',
};

function undoModel({ step, undoable, undoMinutes, zone }: QueueInput): QueuePage['undo'] {
  if (undoable === undefined) return null;
  const { batchId, entryId, version, action, count, at } = undoable;
  return {
    text: `${number(count)} kegiatan ${UNDONE[action] ?? ''} pukul ${clock(at, zone)}.`,
    label: `Batalkan (sampai ${clock(undoUntil(at, undoMinutes), zone)})`,
    ...(batchId === null
      ? { action: `/${step.name}/${entryId}/batal`, hidden: { versi: String(version) } }
      : { action: `/${step.name}/batal-massal`, hidden: { batch: batchId } }),
  };
}

function bulkModel(
  { step, filter, rows, ticked, formKey }: QueueInput,
  groups: readonly QueueGroup[],
): QueuePage['bulk'] {
  const unmarked = rows.filter(row => !isFlagged(row)).length;
  const chosen = sum(groups, group => sum(group.days, day => day.entries.filter(entry => entry.ticked).length));
  const pick = ticked
    ? { href: queuePath(step, { ...filter, mark: undefined }), label: 'Tampilkan semua' }
    : { href: tickedPath(step, filter), label: `Pilih ${number(unmarked)} tanpa tanda` };
  return {
    action: bulkPath(step, filter),
    hidden: { kunci_kirim: formKey },
    pick: ticked || unmarked > 0 ? pick : null,
    reasons: REASON_CHOICES,
    ticked: `${number(chosen)} dipilih`,
    approve: chosen > 0 ? `Setujui ${number(chosen)}` : 'Setujui',
  };
}

/** Rows come by person and day: neighbours that agree belong together. */
function groupsOf(input: QueueInput, form: FormState): QueueGroup[] {
  return runsBy(input.rows, row => row.employeeId).map((ofPerson, index) => ({
    id: `pegawai-${String(index + 1)}`,
    name: ofPerson[0]?.employeeName ?? '',
    days: runsBy(ofPerson, row => row.workDate).map(ofDay => dayOf(input, form, ofDay)),
  }));
}

function runsBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[][] {
  const runs = new Map<string, Row[]>();
  for (const row of rows) {
    const run = runs.get(keyOf(row));
    if (run) run.push(row);
    else runs.set(keyOf(row), [row]);
  }
  return [...runs.values()];
}

function dayOf(input: QueueInput, form: FormState, rows: readonly QueueRow[]): QueueDay {
  const [first] = rows;
  if (!first) throw new Error('a group has at least one entry');
  const presence = presenceInLine(first.presence, input.zone);
  return {
    day: dateShort(first.workDate),
    summary: [
      `${number(rows.length)} kegiatan menunggu`,
      `${number(first.dayPoints)} poin hari itu`,
      minutes(first.dayMinutes),
      `${timeText(first.dayStart)}–${timeText(first.dayEnd)}`,
      ...(presence === null ? [] : [`presensi: ${presence}`]),
    ].join(' · '),
    entries: rows.map(row => entryLine(input, form, row)),
  };
}

function entryLine({ step, filter, ticked, rows }: QueueInput, form: FormState, row: QueueRow): QueueEntry {
  const value = `${row.id}:${String(row.version)}`;
  const typed = [form.values['id[]'] ?? [], form.values['id'] ?? []].flat();
  return {
    id: row.id,
    status: row.status,
    poin: row.points,
    href: entryPath(step, row.id, filter.mark === 'tanpa' && ticked ? { ...filter, mark: undefined } : filter),
    title: row.itemName,
    measure: [
      `${timeText(row.startMinute)}–${timeText(row.endMinute)}`,
      `${volumeText(row.volume)} ${row.unitName}`,
      `${number(row.points)} poin`,
      row.evidence > 0 ? `${String(row.evidence)} bukti` : 'belum ada bukti',
    ].join(' · '),
    description: row.description,
    flags: [
      ...(row.late ? [AFTER_CLOSE] : []),
      ...(row.sampled ? ['Contoh acak: buka satu per satu'] : []),
      ...reviewFlags(row).map(flag => REVIEW_FLAGS[flag].label),
    ],
    value,
    first: row.id === rows[0]?.id,
    ticked: typed.length > 0 ? typed.includes(value) : ticked && !isFlagged(row),
  };
}

const AFTER_CLOSE = 'Bulan sudah ditutup';

/** A volume without the zeros the database pads it with: '2', '2,5'. */
export const volumeText = (volume: string): string => number(volume.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''));

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
