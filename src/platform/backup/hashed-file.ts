import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** A stream as it is, while its bytes go into a hash as well. */
export async function* hashing(source: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}

/** Write a stream to a new file of our own and return its SHA-256 in hex. */
export async function writeHashed(source: AsyncIterable<Buffer>, file: string): Promise<string> {
  const hash = createHash('sha256');
  const target = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true });
  await pipeline(hashing(source, hash), target);
  return hash.digest('hex');
}

/** The SHA-256 of a file that is there, in hex. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
