import { crc32 } from './crc32.ts';

/** A JPEG segment: marker, length, body. */
export const segment = (marker: number, body: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};

const FRAME = segment(0xc0, Buffer.from([8, 0, 16, 0, 24, 1, 1, 0x11, 0]));
const SCAN = Buffer.concat([
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
]);
const END = Buffer.from([0xff, 0xd9]);

/** A small JPEG of 24 by 16 pixels, with further segments behind its start and bytes behind its end. */
export const jpeg = (segments: readonly Buffer[] = [], behind: Buffer = Buffer.alloc(0)): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments, FRAME, SCAN, END, behind]);

/** A PNG chunk with its check sum. */
export const chunk = (type: string, body: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
};

const header = (width: number, height: number): Buffer => {
  const body = Buffer.alloc(13);
  body.writeUInt32BE(width, 0);
  body.writeUInt32BE(height, 4);
  body.set([8, 0, 0, 0, 0], 8);
  return chunk('IHDR', body);
};

/** One grey pixel, deflated. */
const PIXEL = Buffer.from('789c6360000000020001', 'hex');

/** A small PNG, with further chunks before its data and bytes behind its end. */
export const png = (
  chunks: readonly Buffer[] = [],
  behind: Buffer = Buffer.alloc(0),
  [width, height]: readonly [number, number] = [1, 1],
): Buffer =>
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    header(width, height),
    ...chunks,
    chunk('IDAT', PIXEL),
    chunk('IEND', Buffer.alloc(0)),
    behind,
  ]);

/** What a camera knows: the text stands for the bytes of a place. */
export const PLACE = 'LAT-2.334512LON115.461209';

/** Exif of one directory with the orientation and a pointer into the place. */
export function exif(orientation: number, order: 'II' | 'MM' = 'MM'): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 24 + 4);
  const [write16, write32] =
    order === 'MM'
      ? [tiff.writeUInt16BE.bind(tiff), tiff.writeUInt32BE.bind(tiff)]
      : [tiff.writeUInt16LE.bind(tiff), tiff.writeUInt32LE.bind(tiff)];
  tiff.write(order, 0, 'latin1');
  write16(42, 2);
  write32(8, 4);
  write16(2, 8);
  for (const [at, tag, type, count, value] of [
    [10, 0x0112, 3, 1, orientation],
    [22, 0x8825, 4, 1, 38],
  ] as const) {
    write16(tag, at);
    write16(type, at + 2);
    write32(count, at + 4);
    if (type === 3) write16(value, at + 8);
    else write32(value, at + 8);
  }
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from(PLACE)]);
}
