import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { codeOf } from '../postgres/error-code.ts';
import { OperatorError } from '../postgres/operator-error.ts';

/** A secret that locks copies. Whoever loses it loses every copy that it locked. */
export interface BackupKey {
  /** Sixteen hex digits that name the key without telling it. */
  readonly id: string;
  readonly secret: Buffer;
}

/** The keys of a key file: new copies are locked with the first; older ones still open what they have locked. */
export type KeyRing = readonly BackupKey[];

const KEY_BYTES = 32;
const ID_BYTES = 8;
const LINE = /^takar-cadangan-1 ([0-9a-f]{64})$/;

/** The key for new copies; undefined where they are not locked. */
export const sealingKey = (ring: KeyRing): BackupKey | undefined => ring[0];

/**
 * Read a key file: one key a line, the newest first; empty lines and lines that begin with # do not count.
 *
 * @param file no path, no keys
 * @throws OperatorError where the file cannot be read or holds something else
 */
export async function readKeyRing(file: string | undefined): Promise<KeyRing> {
  if (file === undefined) return [];
  const lines = (await readKeyFile(file)).split('\n').map(line => line.trim());
  const keys = lines.filter(line => line !== '' && !line.startsWith('#')).map(line => keyOf(line, file));
  if (keys.length === 0) throw new OperatorError(`Berkas kunci cadangan ${file} kosong.`);
  return keys;
}

async function readKeyFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new OperatorError(
      `Berkas kunci cadangan ${file} tidak dapat dibaca. Tanpa kunci itu cadangan tidak dibuat dan tidak dapat dibuka. Kembalikan berkas itu dari tempat simpannya yang lain.`,
      { cause: error },
    );
  }
}

function keyOf(line: string, file: string): BackupKey {
  const secret = LINE.exec(line)?.[1];
  if (secret === undefined) {
    throw new OperatorError(`Berkas ${file} bukan berkas kunci cadangan. Buat dengan: takar backup key BERKAS`);
  }
  return named(Buffer.from(secret, 'hex'));
}

/** The name is a hash of the secret under a word of its own: it says nothing about what the secret locks. */
function named(secret: Buffer): BackupKey {
  const id = createHash('sha256').update('takar-backup-key-id\n').update(secret).digest().subarray(0, ID_BYTES);
  return { id: id.toString('hex'), secret };
}

/**
 * Make a key in a new file that its owner alone can read.
 *
 * @throws OperatorError where the file is there already: a key is never written over
 */
export async function makeKeyFile(file: string): Promise<BackupKey> {
  const key = named(randomBytes(KEY_BYTES));
  try {
    await writeFile(file, `takar-cadangan-1 ${key.secret.toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    throw new OperatorError(`Berkas ${file} sudah ada. Kunci lama tidak pernah ditimpa; pilih nama lain.`);
  }
  return key;
}
