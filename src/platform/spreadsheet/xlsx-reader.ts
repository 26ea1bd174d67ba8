import readXlsxFile from 'read-excel-file/node';
import { MAX_CELL, MAX_COLUMNS, MAX_ROWS, type ReadCell, type ReadSheet, Unreadable } from './cell.ts';
import { unpack, type ZipEntry, zipDirectory } from './zip-directory.ts';

const NOT_A_WORKBOOK = 'Berkas ini bukan berkas Excel (.xlsx). Unduh templat, lalu isi di sana';
const SHEET_FILE = /^xl\/worksheets\/[^/]+\.xml$/;
const READ_FILES = /^(?:xl\/|\[Content_Types\]|_rels\/).*(?:\.xml|\.rels)$/;

/** A number as the library hands it on: its digits in the file. */
class Digits {
  constructor(readonly text: string) {}
}

/**
 * Reads a workbook: every sheet that is not hidden, numbers by their digits, dates as days, formulas as such. Macros, pictures and whatever
 * else lies in the archive are not looked at.
 * @throws Unreadable in words
 */
export async function readXlsx(file: Buffer): Promise<ReadSheet[]> {
  const directory = zipDirectory(file);
  if (directory.some(({ name }) => name === 'content.xml'))
    throw new Unreadable('Berkas ini berformat ODS. Simpan sebagai Excel (.xlsx), lalu unggah lagi');
  if (!directory.some(({ name }) => name === 'xl/workbook.xml')) throw new Unreadable(NOT_A_WORKBOOK);
  const listed = inspect(file, directory);
  const sheets = await parse(file);
  return sheets.flatMap(({ sheet, data }, index) =>
    // Nobody looks at a hidden sheet before they upload: often last year's list.
    listed[index]?.hidden === true
      ? []
      : [{ name: sheet, rows: data.map((row, at) => readRow(row, listed[index]?.formulas.get(at + 1))) }],
  );
}

async function parse(file: Buffer): Promise<{ sheet: string; data: (readonly unknown[])[] }[]> {
  try {
    return await readXlsxFile<Digits>(file, { parseNumber: text => new Digits(text) });
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable('Berkas Excel ini rusak atau terpotong. Simpan ulang dari Excel, lalu unggah lagi');
  }
}

/** Columns with a formula, by row number. */
type Formulas = ReadonlyMap<number, ReadonlySet<number>>;

/** A sheet as the workbook lists it. */
interface Listed {
  readonly path: string;
  readonly hidden: boolean;
}

/** Looks through the XML before it is parsed; what is hidden, and the formulas of each sheet, in the order of the workbook. */
function inspect(
  file: Buffer,
  directory: readonly ZipEntry[],
): { readonly hidden: boolean; readonly formulas: Formulas }[] {
  const xml = new Map<string, string>();
  for (const entry of directory) {
    if (!READ_FILES.test(entry.name)) continue;
    const text = unpack(file, entry).toString('utf8');
    // No spreadsheet program writes one; it is how XML is made to grow or to fetch other files.
    if (/<!(?:DOCTYPE|ENTITY)/i.test(text))
      throw new Unreadable('Berkas Excel ini memuat perintah XML yang tidak diterima. Simpan ulang dari Excel');
    if (SHEET_FILE.test(entry.name)) judgeRows(text);
    xml.set(entry.name, text);
  }
  return sheetOrder(xml).map(({ path, hidden }) => ({ hidden, formulas: formulasOf(xml.get(path) ?? '') }));
}

function judgeRows(text: string): void {
  let rows = 0;
  for (let at = text.indexOf('<c '); at >= 0; at = text.indexOf('</row>', at + 1)) rows += 1;
  const lastCell = /^<c\s[^>]*?\br\s*=\s*["'][A-Z]+(\d+)["']/.exec(text.slice(Math.max(0, text.lastIndexOf('<c '))));
  if (rows > MAX_ROWS + 1 || Number(lastCell?.[1] ?? 0) > MAX_ROWS + 1) throw new Unreadable(tooManyRows);
}

export const tooManyRows = 'Lebih dari 50.000 baris. Bagi menjadi beberapa berkas';

/** Paths of the sheets in the order of the workbook's own list, through the relations between its files. */
function sheetOrder(xml: ReadonlyMap<string, string>): Listed[] {
  const targets = new Map(
    [...(xml.get('xl/_rels/workbook.xml.rels') ?? '').matchAll(/<Relationship\b[^>]*>/g)].map(([tag]) => [
      attribute(tag, 'Id'),
      attribute(tag, 'Target').replace(/^\/?(?:xl\/)?/, ''),
    ]),
  );
  return [...(xml.get('xl/workbook.xml') ?? '').matchAll(/<(?:\w+:)?sheet\b[^>]*>/g)].map(([tag]) => ({
    path: `xl/${targets.get(attribute(tag, 'r:id')) ?? ''}`,
    hidden: attribute(tag, 'state').toLowerCase().endsWith('hidden'),
  }));
}

const attribute = (tag: string, name: string): string =>
  new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1] ?? '';

/** A formula stands inside its cell: `<c r="B5"><f>`. A cell is closed by `</c>` or in itself. */
function formulasOf(xml: string): Formulas {
  const found = new Map<number, Set<number>>();
  for (let at = xml.search(/<f[\s/>]/); at >= 0;) {
    const cell = xml.lastIndexOf('<c ', at);
    const address = cell < 0 ? null : /^<c\s[^>]*?\br\s*=\s*["']([A-Z]+)(\d+)["']/.exec(xml.slice(cell, cell + 200));
    if (address) {
      const row = Number(address[2]);
      const columns = found.get(row) ?? new Set<number>();
      found.set(row, columns.add(columnNumber(address[1]!)));
    }
    const rest = xml.slice(at + 2, at + 3) === '' ? -1 : xml.indexOf('<f', at + 2);
    at = nextFormula(xml, rest);
  }
  return found;
}

function nextFormula(xml: string, from: number): number {
  let at = from;
  while (at >= 0 && !/[\s/>]/.test(xml.charAt(at + 2))) at = xml.indexOf('<f', at + 2);
  return at;
}

const columnNumber = (letters: string): number =>
  [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);

function readRow(row: readonly unknown[], formulas: ReadonlySet<number> | undefined): ReadCell[] {
  const cells = row
    .slice(0, MAX_COLUMNS)
    .map((value, index) => (formulas?.has(index + 1) ? { formula: true as const } : readCell(value)));
  // A formula without a stored value may stand behind the last cell that has one.
  for (const column of formulas ?? []) {
    if (column > MAX_COLUMNS) continue;
    while (cells.length < column) cells.push(null);
    cells[column - 1] = { formula: true };
  }
  return cells;
}

function readCell(value: unknown): ReadCell {
  if (value instanceof Digits) return { number: value.text };
  if (value instanceof Date) return dateCell(value);
  if (typeof value === 'boolean') return value ? 'ya' : 'tidak';
  return typeof value === 'string' && value !== '' ? value.slice(0, MAX_CELL) : null;
}

const HALF_SECOND = 500;

/** The file counts days and their fraction; a second is what of it is exact. */
function dateCell(value: Date): ReadCell {
  if (Number.isNaN(value.getTime())) return null;
  const text = new Date(value.getTime() + HALF_SECOND).toISOString();
  const time = text.slice(11, 19);
  return time === '00:00:00' ? { date: text.slice(0, 10) } : { date: text.slice(0, 10), time };
}
