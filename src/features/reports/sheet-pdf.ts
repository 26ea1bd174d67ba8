import type { Content } from 'pdfmake/interfaces.js';
import { points, printedWidth, type Paper } from '../../platform/documents/paper.ts';
import {
  identityBlock,
  letterheadBlock,
  noteBlock,
  signatureBlock,
  tableBlock,
  titleBlock,
  type PrintColumn,
  type PrintRow,
} from '../../platform/documents/pdf-blocks.ts';
import type { PdfDocument } from '../../platform/documents/pdf.ts';
import { date, number } from '../../platform/render/format.ts';
import type { OfficePaper } from './letterhead.ts';
import { identityRows, monthLine, SHEET_TITLE, totalRows } from './sheet-words.ts';
import { placeAndDate, signatureOf } from './signatory.ts';
import type { SheetDay, WorkSheet } from './work-sheet.ts';

/** How something is printed: on what, by whom, when. */
export interface Printing {
  readonly paper: Paper;
  readonly head: OfficePaper;
  /** 'Dicetak oleh Ahmad Fauzi pada 18 Nov 2026 pukul 09.30 WITA' */
  readonly footer: string;
  readonly now: Date;
}

/** Eleven columns need the long side of the paper. */
const COLUMNS: readonly PrintColumn[] = [
  { label: 'No', width: points(7), numeric: true },
  { label: 'Hari/Tanggal', width: points(23) },
  { label: 'Jam', width: points(20) },
  { label: 'Kegiatan', width: '*' },
  { label: 'Uraian hasil', width: '*' },
  { label: 'Volume', width: points(13), numeric: true },
  { label: 'Satuan', width: points(17) },
  { label: 'Menit', width: points(11), numeric: true },
  { label: 'Poin', width: points(12), numeric: true },
  { label: 'Status', width: points(20) },
  { label: 'Catatan atasan', width: points(32) },
];
/** How many columns the words of a sum take, up to the minutes. */
const BEFORE_MINUTES = 7;

/** The sheet as it is printed: letterhead, whose it is, the month by day, sums, two signatures. */
export function sheetDocument(sheet: WorkSheet, { paper, head, footer, now }: Printing): PdfDocument {
  const { totals, provisional } = sheet;
  const total: PrintRow = {
    summary: true,
    cells: [
      { text: 'Jumlah sebulan', span: BEFORE_MINUTES },
      number(totals.minutes),
      number(totals.counted),
      { text: 'divalidasi', span: 1 },
      `${number(totals.validated)} poin`,
    ],
  };
  const content: Content[] = [
    letterheadBlock(head.head, printedWidth(paper, 'landscape')),
    titleBlock(SHEET_TITLE.toUpperCase(), monthLine(sheet)),
    ...(provisional === '' ? [] : [noteBlock(provisional)]),
    identityBlock(identityRows(sheet)),
    tableBlock(COLUMNS, [...sheet.days.flatMap(dayRows), total]),
    { unbreakable: true, margin: [0, 6, 0, 0], stack: [identityBlock(totalRows(sheet))] },
    signatures(sheet, head.city),
  ];
  return {
    title: `${SHEET_TITLE}, ${monthLine(sheet)}`,
    paper,
    orientation: 'landscape',
    content,
    footer,
    madeAt: now,
  };
}

function dayRows({ day, off, lines, minutes, sum, counted }: SheetDay): PrintRow[] {
  const above = sum > counted ? `${number(sum)} dicatat` : '';
  return [
    ...lines.map((line): PrintRow => ({
      cells: [
        number(line.number),
        [date(day), off === '' ? '' : `(libur: ${off})`].filter(part => part !== '').join(' '),
        line.time,
        line.item,
        line.description,
        number(line.volume),
        line.unit,
        number(line.minutes),
        number(line.points),
        line.statusWord,
        line.note,
      ],
    })),
    {
      summary: true,
      cells: [{ text: `Jumlah ${date(day)}`, span: BEFORE_MINUTES }, number(minutes), number(counted), '', above],
    },
  ];
}

function signatures({ owner, superior, day }: WorkSheet, city: string): Content {
  const titles = superior?.titles ?? ['Atasan langsung'];
  const own = [placeAndDate(city, day), 'Yang bersangkutan,', ...(owner.seat ? [owner.seat.title] : [])];
  return signatureBlock([signatureOf(['Mengetahui,', ...titles], superior), signatureOf(own, owner)]);
}
