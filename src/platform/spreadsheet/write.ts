import writeExcelFile, { type CellObject, type Sheet as LibrarySheet } from 'write-excel-file/node';
import { columnHabits, type LibraryFile } from './column-habits.ts';
import { timelessZip } from './timeless-zip.ts';

/**
 * What stands in a cell. A plain text stays text, also where it looks like a formula or a long number. `integer` and
 * `decimal` become numbers where a spreadsheet keeps them exactly (15 digits), text otherwise; `decimal` is decimal
 * text with a point. Nothing here passes through binary arithmetic.
 */
export type SheetCell =
  | string
  | null
  | { readonly text: string; readonly bold?: boolean }
  | { readonly integer: bigint | number; readonly bold?: boolean }
  | { readonly decimal: string; readonly bold?: boolean }
  | FormulaCell;

/**
 * A visible formula of ours, such as `SUM(E2:E24)`, with the value it gives: programs that only read a file see the
 * value, a spreadsheet computes it again. Never made from anybody's text.
 */
export interface FormulaCell {
  readonly formula: string;
  readonly value: bigint;
  readonly bold?: boolean;
}

export interface SheetColumn {
  readonly header: string;
  /** In characters. */
  readonly width: number;
  /** Cells below the written rows are text too, so that a typed NIP keeps its digits. */
  readonly text?: boolean;
  /** What a drop-down list in the column offers; at most 255 characters in all. */
  readonly choices?: readonly string[];
}

export interface SheetSpec {
  /** At most 31 characters, without []/\:*?. */
  readonly name: string;
  /** Lines above the header row: a title, a period. */
  readonly above?: readonly (readonly SheetCell[])[];
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly SheetCell[])[];
  readonly landscape?: boolean;
}

/** The most digits that a spreadsheet's numbers carry exactly. */
const EXACT_DIGITS = 15;
const INTEGER_FORMAT = '#,##0';
const HEADER_FILL = '#E4EEF8';

/**
 * Writes an XLSX workbook: bold header row that stays in sight, widths, typed cells. A text is never a formula, whatever
 * it looks like. The same sheets are the same bytes at any time.
 *
 * @returns the file; `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet` (`XLSX_TYPE`)
 */
export async function writeWorkbook(sheets: readonly SheetSpec[]): Promise<Buffer> {
  const file = await writeExcelFile(sheets.map(librarySheet), { features: [columnHabits(sheets)] }).toBuffer();
  return timelessZip(file);
}

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

function librarySheet(spec: SheetSpec): LibrarySheet<LibraryFile> {
  const above = spec.above ?? [];
  const header = spec.columns.map(({ header: text }): CellObject => ({ ...textCell(text, true), ...HEADER_LOOK }));
  return {
    sheet: spec.name,
    data: [...above.map(row => row.map(cellObject)), header, ...spec.rows.map(row => row.map(cellObject))],
    columns: spec.columns.map(({ width }) => ({ width })),
    stickyRowsCount: above.length + 1,
    ...(spec.landscape ? { orientation: 'landscape' } : {}),
  };
}

const HEADER_LOOK: CellObject = { backgroundColor: HEADER_FILL, wrap: true, alignVertical: 'top' };

function cellObject(cell: SheetCell): CellObject | null {
  if (cell === null) return null;
  if (typeof cell === 'string') return textCell(cell, false);
  const bold = cell.bold ?? false;
  if ('text' in cell) return textCell(cell.text, bold);
  if ('formula' in cell) return { type: 'Formula', value: cell.formula, format: INTEGER_FORMAT, ...weight(bold) };
  if ('integer' in cell) return numberCell(cell.integer.toString(), INTEGER_FORMAT, bold);
  const [, fraction = ''] = cell.decimal.split('.');
  return numberCell(
    cell.decimal,
    fraction === '' ? INTEGER_FORMAT : `${INTEGER_FORMAT}.${'0'.repeat(fraction.length)}`,
    bold,
  );
}

const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?$/;

/** The text of a number is what the file will hold: up to 15 digits survive the way through a double unchanged. */
function numberCell(text: string, format: string, bold: boolean): CellObject {
  const digits = text.replace(/^-?0*/, '').replace('.', '').length;
  if (!PLAIN_NUMBER.test(text) || digits > EXACT_DIGITS) return textCell(text, bold);
  return { type: Number, value: Number(text), format, ...weight(bold) };
}

/** The format "@" keeps a spreadsheet from reading a text as number, date or formula. */
const textCell = (text: string, bold: boolean): CellObject => ({
  type: String,
  value: text,
  format: '@',
  ...weight(bold),
});

const weight = (bold: boolean): CellObject => (bold ? { fontWeight: 'bold' } : {});
