import { stringify } from 'csv-stringify/sync';
import type { LocalDate } from '../../domain/local-date.ts';
import { date, dateMedium } from '../../platform/render/format.ts';
import { CSV_FORM } from '../../platform/spreadsheet/csv-form.ts';
import { writeWorkbook, type SheetCell, type SheetColumn } from '../../platform/spreadsheet/write.ts';
import type { Completeness } from './judgement.ts';

/** Columns of the download, in both formats. */
const COLUMNS: readonly SheetColumn[] = [
  { header: 'NIP', width: 22, text: true },
  { header: 'Nama', width: 32 },
  { header: 'Jabatan', width: 34 },
  { header: 'Unit', width: 34 },
  { header: 'Hari kerja', width: 11 },
  { header: 'Hari terisi', width: 11 },
  { header: 'Poin dikirim', width: 13 },
  { header: 'Poin divalidasi', width: 15 },
  { header: 'Target poin', width: 12 },
  { header: 'Kegiatan terakhir', width: 18 },
  { header: 'Belum mengisi', width: 14 },
  { header: 'Telepon', width: 18, text: true },
];

/** A number of the sheet, or a text. */
type Value = string | number;

/** Phone numbers stand only where something is missing, as on the page. */
const valuesOf = (each: Completeness): Value[] => [
  each.person.nip ?? '',
  each.person.name,
  each.person.title,
  each.person.unitName,
  each.due,
  each.filled,
  each.sent,
  each.validated,
  each.target,
  each.person.lastDay === null ? '' : dateMedium(each.person.lastDay),
  each.missing ? 'ya' : 'tidak',
  each.missing ? (each.person.phone ?? '') : '',
];

/** The list as CSV: UTF-8 with BOM, `;`, texts that a spreadsheet would run as formulas with an apostrophe. */
export function completenessCsv(judged: readonly Completeness[]): Buffer {
  const rows = [COLUMNS.map(column => column.header), ...judged.map(each => valuesOf(each).map(String))];
  const body = stringify(rows, { ...CSV_FORM, escape_formulas: true });
  return Buffer.from(`\uFEFF${body}`, 'utf8');
}

/** The list as a workbook. */
export function completenessWorkbook(
  unitName: string,
  day: LocalDate,
  judged: readonly Completeness[],
): Promise<Buffer> {
  return writeWorkbook([
    {
      name: 'Kelengkapan',
      above: [[{ text: `Kelengkapan ${unitName} sampai ${date(day)}`, bold: true }]],
      columns: COLUMNS,
      rows: judged.map(each =>
        valuesOf(each).map((value): SheetCell => (typeof value === 'number' ? { integer: value } : value)),
      ),
      landscape: true,
    },
  ]);
}
