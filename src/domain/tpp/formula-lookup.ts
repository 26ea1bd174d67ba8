import { toDecimalText, type Ratio } from '../ratio.ts';
import { FactAbsent, NotComputable, type Env } from './compiled-formula.ts';
import { FormulaError } from './formula-lexer.ts';
import { asDate, shared, type CompileNode, type Part } from './formula-part.ts';
import { formulaText, type Formula } from './formula.ts';
import { refuseJoinedKey, refuseJoinedRows } from './joined-codes.ts';
import { note } from './noted-input.ts';
import type { Binding, Scope } from './scope.ts';
import { cell, rowMap, type Table, type TableKey } from './table.ts';
import { checkRows } from './table-rows.ts';
import { PLAIN, sameUnit } from './unit.ts';
import { emptyValue, valueText, type Value, type ValueMap } from './value.ts';
import { valueInWords } from './value-words.ts';
import { DATE, numberType, typeText, type ListType, type MapType, type ValueType } from './value-type.ts';

type Lookup = Formula & { readonly kind: 'lookup' };

/** Compiles `name[key, …]`: a table's cell or row, or an item of a map. Throws FormulaError. */
export function compileLookup(formula: Lookup, scope: Scope, compileNode: CompileNode): Part {
  if (formula.keys.length === 0) throw new FormulaError(`"${formulaText(formula)}": kunci di dalam [ ] kosong`);
  const table = formula.of.kind === 'name' ? scope.table(formula.of.name) : null;
  return table ? compileTable(formula, table, scope, compileNode) : compileItem(formula, scope, compileNode);
}

function compileTable(formula: Lookup, table: Table, scope: Scope, compileNode: CompileNode): Part {
  const keys = formula.keys.map((key, index) => {
    const rule = table.keys[index];
    const made = compileNode(key, scope);
    return rule ? asDate(made, keyType(rule)) : made;
  });
  const given = keys.length;
  const last = table.keys.at(-1);
  const asMap = given === table.keys.length - 1 && given > 0 && last?.kind === 'exact' && last.type.kind === 'text';
  if (given !== table.keys.length && !asMap) {
    throw new FormulaError(`tabel "${table.name}" memerlukan ${table.keys.length} kunci, ditulis ${given}`);
  }
  checkTableKeys(table, keys, formula.keys, scope);
  const type: ValueType = asMap ? { kind: 'map', of: table.value, keys: null } : table.value;
  const text = formulaText(formula);
  return { type, run: env => lookUp(text, table, keys, type, env) };
}

/** Checks keys against a table's, from the first on. Throws FormulaError for another kind, or a row that is missing. */
export function checkTableKeys(table: Table, keys: readonly Part[], formulas: readonly Formula[], scope: Scope): void {
  keys.forEach((key, index) => checkKey(key, table.keys[index]!, formulas[index]!, table));
  refuseJoinedRows(keys, formulas, table, scope);
  checkRows(keys, formulas, table, scope);
}

/** That a table has no row for some keys, in words. */
export function noRow(table: Table, keys: readonly Part[], values: readonly Value[]): NotComputable {
  const shown = values.map((value, index) => `"${keyWords(value, keys[index]!)}"`).join(', ');
  return new NotComputable(`tabel "${table.label}" tidak mempunyai baris untuk ${shown}`);
}

function checkKey(key: Part, rule: TableKey, formula: Formula, table: Table): void {
  const wanted = keyType(rule);
  const free: ValueType = key.type.kind === 'text' ? { kind: 'text', options: null } : key.type;
  try {
    shared({ ...key, type: free }, { type: wanted, run: key.run }, formula, formula);
  } catch {
    throw new FormulaError(
      `kunci tabel "${table.name}" harus ${typeText(wanted)}, "${formulaText(formula)}" adalah ${typeText(key.type)}`,
    );
  }
}

function keyType(rule: TableKey): ValueType {
  if (rule.kind === 'exact') return rule.type;
  return rule.kind === 'dated' ? DATE : numberType(rule.unit);
}

/** A key of a table as people read it. */
export function keyWords(value: Value, part: Part): string {
  return valueInWords(valueText(value, part.type), typeText(part.type));
}

function lookUp(text: string, table: Table, keys: readonly Part[], type: ValueType, env: Env): Value {
  const values = keys.map(key => key.run(env));
  const found: Value | null = type.kind === 'map' ? rowMap(table, values) : cell(table, values);
  if (found === null) throw noRow(table, keys, values);
  const { trace } = env;
  if (trace) {
    trace.inputs[text] = {
      kind: 'tabel',
      label: table.label,
      value: valueText(found, type),
      unit: typeText(type),
      key: values.map((value, index) => keyWords(value, keys[index]!)).join(', '),
      cite: table.cite,
    };
  }
  return found;
}

function compileItem(formula: Lookup, scope: Scope, compileNode: CompileNode): Part {
  const [keyFormula] = formula.keys;
  if (formula.keys.length !== 1 || !keyFormula)
    throw new FormulaError(`"${formulaText(formula)}": peta dan daftar memakai satu kunci`);
  const binding = formula.of.kind === 'name' ? scope.resolve(formula.of.name) : null;
  const of = binding ? plainName(formula.of, binding) : compileNode(formula.of, scope);
  const name = formula.of.kind === 'name' ? formula.of.name : null;
  const item: Item = { formula, of, key: compileNode(keyFormula, scope), name, binding };
  if (of.type.kind === 'list') return listItem(item, of.type, scope);
  if (of.type.kind === 'map') return mapItem(item, of.type, scope);
  throw new FormulaError(`"${formulaText(formula.of)}" adalah ${typeText(of.type)}, bukan tabel, peta atau daftar`);
}

/** An item of a map or list, looked up. */
interface Item {
  readonly formula: Lookup;
  readonly of: Part;
  readonly key: Part;
  /** The collection, where it is named directly. */
  readonly name: string | null;
  readonly binding: Binding | null;
}

function mapItem({ formula, of, key, name, binding }: Item, map: MapType, scope: Scope): Part {
  const whole = formulaText(formula.of);
  if (key.type.kind !== 'text') throw new FormulaError(`kunci peta harus teks: "${formulaText(formula)}"`);
  refuseJoinedKey(key, formula.keys[0]!, `peta "${whole}" tidak mempunyai kunci itu`, scope);
  if (map.keys && key.type.literal !== undefined && !map.keys.includes(key.type.literal)) {
    throw new FormulaError(`"${key.type.literal}" bukan kunci "${whole}": ${map.keys.join(', ')}`);
  }
  const absent = absentItem(map.of);
  const label = binding?.label ?? whole;
  return {
    type: map.of,
    run: env => {
      const at = key.run(env) as string;
      const item = (of.run(env) as ValueMap).get(at) ?? absent;
      if (item === null) throw new NotComputable(`"${label}" tidak mempunyai isi untuk "${at}"`);
      if (binding && name) note(env, name, binding, item, map.of, at);
      return item;
    },
  };
}

/** What an absent key gives: zero, an empty text, no. Null where nothing may stand for it: a date, one of several choices. */
function absentItem(type: ValueType): Value | null {
  if (type.kind === 'date' || type.kind === 'row') return null;
  if (type.kind === 'text' && type.options?.includes('') === false) return null;
  return emptyValue(type);
}

function listItem({ formula, of, key, name, binding }: Item, list: ListType, scope: Scope): Part {
  const whole = formulaText(formula.of);
  if (key.type.kind !== 'number' || !sameUnit(key.type.unit, PLAIN))
    throw new FormulaError(`butir daftar ditunjuk dengan angka (1 yang pertama) atau urutan: ${whole}[urutan]`);
  checkPlaces(formula, binding, scope);
  return {
    type: list.of,
    run: env => {
      const at = toDecimalText(key.run(env) as Ratio);
      const all = of.run(env) as readonly Value[];
      const item = /^[1-9]\d{0,5}$/.test(at) ? all[Number(at) - 1] : undefined;
      if (item === undefined)
        throw new NotComputable(`"${binding?.label ?? whole}" berisi ${all.length} butir, tidak ada butir ke-${at}`);
      if (binding && name) note(env, name, binding, item, list.of, at);
      return item;
    },
  };
}

/** `urutan` counts the places of the list gone over: in a step's list it points right only if they are the same places. */
function checkPlaces(formula: Lookup, binding: Binding | null, scope: Scope): void {
  const [key] = formula.keys;
  if (key?.kind !== 'name' || key.name !== 'urutan' || binding?.kind !== 'langkah') return;
  if (binding.places === undefined || binding.places === scope.places) return;
  throw new FormulaError(
    `"${formulaText(formula)}": urutan menunjuk butir "${scope.places ?? ''}", sedangkan "${formulaText(formula.of)}" dihitung atas "${binding.places}"; keduanya harus dari daftar yang sama, tanpa "where"`,
  );
}

/** A name read without noting the whole collection: only the item that was asked for is of interest. */
function plainName(formula: Formula, binding: Binding): Part {
  const name = formula.kind === 'name' ? formula.name : '';
  return {
    type: binding.type,
    run: env => {
      const value = env.values.get(name);
      if (value === undefined) throw new FactAbsent(name, binding.label);
      return value;
    },
  };
}
