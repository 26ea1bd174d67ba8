import { parseRatio, toDecimalText, ZERO, type Ratio } from '../ratio.ts';
import { CHAIN_SOURCE } from './chain-section.ts';
import { readColumns } from './column-section.ts';
import { factOf, readValue, UNBOUNDED } from './fact-reader.ts';
import { filledType } from './made-column.ts';
import { misfitOf, misspellingOf } from './made-source.ts';
import type { Problems } from './problem.ts';
import type { InputRule, ParamRule } from './regulation.ts';
import type { MapNode } from './source-node.ts';
import { nameFault, Section } from './source-reader.ts';
import { parseType, typeText, unknownType, type ValueType } from './value-type.ts';

/** Where facts come from in the product: the first word of an input's `source`. */
export const FACT_SOURCES: readonly string[] = [
  'pegawai',
  'jabatan',
  'unit',
  'kegiatan',
  'kalender',
  'presensi',
  'skp',
  'penilaian',
  'cuti',
  'hukuman',
  'keberatan',
  'bawahan',
  'penggajian',
  'bulan_lalu',
  'sejak_januari',
  'fakta',
];

const TYPES =
  'rupiah, persen, poin, menit, jam, hari, bulan, kali, bilangan, tarif seperti poin/hari, teks, pilihan, ya_tidak, tanggal, peta<…>, daftar<…>';

/**
 * Reads the section `inputs`.
 * @param isAdopted a text in force is not judged by what a later version of the product has learned to make
 */
export function readInputs(node: MapNode | null, problems: Problems, isAdopted = false): readonly InputRule[] {
  return (node?.entries ?? []).flatMap(entry => {
    const fault = nameFault(entry.key);
    if (fault) problems.add(entry.line, fault);
    if (entry.value.kind !== 'map') {
      problems.add(entry.line, `fakta "${entry.key}" harus mempunyai label, type dan source`);
      return [];
    }
    const section = new Section(entry.value, `fakta "${entry.key}"`, problems, entry.line);
    section.expects(
      ['label', 'type', 'source'],
      ['default', 'when', 'min', 'max', 'options', 'keys', 'fields', 'note'],
    );
    const rule = readInput(entry.key, section, problems);
    const misfit = rule && !isAdopted ? misfitOf(rule.source, rule.type) : null;
    if (misfit !== null) problems.add(section.lineOf('type'), misfit);
    const misspelling = rule && !isAdopted && rule.source !== CHAIN_SOURCE ? misspellingOf(rule.source) : null;
    if (misspelling !== null) problems.add(section.lineOf('source'), misspelling);
    return rule ? [rule] : [];
  });
}

function readInput(name: string, section: Section, problems: Problems): InputRule | null {
  const type = declaredType(section, problems);
  const source = section.text('source');
  const label = section.text('label');
  if (source !== null && !new RegExp(`^(${FACT_SOURCES.join('|')})(\\.[a-z][a-z0-9_]*)+$`).test(source)) {
    problems.add(
      section.lineOf('source'),
      `source "${source}" harus berbentuk asal.nama dengan asal salah satu dari: ${FACT_SOURCES.join(', ')}`,
    );
  }
  const isChain = source === CHAIN_SOURCE;
  if (isChain) checkChainInput(name, type, section, problems);
  const min = isChain ? null : section.has('min') ? bound(section, 'min', problems) : ZERO;
  const max = section.has('max') ? bound(section, 'max', problems) : null;
  if (!type || label === null || source === null) return null;
  const given = section.node('default');
  const read = given === null ? null : readValue(factOf(given), type, { min, max });
  if (given && read && !read.ok) problems.add(given.line, `default fakta "${name}": ${read.reason}`);
  return {
    name,
    label,
    type: filledType(source, type),
    source,
    fallback: read?.ok ? read.value : null,
    when: null,
    needs: [],
    min: min && toDecimalText(min),
    max: max && toDecimalText(max),
  };
}

/** Rows over those one leads are made by the engine, so nothing is said of how they are entered. */
function checkChainInput(name: string, type: ValueType | null, section: Section, problems: Problems): void {
  if (type && (type.kind !== 'list' || type.of.kind !== 'row'))
    problems.add(section.lineOf('type'), `fakta "${name}" (${CHAIN_SOURCE}) harus bertype daftar<baris> dengan fields`);
  for (const key of ['default', 'min', 'max'])
    if (section.has(key))
      problems.add(
        section.lineOf(key),
        `"${key}" tidak ditulis pada fakta "${name}": isinya dihitung, dan kosong bagi yang tidak memimpin siapa pun`,
      );
}

function bound(section: Section, key: 'min' | 'max', problems: Problems): Ratio | null {
  const text = section.text(key);
  const value = text === null ? null : parseRatio(text);
  if (text !== null && value === null) problems.add(section.lineOf(key), `"${key}" harus angka, ditulis "${text}"`);
  return value;
}

/** The type of a fact: its name, together with `options`, `keys` and `fields` where the name asks for them. */
function declaredType(section: Section, problems: Problems): ValueType | null {
  const name = section.text('type');
  if (name === null) return null;
  const options = section.texts('options');
  if (section.has('options') !== /\bpilihan\b/.test(name)) {
    problems.add(section.line, '"options" ditulis hanya dan selalu bersama type pilihan');
  }
  const rowNames = /^(?:daftar<\s*baris\s*>|baris)$/.test(name);
  if (section.has('fields') !== rowNames) {
    problems.add(section.line, '"fields" ditulis hanya dan selalu bersama type baris atau daftar<baris>');
  }
  const type = rowNames ? rowType(name, section, problems) : namedType(name, options);
  if (!type) {
    if (!rowNames) problems.add(section.lineOf('type'), unknownType(name, TYPES));
    return null;
  }
  const keys = section.texts('keys');
  if (!section.has('keys')) return type;
  if (type.kind === 'map' && keys.length > 0 && new Set(keys).size === keys.length) return { ...type, keys };
  problems.add(section.lineOf('keys'), '"keys" hanya untuk type peta<…>, tidak kosong dan tanpa kunci ganda');
  return type;
}

function namedType(name: string, options: readonly string[]): ValueType | null {
  const choice: ValueType = { kind: 'text', options };
  if (name === 'pilihan') return choice;
  const collection = /^(peta|daftar)<\s*pilihan\s*>$/.exec(name);
  if (collection)
    return collection[1] === 'peta' ? { kind: 'map', of: choice, keys: null } : { kind: 'list', of: choice };
  return parseType(name);
}

function rowType(name: string, section: Section, problems: Problems): ValueType | null {
  const row = readColumns(section.map('fields'), problems);
  return row && name !== 'baris' ? { kind: 'list', of: row } : row;
}

/** Reads the section `params`: named numbers and texts that the regulation fixes. */
export function readParams(node: MapNode | null, problems: Problems): readonly ParamRule[] {
  return (node?.entries ?? []).flatMap(entry => {
    const fault = nameFault(entry.key);
    if (fault) problems.add(entry.line, fault);
    if (entry.value.kind !== 'map') {
      problems.add(entry.line, `parameter "${entry.key}" harus mempunyai label, cite, type dan value`);
      return [];
    }
    const section = new Section(entry.value, `parameter "${entry.key}"`, problems, entry.line);
    section.expects(['label', 'cite', 'type', 'value'], ['note']);
    const [label, cite, name] = [section.text('label'), section.text('cite'), section.text('type')];
    const type = name === null ? null : parseType(name);
    const given = section.node('value');
    if (name !== null && !type) problems.add(section.lineOf('type'), unknownType(name, TYPES.replace(' pilihan,', '')));
    if (!type || !given || label === null || cite === null) return [];
    const read = readValue(factOf(given), type, UNBOUNDED);
    if (!read.ok) {
      problems.add(given.line, `parameter "${entry.key}" (${typeText(type)}): ${read.reason}`);
      return [];
    }
    return [{ name: entry.key, label, cite, type, value: read.value }];
  });
}
