import {
  ZERO,
  add,
  compare,
  decimalStep,
  divide,
  isWhole,
  isZero,
  multiply,
  ratio,
  toMultiple,
  toWhole,
  type Ratio,
  type Rounding,
} from '../ratio.ts';
import { allocate } from './allocation.ts';
import { addMonths, daysBetween, isCivilDate, monthsBetween } from './civil-day.ts';
import { NotComputable, type Env } from './compiled-formula.ts';
import { FormulaError } from './formula-lexer.ts';
import { guarded, numeric, shared, type CompileNode, type Part } from './formula-part.ts';
import { formulaText, type Formula } from './formula.ts';
import type { Scope } from './scope.ts';
import { progressive } from './table.ts';
import { DAYS, MONTHS, PERCENT, PLAIN, RUPIAH, divideUnits, multiplyUnits, sameUnit } from './unit.ts';
import { fromWritten, toWritten, type Value, type ValueMap } from './value.ts';
import { COUNT, DATE, commonType, numberType, typeText, type NumberType, type ValueType } from './value-type.ts';

type Call = Formula & { readonly kind: 'call' };

/** One call of a function while it is checked. */
interface Use {
  readonly call: Call;
  readonly parts: readonly Part[];
  readonly scope: Scope;
}

type Check = (use: Use) => Part;

/** Compiles a function call. Throws FormulaError for an unknown function or arguments of a wrong type or number. */
export function callFunction(call: Call, scope: Scope, compileNode: CompileNode): Part {
  const rule = Object.hasOwn(FUNCTIONS, call.name) ? FUNCTIONS[call.name] : undefined;
  if (!rule)
    throw new FormulaError(`fungsi "${call.name}" tidak dikenal; yang ada: ${Object.keys(FUNCTIONS).join(', ')}`);
  const [least, most] = rule.args;
  if (call.args.length < least || call.args.length > most) {
    const wanted = least === most ? `${least}` : most === MANY ? `${least} atau lebih` : `${least} sampai ${most}`;
    throw new FormulaError(`${call.name}(…) memerlukan ${wanted} isian, ditulis ${call.args.length}`);
  }
  const skipped = rule.tableFirst ? 1 : 0;
  const parts = call.args.slice(skipped).map(arg => compileNode(arg, scope));
  return rule.check({ call, parts, scope });
}

/** The functions' names: reserved, so that no step or fact can be called like one. */
export function functionNames(): readonly string[] {
  return Object.keys(FUNCTIONS);
}

const MANY = 50;

function part(use: Use, index: number): Part {
  return use.parts[index]!;
}

function arg(use: Use, index: number): Formula {
  return use.call.args[index]!;
}

function number(use: Use, index: number): NumberType {
  return numeric(part(use, index), arg(use, index));
}

function decimals(use: Use): number {
  const formula = use.call.args[1];
  if (!formula) return 0;
  const whole = formula.kind === 'number' && isWhole(formula.written) ? formula.written.num : -1n;
  if (whole < 0n || whole > 10n) throw new FormulaError(`${use.call.name}(x, d): d harus angka 0 sampai 10`);
  return Number(whole);
}

/** bulat and potong: to decimals of the number as written, so `bulat(98.216%, 2)` is 98.22%. */
function toDecimals(rounding: Rounding): Check {
  return use => {
    const type = number(use, 0);
    const step = decimalStep(decimals(use));
    const { run } = part(use, 0);
    return {
      type: numberType(type.unit, decimals(use) === 0),
      run: env => fromWritten(toMultiple(toWritten(run(env) as Ratio, type.unit), step, rounding), type.unit),
    };
  };
}

/** lantai and atap: to a multiple. */
function toStep(rounding: Rounding): Check {
  return use => {
    const type = number(use, 0);
    const step = number(use, 1);
    if (!sameUnit(type.unit, step.unit)) {
      throw new FormulaError(
        `${use.call.name}(x, kelipatan): satuannya harus sama, ditulis ${typeText(type)} dan ${typeText(step)}`,
      );
    }
    const [value, multiple] = [part(use, 0).run, part(use, 1).run];
    return {
      type: numberType(type.unit, step.whole),
      run: env => {
        const by = multiple(env) as Ratio;
        if (by.num <= 0n) throw new NotComputable(`kelipatan pada ${use.call.name}(…) harus lebih dari 0`);
        return toMultiple(value(env) as Ratio, by, rounding);
      },
    };
  };
}

function items(value: Value): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [...(value as ValueMap).values()];
}

function collection(use: Use, index = 0): ValueType {
  const { type } = part(use, index);
  if (type.kind === 'list' || type.kind === 'map') return type.of;
  throw new FormulaError(`"${formulaText(arg(use, index))}" adalah ${typeText(type)}, di sini perlu daftar atau peta`);
}

function numbers(use: Use): NumberType {
  const type = collection(use);
  if (type.kind === 'number') return type;
  throw new FormulaError(`"${formulaText(arg(use, 0))}" berisi ${typeText(type)}, di sini perlu angka`);
}

function extreme(sign: 1 | -1): Check {
  const better = (a: Ratio, b: Ratio): Ratio => (compare(b, a) === sign ? b : a);
  return use => {
    if (use.parts.length === 1) {
      const type = numbers(use);
      const { run } = part(use, 0);
      return {
        type: numberType(type.unit, type.whole),
        run: env => {
          const [first, ...rest] = items(run(env)) as readonly Ratio[];
          if (!first) throw new NotComputable(`${use.call.name}(…) dari daftar yang kosong`);
          return rest.reduce(better, first);
        },
      };
    }
    const type = alike(use, use.parts.length);
    return {
      type,
      run: env => {
        const [first, ...rest] = use.parts.map(each => each.run(env) as Ratio);
        return rest.reduce(better, first ?? ZERO);
      },
    };
  };
}

function alike(use: Use, count: number): NumberType {
  let whole: Part = part(use, 0);
  for (let index = 1; index < count; index += 1) {
    whole = { ...whole, type: shared(whole, part(use, index), arg(use, index - 1), arg(use, index)) };
  }
  return numeric(whole, arg(use, 0));
}

function total(values: readonly Value[]): Ratio {
  return (values as readonly Ratio[]).reduce((sum, value) => guarded(add(sum, value)), ZERO);
}

const sum: Check = use => {
  const type = numbers(use);
  const { run } = part(use, 0);
  return { type: numberType(type.unit, type.whole), run: env => total(items(run(env))) };
};

const mean: Check = use => {
  const type = numbers(use);
  const { run } = part(use, 0);
  return {
    type: numberType(type.unit),
    run: env => {
      const all = items(run(env));
      if (all.length === 0) throw new NotComputable('rata(…) dari daftar yang kosong');
      return divide(total(all), ratio(BigInt(all.length)));
    },
  };
};

const count: Check = use => {
  collection(use);
  const { run } = part(use, 0);
  return { type: COUNT, run: env => ratio(BigInt(items(run(env)).length)) };
};

const clamp: Check = use => {
  const type = alike(use, 3);
  const [value, low, high] = [part(use, 0).run, part(use, 1).run, part(use, 2).run];
  return {
    type,
    run: env => {
      const [x, from, to] = [value(env) as Ratio, low(env) as Ratio, high(env) as Ratio];
      if (compare(x, from) < 0) return from;
      return compare(x, to) > 0 ? to : x;
    },
  };
};

const asPercent: Check = use => {
  const type = number(use, 0);
  if (!sameUnit(type.unit, PLAIN)) {
    throw new FormulaError(
      `persen(x): x harus perbandingan tanpa satuan, "${formulaText(arg(use, 0))}" adalah ${typeText(type)}`,
    );
  }
  return { type: numberType(PERCENT), run: part(use, 0).run };
};

const bareNumber: Check = use => {
  const type = number(use, 0);
  const { run } = part(use, 0);
  return { type: numberType(PLAIN, type.whole), run: env => toWritten(run(env) as Ratio, type.unit) };
};

const safeQuotient: Check = use => {
  const [a, b] = [number(use, 0), number(use, 1)];
  const unit = divideUnits(a.unit, b.unit);
  const result: Part = { type: numberType(unit), run: part(use, 0).run };
  const type = numeric({ ...result, type: shared(result, part(use, 2), use.call, arg(use, 2)) }, use.call);
  const [over, under, otherwise] = [part(use, 0).run, part(use, 1).run, part(use, 2).run];
  return {
    type: numberType(type.unit),
    run: env => {
      const divisor = under(env) as Ratio;
      return isZero(divisor) ? otherwise(env) : guarded(divide(over(env) as Ratio, divisor));
    },
  };
};

const pick: Check = use => {
  const { type } = part(use, 0);
  if (type.kind !== 'map') throw new FormulaError('ambil(peta, kunci, pengganti): isian pertama harus peta');
  if (part(use, 1).type.kind !== 'text') throw new FormulaError('ambil(peta, kunci, pengganti): kunci harus teks');
  const item: Part = { type: type.of, run: part(use, 0).run };
  const result = shared(item, part(use, 2), arg(use, 0), arg(use, 2));
  const [map, key, otherwise] = [part(use, 0).run, part(use, 1).run, part(use, 2).run];
  return { type: result, run: env => (map(env) as ValueMap).get(key(env) as string) ?? otherwise(env) };
};

const progressiveTax: Check = use => {
  const name = arg(use, 0);
  const table = name.kind === 'name' ? use.scope.table(name.name) : null;
  if (!table || name.kind !== 'name') throw new FormulaError('progresif(tabel, dasar): isian pertama harus nama tabel');
  const [key] = table.keys;
  const banded = table.keys.length === 1 && key?.kind === 'band' && table.value.kind === 'number';
  if (!banded || key.kind !== 'band' || table.value.kind !== 'number') {
    throw new FormulaError(`progresif(tabel, dasar): "${table.name}" harus bertabel pita dengan nilai persen`);
  }
  const base = numeric(part(use, 0), arg(use, 1));
  if (!sameUnit(base.unit, key.unit)) {
    throw new FormulaError(`progresif(…): dasar harus ${typeText(numberType(key.unit))}, ditulis ${typeText(base)}`);
  }
  const { run } = part(use, 0);
  return {
    type: numberType(multiplyUnits(base.unit, table.value.unit)),
    run: env => guarded(progressive(table, [], run(env) as Ratio) ?? ZERO),
  };
};

const allocation: Check = use => {
  const whole = number(use, 0);
  const { type } = part(use, 1);
  if (type.kind !== 'map' || type.of.kind !== 'number') {
    throw new FormulaError('alokasi(jumlah, bobot): bobot harus peta berisi angka');
  }
  if (!sameUnit(whole.unit, RUPIAH) || !whole.whole) {
    throw new FormulaError('alokasi(jumlah, bobot): jumlah harus rupiah utuh; bulatkan dahulu dengan bulat(…)');
  }
  const [amount, weights] = [part(use, 0).run, part(use, 1).run];
  return {
    type: { kind: 'map', of: numberType(RUPIAH, true), keys: type.keys },
    run: env => {
      const parts = allocate(amount(env) as Ratio, weights(env) as ReadonlyMap<string, Ratio>);
      if (!parts) throw new NotComputable('alokasi(…): bobot semuanya nol, kosong, atau ada yang negatif');
      return parts;
    },
  };
};

/** gabung: the keys of both maps, the first's in front; a number that both hold is their sum. */
const merged: Check = use => {
  const [first, second] = [part(use, 0), part(use, 1)];
  const of = first.type.kind === 'map' && second.type.kind === 'map' ? commonType(first.type.of, second.type.of) : null;
  if (first.type.kind !== 'map' || second.type.kind !== 'map' || of?.kind !== 'number') {
    throw new FormulaError('gabung(peta, peta): keduanya harus peta berisi angka dengan satuan yang sama');
  }
  const [a, b] = [first.type.keys, second.type.keys];
  return {
    type: { kind: 'map', of, keys: a && b && [...new Set([...a, ...b])] },
    run: env => {
      const sums = new Map(first.run(env) as ReadonlyMap<string, Ratio>);
      for (const [key, value] of second.run(env) as ReadonlyMap<string, Ratio>) {
        sums.set(key, guarded(add(sums.get(key) ?? ZERO, value)));
      }
      return sums;
    },
  };
};

const proportion: Check = use => {
  const value = number(use, 0);
  const share = shared(part(use, 1), part(use, 2), arg(use, 1), arg(use, 2));
  if (share.kind !== 'number')
    throw new FormulaError('prorata(nilai, bagian, seluruh): bagian dan seluruh harus angka');
  const [run, some, all] = [part(use, 0).run, part(use, 1).run, part(use, 2).run];
  return {
    type: numberType(value.unit),
    run: env => {
      const whole = all(env) as Ratio;
      if (isZero(whole)) throw new NotComputable(`prorata(…): "${formulaText(arg(use, 2))}" bernilai 0`);
      return guarded(divide(multiply(run(env) as Ratio, some(env) as Ratio), whole));
    },
  };
};

function date(use: Use, index: number): (env: Env) => string {
  const { type, run } = part(use, index);
  if (type.kind !== 'date') {
    throw new FormulaError(
      `${use.call.name}(…): "${formulaText(arg(use, index))}" adalah ${typeText(type)}, di sini perlu tanggal`,
    );
  }
  return env => run(env) as string;
}

const dateLiteral: Check = use => {
  const formula = arg(use, 0);
  if (formula.kind !== 'text' || !isCivilDate(formula.value)) {
    throw new FormulaError('tanggal("TTTT-BB-HH"): isinya harus tanggal yang benar di dalam tanda kutip');
  }
  return { type: DATE, run: () => formula.value };
};

const monthsLater: Check = use => {
  const from = date(use, 0);
  const by = number(use, 1);
  if (!commonType(by, numberType(MONTHS)))
    throw new FormulaError('tambah_bulan(tanggal, n): n bersatuan bulan, misalnya 3 bulan');
  const { run } = part(use, 1);
  return {
    type: DATE,
    run: env => {
      const months = Number(toWhole(run(env) as Ratio, 'cut'));
      const found = addMonths(from(env), months);
      if (found === null) throw new NotComputable('tambah_bulan(…): tanggal di luar tahun 1 sampai 9999');
      return found;
    },
  };
};

function difference(unit: NumberType, measure: (from: string, to: string) => number): Check {
  return use => {
    const [from, to] = [date(use, 0), date(use, 1)];
    return { type: unit, run: env => ratio(BigInt(measure(from(env), to(env)))) };
  };
}

interface FunctionRule {
  readonly args: readonly [least: number, most: number];
  /** The first argument is a table's name, not a formula. */
  readonly tableFirst?: true;
  readonly check: Check;
}

const FUNCTIONS: Readonly<Record<string, FunctionRule>> = {
  bulat: { args: [1, 2], check: toDecimals('halfUp') },
  potong: { args: [1, 2], check: toDecimals('cut') },
  lantai: { args: [2, 2], check: toStep('floor') },
  atap: { args: [2, 2], check: toStep('ceiling') },
  min: { args: [1, MANY], check: extreme(-1) },
  maks: { args: [1, MANY], check: extreme(1) },
  batas: { args: [3, 3], check: clamp },
  jumlah: { args: [1, 1], check: sum },
  rata: { args: [1, 1], check: mean },
  banyak: { args: [1, 1], check: count },
  persen: { args: [1, 1], check: asPercent },
  angka: { args: [1, 1], check: bareNumber },
  bagi: { args: [3, 3], check: safeQuotient },
  ambil: { args: [3, 3], check: pick },
  prorata: { args: [3, 3], check: proportion },
  gabung: { args: [2, 2], check: merged },
  alokasi: { args: [2, 2], check: allocation },
  progresif: { args: [2, 2], tableFirst: true, check: progressiveTax },
  tanggal: { args: [1, 1], check: dateLiteral },
  tambah_bulan: { args: [2, 2], check: monthsLater },
  selisih_bulan: { args: [2, 2], check: difference(numberType(MONTHS, true), monthsBetween) },
  selisih_hari: { args: [2, 2], check: difference(numberType(DAYS, true), daysBetween) },
};
