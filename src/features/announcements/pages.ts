import { addDays, type LocalDate } from '../../domain/local-date.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Choice, Link, SummaryRow, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium, dateTyped, instant, number } from '../../platform/render/format.ts';
import { blankForm, type FormState, formTitle } from '../../platform/render/forms.ts';
import type { PayingUnit } from '../account/people.ts';
import type { Status } from '../../platform/render/status.ts';
import { PARTS } from './part-words.ts';
import { type Announcement, type Audience, PAGE_ROWS, type Target, type Written } from './queries.ts';

/** views/announcements/list.ejs: /pengumuman */
export interface ReadersPage extends PageModel {
  readonly current: readonly ReadersLine[];
  readonly past: readonly ReadersLine[];
}

export interface ReadersLine {
  readonly href: string;
  readonly title: string;
  readonly when: string;
  readonly important: boolean;
  readonly unread: boolean;
}

/** views/announcements/announcement.ejs: /pengumuman/:id */
export interface AnnouncementPage extends PageModel {
  readonly heading: string;
  readonly lead: string;
  readonly paragraphs: readonly string[];
  readonly mark: string | null;
}

/** views/announcements/desk.ejs: /kepegawaian/pengumuman */
export interface DeskPage extends PageModel {
  readonly table: TableProps | null;
  readonly previous: string | null;
  readonly next: string | null;
}

/** views/announcements/form.ejs */
export interface AnnouncementForm extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly audiences: readonly Choice[];
  readonly units: readonly Choice[];
  /** The first line of the units; null where there is but one and the announcement is for it. */
  readonly noUnit: string | null;
  readonly parts: readonly Choice[];
  readonly important: readonly Choice[];
  readonly act: string;
}

/** views/announcements/written.ejs: /kepegawaian/pengumuman/:id */
export interface WrittenPage extends PageModel {
  readonly form: FormState;
  readonly heading: string;
  readonly status: Status;
  readonly paragraphs: readonly string[];
  readonly rows: readonly SummaryRow[];
  readonly change: string | null;
  readonly withdraw: string | null;
  readonly hidden: Readonly<Record<string, string>>;
  readonly tally: string;
  readonly lists: readonly (Link & { readonly current: boolean })[];
  readonly people: TableProps | null;
  readonly empty: string;
  readonly previous: string | null;
  readonly next: string | null;
}

/** The lines of a text as paragraphs. */
export const paragraphsOf = (text: string): string[] => text.split(/\n+/).filter(line => line.trim() !== '');

const period = (from: LocalDate, to: LocalDate): string =>
  from === to ? dateMedium(from) : `${dateMedium(from)} sampai ${dateMedium(to)}`;

/** What was announced to the reader. */
export function readersModel(rows: readonly Announcement[]): ReadersPage {
  const line = (row: Announcement): ReadersLine => ({
    href: `/pengumuman/${row.id}`,
    title: row.title,
    when: period(row.startsOn, row.endsOn),
    important: row.important,
    unread: !row.read,
  });
  return {
    title: 'Pengumuman',
    current: rows.filter(row => row.up).map(line),
    past: rows.filter(row => !row.up).map(line),
  };
}

export const announcementModel = (row: Announcement): AnnouncementPage => ({
  title: row.title,
  heading: row.title,
  lead: `${period(row.startsOn, row.endsOn)} · dari ${row.authorName}`,
  paragraphs: paragraphsOf(row.body),
  mark: row.read ? null : `/pengumuman/${row.id}/dibaca`,
});

const deskPath = (page: number): string => `/kepegawaian/pengumuman${page > 0 ? `?halaman=${String(page + 1)}` : ''}`;

function stateOf(row: Written, today: LocalDate): Status {
  if (row.withdrawnAt) return 'DIBATALKAN';
  if (today < row.startsOn) return 'belum';
  return today > row.endsOn ? 'berakhir' : 'aktif';
}

function audienceOf(row: Written): string {
  if (row.audience === 'unit') return row.unitName ?? '';
  return row.audience === 'peran' ? (PARTS[row.part ?? ''] ?? '') : 'Semua pegawai';
}

/** The list of those who write announcements. */
export function deskModel(rows: readonly Written[], more: boolean, page: number, today: LocalDate): DeskPage {
  return {
    title: 'Kelola pengumuman',
    table:
      rows.length === 0
        ? null
        : {
            caption: 'Pengumuman',
            quietCaption: true,
            columns: [
              { label: 'Judul' },
              { label: 'Sasaran' },
              { label: 'Masa tayang' },
              { label: 'Dibaca', numeric: true },
              { label: 'Keadaan' },
            ],
            rows: rows.map(row => ({
              cells: [
                {
                  text: row.title,
                  href: `/kepegawaian/pengumuman/${row.id}`,
                  hint: row.important ? 'Penting' : undefined,
                },
                audienceOf(row),
                period(row.startsOn, row.endsOn),
                number(row.readers),
                { status: stateOf(row, today) },
              ],
            })),
          },
    previous: page > 0 ? deskPath(page - 1) : null,
    next: more ? deskPath(page + 1) : null,
  };
}

const AUDIENCES: Readonly<Record<Audience, string>> = {
  semua: 'Semua pegawai',
  unit: 'Satu unit bayar',
  peran: 'Satu peran',
};

/** The form of a new announcement, or of a change. */
export function formModel(content: {
  readonly form: FormState;
  readonly audiences: readonly Audience[];
  readonly units: readonly PayingUnit[];
  /** The announcement being changed, or the key of a new one. */
  readonly of: { readonly written: Written } | { readonly key: string };
}): AnnouncementForm {
  const { form, of } = content;
  const changed = 'written' in of ? of.written : undefined;
  const heading = changed ? 'Ubah pengumuman' : 'Buat pengumuman';
  const path = changed ? `/kepegawaian/pengumuman/${changed.id}` : '/kepegawaian/pengumuman';
  return {
    title: formTitle(heading, form),
    heading,
    back: changed ? { href: path, label: changed.title } : { href: path, label: 'Kelola pengumuman' },
    form,
    action: path,
    hidden: 'written' in of ? { versi: String(of.written.version) } : { kunci_kirim: of.key },
    audiences: content.audiences.map(value => ({ value, label: AUDIENCES[value] })),
    units: content.units.map(unit => ({ value: unit.code, label: unit.name })),
    noUnit: noUnit(content.audiences, content.units),
    parts: content.audiences.includes('peran') ? Object.entries(PARTS).map(([value, label]) => ({ value, label })) : [],
    important: [{ value: 'ya', label: 'Penting', hint: 'Tampil paling atas di Beranda sampai dibaca' }],
    act: changed ? 'Simpan perubahan' : 'Umumkan',
  };
}

/** A clerk of one unit has nothing to choose. */
function noUnit(audiences: readonly Audience[], units: readonly PayingUnit[]): string | null {
  if (audiences.length > 1) return 'Tidak untuk satu unit';
  return units.length === 1 ? null : 'Pilih unit bayar';
}

/** A new announcement is up for a week from today, for everybody the writer may reach. */
export const proposal = (today: LocalDate, audiences: readonly Audience[]): FormState =>
  blankForm({ mulai: dateTyped(today), selesai: dateTyped(addDays(today, 6)), sasaran: audiences[0] ?? '' });

export const valuesOf = (row: Written): FormState =>
  blankForm({
    judul: row.title,
    isi: row.body,
    mulai: dateTyped(row.startsOn),
    selesai: dateTyped(row.endsOn),
    sasaran: row.audience,
    unit: row.unitCode ?? '',
    peran: row.part ?? '',
    ...(row.important ? { penting: 'ya' } : {}),
  });

/** One announcement with who has read it and who has not. */
export function writtenModel(content: {
  readonly row: Written;
  readonly targets: { readonly all: number; readonly read: number; readonly rows: readonly Target[] };
  readonly list: { readonly read: boolean; readonly page: number };
  readonly today: LocalDate;
  readonly zone: Zone;
  readonly form: FormState;
}): WrittenPage {
  const { row, targets, list, today, zone } = content;
  const path = `/kepegawaian/pengumuman/${row.id}`;
  const listPath = (read: boolean, page = 0): string =>
    `${path}?baca=${read ? 'sudah' : 'belum'}${page > 0 ? `&halaman=${String(page + 1)}` : ''}`;
  const size = list.read ? targets.read : targets.all - targets.read;
  const standing = row.withdrawnAt === null;
  return {
    title: formTitle(row.title, content.form),
    form: content.form,
    heading: row.title,
    status: stateOf(row, today),
    paragraphs: paragraphsOf(row.body),
    rows: [
      { label: 'Sasaran', value: audienceOf(row) },
      { label: 'Masa tayang', value: period(row.startsOn, row.endsOn) },
      { label: 'Penting', value: row.important ? 'Ya' : 'Tidak' },
      { label: 'Dibuat', value: `${row.authorName}, ${instant(row.createdAt, zone)}` },
    ],
    change: standing ? `${path}/ubah` : null,
    withdraw: standing ? `${path}/tarik` : null,
    hidden: { versi: String(row.version) },
    tally: `${number(targets.read)} dari ${number(targets.all)} orang sudah membaca.`,
    lists: [
      { href: listPath(false), label: `Belum membaca (${number(targets.all - targets.read)})`, current: !list.read },
      { href: listPath(true), label: `Sudah membaca (${number(targets.read)})`, current: list.read },
    ],
    people:
      targets.rows.length === 0
        ? null
        : {
            caption: list.read ? 'Sudah membaca' : 'Belum membaca',
            quietCaption: true,
            columns: [{ label: 'Nama' }, { label: 'Unit' }],
            rows: targets.rows.map(person => ({ cells: [person.name, person.unit ?? '–'] })),
          },
    empty: list.read ? 'Belum ada yang membaca.' : 'Semua sudah membaca.',
    previous: list.page > 0 ? listPath(list.read, list.page - 1) : null,
    next: (list.page + 1) * PAGE_ROWS < size ? listPath(list.read, list.page + 1) : null,
  };
}
