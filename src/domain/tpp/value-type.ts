import type { Ratio } from '../ratio.ts';
import type { Value } from './value.ts';
import { PLAIN, RUPIAH, parseUnit, rateHint, sameUnit, unitText, type Unit } from './unit.ts';

/** What a formula, fact, parameter or table cell can be. */
export type ValueType = NumberType | TextType | BooleanType | DateType | MapType | ListType | RowType;

export interface NumberType {
  readonly kind: 'number';
  readonly unit: Unit;
  /** Known to be a whole number as written (whole rupiah, whole percent): literals, whole facts, rounded results. */
  readonly whole: boolean;
  /** The literal 0, which fits every unit. */
  readonly anyUnit?: true;
}

export interface TextType {
  readonly kind: 'text';
  /** The values allowed, or null for free text. */
  readonly options: readonly string[] | null;
  /** The text itself, for a literal. */
  readonly literal?: string;
  /** Several codes may stand in it, joined by + (joined-codes.ts). */
  readonly joined?: true;
}

export interface BooleanType {
  readonly kind: 'boolean';
}

export interface DateType {
  readonly kind: 'date';
}

export interface MapType {
  readonly kind: 'map';
  readonly of: ValueType;
  /** The keys allowed, in the order they are shown; null for free keys (ordered by code). */
  readonly keys: readonly string[] | null;
}

export interface ListType {
  readonly kind: 'list';
  readonly of: ValueType;
}

export interface RowType {
  readonly kind: 'row';
  readonly fields: ReadonlyMap<string, ValueType>;
  /** What else holds of a column. */
  readonly columns: ReadonlyMap<string, ColumnRule>;
}

/** Of a column: what it holds where a row does not say, and bounds of the number as written, before those of the whole fact. */
export interface ColumnRule {
  readonly fallback: Value | null;
  readonly min: Ratio | null;
  readonly max: Ratio | null;
}

export const TEXT: TextType = { kind: 'text', options: null };
export const JOINED: TextType = { kind: 'text', options: null, joined: true };
export const BOOLEAN: BooleanType = { kind: 'boolean' };
export const DATE: DateType = { kind: 'date' };

export function numberType(unit: Unit, whole = false): NumberType {
  return { kind: 'number', unit, whole };
}

export const COUNT: NumberType = numberType(PLAIN, true);
export const WHOLE_RUPIAH: NumberType = numberType(RUPIAH, true);

/** The type's name in a regulation and in messages. */
export function typeText(type: ValueType): string {
  let text = named.get(type);
  if (text === undefined) named.set(type, (text = nameOf(type)));
  return text;
}

/** Names already made: every tree asks for those of the same few types again and again. */
const named = new WeakMap<ValueType, string>();

function nameOf(type: ValueType): string {
  switch (type.kind) {
    case 'number':
      return unitText(type.unit);
    case 'text':
      return type.options === null ? 'teks' : 'pilihan';
    case 'boolean':
      return 'ya_tidak';
    case 'date':
      return 'tanggal';
    case 'map':
      return `peta<${typeText(type.of)}>`;
    case 'list':
      return `daftar<${typeText(type.of)}>`;
    case 'row':
      return 'baris';
  }
}

/**
 * Reads a type's name: a unit, `teks`, `ya_tidak`, `tanggal`, `peta<…>`, `daftar<…>`. `pilihan` and `baris` need more
 * than a name (options, fields) and are read where they are declared. Null when it is not a type.
 */
export function parseType(text: string): ValueType | null {
  const collection = /^(peta|daftar)<\s*([^<>]+?)\s*>$/.exec(text.trim());
  if (collection) {
    const of = parseType(collection[2] ?? '');
    if (!of) return null;
    return collection[1] === 'peta' ? { kind: 'map', of, keys: null } : { kind: 'list', of };
  }
  if (text === 'teks') return TEXT;
  if (text === 'ya_tidak') return BOOLEAN;
  if (text === 'tanggal') return DATE;
  const unit = parseUnit(text);
  if (!unit) return null;
  return numberType(unit, text === 'rupiah' || text === 'kali');
}

/** That a type's name is none, in Indonesian: what there is, or how a rate is written. */
export function unknownType(name: string, known: string, where = ''): string {
  const hint = rateHint(name);
  return `type "${name}"${where} tidak dikenal; ${hint === '' ? `yang ada: ${known}` : hint}`;
}

function commonNumber(a: NumberType, b: NumberType): NumberType | null {
  if (!a.anyUnit && !b.anyUnit && !sameUnit(a.unit, b.unit)) return null;
  const whole = a.whole && b.whole;
  if (a.anyUnit && b.anyUnit) return a;
  return numberType(a.anyUnit ? b.unit : a.unit, whole);
}

function commonText(a: TextType, b: TextType): TextType | null {
  if (a.options && b.literal !== undefined) return a.options.includes(b.literal) ? a : null;
  if (b.options && a.literal !== undefined) return b.options.includes(a.literal) ? b : null;
  return a.joined || b.joined ? JOINED : TEXT;
}

/** The type that both values have, or null when they do not mix (rupiah and percent, an unknown option, …). */
export function commonType(a: ValueType, b: ValueType): ValueType | null {
  if (a.kind === 'number' && b.kind === 'number') return commonNumber(a, b);
  if (a.kind === 'text' && b.kind === 'text') return commonText(a, b);
  if (a.kind === 'boolean' && b.kind === 'boolean') return BOOLEAN;
  if (a.kind === 'date' && b.kind === 'date') return DATE;
  if (a.kind === 'map' && b.kind === 'map') {
    const of = commonType(a.of, b.of);
    return of && { kind: 'map', of, keys: a.keys === b.keys ? a.keys : null };
  }
  if (a.kind === 'list' && b.kind === 'list') {
    const of = commonType(a.of, b.of);
    return of && { kind: 'list', of };
  }
  return a.kind === 'row' && b.kind === 'row' && sameColumns(a, b) ? a : null;
}

function sameColumns(a: RowType, b: RowType): boolean {
  const alike = ([name, type]: readonly [string, ValueType]): boolean => {
    const other = b.fields.get(name);
    return other !== undefined && commonType(type, other) !== null;
  };
  return a.fields.size === b.fields.size && [...a.fields].every(alike);
}
