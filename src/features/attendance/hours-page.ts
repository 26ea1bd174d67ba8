import { standardHours } from '../../domain/attendance/hours.ts';
import type { WorkPattern } from '../../domain/calendar/work-calendar.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { Choice, Link, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium, minutes } from '../../platform/render/format.ts';
import { blankForm, formTitle, type FormState } from '../../platform/render/forms.ts';
import { HUB_PATH } from '../organisation/paths.ts';
import { clockOf } from './day-words.ts';
import type { RecordedHours } from './hours-service.ts';
import { paths } from './paths.ts';

/** Perpres 21/2023 article 4: 37 hours 30 minutes a week, without breaks. */
const WEEKLY_MINUTES = 2_250;

/** The page of `GET /kepegawaian/jam-kerja`. */
export interface HoursPage extends PageModel {
  readonly heading: string;
  readonly lead: string;
  readonly back: Link;
  readonly standard: TableProps;
  readonly recorded: TableProps | null;
  readonly calendar: Link;
  readonly add: Link;
}

const PATTERNS: readonly WorkPattern[] = [5, 6];
const PATTERN_WORDS: Readonly<Record<WorkPattern, string>> = { 5: 'Lima hari kerja', 6: 'Enam hari kerja' };
const COLUMNS = [{ label: 'Senin sampai Kamis' }, { label: 'Jumat' }, { label: 'Sabtu' }];
/** One weekday stands for those that share its hours. */
const SHOWN = [1, 5, 6] as const;

export function hoursPage(recorded: readonly RecordedHours[], today: LocalDate): HoursPage {
  const heading = 'Jam kerja';
  return {
    title: heading,
    heading,
    lead: 'Presensi dinilai dengan jam unit atau unit di atasnya; kalau tidak ada, jam semua unit; kalau tidak ada juga, jam dasar.',
    back: { href: HUB_PATH, label: 'Kepegawaian' },
    standard: {
      caption: 'Jam dasar (Perpres 21/2023, 37 jam 30 menit seminggu)',
      columns: [{ label: 'Pola' }, ...COLUMNS],
      rows: PATTERNS.map(pattern => ({
        cells: [PATTERN_WORDS[pattern], ...SHOWN.map(weekday => spanText(standardHours(pattern, weekday)))],
      })),
    },
    recorded: recorded.length === 0 ? null : recordedTable(recorded, today),
    calendar: { href: '/kepegawaian/kalender-kerja', label: 'Jam Ramadan di Kalender kerja' },
    add: { href: paths.newHours, label: 'Catat jam kerja' },
  };
}

const spanText = (span: { readonly start: number; readonly end: number } | undefined): string =>
  span ? `${clockOf(span.start)}–${clockOf(span.end)}` : 'Libur';

const recordedTable = (rows: readonly RecordedHours[], today: LocalDate): TableProps => ({
  caption: 'Jam yang ditetapkan',
  columns: [{ label: 'Untuk' }, { label: 'Mulai' }, ...COLUMNS, { label: 'Seminggu' }, { label: 'Dasar' }],
  rows: rows.map(row => ({
    cells: [
      { text: row.unit ?? 'Semua unit', hint: PATTERN_WORDS[row.pattern] },
      { text: dateMedium(row.from), hint: stateText(row, today) },
      ...SHOWN.map(weekday => spanText(row.days.find(day => day.weekday === weekday))),
      row.weekly === WEEKLY_MINUTES
        ? minutes(row.weekly)
        : { text: minutes(row.weekly), hint: 'bukan 37 jam 30 menit' },
      { text: row.decree, hint: row.recorder ?? '' },
    ],
  })),
});

function stateText(row: RecordedHours, today: LocalDate): string {
  if (row.replaced) return 'sudah diganti';
  return row.from > today ? 'belum berlaku' : '';
}

/** The page of `GET /kepegawaian/jam-kerja/baru`. */
export interface HoursFormPage extends PageModel {
  readonly back: Link;
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly units: readonly Choice[];
  readonly patterns: readonly Choice[];
}

/** The base of a five-day week, to be changed. */
export const freshHours = (): FormState =>
  blankForm({
    pola: '5',
    masuk: '7.30',
    pulang: '16.00',
    istirahat: '60',
    masuk_jumat: '7.30',
    pulang_jumat: '16.30',
    istirahat_jumat: '90',
    buka_sebelum: '120',
    tutup_sesudah: '300',
  });

export const hoursFormPage = (form: FormState, key: string, units: readonly Choice[]): HoursFormPage => ({
  title: formTitle('Catat jam kerja', form),
  back: { href: paths.hours, label: 'Jam kerja' },
  form,
  action: paths.hours,
  hidden: { kunci_kirim: key },
  units,
  patterns: PATTERNS.map(pattern => ({ value: String(pattern), label: PATTERN_WORDS[pattern] })),
});
