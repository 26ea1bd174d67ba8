import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Cabinet } from './cabinet.ts';
import { readKeyRing, sealingKey } from './key-ring.ts';
import type { BackupSettings } from './settings.ts';

const FOLDER = 'berkas-tpp';
const HASH_PART = 12;

/** A finance file as it was built. */
export interface OffHostFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** Of the bytes, in hex. */
  readonly sha256: string;
}

/**
 * Keep a payroll file and its hash beside the copies at once, so that nothing that finance pays by is ever lost with the
 * machine (assurance.md 3.5 step 8). Locked as the copies are. A second call for the same file changes nothing.
 *
 * @returns where it lies; undefined where no folder of copies is set
 */
export async function keepOffHost(
  { dir, keyFile }: Pick<BackupSettings, 'dir' | 'keyFile'>,
  file: OffHostFile,
): Promise<string | undefined> {
  if (dir === undefined) return undefined;
  const folder = path.join(dir, FOLDER);
  const kept = Cabinet.make(folder, sealingKey(await readKeyRing(keyFile)));
  const name = offHostName(file);
  const target = kept.pathOf(name);
  if (await isThere(target)) return target;
  const draft = Cabinet.like(
    kept,
    path.join(folder, `.belum-${String(process.pid)}-${file.sha256.slice(0, HASH_PART)}`),
  );
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rm(draft.folder, { recursive: true, force: true });
  await draft.write(name, single(file.bytes));
  await writeFile(path.join(folder, `${name}.sha256`), `${file.sha256}  ${file.name}\n`, { mode: 0o600, flush: true });
  await rename(draft.pathOf(name), target);
  await rm(draft.folder, { recursive: true, force: true });
  return target;
}

/** The name says what it is; the hash keeps files apart that share a name (a set of units, built twice). */
export function offHostName({ name, sha256 }: Pick<OffHostFile, 'name' | 'sha256'>): string {
  return `${sha256.slice(0, HASH_PART)}_${name}`;
}

async function* single(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
