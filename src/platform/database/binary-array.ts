/** `jsonb` among PostgreSQL's types. */
const JSONB = 3802;
/** The only version of jsonb's binary form: its text behind one byte. */
const JSONB_VERSION = 1;
const HEAD_BYTES = 20;
/** A length and the version. */
const ELEMENT_HEAD_BYTES = 5;

/**
 * A parameter of type `jsonb[]` in the protocol's binary form. As text every quote of every value would have to be escaped
 * here and unescaped there, which for a tree of some kilobytes takes longer than all the rest.
 * @param texts each the text of one JSON value
 */
export function jsonbArray(texts: readonly string[]): Buffer {
  const lengths = texts.map(text => Buffer.byteLength(text, 'utf8'));
  const size = lengths.reduce((total, length) => total + ELEMENT_HEAD_BYTES + length, HEAD_BYTES);
  const bytes = Buffer.allocUnsafe(size);
  bytes.writeInt32BE(1, 0); // dimensions
  bytes.writeInt32BE(0, 4); // no nulls
  bytes.writeInt32BE(JSONB, 8);
  bytes.writeInt32BE(texts.length, 12);
  bytes.writeInt32BE(1, 16); // the first index
  let at = HEAD_BYTES;
  for (const [index, text] of texts.entries()) {
    bytes.writeInt32BE(lengths[index]! + 1, at);
    bytes.writeUInt8(JSONB_VERSION, at + 4);
    at += ELEMENT_HEAD_BYTES + bytes.write(text, at + ELEMENT_HEAD_BYTES, 'utf8');
  }
  return bytes;
}
