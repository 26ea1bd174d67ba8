import type { StrippedImage } from './jpeg-metadata.ts';

const SIGNATURE_LENGTH = 8;
/** Chunks without which a picture looks otherwise; all others (eXIf, tEXt, iTXt, zTXt, tIME, vendors' own) are left out. */
const KEPT = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'bKGD', 'pHYs']);

/**
 * A PNG without texts, times, Exif and anything behind its end (W3C PNG, chunk layout).
 * @returns undefined for a stream that is cut off or wrongly built
 */
export function stripPng(content: Buffer): StrippedImage | undefined {
  const kept: Buffer[] = [content.subarray(0, SIGNATURE_LENGTH)];
  let size: { width: number; height: number } | undefined;
  let data = false;
  let at = SIGNATURE_LENGTH;
  while (at + 12 <= content.length) {
    const length = content.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > content.length) return undefined;
    const type = content.toString('latin1', at + 4, at + 8);
    if (at === SIGNATURE_LENGTH) {
      if (type !== 'IHDR' || length !== 13) return undefined;
      size = { width: content.readUInt32BE(at + 8), height: content.readUInt32BE(at + 12) };
    }
    if (type === 'IDAT') data = true;
    if (KEPT.has(type)) kept.push(content.subarray(at, end));
    if (type === 'IEND') {
      const whole = size && size.width > 0 && size.height > 0 && data;
      return whole ? { content: Buffer.concat(kept), ...size! } : undefined;
    }
    at = end;
  }
  return undefined;
}
