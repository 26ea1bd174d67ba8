import { ZERO, type Ratio } from '../ratio.ts';
import type { Part } from './formula-part.ts';
import type { ValueMap } from './value.ts';
import type { MapType, NumberType } from './value-type.ts';

type Numbers = ReadonlyMap<string, Ratio>;
type Operation = (a: Ratio, b: Ratio) => Ratio;

/** A map of numbers and its type; null for anything else. */
function numbersOf({ type }: Part): { readonly map: MapType; readonly of: NumberType } | null {
  return type.kind === 'map' && type.of.kind === 'number' ? { map: type, of: type.of } : null;
}

/** What the arithmetic of numbers gives for a sign: its type (FormulaError where there is none) and how it is done. */
export interface NumberArithmetic {
  readonly type: (a: NumberType, b: NumberType) => NumberType;
  readonly operation: Operation;
}

/**
 * Arithmetic with maps of numbers, key by key: a map by a number (`×`, `/`), a number by a map (`×`), and the sum and
 * difference of two maps, where a key that one of them lacks is zero there. Null where it is none of these.
 */
export function mapArithmetic(sign: string, left: Part, right: Part, of: NumberArithmetic): Part | null {
  const [a, b] = [numbersOf(left), numbersOf(right)];
  if (a && b) {
    if (sign !== '+' && sign !== '-') return null;
    return {
      type: { kind: 'map', of: of.type(a.of, b.of), keys: joinedKeys(a.map, b.map) },
      run: env => joinMaps(left.run(env) as Numbers, right.run(env) as Numbers, of.operation),
    };
  }
  if (a && right.type.kind === 'number' && (sign === '*' || sign === '/')) {
    return {
      type: { ...a.map, of: of.type(a.of, right.type) },
      run: env => {
        const by = right.run(env) as Ratio;
        return eachOf(left.run(env) as ValueMap, item => of.operation(item, by));
      },
    };
  }
  if (b && left.type.kind === 'number' && sign === '*') {
    return {
      type: { ...b.map, of: of.type(left.type, b.of) },
      run: env => {
        const by = left.run(env) as Ratio;
        return eachOf(right.run(env) as ValueMap, item => of.operation(by, item));
      },
    };
  }
  return null;
}

function eachOf(map: ValueMap, operation: (item: Ratio) => Ratio): Numbers {
  return new Map([...map].map(([key, item]) => [key, operation(item as Ratio)]));
}

/** The keys of both maps, the first's in front. */
export function joinedKeys({ keys: a }: MapType, { keys: b }: MapType): readonly string[] | null {
  return a && b && [...new Set([...a, ...b])];
}

/** Both maps, key by key; what one of them lacks is zero there. */
export function joinMaps(a: Numbers, b: Numbers, operation: Operation): Numbers {
  const joined = new Map<string, Ratio>();
  for (const key of new Set([...a.keys(), ...b.keys()]))
    joined.set(key, operation(a.get(key) ?? ZERO, b.get(key) ?? ZERO));
  return joined;
}
