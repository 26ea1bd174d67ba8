/** A piece of a stream, and whether it is the last one. */
export interface Portion {
  readonly bytes: Buffer;
  readonly last: boolean;
}

/**
 * Cut a stream into pieces of one size. The last one may be shorter, and is the only one where the stream is empty: it
 * is known as the last when it comes, so that whoever seals it can say so.
 */
export async function* portionsOf(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<Portion> {
  let waiting: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    let from = 0;
    for (; waiting.length - from > size; from += size) {
      yield { bytes: waiting.subarray(from, from + size), last: false };
    }
    waiting = waiting.subarray(from);
  }
  yield { bytes: waiting, last: true };
}
