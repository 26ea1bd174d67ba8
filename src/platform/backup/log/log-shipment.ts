import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { OperatorError } from '../../postgres/operator-error.ts';
import { Cabinet } from '../cabinet.ts';
import { type KeyRing, sealingKey } from '../key-ring.ts';
import { listFiles } from '../uploads.ts';
import { listBases, openBase } from './base-manifest.ts';

/** Names of what PostgreSQL lays out: pieces of the log, histories of timelines, labels of bases, ends of a timeline. */
const PIECE = /^[0-9A-F]{8}(?:[0-9A-F]{16}(?:\.[0-9A-F]{8}\.backup|\.partial)?|\.history)$/;
/** A disk with less than this is given back the pieces that cannot be carried away: the service goes on. */
const LEAST_FREE = 1024 ** 3;

/**
 * The folder of the continuous archive in the folder of copies: one for each server, by PostgreSQL's own number of it. A
 * server that was made anew counts its pieces from the beginning, under the names that the one before it used.
 */
export const logFolder = (dir: string, system = ''): string => path.join(dir, 'wal', system);
/** The folder in which uploads are kept as they come. */
export const uploadsMirror = (dir: string): string => path.join(dir, 'unggahan');

/**
 * Carry away every piece of the log that has been laid out: compressed, locked as the copies are, under its name only
 * once it is whole; then the original goes.
 *
 * @param to the folder of copies, and the number of the server that laid the pieces out
 * @returns how many were carried
 * @throws OperatorError where a piece of that name is there and holds something else; it and those after it stay
 */
export async function shipLog(
  outbox: string,
  { dir, system }: { readonly dir: string; readonly system: string },
  ring: KeyRing,
): Promise<number> {
  const names = (await readdir(outbox)).filter(name => PIECE.test(name)).sort();
  const archive = Cabinet.make(logFolder(dir, system), sealingKey(ring));
  if (names.length > 0) await mkdir(archive.folder, { recursive: true, mode: 0o700 });
  for (const name of names) {
    const source = path.join(outbox, name);
    const carried = await putWhole(archive, `${name}.gz`, () =>
      createReadStream(source).pipe(createGzip({ level: 1 })),
    );
    if (!carried && !(await isSame(archive, name, ring, source))) throw setBack(archive.folder, name);
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

/** Whether a piece that was carried before, perhaps under an older key, holds the same. */
async function isSame(archive: Cabinet, name: string, ring: KeyRing, source: string): Promise<boolean> {
  const cabinet = await Cabinet.find(archive.folder, `${name}.gz`, ring);
  const packed = cabinet.read(`${name}.gz`);
  const there = await hashOf(Readable.from(packed).pipe(createGunzip()));
  return there === (await hashOf(createReadStream(source)));
}

async function hashOf(bytes: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
}

/** A machine's snapshot that was brought back, or a copied DATA_DIR: two pasts under one name. */
const setBack = (folder: string, name: string): OperatorError =>
  new OperatorError(
    `Potongan log ${name} sudah ada di ${folder} dengan isi lain: server ini kembali dari snapshot atau salinan DATA_DIR. Ganti nama folder itu, lalu jalankan takar backup run.`,
  );

/** A name that is there already is whole. @returns whether it was written now */
async function putWhole(archive: Cabinet, name: string, open: () => AsyncIterable<Buffer>): Promise<boolean> {
  const target = archive.pathOf(name);
  const isThere = await access(target).then(
    () => true,
    () => false,
  );
  if (isThere) return false;
  const draft = Cabinet.like(archive, path.join(archive.folder, '.belum'));
  await rm(draft.folder, { recursive: true, force: true });
  await draft.write(name, open());
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  await rename(draft.pathOf(name), target);
  return true;
}

/**
 * When the newest piece was carried away: up to then nothing is lost with the machine. Undefined where there is none, or no
 * base that it could go on from.
 */
export async function carriedUntil(dir: string, ring: KeyRing): Promise<Date | undefined> {
  const [newestBase] = await listBases(dir);
  if (!newestBase) return undefined;
  const { system } = (await openBase(newestBase.folder, ring)).manifest;
  const folder = logFolder(dir, system);
  let newest: Date | undefined;
  for (const name of await readdir(folder).catch(() => [])) {
    if (!PIECE.test(name.replace(/\.gz(?:\.enc)?$/, ''))) continue;
    const { mtime } = await stat(path.join(folder, name));
    if (!newest || mtime > newest) newest = mtime;
  }
  return newest;
}
