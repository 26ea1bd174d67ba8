import { compare, isWhole, parseRatio, ratio, type Ratio } from '../ratio.ts';
import { isCivilDate } from './civil-day.ts';
import type { FactValue } from './computation.ts';
import type { SourceNode } from './source-node.ts';
import { fromWritten, type Value } from './value.ts';
import { typeText, type MapType, type NumberType, type RowType, type ValueType } from './value-type.ts';

/** Bounds of a number as written. */
export interface Bounds {
  readonly min: Ratio | null;
  readonly max: Ratio | null;
  /** A number may also be an exact fraction (`1900/21`): in rows that the engine itself made. */
  readonly fractions?: true;
}

export const UNBOUNDED: Bounds = { min: null, max: null };

export type ReadValue = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string };

/** A file's node as a fact: numbers stay the text they were written with. */
export function factOf(node: SourceNode): FactValue {
  switch (node.kind) {
    case 'scalar':
      return node.text;
    case 'null':
      return null;
    case 'sequence':
      return node.items.map(factOf);
    case 'map':
      return Object.fromEntries(node.entries.map(entry => [entry.key, factOf(entry.value)]));
  }
}

/** Rows that the product makes have more columns than most regulations use; those not declared stay out. */
export function declaredColumns(type: ValueType, value: FactValue): FactValue {
  if (type.kind !== 'list' || type.of.kind !== 'row' || !Array.isArray(value)) return value;
  const { fields } = type.of;
  return (value as readonly FactValue[]).map(row =>
    typeof row === 'object' && row !== null && !Array.isArray(row)
      ? Object.fromEntries(Object.entries(row).filter(([name]) => fields.has(name)))
      : row,
  );
}

function refuse(reason: string): ReadValue {
  return { ok: false, reason };
}

/** Reads a value of a type. Not ok, with the reason in Indonesian, when it is not one. Never throws. */
export function readValue(fact: FactValue, type: ValueType, bounds: Bounds = UNBOUNDED): ReadValue {
  switch (type.kind) {
    case 'number':
      return readNumber(fact, type, bounds);
    case 'text': {
      const text = scalarText(fact);
      if (text === null) return refuse('harus teks');
      if (type.options && !type.options.includes(text)) {
        return refuse(`"${text}" bukan salah satu pilihan: ${type.options.map(option => option || '""').join(', ')}`);
      }
      return { ok: true, value: text };
    }
    case 'boolean':
      if (fact === true || fact === 'ya' || fact === 'true') return { ok: true, value: true };
      if (fact === false || fact === 'tidak' || fact === 'false') return { ok: true, value: false };
      return refuse('harus ya atau tidak');
    case 'date': {
      const text = scalarText(fact);
      return text !== null && isCivilDate(text) ? { ok: true, value: text } : refuse('harus tanggal TTTT-BB-HH');
    }
    case 'map':
      return readMap(fact, type, bounds);
    case 'list':
      return readList(fact, type.of, bounds);
    case 'row':
      return readRow(fact, type, bounds);
  }
}

function scalarText(fact: FactValue): string | null {
  if (typeof fact === 'string') return fact;
  return typeof fact === 'bigint' ? fact.toString() : null;
}

const GROUPED = /^(-?)Rp(\d{1,3}(?:\.\d{3})*)$/;

function readNumber(fact: FactValue, type: NumberType, bounds: Bounds): ReadValue {
  const text = scalarText(fact);
  const unit = typeText(type);
  if (text === null) return refuse(`harus angka (${unit})`);
  const isRupiah = unit === 'rupiah';
  const grouped = isRupiah ? GROUPED.exec(text) : null;
  const digits = grouped ? `${grouped[1] ?? ''}${(grouped[2] ?? '').replaceAll('.', '')}` : text;
  if (isRupiah && !/^-?\d+$/.test(digits)) {
    return refuse(`"${text}" harus rupiah utuh tanpa titik dan koma, misalnya 1500000 (atau Rp1.500.000)`);
  }
  const written = parseRatio(digits) ?? (bounds.fractions ? parseFraction(digits) : null);
  if (!written) return refuse(`"${text}" bukan angka; tulis misalnya 12, 98.2 atau 98,2 tanpa pemisah ribuan`);
  if (type.whole && !isWhole(written)) return refuse(`"${text}" harus bilangan bulat`);
  if (bounds.min && compare(written, bounds.min) < 0) return refuse(`"${text}" kurang dari batas bawah`);
  if (bounds.max && compare(written, bounds.max) > 0) return refuse(`"${text}" lebih dari batas atas`);
  return { ok: true, value: fromWritten(written, type.unit) };
}

const FRACTION = /^(-?\d{1,420})\/(\d{1,420})$/;

function parseFraction(text: string): Ratio | null {
  const [, above, below] = FRACTION.exec(text) ?? [];
  if (above === undefined || below === undefined || /^0+$/.test(below)) return null;
  return ratio(BigInt(above), BigInt(below));
}

function isRecord(fact: FactValue): fact is Readonly<Record<string, FactValue>> {
  return typeof fact === 'object' && fact !== null && !Array.isArray(fact);
}

function readMap(fact: FactValue, type: MapType, bounds: Bounds): ReadValue {
  if (!isRecord(fact)) return refuse('harus peta (kode: nilai)');
  const stranger = Object.keys(fact).find(key => type.keys && !type.keys.includes(key));
  if (stranger !== undefined) return refuse(`kode "${stranger}" tidak dikenal; yang ada: ${type.keys?.join(', ')}`);
  const keys = (type.keys ?? Object.keys(fact).sort()).filter(key => Object.hasOwn(fact, key));
  const items = new Map<string, Value>();
  for (const key of keys) {
    const item = readValue(fact[key] ?? null, type.of, bounds);
    if (!item.ok) return refuse(`${key}: ${item.reason}`);
    items.set(key, item.value);
  }
  return { ok: true, value: items };
}

function readList(fact: FactValue, of: ValueType, bounds: Bounds): ReadValue {
  if (!Array.isArray(fact)) return refuse('harus daftar');
  const items: Value[] = [];
  for (const [index, entry] of (fact as readonly FactValue[]).entries()) {
    const item = readValue(entry, of, bounds);
    if (!item.ok) return refuse(`butir ${index + 1}: ${item.reason}`);
    items.push(item.value);
  }
  return { ok: true, value: items };
}

/** A row is written by its columns' names, or as a plain list in their order. */
function readRow(fact: FactValue, type: RowType, bounds: Bounds): ReadValue {
  const names = [...type.fields.keys()];
  const row =
    Array.isArray(fact) && fact.length === names.length
      ? Object.fromEntries(names.map((name, index) => [name, (fact as readonly FactValue[])[index] ?? null]))
      : fact;
  if (!isRecord(row)) return refuse(`harus baris dengan kolom ${names.join(', ')}`);
  const stranger = Object.keys(row).find(key => !type.fields.has(key));
  if (stranger !== undefined) return refuse(`kolom "${stranger}" tidak dikenal; yang ada: ${names.join(', ')}`);
  const fields = new Map<string, Value>();
  for (const [name, field] of type.fields) {
    const rule = type.columns.get(name);
    const given = Object.hasOwn(row, name) ? (row[name] ?? null) : null;
    if (given === null && rule && rule.fallback !== null) {
      fields.set(name, rule.fallback);
      continue;
    }
    const own = { ...bounds, min: rule?.min ?? bounds.min, max: rule?.max ?? bounds.max };
    const item = given === null ? refuse('belum ditulis') : readValue(given, field, own);
    if (!item.ok) return refuse(`${name}: ${item.reason}`);
    fields.set(name, item.value);
  }
  return { ok: true, value: fields };
}
