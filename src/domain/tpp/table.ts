import { ZERO, add, compare, multiply, subtract, toDecimalText, type Ratio } from '../ratio.ts';
import type { Unit } from './unit.ts';
import { toWritten, type Value, type ValueMap } from './value.ts';
import type { NumberType, ValueType } from './value-type.ts';

/** One key of a table: an exact one (a class, a code), a band that a number falls in, or a date that rows count from. */
export type TableKey =
  | { readonly kind: 'exact'; readonly type: ValueType }
  | { readonly kind: 'band'; readonly unit: Unit }
  | { readonly kind: 'dated' };

/** The rows of a table, one level for each key. */
export type TableRows =
  | { readonly kind: 'cell'; readonly value: Value }
  | { readonly kind: 'exact'; readonly rows: ReadonlyMap<string, TableRows>; readonly otherwise: TableRows | null }
  | { readonly kind: 'band'; readonly bands: readonly Band[] }
  | { readonly kind: 'dated'; readonly spans: readonly DatedSpan[] };

/** A band reaches up to its bound; the last has none. Bounds are in the computed scale (0.5 for 50 %). */
export interface Band {
  readonly upper: Ratio | null;
  readonly inclusive: boolean;
  readonly rows: TableRows;
}

/** Rows that hold from a day on, until the next; there are none before the first. In order of time. */
export interface DatedSpan {
  readonly from: string;
  readonly rows: TableRows;
}

export interface Table {
  readonly name: string;
  readonly label: string;
  readonly cite: string;
  readonly keys: readonly TableKey[];
  readonly value: NumberType | ValueType;
  readonly rows: TableRows;
  /** The national table file it comes from, or null for the regulation's own. */
  readonly national: string | null;
}

/** The text by which an exact key is found: `7`, `CPNS`, `ya`. */
export function exactKeyText(key: Value, type: ValueType): string {
  if (type.kind === 'number') return toDecimalText(toWritten(key as Ratio, type.unit));
  if (type.kind === 'boolean') return key === true ? 'ya' : 'tidak';
  return key as string;
}

function within(value: Ratio, band: Band): boolean {
  if (band.upper === null) return true;
  const side = compare(value, band.upper);
  return side < 0 || (side === 0 && band.inclusive);
}

/** Follows some of a table's keys; null when there is no such row. */
export function follow(table: Table, keys: readonly Value[]): TableRows | null {
  let rows: TableRows | null = table.rows;
  for (const [index, key] of keys.entries()) {
    const rule = table.keys[index];
    if (!rows || !rule) return null;
    if (rows.kind === 'band') rows = rows.bands.find(band => within(key as Ratio, band))?.rows ?? null;
    else if (rows.kind === 'dated') rows = rows.spans.findLast(span => span.from <= (key as string))?.rows ?? null;
    else if (rows.kind === 'exact' && rule.kind === 'exact') {
      rows = rows.rows.get(exactKeyText(key, rule.type)) ?? rows.otherwise;
    } else return null;
  }
  return rows;
}

/** The cell for all keys, or null when there is no such row. */
export function cell(table: Table, keys: readonly Value[]): Value | null {
  const rows = follow(table, keys);
  return rows?.kind === 'cell' ? rows.value : null;
}

/** The row for all keys but the last, as a map by the last key; null when there is no such row. */
export function rowMap(table: Table, keys: readonly Value[]): ValueMap | null {
  const rows = follow(table, keys);
  if (rows?.kind !== 'exact') return null;
  return new Map([...rows.rows].flatMap(([key, row]) => (row.kind === 'cell' ? [[key, row.value] as const] : [])));
}

/** Sum over the bands of (the part of `amount` inside the band × the band's rate), as a progressive tax is. */
export function progressive(table: Table, keys: readonly Value[], amount: Ratio): Ratio | null {
  const rows = follow(table, keys);
  if (rows?.kind !== 'band') return null;
  let lower = ZERO;
  let total = ZERO;
  for (const band of rows.bands) {
    if (compare(amount, lower) <= 0) break;
    const top: Ratio = band.upper !== null && compare(band.upper, amount) < 0 ? band.upper : amount;
    if (band.rows.kind === 'cell') total = add(total, multiply(subtract(top, lower), band.rows.value as Ratio));
    if (band.upper === null) break;
    lower = band.upper;
  }
  return total;
}
