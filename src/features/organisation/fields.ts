import { z } from 'zod';
import type { LocalDate } from '../../domain/local-date.ts';
import { plainText } from '../../domain/plain-text.ts';
import { isUuid } from '../../platform/identity.ts';
import { readDate } from '../../domain/typed-date.ts';

/** Fields of the forms about units, positions and people; each carries the sentence that says what to do. */

const AGAIN = 'Muat ulang halaman, lalu kirim lagi';
const length = (text: string): number => [...text].length;

/** One line or more, needed. */
export const neededText = (missing: string, max: number): z.ZodType<string> =>
  z
    .string({ error: missing })
    .transform(plainText)
    .refine(text => text !== '', missing)
    .refine(text => length(text) <= max, `Paling panjang ${String(max)} huruf`);

/** May be left empty, which is stored as nothing. */
export const optionalText = (max: number): z.ZodType<string | null> =>
  z
    .string({ error: 'Isi satu kali saja' })
    .default('')
    .transform(plainText)
    .refine(text => length(text) <= max, `Paling panjang ${String(max)} huruf`)
    .transform(text => (text === '' ? null : text));

/** A number such as a NIP or an account, typed with spaces, dots or hyphens; stored as bare digits, or nothing. */
export const optionalDigits = (shape: RegExp, wrong: string): z.ZodType<string | null> =>
  z
    .string({ error: wrong })
    .default('')
    .transform(text => text.replaceAll(/[\s.\-/\0]/g, ''))
    .refine(text => text === '' || shape.test(text), wrong)
    .transform(text => (text === '' ? null : text));

export const oneOf = <const Values extends readonly [string, ...string[]]>(
  values: Values,
  choose: string,
): z.ZodType<Values[number]> => z.enum(values, { error: choose });

export const neededId = (choose: string): z.ZodType<string> => z.string({ error: choose }).refine(isUuid, choose);

/** Chosen or not. */
export const optionalId = (choose: string): z.ZodType<string | null> =>
  z
    .string({ error: choose })
    .default('')
    .refine(text => text === '' || isUuid(text), choose)
    .transform(text => (text === '' ? null : text));

/** What to write instead of no day: 'TMT harus tanggal, …', but never 'Tanggal harus tanggal'. */
const noDay = (what: string): string =>
  what.startsWith('Tanggal')
    ? `Tulis ${what.toLowerCase()}, misalnya 01/03/2026`
    : `${what} harus tanggal, misalnya 01/03/2026`;

/** A day; `what` begins the sentence: 'TMT harus tanggal, misalnya 01/03/2026'. */
export const neededDate = (what: string): z.ZodType<LocalDate> => {
  const wrong = noDay(what);
  return z.string({ error: wrong }).transform((text, problems) => {
    const day = readDate(text);
    if (day !== undefined) return day;
    problems.addIssue({ code: 'custom', message: wrong });
    return z.NEVER;
  });
};

export const optionalDate = (what: string): z.ZodType<LocalDate | null> => {
  const wrong = noDay(what);
  return z
    .string({ error: wrong })
    .default('')
    .transform((text, problems) => {
      if (text.trim() === '') return null;
      const day = readDate(text);
      if (day !== undefined) return day;
      problems.addIssue({ code: 'custom', message: wrong });
      return z.NEVER;
    });
};

export const decreeField = neededText('Tulis nomor dan tanggal SK atau surat', 200);
export const startField = neededDate('TMT');
export const tick: z.ZodType<boolean> = z
  .enum(['ya', ''], { error: 'Centang atau kosongkan' })
  .optional()
  .transform(value => value === 'ya');
export const versionField: z.ZodType<number> = z
  .string({ error: AGAIN })
  .refine(text => /^\d{1,9}$/.test(text), AGAIN)
  .transform(Number);
export const keyField: z.ZodType<string> = z.string({ error: AGAIN }).refine(isUuid, AGAIN);
/** Words of a search beside the choice; they change nothing. */
export const searchField: z.ZodType<string | undefined> = z.string({ error: AGAIN }).max(80, AGAIN).optional();
