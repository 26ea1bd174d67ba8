import { monthInWords } from '../../domain/month.ts';
import { isSpecial } from '../../domain/payroll/pay-period.ts';
import type { Zone } from '../../platform/clock.ts';
import { instant } from '../../platform/render/format.ts';
import { columnLetters } from '../../platform/spreadsheet/column-letters.ts';
import type { SheetCell, SheetRow, SheetSpec } from '../../platform/spreadsheet/write.ts';
import type { Carried } from '../adjustments/carried.ts';
import type { Run } from '../payroll-runs/queries.ts';
import { adjustmentTable } from './adjustment-table.ts';
import { layoutWords, type Layout } from './layout.ts';
import { basisWords, decreeWords, type Paid } from './paid-words.ts';
import type { RecapTable } from './recap-tables.ts';
import { DRAFT_MARK } from './table-csv.ts';
import {
  counted,
  isSummed,
  type ColumnKind,
  type CountedTable,
  type PayrollTable,
  type TableCell,
  type TableColumn,
} from './table.ts';

/** What a workbook says beside its rows. */
export interface WorkbookContent {
  readonly layout: Layout;
  readonly paid: Paid;
  readonly runs: readonly Run[];
  /** The rows that are checked, as they have been counted. */
  readonly table: CountedTable;
  /** What the runs carry for older months; a sheet of its own beside the list of receipts. */
  readonly carried: readonly Carried[];
  /** SHA-256 of the layout `ringkas` as CSV of the same runs. */
  readonly digest: string;
  readonly draft: boolean;
  /** The decree of each run whose month is a trial month. */
  readonly trials: ReadonlyMap<string, string>;
  readonly zone: Zone;
}

export const DATA_SHEET = 'TPP';
/** The recap whose amounts must come to what was approved. */
const CHECKED_RECAP = 'Golongan';
export const ADJUSTMENT_SHEET = 'Penyesuaian';
export const CONTROL_SHEET = 'Kontrol';
/** What the digest is, for whoever holds the file. */
export const digestSentence = (paid: Paid): string =>
  `Sidik dihitung dari berkas CSV ringkas dengan ${isSpecial(paid) ? 'pembayaran' : 'bulan'} dan unit yang sama. Bila satu angka berubah, sidiknya lain.`;

/** What says that a month is a trial month. */
export const trialWords = (decree: string): string => `Bulan uji coba menurut ${decree}: TPP dibayar penuh.`;

/**
 * The sheets behind the rows (`dataSheet`): what is carried of older months, and that by which the rows are checked.
 */
export const sheetsBehind = (content: WorkbookContent): SheetSpec[] => [
  ...adjustmentSheet(content),
  controlSheet(content),
];

const adjustmentSheet = ({ layout, carried, draft }: WorkbookContent): SheetSpec[] =>
  layout === 'daftar' && carried.length > 0 ? [rowsSheet(ADJUSTMENT_SHEET, adjustmentTable(carried), draft, true)] : [];

const marked = (draft: boolean): Pick<SheetSpec, 'above'> =>
  draft ? { above: [[{ text: DRAFT_MARK, bold: true }]] } : {};

/** Number of the first row below the header. */
const firstRow = (draft: boolean): number => (draft ? 3 : 2);

/** One sheet per sum of a recap, and the sheet by which they are checked. */
export const recapWorkbook = (recaps: readonly RecapTable[], content: Omit<WorkbookContent, 'table'>): SheetSpec[] => [
  ...recaps.map(({ sheet, table, mixed }) => rowsSheet(sheet, table, content.draft, !mixed)),
  ...recaps.flatMap(({ sheet, table }) =>
    sheet === CHECKED_RECAP ? [controlSheet({ ...content, table: counted(table) }, CHECKED_RECAP)] : [],
  ),
];

/** The rows as they pass by, with totals as visible formulas below. */
export const dataSheet = (
  columns: readonly TableColumn[],
  draft: boolean,
  pages: AsyncIterable<readonly SheetRow[]>,
  table: () => CountedTable,
): SheetSpec => ({
  ...sheetOf(DATA_SHEET, columns, draft),
  rows: withTotals(pages, () => totalsRow(table(), firstRow(draft))),
});

async function* withTotals(
  pages: AsyncIterable<readonly SheetRow[]>,
  totals: () => SheetRow,
): AsyncGenerator<readonly SheetRow[]> {
  yield* pages;
  yield [totals()];
}

const sheetOf = (name: string, columns: readonly TableColumn[], draft: boolean): Omit<SheetSpec, 'rows'> => ({
  name,
  landscape: true,
  ...marked(draft),
  columns: columns.map(({ label, width, kind }) => ({ header: label, width, text: kind === 'teks' })),
});

function rowsSheet(name: string, table: PayrollTable, draft: boolean, summed: boolean): SheetSpec {
  const { columns, rows } = table;
  return {
    ...sheetOf(name, columns, draft),
    rows: [...rows.map(row => sheetRow(row, columns)), ...(summed ? [totalsRow(counted(table), firstRow(draft))] : [])],
  };
}

/** The cells of a row as a spreadsheet has them. */
export const sheetRow = (row: readonly TableCell[], columns: readonly TableColumn[]): SheetRow =>
  row.map((cell, index) => sheetCell(cell, columns[index]?.kind ?? 'teks'));

function sheetCell(cell: TableCell, kind: ColumnKind): SheetCell {
  if (cell === null) return null;
  if (typeof cell === 'bigint') return { integer: cell };
  if (kind === 'persen') return { decimal: cell };
  return kind === 'angka' ? { integer: BigInt(cell) } : cell;
}

function totalsRow(table: CountedTable, first: number): SheetCell[] {
  const last = first + table.rows - 1;
  const labelled = table.columns.findIndex(({ kind }) => kind === 'teks');
  return table.columns.map((column, index): SheetCell => {
    if (!isSummed(column)) return index === labelled ? { text: 'JUMLAH', bold: true } : null;
    return sumCell(index, first, last, table.sums[index] ?? 0n);
  });
}

function sumCell(column: number, first: number, last: number, value: bigint): SheetCell {
  const letters = columnLetters(column);
  const formula = last < first ? '0' : `SUM(${letters}${String(first)}:${letters}${String(last)})`;
  return { formula, value, bold: true };
}

const CONTROL_COLUMNS = ['Unit', 'Nama unit', 'Pegawai', 'Bruto', 'Potongan', 'Jumlah bersih', 'Disetujui', 'Waktu'];
const CONTROL_WIDTHS = [16, 40, 12, 18, 18, 18, 34, 30];
const NET_COLUMN = 5;

function controlSheet(content: WorkbookContent, checked = DATA_SHEET): SheetSpec {
  const { runs, draft, zone } = content;
  const first = firstRow(draft);
  const last = first + runs.length - 1;
  const sum = (column: number, pick: (run: Run) => bigint): SheetCell =>
    sumCell(
      column,
      first,
      last,
      runs.reduce((total, run) => total + pick(run), 0n),
    );
  return {
    name: CONTROL_SHEET,
    landscape: true,
    ...marked(draft),
    columns: CONTROL_COLUMNS.map((header, index) => ({ header, width: CONTROL_WIDTHS[index] ?? 16 })),
    rows: [
      ...runs.map(run => runRow(run, draft, zone)),
      [
        { text: 'JUMLAH', bold: true },
        null,
        sum(2, run => BigInt(run.people ?? 0)),
        sum(3, run => run.gross ?? 0n),
        sum(4, run => run.deductions ?? 0n),
        sum(NET_COLUMN, run => run.net ?? 0n),
      ],
      [],
      ...checks(content, last + 1, checked),
    ],
  };
}

const runRow = (run: Run, draft: boolean, zone: Zone): SheetCell[] => [
  run.unit.code,
  run.unit.name,
  { integer: run.people ?? 0 },
  { integer: run.gross ?? 0n },
  { integer: run.deductions ?? 0n },
  { integer: run.net ?? 0n },
  draft ? 'Belum disetujui' : (run.approvedByName ?? ''),
  !draft && run.approvedAt ? instant(run.approvedAt, zone) : '',
];

/** What the data sheet adds up to, beside what was approved. */
function checks(
  { layout, paid, digest, draft, runs, trials, table }: WorkbookContent,
  totals: number,
  sheet: string,
): SheetCell[][] {
  const column = table.columns.findIndex(({ key }) => key === (layout === 'bank' ? 'jumlah' : 'bersih'));
  const found = table.sums[column] ?? 0n;
  const approved = runs.reduce((sum, run) => sum + (run.net ?? 0n), 0n);
  const foot = `${columnLetters(column)}${String(firstRow(draft) + table.rows)}`;
  const net = `${columnLetters(NET_COLUMN)}${String(totals)}`;
  const line = (label: string, cell: SheetCell): SheetCell[] => [label, null, null, null, null, cell];
  const gap = { formula: `${net}-${sheet}!${foot}`, value: approved - found };
  return [
    [{ text: layoutWords(layout, paid), bold: true }, monthInWords(paid.month)],
    ...(paid.special === null ? [] : [[`Menurut ${decreeWords(paid)}, ${basisWords(paid)}`]]),
    ...[...new Set(trials.values())].map(decree => [trialWords(decree)]),
    line('Jumlah baris', { integer: table.rows }),
    line(`Jumlah bersih di lembar ${sheet}`, { formula: `${sheet}!${foot}`, value: found }),
    line('Selisih dengan yang dihitung (harus 0)', gap),
    ['Sidik isi (SHA-256)', digest],
    [digestSentence(paid)],
  ];
}
