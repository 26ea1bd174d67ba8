/** What a column holds: `teks` and `angka` (small whole numbers) as text, `persen` as decimal text, `rupiah` as bigint. */
export type ColumnKind = 'teks' | 'angka' | 'persen' | 'rupiah';

export interface TableColumn {
  /** Header of the CSV file. */
  readonly key: string;
  /** Header on paper and in the workbook. */
  readonly label: string;
  readonly kind: ColumnKind;
  /** In characters, for the workbook. */
  readonly width: number;
}

export type TableCell = string | bigint | null;

/** A layout as plain rows: CSV, workbook and simple papers are written from the same table. */
export interface PayrollTable {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly TableCell[])[];
}

/** A column together with how its cell is made. */
export interface ColumnRule<Line> extends TableColumn {
  readonly cell: (line: Line, index: number) => TableCell;
}

/** Fills a table: one row per line, in the order of the lines. */
export function tableOf<Line>(rules: readonly ColumnRule<Line>[], lines: readonly Line[]): PayrollTable {
  return {
    columns: rules.map(({ key, label, kind, width }) => ({ key, label, kind, width })),
    rows: lines.map((line, index) => rules.map(({ cell }) => cell(line, index))),
  };
}

/** Whether a column has a sum: amounts, and people counted. */
export const isSummed = ({ key, kind }: TableColumn): boolean => kind === 'rupiah' || key === 'pegawai';

/** The sum of such a column. */
export function columnSum({ rows }: PayrollTable, column: number): bigint {
  return rows.reduce((sum, row) => sum + BigInt(row[column] ?? 0n), 0n);
}

/** A table of which only the sums are known: its rows have passed by. */
export interface CountedTable {
  readonly columns: readonly TableColumn[];
  readonly rows: number;
  /** Per column; zero where there is none. */
  readonly sums: readonly bigint[];
}

/** The sums of a table that is at hand. */
export const counted = (table: PayrollTable): CountedTable => ({
  columns: table.columns,
  rows: table.rows.length,
  sums: table.columns.map((column, index) => (isSummed(column) ? columnSum(table, index) : 0n)),
});
