import type { Month } from '../../domain/month.ts';
import { type ReadSheet, Unreadable } from '../../platform/spreadsheet/cell.ts';
import { readSpreadsheet } from '../../platform/spreadsheet/read.ts';
import { attlogBeginning, attlogLines, isAttlog, refuseLongAttlog } from './attlog.ts';
import { monthNamed } from './date-column.ts';
import type { Reading } from './day-times.ts';
import type { FileLine, RowsRead } from './file-row.ts';
import type { DateOrder } from './moment-text.ts';
import { formatKind, formatLabel, type BatchKind, type FormatKey } from './sheet-format.ts';
import { orderOf, sheetRows } from './sheet-rows.ts';
import { type ColumnChoice, sheetTable, type SheetTable } from './sheet-table.ts';

/** A file as it was opened: the bytes of a machine, or the sheets of a table. */
export type RawFile = { readonly machine: Buffer } | { readonly sheets: readonly ReadSheet[] };

/** What somebody chose for a file, or what was chosen for the last one with the same header. */
export interface FileChoice {
  readonly order?: DateOrder | undefined;
  readonly month?: Month | undefined;
  readonly columns?: ColumnChoice | undefined;
}

/** A file as we understand it. */
export interface Understood {
  /** Its lines; those of a machine are read as they are asked for. */
  readonly lines: () => Iterable<FileLine>;
  readonly format: FormatKey;
  readonly kind: BatchKind;
  readonly label: string;
  readonly headerHash: string;
  readonly headers: SheetTable['headers'];
  /** What must be chosen or corrected before a row can be taken. */
  readonly missing: readonly string[];
  /** Dates of the file can be read in two ways, and nobody said which. */
  readonly askOrder: boolean;
  readonly order: DateOrder;
  /** The columns are days without a month, and nobody said which. */
  readonly askMonth: boolean;
}

const NOT_KNOWN =
  'Judul kolom NIP atau PIN tidak ditemukan. Unduh templat, atau unggah berkas dari mesin apa adanya (attlog.dat)';
const TEMPLATE_MARK = Buffer.from('SGIF');

/**
 * Opens a file: a machine's is only looked at, a table is read in a process of its own.
 * @throws Unreadable in words, ReadersBusy
 */
export async function openFile(bytes: Buffer): Promise<RawFile> {
  if (bytes.length === 0) throw new Unreadable('Berkas ini kosong');
  if (bytes.indexOf(TEMPLATE_MARK) >= 0 && bytes.indexOf(TEMPLATE_MARK) < 200 && bytes.includes(0))
    throw new Unreadable('Berkas ini data sidik jari (template.fp10). Unggah berkas attlog.dat');
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (!isZip) {
    const text = attlogBeginning(bytes);
    if (isAttlog(text)) {
      refuseLongAttlog(bytes);
      return { machine: bytes };
    }
    if (bytes.subarray(0, 4_000).includes(0) && !text.slice(0, 2_000).includes('\t'))
      throw new Unreadable('Berkas ini bukan rekaman presensi (mungkin user.dat). Unggah berkas attlog.dat');
  }
  return { sheets: await readSpreadsheet(bytes) };
}

const DEVICE = /^([A-Za-z0-9-]{1,40})_attlog\.(?:dat|txt)$/i;

/** The machine that a machine's own file is named after, in capitals. */
export const deviceOf = (fileName: string): string | undefined => DEVICE.exec(fileName)?.[1]?.toUpperCase();

/**
 * What choices about a file are remembered by: the hash of its header; of a machine's own file the machine it is named
 * after, for what was chosen for one machine says nothing about another.
 */
export const headerOf = (raw: RawFile, fileName: string): string =>
  'machine' in raw ? `mesin ${deviceOf(fileName) ?? ''}` : (sheetTable(raw.sheets)?.headerHash ?? '');

/**
 * Reads the rows of a file by what is chosen and by what it says itself.
 * @throws Unreadable where no table of ours is in it
 */
export async function understandFile(raw: RawFile, choice: FileChoice): Promise<Understood> {
  if ('machine' in raw) {
    return {
      lines: () => attlogLines(raw.machine),
      ...named('mesin'),
      headerHash: '',
      headers: [],
      missing: [],
      askOrder: false,
      order: 'dmy',
      askMonth: false,
    };
  }
  const table = sheetTable(raw.sheets, { choice: choice.columns });
  if (!table) throw new Unreadable(NOT_KNOWN);
  const { shown, ambiguous } = orderOf(table);
  // Our own template is written day first, and says so.
  const own = table.format.key === 'templat' || table.format.key === 'rekap';
  const order = (own ? 'dmy' : (shown ?? choice.order)) ?? 'dmy';
  const month = choice.month ?? monthNamed(table.above);
  const reading: Reading = { order, month };
  const askMonth = table.format.key === 'silang' && month === null && needsMonth(table);
  const ready = table.missing.length === 0 && !askMonth;
  const read = ready ? await sheetRows(table, reading) : { rows: [], problems: [] };
  if (ready && read.rows.length === 0 && read.problems.length === 0)
    throw new Unreadable('Berkas ini belum berisi baris. Isi di bawah judul kolom, lalu unggah lagi');
  return {
    lines: () => linesOf(read),
    ...named(table.format.key),
    headerHash: table.headerHash,
    headers: table.headers,
    missing: table.missing,
    askOrder: !own && ambiguous && choice.order === undefined,
    order,
    askMonth,
  };
}

function* linesOf({ rows, problems }: RowsRead): Generator<FileLine> {
  yield* rows;
  for (const problem of problems) yield { ...problem, kind: 'problem' };
}

const named = (format: FormatKey): Pick<Understood, 'format' | 'kind' | 'label'> => ({
  format,
  kind: formatKind(format),
  label: formatLabel(format),
});

const needsMonth = (table: SheetTable): boolean =>
  (table.rows[table.headerRow] ?? []).some(cell =>
    typeof cell === 'string' ? /^\d{1,2}$/.test(cell.trim()) : cell !== null && 'number' in cell,
  );
