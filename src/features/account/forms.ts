import { z } from 'zod';
import { DIFFERENT, loginField, newPassword, secret, UNKNOWN_FIELD } from '../sign-in/fields.ts';

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
