import { decimalStep, divide, isWhole, isZero, multiply, toMultiple, type Ratio, type Rounding } from '../ratio.ts';
import { COLLECTION_FUNCTIONS } from './collection-functions.ts';
import { NotComputable } from './compiled-formula.ts';
import { DATE_FUNCTIONS } from './date-functions.ts';
import { FormulaError } from './formula-lexer.ts';
import { guarded, numeric, shared, type CompileNode, type Part } from './formula-part.ts';
import { formulaText, type Formula } from './formula.ts';
import { MANY, arg, number, part, type Check, type FunctionRule, type Use } from './function-use.ts';
import { MAP_FUNCTIONS } from './map-functions.ts';
import { nearWords } from './near-names.ts';
import type { Scope } from './scope.ts';
import { TABLE_FUNCTIONS } from './table-functions.ts';
import { PERCENT, PLAIN, RUPIAH, divideUnits, sameUnit, type Unit } from './unit.ts';
import { fromWritten, toWritten } from './value.ts';
import { numberType, typeText } from './value-type.ts';

/** Compiles a function call. Throws FormulaError for an unknown function or arguments of a wrong type or number. */
export function callFunction(call: Formula & { readonly kind: 'call' }, scope: Scope, compileNode: CompileNode): Part {
  const rule = Object.hasOwn(FUNCTIONS, call.name) ? FUNCTIONS[call.name] : undefined;
  if (!rule)
    throw new FormulaError(
      `fungsi "${call.name}" tidak dikenal${meant(call.name)}; yang ada: ${Object.keys(FUNCTIONS).join(', ')}`,
    );
  const [least, most] = rule.args;
  if (call.args.length < least || call.args.length > most) {
    const wanted = least === most ? `${least}` : most === MANY ? `${least} atau lebih` : `${least} sampai ${most}`;
    throw new FormulaError(`${call.name}(…) memerlukan ${wanted} isian, ditulis ${call.args.length}`);
  }
  const skipped = rule.tableFirst ? 1 : 0;
  const parts = call.args.slice(skipped).map(arg => compileNode(arg, scope));
  return rule.check({ call, parts, scope, compileNode });
}

/** Functions by the names that spreadsheets and other languages have for them. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['max', 'maks'],
  ['round', 'bulat'],
  ['trunc', 'potong'],
  ['int', 'potong'],
  ['floor', 'lantai'],
  ['rounddown', 'lantai'],
  ['ceil', 'atap'],
  ['ceiling', 'atap'],
  ['roundup', 'atap'],
  ['sum', 'jumlah'],
  ['average', 'rata'],
  ['avg', 'rata'],
  ['mean', 'rata'],
  ['count', 'banyak'],
  ['clamp', 'batas'],
  ['eomonth', 'akhir_bulan'],
]);

/** Which function somebody means by a name that none has, as the end of a sentence; empty where it cannot be told. */
function meant(name: string): string {
  const small = name.toLowerCase();
  if (small === 'if') return '; pakai "jika … maka … selain …"';
  const known = Object.hasOwn(FUNCTIONS, small) ? small : ELSEWHERE.get(small);
  return known === undefined ? nearWords(name, Object.keys(FUNCTIONS)) : `; maksudnya ${known}?`;
}

/** The functions' names: reserved, so that no step or fact can be called like one. */
export function functionNames(): readonly string[] {
  return Object.keys(FUNCTIONS);
}

/** Decimals to round to, where the second argument says how many; null where it is a multiple with the unit of the first. */
function decimals(use: Use): number | null {
  const formula = use.call.args[1];
  if (!formula) return 0;
  const { unit } = number(use, 0);
  const by = number(use, 1).unit;
  const measured = !sameUnit(unit, PLAIN);
  if (measured && sameUnit(unit, by)) return null;
  const isCount = formula.kind === 'number' && sameUnit(by, PLAIN) && isWhole(formula.written);
  if (isCount && formula.written.num >= 0n && formula.written.num <= 10n) return Number(formula.written.num);
  const multiple = typeText(number(use, 0)) === 'rupiah' ? 'Rp100' : `10 ${typeText(number(use, 0))}`;
  throw new FormulaError(
    `${use.call.name}(x, d): d harus angka 0 sampai 10, yaitu banyaknya desimal${measured ? `, atau kelipatan bersatuan sama, misalnya ${multiple}` : ''}`,
  );
}

/** bulat and potong: to decimals of the number as written, so `bulat(98.216%, 2)` is 98.22%, or to a multiple. */
function toDecimals(rounding: Rounding): Check {
  return use => {
    const type = number(use, 0);
    const places = decimals(use);
    if (places === null) return toStep(rounding)(use);
    const step = decimalStep(places);
    const { run } = part(use, 0);
    return {
      type: numberType(type.unit, places === 0),
      run: env => fromWritten(toMultiple(toWritten(run(env) as Ratio, type.unit), step, rounding), type.unit),
    };
  };
}

/** The multiple written again with the unit that it lacks; empty where it is no bare number, or could not have that unit. */
function withUnit(use: Use, unit: Unit): string {
  const step = arg(use, 1);
  if (step.kind !== 'number' || !sameUnit(step.unit, PLAIN)) return '';
  if (sameUnit(unit, RUPIAH) && !isWhole(step.written)) return '';
  return `; tulis ${use.call.name}(${formulaText(arg(use, 0))}, ${formulaText({ ...step, unit })})`;
}

/** lantai and atap: to a multiple. */
function toStep(rounding: Rounding): Check {
  return use => {
    const type = number(use, 0);
    const step = number(use, 1);
    if (!sameUnit(type.unit, step.unit)) {
      throw new FormulaError(
        `${use.call.name}(x, kelipatan): satuannya harus sama, ditulis ${typeText(type)} dan ${typeText(step)}${withUnit(use, type.unit)}`,
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

const FUNCTIONS: Readonly<Record<string, FunctionRule>> = {
  bulat: { args: [1, 2], check: toDecimals('halfUp') },
  potong: { args: [1, 2], check: toDecimals('cut') },
  lantai: { args: [2, 2], check: toStep('floor') },
  atap: { args: [2, 2], check: toStep('ceiling') },
  persen: { args: [1, 1], check: asPercent },
  angka: { args: [1, 1], check: bareNumber },
  bagi: { args: [3, 3], check: safeQuotient },
  prorata: { args: [3, 3], check: proportion },
  ...COLLECTION_FUNCTIONS,
  ...MAP_FUNCTIONS,
  ...TABLE_FUNCTIONS,
  ...DATE_FUNCTIONS,
};
