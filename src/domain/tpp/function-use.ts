import type { Env } from './compiled-formula.ts';
import { FormulaError } from './formula-lexer.ts';
import { numeric, type CompileNode, type Part } from './formula-part.ts';
import { formulaText, type Formula } from './formula.ts';
import type { Scope } from './scope.ts';
import type { Value, ValueMap } from './value.ts';
import { typeText, type NumberType, type ValueType } from './value-type.ts';

/** The most arguments of functions that take any number of them. */
export const MANY = 50;

/** One call of a function while it is checked. */
export interface Use {
  readonly call: Formula & { readonly kind: 'call' };
  /** The arguments, checked; without the first where it is a table. */
  readonly parts: readonly Part[];
  readonly scope: Scope;
  readonly compileNode: CompileNode;
}

/** Checks a call and makes it ready to run. Throws FormulaError. */
export type Check = (use: Use) => Part;

/** A function of the formula language. */
export interface FunctionRule {
  readonly args: readonly [least: number, most: number];
  /** The first argument is a table, not a formula. */
  readonly tableFirst?: true;
  readonly check: Check;
}

export function part(use: Use, index: number): Part {
  return use.parts[index]!;
}

export function arg(use: Use, index: number): Formula {
  return use.call.args[index]!;
}

/** The number type of an argument. Throws FormulaError when it is none. */
export function number(use: Use, index: number): NumberType {
  return numeric(part(use, index), arg(use, index));
}

/** The values of a list or map, in order. */
export function items(value: Value): readonly Value[] {
  return [...(value as ValueMap | readonly Value[]).values()];
}

/** What a list or map holds. Throws FormulaError for anything else. */
export function collection(use: Use, index = 0): ValueType {
  const { type } = part(use, index);
  if (type.kind === 'list' || type.kind === 'map') return type.of;
  throw new FormulaError(`"${formulaText(arg(use, index))}" adalah ${typeText(type)}, di sini perlu daftar atau peta`);
}

/** The numbers of a list or map. Throws FormulaError for anything else. */
export function numbers(use: Use): NumberType {
  const type = collection(use);
  if (type.kind === 'number') return type;
  throw new FormulaError(
    `"${formulaText(arg(use, 0))}" berisi ${typeText(type)}, di sini perlu angka${columnHint(use, type)}`,
  );
}

/** Of rows, the first column of numbers. */
function columnHint(use: Use, type: ValueType): string {
  const column = type.kind === 'row' ? [...type.fields].find(([, { kind }]) => kind === 'number')?.[0] : undefined;
  const text = formulaText(arg(use, 0));
  return column === undefined ? '' : `; sebut kolomnya, misalnya ${use.call.name}(${text}.${column})`;
}

/** An argument that is a date. Throws FormulaError when it is none. */
export function date(use: Use, index: number): (env: Env) => string {
  const { type, run } = part(use, index);
  if (type.kind !== 'date') {
    const literal = type.kind === 'text' && type.literal !== undefined ? '; tulis tanggal("TTTT-BB-HH")' : '';
    throw new FormulaError(
      `${use.call.name}(…): "${formulaText(arg(use, index))}" adalah ${typeText(type)}, di sini perlu tanggal${literal}`,
    );
  }
  return env => run(env) as string;
}

/** Whether an argument is a collection that may hold nothing, at a place that does not ask whether it does. */
export function canBeEmpty(use: Use, index: number): boolean {
  const name = rootName(arg(use, index));
  const { scope } = use;
  return name !== null && !scope.countsItems && !scope.isAdopted && scope.mayBeEmpty(name);
}

function rootName(formula: Formula): string | null {
  if (formula.kind === 'name') return formula.name;
  return formula.kind === 'field' ? rootName(formula.of) : null;
}
