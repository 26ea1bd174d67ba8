import { z } from 'zod';
import { isLocalDate, localDate, type LocalDate } from '../../domain/local-date.ts';
import { isUuid } from '../identity.ts';

/** Fields that many forms share, with their words. */

/** What a form says about a field that it does not have. */
export const UNKNOWN_FIELD = 'Ada isian yang tidak dikenal. Muat ulang halaman, lalu kirim lagi';
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

/** A day as people type it, hh/bb/tttt, also with dots or hyphens; YYYY-MM-DD as programs do. */
export function parseDay(text: string): LocalDate | undefined {
  const typed = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(text.trim());
  const iso = typed ? `${typed[3]!}-${typed[2]!.padStart(2, '0')}-${typed[1]!.padStart(2, '0')}` : text.trim();
  return isLocalDate(iso) ? localDate(iso) : undefined;
}

/** A day typed as text; never a native picker (rulings.md 31). */
export const dayField = (missing: string) =>
  z
    .string(missing)
    .default('')
    .transform((text, context) => {
      const day = parseDay(text);
      if (day !== undefined) return day;
      context.addIssue({ code: 'custom', message: missing });
      return z.NEVER;
    });

/** Messages about hidden fields stand for the whole form: there is no place on the page to point at. */
export const shownOn = <Error extends { readonly field: string }>(
  errors: readonly Error[],
  hidden: readonly string[] = ['kunci_kirim', 'versi'],
): Error[] => errors.map(error => (hidden.includes(error.field) ? { ...error, field: '' } : error));
