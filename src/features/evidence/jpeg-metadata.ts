/** Markers of the JPEG stream (ITU-T T.81, annex B). */
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COM = 0xfe;
/** Start of frame: 0xC0 to 0xCF without the tables DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
/** Markers that stand alone: restarts and TEM. */
const standsAlone = (marker: number): boolean => (marker >= 0xd0 && marker <= 0xd7) || marker === 0x01;

const ICC = Buffer.from('ICC_PROFILE\0', 'latin1');
const EXIF = Buffer.from('Exif\0\0', 'latin1');

/** What is kept of the application segments: JFIF, colour profile, and how Adobe's encoder turned the colours. */
const isKept = (marker: number, body: Buffer): boolean =>
  marker === APP0 || marker === APP14 || (marker === APP2 && body.subarray(0, ICC.length).equals(ICC));

/** What a picture is without what its camera wrote about it. */
export interface StrippedImage {
  readonly content: Buffer;
  readonly width: number;
  readonly height: number;
}

/**
 * A JPEG without Exif, XMP, IPTC, vendor segments and comments, and without anything behind its end: no place, no device, no
 * thumbnail. Which way up it is to be shown is kept.
 * @returns undefined for a stream that is cut off or wrongly built
 */
export function stripJpeg(content: Buffer): StrippedImage | undefined {
  if (content[0] !== 0xff || content[1] !== SOI) return undefined;
  const kept: Buffer[] = [content.subarray(0, 2)];
  let size: { width: number; height: number } | undefined;
  let orientation: number | undefined;
  let scanned = false;
  let at = 2;
  for (;;) {
    const marker = content[at] === 0xff ? content[at + 1] : undefined;
    if (marker === undefined) return undefined;
    if (marker === 0xff) {
      at += 1; // a fill byte
    } else if (marker === EOI) {
      kept.push(content.subarray(at, at + 2));
      return size && scanned ? { content: withOrientation(kept, orientation), ...size } : undefined;
    } else if (standsAlone(marker)) {
      kept.push(content.subarray(at, at + 2));
      at += 2;
    } else {
      const body = segmentBody(content, at);
      if (!body) return undefined;
      let end = at + 4 + body.length;
      if (isFrame(marker)) size ??= frameSize(body);
      if (marker === APP1) orientation ??= orientationIn(body);
      if (marker === SOS) {
        scanned = true;
        end = endOfScan(content, end);
      }
      const dropped = marker === COM || (marker >= APP0 && marker <= APP15 && !isKept(marker, body));
      if (!dropped) kept.push(content.subarray(at, end));
      at = end;
    }
  }
}

/** The body of the segment whose marker stands at `at`; undefined where it reaches past the end. */
function segmentBody(content: Buffer, at: number): Buffer | undefined {
  if (at + 4 > content.length) return undefined;
  const length = content.readUInt16BE(at + 2);
  const end = at + 2 + length;
  return length < 2 || end > content.length ? undefined : content.subarray(at + 4, end);
}

function frameSize(body: Buffer): { width: number; height: number } | undefined {
  if (body.length < 6) return undefined;
  const [height, width] = [body.readUInt16BE(1), body.readUInt16BE(3)];
  return width > 0 && height > 0 ? { width, height } : undefined;
}

/** Where the coded data after a scan's header ends: at the next marker that is neither a stuffed byte nor a restart. */
function endOfScan(content: Buffer, from: number): number {
  let at = from;
  while (at + 1 < content.length) {
    const next = content[at + 1] ?? 0;
    if (content[at] === 0xff && next !== 0 && next !== 0xff && !standsAlone(next)) return at;
    at += 1;
  }
  return content.length;
}

const ORIENTATION_TAG = 0x0112;
const SHORT = 3;

/** The orientation (1 to 8) that Exif states; undefined where it states none that can be read. */
function orientationIn(body: Buffer): number | undefined {
  if (!body.subarray(0, EXIF.length).equals(EXIF)) return undefined;
  const tiff = body.subarray(EXIF.length);
  if (tiff.length < 8) return undefined;
  const order = tiff.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') return undefined;
  const read16 = (at: number): number => (order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const start = order === 'II' ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (start + 2 > tiff.length) return undefined;
  const count = read16(start);
  for (let index = 0; index < count; index += 1) {
    const entry = start + 2 + index * 12;
    if (entry + 12 > tiff.length) return undefined;
    if (read16(entry) === ORIENTATION_TAG && read16(entry + 2) === SHORT) {
      const value = read16(entry + 8);
      return value >= 1 && value <= 8 ? value : undefined;
    }
  }
  return undefined;
}

/** The kept parts, with an Exif segment of our own behind the start where the picture does not stand upright. */
function withOrientation(kept: readonly Buffer[], orientation: number | undefined): Buffer {
  const [start, ...rest] = kept;
  if (!start || orientation === undefined || orientation === 1) return Buffer.concat(kept);
  const tiff = Buffer.from('MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0', 'latin1');
  tiff.writeUInt16BE(orientation, 18);
  const head = Buffer.from([0xff, APP1, 0, EXIF.length + tiff.length + 2]);
  return Buffer.concat([start, head, EXIF, tiff, ...rest]);
}
