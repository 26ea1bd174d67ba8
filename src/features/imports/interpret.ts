import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { type ReadSheet, Unreadable } from '../../platform/spreadsheet/cell.ts';
import { type ColumnChoice, type Remembered, type Table, tablesOf } from './header.ts';
import { type Author, NOBODY, type Plan, Planning } from './plan.ts';
import { planBalances } from './plan-balances.ts';
import { planCatalogue } from './plan-catalogue.ts';
import { planPeople } from './plan-people.ts';
import { planPlacements } from './plan-placements.ts';
import { planPositions } from './plan-positions.ts';
import { planUnits } from './plan-units.ts';
import { fieldLabel, type ImportKind, type SheetKey } from './sheets.ts';
import { readWorld } from './world-queries.ts';

const MAPPINGS = 'SELECT kind, header_hash, columns FROM import_mapping';

/** Choices of columns by index of the sheet in the file. */
export type Mapping = Readonly<Record<string, ColumnChoice>>;

/** What columns meant in earlier files with the same headers. */
export async function rememberedChoices(sql: Sql): Promise<Remembered> {
  const { rows } = await sql.query<{ kind: string; header_hash: string; columns: ColumnChoice }>(MAPPINGS);
  const known = new Map(rows.map(row => [`${row.kind}|${row.header_hash}`, row.columns]));
  return (sheet, hash) => known.get(`${sheet}|${hash}`);
}

/**
 * The tables of a file.
 * @throws Unreadable where it holds none of ours
 */
export function understand(
  sheets: readonly ReadSheet[],
  kind: ImportKind,
  remembered: Remembered,
  mapping: Mapping = {},
  only?: SheetKey,
): Table[] {
  const tables = tablesOf(sheets, kind, remembered, mapping, only);
  const first = kind === 'pegawai' ? 'NIP' : 'Kode';
  if (tables.length === 0) throw new Unreadable(`Kolom ${first} tidak ditemukan. Unduh templat, lalu isi di sana`);
  if (tables.every(({ rows }) => rows.length === 0) && tables.every(({ missing }) => missing.length === 0))
    throw new Unreadable('Berkas ini belum berisi baris. Isi di bawah baris contoh, lalu unggah lagi');
  return tables;
}

/** What is missing of a table in words; null where nothing is. */
export function missingInWords({ missing, sheet }: Table): string | null {
  const first = missing[0];
  return first === undefined ? null : `Kolom ${fieldLabel(sheet, first)} tidak ditemukan. Unduh templat`;
}

/** What a planner is told beside the rows. */
export interface PlanningFrame {
  readonly kind: ImportKind;
  readonly today: LocalDate;
  readonly newId: () => string;
  /** Who brings the file in; and who uploaded it, and whoever else may be the hand behind their accounts. */
  readonly self: string | null;
  readonly selves: ReadonlySet<string>;
}

const OWN_CHAIRS =
  'SELECT position_id AS id FROM assignment WHERE employee_id = ANY ($1::uuid[]) AND (last_date IS NULL OR last_date >= $2)';

async function authorOf(sql: Sql, { self, selves, today }: PlanningFrame): Promise<Author> {
  if (selves.size === 0) return NOBODY;
  const { rows } = await sql.query<{ id: string }>(OWN_CHAIRS, [[...selves], today]);
  return { self, selves, chairs: new Set(rows.map(({ id }) => id)) };
}

/** Compares the tables of a file with what is recorded: what would be new, changed, the same, refused. */
export async function planImport(sql: Sql, tables: readonly Table[], frame: PlanningFrame): Promise<Plan> {
  const planning = new Planning(
    await readWorld(sql, frame.kind, frame.today),
    frame.newId,
    frame.today,
    await authorOf(sql, frame),
  );
  const whole = tables.filter(({ missing }) => missing.length === 0);
  await planUnits(planning, whole);
  await planPositions(planning, whole);
  await planPeople(planning, whole);
  await planPlacements(planning, whole);
  await planBalances(planning, whole);
  await planCatalogue(planning, whole);
  return planning.plan();
}
