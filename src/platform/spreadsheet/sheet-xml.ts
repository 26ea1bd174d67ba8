import type { CellStyles } from './cell-styles.ts';
import { columnLetters } from './column-letters.ts';
import type { SheetCell, SheetRow, SheetSpec } from './write.ts';

/** The most digits that a spreadsheet's numbers carry exactly. */
const EXACT_DIGITS = 15;
const INTEGER_FORMAT = '#,##0';
/** The format "@" keeps a spreadsheet from reading a text as number, date or formula. */
const TEXT_FORMAT = '@';
const LAST_ROW = 50_000;
const MAX_LIST = 255;
/** Characters of XML that are handed on at once. */
const PIECE = 64 * 1024;

/**
 * A sheet as XML, piece by piece: whatever its length, a few rows of it are held. Texts stand inside their cells, not in a
 * list that all sheets share, which would have to be held whole.
 * @param first whether it is the sheet that is seen when the workbook is opened
 */
export async function* sheetXml(spec: SheetSpec, styles: CellStyles, first: boolean): AsyncGenerator<string> {
  const cells = new CellWriter(styles, spec.columns.length);
  let piece = head(spec, styles, first);
  for await (const rows of pagesOf(spec)) {
    for (const row of rows) {
      piece += cells.row(row);
      if (piece.length < PIECE) continue;
      yield piece;
      piece = '';
    }
  }
  yield `${piece}${foot(spec)}`;
}

async function* pagesOf(spec: SheetSpec): AsyncGenerator<readonly (SheetRow | HeaderRow)[]> {
  yield [...(spec.above ?? []), { headers: spec.columns.map(({ header }) => header) }];
  if (Symbol.asyncIterator in spec.rows) yield* spec.rows;
  else yield spec.rows;
}

interface HeaderRow {
  readonly headers: readonly string[];
}

/** Rows above the first row of data: a title, and the headers. */
const rowsAbove = (spec: SheetSpec): number => (spec.above?.length ?? 0) + 1;

function head(spec: SheetSpec, styles: CellStyles, first: boolean): string {
  const above = String(rowsAbove(spec));
  const text = String(styles.numberOf({ format: TEXT_FORMAT, bold: false, header: false }));
  const columns = spec.columns.map(({ width, text: typed }, index) => {
    const number = String(index + 1);
    const style = typed ? ` style="${text}"` : '';
    return `<col min="${number}" max="${number}" width="${String(width)}"${style} customWidth="1"/>`;
  });
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
    `<sheetViews><sheetView${first ? ' tabSelected="1"' : ''} workbookViewId="0"><pane ySplit="${above}" topLeftCell="A${String(rowsAbove(spec) + 1)}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `${columns.length === 0 ? '' : `<cols>${columns.join('')}</cols>`}<sheetData>`
  );
}

/** The lists stand where the schema wants them: after the cells, before the page's margins. */
function foot(spec: SheetSpec): string {
  const firstRow = String(rowsAbove(spec) + 1);
  const lists = spec.columns.flatMap(({ choices }, index) => {
    const list = choices?.join(',') ?? '';
    if (list === '' || list.length > MAX_LIST) return [];
    const letters = columnLetters(index);
    return [
      `<dataValidation type="list" allowBlank="1" sqref="${letters}${firstRow}:${letters}${String(LAST_ROW)}"><formula1>"${escaped(list)}"</formula1></dataValidation>`,
    ];
  });
  const validations =
    lists.length === 0 ? '' : `<dataValidations count="${String(lists.length)}">${lists.join('')}</dataValidations>`;
  const page = spec.landscape
    ? '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape"/>'
    : '';
  return `</sheetData>${validations}${page}</worksheet>`;
}

/** What XML gives a meaning, and what it does not take at all. */
const SPECIAL = /[&<>\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const EVERY_SPECIAL = /[&<>\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A text as it stands in XML. */
export const escaped = (text: string): string =>
  SPECIAL.test(text) ? text.replaceAll(EVERY_SPECIAL, special => NAMED[special] ?? '') : text;

/**
 * A cell's text is escaped once more than XML's: `_x0041_` is the letter A to whoever reads it (ECMA-376, ST_Xstring), so that the
 * first of its underscores stands as an escape itself.
 */
const cellText = (text: string): string =>
  escaped(text.includes('_x') ? text.replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_') : text);

const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?$/;

/** Writes rows from the top on. */
class CellWriter {
  readonly #styles: CellStyles;
  readonly #letters: string[];
  readonly #text: string;
  readonly #integer: string;
  #row = 0;

  constructor(styles: CellStyles, columns: number) {
    this.#styles = styles;
    this.#letters = Array.from({ length: columns }, (_, index) => columnLetters(index));
    this.#text = this.#style(TEXT_FORMAT, false);
    this.#integer = this.#style(INTEGER_FORMAT, false);
  }

  row(cells: SheetRow | HeaderRow): string {
    this.#row += 1;
    const at = String(this.#row);
    let xml = `<row r="${at}">`;
    if ('headers' in cells) {
      const style = this.#style(TEXT_FORMAT, true, true);
      cells.headers.forEach((text, index) => (xml += this.#textCell(this.#address(index, at), text, style)));
    } else
      for (const [index, cell] of cells.entries()) if (cell !== null) xml += this.#cell(this.#address(index, at), cell);
    return `${xml}</row>`;
  }

  #address(index: number, row: string): string {
    return `${(this.#letters[index] ??= columnLetters(index))}${row}`;
  }

  #style(format: string, bold: boolean, header = false): string {
    return String(this.#styles.numberOf({ format, bold, header }));
  }

  #cell(address: string, cell: Exclude<SheetCell, null>): string {
    if (typeof cell === 'string') return this.#textCell(address, cell, this.#text);
    const bold = cell.bold ?? false;
    if ('text' in cell) return this.#textCell(address, cell.text, this.#style(TEXT_FORMAT, bold));
    if ('formula' in cell)
      return `<c r="${address}" s="${this.#style(INTEGER_FORMAT, bold)}"><f>${escaped(cell.formula)}</f><v>${String(cell.value)}</v></c>`;
    if ('integer' in cell) return this.#numberCell(address, cell.integer.toString(), INTEGER_FORMAT, bold);
    const [, fraction = ''] = cell.decimal.split('.');
    const format = fraction === '' ? INTEGER_FORMAT : `${INTEGER_FORMAT}.${'0'.repeat(fraction.length)}`;
    return this.#numberCell(address, cell.decimal, format, bold);
  }

  /** Up to 15 digits a spreadsheet keeps a number exactly; a longer one stays text. The digits are written as they are. */
  #numberCell(address: string, text: string, format: string, bold: boolean): string {
    const short = text.length <= EXACT_DIGITS;
    const digits = short ? text.length : text.replace(/^-?0*/, '').replace('.', '').length;
    if (!PLAIN_NUMBER.test(text) || digits > EXACT_DIGITS)
      return this.#textCell(address, text, this.#style(TEXT_FORMAT, bold));
    const style = !bold && format === INTEGER_FORMAT ? this.#integer : this.#style(format, bold);
    return `<c r="${address}" s="${style}"><v>${text}</v></c>`;
  }

  #textCell(address: string, text: string, style: string): string {
    const space = /^\s|\s$/.test(text) ? ' xml:space="preserve"' : '';
    return `<c r="${address}" s="${style}" t="inlineStr"><is><t${space}>${cellText(text)}</t></is></c>`;
  }
}
