import type { LocalDate } from '../../domain/local-date.ts';
import type { ReadCell } from '../../platform/spreadsheet/cell.ts';
import { type Reading, timedRows } from './day-times.ts';
import { dateColumns, dayOfColumn } from './date-column.ts';
import type { FileRow, RowProblem, RowsRead, Who } from './file-row.ts';
import { readFileTime } from './moment-text.ts';
import { recordCode } from './record-code.ts';
import { FieldProblem, textIn } from './sheet-cell.ts';
import type { SheetTable } from './sheet-table.ts';

const SEPARATOR = /\s*(?:-|–|—|s\/d|sd\.?|\/|\||\n|~|\s)\s*/;
const TIME = /^\d{1,2}[:.]\d{2}(?:[:.]\d{2})?$/;

/**
 * The days of one person of a monthly table. A cell holds two times ('07:28 - 16:32'), one ('07:28 -' or '- 16:32'), or
 * a code; an empty one says nothing.
 */
export function crossTabRows(
  table: SheetTable,
  at: number,
  cells: readonly ReadCell[],
  who: Who,
  { order, month }: Reading,
): RowsRead {
  const rows: FileRow[] = [];
  const problems: RowProblem[] = [];
  for (const column of dateColumns(table.rows[table.headerRow] ?? [])) {
    const day = dayOfColumn(column, month, order);
    const label = 'text' in column.header ? column.header.text : String(column.header.dayOfMonth);
    try {
      const text = textIn(label, cells[column.column]);
      if (text === '') continue;
      if (!day) {
        if (recordCode(text) !== null) throw new FieldProblem(label, 'Bulan ini tidak memiliki tanggal itu');
        continue;
      }
      rows.push(...cellRows(text, { row: at + 1, who, day, label }));
    } catch (error) {
      if (!(error instanceof FieldProblem)) throw error;
      problems.push({ row: at + 1, field: error.field, reason: error.message });
    }
  }
  return { rows, problems };
}

function cellRows(
  text: string,
  { row, who, day, label }: Pick<FileRow, 'row' | 'who'> & { readonly day: LocalDate; readonly label: string },
): FileRow[] {
  const parts = text.trim().split(SEPARATOR);
  const times = parts.filter(part => TIME.test(part));
  if (times.length === 0) {
    const code = recordCode(text);
    if (code === undefined)
      throw new FieldProblem(label, `Isi ${text.slice(0, 20)} bukan jam dan bukan kode yang dikenal`);
    if (code === null) return [];
    return [{ kind: 'day', row, who, day, inMinute: null, outMinute: null, code, note: null }];
  }
  const read = times.map(readFileTime);
  if (read.includes(undefined) || times.length + parts.filter(part => part === '').length < parts.length)
    throw new FieldProblem(label, `Isi ${text.slice(0, 20)} bukan jam, misalnya 07.28 - 16.32`);
  const first = read[0] ?? null;
  if (read.length > 1) return timedRows(row, who, day, first, read.at(-1) ?? null);
  return parts[0] === '' ? timedRows(row, who, day, null, first) : timedRows(row, who, day, first, null);
}
