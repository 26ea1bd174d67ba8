import type { ReadCell } from '../../platform/spreadsheet/cell.ts';
import { writeWorkbook } from '../../platform/spreadsheet/write.ts';
import { attlogTexts } from './attlog.ts';
import type { Batch } from './batch.ts';
import type { RawFile } from './raw-file.ts';
import { sheetTable } from './sheet-table.ts';

const WIDTH = 18;
const REASON_WIDTH = 60;
/** Header of the column that says what is wrong; a file that comes back with it is read without it. */
const REASON_HEADER = 'Yang perlu diperbaiki';

const asTyped = (cell: ReadCell | undefined): string => {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  if ('number' in cell) return cell.number;
  return 'date' in cell ? cell.date : '';
};

/**
 * The refused rows of a file as they were sent, each with what is wrong: to be corrected in place and sent again. Lines of
 * a machine stand whole in one column. Everything is text.
 */
export async function refusedWorkbook(
  { report, profile }: Pick<Batch, 'report' | 'profile'>,
  raw: RawFile,
): Promise<Buffer> {
  const { headers, rowOf } = 'machine' in raw ? linesOf(raw.machine, report) : cellsOf(raw, profile);
  const columns = [
    ...headers.map(header => ({ header, width: WIDTH, text: true })),
    { header: REASON_HEADER, width: REASON_WIDTH },
  ];
  const rows = report.rejected.map(({ row, field, reason }) => [
    ...rowOf(row),
    `Baris ${String(row)}, ${field}: ${reason}`,
  ]);
  return writeWorkbook([{ name: 'Perbaikan', columns, rows }]);
}

/** Headers of a file, and the cells below them by the number of the row (from 1). */
interface Original {
  readonly headers: readonly string[];
  readonly rowOf: (row: number) => readonly string[];
}

function linesOf(file: Buffer, { rejected }: Batch['report']): Original {
  const wanted = new Set(rejected.map(({ row }) => row));
  const lines = new Map<number, string>();
  let row = 0;
  for (const line of attlogTexts(file)) {
    row += 1;
    if (wanted.has(row)) lines.set(row, line);
  }
  return { headers: ['Baris mesin'], rowOf: at => [lines.get(at) ?? ''] };
}

function cellsOf(raw: Exclude<RawFile, { readonly machine: Buffer }>, profile: Batch['profile']): Original {
  const table = sheetTable(raw.sheets, { choice: profile.columns });
  const headers = (table?.headers ?? []).filter(({ text }) => text !== REASON_HEADER);
  return {
    headers: headers.map(({ text }) => text),
    rowOf: row => headers.map(({ column }) => asTyped(table?.rows[row - 1]?.[column])),
  };
}
