import type { Zone } from '../../platform/clock.ts';
import type { Choice, Link, NoticeProps, SummaryRow, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { instant, number } from '../../platform/render/format.ts';
import { blankForm, type FormState, formTitle } from '../../platform/render/forms.ts';
import { jobPath } from '../jobs/paths.ts';
import type { Batch } from './batch.ts';
import { IGNORED_COLUMN, SECRET_COLUMN, type Table } from './header.ts';
import { missingInWords } from './interpret.ts';
import { batchPath, cancelPath, columnsPath, rejectedPath, undoPath, UPLOAD_PATHS } from './paths.ts';
import { REASON_HEADER } from './rejected-file.ts';
import { rejectedLabel } from './report.ts';
import { KIND_WORDS, sheetOf } from './sheets.ts';
import { type Dependant, dependantsInWords } from './undo.ts';
import { STATE_WORDS } from './upload-page.ts';

/** A form of one button on the page of a batch. */
export interface StepForm {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly label: string;
}

/** A column we do not know, with what it may be. */
export interface ColumnSelect {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly options: readonly Choice[];
}

/** The page on which a file is looked through before it is saved, and looked up afterwards. */
export interface BatchPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly form: FormState;
  readonly notices: readonly NoticeProps[];
  readonly summary: readonly SummaryRow[];
  readonly counts: TableProps;
  readonly rejected: TableProps | null;
  readonly rejectedFile: Link | null;
  readonly changed: TableProps | null;
  readonly columns: {
    readonly form: FormState;
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly selects: readonly ColumnSelect[];
  } | null;
  readonly save: StepForm | null;
  readonly cancel: StepForm | null;
  readonly undo: StepForm | null;
  /** What one does after a file is saved; empty before. */
  readonly next: readonly Link[];
}

const MOST_SHOWN = 50;

/** What the page of a batch is made of. */
export interface BatchContent {
  readonly batch: Batch;
  /** The tables of a batch that waits; empty once it is done. */
  readonly tables: readonly Table[];
  readonly dependants: readonly Dependant[];
  readonly form: FormState;
  readonly zone: Zone;
}

export function batchModel(content: BatchContent): BatchPage {
  const { batch, tables, dependants, form, zone } = content;
  const { report } = batch;
  const waiting = batch.state === 'diperiksa' && batch.jobId === null;
  const heading = waiting ? 'Periksa impor' : 'Hasil impor';
  const hidden = { versi: String(batch.version) };
  return {
    title: formTitle(heading, form),
    heading,
    back: { href: UPLOAD_PATHS[batch.kind], label: `Impor ${KIND_WORDS[batch.kind].toLowerCase()}` },
    form,
    notices: noticesOf(content),
    summary: summaryOf(batch, zone),
    counts: countsTable(batch),
    rejected: report.rejected.length === 0 ? null : rejectedTable(batch),
    rejectedFile:
      report.rejected.length > 0 && !['dibatalkan', 'diurungkan'].includes(batch.state)
        ? { href: rejectedPath(batch.id), label: 'Unduh daftar perbaikan (XLSX)' }
        : null,
    changed: report.changed.length === 0 ? null : changedTable(batch),
    columns: waiting ? columnForm(batch, tables, hidden) : null,
    save:
      waiting && report.accepted > 0
        ? { action: batchPath(batch.id), hidden, label: `Simpan ${number(report.accepted)} yang siap` }
        : null,
    cancel: waiting ? { action: cancelPath(batch.id), hidden, label: 'Batalkan' } : null,
    undo:
      batch.state === 'diterapkan' && batch.jobId === null && dependants.length === 0
        ? { action: undoPath(batch.id), hidden, label: 'Urungkan' }
        : null,
    next: batch.state === 'diterapkan' ? nextSteps(batch) : [],
  };
}

/** After people come their slips of paper; after units and positions the tree; after items the catalogue. */
function nextSteps({ kind, report }: Batch): Link[] {
  const again =
    report.rejected.length > 0 ? [{ href: UPLOAD_PATHS[kind], label: 'Unggah berkas yang sudah diperbaiki' }] : [];
  const tree = { href: '/kepegawaian/hierarki', label: 'Periksa hierarki jabatan' };
  if (kind === 'katalog') return [...again, { href: '/kepegawaian/aktivitas', label: 'Buka katalog aktivitas' }];
  if (kind === 'organisasi') return [...again, tree];
  return [...again, tree, { href: '/kepegawaian/aktivasi', label: 'Cetak lembar aktivasi' }];
}

function noticesOf({ batch, tables, dependants }: BatchContent): NoticeProps[] {
  const notices: NoticeProps[] = [];
  const { report } = batch;
  for (const table of tables) {
    const missing = missingInWords(table);
    if (missing)
      notices.push({ kind: 'galat', text: `Sheet ${table.name}: ${missing}, atau pilih kolomnya di bawah.` });
  }
  if (batch.jobId !== null)
    notices.push({
      kind: 'info',
      text: batch.state === 'diperiksa' ? 'Sedang disimpan.' : 'Sedang diurungkan.',
      links: [{ href: jobPath(batch.jobId), label: 'Lihat kemajuannya' }],
    });
  if (batch.state === 'diperiksa' && report.rejected.length > 0)
    notices.push({
      kind: 'awas',
      text: `${number(report.rejected.length)} baris bermasalah. Unduh daftar perbaikan, perbaiki, lalu unggah lagi berkas itu.`,
    });
  if (batch.state === 'diperiksa' && report.accepted === 0 && report.rejected.length === 0 && report.unchanged > 0)
    notices.push({ kind: 'info', text: 'Semua baris sudah tercatat. Tidak ada yang perlu disimpan.' });
  if (batch.state === 'diterapkan' && dependants.length > 0)
    notices.push({
      kind: 'terkunci',
      text: `Tidak dapat diurungkan lagi: datanya sudah dipakai (${dependantsInWords(dependants)}).`,
    });
  for (const note of report.notes) notices.push({ kind: 'awas', text: note });
  return notices;
}

function summaryOf(batch: Batch, zone: Zone): SummaryRow[] {
  const rows: SummaryRow[] = [
    { label: 'Berkas', value: batch.fileName },
    { label: 'Diunggah', value: `${instant(batch.createdAt, zone)}, ${batch.creator ?? 'baris perintah'}` },
    { label: 'Keadaan', value: STATE_WORDS[batch.state] },
  ];
  if (batch.appliedAt) rows.push({ label: 'Disimpan', value: instant(batch.appliedAt, zone) });
  if (batch.undoneAt)
    rows.push({ label: 'Diurungkan', value: `${instant(batch.undoneAt, zone)}, ${batch.undoer ?? ''}` });
  return rows;
}

const countsTable = ({ report }: Batch): TableProps => ({
  caption: 'Isi berkas',
  columns: [
    { label: 'Sheet' },
    { label: 'Baru', numeric: true },
    { label: 'Berubah', numeric: true },
    { label: 'Sudah sama', numeric: true },
    { label: 'Bermasalah', numeric: true },
  ],
  rows: report.sheets.map(sheet => ({
    cells: [sheet.name, number(sheet.added), number(sheet.changed), number(sheet.unchanged), number(sheet.rejected)],
  })),
});

const firstOf = (count: number): string =>
  count > MOST_SHOWN ? ` (${String(MOST_SHOWN)} pertama dari ${number(count)})` : '';

const rejectedTable = ({ report }: Batch): TableProps => ({
  caption: `Baris bermasalah${firstOf(report.rejected.length)}`,
  columns: [{ label: 'Baris' }, { label: 'Sheet' }, { label: 'Kolom' }, { label: 'Yang perlu diperbaiki' }],
  rows: report.rejected.slice(0, MOST_SHOWN).map(each => ({
    cells: [`Baris ${String(each.row)}`, each.sheet, rejectedLabel(each), each.reason],
  })),
});

const changedTable = ({ report }: Batch): TableProps => ({
  caption: `Yang berubah${firstOf(report.changed.length)}`,
  columns: [{ label: 'Siapa atau apa' }, { label: 'Kolom' }, { label: 'Tercatat' }, { label: 'Menjadi' }],
  rows: report.changed.slice(0, MOST_SHOWN).flatMap(each =>
    each.changes.map(({ field, before, after }) => ({
      cells: [each.what, field, before ?? 'kosong', after ?? 'kosong'],
    })),
  ),
});

/** Selects for headers that mean nothing to us, and for those that somebody has given a meaning. */
function columnForm(
  batch: Batch,
  tables: readonly Table[],
  hidden: Readonly<Record<string, string>>,
): BatchPage['columns'] {
  const values: Record<string, string> = {};
  const selects = tables.flatMap(table =>
    table.headers.flatMap(({ column, text, field }): ColumnSelect[] => {
      const name = `kolom_${String(table.index)}_${String(column)}`;
      const chosen = batch.mapping[String(table.index)]?.[String(column)];
      if ((field !== null && chosen === undefined) || field === SECRET_COLUMN || text === REASON_HEADER) return [];
      values[name] = chosen ?? '';
      const taken = new Set(
        table.headers.flatMap(other => (other.field !== null && other.column !== column ? [other.field] : [])),
      );
      const free = sheetOf(table.sheet).columns.filter(each => !taken.has(each.field));
      return [
        {
          name,
          label: `Kolom ${text}`,
          hint: `Sheet ${table.name}`,
          options: [
            ...free.map(each => ({ value: each.field, label: each.header })),
            { value: IGNORED_COLUMN, label: 'Abaikan' },
          ],
        },
      ];
    }),
  );
  if (selects.length === 0) return null;
  return { form: blankForm(values), action: columnsPath(batch.id), hidden, selects };
}
