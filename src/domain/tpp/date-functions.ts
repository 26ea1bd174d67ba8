import { ratio, toWhole, type Ratio } from '../ratio.ts';
import { addDays, addMonths, boundsOf, daysBetween, isCivilDate, monthsBetween } from './civil-day.ts';
import { NotComputable } from './compiled-formula.ts';
import { FormulaError } from './formula-lexer.ts';
import { formulaText } from './formula.ts';
import { arg, collection, date, items, number, part, type Check, type FunctionRule } from './function-use.ts';
import { DAYS, MONTHS } from './unit.ts';
import { COUNT, DATE, commonType, numberType, typeText, type NumberType } from './value-type.ts';

const dateLiteral: Check = use => {
  const formula = arg(use, 0);
  const { type } = part(use, 0);
  if (formula.kind !== 'text') {
    const found =
      type.kind === 'date'
        ? 'sudah tanggal, tulis tanpa tanggal(…)'
        : `adalah ${typeText(type)}: tulis type: tanggal pada fakta atau kolomnya`;
    throw new FormulaError(
      `tanggal(…) hanya untuk tanggal yang tertulis, misalnya tanggal("2026-01-31"); "${formulaText(formula)}" ${found}`,
    );
  }
  if (!isCivilDate(formula.value)) {
    throw new FormulaError('tanggal("TTTT-BB-HH"): isinya harus tanggal yang benar di dalam tanda kutip');
  }
  return { type: DATE, run: () => formula.value };
};

/** A date some months or days on; only the whole ones count. */
function later(unit: NumberType, word: string, move: (date: string, by: number) => string | null): Check {
  return use => {
    const from = date(use, 0);
    const { name } = use.call;
    if (!commonType(number(use, 1), unit))
      throw new FormulaError(`${name}(tanggal, n): n bersatuan ${word}, misalnya 3 ${word}`);
    const { run } = part(use, 1);
    return {
      type: DATE,
      run: env => {
        const found = move(from(env), Number(toWhole(run(env) as Ratio, 'cut')));
        if (found === null) throw new NotComputable(`${name}(…): tanggal di luar tahun 1 sampai 9999`);
        return found;
      },
    };
  };
}

function difference(unit: NumberType, measure: (from: string, to: string) => number): Check {
  return use => {
    const [from, to] = [date(use, 0), date(use, 1)];
    return { type: unit, run: env => ratio(BigInt(measure(from(env), to(env)))) };
  };
}

/** The first or last day of a date's month. */
function monthEdge(side: 0 | 1): Check {
  return use => {
    const of = date(use, 0);
    return { type: DATE, run: env => boundsOf(of(env).slice(0, 7))[side] };
  };
}

/** Which day of its month a date is, 1 to 31: a plain number, like `bulan_ke`. */
const dayOfMonth: Check = use => {
  const of = date(use, 0);
  return { type: COUNT, run: env => ratio(BigInt(of(env).slice(8))) };
};

/**
 * hari_kerja_ke: the number of the working day on which a date is, or before which it is, in a list of working days: one more
 * than those before it. A Saturday after the fifth is the sixth. The calendar itself is a fact: the engine knows none.
 */
const workingDayNumber: Check = use => {
  const of = date(use, 0);
  const { run } = part(use, 1);
  if (collection(use, 1).kind !== 'date')
    throw new FormulaError(
      `hari_kerja_ke(tanggal, daftar): "${formulaText(arg(use, 1))}" harus daftar tanggal, misalnya fakta dengan source kalender.tanggal_kerja`,
    );
  return {
    type: COUNT,
    run: env => {
      const day = of(env);
      const before = items(run(env)).filter(each => (each as string) < day);
      return ratio(BigInt(before.length + 1));
    },
  };
};

/** hari_irisan: the days that two spans share, both ends included; 0 where they do not meet. */
const sharedDays: Check = use => {
  const [from, to, since, until] = [date(use, 0), date(use, 1), date(use, 2), date(use, 3)];
  return {
    type: numberType(DAYS, true),
    run: env => {
      const [a, b, c, d] = [from(env), to(env), since(env), until(env)];
      const wrong = a > b ? [a, b] : c > d ? [c, d] : null;
      if (wrong) throw new NotComputable(`hari_irisan(…): rentang ${wrong.join(' sampai ')} berakhir sebelum dimulai`);
      const [first, last] = [a > c ? a : c, b < d ? b : d];
      return ratio(BigInt(first > last ? 0 : daysBetween(first, last) + 1));
    },
  };
};

export const DATE_FUNCTIONS: Readonly<Record<string, FunctionRule>> = {
  tanggal: { args: [1, 1], check: dateLiteral },
  awal_bulan: { args: [1, 1], check: monthEdge(0) },
  akhir_bulan: { args: [1, 1], check: monthEdge(1) },
  tanggal_ke: { args: [1, 1], check: dayOfMonth },
  hari_kerja_ke: { args: [2, 2], check: workingDayNumber },
  tambah_bulan: { args: [2, 2], check: later(numberType(MONTHS), 'bulan', addMonths) },
  tambah_hari: { args: [2, 2], check: later(numberType(DAYS), 'hari', addDays) },
  selisih_bulan: { args: [2, 2], check: difference(numberType(MONTHS, true), monthsBetween) },
  hari_irisan: { args: [4, 4], check: sharedDays },
  selisih_hari: { args: [2, 2], check: difference(numberType(DAYS, true), daysBetween) },
};
