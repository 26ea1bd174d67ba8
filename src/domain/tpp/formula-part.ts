import { compare, type Ratio } from '../ratio.ts';
import { isCivilDate } from './civil-day.ts';
import { NotComputable, type Env } from './compiled-formula.ts';
import { FormulaError } from './formula-lexer.ts';
import { formulaText, type Formula } from './formula.ts';
import type { Scope } from './scope.ts';
import { NO_DATE, type Value } from './value.ts';
import { DATE, commonType, typeText, type NumberType, type TextType, type ValueType } from './value-type.ts';

/** A part of a formula, checked. */
export interface Part {
  readonly type: ValueType;
  readonly run: (env: Env) => Value;
  /** The type is that of what the collection holds, not of the whole. */
  readonly held?: true;
}

/** Compiles a node: handed to the parts of the compiler that need it for what is inside theirs. */
export type CompileNode = (formula: Formula, scope: Scope) => Part;

const LARGEST = 10n ** 400n;
const SMALLEST = -LARGEST;

/** Refuses numbers that grew beyond any amount of money, so that no file makes the engine run away. */
export function guarded(value: Ratio): Ratio {
  if (value.num > LARGEST || value.num < SMALLEST || value.den > LARGEST) {
    throw new NotComputable('angka menjadi terlalu besar');
  }
  return value;
}

/** The number type of a part, or a FormulaError that says what it is instead. */
export function numeric(part: Part, formula: Formula): NumberType {
  if (part.type.kind === 'number') return part.type;
  const { kind } = part.type;
  const wayOut = kind === 'list' || kind === 'map' ? '; untuk setiap isinya tulis langkah dengan "each"' : '';
  throw new FormulaError(`"${formulaText(formula)}" adalah ${typeText(part.type)}, di sini perlu angka${wayOut}`);
}

/** A text literal beside a date is a date. Throws FormulaError when it is none that exists. */
export function asDate(part: Part, other: ValueType): Part {
  const { type } = part;
  if (other.kind !== 'date' || type.kind !== 'text' || type.literal === undefined) return part;
  if (!isCivilDate(type.literal)) throw new FormulaError(`"${type.literal}" bukan tanggal; tulis TTTT-BB-HH`);
  return { type: DATE, run: part.run };
}

/** A part that may be a date which was never set: then there is no value, and never one that stands for it. */
export function dated({ type, run }: Part, label: string): Part {
  if (type.kind !== 'date') return { type, run };
  return {
    type,
    run: env => {
      const value = run(env);
      if (value === NO_DATE) throw new NotComputable(`tanggal "${label}" tidak ada`);
      return value;
    },
  };
}

/** A number that is computed or given, and not written out. */
function isComputed(formula: Formula): boolean {
  return formula.kind === 'minus' ? isComputed(formula.of) : formula.kind !== 'number';
}

/** A plain number beside a percentage: a share is made one by persen(…), which no unit written after it can do. */
function shareHint(type: NumberType, formula: Formula): string {
  const text = formulaText(formula);
  if (!type.whole) return `; tulis persen(${text})`;
  return `; bagi dahulu dengan seluruhnya: persen(${text} / seluruhnya)`;
}

/**
 * What to write instead, for the commonest mixtures of units.
 * @param formulas the two sides as written, where each of them is one value
 */
export function unitHint(a: ValueType, b: ValueType, formulas: readonly [Formula, Formula] | null): string {
  const isHeld = ({ kind }: ValueType): boolean => kind === 'list' || kind === 'map';
  if (isHeld(a) !== isHeld(b)) return '; ambil dahulu satu nilai, misalnya dengan jumlah(…), banyak(…) atau maks(…)';
  if (a.kind !== 'number' || b.kind !== 'number') return '';
  const [x, y] = [typeText(a), typeText(b)];
  if (x === 'bilangan' || y === 'bilangan') {
    const [plain, formula] = x === 'bilangan' ? [a, formulas?.[0]] : [b, formulas?.[1]];
    const beside = x === 'bilangan' ? y : x;
    if (beside === 'persen' && formula && isComputed(formula)) return shareHint(plain, formula);
    return `; beri satuan pada angkanya, misalnya "10 ${beside}" (persen: "10%")`;
  }
  if ((x === 'persen' || y === 'persen') && (x === 'hari' || y === 'hari')) {
    return '; bobot untuk setiap hari ditulis dengan satuannya, misalnya 7%/hari';
  }
  return '';
}

/** -1, 0 or 1 as a value comes before, with or after another of its type: numbers by size, dates and texts by their letters. */
export function order(a: Value, b: Value, type: ValueType): number {
  if (type.kind === 'number') return compare(a as Ratio, b as Ratio);
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The type two parts share. Throws FormulaError in words when they do not mix. */
export function shared(left: Part, right: Part, first: Formula, second: Formula): ValueType {
  const type = commonType(left.type, right.type);
  if (type) return type;
  const [a, b] = [left.type, right.type];
  const choice = [a, b].find((side): side is TextType => side.kind === 'text' && side.options !== null);
  const literal = [a, b].find((side): side is TextType => side.kind === 'text' && side.literal !== undefined);
  if (choice && literal) {
    throw new FormulaError(`"${literal.literal}" bukan salah satu pilihan: ${choice.options?.join(', ')}`);
  }
  const hint = unitHint(a, b, left.held || right.held ? null : [first, second]);
  throw new FormulaError(
    `${typeText(a)} dan ${typeText(b)} tidak dapat dipadankan: "${formulaText(first)}" dengan "${formulaText(second)}"${hint}`,
  );
}

/** The first part with the type that all of them share, each written as the formula beside it. Throws FormulaError. */
export function alike(parts: readonly Part[], formulas: readonly Formula[]): Part {
  return parts.reduce((whole, each, index) => {
    const type = shared(whole, each, formulas[index - 1]!, formulas[index]!);
    return { ...whole, type };
  });
}
