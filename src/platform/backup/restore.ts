import { rm } from 'node:fs/promises';
import type pg from 'pg';
import { deployMigrations } from '../database/migrate.ts';
import { readRecord } from '../database/migration-record.ts';
import { OperatorError } from '../postgres/operator-error.ts';
import { checkCopy } from './copy-check.ts';
import type { KeyRing } from './key-ring.ts';
import { clearTables, countRows, loadTables } from './load.ts';
import type { Manifest, OpenCopy } from './manifest.ts';
import { beginAgain } from './return-event.ts';
import { withSession } from './session.ts';
import { readTables } from './shape.ts';
import { listFiles, returnUploads, uploadPaths } from './uploads.ts';

/** What is restored, and where to. */
export interface RestoreRequest {
  /** The database: without tables, or with this code's tables and not one row. */
  readonly url: string;
  /** The folder of evidence files: absent or empty. */
  readonly uploads: string;
  /** The folder of the copy. */
  readonly source: string;
  /** The keys at hand; none where nothing is said. */
  readonly ring?: KeyRing;
  /**
   * Real time: the database goes into service again at this instant, so its trail is told of the gap and everybody signs
   * in anew. Absent for a copy that is only looked at.
   */
  readonly restoredAt?: Date;
  /** The migrations of this code; its own where none is given. */
  readonly migrationsFolder?: string;
}

/**
 * Bring a copy back into an empty place. Nothing is written before the whole copy has been checked; then all rows arrive
 * in one transaction, or none. The database gets the shape the copy was made from; the next start of the product brings
 * it up to date.
 *
 * @returns the copy that was restored
 * @throws OperatorError where the copy is damaged, locked or too new, or the place is not empty
 */
export async function restore(request: RestoreRequest): Promise<OpenCopy> {
  const copy = await checkCopy(request.source, request.ring ?? [], request.migrationsFolder);
  await loadCopy(request, copy);
  return copy;
}

/** The second half of `restore`, for who has checked the copy already. */
export async function loadCopy(request: RestoreRequest, copy: OpenCopy): Promise<void> {
  await refuseUploads(request.uploads);
  const isNew = await withSession(request.url, client => inspectTarget(client, copy.manifest));
  await deployMigrations(request.url, {
    only: copy.manifest.migrations.map(migration => migration.name),
    ...(request.migrationsFolder === undefined ? {} : { folder: request.migrationsFolder }),
  });
  await withSession(request.url, client => restoreAll(client, request, copy, isNew));
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
      `Basis data tujuan sudah berisi data (tabel ${table}). Jangan hapus isinya: isi DATA_DIR dengan folder yang belum ada, atau DATABASE_URL dengan basis data kosong.`,
    );
  }
}

async function restoreAll(
  client: pg.Client,
  { uploads, restoredAt }: RestoreRequest,
  copy: OpenCopy,
  isNew: boolean,
): Promise<void> {
  const prepare = async (tables: readonly string[]): Promise<void> => {
    if (!isNew) await refuseRows(client, tables);
    await clearTables(client, isNew ? tables : tables.filter(table => MADE_BY_MIGRATIONS.has(table)));
  };
  await client.query('BEGIN');
  try {
    await loadTables(client, copy, prepare);
    if (restoredAt) await beginAgain(client, new Date(copy.manifest.madeAt), restoredAt);
    await returnUploads(copy, uploads);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined); // the connection may be what failed
    for (const file of uploadPaths(copy.manifest, uploads)) await rm(file, { force: true });
    throw error;
  }
}
