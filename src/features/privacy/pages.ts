import type { Zone } from '../../platform/clock.ts';
import type { Choice, SummaryRow, TableProps, TaskItem, TimelineItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { instant } from '../../platform/render/format.ts';
import { type FormState, formTitle } from '../../platform/render/forms.ts';
import type { DataReport, Look, ReportState } from './queries.ts';
import { ABOUT } from './report-service.ts';
import { SEEN } from './service.ts';

/** views/privacy/looks.ejs: /akun/dilihat */
export interface LooksPage extends PageModel {
  readonly table: TableProps | null;
  readonly next: string | null;
}

/** views/privacy/report.ejs: /akun/data-keliru */
export interface ReportPage extends PageModel {
  readonly form: FormState;
  readonly about: readonly Choice[];
  readonly hidden: Readonly<Record<string, string>>;
  readonly history: readonly TimelineItem[];
}

/** views/privacy/desk.ejs: /kepegawaian/laporan-data */
export interface ReportsPage extends PageModel {
  readonly open: readonly TaskItem[];
  readonly answered: readonly TaskItem[];
}

/** views/privacy/answer.ejs: /kepegawaian/laporan-data/:id */
export interface AnswerPage extends PageModel {
  readonly form: FormState;
  readonly heading: string;
  readonly rows: readonly SummaryRow[];
  readonly message: string;
  readonly decisions: readonly Choice[];
  readonly action: string | null;
  readonly hidden: Readonly<Record<string, string>>;
}

const STATES: Readonly<Record<ReportState, string>> = {
  baru: 'Menunggu',
  selesai: 'Sudah diperbaiki',
  ditolak: 'Data sudah benar',
};
const aboutOf = (report: DataReport): string => ABOUT[report.about as keyof typeof ABOUT];

export function looksModel(rows: readonly Look[], more: boolean, zone: Zone): LooksPage {
  const last = rows.at(-1);
  return {
    title: 'Siapa melihat data saya',
    table:
      rows.length === 0
        ? null
        : {
            caption: 'Siapa melihat data saya',
            quietCaption: true,
            columns: [{ label: 'Siapa' }, { label: 'Apa' }, { label: 'Kapan' }],
            rows: rows.map(row => ({
              cells: [
                { text: row.viewer, hint: row.title ?? undefined },
                SEEN[row.what as keyof typeof SEEN] ?? row.what,
                instant(row.at, zone),
              ],
            })),
          },
    next: more && last ? `/akun/dilihat?sebelum=${String(last.id)}` : null,
  };
}

export const reportModel = (form: FormState, own: readonly DataReport[], key: string, zone: Zone): ReportPage => ({
  title: formTitle('Data saya keliru', form),
  form,
  about: Object.entries(ABOUT).map(([value, label]) => ({ value, label })),
  hidden: { kunci_kirim: key },
  history: own.map(report => ({
    title: `${aboutOf(report)}: ${STATES[report.state]}`,
    at: instant(report.createdAt, zone),
    by: report.answeredBy ?? undefined,
    note: report.answer === null ? report.message : `${report.message} Jawaban: ${report.answer}`,
  })),
});

export function reportsModel(open: readonly DataReport[], answered: readonly DataReport[], zone: Zone): ReportsPage {
  const item = (report: DataReport): TaskItem => ({
    label: `${report.name}: ${aboutOf(report)}`,
    hint: `${report.unit ?? 'Tanpa unit'} · ${instant(report.createdAt, zone)}`,
    href: `/kepegawaian/laporan-data/${report.id}`,
    tag: { text: STATES[report.state], tone: report.state === 'baru' ? 'kuning' : 'abu' },
  });
  return { title: 'Laporan data salah', open: open.map(item), answered: answered.map(item) };
}

export function answerModel(report: DataReport, form: FormState, own: boolean, zone: Zone): AnswerPage {
  return {
    title: formTitle('Laporan data', form),
    form,
    heading: report.name,
    rows: [
      { label: 'Tentang', value: aboutOf(report) },
      { label: 'Jabatan', value: report.title ?? '–' },
      { label: 'Unit', value: report.unit ?? '–' },
      { label: 'Dikirim', value: instant(report.createdAt, zone) },
      { label: 'Keadaan', value: STATES[report.state] },
      ...(report.answer === null ? [] : [{ label: 'Jawaban', value: report.answer }]),
    ],
    message: report.message,
    decisions: [
      { value: 'selesai', label: 'Sudah diperbaiki' },
      { value: 'ditolak', label: 'Data sudah benar', hint: 'Jelaskan kenapa' },
    ],
    action: report.state === 'baru' && !own ? `/kepegawaian/laporan-data/${report.id}` : null,
    hidden: { versi: String(report.version) },
  };
}
