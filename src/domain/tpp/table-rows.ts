import { isWhole, toDecimalText } from '../ratio.ts';
import { FormulaError } from './formula-lexer.ts';
import type { Part } from './formula-part.ts';
import type { Formula } from './formula.ts';
import type { Scope } from './scope.ts';
import { exactKeyText, type Table, type TableRows } from './table.ts';
import type { ValueType } from './value-type.ts';

const MAX_SPAN = 1000n;
/** Missing rows that a refusal names; the others are counted. */
const MOST_NAMED = 8;

/**
 * Checks that a table has a row for all that its keys can be, as far as that is known: a choice, a text or number written out,
 * yes or no, a whole number between bounds. Under a key of which nothing is known every row that is written is looked into.
 * In a text that is in force only the first key is, as it was when it came into force. Throws FormulaError.
 */
export function checkRows(keys: readonly Part[], formulas: readonly Formula[], table: Table, scope: Scope): void {
  const looked = scope.isAdopted ? 1 : keys.length;
  const possible = keys
    .slice(0, looked)
    .map((key, index) => possibleKeys(key.type, formulas[index]!, scope, index === 0));
  if (possible.every(known => known === null)) return;
  const without = missingUnder(table.rows, possible, []);
  if (without.length === 0) return;
  const names = without.slice(0, MOST_NAMED).map(([first = '', ...inner]) => {
    if (inner.length > 0) return `[${[first, ...inner].join(', ')}]`;
    return first === '' ? '"" (kosong)' : first;
  });
  const more = without.length > names.length ? ` dan ${without.length - names.length} lagi` : '';
  throw new FormulaError(
    `tabel "${table.name}" tidak mempunyai baris untuk ${names.join(', ')}${more}; tambahkan barisnya, atau "*" untuk selebihnya`,
  );
}

/** The keys, from the first on, under which there is no row. */
function missingUnder(
  rows: TableRows,
  possible: readonly (readonly string[] | null)[],
  path: readonly string[],
): readonly (readonly string[])[] {
  const [known, ...rest] = possible;
  if (known === undefined || rows.kind === 'cell') return [];
  if (rows.kind === 'band')
    return rows.bands.flatMap((band, index) => missingUnder(band.rows, rest, [...path, `pita ke-${index + 1}`]));
  if (rows.kind === 'dated') return rows.spans.flatMap(span => missingUnder(span.rows, rest, [...path, span.from]));
  const written = [...rows.rows.keys(), ...(rows.otherwise ? ['*'] : [])];
  return (known ?? written).flatMap(key => {
    const found = rows.rows.get(key) ?? rows.otherwise;
    return found ? missingUnder(found, rest, [...path, key]) : [[...path, key]];
  });
}

/** What a key can be, as the text by which rows are found; null where that is not known. */
function possibleKeys(type: ValueType, formula: Formula, scope: Scope, isFirst: boolean): readonly string[] | null {
  if (formula.kind === 'text') return [formula.value];
  if (formula.kind === 'number') return [toDecimalText(formula.written)];
  // A text in force was looked at only where the key is a name.
  if (scope.isAdopted && (!isFirst || formula.kind !== 'name')) return null;
  if (type.kind === 'text') return type.options;
  if (type.kind === 'boolean') return [exactKeyText(true, type), exactKeyText(false, type)];
  const span = type.kind === 'number' && type.whole ? spanOf(formula, scope) : null;
  if (!span || span[1] - span[0] > MAX_SPAN) return null;
  return Array.from({ length: Number(span[1] - span[0]) + 1 }, (_, index) => (span[0] + BigInt(index)).toString());
}

/** Between which whole numbers a fact, or a column of rows, lies. */
function spanOf(formula: Formula, scope: Scope): readonly [bigint, bigint] | null {
  if (formula.kind === 'name') return scope.resolve(formula.name).span ?? null;
  if (formula.kind !== 'field' || formula.of.kind !== 'name') return null;
  const row = scope.resolve(formula.of.name).type;
  const column = row.kind === 'row' ? row.columns.get(formula.name) : undefined;
  const [from, to] = [column?.min, column?.max];
  return from && to && isWhole(from) && isWhole(to) ? [from.num, to.num] : null;
}
