import { toDecimalText } from '../ratio.ts';
import { FactAbsent, NotComputable, type Env } from './compiled-formula.ts';
import { FormulaError } from './formula-lexer.ts';
import { note, shared, type CompileNode, type Part } from './formula-part.ts';
import { formulaText, type Formula } from './formula.ts';
import type { Binding, Scope } from './scope.ts';
import { cell, rowMap, type Table, type TableKey } from './table.ts';
import { emptyValue, valueText, type Value, type ValueMap } from './value.ts';
import { valueInWords } from './value-words.ts';
import { numberType, typeText, type MapType, type ValueType } from './value-type.ts';

type Lookup = Formula & { readonly kind: 'lookup' };

/** Compiles `name[key, …]`: a table's cell or row, or an item of a map. Throws FormulaError. */
export function compileLookup(formula: Lookup, scope: Scope, compileNode: CompileNode): Part {
  if (formula.keys.length === 0) throw new FormulaError(`"${formulaText(formula)}": kunci di dalam [ ] kosong`);
  const table = formula.of.kind === 'name' ? scope.table(formula.of.name) : null;
  return table ? compileTable(formula, table, scope, compileNode) : compileItem(formula, scope, compileNode);
}

function compileTable(formula: Lookup, table: Table, scope: Scope, compileNode: CompileNode): Part {
  const keys = formula.keys.map(key => compileNode(key, scope));
  const given = keys.length;
  const last = table.keys.at(-1);
  const asMap = given === table.keys.length - 1 && given > 0 && last?.kind === 'exact' && last.type.kind === 'text';
  if (given !== table.keys.length && !asMap) {
    throw new FormulaError(`tabel "${table.name}" memerlukan ${table.keys.length} kunci, ditulis ${given}`);
  }
  keys.forEach((key, index) => checkKey(key, table.keys[index]!, formula.keys[index]!, table));
  checkRows(formula, table, scope);
  const type: ValueType = asMap ? { kind: 'map', of: table.value, keys: null } : table.value;
  return { type, run: env => lookUp(formula, table, keys, type, env) };
}

function checkKey(key: Part, rule: TableKey, formula: Formula, table: Table): void {
  const wanted: ValueType = rule.kind === 'band' ? numberType(rule.unit) : rule.type;
  const free: ValueType = key.type.kind === 'text' ? { kind: 'text', options: null } : key.type;
  try {
    shared({ ...key, type: free }, { type: wanted, run: key.run }, formula, formula);
  } catch {
    throw new FormulaError(
      `kunci tabel "${table.name}" harus ${typeText(wanted)}, "${formulaText(formula)}" adalah ${typeText(key.type)}`,
    );
  }
}

/** Where every possible key is known (a choice, a whole number between bounds), each needs a row. */
function checkRows(formula: Lookup, table: Table, scope: Scope): void {
  const first = formula.keys[0];
  const rows = table.rows;
  if (!first || rows.kind !== 'exact' || rows.otherwise) return;
  const possible = possibleKeys(first, scope);
  const without = possible.filter(key => !rows.rows.has(key));
  if (without.length > 0) {
    const names = without.slice(0, 8).map(key => (key === '' ? '"" (kosong)' : key));
    throw new FormulaError(`tabel "${table.name}" tidak mempunyai baris untuk ${names.join(', ')}`);
  }
}

const MAX_SPAN = 1000n;

function possibleKeys(formula: Formula, scope: Scope): readonly string[] {
  if (formula.kind === 'text') return [formula.value];
  if (formula.kind === 'number') return [toDecimalText(formula.written)];
  if (formula.kind !== 'name') return [];
  const { type, span } = scope.resolve(formula.name);
  if (type.kind === 'text') return type.options ?? [];
  if (type.kind === 'boolean') return ['ya', 'tidak'];
  if (!span || span[1] - span[0] > MAX_SPAN) return [];
  const keys: string[] = [];
  for (let key = span[0]; key <= span[1]; key += 1n) keys.push(key.toString());
  return keys;
}

function keyText(value: Value, part: Part): string {
  return valueInWords(valueText(value, part.type), typeText(part.type));
}

function lookUp(formula: Lookup, table: Table, keys: readonly Part[], type: ValueType, env: Env): Value {
  const values = keys.map(key => key.run(env));
  const found: Value | null = type.kind === 'map' ? rowMap(table, values) : cell(table, values);
  if (found === null) {
    const shown = values.map((value, index) => `"${keyText(value, keys[index]!)}"`).join(', ');
    throw new NotComputable(`tabel "${table.label}" tidak mempunyai baris untuk ${shown}`);
  }
  const { trace } = env;
  if (trace) {
    trace.inputs.set(formulaText(formula), {
      kind: 'tabel',
      label: table.label,
      value: valueText(found, type),
      unit: typeText(type),
      key: values.map((value, index) => keyText(value, keys[index]!)).join(', '),
      cite: table.cite,
    });
  }
  return found;
}

function compileItem(formula: Lookup, scope: Scope, compileNode: CompileNode): Part {
  const [keyFormula] = formula.keys;
  if (formula.keys.length !== 1 || !keyFormula)
    throw new FormulaError(`"${formulaText(formula)}": peta memakai satu kunci`);
  const binding = formula.of.kind === 'name' ? scope.resolve(formula.of.name) : null;
  const of = binding ? plainName(formula.of, binding) : compileNode(formula.of, scope);
  const key = compileNode(keyFormula, scope);
  if (of.type.kind !== 'map') {
    throw new FormulaError(`"${formulaText(formula.of)}" adalah ${typeText(of.type)}, bukan tabel atau peta`);
  }
  if (key.type.kind !== 'text') throw new FormulaError(`kunci peta harus teks: "${formulaText(formula)}"`);
  const map: MapType = of.type;
  if (map.keys && key.type.literal !== undefined && !map.keys.includes(key.type.literal)) {
    throw new FormulaError(`"${key.type.literal}" bukan kunci "${formulaText(formula.of)}": ${map.keys.join(', ')}`);
  }
  const name = formula.of.kind === 'name' ? formula.of.name : null;
  return {
    type: map.of,
    run: env => {
      const at = key.run(env) as string;
      const item = (of.run(env) as ValueMap).get(at) ?? emptyValue(map.of);
      if (binding && name) note(env, name, binding, item, map.of, at);
      return item;
    },
  };
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
