import type { FactValue } from './computation.ts';
import { isCivilDate } from './civil-day.ts';
import { allInputs } from './layer-choice.ts';
import type { Regulation } from './regulation.ts';

const [FROM, UNTIL] = ['mulai', 'selesai'] as const;

/** Rows of a case, such as those of leave, that end before they begin: the product makes none, so nothing is proven by them. */
export function reversedSpans(regulation: Regulation, facts: Readonly<Record<string, FactValue>>): readonly string[] {
  return allInputs(regulation).flatMap(({ name, type }) => {
    const rows = facts[name];
    if (type.kind !== 'list' || type.of.kind !== 'row' || !Array.isArray(rows)) return [];
    const columns = [...type.of.columns.keys()];
    return (rows as readonly FactValue[]).flatMap((row, index) => {
      const [from, until] = [FROM, UNTIL].map(column => cellOf(row, column, columns.indexOf(column)));
      if (from === null || until === null || from === undefined || until === undefined || until >= from) return [];
      return [`fakta "${name}", baris ke-${String(index + 1)}: selesai ${until} sebelum mulai ${from}`];
    });
  });
}

/** The date in a row, written by its column's name or in the order of the columns; null where there is none. */
function cellOf(row: FactValue, column: string, place: number): string | null {
  if (typeof row !== 'object' || row === null || place < 0) return null;
  const cell = Array.isArray(row)
    ? (row as readonly FactValue[])[place]
    : (row as Readonly<Record<string, FactValue>>)[column];
  return typeof cell === 'string' && isCivilDate(cell) ? cell : null;
}
