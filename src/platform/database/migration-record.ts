import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Migration } from './migration-files.ts';
import type { Sql } from './sql.ts';

/** What the database remembers of a migration that was begun and not declared rolled back. */
export interface RecordedMigration {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

/** Prisma's own table, to the letter, so that its command line and this deployer may take turns. */
const CREATE_RECORD = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** Make the record where there is none. */
export async function createRecord(client: pg.ClientBase): Promise<void> {
  await client.query(CREATE_RECORD);
}

/** What the database has seen so far; nothing where there is no record yet. */
export async function readRecord(sql: Sql): Promise<RecordedMigration[]> {
  const { rows: found } = await sql.query<{ there: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there",
  );
  if (found[0]?.there !== true) return [];
  const { rows } = await sql.query<RecordedMigration>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return rows;
}

/** Write that a migration begins; returns the row's id. */
export async function recordStart(client: pg.ClientBase, migration: Migration): Promise<string> {
  const id = randomUUID();
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    migration.checksum,
    migration.name,
  ]);
  return id;
}

/** Write that a migration is done. */
export async function recordFinish(client: pg.ClientBase, id: string): Promise<void> {
  await client.query(
    'UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = $1',
    [id],
  );
}

/** Write why a migration stopped half-way. */
export async function recordFailure(client: pg.ClientBase, id: string, reason: string): Promise<void> {
  await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, reason]);
}
