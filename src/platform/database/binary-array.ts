/** `jsonb` among PostgreSQL's types. */
const JSONB = 3802;
/** The only version of jsonb's binary form: its text behind one byte. */
const JSONB_VERSION = 1;

/**
 * A parameter of type `jsonb[]` in the protocol's binary form. As text every quote of every value would have to be escaped
 * here and unescaped there, which for a tree of some kilobytes takes longer than all the rest.
 * @param texts each the text of one JSON value
 */
export function jsonbArray(texts: readonly string[]): Buffer {
  const head = Buffer.alloc(20);
  head.writeInt32BE(1, 0); // dimensions
  head.writeInt32BE(0, 4); // no nulls
  head.writeInt32BE(JSONB, 8);
  head.writeInt32BE(texts.length, 12);
  head.writeInt32BE(1, 16); // the first index
  return Buffer.concat([head, ...texts.map(jsonbElement)]);
}

function jsonbElement(text: string): Buffer {
  const length = Buffer.byteLength(text, 'utf8') + 1;
  const element = Buffer.allocUnsafe(4 + length);
  element.writeInt32BE(length, 0);
  element.writeUInt8(JSONB_VERSION, 4);
  element.write(text, 5, 'utf8');
  return element;
}
