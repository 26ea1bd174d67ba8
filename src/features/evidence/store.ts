import fs from 'node:fs/promises';
import path from 'node:path';
import { runningClock } from '../../platform/clock.ts';
import { Unavailable } from '../../platform/errors.ts';
import { newFormKey, sha256 } from '../../platform/identity.ts';

/**
 * Files of evidence under the uploads folder, named by their content: the same photo twice is one file, and what is
 * read can be proved to be what was stored. Only hexadecimal names of our own making ever become paths.
 */
const pathOf = (uploads: string, hash: string): string => path.join(uploads, hash.slice(0, 2), hash);

const HASH = /^[0-9a-f]{64}$/;

/**
 * Stores a file so that it is on the disk before the caller's transaction commits: written under a temporary name,
 * flushed, then renamed. A file whose transaction rolls back stays behind unreferenced; `removeOrphans` takes it away a
 * day later.
 * @returns its sha256
 * @throws Unavailable where the disk is full
 */
export async function storeFile(uploads: string, content: Buffer): Promise<string> {
  const hash = sha256(content);
  const target = pathOf(uploads, hash);
  const folder = path.dirname(target);
  await fs.mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw orFull(error);
  });
  if (await isWhole(target, content.length)) {
    const now = runningClock(0).real();
    await fs.utimes(target, now, now); // used again: not an orphan of long ago
    return hash;
  }
  const temporary = path.join(folder, `.${newFormKey()}`);
  try {
    await writeFlushed(temporary, content);
    await fs.rename(temporary, target);
    await flushFolder(folder);
  } catch (error) {
    await fs.rm(temporary, { force: true }).catch(() => undefined); // what is half there only takes room
    throw orFull(error);
  }
  return hash;
}

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT']);
const ROOM_SECONDS = 60;

/** A full disk is no fault of who sent the file, and passes once somebody makes room: nothing of the form is lost. */
const orFull = (error: unknown): unknown =>
  NO_ROOM.has((error as NodeJS.ErrnoException).code ?? '') ? new Unavailable(ROOM_SECONDS, { cause: error }) : error;

/**
 * Reads a stored file and checks that it is still what was stored.
 * @returns undefined when it is missing or has been changed on the disk
 */
export async function readStored(uploads: string, hash: string): Promise<Buffer | undefined> {
  if (!HASH.test(hash)) return undefined;
  try {
    const content = await fs.readFile(pathOf(uploads, hash));
    return sha256(content) === hash ? content : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether a file lies there; whether it is still what was stored, its reader finds out. */
export async function isStored(uploads: string, hash: string): Promise<boolean> {
  if (!HASH.test(hash)) return false;
  return fs.access(pathOf(uploads, hash)).then(
    () => true,
    () => false,
  );
}

/** Every stored file, and every broken-off temporary one, last written before `before`. */
export async function filesBefore(
  uploads: string,
  before: Date,
): Promise<{ readonly hash: string; readonly file: string }[]> {
  const found: { hash: string; file: string }[] = [];
  for (const folder of await list(uploads)) {
    if (!/^[0-9a-f]{2}$/.test(folder)) continue;
    for (const name of await list(path.join(uploads, folder))) {
      const file = path.join(uploads, folder, name);
      if ((HASH.test(name) || name.startsWith('.')) && (await fs.stat(file)).mtime < before)
        found.push({ hash: name, file });
    }
  }
  return found;
}

const list = async (folder: string): Promise<string[]> => {
  try {
    return await fs.readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};

async function isWhole(file: string, size: number): Promise<boolean> {
  try {
    return (await fs.stat(file)).size === size;
  } catch {
    return false;
  }
}

async function writeFlushed(file: string, content: Buffer): Promise<void> {
  const handle = await fs.open(file, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The new name itself must survive a power cut. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
