import { lastEntryDay, timeText } from '../../domain/activity/entry-rules.ts';
import { isLocalDate, type LocalDate } from '../../domain/local-date.ts';
import type { Choice, Link, SummaryRow } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { bytes, dateShort, number } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import type { CatalogueChoice } from '../catalogue/queries.ts';
import { MAX_EVIDENCE } from '../evidence/service.ts';
import { deadlineText, lastSendDay } from './actions.ts';
import { returnedText, spanText, volumeText } from './entry-view.ts';
import type { FormOffer } from './form-facts.ts';
import { paths } from './paths.ts';
import type { FullEntry } from './queries.ts';

export type EntryField =
  'aktivitas' | 'uraian' | 'volume' | 'tanggal' | 'mulai' | 'selesai' | 'sasaran' | 'bukti' | 'cari' | 'hapus_bukti';
export type EntryFormState = FormState<EntryField>;

/** The form of a new entry or of one that exists: the same page for GET, 422 and 409. */
export interface EntryFormPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly form: EntryFormState;
  readonly action: string;
  /** Where a search goes: this page again, with everything typed. */
  readonly searchAction: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly items: readonly Choice[];
  readonly itemHint: string;
  readonly searchResult: string;
  readonly days: readonly Choice[];
  readonly dayHint: string;
  readonly targets: readonly Choice[];
  readonly evidence: readonly Choice[];
  readonly evidenceHint: string;
  /** Whether the optional part starts open: something in it is filled or wrong. */
  readonly optionalOpen: boolean;
  /** Why a superior sent it back; empty otherwise. */
  readonly returned: string;
  /** What the entry says now, where somebody changed it meanwhile; empty otherwise. */
  readonly current: readonly SummaryRow[];
  /** Files chosen before a refusal are not carried by a page: they are chosen again. */
  readonly filesLost: boolean;
  readonly sendLabel: string;
  readonly saveLabel: string;
  /** Names under which drafts are kept on the device. */
  readonly draftForm: string;
  readonly draftDay: string;
}

export interface FormView {
  readonly offer: FormOffer;
  readonly form: EntryFormState;
  readonly filesLost: boolean;
  readonly search: string;
  readonly entry?: FullEntry | undefined;
  readonly changedMeanwhile?: boolean | undefined;
  /** For a new entry. */
  readonly key?: string | undefined;
}

/** Name of the form whose draft on the device a confirmed save ends. */
export const draftName = (entryId?: string): string => (entryId ? `ubah-${entryId}` : 'kegiatan-harian');

export function entryFormPage(view: FormView): EntryFormPage {
  const { offer, form, entry } = view;
  const heading = entry ? (entry.status === 'dikembalikan' ? 'Perbaiki kegiatan' : 'Ubah kegiatan') : 'Catat kegiatan';
  return {
    title: formTitle(heading, form),
    heading,
    back: entry ? { href: paths.entry(entry.id), label: 'Kegiatan' } : { href: paths.list, label: 'Kegiatan harian' },
    form,
    action: entry ? paths.entry(entry.id) : paths.list,
    searchAction: entry ? paths.edit(entry.id) : paths.create,
    hidden: entry ? { versi: String(entry.version) } : { kunci_kirim: view.key ?? '' },
    items: itemChoices(offer.choices),
    itemHint: view.search === '' ? 'Yang sering dipakai' : 'Hasil pencarian dan yang sering dipakai',
    searchResult: searchResult(view),
    days: dayChoices(offer, form, entry),
    dayHint: dayHint(offer),
    targets: offer.targets.map(target => ({ value: target.id, label: target.result })),
    evidence: (entry?.evidence ?? []).map(file => ({ value: file.id, label: file.name, note: bytes(file.size) })),
    evidenceHint: `Foto (JPG, PNG) atau PDF, paling besar 2 MB, paling banyak ${String(MAX_EVIDENCE)} berkas`,
    optionalOpen: optionalOpen(view),
    returned: entry?.returned ? returnedText(entry.returned, correctionDeadline(offer, entry)) : '',
    current: view.changedMeanwhile && entry ? currentRows(entry) : [],
    filesLost: view.filesLost,
    sendLabel: entry?.status === 'dikembalikan' ? 'Simpan dan kirim lagi' : 'Simpan dan kirim',
    saveLabel: entry?.status === 'dikembalikan' ? 'Simpan dulu' : 'Simpan draf',
    draftForm: draftName(entry?.id),
    draftDay: offer.today,
  };
}

function itemChoices(choices: readonly CatalogueChoice[]): Choice[] {
  const found = choices.filter(choice => choice.found);
  const rest = choices.filter(choice => !choice.found);
  return [...found, ...rest].map(choice => ({
    value: choice.id,
    label: choice.name,
    note: `${number(choice.pointsPerUnit)} poin per ${choice.unitName}`,
  }));
}

function searchResult({ search, offer }: FormView): string {
  if (search === '') return '';
  const count = offer.choices.filter(choice => choice.found).length;
  return count === 0
    ? `Tidak ada kegiatan yang cocok dengan "${search}". Coba kata lain.`
    : `${String(count)} kegiatan cocok dengan "${search}", ada di urutan teratas.`;
}

/** The days still open; besides them the one the form already has, so that no typed value is dropped. */
function dayChoices(offer: FormOffer, form: EntryFormState, entry: FullEntry | undefined): Choice[] {
  const typed = form.values.tanggal;
  const extra = [typed, entry?.workDate].filter(
    (day): day is LocalDate => typeof day === 'string' && isLocalDate(day) && !day.startsWith('0000'),
  );
  const days = [...new Set([...offer.openDays, ...extra])].sort().reverse();
  if (days.length === 0) days.push(offer.today);
  return days.map(day =>
    day === offer.today
      ? { value: day, label: 'Hari ini', hint: dateShort(day) }
      : { value: day, label: dateShort(day), ...(offer.openDays.includes(day) ? {} : { hint: 'di luar batas' }) },
  );
}

function dayHint({ openDays, daily, today }: FormOffer): string {
  const oldest = openDays.at(-1);
  if (!daily || oldest === undefined) return 'Tidak ada hari kerja yang masih bisa diisi';
  if (oldest === today) return '';
  return `${dateShort(oldest)} bisa diisi sampai ${deadlineText(lastEntryDay(oldest, daily), today)}`;
}

const correctionDeadline = ({ daily, today, zone }: FormOffer, entry: FullEntry): string =>
  deadlineText(lastSendDay(entry, { today, zone, periodOpen: true, oneStep: false, daily }), today);

function optionalOpen({ form, entry }: FormView): boolean {
  const filled = form.values.sasaran !== undefined && form.values.sasaran !== '';
  const wrong = form.errors.some(error => ['sasaran', 'bukti', 'hapus_bukti'].includes(error.field));
  return filled || wrong || (entry?.evidence.length ?? 0) > 0;
}

const currentRows = (entry: FullEntry): SummaryRow[] => [
  { label: 'Status', value: { status: entry.status } },
  { label: 'Kegiatan', value: entry.itemName },
  { label: 'Uraian', value: entry.description },
  { label: 'Kapan', value: `${dateShort(entry.workDate)}, ${spanText(entry.startMinute, entry.endMinute)}` },
  { label: 'Volume', value: volumeText(entry.volume, entry.unitName) },
];

/** Where a day's first activity is assumed to start, and how long one is assumed to take: a start to correct, no rule. */
const USUAL_START = 8 * 60;
const USUAL_LENGTH = 60;
const END_OF_DAY = 24 * 60;

/** The values of a new form: today or the day asked for, an hour from where the day's last entry ended (ux.md, T1). */
export const freshValues = (offer: FormOffer): EntryFormState['values'] => {
  const start = offer.lastEnds.get(offer.day) ?? USUAL_START;
  const times =
    start + USUAL_LENGTH > END_OF_DAY ? {} : { mulai: timeText(start), selesai: timeText(start + USUAL_LENGTH) };
  return { tanggal: offer.day, volume: '1', ...times };
};

/** The values of an entry that exists, as they would be typed. */
export const storedValues = (entry: FullEntry): EntryFormState['values'] => ({
  aktivitas: entry.itemId,
  uraian: entry.description,
  volume: entry.volume === null ? '' : number(entry.volume).replaceAll('.', ''),
  tanggal: entry.workDate,
  mulai: entry.startMinute === null ? '' : timeText(entry.startMinute),
  selesai: entry.endMinute === null ? '' : timeText(entry.endMinute),
  sasaran: entry.targetId ?? '',
});
