import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** The first moment the format knows, on the clock of wherever it runs: the same content is the same archive at any time. */
const FIRST_MOMENT = new Date(1980, 0, 1);
/** XML repeats itself so much that more effort hardly shortens it. */
const LEVEL = 3;
const PACKED = { mtime: FIRST_MOMENT, forceDosTimestamp: true, compressionLevel: LEVEL } as const;

/**
 * Writes a ZIP archive file by file from pieces of text. Only what is packed is held; packing is done by zlib's own threads,
 * so that others have their turn between two pieces.
 */
export class ZipWriter {
  readonly #zip = new ZipFile();
  readonly #archive = buffer(this.#zip.outputStream);

  constructor() {
    const output = this.#zip.outputStream as Readable;
    this.#zip.on('error', (error: Error) => output.destroy(error));
    this.#archive.catch(() => undefined); // told by `add` and `finish`
  }

  /** Adds a file; resolves once all its pieces are taken. Pieces are best some ten kilobytes long. */
  async add(name: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<void> {
    const source = Readable.from(pieces, { objectMode: false });
    this.#zip.addReadStream(source, name, PACKED);
    await Promise.race([finished(source), this.#archive]);
  }

  /** The archive. Nothing can be added any more. */
  finish(): Promise<Buffer> {
    this.#zip.end();
    return this.#archive;
  }
}
