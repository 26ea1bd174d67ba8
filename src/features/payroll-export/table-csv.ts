import { csvCell } from '../../platform/spreadsheet/csv-form.ts';
import type { PayrollTable, TableCell, TableColumn } from './table.ts';

export const DRAFT_MARK = 'DRAF. Belum disetujui. Jangan dipakai untuk pembayaran.';
/** Beginnings that a spreadsheet takes for a formula (assurance.md T40). */
const RUNS = /^[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/;

/**
 * A table as CSV (contract.md section 2): UTF-8 with BOM, `;`, bare digits, no totals row. A text that a spreadsheet
 * would run as a formula gets an apostrophe; an amount below zero is a number and gets none.
 * @param draft a first line says that nothing is approved yet
 */
export const tableCsv = ({ columns, rows }: PayrollTable, { draft = false } = {}): Buffer =>
  Buffer.from(`${csvHead(columns, draft)}${csvRows(rows)}`, 'utf8');

/** What stands before the rows of such a file. */
export const csvHead = (columns: readonly Pick<TableColumn, 'key'>[], draft: boolean): string =>
  `\uFEFF${draft ? `${DRAFT_MARK}\n` : ''}${csvRows([columns.map(({ key }) => key)])}`;

/**
 * Some rows of such a file, each with its end; the bytes are those of `csv-stringify` in `CSV_FORM`, which takes four to nine times
 * as long for them. Every workbook is proven by these bytes too, so that they are made for each of its rows.
 */
export function csvRows(rows: readonly (readonly TableCell[])[]): string {
  let text = '';
  for (const row of rows) {
    for (const [index, cell] of row.entries()) text += index === 0 ? csvCell(bare(cell)) : `;${csvCell(bare(cell))}`;
    text += '\n';
  }
  return text;
}

function bare(cell: TableCell): string {
  if (cell === null) return '';
  if (typeof cell === 'bigint') return cell.toString();
  return RUNS.test(cell) ? `'${cell}` : cell;
}
