import { createHash, randomBytes, randomUUID } from 'node:crypto';

/**
 * A UUIDv7 made from domain time. Entries are looked up by id alone: the time inside narrows the look-up to the
 * partitions around it, so the id must carry the clock that the work dates are judged by.
 */
export function newId(at: Date): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at.getTime(), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => UUID.test(text);

/** The moment inside a UUIDv7 (see newId); undefined for other ids. */
export const timeOfId = (id: string): Date | undefined =>
  isUuid(id) && id[14] === '7' ? new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)) : undefined;

/** A key for a form that creates something (`kunci_kirim`). */
export const newFormKey = (): string => randomUUID();

/** A secret for a link or a slip: 32 random bytes, URL-safe. */
export const newToken = (): string => randomBytes(32).toString('base64url');

const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A code people type from paper: ten characters without look-alikes, such as `K7M2P-4XQRT`. */
export const newSlipCode = (): string => slipCodeOf(randomBytes(10));

/** The same kind of code, made of the first ten of these bytes. */
export function slipCodeOf(bytes: Buffer): string {
  let text = '';
  for (const [index, byte] of bytes.subarray(0, 10).entries()) {
    if (index === 5) text += '-';
    text += LETTERS.charAt(byte % LETTERS.length);
  }
  return text;
}

export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
