import { z } from 'zod';
import { MAX_PASSWORD_BYTES } from '../../platform/web/passwords.ts';

const NIP_DIGITS = 18;
const NUMERIC = /^[\d\s.]+$/;

/** A NIP without spaces and dots; a user name in small letters. */
export const normaliseLogin = (typed: string): string =>
  NUMERIC.test(typed) ? typed.replace(/[\s.]/g, '') : typed.trim().toLowerCase();

/** What people sign in with: 18 digits, or the user name of an official without NIP. */
export const loginField = z
  .string('Isi NIP Anda')
  .default('')
  .transform(normaliseLogin)
  .superRefine((login, context) => {
    if (login === '') context.addIssue({ code: 'custom', message: 'Isi NIP Anda' });
    else if (/^\d+$/.test(login) && login.length !== NIP_DIGITS)
      context.addIssue({ code: 'custom', message: `NIP harus 18 angka. Anda mengisi ${login.length} angka` });
    else if (login.length > 100) context.addIssue({ code: 'custom', message: 'NIP harus 18 angka' });
  });

/** Whether a text is more than bcrypt takes into account. */
export const tooLong = (password: string): boolean => Buffer.byteLength(password) > MAX_PASSWORD_BYTES;

/** What a form says about a field that it does not have. */
export const UNKNOWN_FIELD = 'Ada isian yang tidak dikenal. Buka lagi halaman ini, lalu isi kembali';

export const signInForm = z.strictObject(
  {
    nip: loginField,
    kata_sandi: z
      .string('Isi kata sandi')
      .default('')
      .refine(text => text !== '', 'Isi kata sandi')
      .refine(text => !tooLong(text), 'Kata sandi paling panjang 72 huruf atau angka'),
    lanjut: z.string(UNKNOWN_FIELD).optional(),
  },
  UNKNOWN_FIELD,
);
