import { z } from 'zod';
import { DIFFERENT, loginField, newPassword, secret, UNKNOWN_FIELD } from '../sign-in/fields.ts';

/** Eighteen digits: the first administrator is a civil servant, not an official without NIP. */
export const nipField = loginField.refine(nip => nip === '' || /^\d{18}$/.test(nip), 'NIP harus 18 angka');

/** A person's name as it is written. */
export const nameField = z
  .string('Isi nama')
  .default('')
  .transform(text => text.trim().replaceAll(/\s+/g, ' '))
  .refine(text => text !== '', 'Isi nama')
  .refine(text => text.length <= 100, 'Nama paling panjang 100 huruf');

export const setupForm = z
  .strictObject({ kode: secret('Isi kode penyiapan'), nip: nipField, nama: nameField, ...newPassword }, UNKNOWN_FIELD)
  .refine(form => form.baru === form.ulang, DIFFERENT);

/** What `takar admin create` is given. */
export const administratorArguments = z.object({ nip: nipField, name: nameField });
