import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { OperatorError } from '../postgres/operator-error.ts';

/** The format that this code writes and reads. */
const FORMAT = 1;
const MANIFEST = 'manifest.json';
const SEAL = 'manifest.sha256';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const identifier = z.string().regex(/^[a-z_][a-z0-9_]*$/);
const insidePath = z.string().refine(isInside, 'leads out of the folder');

const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  /** The instant of the copy, in ISO form. */
  madeAt: z.iso.datetime(),
  /** What the database was built from, in order. */
  migrations: z.array(z.strictObject({ name: z.string().min(1), checksum: sha256 })),
  /** The first day of each month that the partitioned tables hold. */
  months: z.array(z.iso.date()),
  tables: z.array(
    z.strictObject({ name: identifier, columns: z.array(identifier), rows: z.int().nonnegative(), sha256 }),
  ),
  /** The last number that each sequence gave out. */
  sequences: z.array(z.strictObject({ name: identifier, last: z.string().regex(/^-?\d+$/) })),
  uploads: z.array(z.strictObject({ path: insidePath, size: z.int().nonnegative(), sha256 })),
});

/** What a copy holds, with a count and a hash for each part. */
export type Manifest = z.infer<typeof manifestSchema>;
export type TableEntry = Manifest['tables'][number];
export type UploadEntry = Manifest['uploads'][number];

/** The manifest's own fields that the writer of a copy fills in. */
export function makeManifest(parts: Omit<Manifest, 'format'>): Manifest {
  return { format: FORMAT, ...parts };
}

/** The file of one table inside a copy. */
export function tableFile(folder: string, table: string): string {
  return path.join(folder, 'tables', `${table}.copy`);
}

/** The folder of the uploads inside a copy. */
export function uploadsFolder(folder: string): string {
  return path.join(folder, 'uploads');
}

/** Write the manifest and its seal, as the last act: a copy without them was broken off and is none. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await writeFile(path.join(folder, SEAL), `${hash(text)}  ${MANIFEST}\n`, { mode: 0o600 });
  const draft = path.join(folder, `${MANIFEST}.draft`);
  await writeFile(draft, text, { mode: 0o600, flush: true });
  await rename(draft, path.join(folder, MANIFEST));
}

/**
 * Read the manifest of a copy.
 *
 * @throws OperatorError where there is none, where it does not fit its seal, or where another format wrote it
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readPart(folder, MANIFEST);
  const seal = await readPart(folder, SEAL);
  if (seal.slice(0, 64) !== hash(text)) throw new OperatorError(`Cadangan di ${folder} rusak: ${MANIFEST} berubah.`);
  const result = manifestSchema.safeParse(JSON.parse(text));
  if (result.success) return result.data;
  throw new OperatorError(`Cadangan di ${folder} tidak dapat dibaca oleh versi Takar ini.`, { cause: result.error });
}

async function readPart(folder: string, name: string): Promise<string> {
  try {
    return await readFile(path.join(folder, name), 'utf8');
  } catch (error) {
    throw new OperatorError(`${folder} bukan cadangan yang lengkap: berkas ${name} tidak ada.`, { cause: error });
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Whether a relative path stays inside its folder; a manifest may come from anywhere. */
function isInside(relative: string): boolean {
  if (relative === '' || relative.includes('\\') || relative.includes('\0') || path.isAbsolute(relative)) return false;
  return !relative.split('/').some(part => part === '' || part === '.' || part === '..');
}
