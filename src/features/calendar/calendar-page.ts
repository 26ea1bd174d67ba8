import { isoWeekday } from '../../domain/local-date.ts';
import { timeText } from '../../domain/activity/entry-rules.ts';
import type { Choice, ConfirmProps, Link, NoticeProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { date, minutes, number } from '../../platform/render/format.ts';
import { blankForm, formTitle, type FormState } from '../../platform/render/forms.ts';
import { HOLIDAY_KINDS, type HolidayKind } from './kinds.ts';
import { CALENDAR_PATH, paths } from './paths.ts';
import type { HolidayRow } from './queries.ts';
import type { SpecialHours } from './special-hours.ts';

/** A free day on the page. */
export interface CalendarRow {
  readonly day: string;
  readonly name: string;
  readonly kind: string;
  readonly source: string;
  readonly removeHref: string;
}

/** The page of `GET /kepegawaian/kalender-kerja`. */
export interface CalendarPage extends PageModel {
  readonly heading: string;
  readonly lead: string;
  readonly year: string;
  readonly previous: Link;
  readonly next: Link;
  readonly notices: readonly NoticeProps[];
  readonly rows: readonly CalendarRow[];
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly kinds: readonly Choice[];
  readonly whom: readonly Choice[];
  readonly special: {
    readonly rows: readonly SpecialRow[];
    readonly form: FormState;
    readonly action: string;
    readonly open: boolean;
  };
  /** What was refused, for the summary on top. */
  readonly refused: FormState;
}

/** Days of another length on the page. */
export interface SpecialRow {
  readonly span: string;
  readonly name: string;
  readonly source: string;
  readonly hours: string;
  readonly removeHref: string;
}

export interface CalendarContent {
  readonly year: number;
  readonly holidays: readonly HolidayRow[];
  /** Whether the year after this one has national holidays; asked from October on. */
  readonly nextYearMissing: number | undefined;
  readonly special: readonly SpecialHours[];
  readonly form: FormState;
  /** The refused form of special hours; undefined for a fresh one. */
  readonly specialForm: FormState | undefined;
  readonly key: string;
}

/** Perpres 21/2023: 32 hours 30 minutes a week in Ramadan, over five or six days; a start to correct. */
const RAMADAN = { jam_lima: '6.30', jam_enam: '5.25', jam_mulai: '8.00', jeda: '30', jeda_jumat: '60' };

export function calendarModel({
  year,
  holidays,
  special,
  nextYearMissing,
  form,
  specialForm,
  key,
}: CalendarContent): CalendarPage {
  const heading = `Kalender kerja ${String(year)}`;
  const atWork = holidays.filter(each => isoWeekday(each.day) <= 5).length;
  return {
    title: formTitle(heading, specialForm ?? form),
    heading,
    lead: `${number(holidays.length)} hari libur, ${number(atWork)} di antaranya Senin sampai Jumat. Sabtu dan Minggu mengikuti pola kerja unit.`,
    year: String(year),
    previous: { href: paths.year(year - 1), label: String(year - 1) },
    next: { href: paths.year(year + 1), label: String(year + 1) },
    notices: noticesOf(year, holidays, nextYearMissing),
    rows: holidays.map(each => ({
      day: date(each.day),
      name: each.name,
      kind: HOLIDAY_KINDS[each.kind],
      source: each.source,
      removeHref: paths.remove(each.day, each.kind),
    })),
    form,
    action: CALENDAR_PATH,
    hidden: { kunci_kirim: key },
    kinds: Object.entries(HOLIDAY_KINDS).map(([value, label]) => ({ value, label })),
    whom: [{ value: 'semua', label: 'Semua unit' }],
    special: {
      rows: special.map(specialRow),
      form: specialForm ?? blankForm(RAMADAN),
      action: paths.special,
      open: specialForm !== undefined,
    },
    refused: specialForm ?? form,
  };
}

const spanText = ({ firstDay, lastDay }: SpecialHours): string => `${date(firstDay)} sampai ${date(lastDay)}`;
const lengthText = ({ minutesFive, minutesSix, start }: SpecialHours): string =>
  `Mulai ${timeText(start)}. Lima hari kerja: ${minutes(minutesFive)} sehari. Enam hari kerja: ${minutes(minutesSix)} sehari.`;

const specialRow = (each: SpecialHours): SpecialRow => ({
  span: spanText(each),
  name: each.name,
  source: each.source,
  hours: lengthText(each),
  removeHref: paths.removeSpecial(each.id),
});

/** Asks once more before special hours are taken away. */
export const removeSpecialModel = (row: SpecialHours, form: FormState): RemoveHolidayPage => ({
  title: formTitle('Hapus jam kerja khusus', form),
  confirm: {
    heading: 'Hapus jam kerja khusus',
    sentence: 'Hari-hari ini kembali memakai jam kerja biasa.',
    rows: [
      { label: 'Nama', value: row.name },
      { label: 'Tanggal', value: spanText(row) },
      { label: 'Jam kerja', value: lengthText(row) },
      { label: 'Dasar', value: row.source },
    ],
    action: paths.removeSpecial(row.id),
    hidden: { versi: String(row.recordedAt.getTime()) },
    act: 'Hapus',
    danger: true,
    back: { href: paths.year(Number(row.firstDay.slice(0, 4))), label: 'Kembali' },
    form,
  },
});

function noticesOf(year: number, holidays: readonly HolidayRow[], missing: number | undefined): NoticeProps[] {
  const empty = !holidays.some(each => each.kind === 'libur');
  const years = new Set([...(empty ? [year] : []), ...(missing === undefined ? [] : [missing])]);
  return [...years].map(each => ({
    kind: 'awas',
    text: `Libur nasional ${String(each)} belum ada. Semua hari kerja dihitung penuh sampai kalender diisi.`,
    links: each === year ? [] : [{ href: paths.year(each), label: `Buka ${String(each)}` }],
  }));
}

/** The page of `GET /kepegawaian/kalender-kerja/:tanggal/:jenis/hapus`. */
export interface RemoveHolidayPage extends PageModel {
  readonly confirm: ConfirmProps;
}

export function removeModel(row: HolidayRow, form: FormState): RemoveHolidayPage {
  return {
    title: formTitle('Hapus hari libur', form),
    confirm: {
      heading: 'Hapus hari libur',
      sentence: 'Tanggal ini menjadi hari kerja lagi. Target poin bulannya ikut berubah.',
      rows: [
        { label: 'Tanggal', value: date(row.day) },
        { label: 'Keterangan', value: row.name },
        { label: 'Jenis', value: HOLIDAY_KINDS[row.kind] },
        { label: 'Dasar', value: row.source },
      ],
      action: paths.remove(row.day, row.kind satisfies HolidayKind),
      hidden: { versi: String(row.recordedAt.getTime()) },
      act: 'Hapus',
      danger: true,
      back: { href: paths.year(Number(row.day.slice(0, 4))), label: 'Kembali' },
      form,
    },
  };
}
