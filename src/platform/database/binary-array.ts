/** Types among PostgreSQL's. */
const JSONB = 3802;
const BYTEA = 17;
/** The only version of jsonb's binary form: its text behind one byte. */
const JSONB_VERSION = 1;
const HEAD_BYTES = 20;
const LENGTH_BYTES = 4;
/** Where the length would stand: there is no value. */
const NULL_LENGTH = -1;

/**
 * A parameter of type `jsonb[]` in the protocol's binary form. As text every quote of every value would have to be escaped
 * here and unescaped there, which for a long one takes longer than all the rest.
 * @param texts each the text of one JSON value
 */
export function jsonbArray(texts: readonly string[]): Buffer {
  const lengths = texts.map(text => Buffer.byteLength(text, 'utf8') + 1);
  const bytes = arrayOf(JSONB, lengths);
  let at = HEAD_BYTES;
  for (const [index, text] of texts.entries()) {
    at = bytes.writeInt32BE(lengths[index]!, at);
    at = bytes.writeUInt8(JSONB_VERSION, at);
    at += bytes.write(text, at, 'utf8');
  }
  return bytes;
}

/** A parameter of type `bytea[]` in the protocol's binary form: as text each byte would take two. */
export function byteaArray(values: readonly (Buffer | null)[]): Buffer {
  const bytes = arrayOf(
    BYTEA,
    values.map(value => value?.length ?? 0),
  );
  bytes.writeInt32BE(values.includes(null) ? 1 : 0, LENGTH_BYTES);
  let at = HEAD_BYTES;
  for (const value of values) {
    at = bytes.writeInt32BE(value?.length ?? NULL_LENGTH, at);
    if (value) at += value.copy(bytes, at);
  }
  return bytes;
}

/** The bytes of an array of one dimension without nulls, its values of these lengths still to be written. */
function arrayOf(type: number, lengths: readonly number[]): Buffer {
  const size = lengths.reduce((total, length) => total + LENGTH_BYTES + length, HEAD_BYTES);
  const bytes = Buffer.allocUnsafe(size);
  bytes.writeInt32BE(1, 0); // dimensions
  bytes.writeInt32BE(0, LENGTH_BYTES); // no nulls
  bytes.writeInt32BE(type, 8);
  bytes.writeInt32BE(lengths.length, 12);
  bytes.writeInt32BE(1, 16); // the first index
  return bytes;
}
