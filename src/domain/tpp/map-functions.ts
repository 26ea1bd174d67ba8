import { ZERO, add, type Ratio } from '../ratio.ts';
import { NotComputable } from './compiled-formula.ts';
import { FormulaError } from './formula-lexer.ts';
import { alike, asDate, guarded, order, shared, type Part } from './formula-part.ts';
import { formulaText } from './formula.ts';
import {
  MANY,
  arg,
  canBeEmpty,
  collection,
  items,
  part,
  type Check,
  type FunctionRule,
  type Use,
} from './function-use.ts';
import { refuseJoinedKey } from './joined-codes.ts';
import { exactKeyText } from './table.ts';
import type { Value, ValueMap } from './value.ts';
import { TEXT, numberType, typeText, type MapType, type NumberType, type ValueType } from './value-type.ts';

/** peta: written out by its keys, each a text in quotes, and their values. */
const written: Check = use => {
  const { parts } = use;
  if (parts.length % 2 !== 0)
    throw new FormulaError('peta("KODE", nilai, "KODE", nilai, …): kunci dan nilai ditulis sepasang-sepasang');
  const keys = parts.flatMap(({ type }, index) => {
    if (index % 2 !== 0) return [];
    if (type.kind === 'text' && type.literal !== undefined && type.literal !== '') return [type.literal];
    throw new FormulaError(
      `peta(…): kunci "${formulaText(arg(use, index))}" harus teks di dalam tanda kutip, misalnya "BK"`,
    );
  });
  const twin = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twin !== undefined) throw new FormulaError(`peta(…): kunci "${twin}" ditulis dua kali`);
  const raw = parts.filter((_, index) => index % 2 !== 0);
  const dated = raw.find(each => each.type.kind === 'date');
  const values = dated ? raw.map(each => asDate(each, dated.type)) : raw;
  const of = itemType(use, values);
  return {
    type: { kind: 'map', of, keys },
    run: env => new Map(keys.map((key, index) => [key, values[index]!.run(env)])),
  };
};

function itemType(use: Use, values: readonly Part[]): ValueType {
  const { type } = alike(
    values,
    use.call.args.filter((_, index) => index % 2 !== 0),
  );
  if (type.kind === 'text') return TEXT;
  if (type.kind === 'number' || type.kind === 'date' || type.kind === 'boolean') return type;
  throw new FormulaError(`peta(…): nilai tidak dapat berupa ${typeText(type)}`);
}

/** The sum of maps of numbers, key by key: in the order of their keys where these are known, else by code. */
export function sumOfMaps({ run }: Part, of: MapType & { readonly of: NumberType }): Part {
  return {
    type: { kind: 'map', of: numberType(of.of.unit, of.of.whole), keys: of.keys },
    run: env => {
      const sums = new Map<string, Ratio>();
      for (const map of items(run(env)) as readonly ValueMap[])
        for (const [key, value] of map) sums.set(key, guarded(add(sums.get(key) ?? ZERO, value as Ratio)));
      const found = [...sums.keys()].sort();
      const order = of.keys ? [...of.keys.filter(key => sums.has(key))] : found;
      return new Map(order.map(key => [key, sums.get(key) ?? ZERO]));
    },
  };
}

/** pilih_terbesar and pilih_terkecil: the item whose weight is the largest (smallest), the first of equals. */
function chosen(sign: 1 | -1): Check {
  return use => {
    const { name } = use.call;
    const of = collection(use, 0);
    const weight = collection(use, 1);
    const [list, weights] = [part(use, 0), part(use, 1)];
    if (list.type.kind !== weights.type.kind)
      throw new FormulaError(`${name}(isi, bobot): isi dan bobot harus sama-sama daftar atau sama-sama peta`);
    if (weight.kind !== 'number' && weight.kind !== 'date')
      throw new FormulaError(
        `${name}(isi, bobot): bobot harus angka atau tanggal, "${formulaText(arg(use, 1))}" berisi ${typeText(weight)}`,
      );
    const substitute = use.parts[2] ? asDate(use.parts[2], of) : null;
    if (!substitute && canBeEmpty(use, 0))
      throw new FormulaError(
        `"${formulaText(arg(use, 0))}" dapat kosong; tulis isian ketiga ${name}(…), yaitu hasilnya bila kosong`,
      );
    const type = substitute ? shared({ ...list, type: of }, substitute, arg(use, 0), arg(use, 2)) : of;
    return {
      type: type.kind === 'text' ? TEXT : type,
      run: env => {
        const [all, heavy] = [list.run(env), weights.run(env)];
        const [values, by] = [items(all), items(heavy)];
        if (values.length !== by.length || !sameKeys(all, heavy))
          throw new NotComputable(
            `${name}(…): isi dan bobot tidak sama panjang${Array.isArray(all) ? '' : ', atau kuncinya tidak sama'}`,
          );
        const best = by.reduce<number>((at, each, index) => (order(each, by[at]!, weight) === sign ? index : at), 0);
        const found = values[best];
        if (found !== undefined) return found;
        if (substitute) return substitute.run(env);
        throw new NotComputable(`${name}(…) dari daftar yang kosong`);
      },
    };
  };
}

/** Whether two collections have the same keys in the same order; those of a list are its places. */
function sameKeys(a: Value, b: Value): boolean {
  const keys = [...(b as ValueMap).keys()];
  return [...(a as ValueMap).keys()].every((key, index) => key === keys[index]);
}

/** jumlah_menurut: the values that stand beside the same key, added up. */
const sumsByKey: Check = use => {
  const [keys, values] = [part(use, 0), part(use, 1)];
  if (keys.type.kind !== 'list' || values.type.kind !== 'list')
    throw new FormulaError('jumlah_menurut(kunci, nilai): keduanya harus dua daftar yang sama panjang');
  const [by, of] = [keys.type.of, values.type.of];
  if (of.kind !== 'number')
    throw new FormulaError(`jumlah_menurut(kunci, nilai): nilai harus angka, ditulis ${typeText(of)}`);
  if (by.kind !== 'number' && by.kind !== 'text' && by.kind !== 'date')
    throw new FormulaError(
      `jumlah_menurut(kunci, nilai): kunci harus teks, tanggal atau angka, ditulis ${typeText(by)}`,
    );
  refuseJoinedKey({ ...keys, type: by }, arg(use, 0), 'kuncinya menjadi kode gabungan itu', use.scope);
  const options = by.kind === 'text' ? by.options : null;
  const before = (a: Value, b: Value): number =>
    options ? options.indexOf(a as string) - options.indexOf(b as string) : order(a, b, by);
  return {
    type: { kind: 'map', of: numberType(of.unit, of.whole), keys: options },
    run: env => {
      const [found, amounts] = [keys.run(env), values.run(env)] as readonly (readonly Value[])[];
      if (!found || found.length !== amounts?.length)
        throw new NotComputable('jumlah_menurut(…): daftar kunci dan daftar nilai tidak sama panjang');
      const sums = new Map<string, Ratio>();
      for (const key of [...found].sort(before)) sums.set(exactKeyText(key, by), ZERO);
      found.forEach((key, index) => {
        const text = exactKeyText(key, by);
        sums.set(text, guarded(add(sums.get(text) ?? ZERO, amounts[index] as Ratio)));
      });
      return sums;
    },
  };
};

export const MAP_FUNCTIONS: Readonly<Record<string, FunctionRule>> = {
  peta: { args: [2, MANY], check: written },
  pilih_terbesar: { args: [2, 3], check: chosen(1) },
  pilih_terkecil: { args: [2, 3], check: chosen(-1) },
  jumlah_menurut: { args: [2, 2], check: sumsByKey },
};
