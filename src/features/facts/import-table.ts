import type { ReadCell, ReadSheet } from '../../platform/spreadsheet/cell.ts';
import { Unreadable } from '../../platform/spreadsheet/cell.ts';
import { normalised } from '../imports/header.ts';
import { EXAMPLE_MARK } from '../imports/template.ts';
import type { FactKind } from './kinds.ts';

/** Columns beside those of the kinds, by field, with the headers they may have. */
const FIXED = {
  nip: ['nip', 'nippppk', 'ninippppk', 'nipninippk', 'nipnipppk'],
  nama: ['nama', 'namapegawai', 'namalengkap'],
  bulan: ['bulan', 'periode', 'bulantahun'],
  sampai_bulan: ['sampaibulan', 'sampai', 'berlakusampai'],
  sumber: ['sumber', 'dasar', 'dokumen', 'keterangan'],
} as const;
export type FixedField = keyof typeof FIXED;

/** The name of the column that tells what is wrong in a list of corrections; an upload of it does not read it. */
export const REASON_COLUMN = 'Yang perlu diperbaiki';

/** The field of a column of a kind, apart from the fixed ones. */
export const kindField = (name: string): string => `fakta:${name}`;

/** A row of values, by its number in the file. */
export interface FactRow {
  readonly row: number;
  readonly cells: Readonly<Record<string, ReadCell>>;
}

/** The sheet of a file that holds facts. */
export interface FactTable {
  /** Which of the file's sheets. */
  readonly index: number;
  readonly headerRow: number;
  /** Field by column: a fixed one, or `fakta:<name>`. */
  readonly fields: ReadonlyMap<number, string>;
  /** Headers that mean nothing to us. */
  readonly unknown: readonly string[];
  readonly rows: readonly FactRow[];
}

const HEADER_ROWS = 15;

const textOf = (cell: ReadCell | undefined): string => (typeof cell === 'string' ? cell.trim() : '');

/** What headers mean: fixed columns, and each kind by its label, its name or its source. */
function meanings(kinds: readonly FactKind[]): Map<string, string> {
  const known = new Map<string, string>();
  for (const kind of kinds)
    for (const text of [kind.label, kind.name, kind.rule.source, kind.rule.source.split('.').at(-1) ?? '']) {
      const key = normalised(text);
      if (key !== '' && !known.has(key)) known.set(key, kindField(kind.name));
    }
  for (const [field, texts] of Object.entries(FIXED)) for (const text of texts) known.set(text, field);
  return known;
}

/**
 * Finds the sheet with NIP, month and at least one known kind.
 * @throws Unreadable in words where a file holds none
 */
export function factTable(sheets: readonly ReadSheet[], kinds: readonly FactKind[]): FactTable {
  const known = meanings(kinds);
  let best: FactTable | undefined;
  for (const [index, { rows }] of sheets.entries()) {
    for (const [at, cells] of rows.slice(0, HEADER_ROWS).entries()) {
      const fields = fieldsIn(cells, known);
      if (![...fields.values()].includes('nip') || (best && fields.size <= best.fields.size)) continue;
      best = { index, headerRow: at + 1, fields, unknown: unknownIn(cells, fields), rows: rowsBelow(rows, at, fields) };
    }
  }
  if (!best) throw new Unreadable('Kolom NIP tidak ditemukan. Unduh templat, lalu isi di sana');
  const present = new Set(best.fields.values());
  if (!present.has('bulan')) throw new Unreadable('Kolom Bulan tidak ditemukan. Unduh templat, lalu isi di sana');
  if (![...present].some(field => field.startsWith('fakta:')))
    throw new Unreadable('Tidak ada kolom data yang dikenal. Unduh templat, lalu isi di sana');
  if (best.rows.length === 0) throw new Unreadable('Berkas ini belum berisi baris. Isi, lalu unggah lagi');
  return best;
}

function fieldsIn(cells: readonly ReadCell[], known: ReadonlyMap<string, string>): Map<number, string> {
  const fields = new Map<number, string>();
  const taken = new Set<string>();
  cells.forEach((cell, column) => {
    const field = known.get(normalised(textOf(cell)));
    if (field === undefined || taken.has(field)) return;
    fields.set(column, field);
    taken.add(field);
  });
  return fields;
}

const unknownIn = (cells: readonly ReadCell[], fields: ReadonlyMap<number, string>): string[] =>
  cells.flatMap((cell, column) => {
    const text = textOf(cell);
    return text === '' || fields.has(column) || text === REASON_COLUMN || normalised(text) === 'no' ? [] : [text];
  });

function rowsBelow(
  rows: readonly (readonly ReadCell[])[],
  header: number,
  fields: ReadonlyMap<number, string>,
): FactRow[] {
  return rows.flatMap((cells, at) => {
    if (at <= header) return [];
    const first = cells.find(cell => cell !== null && (typeof cell !== 'string' || cell.trim() !== ''));
    if (first === undefined || textOf(first).toLowerCase().startsWith(EXAMPLE_MARK.toLowerCase())) return [];
    return [
      { row: at + 1, cells: Object.fromEntries([...fields].map(([column, field]) => [field, cells[column] ?? null])) },
    ];
  });
}
