import { once } from 'node:events';
import { crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib';

const LOCAL_MARK = 0x04034b50;
const ENTRY_MARK = 0x02014b50;
const END_MARK = 0x06054b50;
const LOCAL_LENGTH = 30;
const ENTRY_LENGTH = 46;
const END_LENGTH = 22;
const VERSION = 20;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
/** 1 January 1980, midnight: the first moment the format knows. The same content is the same archive at any time. */
const FIRST_MOMENT = 0x0021_0000;
/** XML repeats itself so much that more effort hardly shortens it. */
const LEVEL = 3;

interface Entry {
  readonly name: Buffer;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * Writes a ZIP archive file by file from pieces of text. Only what is packed is held; packing is done by zlib's own threads,
 * so that others have their turn between two pieces. For archives below 4 GB.
 */
export class ZipWriter {
  readonly #chunks: Buffer[] = [];
  readonly #entries: Entry[] = [];
  #length = 0;

  /** Adds a file. Pieces are best some ten kilobytes long. */
  async add(name: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<void> {
    const deflate = createDeflateRaw({ level: LEVEL });
    const packed: Buffer[] = [];
    deflate.on('data', (chunk: Buffer) => packed.push(chunk));
    let [crc, size] = [0, 0];
    for await (const piece of pieces) {
      const bytes = Buffer.from(piece, 'utf8');
      crc = crc32(bytes, crc);
      size += bytes.length;
      await written(deflate, bytes);
    }
    const ended = once(deflate, 'end');
    deflate.end();
    await ended;
    const length = packed.reduce((sum, chunk) => sum + chunk.length, 0);
    const entry = { name: Buffer.from(name, 'utf8'), crc, packed: length, size, offset: this.#length };
    this.#put(localHead(entry), ...packed);
    this.#entries.push(entry);
  }

  /** The archive. Nothing can be added any more. */
  finish(): Buffer {
    const start = this.#length;
    for (const entry of this.#entries) this.#put(directoryEntry(entry));
    const end = Buffer.alloc(END_LENGTH);
    end.writeUInt32LE(END_MARK, 0);
    end.writeUInt16LE(this.#entries.length, 8);
    end.writeUInt16LE(this.#entries.length, 10);
    end.writeUInt32LE(this.#length - start, 12);
    end.writeUInt32LE(start, 16);
    this.#put(end);
    return Buffer.concat(this.#chunks);
  }

  #put(...chunks: readonly Buffer[]): void {
    for (const chunk of chunks) this.#length += chunk.length;
    this.#chunks.push(...chunks);
  }
}

const written = async (deflate: DeflateRaw, bytes: Buffer): Promise<void> => {
  if (!deflate.write(bytes)) await once(deflate, 'drain');
};

/** What stands in both heads of a file, from the version on. */
function shared(head: Buffer, at: number, { name, crc, packed, size }: Entry): void {
  head.writeUInt16LE(VERSION, at);
  head.writeUInt16LE(UTF8_NAMES, at + 2);
  head.writeUInt16LE(DEFLATED, at + 4);
  head.writeUInt32LE(FIRST_MOMENT, at + 6);
  head.writeUInt32LE(crc, at + 10);
  head.writeUInt32LE(packed, at + 14);
  head.writeUInt32LE(size, at + 18);
  head.writeUInt16LE(name.length, at + 22);
}

function localHead(entry: Entry): Buffer {
  const head = Buffer.alloc(LOCAL_LENGTH);
  head.writeUInt32LE(LOCAL_MARK, 0);
  shared(head, 4, entry);
  return Buffer.concat([head, entry.name]);
}

function directoryEntry(entry: Entry): Buffer {
  const head = Buffer.alloc(ENTRY_LENGTH);
  head.writeUInt32LE(ENTRY_MARK, 0);
  head.writeUInt16LE(VERSION, 4);
  shared(head, 6, entry);
  head.writeUInt32LE(entry.offset, 42);
  return Buffer.concat([head, entry.name]);
}
