import { sha256 } from '../../platform/identity.ts';
import type { ReadCell, ReadSheet } from '../../platform/spreadsheet/cell.ts';
import { EXAMPLE_MARK } from './template.ts';
import { type ImportKind, type SheetKey, sheetOf, SHEETS_OF } from './sheets.ts';

/** Column numbers and the fields they hold, as somebody chose them on the check page. */
export type ColumnChoice = Readonly<Record<string, string>>;
/** Field of a column whose content is never kept. */
export const SECRET_COLUMN = 'kata_sandi';
/** Chosen for a column that is to be left alone. */
export const IGNORED_COLUMN = 'abaikan';

/** A row of a table, by its number in the file. */
export interface TableRow {
  readonly row: number;
  readonly cells: Readonly<Record<string, ReadCell>>;
}

/** A sheet of a file as we understand it. */
export interface Table {
  /** Which of the file's sheets it is. */
  readonly index: number;
  readonly sheet: SheetKey;
  readonly name: string;
  readonly headerHash: string;
  /** Row number of the headers in the file. */
  readonly headerRow: number;
  /** Every header of the file with the field it means; null for one we do not know. */
  readonly headers: readonly { readonly column: number; readonly text: string; readonly field: string | null }[];
  /** Fields without which no row can be read. */
  readonly missing: readonly string[];
  readonly rows: readonly TableRow[];
}

const HEADER_ROWS = 15;

/** 'NIP / NI PPPK' and 'nip_nippppk' are told apart by letters and digits alone. */
export const normalised = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');

const textOf = (cell: ReadCell | undefined): string => (typeof cell === 'string' ? cell : '');
const SECRET = /^(?:kata)?sandi|password|passwd|^pwd/;

/** Names that a header may have in a sheet, normalised. */
function knownHeaders(sheet: SheetKey): Map<string, string> {
  const known = new Map<string, string>();
  for (const { field, header, also } of sheetOf(sheet).columns)
    for (const text of [field, header, ...also]) if (!known.has(normalised(text))) known.set(normalised(text), field);
  return known;
}

/** The fields that a header row holds in a sheet, by column; each field once, its own name before its synonyms. */
function fieldsIn(sheet: SheetKey, cells: readonly ReadCell[]): Map<number, string> {
  const known = knownHeaders(sheet);
  const own = new Set(sheetOf(sheet).columns.flatMap(({ field, header }) => [normalised(field), normalised(header)]));
  const fields = new Map<number, string>();
  const taken = new Set<string>();
  for (const exact of [true, false]) {
    cells.forEach((cell, column) => {
      const text = normalised(textOf(cell));
      const field = SECRET.test(text) ? SECRET_COLUMN : known.get(text);
      if (field === undefined || fields.has(column)) return;
      if (field !== SECRET_COLUMN && (own.has(text) !== exact || taken.has(field))) return;
      fields.set(column, field);
      taken.add(field);
    });
  }
  return fields;
}

interface Found {
  readonly sheet: SheetKey;
  readonly row: number;
  readonly fields: Map<number, string>;
  readonly score: number;
}

const requiredOf = (sheet: SheetKey): string[] =>
  sheetOf(sheet).columns.flatMap(({ field, required }) => (required ? [field] : []));

/** The header row of a sheet, and what sheet it is: by its name, else by what it holds. */
function findHeader(read: ReadSheet, candidates: readonly SheetKey[]): Found | undefined {
  const named = candidates.filter(key => normalised(sheetOf(key).name) === normalised(read.name));
  let best: Found | undefined;
  for (const sheet of named.length > 0 ? named : candidates) {
    const required = requiredOf(sheet);
    read.rows.slice(0, HEADER_ROWS).forEach((cells, row) => {
      const fields = fieldsIn(sheet, cells);
      const present = new Set(fields.values());
      // What explains most of the headers is what the sheet is; then what can do with what is there.
      const score = 4 * present.size - required.filter(field => !present.has(field)).length;
      if (present.size >= 2 && (best === undefined || score > best.score)) best = { sheet, row, fields, score };
    });
  }
  return best;
}

/** Remembered choices for a header, if somebody made any. */
export type Remembered = (sheet: SheetKey, headerHash: string) => ColumnChoice | undefined;

/**
 * Understands the sheets of a file. Sheets that hold none of ours (a guide, notes) are left out.
 * @param chosen choices made for this file, by index of the sheet; they stand above remembered ones
 */
export function tablesOf(
  sheets: readonly ReadSheet[],
  kind: ImportKind,
  remembered: Remembered,
  chosen: Readonly<Record<string, ColumnChoice>> = {},
  only?: SheetKey,
): Table[] {
  const candidates = only ? [only] : SHEETS_OF[kind];
  const found = sheets.flatMap((read, index) => {
    const header = normalised(read.name) === 'petunjuk' ? undefined : findHeader(read, candidates);
    return header
      ? [{ named: isNamed(read, candidates), table: tableOf(read, index, header, remembered, chosen[String(index)]) }]
      : [];
  });
  // Where sheets bear our names, others (a recapitulation, notes) are the office's own.
  const ours = found.some(({ named }) => named) ? found.filter(({ named }) => named) : found;
  const whole = ours.filter(({ table }) => table.missing.length === 0);
  return (whole.length > 0 && !ours.some(({ named }) => named) ? whole : ours).map(({ table }) => table);
}

const isNamed = (read: ReadSheet, candidates: readonly SheetKey[]): boolean =>
  candidates.some(key => normalised(sheetOf(key).name) === normalised(read.name));

function tableOf(read: ReadSheet, index: number, found: Found, remembered: Remembered, choice?: ColumnChoice): Table {
  const header = read.rows[found.row] ?? [];
  const headerHash = sha256(header.map(cell => normalised(textOf(cell))).join('|'));
  const fields = withChoice(found.fields, choice ?? remembered(found.sheet, headerHash) ?? {});
  const present = new Set(fields.values());
  return {
    index,
    sheet: found.sheet,
    name: read.name === '' ? sheetOf(found.sheet).name : read.name,
    headerHash,
    headerRow: found.row + 1,
    headers: header.flatMap((cell, column) => {
      const text = textOf(cell);
      return text === '' ? [] : [{ column, text, field: fields.get(column) ?? null }];
    }),
    missing: requiredOf(found.sheet).filter(field => !present.has(field) && !(field === 'nip' && present.has('nik'))),
    rows: read.rows.flatMap((cells, at) => {
      if (at <= found.row || isNoRow(cells)) return [];
      return [
        {
          row: at + 1,
          cells: Object.fromEntries([...fields].map(([column, field]) => [field, cells[column] ?? null])),
        },
      ];
    }),
  };
}

function withChoice(fields: ReadonlyMap<number, string>, choice: ColumnChoice): Map<number, string> {
  const all = new Map(fields);
  for (const [column, field] of Object.entries(choice)) {
    for (const [other, held] of all) if (held === field && field !== IGNORED_COLUMN) all.delete(other);
    if (field === IGNORED_COLUMN) all.delete(Number(column));
    else all.set(Number(column), field);
  }
  return all;
}

/** Empty rows, and rows that show how it is meant. */
function isNoRow(cells: readonly ReadCell[]): boolean {
  const first = cells.find(cell => cell !== null && (typeof cell !== 'string' || cell.trim() !== ''));
  return (
    first === undefined || (typeof first === 'string' && first.toLowerCase().startsWith(EXAMPLE_MARK.toLowerCase()))
  );
}

/** The sheets without the content of columns that hold passwords: what remains only says that something stood there. */
export function withoutSecrets(sheets: readonly ReadSheet[]): ReadSheet[] {
  return sheets.map(({ name, rows }) => {
    const secret = new Set<number>();
    for (const cells of rows.slice(0, HEADER_ROWS))
      cells.forEach((cell, column) => SECRET.test(normalised(textOf(cell))) && secret.add(column));
    if (secret.size === 0) return { name, rows };
    const header = rows.findIndex(cells => cells.some(cell => SECRET.test(normalised(textOf(cell)))));
    return {
      name,
      rows: rows.map((cells, at) =>
        at === header ? cells : cells.map((cell, column) => (secret.has(column) && cell !== null ? '•' : cell)),
      ),
    };
  });
}
