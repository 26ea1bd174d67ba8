import { CellStyles } from './cell-styles.ts';
import { sheetXml } from './sheet-xml.ts';
import { contentTypes, packageRelations, sheetFile, workbookFile, workbookRelations } from './workbook-xml.ts';
import { ZipWriter } from './zip-writer.ts';

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

export type SheetRow = readonly SheetCell[];

export interface SheetSpec {
  /** At most 31 characters, without []/\:*?. */
  readonly name: string;
  /** Lines above the header row: a title, a period. */
  readonly above?: readonly SheetRow[];
  readonly columns: readonly SheetColumn[];
  /** All rows, or some at a time: what is thousands of rows long is never held whole. */
  readonly rows: readonly SheetRow[] | AsyncIterable<readonly SheetRow[]>;
  readonly landscape?: boolean;
}

/**
 * Writes an XLSX workbook: bold header row that stays in sight, widths, typed cells. A text is never a formula, whatever
 * it looks like. The same sheets are the same bytes at any time (by the same build of Node: packing is zlib's).
 *
 * Rows are asked for as they are written, and sheets one after the other: a sheet may say what the rows of the one before it
 * came to. Packing is done beside this thread, others have their turn between two pieces.
 *
 * @returns the file; `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet` (`XLSX_TYPE`)
 */
export async function writeWorkbook(sheets: Iterable<SheetSpec> | AsyncIterable<SheetSpec>): Promise<Buffer> {
  const zip = new ZipWriter();
  const styles = new CellStyles();
  const names: string[] = [];
  for await (const sheet of sheets) {
    names.push(sheet.name);
    await zip.add(`xl/${sheetFile(names.length)}`, sheetXml(sheet, styles, names.length === 1));
  }
  await zip.add('xl/styles.xml', [styles.xml()]);
  await zip.add('xl/workbook.xml', [workbookFile(names)]);
  await zip.add('xl/_rels/workbook.xml.rels', [workbookRelations(names)]);
  await zip.add('_rels/.rels', [packageRelations()]);
  await zip.add('[Content_Types].xml', [contentTypes(names)]);
  return zip.finish();
}

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
