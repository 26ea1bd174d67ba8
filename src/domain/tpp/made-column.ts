import { madeSource } from './made-source.ts';
import { JOINED, type ValueType } from './value-type.ts';

/** The type of an input as its source fills it: a column of joined codes is known for one. */
export function filledType(source: string, type: ValueType): ValueType {
  const joined = madeSource(source)?.joined;
  if (joined === undefined || type.kind !== 'list' || type.of.kind !== 'row') return type;
  const column = type.of.fields.get(joined);
  if (column?.kind !== 'text' || column.options !== null) return type;
  return { ...type, of: { ...type.of, fields: new Map(type.of.fields).set(joined, JOINED) } };
}

/** Whether an input takes what is counted against the limit of a superior's decision: a number, or a column of rows. */
export function countsLimit(source: string, type: ValueType): boolean {
  const limited = madeSource(source)?.limited ?? [];
  if (limited === true) return true;
  const row = type.kind === 'list' ? type.of : null;
  return row?.kind === 'row' && limited.some(column => row.fields.has(column));
}
