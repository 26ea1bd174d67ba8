/** Kinds of files accepted as evidence, told by their first bytes: names and types from the browser prove nothing. */
export type MediaType = 'image/jpeg' | 'image/png' | 'application/pdf';

const SIGNATURES: readonly { readonly type: MediaType; readonly bytes: Buffer; readonly ending: string }[] = [
  { type: 'image/jpeg', bytes: Buffer.from([0xff, 0xd8, 0xff]), ending: '.jpg' },
  { type: 'image/png', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ending: '.png' },
  { type: 'application/pdf', bytes: Buffer.from('%PDF-'), ending: '.pdf' },
];

/** The kind of a file by its signature; undefined for anything that is not accepted. */
export const mediaTypeOf = (content: Buffer): MediaType | undefined =>
  SIGNATURES.find(({ bytes }) => content.subarray(0, bytes.length).equals(bytes))?.type;

const NAME_LENGTH = 80;

/**
 * The name a file is shown and downloaded under: without folders, control characters and quotes, cut to a length, with
 * the ending of what it really is. The server never stores a file under it.
 */
export function safeName(given: string, type: MediaType): string {
  const ending = SIGNATURES.find(signature => signature.type === type)?.ending ?? '';
  const base = given.replaceAll('\\', '/').split('/').at(-1) ?? '';
  const stem = base
    .normalize('NFC')
    .replace(/\.[^.]*$/, '')
    // Control and direction characters could make a name look like another one.
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}"<>:|?*]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[.\s]+/, '')
    .trim();
  return `${[...stem].slice(0, NAME_LENGTH).join('') || 'bukti'}${ending}`;
}
