import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';
import { readRecord } from '../database/migration-record.ts';
import { OperatorError } from '../postgres/operator-error.ts';
import { writeHashed } from './hashed-file.ts';
import { type Manifest, type TableEntry, makeManifest, tableFile, uploadsFolder, writeManifest } from './manifest.ts';
import { withSession } from './session.ts';
import { type Table, readMonths, readSequences, readTables } from './shape.ts';
import { type Transfer, transferFiles } from './uploads.ts';

/** What is copied, and where to. */
export interface BackupRequest {
  /** The database. */
  readonly url: string;
  /** The folder of evidence files; it may be absent. */
  readonly uploads: string;
  /** The folder of the copy: new or empty. */
  readonly target: string;
  /** The instant to write into the manifest. */
  readonly madeAt: Date;
  /** How uploads get there; as copies where nothing is said. */
  readonly transfer?: Transfer;
}

/**
 * Make a consistent copy of database and uploads while the product goes on working. All tables come from one snapshot;
 * the files are copied after it was taken, so that every row in it finds its file. The copy can be read by its owner
 * alone: it holds everybody's data.
 *
 * @returns the manifest, written as the last file
 * @throws OperatorError where the target is not empty or the database is not one of ours
 */
export async function backup(request: BackupRequest): Promise<Manifest> {
  await prepareTarget(request.target);
  const parts = await withSession(request.url, client => copyDatabase(client, request.target));
  const uploads = await transferFiles(request.uploads, uploadsFolder(request.target), request.transfer ?? 'copy');
  const manifest = makeManifest({ madeAt: request.madeAt.toISOString(), ...parts, uploads });
  await writeManifest(request.target, manifest);
  return manifest;
}

async function prepareTarget(target: string): Promise<void> {
  await mkdir(target, { recursive: true, mode: 0o700 });
  if ((await readdir(target)).length > 0) {
    throw new OperatorError(`Folder ${target} tidak kosong. Pilih folder baru untuk cadangan.`);
  }
  await mkdir(path.join(target, 'tables'), { mode: 0o700 });
}

type DatabaseParts = Pick<Manifest, 'migrations' | 'months' | 'tables' | 'sequences'>;

async function copyDatabase(client: pg.Client, target: string): Promise<DatabaseParts> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  const migrations = await readMigrationList(client);
  const months = await readMonths(client);
  const tables: TableEntry[] = [];
  for (const table of await readTables(client)) tables.push(await copyTable(client, table, target));
  // sequences stand outside snapshots; read last, they are never behind the rows
  const sequences = await readSequences(client);
  await client.query('COMMIT');
  return { migrations, months, tables, sequences };
}

async function readMigrationList(client: pg.Client): Promise<Manifest['migrations']> {
  const record = await readRecord(client);
  if (record.length === 0)
    throw new OperatorError('Basis data ini belum berisi tabel Takar; tidak ada yang dicadangkan.');
  if (record.some(migration => !migration.finished)) {
    throw new OperatorError('Perubahan basis data belum selesai diterapkan; cadangan belum dapat dibuat.');
  }
  return record.map(({ name, checksum }) => ({ name, checksum }));
}

/** Through a query and not the table's name, because a partitioned table has no rows of its own to copy. */
async function copyTable(client: pg.Client, { name, columns }: Table, target: string): Promise<TableEntry> {
  const list = columns.map(column => pg.escapeIdentifier(column)).join(', ');
  const stream = copyStreams.to(`COPY (SELECT ${list} FROM public.${pg.escapeIdentifier(name)}) TO STDOUT`);
  const sha256 = await writeHashed(client.query(stream), tableFile(target, name));
  return { name, columns, rows: stream.rowCount, sha256 };
}
