import { createHash } from 'node:crypto';
import { rename, writeFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { OperatorError } from '../postgres/operator-error.ts';
import { Cabinet, damaged, TAKE_ANOTHER } from './cabinet.ts';
import type { KeyRing } from './key-ring.ts';

/** The format that this code writes; it also reads the first one, which had no landmarks. */
const FORMAT = 2;
const MANIFEST = 'manifest.json';
const SEAL = 'manifest.sha256';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const identifier = z.string().regex(/^[a-z_][a-z0-9_]*$/);
const insidePath = z.string().refine(isInside, 'leads out of the folder');

const landmarksSchema = z.strictObject({
  /** Each computed month with the digests of what went in and what came out. */
  runs: z.array(
    z.strictObject({ id: z.string(), state: z.string(), inputs: z.string().nullable(), lines: z.string().nullable() }),
  ),
  /** The head of each audit chain; the regency's has no unit. */
  chains: z.array(z.strictObject({ unit: z.string().nullable(), seq: z.int(), hash: z.string() })),
});

const manifestSchema = z.strictObject({
  format: z.union([z.literal(1), z.literal(FORMAT)]),
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
  /** By what a drill recognises the database. */
  landmarks: landmarksSchema.optional(),
});

/** What a copy holds, with a count and a hash for each part. */
export type Manifest = z.infer<typeof manifestSchema>;
export type TableEntry = Manifest['tables'][number];
export type UploadEntry = Manifest['uploads'][number];
export type Landmarks = z.infer<typeof landmarksSchema>;

/** A copy that is whole as far as its manifest can tell. */
export interface OpenCopy {
  readonly cabinet: Cabinet;
  readonly manifest: Manifest;
}

/** The manifest's own fields that the writer of a copy fills in. */
export function makeManifest(parts: Omit<Manifest, 'format'>): Manifest {
  return { format: FORMAT, ...parts };
}

/** The name of one table's file inside a copy. */
export function tableFile(table: string): string {
  return `tables/${table}.copy`;
}

/** The name of an upload's file inside a copy. */
export function uploadFile(relative: string): string {
  return `uploads/${relative}`;
}

/**
 * Write the manifest, as the last act: a copy without it was broken off and is none. The lock of a locked copy guards the
 * manifest too; that of an open one has a seal beside it, which finds damage but no forger.
 */
export async function writeManifest(cabinet: Cabinet, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  const draft = `${MANIFEST}.draft`;
  if (cabinet.keyId === null) {
    await writeFile(path.join(cabinet.folder, SEAL), `${hash(text)}  ${MANIFEST}\n`, { mode: 0o600 });
    await writeFile(path.join(cabinet.folder, draft), text, { mode: 0o600, flush: true });
    await rename(path.join(cabinet.folder, draft), cabinet.pathOf(MANIFEST));
  } else {
    await cabinet.write(MANIFEST, single(Buffer.from(text)));
  }
}

/**
 * Find a copy and read its manifest.
 *
 * @throws OperatorError where there is none, its key is not at hand, it does not fit its seal, or another format wrote it
 */
export async function openCopy(folder: string, ring: KeyRing): Promise<OpenCopy> {
  const cabinet = await Cabinet.find(folder, MANIFEST, ring);
  const text = await wholeText(cabinet);
  if (cabinet.keyId === null && (await readSeal(folder)) !== hash(text)) throw damaged(folder, MANIFEST, 'berubah');
  const result = manifestSchema.safeParse(JSON.parse(text));
  if (result.success) return { cabinet, manifest: result.data };
  throw new OperatorError(`Cadangan di ${folder} tidak dapat dibaca oleh versi Takar ini.`, { cause: result.error });
}

async function wholeText(cabinet: Cabinet): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of cabinet.read(MANIFEST)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function readSeal(folder: string): Promise<string> {
  try {
    return (await readFile(path.join(folder, SEAL), 'utf8')).slice(0, 64);
  } catch (error) {
    throw new OperatorError(`${folder} bukan cadangan yang lengkap: berkas ${SEAL} tidak ada. ${TAKE_ANOTHER}`, {
      cause: error,
    });
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function* single(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}

/** Whether a relative path stays inside its folder; a manifest may come from anywhere. */
function isInside(relative: string): boolean {
  if (relative === '' || relative.includes('\\') || relative.includes('\0') || path.isAbsolute(relative)) return false;
  return !relative.split('/').some(part => part === '' || part === '.' || part === '..');
}
