import { monthInWords } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Choice, Link, NoticeProps, SummaryRow, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { instant, number } from '../../platform/render/format.ts';
import { type FormState, formTitle } from '../../platform/render/forms.ts';
import { jobPath } from '../jobs/paths.ts';
import type { Batch } from './batch.ts';
import type { Machine, NamedUnit } from './machine-queries.ts';
import {
  batchPath,
  cancelPath,
  IMPORT_PATH,
  keptPath,
  PINS_PATH,
  refusedPath,
  settingsPath,
  undoPath,
} from './paths.ts';
import { formatOf } from './sheet-format.ts';
import { STATE_WORDS } from './upload-page.ts';

/** A form of one button. */
export interface OneButton {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly label: string;
}

/** A choice on the page; shown where the file leaves something open, or something can be chosen otherwise. */
export interface FileSelect {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly options: readonly Choice[];
  readonly empty: string;
}

/** The page on which a file of attendance is looked through, and looked up afterwards. */
export interface AttendanceBatchPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly form: FormState;
  readonly notices: readonly NoticeProps[];
  readonly summary: readonly SummaryRow[];
  readonly settings: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly selects: readonly FileSelect[];
  } | null;
  readonly tables: readonly TableProps[];
  readonly save: OneButton | null;
  readonly cancel: OneButton | null;
  readonly undo: OneButton | null;
  /** The file itself, and the refused rows to be corrected. */
  readonly downloads: readonly Link[];
}

/** What the page is made of. */
export interface BatchContent {
  readonly batch: Batch;
  readonly form: FormState;
  readonly machines: readonly Machine[];
  readonly units: readonly NamedUnit[];
  readonly zone: Zone;
  /** The file lies where it was kept. */
  readonly kept: boolean;
  /** The job that is saving it. */
  readonly jobId: string | undefined;
}

const MOST_SHOWN = 50;
/** What a kind of file proves, where its name does not say so. */
const EVIDENCE: Readonly<Record<Batch['kind'], string>> = {
  mesin: '',
  templat: 'Catatan hari dari templat',
  silang: 'Tabel bulanan',
  harian: 'Lembar harian',
  rekap: 'Rekap, tanpa bukti kehadiran per hari',
};

export function batchModel(content: BatchContent): AttendanceBatchPage {
  const { batch, form } = content;
  const { report } = batch;
  const waiting = batch.state === 'pratinjau' && content.jobId === undefined;
  const heading = batch.state === 'pratinjau' ? 'Periksa berkas presensi' : 'Berkas presensi';
  const hidden = { versi: String(batch.version) };
  return {
    title: formTitle(heading, form),
    heading,
    back: { href: IMPORT_PATH, label: 'Impor presensi' },
    form,
    notices: [...savingNotice(content), ...noticesOf(batch)],
    summary: summaryOf(content),
    settings: waiting ? { action: settingsPath(batch.id), hidden, selects: selectsOf(content) } : null,
    tables: [samplesTable(batch), unknownTable(batch), rejectedTable(batch)].filter(table => table !== null),
    save:
      waiting && report.open.length === 0 && report.accepted > 0
        ? { action: batchPath(batch.id), hidden, label: `Simpan ${number(report.accepted)} baris` }
        : null,
    cancel: waiting ? { action: cancelPath(batch.id), hidden, label: 'Batalkan' } : null,
    undo: batch.state === 'disimpan' ? { action: undoPath(batch.id), hidden, label: 'Urungkan seluruh berkas' } : null,
    downloads: content.kept ? downloadsOf(batch) : [],
  };
}

const savingNotice = ({ jobId }: BatchContent): NoticeProps[] =>
  jobId === undefined
    ? []
    : [
        {
          kind: 'info',
          text: 'Berkas ini sedang disimpan.',
          links: [{ href: jobPath(jobId), label: 'Lihat kemajuannya' }],
        },
      ];

const downloadsOf = ({ id, report }: Batch): Link[] => [
  ...(report.rejected.length > 0 ? [{ href: refusedPath(id), label: 'Unduh baris bermasalah (XLSX)' }] : []),
  { href: keptPath(id), label: 'Unduh berkas asli' },
];

function noticesOf({ report, kind, state }: Batch): NoticeProps[] {
  const notices: NoticeProps[] = [];
  const waiting = state === 'pratinjau';
  if (waiting) for (const { message } of report.open) notices.push({ kind: 'awas', text: `${message}.` });
  if (kind === 'rekap')
    notices.push({
      kind: 'awas',
      text: 'Rekap tidak membuktikan kehadiran per hari. Baris-barisnya ditandai dan tidak mengubah hasil harian.',
    });
  if (waiting && report.open.length === 0 && report.accepted === 0)
    notices.push({
      kind: 'info',
      text:
        report.unchanged > 0
          ? 'Semua baris sudah tercatat. Tidak ada yang perlu disimpan.'
          : 'Tidak ada baris yang dapat disimpan.',
    });
  if (report.unmatched > 0)
    notices.push({
      kind: 'awas',
      text: `${number(report.unmatched)} rekaman memakai PIN yang belum dihubungkan dengan pegawai. Rekamannya tetap disimpan dan dihitung begitu PIN dihubungkan.`,
      links: [{ href: PINS_PATH, label: 'Hubungkan PIN' }],
    });
  return notices;
}

function summaryOf({ batch, zone }: BatchContent): SummaryRow[] {
  const { report } = batch;
  const rows: SummaryRow[] = [
    { label: 'Berkas', value: batch.fileName },
    { label: 'Jenis', value: [report.label, EVIDENCE[batch.kind]].filter(words => words !== '').join('. ') },
    { label: 'Unit', value: batch.unitName },
    {
      label: 'Keadaan',
      value: batch.state === 'dibatalkan' && !batch.savedAt ? 'Dibatalkan' : STATE_WORDS[batch.state],
    },
    { label: 'Diunggah', value: `${instant(batch.uploadedAt, zone)}, ${batch.uploader ?? 'baris perintah'}` },
    { label: batch.state === 'pratinjau' ? 'Siap disimpan' : 'Disimpan', value: `${number(report.accepted)} baris` },
    { label: 'Pegawai', value: number(report.people) },
    { label: 'Sudah tercatat', value: `${number(report.unchanged)} baris` },
    { label: 'Di luar masa atau unit', value: `${number(report.outOfPeriod)} baris` },
    { label: 'PIN belum dihubungkan', value: `${number(report.unmatched)} baris` },
    { label: 'Bermasalah', value: `${number(report.rejectedCount)} baris` },
  ];
  if (batch.undoneAt && batch.savedAt)
    rows.push({ label: 'Diurungkan', value: `${instant(batch.undoneAt, zone)}, ${batch.undoer ?? ''}` });
  return rows;
}

function selectsOf({ batch, machines, units }: BatchContent): FileSelect[] {
  const { report } = batch;
  const selects: FileSelect[] = [];
  if (report.withPins)
    selects.push({
      name: 'mesin',
      label: 'Mesin asal',
      hint: 'PIN yang sama di dua mesin dapat milik orang berbeda',
      empty: 'Menurut nama berkas atau unit',
      options: [
        ...machines
          .filter(({ active }) => active)
          .map(({ code, name }) => ({ value: `mesin:${code}`, label: `${code}: ${name}` })),
        ...units
          .filter(({ id }) => id === batch.unitId)
          .map(({ code, name }) => ({ value: `ranah:${code}`, label: `PIN ${name}, tanpa mesin terdaftar` })),
      ],
    });
  if (report.askOrder)
    selects.push({
      name: 'format_tanggal',
      label: 'Urutan tanggal',
      hint: 'Bandingkan dengan contoh baris di bawah',
      empty: 'Menurut isi berkas',
      options: [
        { value: 'dmy', label: 'Hari, bulan, tahun (25/10/2026)' },
        { value: 'mdy', label: 'Bulan, hari, tahun (10/25/2026)' },
      ],
    });
  if (report.months.length > 0)
    selects.push({
      name: 'bulan',
      label: 'Bulan',
      hint: 'Baris bulan lain tidak disimpan',
      empty: 'Semua bulan yang masih terbuka',
      options: report.months.map(({ month, rows }) => ({
        value: month,
        label: `${monthInWords(month)} (${number(rows)} baris)`,
      })),
    });
  else if (report.open.some(({ field }) => field === 'bulan'))
    selects.push({
      name: 'bulan',
      label: 'Bulan',
      hint: 'Tabel ini hanya menulis tanggalnya',
      empty: 'Pilih bulan',
      options: monthChoices(batch),
    });
  return [...selects, ...columnSelects(batch)];
}

const MONTHS_OFFERED = 4;

/** The month in which the file came and those before it. */
function monthChoices({ uploadedAt }: Batch): Choice[] {
  return Array.from({ length: MONTHS_OFFERED }, (_, back) => {
    const at = new Date(Date.UTC(uploadedAt.getUTCFullYear(), uploadedAt.getUTCMonth() - back, 1));
    const month = at.toISOString().slice(0, 7) as BatchMonth;
    return { value: month, label: monthInWords(month) };
  });
}
type BatchMonth = Parameters<typeof monthInWords>[0];

/** Selects for headers that mean nothing to us, where a needed column is missing or somebody gave one a meaning. */
function columnSelects({ report, profile }: Batch): FileSelect[] {
  const format = formatOf(report.format);
  const wanted = report.open.some(({ field }) => field === 'kolom') || profile.columns !== undefined;
  if (!format || !wanted) return [];
  return report.headers
    .filter(({ field, column }) => field === null || profile.columns?.[String(column)] !== undefined)
    .map(({ column, text }) => ({
      name: `kolom_${String(column)}`,
      label: `Kolom ${text}`,
      hint: 'Diingat untuk berkas berikutnya dari unit ini',
      empty: 'Tidak dibaca',
      options: format.fields.map(each => ({ value: each.field, label: each.label })),
    }));
}

/** What the selects show as chosen. */
export function chosenValues({ profile }: Pick<Batch, 'profile'>): Record<string, string> {
  return {
    mesin:
      profile.machine !== undefined
        ? `mesin:${profile.machine}`
        : profile.realm !== undefined
          ? `ranah:${profile.realm}`
          : '',
    format_tanggal: profile.order ?? '',
    bulan: profile.month ?? '',
    ...Object.fromEntries(Object.entries(profile.columns ?? {}).map(([column, field]) => [`kolom_${column}`, field])),
  };
}

const samplesTable = ({ report, state }: Batch): TableProps | null =>
  state !== 'pratinjau' || report.samples.length === 0
    ? null
    : {
        caption: `${String(report.samples.length)} baris pertama, seperti yang terbaca`,
        columns: [{ label: 'Baris' }, { label: 'Siapa' }, { label: 'Terbaca' }],
        rows: report.samples.map(({ row, who, says }) => ({ cells: [`Baris ${String(row)}`, who, says] })),
      };

const unknownTable = ({ report, state }: Batch): TableProps | null =>
  report.unknownPins.length === 0 || state === 'dibatalkan'
    ? null
    : {
        caption: 'PIN yang belum dihubungkan dengan pegawai',
        columns: [{ label: 'PIN' }, { label: 'Rekaman', numeric: true }],
        rows: report.unknownPins.slice(0, MOST_SHOWN).map(({ pin, rows }) => ({ cells: [pin, number(rows)] })),
      };

const rejectedTable = ({ report }: Batch): TableProps | null =>
  report.rejected.length === 0
    ? null
    : {
        caption:
          report.rejectedCount > MOST_SHOWN
            ? `Baris bermasalah (${String(MOST_SHOWN)} pertama dari ${number(report.rejectedCount)})`
            : 'Baris bermasalah',
        columns: [{ label: 'Baris' }, { label: 'Kolom' }, { label: 'Yang perlu diperbaiki' }],
        rows: report.rejected.slice(0, MOST_SHOWN).map(({ row, field, reason }) => ({
          cells: [`Baris ${String(row)}`, field, reason],
        })),
      };
