import { setImmediate as nextTurn } from 'node:timers/promises';
import { isMonth } from '../../domain/month.ts';
import type { ReadCell } from '../../platform/spreadsheet/cell.ts';
import { EXAMPLE_MARK } from '../imports/template.ts';
import { crossTabRows } from './cross-tab.ts';
import { type Reading, timedRows } from './day-times.ts';
import { type FileRow, type RowProblem, type RowsRead } from './file-row.ts';
import { clockText, type DateOrder, isAmbiguous, monthNumber, orderShownBy } from './moment-text.ts';
import { recordCode } from './record-code.ts';
import { dayIn, FieldProblem, minuteIn, momentIn, textIn, timeIn, whoIn } from './sheet-cell.ts';
import { RECAP_COUNTS } from './sheet-format.ts';
import type { SheetTable } from './sheet-table.ts';

const ROWS_PER_TURN = 1_000;
const LONGEST_NOTE = 200;

/** A row's cells by field. */
type Cells = (field: string) => ReadCell | undefined;

/** Reads the rows below the header of a table. Rows that cannot be taken are named, each with what is wrong. */
export async function sheetRows(table: SheetTable, reading: Reading): Promise<RowsRead> {
  const rows: FileRow[] = [];
  const problems: RowProblem[] = [];
  for (let at = table.headerRow + 1; at < table.rows.length; at += 1) {
    if (at % ROWS_PER_TURN === 0) await nextTurn();
    const cells = table.rows[at] ?? [];
    if (isNoRow(cells, table)) continue;
    try {
      const cellOf: Cells = field => {
        const column = table.fields.get(field);
        return column === undefined ? undefined : (cells[column] ?? null);
      };
      if (table.format.key === 'silang') {
        const read = crossTabRows(table, at, cells, whoIn(cellOf('nip'), cellOf('pin')), reading);
        rows.push(...read.rows);
        problems.push(...read.problems);
      } else {
        const read = READERS[table.format.key]?.(cellOf, at + 1, reading);
        for (const row of read ?? []) rows.push(row);
      }
    } catch (error) {
      if (!(error instanceof FieldProblem)) throw error;
      problems.push({ row: at + 1, field: error.field, reason: error.message });
    }
  }
  return { rows, problems };
}

/** Empty rows, examples, headers repeated on every printed page, and the lines of signatures and sums below. */
function isNoRow(cells: readonly ReadCell[], table: SheetTable): boolean {
  const filled = cells.filter(cell => cell !== null && cell !== '');
  if (filled.length === 0) return true;
  const first = filled[0];
  if (typeof first === 'string' && first.toLowerCase().startsWith(EXAMPLE_MARK.toLowerCase())) return true;
  const header = table.rows[table.headerRow] ?? [];
  const named = [table.fields.get('nip'), table.fields.get('pin')].filter(column => column !== undefined);
  if (named.some(column => cells[column] !== null && cells[column] !== undefined && cells[column] === header[column]))
    return true;
  // Whoever is not named by NIP or PIN in a line of one or two words is a signature or a sum.
  return filled.length <= 2 && named.every(column => (cells[column] ?? null) === null);
}

type RowReader = (cell: Cells, row: number, reading: Reading) => FileRow[];

const READERS: Readonly<Partial<Record<SheetTable['format']['key'], RowReader>>> = {
  templat: templateRow,
  zktime: (cell, row, { order }) => [
    { kind: 'punch', row, who: whoIn(undefined, cell('pin')), ...momentIn('waktu', cell('waktu'), order), extra: [] },
  ],
  biotime: (cell, row, { order }) => {
    const who = whoIn(undefined, cell('pin'));
    const day = dayIn('tanggal', cell('tanggal'), order);
    const second = timeIn('jam', cell('jam'));
    if (second === null) throw new FieldProblem('jam', 'Jam kosong');
    return [{ kind: 'punch', row, who, day, second, text: `${day} ${clockText(second)}`, extra: [] }];
  },
  harian: daySheetRow,
  fingerspot: daySheetRow,
  rekap: recapRow,
};

function templateRow(cell: Cells, row: number, { order }: Reading): FileRow[] {
  const who = whoIn(cell('nip'), undefined);
  const day = dayIn('tanggal', cell('tanggal'), order);
  const [inMinute, outMinute] = [minuteIn('masuk', cell('masuk')), minuteIn('pulang', cell('pulang'))];
  const typed = textIn('kode', cell('kode'));
  const code = recordCode(typed);
  if (code === undefined)
    throw new FieldProblem('kode', `Kode ${typed.slice(0, 20)} tidak dikenal. Lihat daftar kode di templat`);
  const timed = inMinute !== null || outMinute !== null;
  if (code !== null && code !== 'H' && timed) throw new FieldProblem('kode', 'Isi jam atau kode, tidak keduanya');
  if (!timed && code === null) throw new FieldProblem('masuk', 'Isi jam masuk, jam pulang, atau kode');
  const note = textIn('keterangan', cell('keterangan'));
  return [
    {
      kind: 'day',
      row,
      who,
      day,
      inMinute,
      outMinute,
      code: timed ? null : code,
      note: note === '' ? null : note.slice(0, LONGEST_NOTE),
    },
  ];
}

/** A day sheet made from punches. Where it names people by PIN, its times are punches again, so that nothing is lost. */
function daySheetRow(cell: Cells, row: number, { order }: Reading): FileRow[] {
  const who = whoIn(cell('nip'), cell('pin'));
  const day = dayIn('tanggal', cell('tanggal'), order);
  const times = [
    { what: 'masuk', second: timeIn('masuk', cell('masuk')) },
    { what: 'pulang', second: timeIn('pulang', cell('pulang')) },
  ] as const;
  return timedRows(row, who, day, times[0].second, times[1].second);
}

const MOST_DAYS = 31;

function recapRow(cell: Cells, row: number): FileRow[] {
  const who = whoIn(cell('nip'), undefined);
  const typed = textIn('bulan', cell('bulan'));
  const year = textIn('tahun', cell('tahun'));
  const number = /^\d{1,2}$/.test(typed) ? Number(typed) : monthNumber(typed);
  const month = /^\d{4}-\d{2}$/.test(typed) ? typed : `${year}-${String(number ?? 0).padStart(2, '0')}`;
  if (!isMonth(month)) throw new FieldProblem('bulan', 'Isi bulan dan tahun, misalnya Oktober dan 2026');
  const counts: Record<string, number> = {};
  for (const { field, label } of RECAP_COUNTS) {
    const text = textIn(field, cell(field));
    if (text === '' || text === '-') continue;
    if (!/^\d{1,2}$/.test(text) || Number(text) > MOST_DAYS)
      throw new FieldProblem(field, `${label} harus bilangan 0 sampai ${String(MOST_DAYS)}`);
    counts[field] = Number(text);
  }
  return [{ kind: 'recap', row, who, month, counts }];
}

/** Which order of day and month a table's dates show, and whether any of them can be read in two ways. */
export function orderOf(table: SheetTable): { readonly shown: DateOrder | null; readonly ambiguous: boolean } {
  const column = table.fields.get('tanggal') ?? table.fields.get('waktu');
  const texts =
    table.format.key === 'silang'
      ? (table.rows[table.headerRow] ?? []).map(cell => (typeof cell === 'string' ? cell : ''))
      : table.rows.slice(table.headerRow + 1).map(cells => {
          const cell = column === undefined ? null : (cells[column] ?? null);
          return typeof cell === 'string' ? cell : '';
        });
  const dates = texts.map(text => text.trim().split(/\s+(?=\d{1,2}[:.]\d{2})/)[0] ?? '');
  const shown = dates.map(orderShownBy).find(each => each !== null) ?? null;
  return { shown, ambiguous: shown === null && dates.some(isAmbiguous) };
}
