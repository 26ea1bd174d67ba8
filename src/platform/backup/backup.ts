import { mkdir, readdir } from 'node:fs/promises';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';
import { readRecord } from '../database/migration-record.ts';
import { OperatorError } from '../postgres/operator-error.ts';
import { Cabinet } from './cabinet.ts';
import type { BackupKey } from './key-ring.ts';
import { readLandmarks } from './landmarks.ts';
import { type Manifest, type OpenCopy, type TableEntry, makeManifest, tableFile, writeManifest } from './manifest.ts';
import { withSession } from './session.ts';
import { type Table, readMonths, readSequences, readTables } from './shape.ts';
import { keepUploads, type UploadTransfer } from './uploads.ts';

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
  /** The key that locks every file of the copy; absent: it lies open. */
  readonly key?: BackupKey | undefined;
  /** How uploads get there; as copies where nothing is said. */
  readonly transfer?: UploadTransfer;
}

/**
 * Make a consistent copy of database and uploads while the product goes on working. All tables come from one snapshot;
 * the files are copied after it was taken, so that every row in it finds its file. The copy can be read by its owner
 * alone: it holds everybody's data.
 *
 * @returns the copy, whose manifest was written as the last file
 * @throws OperatorError where the target is not empty or the database is not one of ours
 */
export async function backup(request: BackupRequest): Promise<OpenCopy> {
  await prepareTarget(request.target);
  const cabinet = Cabinet.make(request.target, request.key);
  const parts = await withSession(request.url, client => copyDatabase(client, cabinet));
  const uploads = await keepUploads(request.uploads, cabinet, request.transfer ?? {});
  const manifest = makeManifest({ madeAt: request.madeAt.toISOString(), ...parts, uploads });
  await writeManifest(cabinet, manifest);
  return { cabinet, manifest };
}

async function prepareTarget(target: string): Promise<void> {
  await mkdir(target, { recursive: true, mode: 0o700 });
  if ((await readdir(target)).length > 0) {
    throw new OperatorError(`Folder ${target} tidak kosong. Pilih folder baru untuk cadangan.`);
  }
}

type DatabaseParts = Pick<Manifest, 'migrations' | 'months' | 'tables' | 'sequences' | 'landmarks'>;

async function copyDatabase(client: pg.Client, cabinet: Cabinet): Promise<DatabaseParts> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  const migrations = await readMigrationList(client);
  const months = await readMonths(client);
  const found = await readTables(client);
  const landmarks = await readLandmarks(client, found);
  const tables: TableEntry[] = [];
  for (const table of found) tables.push(await copyTable(client, table, cabinet));
  // sequences stand outside snapshots; read last, they are never behind the rows
  const sequences = await readSequences(client);
  await client.query('COMMIT');
  return { migrations, months, tables, sequences, landmarks };
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
async function copyTable(client: pg.Client, { name, columns }: Table, cabinet: Cabinet): Promise<TableEntry> {
  const list = columns.map(column => pg.escapeIdentifier(column)).join(', ');
  const stream = copyStreams.to(`COPY (SELECT ${list} FROM public.${pg.escapeIdentifier(name)}) TO STDOUT`);
  const sha256 = await cabinet.write(tableFile(name), client.query(stream));
  return { name, columns, rows: stream.rowCount, sha256 };
}
