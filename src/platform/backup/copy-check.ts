import path from 'node:path';
import { MIGRATIONS_FOLDER, readMigrations } from '../database/migration-files.ts';
import { OperatorError } from '../postgres/operator-error.ts';
import { hashOf } from './hashed-file.ts';
import { type Manifest, readManifest, tableFile, uploadsFolder } from './manifest.ts';

/**
 * Read a copy and make sure that every byte of it is as it was written and that this code knows its migrations.
 *
 * @param migrationsFolder the migrations of this code; its own where none is given
 * @throws OperatorError naming the file that is missing or changed, or the migration that is unknown
 */
export async function checkCopy(folder: string, migrationsFolder: string = MIGRATIONS_FOLDER): Promise<Manifest> {
  const manifest = await readManifest(folder);
  await refuseUnknownMigrations(manifest, migrationsFolder);
  for (const table of manifest.tables) await expectHash(tableFile(folder, table.name), table.sha256, folder);
  for (const upload of manifest.uploads) {
    await expectHash(path.join(uploadsFolder(folder), upload.path), upload.sha256, folder);
  }
  return manifest;
}

async function expectHash(file: string, sha256: string, folder: string): Promise<void> {
  const actual = await hashOf(file);
  if (actual === sha256) return;
  const what = actual === undefined ? 'tidak ada' : 'berubah';
  throw new OperatorError(`Cadangan di ${folder} rusak: ${path.relative(folder, file)} ${what}.`);
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
