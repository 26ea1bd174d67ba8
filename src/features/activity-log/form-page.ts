import { timeText } from '../../domain/activity/entry-rules.ts';
import { addDays, isLocalDate, type LocalDate } from '../../domain/local-date.ts';
import type { Choice, Link, SummaryRow } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { bytes, dateShort, ended, number } from '../../platform/render/format.ts';
import { formTitle } from '../../platform/render/forms.ts';
import { MAX_EVIDENCE } from '../evidence/service.ts';
import { deadlineText, lastSendDay } from './actions.ts';
import { preparedText, returnedText, spanText, volumeText } from './entry-view.ts';
import { paths as orderPaths } from '../orders/paths.ts';
import type { OrderToLog } from '../orders/entry-link.ts';
import type { ItemChoice } from './choices.ts';
import type { Desk } from './desk.ts';
import { expectationHint } from './expectation-hint.ts';
import type { FormOffer } from './form-facts.ts';
import { typedVolume, type EntryFormState } from './form-values.ts';
import { paths } from './paths.ts';
import type { FullEntry } from './queries.ts';
import { lastDayOf } from './window.ts';

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
  /** Whether work that no item covers may be logged, and whether its part of the form starts open. */
  readonly uncovered: 'tidak' | 'lipat' | 'buka';
  /** Ways to type less: copy a day, complete a note, keep favourites. Empty where something exists already. */
  readonly shortcuts: readonly Link[];
  /** What was written before, to write again with one tap. */
  readonly recent: readonly Link[];
  /** Times of the chosen day that are used already, in words; empty without any. */
  readonly taken: string;
  readonly searchResult: string;
  /** What is usual of the chosen work, else of what is most behind; empty where that is reached. */
  readonly expectation: string;
  readonly days: readonly Choice[];
  readonly dayHint: string;
  readonly targets: readonly Choice[];
  readonly evidence: readonly Choice[];
  readonly evidenceHint: string;
  /** Whether the optional part starts open: something in it is filled or wrong. */
  readonly optionalOpen: boolean;
  /** For whom a draft is prepared, or who prepared this one; empty otherwise. */
  readonly assisted: string;
  /** The order that the entry carries out; null for other entries. */
  readonly order: Link | null;
  /** Why a superior sent it back; empty otherwise. */
  readonly returned: string;
  /** What the entry says now, where somebody changed it meanwhile; empty otherwise. */
  readonly current: readonly SummaryRow[];
  /** Files chosen before a refusal are not carried by a page: they are chosen again. */
  readonly filesLost: boolean;
  /** Empty where the form cannot send: a helper only prepares. */
  readonly sendLabel: string;
  readonly saveLabel: string;
  /** Names under which drafts are kept on the device. */
  readonly draftForm: string;
  readonly draftDay: string;
}

export interface FormView {
  readonly desk: Desk;
  readonly offer: FormOffer;
  readonly form: EntryFormState;
  readonly filesLost: boolean;
  readonly search: string;
  readonly entry?: FullEntry | undefined;
  readonly changedMeanwhile?: boolean | undefined;
  /** For a new entry. */
  readonly key?: string | undefined;
  /** The quick note that a new entry completes. */
  readonly noteId?: string | undefined;
  /** The superior's order that a new entry carries out. */
  readonly order?: OrderToLog | undefined;
}

/** Name of the form whose draft on the device a confirmed save ends. */
export const draftName = (entryId?: string, ownerId?: string): string =>
  entryId ? `ubah-${entryId}` : ownerId ? `bantu-${ownerId}` : 'kegiatan-harian';

const headingOf = (entry: FullEntry | undefined, helping: boolean): string =>
  entry
    ? entry.status === 'dikembalikan'
      ? 'Perbaiki kegiatan'
      : 'Ubah kegiatan'
    : helping
      ? 'Siapkan draf kegiatan'
      : 'Catat kegiatan';

function hiddenFields({ entry, key, noteId, order }: FormView): Record<string, string> {
  if (entry) return { versi: String(entry.version) };
  return {
    kunci_kirim: key ?? '',
    ...(noteId === undefined ? {} : { catatan: noteId }),
    ...(order === undefined ? {} : { perintah: order.id }),
  };
}

function assistedText({ desk, entry }: FormView): string {
  if (desk.ownerName !== undefined)
    return `${ended(`Anda menyiapkan draf untuk ${desk.ownerName}`)} Hanya ${desk.ownerName} yang dapat mengirimnya.`;
  return entry?.status === 'draf' && entry.preparedBy ? preparedText(entry.preparedBy) : '';
}

/** The reason is asked for once the open-ended item is chosen; without scripts it waits folded below the items. */
function uncoveredPart({ offer, form }: FormView): EntryFormPage['uncovered'] {
  const item = offer.choices.find(choice => choice.openEnded);
  if (!item) return 'tidak';
  const wrong = form.errors.some(error => error.field === 'alasan_luar');
  return wrong || form.values.aktivitas === item.id ? 'buka' : 'lipat';
}

function shortcuts({ copyable, today, notes }: FormOffer): Link[] {
  const links: Link[] = [];
  if (copyable) {
    const from = copyable.day === addDays(today, -1) ? 'kemarin' : dateShort(copyable.day);
    links.push({ href: paths.copyFrom(copyable.day), label: `Salin dari ${from} (${String(copyable.count)})` });
  }
  if (notes > 0) links.push({ href: paths.notes, label: `Lengkapi catatan cepat (${String(notes)})` });
  links.push({ href: paths.favourites, label: 'Atur favorit' });
  return links;
}

/** Each link is this page with the description filled in and everything else as it was asked for. */
function recentLinks({ offer, form, entry, desk, noteId, order }: FormView): Link[] {
  const chosen = form.values.aktivitas;
  return offer.recent.map(text => {
    const query = new URLSearchParams();
    for (const name of ['tanggal', 'mulai', 'selesai', 'sasaran'] as const) {
      const value = form.values[name];
      if (typeof value === 'string' && value !== '') query.set(name, value);
    }
    query.set('aktivitas', text.itemId);
    query.set('uraian', text.description);
    if (text.volume !== null) query.set('volume', typedVolume(text.volume));
    if (noteId !== undefined) query.set('catatan', noteId);
    if (order !== undefined) query.set('perintah', order.id);
    const address = entry ? desk.paths.edit(entry.id) : desk.paths.create;
    return {
      href: `${address}?${query.toString()}`,
      label: chosen === text.itemId ? short(text.description) : `${text.itemName}: ${short(text.description)}`,
    };
  });
}

const SHORT = 60;
const short = (text: string): string => {
  const letters = [...text.replaceAll('\n', ' ')];
  return letters.length <= SHORT ? letters.join('') : `${letters.slice(0, SHORT - 1).join('')}\u2026`;
};

function takenText({ offer, desk }: FormView): string {
  const times = offer.taken.filter(time => time.day === offer.day);
  if (times.length === 0) return '';
  // A helper is shown which hours are taken, not what the owner does in them.
  const helping = desk.by.helperId !== undefined;
  const said = times.map(time => `${timeText(time.start)}\u2013${timeText(time.end)}${helping ? '' : ` ${time.item}`}`);
  return `Sudah tercatat ${dateShort(offer.day)}: ${said.join(', ')}`;
}

export function entryFormPage(view: FormView): EntryFormPage {
  const { offer, form, entry, desk } = view;
  const helping = desk.by.helperId !== undefined;
  const heading = headingOf(entry, helping);
  return {
    title: formTitle(heading, form),
    heading,
    back:
      entry && !helping
        ? { href: paths.entry(entry.id), label: 'Kegiatan' }
        : { href: desk.paths.list, label: helping ? 'Draf yang disiapkan' : 'Kegiatan harian' },
    form,
    action: entry ? desk.paths.entry(entry.id) : desk.paths.submit,
    searchAction: entry ? desk.paths.edit(entry.id) : desk.paths.create,
    hidden: hiddenFields(view),
    items: itemChoices(offer.choices),
    itemHint: view.search === '' ? 'Favorit dan yang sering dipakai' : 'Hasil pencarian dan yang sering dipakai',
    uncovered: uncoveredPart(view),
    shortcuts: entry || helping ? [] : shortcuts(offer),
    recent: helping ? [] : recentLinks(view),
    taken: takenText(view),
    searchResult: searchResult(view),
    expectation: helping ? '' : expectationText(view),
    days: dayChoices(offer, form, entry),
    dayHint: dayHint(offer),
    targets: offer.targets.map(target => ({ value: target.id, label: target.result })),
    evidence: (entry?.evidence ?? []).map(file => ({ value: file.id, label: file.name, note: bytes(file.size) })),
    evidenceHint: `Foto (JPG, PNG) atau PDF, paling besar 2 MB, paling banyak ${String(MAX_EVIDENCE)} berkas`,
    optionalOpen: optionalOpen(view),
    assisted: assistedText(view),
    order: view.order ? { href: orderPaths.order(view.order.id), label: view.order.text } : null,
    returned: entry?.returned ? returnedText(entry.returned, correctionDeadline(offer, entry)) : '',
    current: view.changedMeanwhile && entry ? currentRows(entry) : [],
    filesLost: view.filesLost,
    sendLabel: helping ? '' : entry?.status === 'dikembalikan' ? 'Simpan dan kirim lagi' : 'Simpan dan kirim',
    saveLabel: entry?.status === 'dikembalikan' ? 'Simpan dulu' : 'Simpan draf',
    draftForm: draftName(entry?.id, helping ? desk.by.employeeId : undefined),
    draftDay: offer.today,
  };
}

function itemChoices(choices: readonly ItemChoice[]): Choice[] {
  const found = choices.filter(choice => choice.found);
  const rest = choices.filter(choice => !choice.found);
  return [...found, ...rest].map(choice => ({
    value: choice.id,
    label: choice.name,
    hint: itemHint(choice),
  }));
}

/** One line on a phone: what it is worth, and up to how many a day count. */
function itemHint({ openEnded, pointsPerUnit, maxPerDay, unitName, favourite }: ItemChoice): string {
  // Its volume is not counted in things: whoever leaves the 1 that stands there would be paid for a minute.
  if (openEnded)
    return `${number(pointsPerUnit)} poin per ${unitName}: volumenya jumlah ${unitName}, alasannya di bawah`;
  const norm = `${number(pointsPerUnit)} poin per ${unitName} \u00b7 maks.\u00a0${number(maxPerDay)}`;
  return favourite ? `Favorit \u00b7 ${norm}` : norm;
}

function searchResult({ search, offer }: FormView): string {
  if (search === '') return '';
  const count = offer.choices.filter(choice => choice.found).length;
  return count === 0
    ? `Tidak ada kegiatan yang cocok dengan "${search}". Coba kata lain.`
    : `${String(count)} kegiatan cocok dengan "${search}", ada di urutan teratas.`;
}

function expectationText({ offer, form }: FormView): string {
  const chosen = offer.expected.filter(item => item.id === form.values.aktivitas);
  return expectationHint(chosen.length > 0 ? chosen : offer.expected, offer.day, offer.today);
}

/** The days still open; besides them the one the form already has, so that no typed value is dropped. */
function dayChoices(offer: FormOffer, form: EntryFormState, entry: FullEntry | undefined): Choice[] {
  const typed = form.values.tanggal;
  const extra = [typed, entry?.workDate].filter(
    (day): day is LocalDate => typeof day === 'string' && isLocalDate(day) && !day.startsWith('0000'),
  );
  const open = offer.openDays.map(frame => frame.day);
  const days = [...new Set([...open, ...extra])].sort().reverse();
  if (days.length === 0) days.push(offer.today);
  return days.map(day =>
    day === offer.today
      ? { value: day, label: 'Hari ini', hint: dateShort(day) }
      : { value: day, label: dateShort(day), ...(open.includes(day) ? {} : { hint: 'di luar batas' }) },
  );
}

function dayHint({ openDays, daily, today }: FormOffer): string {
  const oldest = openDays.at(-1);
  if (!daily || oldest === undefined) return 'Tidak ada hari kerja yang masih bisa diisi';
  if (oldest.day === today) return '';
  return `${dateShort(oldest.day)} bisa diisi sampai ${deadlineText(lastDayOf(oldest, daily), today)}`;
}

const correctionDeadline = ({ daily, today, zone, openUntil }: FormOffer, entry: FullEntry): string =>
  deadlineText(lastSendDay(entry, { today, zone, periodOpen: true, oneStep: false, daily, openUntil }), today);

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
