import type { FactValue } from '../../../src/domain/tpp/computation.ts';
import { NotComputable, type Env, type Trace } from '../../../src/domain/tpp/compiled-formula.ts';
import { readValue } from '../../../src/domain/tpp/fact-reader.ts';
import { compileFormula } from '../../../src/domain/tpp/formula-compiler.ts';
import { FormulaError } from '../../../src/domain/tpp/formula-lexer.ts';
import { Scope, type Binding } from '../../../src/domain/tpp/scope.ts';
import type { Table } from '../../../src/domain/tpp/table.ts';
import { exactKeyText } from '../../../src/domain/tpp/table.ts';
import type { Value, ValueMap } from '../../../src/domain/tpp/value.ts';
import { parseType, typeText, type ValueType } from '../../../src/domain/tpp/value-type.ts';

/** A name that formulas may use: its type (or its type's name), what it holds, and what else is known of it. */
export type Known = readonly [type: ValueType | string, fact: FactValue, more?: Partial<Binding>];

/** Rows of columns, as a type. */
export function rowsOf(fields: Readonly<Record<string, string>>): ValueType {
  const read = Object.entries(fields).map(([name, type]) => [name, typeOf(type)] as const);
  return { kind: 'list', of: { kind: 'row', fields: new Map(read), columns: new Map() } };
}

/** A choice of some words. */
export const choiceOf = (...options: readonly string[]): ValueType => ({ kind: 'text', options });

/** A map with its keys in their order. */
export function mapOf(type: string | ValueType, ...keys: readonly string[]): ValueType {
  return { kind: 'map', of: typeOf(type), keys };
}

function typeOf(type: ValueType | string): ValueType {
  const read = typeof type === 'string' ? parseType(type) : type;
  if (!read) throw new Error('no such type');
  return read;
}

/** Formulas over a few names, without a regulation around them. */
export function formulasOver(names: Readonly<Record<string, Known>>, tables: readonly Table[] = []) {
  const values = new Map<string, Value>();
  const scope = new Scope();
  for (const [name, [type, fact, more]] of Object.entries(names)) {
    const known = typeOf(type);
    const read = readValue(fact, known);
    if (!read.ok) throw new Error(`${name}: ${read.reason}`);
    values.set(name, read.value);
    scope.bind(name, { kind: 'fakta', type: known, label: name, ...more });
  }
  for (const table of tables) scope.addTable(table);
  const env = (trace: Trace | null): Env => ({ values, trace, assumed: new Set(), key: null });
  return {
    scope,
    values,
    /** `value (type)`: what a formula gives, its keys in their order; a reason where it cannot be computed. */
    gives: (text: string): string => {
      const { type, run } = compileFormula(text, scope);
      try {
        return `${shown(run(env(null)), type)} (${typeInFull(type)})`;
      } catch (error) {
        if (error instanceof NotComputable) return error.message;
        throw error;
      }
    },
    /** What an explanation notes of a formula while it is computed. */
    notes: (text: string, more: Partial<Env> = {}): Trace => {
      const trace: Trace = { inputs: {}, steps: [] };
      compileFormula(text, scope).run({ ...env(trace), ...more });
      return trace;
    },
    /** Why a formula is refused. */
    refusal: (text: string): string => {
      try {
        const { type } = compileFormula(text, scope);
        return `accepted as ${typeInFull(type)}`;
      } catch (error) {
        if (error instanceof FormulaError) return error.message;
        throw error;
      }
    },
  };
}

function shown(value: Value, type: ValueType): string {
  if (type.kind === 'list') return `[${(value as readonly Value[]).map(item => shown(item, type.of)).join(', ')}]`;
  if (type.kind === 'row') return '…';
  if (type.kind !== 'map') return exactKeyText(value, type);
  return `{${[...(value as ValueMap)].map(([key, item]) => `${key}: ${shown(item, type.of)}`).join(', ')}}`;
}

/** With what is known of wholeness, of the keys of a map and the words of a choice. */
function typeInFull(type: ValueType): string {
  switch (type.kind) {
    case 'number':
      return `${typeText(type)}${type.whole ? ' utuh' : ''}`;
    case 'map':
      return `peta${type.keys ? ` ${type.keys.join('/')}` : ''} ${typeInFull(type.of)}`;
    case 'list':
      return `daftar ${typeInFull(type.of)}`;
    case 'text':
      return type.options ? `pilihan ${type.options.join('/')}` : 'teks';
    case 'boolean':
    case 'date':
    case 'row':
      return typeText(type);
  }
}
