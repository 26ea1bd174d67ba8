import { ZERO, add, compare, divide, ratio, type Ratio } from '../ratio.ts';
import { allocate, payDown, type AllocationFault } from './allocation.ts';
import { NotComputable } from './compiled-formula.ts';
import { FormulaError } from './formula-lexer.ts';
import { alike, asDate, guarded, numeric, order, shared, type Part } from './formula-part.ts';
import { formulaText } from './formula.ts';
import {
  MANY,
  arg,
  canBeEmpty,
  collection,
  items,
  number,
  numbers,
  part,
  type Check,
  type FunctionRule,
  type Use,
} from './function-use.ts';
import { refuseJoinedKey } from './joined-codes.ts';
import { joinMaps, joinedKeys } from './map-arithmetic.ts';
import { sumOfMaps } from './map-functions.ts';
import { RUPIAH, sameUnit } from './unit.ts';
import type { Value, ValueMap } from './value.ts';
import {
  COUNT,
  commonType,
  numberType,
  typeText,
  type ListType,
  type MapType,
  type NumberType,
  type ValueType,
} from './value-type.ts';

/** Refuses a function of what may be empty where nothing says what holds then. */
function refuseEmpty(use: Use, type: ValueType): void {
  if (!canBeEmpty(use, 0)) return;
  const { name } = use.call;
  const text = formulaText(arg(use, 0));
  // The smallest is taken of the second value, too: with 0 there, what the collection holds would never count.
  const wayOut =
    name === 'min' && type.kind === 'number'
      ? `tulis batas yang berlaku bila kosong, misalnya min(${text}, ${boundOf(type)}); bukan 0, karena nilai itu juga ikut dibandingkan`
      : `tulis nilainya bila kosong: ${name}(${text}, ${exampleOf(type)})`;
  throw new FormulaError(`"${text}" dapat kosong, dan ${name}(…) dari yang kosong tidak ada; ${wayOut}`);
}

const isCollection = ({ type }: Part): boolean => type.kind === 'list' || type.kind === 'map';

/** min and maks: of numbers or dates, which may be single values, lists and maps in any mixture. */
function extreme(sign: 1 | -1): Check {
  return use => {
    const { name } = use.call;
    if (use.parts.length === 1) {
      collection(use);
      refuseEmpty(use, elementType(part(use, 0)));
    }
    const dated = use.parts.find(each => elementType(each).kind === 'date');
    const parts = dated ? use.parts.map(each => asDate(each, elementType(dated))) : use.parts;
    const elements = parts.map(each => (isCollection(each) ? elementOf(each, elementType(each)) : each));
    const { type } = alike(elements, use.call.args);
    if (type.kind !== 'number' && type.kind !== 'date')
      throw new FormulaError(
        `${name}(…): "${formulaText(arg(use, 0))}" berisi ${typeText(type)}, di sini perlu angka atau tanggal`,
      );
    const better = (a: Value, b: Value): Value => (order(b, a, type) === sign ? b : a);
    const spread = parts.map(isCollection);
    return {
      type,
      run: env => {
        const all = parts.flatMap((each, index) => (spread[index] ? items(each.run(env)) : [each.run(env)]));
        const [first, ...rest] = all;
        if (first === undefined) throw new NotComputable(`${name}(…) dari daftar yang kosong`);
        return rest.reduce(better, first);
      },
    };
  };
}

function elementType({ type }: Part): ValueType {
  return type.kind === 'list' || type.kind === 'map' ? type.of : type;
}

/** A collection, by the type of what it holds. */
function elementOf({ run }: Part, type: ValueType): Part {
  return { type, run, held: true };
}

/** An upper bound with a unit, as an example in a message. */
function boundOf({ unit }: NumberType): string {
  const written = ratio(sameUnit(unit, RUPIAH) ? 1_000_000n : 100n);
  return formulaText({ kind: 'number', written, unit });
}

/** A value of a type, as an example in a message. */
function exampleOf(type: ValueType): string {
  if (type.kind === 'date') return 'akhir_periode';
  const unit = typeText(type);
  if (unit === 'persen') return '0%';
  return unit === 'rupiah' ? 'Rp0' : '0';
}

function total(values: readonly Value[]): Ratio {
  return (values as readonly Ratio[]).reduce((sum, value) => guarded(add(sum, value)), ZERO);
}

const sum: Check = use => {
  const element = collection(use);
  if (element.kind === 'map' && element.of.kind === 'number')
    return sumOfMaps(part(use, 0), { ...element, of: element.of });
  const type = numbers(use);
  const { run } = part(use, 0);
  return { type: numberType(type.unit, type.whole), run: env => total(items(run(env))) };
};

const mean: Check = use => {
  const element = elementOf(part(use, 0), numbers(use));
  const substitute = use.parts[1] ?? null;
  if (!substitute) refuseEmpty(use, element.type);
  const { unit } = numeric(substitute ? alike([element, substitute], use.call.args) : element, arg(use, 0));
  const { run } = part(use, 0);
  return {
    type: numberType(unit),
    run: env => {
      const all = items(run(env));
      if (all.length > 0) return divide(total(all), ratio(BigInt(all.length)));
      if (substitute) return substitute.run(env);
      throw new NotComputable('rata(…) dari daftar yang kosong');
    },
  };
};

const count: Check = use => {
  collection(use);
  const { run } = part(use, 0);
  return { type: COUNT, run: env => ratio(BigInt(items(run(env)).length)) };
};

const pick: Check = use => {
  const { type } = part(use, 0);
  if (type.kind !== 'map') throw new FormulaError('ambil(peta, kunci, pengganti): isian pertama harus peta');
  if (part(use, 1).type.kind !== 'text') throw new FormulaError('ambil(peta, kunci, pengganti): kunci harus teks');
  refuseJoinedKey(part(use, 1), arg(use, 1), 'petanya tidak mempunyai kunci itu', use.scope);
  const item = elementOf(part(use, 0), type.of);
  const substitute = asDate(part(use, 2), type.of);
  const result = shared(item, substitute, arg(use, 0), arg(use, 2));
  const [map, key, otherwise] = [part(use, 0).run, part(use, 1).run, substitute.run];
  return { type: result, run: env => (map(env) as ValueMap).get(key(env) as string) ?? otherwise(env) };
};

/** gabung: the keys of both maps, the first's in front; a number that both hold is their sum. */
const merged: Check = use => {
  const [{ type: a, run: first }, { type: b, run: second }] = [part(use, 0), part(use, 1)];
  if (a.kind === 'map' && b.kind === 'map') {
    const of = commonType(a.of, b.of);
    const run: Part['run'] = env =>
      joinMaps(first(env) as Numbers, second(env) as Numbers, (x, y) => guarded(add(x, y)));
    if (of?.kind === 'number') return { type: { kind: 'map', of, keys: joinedKeys(a, b) }, run };
  }
  throw new FormulaError('gabung(peta, peta): keduanya harus peta berisi angka dengan satuan yang sama');
};

type Numbers = ReadonlyMap<string, Ratio>;

const ALLOCATION_FAULTS: Readonly<Record<AllocationFault, string>> = {
  negative: 'ada bobot yang negatif',
  nothing: 'ada yang harus dibagi, padahal bobot semuanya nol atau kosong',
  stranger: 'penerima sisa tidak ada di antara bobot',
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
  const keeper = use.parts[2] ?? null;
  if (keeper && keeper.type.kind !== 'text')
    throw new FormulaError('alokasi(jumlah, bobot, kunci): isian ketiga harus kunci yang menerima sisa, sebuah teks');
  const literal = keeper?.type.kind === 'text' ? keeper.type.literal : undefined;
  if (literal !== undefined && type.keys?.includes(literal) === false)
    throw new FormulaError(`alokasi(…): "${literal}" bukan kunci bobotnya: ${type.keys.join(', ')}`);
  const [amount, weights] = [part(use, 0).run, part(use, 1).run];
  return {
    type: { kind: 'map', of: numberType(RUPIAH, true), keys: type.keys },
    run: env => {
      const given = weights(env) as ReadonlyMap<string, Ratio>;
      const parts = allocate(amount(env) as Ratio, given, keeper ? (keeper.run(env) as string) : null);
      if (typeof parts === 'string') throw new NotComputable(`alokasi(…): ${ALLOCATION_FAULTS[parts]}`);
      return parts;
    },
  };
};

/** bertahap: requests are met one after the other, each as far as what is left reaches. */
const inOrder: Check = use => {
  const requests = part(use, 1);
  const element = elementOf(requests, collection(use, 1));
  const type = shared(part(use, 0), element, arg(use, 0), arg(use, 1));
  if (type.kind !== 'number') throw new FormulaError('bertahap(jumlah, permintaan): keduanya harus angka sejenis');
  if (requests.type.kind === 'map' && requests.type.keys === null)
    throw new FormulaError(
      `bertahap(…): urutan "${formulaText(arg(use, 1))}" tidak ditetapkan; tulis "keys" pada faktanya menurut urutan pembayaran, atau pakai daftar [a, b, c]`,
    );
  const of = numberType(type.unit, type.whole);
  const amount = part(use, 0).run;
  return {
    type: { ...(requests.type as MapType | ListType), of },
    run: env => {
      const asked = requests.run(env);
      const paid = payDown(amount(env) as Ratio, items(asked) as readonly Ratio[]);
      if (!paid) throw new NotComputable('bertahap(…): ada permintaan yang kurang dari nol');
      if (Array.isArray(asked)) return paid;
      return new Map([...(asked as ValueMap).keys()].map((key, index) => [key, paid[index] ?? ZERO]));
    },
  };
};

/** batas: between two bounds, which must not be the wrong way round. */
const clamp: Check = use => {
  const type = numeric(alike(use.parts, use.call.args), arg(use, 0));
  const [value, low, high] = [part(use, 0).run, part(use, 1).run, part(use, 2).run];
  const [least, most] = [arg(use, 1), arg(use, 2)];
  const written = !use.scope.isAdopted && least.kind === 'number' && most.kind === 'number';
  if (written && compare(least.written, most.written) > 0)
    throw new FormulaError(`batas(x, bawah, atas): bawah ${formulaText(least)} lebih dari atas ${formulaText(most)}`);
  return {
    type,
    run: env => {
      const [x, from, to] = [value(env) as Ratio, low(env) as Ratio, high(env) as Ratio];
      if (compare(from, to) > 0)
        throw new NotComputable(
          `batas(…): batas bawah "${formulaText(least)}" lebih dari batas atas "${formulaText(most)}"`,
        );
      if (compare(x, from) < 0) return from;
      return compare(x, to) > 0 ? to : x;
    },
  };
};

export const COLLECTION_FUNCTIONS: Readonly<Record<string, FunctionRule>> = {
  min: { args: [1, MANY], check: extreme(-1) },
  maks: { args: [1, MANY], check: extreme(1) },
  batas: { args: [3, 3], check: clamp },
  jumlah: { args: [1, 1], check: sum },
  rata: { args: [1, 2], check: mean },
  banyak: { args: [1, 1], check: count },
  ambil: { args: [3, 3], check: pick },
  gabung: { args: [2, 2], check: merged },
  alokasi: { args: [2, 3], check: allocation },
  bertahap: { args: [2, 2], check: inOrder },
};
