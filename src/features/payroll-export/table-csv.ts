import type { PayrollTable, TableCell, TableColumn } from './table.ts';

export const DRAFT_MARK = 'DRAF. Belum disetujui. Jangan dipakai untuk pembayaran.';
/** Beginnings that a spreadsheet takes for a formula (assurance.md T40). */
const RUNS = /^[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20]/;

/**
 * A table as CSV (contract.md section 2): UTF-8 with BOM, `;`, bare digits, no totals row. A text that a spreadsheet
 * would run as a formula gets an apostrophe; an amount below zero is a number and gets none.
 * @param draft a first line says that nothing is approved yet
 */
export const tableCsv = ({ columns, rows }: PayrollTable, { draft = false } = {}): Buffer =>
  Buffer.from(`${csvHead(columns, draft)}${rows.map(csvRow).join('')}`, 'utf8');

/** What stands before the rows of such a file. */
export const csvHead = (columns: readonly Pick<TableColumn, 'key'>[], draft: boolean): string =>
  `\uFEFF${draft ? `${DRAFT_MARK}\n` : ''}${csvRow(columns.map(({ key }) => key))}`;

/** One row with its end. A cell stands in quotes where it holds what would end it. */
export const csvRow = (cells: readonly TableCell[]): string => `${cells.map(written).join(';')}\n`;

const QUOTED = /[;"\n]/;

function written(cell: TableCell): string {
  if (cell === null) return '';
  if (typeof cell === 'bigint') return cell.toString();
  const bare = RUNS.test(cell) ? `'${cell}` : cell;
  return QUOTED.test(bare) ? `"${bare.replaceAll('"', '""')}"` : bare;
}
