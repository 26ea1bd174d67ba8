import type { MediaType } from './file-kind.ts';
import { stripJpeg, type StrippedImage } from './jpeg-metadata.ts';
import { stripPng } from './png-metadata.ts';

/** The most pixels a picture may unfold to: more than any phone takes, less than what would choke who opens it. */
const MOST_PIXELS = 120_000_000;

const STRIP: Readonly<Partial<Record<MediaType, (content: Buffer) => StrippedImage | undefined>>> = {
  'image/jpeg': stripJpeg,
  'image/png': stripPng,
};

/**
 * A file as it is stored: pictures lose where, when and with what they were taken; a PDF stays as it is, for changing it could
 * break its signature.
 */
export function strippedContent(
  content: Buffer,
  type: MediaType,
): { readonly content: Buffer } | { readonly problem: 'broken' | 'huge' } {
  const strip = STRIP[type];
  if (!strip) return { content };
  const image = strip(content);
  if (!image) return { problem: 'broken' };
  return image.width * image.height > MOST_PIXELS ? { problem: 'huge' } : { content: image.content };
}
