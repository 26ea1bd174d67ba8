import { cellText } from './cell-text.ts';
import type { Table } from './header.ts';
import type { SheetKey } from './sheets.ts';
import { type Planning, type RowOutcome, RowReader } from './plan.ts';

const keyIn = (row: RowReader, field: string): string =>
  row.has(field) && typeof row.cell(field) !== 'object' ? cellText(row.cell(field)).toUpperCase() : '';

/**
 * Plans rows that refer to each other by a code: what a row refers to is planned before it, wherever it stands. A code
 * that comes twice is refused the second time; rows that refer to each other in a ring are planned as they come, and
 * the planner refuses the one that has nothing to stand on.
 */
export async function eachInOrder(
  planning: Planning,
  tables: readonly Table[],
  sheet: SheetKey,
  key: string,
  above: string,
  planRow: (row: RowReader) => RowOutcome,
): Promise<void> {
  const rows = tables.flatMap(table => (table.sheet === sheet ? table.rows.map(row => new RowReader(sheet, row)) : []));
  const byKey = new Map<string, RowReader>();
  for (const row of rows) {
    const code = keyIn(row, key);
    const first = byKey.get(code);
    if (code !== '' && first) row.refuse(key, `Kode ini sudah ada di baris ${String(first.row.row)}`);
    else if (code !== '') byKey.set(code, row);
  }
  // By hand, not by calls within calls: a file may hang 50,000 units one below the other.
  const begun = new Set<RowReader>();
  for (const row of rows) {
    const chain: RowReader[] = [];
    for (let next: RowReader | undefined = row; next && !begun.has(next); next = byKey.get(keyIn(next, above))) {
      begun.add(next);
      chain.push(next);
    }
    for (const each of chain.reverse()) {
      planning.outcomes.push(planRow(each));
      await planning.breathe();
    }
  }
}
