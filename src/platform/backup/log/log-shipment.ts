import { createReadStream } from 'node:fs';
import { access, mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { createGzip } from 'node:zlib';
import { Cabinet } from '../cabinet.ts';
import { type KeyRing, sealingKey } from '../key-ring.ts';
import { listFiles } from '../uploads.ts';
import { listBases } from './base-manifest.ts';

/** Names of what PostgreSQL lays out: pieces of the log, histories of timelines, labels of bases, ends of a timeline. */
const PIECE = /^[0-9A-F]{8}(?:[0-9A-F]{16}(?:\.[0-9A-F]{8}\.backup|\.partial)?|\.history)$/;
/** A disk with less than this is given back the pieces that cannot be carried away: the service goes on. */
const LEAST_FREE = 1024 ** 3;

/** The folder of the continuous archive in the folder of copies. */
export const logFolder = (dir: string): string => path.join(dir, 'wal');
/** The folder in which uploads are kept as they come. */
export const uploadsMirror = (dir: string): string => path.join(dir, 'unggahan');

/**
 * Carry away every piece of the log that has been laid out: compressed, locked as the copies are, under its name only
 * once it is whole; then the original goes.
 *
 * @returns how many were carried
 */
export async function shipLog(outbox: string, dir: string, ring: KeyRing): Promise<number> {
  const names = (await readdir(outbox)).filter(name => PIECE.test(name)).sort();
  const archive = Cabinet.make(logFolder(dir), sealingKey(ring));
  if (names.length > 0) await mkdir(archive.folder, { recursive: true, mode: 0o700 });
  for (const name of names) {
    const source = path.join(outbox, name);
    await putWhole(archive, `${name}.gz`, () => createReadStream(source).pipe(createGzip({ level: 1 })));
    await rm(source);
  }
  return names.length;
}

/**
 * Keep the uploads that have come since, beside the log: a database of five minutes ago needs its files of then.
 *
 * @param known the names that are kept already, as the caller remembers them; new ones are added
 */
export async function shipUploads(uploads: string, dir: string, ring: KeyRing, known: Set<string>): Promise<void> {
  const mirror = Cabinet.make(uploadsMirror(dir), sealingKey(ring));
  for (const name of await listFiles(uploads)) {
    if (known.has(name)) continue;
    await putWhole(mirror, name, () => createReadStream(path.join(uploads, name)));
    known.add(name);
  }
}

/** Make room on a disk that fills because nothing can be carried away. @returns how many pieces were given up */
export async function giveUpLog(outbox: string): Promise<number> {
  const { bavail, bsize } = await statfs(outbox);
  if (bavail * bsize > LEAST_FREE) return 0;
  const names = (await readdir(outbox)).filter(name => PIECE.test(name));
  for (const name of names) await rm(path.join(outbox, name), { force: true });
  return names.length;
}

/** A name that is there already is whole, and holds the same: names are never used twice. */
async function putWhole(archive: Cabinet, name: string, open: () => AsyncIterable<Buffer>): Promise<void> {
  const target = archive.pathOf(name);
  const isThere = await access(target).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  const draft = Cabinet.like(archive, path.join(archive.folder, '.belum'));
  await rm(draft.folder, { recursive: true, force: true });
  await draft.write(name, open());
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  await rename(draft.pathOf(name), target);
}

/** When the newest piece was carried away: up to then nothing is lost with the machine. Undefined where there is none. */
export async function carriedUntil(dir: string): Promise<Date | undefined> {
  if ((await listBases(dir)).length === 0) return undefined; // there is nothing that the log could go on from
  const names = await readdir(logFolder(dir)).catch(() => []);
  let newest: Date | undefined;
  for (const name of names) {
    const { mtime } = await stat(path.join(logFolder(dir), name));
    if (!newest || mtime > newest) newest = mtime;
  }
  return newest;
}
