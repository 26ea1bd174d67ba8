import { parseRatio } from '../ratio.ts';
import { factOf, readValue, UNBOUNDED } from './fact-reader.ts';
import type { Problems } from './problem.ts';
import type { MapNode, SourceEntry } from './source-node.ts';
import { nameFault, Section } from './source-reader.ts';
import { parseType, unknownType, type ColumnRule, type RowType, type ValueType } from './value-type.ts';

/** What a column may hold: one value, never a collection. */
const COLUMN_TYPES =
  'rupiah, persen, poin, menit, jam, hari, bulan, kali, bilangan, poin/hari (dan satuan per satuan lain), teks, ya_tidak, tanggal, atau { type: pilihan, options: […] }';

/** Reads the columns of a row type; null when there are none. */
export function readColumns(node: MapNode | null, problems: Problems): RowType | null {
  const fields = new Map<string, ValueType>();
  const columns = new Map<string, ColumnRule>();
  for (const entry of node?.entries ?? []) {
    const fault = nameFault(entry.key);
    if (fault) problems.add(entry.line, fault);
    const column = readColumn(entry, problems);
    if (!column) continue;
    fields.set(entry.key, column.type);
    columns.set(entry.key, column.rule);
  }
  return fields.size === 0 ? null : { kind: 'row', fields, columns };
}

interface Column {
  readonly type: ValueType;
  readonly rule: ColumnRule;
}

const PLAIN: ColumnRule = { fallback: null, min: null, max: null };

/** A column is a type's name, or a map with the type and what else holds of it. */
function readColumn({ key, value, line }: SourceEntry, problems: Problems): Column | null {
  if (value.kind === 'scalar') {
    const type = singleType(value.text);
    if (type) return { type, rule: PLAIN };
  }
  if (value.kind !== 'map') {
    problems.add(line, `kolom "${key}" harus berisi nama jenis; yang ada: ${COLUMN_TYPES}`);
    return null;
  }
  const section = new Section(value, `kolom "${key}"`, problems, line);
  section.expects(['type'], ['default', 'min', 'max', 'options', 'note']);
  const name = section.text('type');
  if (name === null) return null;
  if (section.has('options') !== (name === 'pilihan'))
    problems.add(line, `"options" pada kolom "${key}" ditulis hanya dan selalu bersama type pilihan`);
  const options = section.texts('options');
  const type: ValueType | null = name === 'pilihan' ? { kind: 'text', options } : singleType(name);
  if (!type) {
    problems.add(section.lineOf('type'), unknownType(name, COLUMN_TYPES, ` pada kolom "${key}"`));
    return null;
  }
  return { type, rule: columnRule(key, type, section, problems) };
}

function singleType(name: string): ValueType | null {
  const type = parseType(name);
  return type && type.kind !== 'map' && type.kind !== 'list' ? type : null;
}

function columnRule(key: string, type: ValueType, section: Section, problems: Problems): ColumnRule {
  const bound = (side: 'min' | 'max') => {
    const text = section.has(side) ? section.text(side) : null;
    const value = text === null ? null : parseRatio(text);
    if (text !== null && (value === null || type.kind !== 'number'))
      problems.add(section.lineOf(side), `"${side}" pada kolom "${key}" harus angka, pada kolom berisi angka`);
    return value;
  };
  const [min, max] = [bound('min'), bound('max')];
  const given = section.node('default');
  if (!given || given.kind === 'null') return { fallback: null, min, max };
  const read = readValue(factOf(given), type, { ...UNBOUNDED, min, max });
  if (!read.ok) problems.add(given.line, `default kolom "${key}": ${read.reason}`);
  return { fallback: read.ok ? read.value : null, min, max };
}
