import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { BackupKey, KeyRing } from './key-ring.ts';
import { portionsOf } from './portions.ts';

/*
 * A locked file: a header (what it is, which key, a salt of its own), then portions of 64 KiB, each sealed by AES-256-GCM
 * with its own tag. The key of the file comes by HKDF-SHA256 from the secret, the salt and the file's name in the copy,
 * so that no two files share a key, and a file put in the place of another does not open. The nonce of a portion is its
 * number and whether it is the last: portions that are missing, doubled, moved or cut off do not open either. The header
 * is authenticated with each portion. (This is the STREAM construction; docs/adr/0044-backup.md.)
 */
const MAGIC = Buffer.from('TAKARBK1');
const ID_BYTES = 8;
const SALT_BYTES = 16;
const HEADER_BYTES = MAGIC.length + ID_BYTES + SALT_BYTES;
const PORTION_BYTES = 65_536;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
const LAST_PORTION = 2 ** 32 - 1;
const CIPHER = 'aes-256-gcm';

/** What was locked does not open: changed, cut off, put elsewhere, or never locked. */
export class BrokenLock extends Error {
  override readonly name = 'BrokenLock';
}

/** The file was locked with a key that is not at hand. */
export class UnknownKey extends Error {
  override readonly name = 'UnknownKey';

  constructor(readonly keyId: string) {
    super(`locked with key ${keyId}`);
  }
}

/** Lock a stream. @param name the file's name in its copy, which becomes part of the lock */
export async function* lock(source: AsyncIterable<Buffer>, name: string, key: BackupKey): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const header = Buffer.concat([MAGIC, Buffer.from(key.id, 'hex'), salt]);
  const fileKey = deriveKey(key, salt, name);
  yield header;
  let number = 0;
  for await (const { bytes, last } of portionsOf(source, PORTION_BYTES)) {
    const cipher = createCipheriv(CIPHER, fileKey, nonceOf(number, last)).setAAD(header);
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    number += 1;
  }
}

/**
 * Open a locked stream. What it yields has been authenticated, but only its end says that nothing is missing.
 *
 * @throws UnknownKey, BrokenLock
 */
export async function* unlock(source: AsyncIterable<Buffer>, name: string, ring: KeyRing): AsyncGenerator<Buffer> {
  const { header, rest } = await readHeader(source);
  const keyId = keyIdIn(header);
  const key = ring.find(each => each.id === keyId);
  if (!key) throw new UnknownKey(keyId);
  const fileKey = deriveKey(key, header.subarray(MAGIC.length + ID_BYTES), name);
  let number = 0;
  for await (const { bytes, last } of portionsOf(rest, PORTION_BYTES + TAG_BYTES)) {
    yield openPortion(bytes, fileKey, nonceOf(number, last), header);
    number += 1;
  }
}

/** The id of the key that a locked file names. @throws BrokenLock where it is none */
export function keyIdIn(header: Buffer): string {
  if (header.length < HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC))
    throw new BrokenLock('no header');
  return header.subarray(MAGIC.length, MAGIC.length + ID_BYTES).toString('hex');
}

/** How many bytes of a file hold its header. */
export const HEADER_LENGTH = HEADER_BYTES;

function openPortion(sealed: Buffer, fileKey: Buffer, nonce: Buffer, header: Buffer): Buffer {
  if (sealed.length < TAG_BYTES) throw new BrokenLock('cut off');
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, fileKey, nonce).setAAD(header).setAuthTag(sealed.subarray(end));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
  } catch (error) {
    throw new BrokenLock('a portion does not open', { cause: error });
  }
}

async function readHeader(
  source: AsyncIterable<Buffer>,
): Promise<{ readonly header: Buffer; readonly rest: AsyncIterable<Buffer> }> {
  const chunks = source[Symbol.asyncIterator]();
  let begun: Buffer = Buffer.alloc(0);
  while (begun.length < HEADER_BYTES) {
    const next = await chunks.next();
    if (next.done) throw new BrokenLock('shorter than a header');
    begun = Buffer.concat([begun, next.value]);
  }
  const rest = async function* (): AsyncGenerator<Buffer> {
    yield begun.subarray(HEADER_BYTES);
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  };
  return { header: begun.subarray(0, HEADER_BYTES), rest: rest() };
}

function deriveKey(key: BackupKey, salt: Buffer, name: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key.secret, salt, `takar-backup-file\n${name}`, 32));
}

function nonceOf(number: number, last: boolean): Buffer {
  if (number > LAST_PORTION) throw new Error('a file of more than 256 TiB cannot be locked');
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUInt32BE(number, NONCE_BYTES - 5);
  nonce.writeUInt8(last ? 1 : 0, NONCE_BYTES - 1);
  return nonce;
}
