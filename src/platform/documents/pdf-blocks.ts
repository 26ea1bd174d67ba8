import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { points } from './paper.ts';

/** What printed documents of an office are made of (ux.md 6). All of it is plain data. */

export const TEXT_SIZE = 10;
const TABLE_SIZE = 8.5;
/** Name of the table layout with thin rules. */
export const RULED = 'bergaris';
/** Name of the style of right-aligned figures. */
export const FIGURES = 'angka';
const CREST_WIDTH = points(18);
const HEAD_FILL = '#E9EDF1';

/** The head of a letter: the crest left, three or four centred lines, a double rule. */
export interface Letterhead {
  /** The crest as SVG text. */
  readonly crest: string;
  /** The government, then the office: printed large. */
  readonly names: readonly string[];
  /** Address, telephone, mail: printed small. */
  readonly addresses: readonly string[];
}

/** @param width of the printed area in points */
export function letterheadBlock({ crest, names, addresses }: Letterhead, width: number): Content {
  return {
    stack: [
      {
        columns: [
          { svg: crest, width: CREST_WIDTH },
          {
            width: '*',
            alignment: 'center',
            stack: [
              ...names.map((text, index) => ({ text, bold: true, fontSize: index === 0 ? 12 : 13 })),
              ...addresses.map(text => ({ text, fontSize: 9 })),
            ],
          },
          { text: '', width: CREST_WIDTH }, // keeps the lines in the middle of the page
        ],
      },
      {
        margin: [0, 4, 0, 8],
        canvas: [
          { type: 'line', x1: 0, y1: 0, x2: width, y2: 0, lineWidth: 1.8 },
          { type: 'line', x1: 0, y1: 2.6, x2: width, y2: 2.6, lineWidth: 0.6 },
        ],
      },
    ],
  };
}

/** The title of a document with its second line. */
export const titleBlock = (title: string, subtitle: string): Content => ({
  stack: [
    { text: title, bold: true, fontSize: 12, alignment: 'center' },
    { text: subtitle, alignment: 'center' },
  ],
  margin: [0, 0, 0, 8],
});

/** Label and value, line by line: who a sheet is about. */
export const identityBlock = (rows: readonly (readonly [label: string, value: string])[]): Content => ({
  layout: 'noBorders',
  margin: [0, 0, 0, 6],
  table: { widths: [90, 4, '*'], body: rows.map(([label, value]) => [label, ':', value]) },
});

/** A column of a printed table. */
export interface PrintColumn {
  readonly label: string;
  /** Points, or `*` for a share of what is left. */
  readonly width: number | '*' | 'auto';
  readonly numeric?: boolean;
}

/** A row of a printed table; a summary row is bold and shaded. A cell may take several columns. */
export interface PrintRow {
  readonly cells: readonly (string | { readonly text: string; readonly span: number })[];
  readonly summary?: boolean;
}

/**
 * A table whose head is repeated on every page and whose rows are never cut.
 * @param size of the letters in points, for tables of many columns
 */
export function tableBlock(columns: readonly PrintColumn[], rows: readonly PrintRow[], size = TABLE_SIZE): Content {
  const head: TableCell[] = columns.map(({ label }) => ({
    text: label,
    bold: true,
    alignment: 'center',
    fillColor: HEAD_FILL,
  }));
  return {
    layout: RULED,
    fontSize: size,
    table: {
      headerRows: 1,
      dontBreakRows: true,
      keepWithHeaderRows: 1,
      widths: columns.map(({ width }) => width),
      body: [head, ...rows.map(row => cellsOf(row, columns))],
    },
  };
}

function cellsOf({ cells, summary = false }: PrintRow, columns: readonly PrintColumn[]): TableCell[] {
  const look = summary ? { bold: true, fillColor: HEAD_FILL } : {};
  const printed: TableCell[] = [];
  for (const cell of cells) {
    const { text, span } = typeof cell === 'string' ? { text: cell, span: 1 } : cell;
    const figures = columns[printed.length]?.numeric === true && span === 1 ? { style: FIGURES } : {};
    printed.push({ text, ...(span > 1 ? { colSpan: span } : {}), ...figures, ...look });
    for (let more = 1; more < span; more += 1) printed.push({});
  }
  return printed;
}

/** Who signs, and as what. */
export interface Signature {
  /** Lines above the name: 'Mengetahui,', 'Plt. Kepala Bidang Perizinan'. */
  readonly heading: readonly string[];
  /** With titles; dots for a hand to write on where nobody is known. */
  readonly name: string;
  /** Below the name: rank, 'NIP …'. */
  readonly lines: readonly string[];
}

const DOTS = '....................................';

/** Signatures side by side, never torn from each other by the end of a page; the names stand at one height. */
export const signatureBlock = (signatures: readonly Signature[]): Content => ({
  unbreakable: true,
  margin: [0, 14, 0, 0],
  layout: 'noBorders',
  table: {
    widths: signatures.map(() => '*'),
    body: [
      signatures.map(({ heading }): TableCell => ({ alignment: 'center', stack: heading.map(text => ({ text })) })),
      signatures.map((signature): TableCell => ({ alignment: 'center', stack: [...signed(signature)] })),
    ],
  },
});

/** Room for the hand, the name, and what stands below it. */
const signed = ({ name, lines }: Signature): Content[] => [
  { text: ' \n \n \n ' },
  { text: name === '' ? DOTS : name, bold: name !== '', ...(name === '' ? {} : { decoration: 'underline' as const }) },
  ...lines.map(text => ({ text })),
];

/** A remark in a frame: that something is not final. */
export const noteBlock = (text: string): Content => ({
  margin: [0, 0, 0, 6],
  layout: RULED,
  table: { widths: ['*'], body: [[{ text, fontSize: 9, italics: true }]] },
});

/**
 * The room of a QR code on paper. Its squares are whole points, so an address of 40 to 90 letters fills 22 to 29 mm of it.
 */
const QR_SIDE = points(30);

const INITIALS_WIDTH = points(24);
const INITIALS_HEIGHT = points(9);

/** Small boxes for the initials of those who looked a paper through before it is signed. */
export const initialsBlock = (title: string, labels: readonly string[]): Content => ({
  unbreakable: true,
  fontSize: 7.5,
  layout: RULED,
  table: {
    widths: labels.map(() => INITIALS_WIDTH),
    heights: ['auto', 'auto', INITIALS_HEIGHT],
    body: [
      [{ text: title, colSpan: labels.length, alignment: 'center' }, ...labels.slice(1).map(() => ({}))],
      labels.map(text => ({ text, alignment: 'center' })),
      labels.map(() => ''),
    ],
  },
});

/**
 * What lets a reader check a printed paper: a QR code with its lines beside it, never torn apart.
 * @param beside what stands to the right of the lines, such as boxes for initials
 */
export const checkBlock = (address: string, lines: readonly string[], beside?: Content): Content => ({
  unbreakable: true,
  margin: [0, 12, 0, 0],
  columnGap: 8,
  columns: [
    { qr: address, fit: QR_SIDE, width: QR_SIDE, eccLevel: 'M' },
    { width: '*', fontSize: 8, margin: [0, 2, 0, 0], stack: lines.map(text => ({ text })) },
    ...(beside === undefined ? [] : [{ width: 'auto', stack: [beside] }]),
  ],
});
