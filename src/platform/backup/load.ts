import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';
import type { Cabinet } from './cabinet.ts';
import { orderForLoading } from './load-order.ts';
import { type OpenCopy, type TableEntry, tableFile } from './manifest.ts';
import { type ForeignKey, readForeignKeys } from './shape.ts';

/**
 * Load all tables of a copy inside the caller's transaction, in the order of their foreign keys, with our triggers off:
 * they guard changes (closed months, computed runs), and what is loaded has passed them once. Foreign keys, CHECK, UNIQUE
 * and EXCLUDE stay on, so that what was loaded is held by them too. Needs no superuser, only the owner of the tables.
 *
 * @param prepare called when the tables are locked and in the order of their keys: it empties them, or refuses rows
 */
export async function loadTables(
  client: pg.Client,
  { cabinet, manifest }: OpenCopy,
  prepare: (tables: readonly string[]) => Promise<void>,
): Promise<void> {
  await client.query('SET CONSTRAINTS ALL IMMEDIATE');
  const entries = new Map(manifest.tables.map(table => [table.name, table]));
  const order = orderForLoading([...entries.keys()], await readForeignKeys(client));
  for (const month of manifest.months) await client.query('SELECT takar_ensure_month($1::date)', [month]);
  await switchTriggers(client, order.tables, 'DISABLE');
  await takeKeysOff(client, order.setAside);
  await prepare(order.tables);

  for (const name of order.tables) {
    const entry = entries.get(name);
    if (entry) await loadTable(client, cabinet, entry);
  }

  await putKeysOn(client, order.setAside);
  await switchTriggers(client, order.tables, 'ENABLE');
  for (const { name, last } of manifest.sequences) {
    await client.query("SELECT setval(format('public.%I', $1::text)::regclass, $2::bigint)", [name, last]);
  }
}

/** How many rows a table has. */
export async function countRows(client: pg.Client, table: string): Promise<number> {
  const { rows } = await client.query<{ rows: bigint }>(`SELECT count(*) AS rows FROM ${quoted(table)}`);
  return Number(rows[0]?.rows ?? 0n);
}

/** Remove the rows that migrations have put into a new database; the copy brings its own. */
export async function clearTables(client: pg.Client, tables: readonly string[]): Promise<void> {
  for (const table of tables.toReversed()) await client.query(`DELETE FROM ${quoted(table)}`);
}

async function loadTable(client: pg.Client, cabinet: Cabinet, entry: TableEntry): Promise<void> {
  const columns = entry.columns.map(column => pg.escapeIdentifier(column)).join(', ');
  const stream = copyStreams.from(`COPY ${quoted(entry.name)} (${columns}) FROM STDIN`);
  await pipeline(cabinet.read(tableFile(entry.name)), client.query(stream));
  const loaded = await countRows(client, entry.name);
  if (loaded !== entry.rows) {
    throw new Error(
      `table ${entry.name}: ${String(loaded)} rows after the load, ${String(entry.rows)} in the manifest`,
    );
  }
}

async function switchTriggers(client: pg.Client, tables: readonly string[], to: 'ENABLE' | 'DISABLE'): Promise<void> {
  for (const table of tables) await client.query(`ALTER TABLE ${quoted(table)} ${to} TRIGGER USER`);
}

async function takeKeysOff(client: pg.Client, keys: readonly ForeignKey[]): Promise<void> {
  for (const { table, name } of keys) {
    await client.query(`ALTER TABLE ${quoted(table)} DROP CONSTRAINT ${pg.escapeIdentifier(name)}`);
  }
}

async function putKeysOn(client: pg.Client, keys: readonly ForeignKey[]): Promise<void> {
  for (const { table, name, definition } of keys) {
    await client.query(`ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${pg.escapeIdentifier(name)} ${definition}`);
  }
}

function quoted(table: string): string {
  return `public.${pg.escapeIdentifier(table)}`;
}
