import { SUMMARY, type SummaryLine } from './layout-columns.ts';
import { tableCsv } from './table-csv.ts';
import { tableOf } from './table.ts';

/**
 * The layout `ringkas` as CSV (contract.md section 2), in the order in which the lines are given. Every other paper of
 * the same runs carries the digest of this file.
 */
export const summaryCsv = (lines: readonly SummaryLine[], options: { draft?: boolean } = {}): Buffer =>
  tableCsv(tableOf(SUMMARY, lines), options);
