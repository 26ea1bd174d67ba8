import { sha256 } from '../../platform/identity.ts';
import type { ReadCell, ReadSheet } from '../../platform/spreadsheet/cell.ts';
import { normalised } from '../imports/header.ts';
import { CROSS_TAB, type FormatKey, headersOf, SHEET_FORMATS, type SheetFormat } from './sheet-format.ts';
import { dateColumns } from './date-column.ts';

/** Columns by number and the field each holds, as somebody chose them. '' leaves a column unread. */
export type ColumnChoice = Readonly<Record<string, string>>;

/** A sheet with its format, its header and the cells below. */
export interface SheetTable {
  readonly format: SheetFormat;
  readonly headerHash: string;
  /** Index of the header row. */
  readonly headerRow: number;
  readonly headers: readonly { readonly column: number; readonly text: string; readonly field: string | null }[];
  readonly fields: ReadonlyMap<string, number>;
  /** Labels of the fields without which no row can be read. */
  readonly missing: readonly string[];
  /** What stands above the header: titles, a month. */
  readonly above: string;
  readonly rows: readonly (readonly ReadCell[])[];
}

const HEADER_ROWS = 15;
const MARK_POINTS = 3;
const FIELD_POINTS = 2;
const REQUIRED_POINTS = 4;
/** A table of dates has at least so many. */
const LEAST_DATES = 5;

/** The text of a header cell; a date in the header keeps its day. */
export const headerText = (cell: ReadCell | undefined): string => {
  if (typeof cell === 'string') return cell.replaceAll(/\s+/g, ' ').trim();
  if (cell === null || cell === undefined || 'formula' in cell) return '';
  return 'number' in cell ? cell.number : cell.date;
};

interface Found {
  readonly sheet: ReadSheet;
  readonly format: SheetFormat;
  readonly row: number;
  readonly score: number;
}

/** The columns of a header row that a format knows; each field once. */
function fieldsIn(format: SheetFormat, cells: readonly ReadCell[]): Map<string, number> {
  const known = headersOf(format);
  const order = format.fields.flatMap(each => each.headers.map(normalised));
  const fields = new Map<string, { readonly column: number; readonly rank: number }>();
  cells.forEach((cell, column) => {
    const text = normalised(headerText(cell));
    const name = known.get(text);
    if (name === undefined) return;
    const rank = order.indexOf(text);
    const held = fields.get(name);
    if (!held || rank < held.rank) fields.set(name, { column, rank });
  });
  return new Map([...fields].map(([name, { column }]) => [name, column]));
}

function scoreOf(format: SheetFormat, cells: readonly ReadCell[]): number {
  const fields = fieldsIn(format, cells);
  if (!fields.has('nip') && !fields.has('pin')) return 0;
  const texts = new Set(cells.map(cell => normalised(headerText(cell))));
  if (format.key === 'silang') return dateColumns(cells).length >= LEAST_DATES ? 100 : 0;
  const marks = format.marks.filter(mark => texts.has(normalised(mark))).length;
  const required = format.fields.filter(each => each.required === true && !fields.has(each.field)).length;
  return Math.max(0, FIELD_POINTS * fields.size + MARK_POINTS * marks - REQUIRED_POINTS * required);
}

function findHeader(sheets: readonly ReadSheet[], wanted: FormatKey | undefined): Found | undefined {
  let best: Found | undefined;
  const formats = [...SHEET_FORMATS, CROSS_TAB].filter(({ key }) => wanted === undefined || key === wanted);
  for (const sheet of sheets) {
    if (normalised(sheet.name) === 'petunjuk') continue;
    sheet.rows.slice(0, HEADER_ROWS).forEach((cells, row) => {
      for (const format of formats) {
        const score = scoreOf(format, cells);
        if (score > 0 && (!best || score > best.score)) best = { sheet, format, row, score };
      }
    });
  }
  return best;
}

/**
 * Finds the table of a file: its sheet, its header row, which format it is, which column holds what. Never by the order
 * of columns.
 * @param remembered choices of columns made before for a header
 * @returns undefined where no sheet has a header we know
 */
export function sheetTable(
  sheets: readonly ReadSheet[],
  { wanted, choice }: { readonly wanted?: FormatKey | undefined; readonly choice?: ColumnChoice | undefined } = {},
): SheetTable | undefined {
  const found = findHeader(sheets, wanted);
  if (!found) return undefined;
  const header = found.sheet.rows[found.row] ?? [];
  const fields = withChoice(fieldsIn(found.format, header), choice ?? {});
  const held = new Map([...fields].map(([name, column]) => [column, name]));
  const dates = new Set(found.format.key === 'silang' ? dateColumns(header).map(({ column }) => column) : []);
  return {
    format: found.format,
    headerHash: sha256(header.map(cell => normalised(headerText(cell))).join('|')),
    headerRow: found.row,
    headers: header.flatMap((cell, column) => {
      const text = headerText(cell);
      return text === '' || dates.has(column) ? [] : [{ column, text, field: held.get(column) ?? null }];
    }),
    fields,
    missing: missingOf(found.format, fields),
    above: found.sheet.rows
      .slice(0, found.row)
      .flatMap(cells => cells.map(headerText))
      .concat(found.sheet.name)
      .join(' '),
    rows: found.sheet.rows,
  };
}

function missingOf(format: SheetFormat, fields: ReadonlyMap<string, number>): string[] {
  const needed = format.fields
    .filter(each => each.required === true && !fields.has(each.field))
    .map(each => each.label);
  return fields.has('nip') || fields.has('pin') ? needed : ['NIP atau PIN', ...needed.filter(each => each !== 'NIP')];
}

function withChoice(fields: ReadonlyMap<string, number>, choice: ColumnChoice): Map<string, number> {
  const all = new Map(fields);
  for (const [column, name] of Object.entries(choice)) {
    for (const [held, at] of all) if (at === Number(column)) all.delete(held);
    if (name !== '') all.set(name, Number(column));
  }
  return all;
}
