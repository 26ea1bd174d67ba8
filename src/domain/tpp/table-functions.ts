import { ONE, ZERO, add, compare, divide, multiply, subtract, type Ratio } from '../ratio.ts';
import { NotComputable, type Env } from './compiled-formula.ts';
import { FormulaError } from './formula-lexer.ts';
import { checkTableKeys, keyWords, noRow } from './formula-lookup.ts';
import { guarded, numeric, type Part } from './formula-part.ts';
import { formulaText } from './formula.ts';
import { arg, part, type Check, type FunctionRule, type Use } from './function-use.ts';
import { cell, follow, progressive, type Band, type Table } from './table.ts';
import { multiplyUnits, sameUnit, type Unit } from './unit.ts';
import { valueText, type Value } from './value.ts';
import { numberType, typeText, type NumberType } from './value-type.ts';

/** A table of bands as an argument: `tarif`, or `tarif[golongan]` where the bands stand under further keys. */
interface BandArgument {
  readonly table: Table;
  readonly keys: readonly Part[];
  /** What the bands are of. */
  readonly unit: Unit;
  readonly rate: NumberType;
}

function bandArgument(use: Use): BandArgument {
  const { name: called } = use.call;
  const formula = arg(use, 0);
  const of = formula.kind === 'lookup' ? formula.of : formula;
  const table = of.kind === 'name' ? use.scope.table(of.name) : null;
  if (of.kind === 'name' && use.scope.isRefused(of.name)) throw new FormulaError('');
  if (!table) {
    throw new FormulaError(
      `${called}(tabel, dasar): isian pertama harus nama tabel, dengan kunci di depan pitanya bila ada: tabel[kunci]`,
    );
  }
  const given = formula.kind === 'lookup' ? formula.keys : [];
  const band = table.keys.at(-1);
  if (band?.kind !== 'band' || table.value.kind !== 'number') {
    throw new FormulaError(`${called}(tabel, dasar): "${table.name}" harus bertabel pita dengan nilai persen`);
  }
  if (given.length !== table.keys.length - 1) {
    const before = table.keys.length - 1;
    throw new FormulaError(
      before === 0
        ? `${called}(…): tabel "${table.name}" ditulis tanpa kunci`
        : `${called}(…): tabel "${table.name}" mempunyai ${before} kunci di depan pitanya, ditulis ${given.length}`,
    );
  }
  const keys = given.map(key => use.compileNode(key, use.scope));
  checkTableKeys(table, keys, given, use.scope);
  const base = numeric(part(use, 0), arg(use, 1));
  if (!sameUnit(base.unit, band.unit)) {
    throw new FormulaError(`${called}(…): dasar harus ${typeText(numberType(band.unit))}, ditulis ${typeText(base)}`);
  }
  return { table, keys, unit: base.unit, rate: table.value };
}

function keysOf({ keys, table }: BandArgument, env: Env): readonly Value[] {
  const values = keys.map(key => key.run(env));
  if (follow(table, values) === null) throw noRow(table, keys, values);
  return values;
}

/** For the explanation: the table by its label, with the highest rate that an amount reaches. */
function noteRate({ table, keys, rate }: BandArgument, use: Use, at: readonly Value[], amount: Ratio, env: Env): void {
  const found = env.trace && cell(table, [...at, amount]);
  if (!env.trace || !found) return;
  const [unit, value] = [typeText(rate), valueText(found, rate)];
  env.trace.inputs[formulaText(arg(use, 0))] = {
    kind: 'tabel',
    label: table.label,
    value,
    unit,
    ...(keys.length > 0 ? { key: at.map((key, index) => keyWords(key, keys[index]!)).join(', ') } : {}),
    cite: table.cite,
  };
}

const progressiveTax: Check = use => {
  const bands = bandArgument(use);
  const { run } = part(use, 0);
  return {
    type: numberType(multiplyUnits(bands.unit, bands.rate.unit)),
    run: env => {
      const [keys, base] = [keysOf(bands, env), run(env) as Ratio];
      noteRate(bands, use, keys, base, env);
      return guarded(progressive(bands.table, keys, base) ?? ZERO);
    },
  };
};

/**
 * The smallest amount that is its own tax: T = rate of the band that (base + T) lies in × (base + T). Null where the rates
 * leave none (one of 100 % or more, or one that falls).
 */
function grossUp(bands: readonly Band[], base: Ratio): Ratio | null {
  let below: Band | null = null;
  for (const band of bands) {
    const { upper, inclusive, rows } = band;
    const rate = rows.kind === 'cell' ? (rows.value as Ratio) : ZERO;
    if (compare(rate, ONE) >= 0) return null;
    const whole = divide(base, subtract(ONE, rate));
    const side = upper === null ? -1 : compare(whole, upper);
    const reaches = side < 0 || (side === 0 && inclusive);
    const lower: Ratio | null = below?.upper ?? null;
    const begins = lower === null ? 1 : compare(whole, lower);
    if (reaches) return begins > 0 || (begins === 0 && below?.inclusive === false) ? multiply(whole, rate) : null;
    below = band;
  }
  return null;
}

const grossUpTax: Check = use => {
  const bands = bandArgument(use);
  if (!bands.rate.unit.percent || bands.rate.unit.dims.length > 0)
    throw new FormulaError(`grossup(…): nilai tabel "${bands.table.name}" harus persen`);
  const { run } = part(use, 0);
  return {
    type: numberType(bands.unit),
    run: env => {
      const base = run(env) as Ratio;
      if (base.num < 0n) throw new NotComputable(`grossup(…): "${formulaText(arg(use, 1))}" kurang dari nol`);
      const keys = keysOf(bands, env);
      const rows = follow(bands.table, keys);
      const tax = rows?.kind === 'band' ? grossUp(rows.bands, base) : null;
      if (!tax) throw new NotComputable(`grossup(…): tarif tabel "${bands.table.label}" harus naik dan di bawah 100 %`);
      noteRate(bands, use, keys, add(base, tax), env);
      return guarded(tax);
    },
  };
};

export const TABLE_FUNCTIONS: Readonly<Record<string, FunctionRule>> = {
  progresif: { args: [2, 2], tableFirst: true, check: progressiveTax },
  grossup: { args: [2, 2], tableFirst: true, check: grossUpTax },
};
