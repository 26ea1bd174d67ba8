import { createReadStream } from 'node:fs';
import { link, mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../postgres/error-code.ts';
import type { Cabinet } from './cabinet.ts';
import { hashOf, writeHashed } from './hashed-file.ts';
import { type Manifest, type OpenCopy, type UploadEntry, uploadFile } from './manifest.ts';

/** How uploads get into a copy. An upload never changes once it is written, so that a second name is as good as a copy. */
export interface UploadTransfer {
  /** As second names of the very files, which cost no space, for as long as the disk lives. Only into an open copy. */
  readonly link?: boolean;
  /** A copy on the same disk, checked before, that has most of them already: they become second names of its files. */
  readonly previous?: OpenCopy;
}

/** The files under a folder, as relative paths with '/', in order; none where there is no folder. */
export async function listFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter(entry => entry.isFile())
      .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
      .sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Bring all uploads into a copy that has none yet; says what was brought. */
export async function keepUploads(from: string, cabinet: Cabinet, transfer: UploadTransfer): Promise<UploadEntry[]> {
  const known = knownIn(transfer.previous, cabinet);
  const entries: UploadEntry[] = [];
  for (const relative of await listFiles(from)) {
    try {
      const source = path.join(from, relative);
      const { size } = await stat(source);
      const before = known.get(relative);
      const linked = before?.entry.size === size ? await linkFrom(before, cabinet) : undefined;
      const sha256 = linked ?? (await keepUpload(source, relative, cabinet, transfer.link ?? false));
      entries.push({ path: relative, size, sha256 });
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error; // gone by now: a removed draft, which no row of the snapshot needs
    }
  }
  return entries;
}

/** An upload that another copy has. */
interface Known {
  readonly entry: UploadEntry;
  readonly in: Cabinet;
}

/** The uploads of a copy before, by path, where it is locked with the same key or open like this one. */
function knownIn(previous: OpenCopy | undefined, cabinet: Cabinet): ReadonlyMap<string, Known> {
  if (previous?.cabinet.keyId !== cabinet.keyId) return new Map();
  return new Map(previous.manifest.uploads.map(entry => [entry.path, { entry, in: previous.cabinet }]));
}

/** @returns the hash that the copy before had; undefined where the disk makes no second names */
async function linkFrom({ entry, in: before }: Known, cabinet: Cabinet): Promise<string | undefined> {
  const name = uploadFile(entry.path);
  await mkdir(path.dirname(cabinet.pathOf(name)), { recursive: true, mode: 0o700 });
  try {
    await link(before.pathOf(name), cabinet.pathOf(name));
    return entry.sha256;
  } catch {
    return undefined;
  }
}

async function keepUpload(source: string, relative: string, cabinet: Cabinet, asLink: boolean): Promise<string> {
  const name = uploadFile(relative);
  if (asLink && cabinet.keyId === null) {
    const target = cabinet.pathOf(name);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    try {
      await link(source, target);
      return await hashOf(target);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw error;
      // another disk, or a file system without second names
    }
  }
  return cabinet.write(name, createReadStream(source));
}

/** Put the uploads of a copy into a folder that has none. */
export async function returnUploads({ cabinet, manifest }: OpenCopy, to: string): Promise<void> {
  for (const upload of manifest.uploads) {
    const target = path.join(to, upload.path);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await writeHashed(cabinet.read(uploadFile(upload.path)), target);
  }
}

/** The paths of the uploads of a copy inside a folder. */
export function uploadPaths(manifest: Manifest, folder: string): string[] {
  return manifest.uploads.map(upload => path.join(folder, upload.path));
}
