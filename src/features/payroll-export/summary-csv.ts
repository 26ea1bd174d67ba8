import { stringify } from 'csv-stringify/sync';

/** One row of the finance file; amounts are whole rupiah. */
export interface SummaryLine {
  readonly nip: string;
  readonly name: string;
  readonly unitCode: string;
  readonly gross: bigint;
  readonly deductions: bigint;
  readonly net: bigint;
}

const COLUMNS = ['no', 'nip', 'nama', 'unit', 'bruto', 'potongan', 'bersih'];
const DRAFT_MARK = 'DRAF. Belum disetujui. Jangan dipakai untuk pembayaran.';

/**
 * The layout `ringkas` as CSV (contract.md section 2): UTF-8 with BOM, `;`, bare digits, no totals row. A name that a
 * spreadsheet would run as a formula gets an apostrophe (assurance.md T40). Lines come in the order they are given.
 * @param draft a first line says that nothing is approved yet
 */
export function summaryCsv(lines: readonly SummaryLine[], { draft = false } = {}): Buffer {
  const rows = lines.map((line, index) => [
    String(index + 1),
    line.nip,
    line.name,
    line.unitCode,
    line.gross.toString(),
    line.deductions.toString(),
    line.net.toString(),
  ]);
  const body = stringify([COLUMNS, ...rows], { delimiter: ';', record_delimiter: '\n', escape_formulas: true });
  return Buffer.from(`\uFEFF${draft ? `${DRAFT_MARK}\n` : ''}${body}`, 'utf8');
}
