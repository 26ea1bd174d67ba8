import { createReadStream } from 'node:fs';
import { link, mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../postgres/error-code.ts';
import { hashOf, writeHashed } from './hashed-file.ts';
import type { UploadEntry } from './manifest.ts';

/**
 * How uploads get into a copy: as copies, or as second names of the same file, which cost no space. An upload never
 * changes once it is written, so that a second name is as good while the disk lives.
 */
export type Transfer = 'copy' | 'link';

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

/** Bring all files of one folder into another, which does not have them yet; says what was brought. */
export async function transferFiles(from: string, to: string, transfer: Transfer): Promise<UploadEntry[]> {
  const entries: UploadEntry[] = [];
  for (const relative of await listFiles(from)) {
    const entry = await transferFile(from, to, relative, transfer);
    if (entry) entries.push(entry);
  }
  return entries;
}

/** A file that is gone by now was a draft in the making, or was removed: no row of the snapshot needs it. */
async function transferFile(
  from: string,
  to: string,
  relative: string,
  transfer: Transfer,
): Promise<UploadEntry | undefined> {
  const source = path.join(from, relative);
  const target = path.join(to, relative);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  try {
    const sha256 = transfer === 'link' ? await linkOrCopy(source, target) : await copyHashed(source, target);
    if (sha256 === undefined) return undefined;
    return { path: relative, size: (await stat(target)).size, sha256 };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function linkOrCopy(source: string, target: string): Promise<string | undefined> {
  try {
    await link(source, target);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw error;
    return copyHashed(source, target); // another disk, or a file system without second names
  }
  return hashOf(target);
}

async function copyHashed(source: string, target: string): Promise<string> {
  return writeHashed(createReadStream(source), target);
}
