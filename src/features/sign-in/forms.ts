import { z } from 'zod';
import { loginField, tooLong, UNKNOWN_FIELD } from './fields.ts';

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
