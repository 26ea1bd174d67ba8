import { date, number } from '../../platform/render/format.ts';
import type { SheetCell, SheetColumn, SheetSpec } from '../../platform/spreadsheet/write.ts';
import { identityRows, monthLine, SHEET_TITLE, totalRows } from './sheet-words.ts';
import type { SheetDay, WorkSheet } from './work-sheet.ts';

const COLUMNS: readonly SheetColumn[] = [
  { header: 'No', width: 6 },
  { header: 'Hari/Tanggal', width: 26 },
  { header: 'Jam', width: 14 },
  { header: 'Kegiatan', width: 36 },
  { header: 'Uraian hasil', width: 48 },
  { header: 'Volume', width: 9 },
  { header: 'Satuan', width: 12 },
  { header: 'Menit', width: 8 },
  { header: 'Poin', width: 8 },
  { header: 'Status', width: 14 },
  { header: 'Catatan atasan', width: 36 },
];

/** The sheet as a workbook: numbers are numbers, the NIP is text. */
export function sheetWorkbook(sheet: WorkSheet): SheetSpec {
  const { totals, provisional, owner } = sheet;
  const identity = identityRows(sheet).map(([label, value], index): SheetCell[] => [
    label,
    index === 1 ? (owner.nip ?? value) : value, // bare digits, to be looked up in other lists
  ]);
  return {
    name: 'LKH',
    landscape: true,
    above: [
      [{ text: SHEET_TITLE, bold: true }],
      [monthLine(sheet)],
      ...(provisional === '' ? [] : [[provisional]]),
      ...identity,
    ],
    columns: COLUMNS,
    rows: [
      ...sheet.days.flatMap(dayRows),
      sumRow('Jumlah sebulan', totals.minutes, totals.counted, ''),
      ...totalRows(sheet).map(([label, value]): SheetCell[] => [null, label, null, value]),
    ],
  };
}

function dayRows({ day, lines, minutes, sum, counted }: SheetDay): SheetCell[][] {
  return [
    ...lines.map((line): SheetCell[] => [
      { integer: line.number },
      date(day),
      line.time,
      line.item,
      line.description,
      { decimal: line.volume },
      line.unit,
      { integer: line.minutes },
      { integer: line.points },
      line.statusWord,
      line.note,
    ]),
    sumRow(`Jumlah ${date(day)}`, minutes, counted, sum > counted ? `${number(sum)} dicatat` : ''),
  ];
}

const sumRow = (label: string, minutes: number, counted: number, note: string): SheetCell[] => [
  null,
  { text: label, bold: true },
  null,
  null,
  null,
  null,
  null,
  { integer: minutes, bold: true },
  { integer: counted, bold: true },
  null,
  note,
];
