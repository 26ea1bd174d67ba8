import { rm } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { deployMigrations } from '../database/migrate.ts';
import { readRecord } from '../database/migration-record.ts';
import { OperatorError } from '../postgres/operator-error.ts';
import { checkCopy } from './copy-check.ts';
import { clearTables, countRows, loadTables } from './load.ts';
import { type Manifest, uploadsFolder } from './manifest.ts';
import { withSession } from './session.ts';
import { readTables } from './shape.ts';
import { listFiles, transferFiles } from './uploads.ts';

/** What is restored, and where to. */
export interface RestoreRequest {
  /** The database: without tables, or with this code's tables and not one row. */
  readonly url: string;
  /** The folder of evidence files: absent or empty. */
  readonly uploads: string;
  /** The folder of the copy. */
  readonly source: string;
  /** The migrations of this code; its own where none is given. */
  readonly migrationsFolder?: string;
}

/**
 * Bring a copy back into an empty place. Nothing is written before the whole copy has been checked; then all rows arrive
 * in one transaction, or none. The database gets the shape the copy was made from; the next start of the product brings
 * it up to date.
 *
 * @returns the manifest of what was restored
 * @throws OperatorError where the copy is damaged or too new, or the place is not empty
 */
export async function restore(request: RestoreRequest): Promise<Manifest> {
  const manifest = await checkCopy(request.source, request.migrationsFolder);
  await refuseUploads(request.uploads);
  const isNew = await withSession(request.url, client => inspectTarget(client, manifest));
  await deployMigrations(request.url, {
    only: manifest.migrations.map(migration => migration.name),
    ...(request.migrationsFolder === undefined ? {} : { folder: request.migrationsFolder }),
  });
  await withSession(request.url, client => restoreAll(client, request, manifest, isNew));
  return manifest;
}

async function refuseUploads(uploads: string): Promise<void> {
  if ((await listFiles(uploads)).length === 0) return;
  throw new OperatorError(`Folder bukti dukung ${uploads} tidak kosong. Pulihkan ke tempat yang kosong.`);
}

/** @returns whether the database has no table yet */
async function inspectTarget(client: pg.Client, manifest: Manifest): Promise<boolean> {
  const tables = await readTables(client);
  const record = await readRecord(client);
  if (tables.length === 0 && record.length === 0) return true;
  await refuseRows(
    client,
    tables.map(table => table.name),
  );
  const have = record.map(migration => migration.name).join();
  if (have !== manifest.migrations.map(migration => migration.name).join()) {
    throw new OperatorError(
      'Basis data tujuan memuat bentuk tabel yang berbeda dari cadangan. Pakai basis data yang belum berisi tabel.',
    );
  }
  return false;
}

/** Rows that a migration makes by itself, different in every database: the copy brings its own. */
const MADE_BY_MIGRATIONS: ReadonlySet<string> = new Set(['sampling_secret']);

async function refuseRows(client: pg.Client, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    if (MADE_BY_MIGRATIONS.has(table) || (await countRows(client, table)) === 0) continue;
    throw new OperatorError(
      `Basis data tujuan sudah berisi data (tabel ${table}). Pulihkan hanya ke basis data yang kosong.`,
    );
  }
}

async function restoreAll(
  client: pg.Client,
  { source, uploads }: RestoreRequest,
  manifest: Manifest,
  isNew: boolean,
): Promise<void> {
  const prepare = async (tables: readonly string[]): Promise<void> => {
    if (!isNew) await refuseRows(client, tables);
    await clearTables(client, isNew ? tables : tables.filter(table => MADE_BY_MIGRATIONS.has(table)));
  };
  await client.query('BEGIN');
  try {
    await loadTables(client, source, manifest, prepare);
    await transferFiles(uploadsFolder(source), uploads, 'copy');
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined); // the connection may be what failed
    for (const upload of manifest.uploads) await rm(path.join(uploads, upload.path), { force: true });
    throw error;
  }
}
