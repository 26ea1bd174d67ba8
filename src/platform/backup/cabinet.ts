import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { codeOf } from '../postgres/error-code.ts';
import { OperatorError } from '../postgres/operator-error.ts';
import { hashing } from './hashed-file.ts';
import type { BackupKey, KeyRing } from './key-ring.ts';
import { BrokenLock, HEADER_LENGTH, keyIdIn, lock, unlock } from './locked-stream.ts';

const LOCKED = '.enc';
/** What to do where a copy is of no use. */
export const TAKE_ANOTHER = 'Pilih salinan lain: takar backup list';

/** What reading a whole file of a copy has told. */
export interface FileSum {
  /** SHA-256 of the plain bytes, in hex. */
  readonly sha256: string;
  /** How many line ends it holds: the rows of a table's file. */
  readonly lines: number;
}

/**
 * The files of one copy by their names in it ('tables/activity.copy'), whether they lie open or locked on the disk. Who
 * writes and reads them sees plain bytes.
 */
export class Cabinet {
  readonly folder: string;
  /** The id of the key of all its files; null where they lie open. */
  readonly keyId: string | null;
  private readonly ring: KeyRing;

  private constructor(folder: string, keyId: string | null, ring: KeyRing) {
    this.folder = folder;
    this.keyId = keyId;
    this.ring = ring;
  }

  /** A new one, whose files will be locked where there is a key. */
  static make(folder: string, key?: BackupKey): Cabinet {
    return key ? new Cabinet(folder, key.id, [key]) : new Cabinet(folder, null, []);
  }

  /** Another one with the same lock. */
  static like(other: Cabinet, folder: string): Cabinet {
    return new Cabinet(folder, other.keyId, other.ring);
  }

  /**
   * One that is there already; whether it is locked is told by the file that every copy ends with.
   *
   * @param mark the name of that file
   * @throws OperatorError where the folder holds no complete copy, or its key is not at hand
   */
  static async find(folder: string, mark: string, ring: KeyRing): Promise<Cabinet> {
    if (await isThere(path.join(folder, mark))) return new Cabinet(folder, null, ring);
    const locked = path.join(folder, mark + LOCKED);
    if (!(await isThere(locked))) {
      throw new OperatorError(`${folder} bukan cadangan yang lengkap: berkas ${mark} tidak ada. ${TAKE_ANOTHER}`);
    }
    const keyId = await keyIdOf(locked, cause => damaged(folder, path.basename(locked), 'berubah', cause));
    if (!ring.some(key => key.id === keyId)) throw new OperatorError(keyMissing(folder, keyId, ring));
    return new Cabinet(folder, keyId, ring);
  }

  /** Where a file lies on the disk. */
  pathOf(name: string): string {
    return path.join(this.folder, ...name.split('/')) + (this.keyId === null ? '' : LOCKED);
  }

  /** Write a new file and return the SHA-256 of its plain bytes in hex. */
  async write(name: string, source: AsyncIterable<Buffer>): Promise<string> {
    const file = this.pathOf(name);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const hash = createHash('sha256');
    const plain = hashing(source, hash);
    const key = this.ring.find(each => each.id === this.keyId);
    const stored = key ? lock(plain, name, key) : plain;
    await pipeline(stored, createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }));
    return hash.digest('hex');
  }

  /** The plain bytes of a file. @throws OperatorError while reading, where it does not open */
  async *read(name: string): AsyncGenerator<Buffer> {
    const stored = createReadStream(this.pathOf(name)) as AsyncIterable<Buffer>;
    try {
      yield* this.keyId === null
        ? stored
        : unlock(
            stored,
            name,
            this.ring.filter(key => key.id === this.keyId),
          );
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw damaged(this.folder, name, 'tidak ada', error);
      if (error instanceof BrokenLock || (error instanceof Error && error.name === 'UnknownKey')) {
        throw damaged(this.folder, name, 'berubah', error);
      }
      throw error;
    }
  }

  /** Read a whole file for its sum. @throws OperatorError where it is missing or does not open */
  async sum(name: string): Promise<FileSum> {
    const hash = createHash('sha256');
    let lines = 0;
    for await (const chunk of this.read(name)) {
      hash.update(chunk);
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
    }
    return { sha256: hash.digest('hex'), lines };
  }

  /** How many bytes a file takes on the disk. */
  async sizeOf(name: string): Promise<number> {
    return (await stat(this.pathOf(name))).size;
  }
}

/** A copy of which a file is not what it was. */
export function damaged(folder: string, name: string, what: 'tidak ada' | 'berubah', cause?: unknown): OperatorError {
  return new OperatorError(`Cadangan di ${folder} rusak: ${name} ${what}. ${TAKE_ANOTHER}`, { cause });
}

function keyMissing(folder: string, keyId: string, ring: KeyRing): string {
  const [have, next] =
    ring.length === 0
      ? ['TAKAR_BACKUP_KEY_FILE belum diisi', 'Isi TAKAR_BACKUP_KEY_FILE dengan berkas yang memuat kunci itu.']
      : [
          `yang ada: ${ring.map(key => key.id).join(', ')}`,
          'Tambahkan baris kunci itu ke berkas kunci, di bawah baris pertama.',
        ];
  return `Cadangan di ${folder} dikunci dengan kunci ${keyId}, dan kunci itu tidak ditemukan (${have}). ${next}`;
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function keyIdOf(file: string, broken: (cause: BrokenLock) => OperatorError): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_LENGTH), 0, HEADER_LENGTH, 0);
    return keyIdIn(buffer.subarray(0, bytesRead));
  } catch (error) {
    if (error instanceof BrokenLock) throw broken(error);
    throw error;
  } finally {
    await handle.close();
  }
}

/**
 * Open one locked file outside a copy: a payroll file that was kept beside the copies.
 *
 * @param name the name it was locked under
 * @throws OperatorError where it does not open
 */
export async function* openLocked(file: string, name: string, ring: KeyRing): AsyncGenerator<Buffer> {
  const folder = path.dirname(file);
  const keyId = await keyIdOf(file, cause => spoilt(file, cause));
  if (!ring.some(key => key.id === keyId)) throw new OperatorError(keyMissing(folder, keyId, ring));
  try {
    yield* unlock(createReadStream(file) as AsyncIterable<Buffer>, name, ring);
  } catch (error) {
    if (error instanceof BrokenLock) throw spoilt(file, error);
    throw error;
  }
}

/** No other copy holds that file; the application itself does, and the hash beside it says whether it is the same. */
function spoilt(file: string, cause: unknown): OperatorError {
  const sum = `${lockedName(file)}.sha256`;
  return new OperatorError(
    `${file} tidak dapat dibuka: isi atau namanya berubah sejak disimpan. ` +
      `Kembalikan nama aslinya, atau unduh berkas yang sama dari menu Keuangan dan cocokkan dengan ${sum}`,
    { cause },
  );
}

/** The name under which a file was locked, by its name on the disk. */
export const lockedName = (file: string): string => path.basename(file, LOCKED);
