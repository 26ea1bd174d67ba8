import type { ValueText } from '../explained.ts';
import { ZERO, divide, multiply, ratio, toDecimalText, type Ratio } from '../ratio.ts';
import type { Unit } from './unit.ts';
import type { ValueType } from './value-type.ts';

/**
 * A value while computing. Percentages are kept as fractions (98,2 % is 491/500), so arithmetic needs no special case;
 * dates are `YYYY-MM-DD` text.
 */
export type Value = Ratio | string | boolean | ValueMap | readonly Value[];
export type ValueMap = ReadonlyMap<string, Value>;

const HUNDRED = ratio(100n);

/** From the number as written (98.2) to the number computed with (0.982 for a percentage). */
export function fromWritten(written: Ratio, unit: Unit): Ratio {
  return unit.percent ? divide(written, HUNDRED) : written;
}

/** From the number computed with to the number as written. */
export function toWritten(value: Ratio, unit: Unit): Ratio {
  return unit.percent ? multiply(value, HUNDRED) : value;
}

/**
 * Stands for a date that is not there: of a step that a gate kept from being computed, in a row that does not apply. It is
 * never computed with (`dated` in formula-part.ts): any day in its place would silently decide something.
 */
export const NO_DATE = '';

/** The value of a step that does not apply, and of an absent key of a map: zero, empty, no; a date has none. */
export function emptyValue(type: ValueType): Value {
  switch (type.kind) {
    case 'number':
      return ZERO;
    case 'text':
      return '';
    case 'boolean':
      return false;
    case 'date':
      return NO_DATE;
    case 'map':
      return new Map();
    case 'list':
      return [];
    case 'row':
      return new Map([...type.fields].map(([name, field]) => [name, emptyValue(field)]));
  }
}

/** JSON-ready text of a value: decimal text for numbers, `true`/`false`, objects and arrays for collections. */
export function valueText(value: Value, type: ValueType): ValueText {
  switch (type.kind) {
    case 'number':
      return toDecimalText(toWritten(value as Ratio, type.unit));
    case 'text':
    case 'date':
      return value as string;
    case 'boolean':
      return value === true ? 'true' : 'false';
    case 'map':
      return Object.fromEntries([...(value as ValueMap)].map(([key, item]) => [key, valueText(item, type.of)]));
    case 'list':
      return (value as readonly Value[]).map(item => valueText(item, type.of));
    case 'row':
      return Object.fromEntries(
        [...type.fields].map(([name, field]) => [name, valueText((value as ValueMap).get(name) ?? '', field)]),
      );
  }
}
