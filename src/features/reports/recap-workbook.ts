import { monthInWords } from '../../domain/month.ts';
import type { SheetCell, SheetColumn, SheetSpec } from '../../platform/spreadsheet/write.ts';
import { RECAP_TITLE } from './recap-page.ts';
import type { Recap } from './recap.ts';

const COLUMNS: readonly SheetColumn[] = [
  { header: 'No', width: 6 },
  { header: 'Nama', width: 34 },
  { header: 'NIP/NI PPPK', width: 22, text: true },
  { header: 'Jabatan', width: 40 },
  { header: 'Hari kerja', width: 10 },
  { header: 'Hari terisi', width: 10 },
  { header: 'Poin dikirim', width: 12 },
  { header: 'Poin diverifikasi', width: 14 },
  { header: 'Poin divalidasi', width: 14 },
  { header: 'Rata-rata per hari', width: 14 },
  { header: 'Capaian (%)', width: 11 },
  { header: 'Keterangan', width: 34 },
];

const decimal = (text: string | null): SheetCell => (text === null ? null : { decimal: text });

/** The recap as a workbook: numbers are numbers, the NIP is text. */
export const recapWorkbook = ({ unit, month, lines, provisional }: Recap): SheetSpec => ({
  name: 'Rekap',
  landscape: true,
  above: [
    [{ text: RECAP_TITLE, bold: true }],
    [unit.name],
    [`Bulan ${monthInWords(month)}`],
    ...(provisional === '' ? [] : [[provisional]]),
  ],
  columns: COLUMNS,
  rows: lines.map(line => [
    { integer: line.number },
    line.name,
    line.nip,
    line.title,
    { integer: line.workdays },
    { integer: line.filledDays },
    { integer: line.sent },
    { integer: line.verified },
    { integer: line.validated },
    decimal(line.average),
    decimal(line.attained),
    line.remark,
  ]),
});
