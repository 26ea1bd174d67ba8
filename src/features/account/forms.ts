import { z } from 'zod';
import { loginField, UNKNOWN_FIELD } from '../sign-in/forms.ts';

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

/** Changing one's password. */
export const passwordForm = z
  .strictObject({ lama: secret('Isi kata sandi lama'), ...newPassword }, UNKNOWN_FIELD)
  .refine(form => form.baru === form.ulang, DIFFERENT);

/** The same right after a sign-in, when it must be changed: the old one has just been typed. */
export const firstPasswordForm = z
  .strictObject({ lama: z.string(UNKNOWN_FIELD).optional(), ...newPassword }, UNKNOWN_FIELD)
  .refine(form => form.baru === form.ulang, DIFFERENT);

/** First access, or a forgotten password: by the one-time code on the slip. */
export const activationForm = z
  .strictObject({ nip: loginField, kode: secret('Isi kode aktivasi'), ...newPassword }, UNKNOWN_FIELD)
  .refine(form => form.baru === form.ulang, DIFFERENT);
