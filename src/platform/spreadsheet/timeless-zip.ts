const END_OF_DIRECTORY = 0x06054b50;
const END_LENGTH = 22;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_ENTRY_LENGTH = 46;
/** 1 January 1980, midnight: the first moment the format knows. */
const FIRST_MOMENT = 0x0021_0000;

/**
 * The same archive with one fixed moment for every file in it, so that the same content is the same bytes whenever it
 * is written. Expects an archive as our writer makes it: without a comment and below 4 GB.
 */
export function timelessZip(archive: Buffer): Buffer {
  const still = Buffer.from(archive);
  const end = still.length - END_LENGTH;
  if (end < 0 || still.readUInt32LE(end) !== END_OF_DIRECTORY) throw new Error('not an archive as our writer makes it');
  const entries = still.readUInt16LE(end + 10);
  let at = still.readUInt32LE(end + 16);
  for (let entry = 0; entry < entries; entry += 1) {
    if (still.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('the directory of an archive is broken');
    still.writeUInt32LE(FIRST_MOMENT, at + 12);
    still.writeUInt32LE(FIRST_MOMENT, still.readUInt32LE(at + 42) + 10);
    const lengths = [28, 30, 32].map(offset => still.readUInt16LE(at + offset));
    at += lengths.reduce((sum, length) => sum + length, DIRECTORY_ENTRY_LENGTH);
  }
  return still;
}
