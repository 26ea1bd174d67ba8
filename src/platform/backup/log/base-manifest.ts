import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { OperatorError } from '../../postgres/operator-error.ts';
import { Cabinet } from '../cabinet.ts';
import { codeOf } from '../../postgres/error-code.ts';
import { instantIn } from '../copy-list.ts';
import type { KeyRing } from '../key-ring.ts';

const NAME = 'dasar.json';
const relative = z.string().regex(/^(?!\.\.?(?:\/|$))[^/\\\0]+(?:\/(?!\.\.?(?:\/|$))[^/\\\0]+)*$/);

const shape = z.strictObject({
  format: z.literal(1),
  /** When the base became complete: the earliest instant it can be brought forward to. */
  madeAt: z.iso.datetime(),
  /** The piece of the log with which bringing it forward begins. */
  firstPiece: z.string().regex(/^[0-9A-F]{24}$/),
  label: z.string(),
  /** PostgreSQL's number of the server, in whose folder the log lies; not noted by the first versions. */
  system: z.string().regex(/^\d+$/).optional(),
  files: z.array(z.strictObject({ path: relative, sha256: z.string() })),
  folders: z.array(relative),
});

/** A physical copy of a cluster, from which the log leads on. */
export type BaseManifest = z.infer<typeof shape>;

/** A base that was finished. */
export interface Base {
  readonly cabinet: Cabinet;
  readonly manifest: BaseManifest;
}

/** The folder of bases in the folder of copies. */
export const baseFolder = (dir: string): string => path.join(dir, 'dasar');

/** Written as the last act: a base without it was broken off and is none. */
export async function writeBaseManifest(cabinet: Cabinet, manifest: BaseManifest): Promise<void> {
  await cabinet.write(NAME, single(Buffer.from(JSON.stringify(manifest))));
}

/** The finished bases, newest first, as folders with the instant of their beginning. */
export async function listBases(dir: string): Promise<{ readonly folder: string; readonly begunAt: Date }[]> {
  const names = await readdir(baseFolder(dir)).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  return names
    .flatMap(name => {
      const begunAt = instantIn(name);
      return begunAt ? [{ folder: path.join(baseFolder(dir), name), begunAt }] : [];
    })
    .sort((a, b) => b.begunAt.getTime() - a.begunAt.getTime());
}

/** @throws OperatorError where the base is broken or its key is not at hand */
export async function openBase(folder: string, ring: KeyRing): Promise<Base> {
  const cabinet = await Cabinet.find(folder, NAME, ring);
  const chunks: Buffer[] = [];
  for await (const chunk of cabinet.read(NAME)) chunks.push(chunk);
  const parsed = shape.safeParse(JSON.parse(Buffer.concat(chunks).toString()));
  if (!parsed.success) {
    throw new OperatorError(`Salinan dasar di ${folder} tidak dapat dibaca oleh versi Takar ini.`, {
      cause: parsed.error,
    });
  }
  return { cabinet, manifest: parsed.data };
}

async function* single(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}
