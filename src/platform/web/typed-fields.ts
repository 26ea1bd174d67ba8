import { z } from 'zod';
import { readDate } from '../../domain/typed-date.ts';
import { isUuid } from '../identity.ts';

/** Fields that many forms share, with their words. */

/** What a form says about a field that it does not have. */
export const UNKNOWN_FIELD = 'Ada isian yang tidak dikenal. Muat ulang halaman, lalu kirim lagi';
/** The same `kunci_kirim` came with other content (422). */
export const OTHER_KEY = 'Isian ini sudah pernah dikirim dengan isi lain. Muat ulang halaman, lalu ulangi';
const AGAIN = 'Muat ulang halaman, lalu kirim lagi';

/** `kunci_kirim` of a form that creates something. */
export const formKeyField = z.string(AGAIN).default('').refine(isUuid, AGAIN);

/** `versi` of a form that changes something. */
export const versionField = z
  .string(AGAIN)
  .default('')
  .refine(text => /^\d{1,9}$/.test(text), AGAIN)
  .transform(Number);

/** A text of one to `most` characters, without spaces around it. */
export const textField = (missing: string, most: number, least = 1) =>
  z
    .string(missing)
    .default('')
    .transform(text => text.replaceAll('\r\n', '\n').trim())
    .refine(text => [...text].length >= least, missing)
    .refine(text => [...text].length <= most, `Paling panjang ${String(most)} huruf`);

/** A text that may stay empty. */
export const optionalText = (most: number) =>
  z
    .string()
    .default('')
    .transform(text => text.replaceAll('\r\n', '\n').trim())
    .refine(text => [...text].length <= most, `Paling panjang ${String(most)} huruf`);

/** A day typed as text; never a native picker (rulings.md 31). */
export const dayField = (missing: string) =>
  z
    .string(missing)
    .default('')
    .transform((text, context) => {
      const day = readDate(text);
      if (day !== undefined) return day;
      context.addIssue({ code: 'custom', message: missing });
      return z.NEVER;
    });

/** Messages about hidden fields stand for the whole form: there is no place on the page to point at. */
export const shownOn = <Error extends { readonly field: string }>(
  errors: readonly Error[],
  hidden: readonly string[] = ['kunci_kirim', 'versi'],
): Error[] => errors.map(error => (hidden.includes(error.field) ? { ...error, field: '' } : error));

/** A form that sends a file, which is no text field itself. */
export const uploadForm = z.strictObject(
  { kunci_kirim: formKeyField, berkas: z.literal('').optional() },
  UNKNOWN_FIELD,
);

/** A step of something that is there, with nothing to fill in. */
export const stepForm = z.strictObject({ versi: versionField }, UNKNOWN_FIELD);
