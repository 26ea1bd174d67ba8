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
    else if (login.length > 100 || /\p{Cc}/u.test(login))
      context.addIssue({ code: 'custom', message: 'NIP harus 18 angka' });
  });

/** Whether a text is more than bcrypt takes into account. */
export const tooLong = (password: string): boolean => Buffer.byteLength(password) > MAX_PASSWORD_BYTES;

/** What a form says about a field that it does not have. */
export const UNKNOWN_FIELD = 'Ada isian yang tidak dikenal. Buka lagi halaman ini, lalu isi kembali';

/** A password or a code; whatever is wrong with it, it is missing. */
export const secret = (missing: string) =>
  z
    .string(missing)
    .default('')
    .refine(text => text !== '', missing);

/** Both new passwords must be the same. */
export const DIFFERENT = { message: 'Kedua kata sandi belum sama', path: ['ulang'] };
/** A new password, typed twice. */
export const newPassword = { baru: secret('Isi kata sandi baru'), ulang: secret('Tulis kata sandi baru sekali lagi') };
