import { MIGRATIONS_FOLDER, readMigrations } from '../database/migration-files.ts';
import { OperatorError } from '../postgres/operator-error.ts';
import { type Cabinet, damaged } from './cabinet.ts';
import type { KeyRing } from './key-ring.ts';
import { type Manifest, openCopy, type OpenCopy, tableFile, uploadFile } from './manifest.ts';

/** What a copy holds in numbers. */
export interface CopySummary {
  readonly folder: string;
  readonly madeAt: string;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  /** What its files take on the disk. */
  readonly bytes: number;
  /** The id of the key that locks it; null where it lies open. */
  readonly keyId: string | null;
}

/**
 * Read a copy and make sure that every byte of it is as it was written, that each table's file has as many rows as were
 * counted, and that this code knows its migrations.
 *
 * @param migrationsFolder the migrations of this code; its own where none is given
 * @throws OperatorError naming the file that is missing or changed, or the migration that is unknown
 */
export async function checkCopy(
  folder: string,
  ring: KeyRing,
  migrationsFolder: string = MIGRATIONS_FOLDER,
): Promise<OpenCopy> {
  const copy = await openCopy(folder, ring);
  const { cabinet, manifest } = copy;
  await refuseUnknownMigrations(manifest, migrationsFolder);
  for (const { name, sha256, rows } of manifest.tables) await expectFile(cabinet, tableFile(name), sha256, rows);
  for (const { path, sha256 } of manifest.uploads) await expectFile(cabinet, uploadFile(path), sha256);
  return copy;
}

/** What a copy holds; its manifest has been read, its files need not have been. */
export async function summaryOf({ cabinet, manifest }: OpenCopy): Promise<CopySummary> {
  let bytes = 0;
  for (const { name } of manifest.tables) bytes += await cabinet.sizeOf(tableFile(name));
  for (const { path } of manifest.uploads) bytes += await cabinet.sizeOf(uploadFile(path));
  return {
    folder: cabinet.folder,
    madeAt: manifest.madeAt,
    tables: manifest.tables.length,
    rows: manifest.tables.reduce((sum, table) => sum + table.rows, 0),
    files: manifest.uploads.length,
    bytes,
    keyId: cabinet.keyId,
  };
}

/** COPY writes each row as one line, line ends inside values as two characters. */
async function expectFile(cabinet: Cabinet, name: string, sha256: string, rows?: number): Promise<void> {
  const sum = await cabinet.sum(name);
  if (sum.sha256 !== sha256 || (rows !== undefined && sum.lines !== rows)) {
    throw damaged(cabinet.folder, name, 'berubah');
  }
}

async function refuseUnknownMigrations(manifest: Manifest, folder: string): Promise<void> {
  const known = new Map((await readMigrations(folder)).map(({ name, checksum }) => [name, checksum]));
  const unknown = manifest.migrations.find(({ name, checksum }) => known.get(name) !== checksum);
  if (!unknown) return;
  throw new OperatorError(
    `Cadangan ini dibuat oleh versi Takar lain: perubahan basis data "${unknown.name}" tidak dikenal. ` +
      'Pulihkan dengan versi yang sama atau lebih baru.',
  );
}
