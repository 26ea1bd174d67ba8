import type { WhyInput } from '../explained.ts';
import { add, divide, isWhole, isZero, multiply, negate, subtract, type Ratio } from '../ratio.ts';
import { FactAbsent, NotComputable, type CompiledFormula } from './compiled-formula.ts';
import { commaFault } from './decimal-comma.ts';
import { callFunction } from './formula-functions.ts';
import { FormulaError } from './formula-lexer.ts';
import { compileLookup } from './formula-lookup.ts';
import { formulaText, type CompareSign, type Formula } from './formula.ts';
import { parseFormula } from './formula-parser.ts';
import { holdsCode, refuseJoinedEqual } from './joined-codes.ts';
import { mapArithmetic } from './map-arithmetic.ts';
import { asDate, dated, guarded, numeric, order, shared, unitHint, type Part } from './formula-part.ts';
import { columnNote, conditionNote, note } from './noted-input.ts';
import type { Binding, Scope, TableMap } from './scope.ts';
import { BASE_UNITS, PLAIN, divideUnits, multiplyUnits, sameUnit } from './unit.ts';
import { fromWritten, valueText, type Value, type ValueMap } from './value.ts';
import { BOOLEAN, commonType, numberType, typeText, type NumberType, type ValueType } from './value-type.ts';

/** Parses, checks and compiles a formula against the names in scope. Throws FormulaError. */
export function compileFormula(text: string, scope: Scope): CompiledFormula {
  const formula = parseFormula(text);
  try {
    return compileTree(formula, scope);
  } catch (error) {
    // What is refused for a cause that is told elsewhere has no reason of its own.
    if (!(error instanceof FormulaError) || error.message === '') throw error;
    const fault = commaFault(text, meant => isCompiled(meant, scope));
    throw fault === null ? error : new FormulaError(`${error.message}; bila desimal, ${fault}`);
  }
}

function isCompiled(text: string, scope: Scope): boolean {
  try {
    compileTree(parseFormula(text), scope);
    return true;
  } catch {
    return false;
  }
}

/** Checks and compiles a formula's tree. Throws FormulaError. */
export function compileTree(formula: Formula, scope: Scope): CompiledFormula {
  const text = formulaText(formula);
  const made = compileNode(formula, scope);
  return { type: made.type, run: made.run, text };
}

/** Compiles one node of a formula. Throws FormulaError. */
export function compileNode(formula: Formula, scope: Scope): Part {
  switch (formula.kind) {
    case 'number':
      return constant(fromWritten(formula.written, formula.unit), {
        ...numberType(formula.unit, isWhole(formula.written)),
        ...(isZero(formula.written) && formula.unit.dims.length === 0 && !formula.unit.percent
          ? { anyUnit: true }
          : {}),
      });
    case 'text':
      return constant(formula.value, { kind: 'text', options: null, literal: formula.value });
    case 'truth':
      return constant(formula.value, BOOLEAN);
    case 'name':
      return compileName(formula.name, scope);
    case 'list':
      return compileList(formula.items, scope);
    case 'not': {
      const part = truth(formula.of, scope);
      return { type: BOOLEAN, run: env => part.run(env) !== true };
    }
    case 'minus': {
      const part = compileNode(formula.of, scope);
      const type = numeric(part, formula.of);
      return { type: numberType(type.unit, type.whole), run: env => negate(part.run(env) as Ratio) };
    }
    case 'binary':
      return compileBinary(formula, scope);
    case 'compare':
      return compileComparison(formula, scope);
    case 'choice':
      return compileChoice(formula, scope);
    case 'call':
      return callFunction(formula, scope, compileNode);
    case 'lookup':
      return compileLookup(formula, scope, compileNode);
    case 'field':
      return compileField(formula, scope);
  }
}

function constant(value: Value, type: ValueType): Part {
  return { type, run: () => value };
}

function truth(formula: Formula, scope: Scope): Part {
  const part = compileNode(formula, scope);
  if (part.type.kind === 'boolean') return part;
  throw new FormulaError(`"${formulaText(formula)}" adalah ${typeText(part.type)}, di sini perlu ya atau tidak`);
}

function compileName(name: string, scope: Scope): Part {
  const whole = scope.tableMap(name);
  if (whole) return wholeTable(name, whole);
  const binding = scope.resolve(name);
  const found: Part = {
    type: binding.type,
    run: env => {
      const value = env.values.get(name);
      if (value === undefined) throw new FactAbsent(name, binding.label);
      note(env, name, binding, value);
      return value;
    },
  };
  return dated(found, binding.label);
}

/** A table used as a map of all its rows. */
function wholeTable(name: string, { table, type, value }: TableMap): Part {
  const { label, cite } = table;
  const input: WhyInput = { kind: 'tabel', label, value: valueText(value, type), unit: typeText(type), cite };
  return {
    type,
    run: env => {
      if (env.trace) env.trace.inputs[name] = input;
      return value;
    },
  };
}

/** @param beside what the items are compared with, where that is known: a date makes dates of texts */
function compileList(items: readonly Formula[], scope: Scope, beside?: ValueType): Part {
  const raw = items.map(item => compileNode(item, scope));
  const date = beside?.kind === 'date' ? beside : raw.find(({ type }) => type.kind === 'date')?.type;
  const parts = date ? raw.map(each => asDate(each, date)) : raw;
  const [first, ...rest] = parts;
  if (!first) throw new FormulaError('daftar kosong [] tidak dapat dipakai di dalam rumus');
  const plain = (type: ValueType): ValueType => (type.kind === 'text' ? { kind: 'text', options: null } : type);
  let of: ValueType | null = plain(first.type);
  for (const part of rest) of = of && commonType(of, plain(part.type));
  if (!of) throw new FormulaError('isi daftar harus sejenis');
  return { type: { kind: 'list', of }, run: env => parts.map(part => part.run(env)) };
}

type Arithmetic = '+' | '-' | '*' | '/';

const VERB: Readonly<Record<Arithmetic, string>> = { '+': 'ditambah', '-': 'dikurangi', '*': 'dikali', '/': 'dibagi' };

/** `1.5/hari`: a rate of what? No name is a unit, so nothing else can be meant. Throws FormulaError. */
function refuseBareRate(left: Formula, right: Formula): void {
  if (right.kind !== 'name' || !BASE_UNITS.some(unit => unit === right.name)) return;
  const number = left.kind === 'binary' && left.sign === '*' ? left.right : left;
  if (number.kind !== 'number' || !sameUnit(number.unit, PLAIN)) return;
  const [written, rate] = [formulaText(number), `/${right.name}`];
  throw new FormulaError(
    `"${written}${rate}": satuan sebelum "${rate}" belum ditulis, misalnya ${written}%${rate} atau Rp1.000${rate}`,
  );
}

function compileBinary(formula: Formula & { kind: 'binary' }, scope: Scope): Part {
  const { sign } = formula;
  if (sign === 'dan' || sign === 'atau') {
    const left = truth(formula.left, scope);
    const right = truth(formula.right, scope);
    const decides = sign === 'atau';
    return { type: BOOLEAN, run: env => (left.run(env) === decides ? decides : right.run(env)) };
  }
  if (sign === 'dalam') return compileMembership(formula, scope);
  if (sign === '/') refuseBareRate(formula.left, formula.right);
  const left = compileNode(formula.left, scope);
  const right = compileNode(formula.right, scope);
  const operation = arithmetic(sign, formula.right);
  const mapped = mapArithmetic(sign, left, right, {
    type: (a, b) => arithmeticType(sign, a, b, formula, null),
    operation,
  });
  if (mapped) return mapped;
  refuseMaps(sign, left, right, formula);
  const [a, b] = [numeric(left, formula.left), numeric(right, formula.right)];
  const [first, second] = [left.run, right.run];
  return {
    type: arithmeticType(sign, a, b, formula, [formula.left, formula.right]),
    run: env => operation(first(env) as Ratio, second(env) as Ratio),
  };
}

function refuseMaps(sign: Arithmetic, left: Part, right: Part, formula: Formula): void {
  const isMap = ({ type }: Part): boolean => type.kind === 'map';
  if (!isMap(left) && !isMap(right)) return;
  const both = isMap(left) && isMap(right) ? '; untuk setiap kunci sendiri-sendiri tulis langkah dengan "each"' : '';
  throw new FormulaError(
    `${typeText(left.type)} tidak dapat ${VERB[sign]} ${typeText(right.type)}: "${formulaText(formula)}"${both}`,
  );
}

/** @param sides the two sides, where they are single numbers and not maps */
function arithmeticType(
  sign: Arithmetic,
  a: NumberType,
  b: NumberType,
  formula: Formula,
  sides: readonly [Formula, Formula] | null,
): NumberType {
  if (sign === '+' || sign === '-') {
    const type = commonType(a, b);
    if (type?.kind === 'number') return numberType(type.unit, type.whole);
    throw new FormulaError(
      `${typeText(a)} tidak dapat ${VERB[sign]} ${typeText(b)}: "${formulaText(formula)}"${unitHint(a, b, sides)}`,
    );
  }
  if (sign === '/') return numberType(divideUnits(a.unit, b.unit));
  const unit = multiplyUnits(a.unit, b.unit);
  const percents = (a.unit.percent ? 1 : 0) + (b.unit.percent ? 1 : 0);
  return numberType(unit, a.whole && b.whole && (percents === 0 || (percents === 1 && unit.percent)));
}

function arithmetic(sign: Arithmetic, divisor: Formula): (a: Ratio, b: Ratio) => Ratio {
  const compute = { '+': add, '-': subtract, '*': multiply, '/': divide }[sign];
  if (sign !== '/') return (a, b) => guarded(compute(a, b));
  const reason = `pembagian dengan nol: "${formulaText(divisor)}" bernilai 0`;
  return (a, b) => {
    if (isZero(b)) throw new NotComputable(reason);
    return guarded(compute(a, b));
  };
}

function compileMembership(formula: Formula & { kind: 'binary' }, scope: Scope): Part {
  const raw = compileNode(formula.left, scope);
  const right = formula.right.kind === 'list' ? optionsFor(raw, formula, scope) : compileNode(formula.right, scope);
  const left = right.type.kind === 'list' ? asDate(raw, right.type.of) : raw;
  refuseJoinedEqual([left], [formula.left, formula.right], scope);
  const shown = formulaText(formula);
  if (right.type.kind === 'text' && right.type.joined && left.type.kind === 'text')
    return { type: BOOLEAN, run: env => holdsCode(right.run(env) as string, left.run(env) as string) };
  if (right.type.kind !== 'list' && right.type.kind !== 'map')
    throw new FormulaError(`"${shown}": sesudah "dalam" harus ada daftar atau peta`);
  const { kind } = left.type;
  const isSought = kind === 'text' || (right.type.kind === 'list' && (kind === 'number' || kind === 'date'));
  if (!isSought)
    throw new FormulaError(`"${shown}": ${typeText(left.type)} tidak dapat dicari di dalam ${typeText(right.type)}`);
  if (right.type.kind === 'map')
    return { type: BOOLEAN, run: env => (right.run(env) as ValueMap).has(left.run(env) as string) };
  if (!commonType(left.type, right.type.of))
    throw new FormulaError(`"${shown}": isi daftar tidak sejenis dengan yang dicari`);
  return {
    type: BOOLEAN,
    run: env => {
      const wanted = left.run(env);
      return (right.run(env) as readonly Value[]).some(item => order(wanted, item, left.type) === 0);
    },
  };
}

/** The list written out after "dalam": each of it must be something that the left side can be. */
function optionsFor(left: Part, formula: Formula & { kind: 'binary' }, scope: Scope): Part {
  const items = formula.right.kind === 'list' ? formula.right.items : [];
  for (const item of items) shared(left, asDate(compileNode(item, scope), left.type), formula.left, item);
  return compileList(items, scope, left.type);
}

const HOLDS: Readonly<Record<CompareSign, (side: number) => boolean>> = {
  '=': side => side === 0,
  '!=': side => side !== 0,
  '<': side => side < 0,
  '<=': side => side <= 0,
  '>': side => side > 0,
  '>=': side => side >= 0,
};

function compileComparison(formula: Formula & { kind: 'compare' }, scope: Scope): Part {
  const formulas = [formula.first, ...formula.rest.map(next => next.right)];
  const raw = formulas.map(side => compileNode(side, scope));
  const date = raw.find(part => part.type.kind === 'date');
  const parts = date ? raw.map(part => asDate(part, date.type)) : raw;
  refuseJoinedEqual(parts, formulas, scope);
  const types = formula.rest.map((next, index) => {
    const [left, right] = [parts[index]!, parts[index + 1]!];
    const type = shared(left, right, formulas[index]!, next.right);
    const ordered = type.kind === 'number' || type.kind === 'date';
    const comparable = ordered || type.kind === 'text' || type.kind === 'boolean';
    if (!comparable || (!ordered && next.sign !== '=' && next.sign !== '!=')) {
      throw new FormulaError(
        `${typeText(type)} tidak dapat dibandingkan dengan "${next.sign}": "${formulaText(formula)}"${monthHint(formulas)}`,
      );
    }
    return type;
  });
  return {
    type: BOOLEAN,
    run: env => {
      const values = parts.map(part => part.run(env));
      return formula.rest.every((next, index) =>
        HOLDS[next.sign](order(values[index]!, values[index + 1]!, types[index] as ValueType)),
      );
    },
  };
}

/** A month is a text; which of two comes first is asked of their days. */
function monthHint(sides: readonly Formula[]): string {
  const isMonth = sides.some(side => side.kind === 'name' && side.name === 'periode');
  return isMonth ? '; bandingkan harinya, misalnya awal_periode >= "2026-07-01"' : '';
}

function compileChoice(formula: Formula & { kind: 'choice' }, scope: Scope): Part {
  const when = truth(formula.when, scope);
  const rawThen = compileNode(formula.then, scope);
  const rawElse = compileNode(formula.otherwise, scope);
  const then = asDate(rawThen, rawElse.type);
  const otherwise = asDate(rawElse, then.type);
  const type = shared(then, otherwise, formula.then, formula.otherwise);
  const noteWhether = conditionNote(formulaText(formula.when));
  return {
    type,
    run: env => {
      const holds = when.run(env) === true;
      noteWhether(env, holds);
      return holds ? then.run(env) : otherwise.run(env);
    },
  };
}

function compileField(formula: Formula & { kind: 'field' }, scope: Scope): Part {
  const of = compileNode(formula.of, scope);
  const row = of.type.kind === 'list' ? of.type.of : of.type;
  const field = row.kind === 'row' ? row.fields.get(formula.name) : undefined;
  if (row.kind !== 'row') {
    const whole = formulaText(formula.of);
    const wayOut = of.type.kind === 'map' ? `; isi peta ditulis ${whole}["${formula.name}"]` : '';
    throw new FormulaError(`"${whole}" tidak mempunyai kolom (jenisnya ${typeText(of.type)})${wayOut}`);
  }
  if (!field) {
    throw new FormulaError(`kolom "${formula.name}" tidak ada; yang ada: ${[...row.fields.keys()].join(', ')}`);
  }
  const pick = (value: Value): Value => (value as ValueMap).get(formula.name)!;
  const isList = of.type.kind === 'list';
  const type: ValueType = isList ? { kind: 'list', of: field } : field;
  const pickAll = (value: Value): Value => (isList ? (value as readonly Value[]).map(pick) : pick(value));
  const { of: whole } = formula;
  const run: Part['run'] =
    whole.kind === 'name'
      ? columnOf(whole.name, formula.name, scope.resolve(whole.name), pickAll, type)
      : env => pickAll(of.run(env));
  return isList ? { type, run } : dated({ type, run }, formulaText(formula));
}

/** A column of rows that are called by a name: of these only the column is noted. */
function columnOf(
  name: string,
  field: string,
  binding: Binding,
  pick: (rows: Value) => Value,
  type: ValueType,
): Part['run'] {
  const noteColumn = columnNote(name, field, binding, type);
  return env => {
    const rows = env.values.get(name);
    if (rows === undefined) throw new FactAbsent(name, binding.label);
    const value = pick(rows);
    noteColumn(env, value);
    return value;
  };
}
