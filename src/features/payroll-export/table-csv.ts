import { stringify } from 'csv-stringify/sync';
import type { PayrollTable, TableCell } from './table.ts';

export const DRAFT_MARK = 'DRAF. Belum disetujui. Jangan dipakai untuk pembayaran.';
/** Beginnings that a spreadsheet takes for a formula (assurance.md T40). */
const RUNS = /^[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20]/;

/**
 * A table as CSV (contract.md section 2): UTF-8 with BOM, `;`, bare digits, no totals row. A text that a spreadsheet
 * would run as a formula gets an apostrophe; an amount below zero is a number and gets none.
 * @param draft a first line says that nothing is approved yet
 */
export function tableCsv({ columns, rows }: PayrollTable, { draft = false } = {}): Buffer {
  const written = rows.map(row => row.map(bare));
  const body = stringify([columns.map(({ key }) => key), ...written], { delimiter: ';', record_delimiter: '\n' });
  return Buffer.from(`\uFEFF${draft ? `${DRAFT_MARK}\n` : ''}${body}`, 'utf8');
}

function bare(cell: TableCell): string {
  if (cell === null) return '';
  if (typeof cell === 'bigint') return cell.toString();
  return RUNS.test(cell) ? `'${cell}` : cell;
}
