import type { Tx } from '../../platform/database/sql.ts';

const ROWS_AT_ONCE = 250;

/**
 * Writes many rows of one table with few statements, each short enough for the limit of a statement. The keys of the
 * first row are the columns; the types come from the table itself. Table names are ours, never from a file.
 */
export async function insertRows(tx: Tx, table: string, rows: readonly object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
    .map(column => `"${column}"`)
    .join(', ');
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await tx.query(
      `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::"${table}", $1)`,
      [JSON.stringify(rows.slice(from, from + ROWS_AT_ONCE))],
    );
  }
}
