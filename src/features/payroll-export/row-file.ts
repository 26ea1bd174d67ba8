import { createHash } from 'node:crypto';
import type { Zone } from '../../platform/clock.ts';
import { writeWorkbook, type SheetRow, type SheetSpec } from '../../platform/spreadsheet/write.ts';
import type { Carried } from '../adjustments/carried.ts';
import type { Run } from '../payroll-runs/queries.ts';
import type { Format, RowLayout } from './layout.ts';
import { isTransferred, receipts, SUMMARY, transfers } from './layout-columns.ts';
import type { Paid } from './paid-words.ts';
import type { MoneyLine, PaperLine } from './paper-lines.ts';
import type { RuleColumns } from './regulation-columns.ts';
import { csvHead, csvRows } from './table-csv.ts';
import { dataSheet, sheetRow, sheetsBehind } from './table-workbook.ts';
import { isSummed, type ColumnRule, type CountedTable, type TableCell } from './table.ts';

type Pages<Line> = AsyncIterable<readonly Line[]>;

/** Where the rows of a file come from: lines that are held, or lines that are read as they are written. */
export interface RowSource {
  readonly paid: Paid;
  readonly runs: readonly Run[];
  readonly draft: boolean;
  readonly zone: Zone;
  /** The decree of each run whose month is a trial month. */
  readonly trials: ReadonlyMap<string, string>;
  readonly moneyLines: () => Pages<MoneyLine>;
  /** Lines with all their components, and the columns these bring. */
  readonly receiptLines: () => Promise<{
    readonly columns: RuleColumns;
    readonly carried: readonly Carried[];
    readonly lines: Pages<PaperLine>;
  }>;
}

/** A file as it was built; the totals are those of the runs it is about, in whole rupiah. */
export interface Built {
  readonly bytes: Buffer;
  readonly lines: number;
  readonly gross: bigint;
  readonly deductions: bigint;
  readonly net: bigint;
}

/** Builds a file of one row per person. The rows pass by: what is held of them is what has been written. */
export async function rowFile(
  source: RowSource,
  { format, layout }: { readonly format: Exclude<Format, 'pdf'>; readonly layout: RowLayout },
): Promise<Built> {
  const write = format === 'csv' ? csvOf : workbookOf;
  if (layout === 'daftar') {
    const { columns, carried, lines } = await source.receiptLines();
    return write(new PassingRows(lines, receipts(columns)), source, layout, carried);
  }
  const lines = source.moneyLines();
  const rows =
    layout === 'bank' ? new PassingRows(lines, transfers(source.paid), isTransferred) : new PassingRows(lines, SUMMARY);
  return write(rows, source, layout, []);
}

/** Rows made of lines one after the other, with what they have come to so far. */
class PassingRows<Line extends MoneyLine> {
  readonly rules: readonly ColumnRule<Line>[];
  readonly #lines: Pages<Line>;
  readonly #wanted: (line: Line) => boolean;
  readonly #summed: readonly number[];
  readonly #sums: bigint[];
  readonly #totals = { lines: 0, gross: 0n, deductions: 0n, net: 0n };
  #rows = 0;

  constructor(lines: Pages<Line>, rules: readonly ColumnRule<Line>[], wanted: (line: Line) => boolean = () => true) {
    this.rules = rules;
    this.#lines = lines;
    this.#wanted = wanted;
    this.#summed = rules.flatMap((rule, index) => (isSummed(rule) ? [index] : []));
    this.#sums = rules.map(() => 0n);
  }

  /** The rows page by page; to be gone through once. */
  async *pages<Row>(
    rowOf: (cells: readonly TableCell[]) => Row,
    seen: (line: Line, index: number) => void = () => undefined,
  ): AsyncGenerator<readonly Row[]> {
    for await (const lines of this.#lines) {
      const rows: Row[] = [];
      for (const line of lines) {
        seen(line, this.#totals.lines);
        this.#count(line);
        if (this.#wanted(line)) rows.push(rowOf(this.#cells(line)));
      }
      yield rows;
    }
  }

  #count({ gross, deductions, net }: Line): void {
    this.#totals.lines += 1;
    this.#totals.gross += gross;
    this.#totals.deductions += deductions;
    this.#totals.net += net;
  }

  #cells(line: Line): TableCell[] {
    const index = this.#rows;
    this.#rows += 1;
    const cells = this.rules.map(({ cell }) => cell(line, index));
    for (const column of this.#summed) this.#sums[column]! += BigInt(cells[column] ?? 0n);
    return cells;
  }

  counted(): CountedTable {
    return { columns: this.rules, rows: this.#rows, sums: this.#sums };
  }

  built(bytes: Buffer): Built {
    return { bytes, ...this.#totals };
  }
}

async function csvOf<Line extends MoneyLine>(rows: PassingRows<Line>, { draft }: RowSource): Promise<Built> {
  const chunks = [Buffer.from(csvHead(rows.rules, draft), 'utf8')];
  for await (const page of rows.pages(cells => cells)) chunks.push(Buffer.from(csvRows(page), 'utf8'));
  return rows.built(Buffer.concat(chunks));
}

async function workbookOf<Line extends MoneyLine>(
  rows: PassingRows<Line>,
  source: RowSource,
  layout: RowLayout,
  carried: readonly Carried[],
): Promise<Built> {
  const digest = new SummaryDigest();
  const row = (cells: readonly TableCell[]): SheetRow => sheetRow(cells, rows.rules);
  const seen = (line: Line, index: number): void => digest.take(line, index);
  // eslint-disable-next-line @typescript-eslint/require-await -- the second sheet is asked for once the first is written
  async function* sheets(): AsyncGenerator<SheetSpec> {
    yield dataSheet(rows.rules, source.draft, rows.pages(row, seen), () => rows.counted());
    const { paid, runs, draft, trials, zone } = source;
    const table = rows.counted();
    yield* sheetsBehind({ layout, paid, runs, draft, trials, zone, table, carried, digest: digest.hex() });
  }
  return rows.built(await writeWorkbook(sheets()));
}

/** Lines whose CSV is hashed at once. */
const DIGEST_PIECE = 500;

/** SHA-256 of the layout `ringkas` as CSV, from lines that pass by. */
class SummaryDigest {
  readonly #hash = createHash('sha256').update(csvHead(SUMMARY, false), 'utf8');
  #waiting: TableCell[][] = [];

  take(line: MoneyLine, index: number): void {
    this.#waiting.push(SUMMARY.map(({ cell }) => cell(line, index)));
    if (this.#waiting.length >= DIGEST_PIECE) this.#hashWaiting();
  }

  hex(): string {
    this.#hashWaiting();
    return this.#hash.digest('hex');
  }

  #hashWaiting(): void {
    this.#hash.update(csvRows(this.#waiting), 'utf8');
    this.#waiting = [];
  }
}
