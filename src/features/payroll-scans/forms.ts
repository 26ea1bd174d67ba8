import { z } from 'zod';
import { plainText } from '../../domain/plain-text.ts';
import { UNKNOWN_FIELD } from '../organisation/form-round.ts';
import { SCAN_KINDS } from './scan.ts';

/** A signed paper that is sent; its files come beside the fields. */
export const sendForm = z.strictObject(
  {
    jenis: z.enum(SCAN_KINDS, 'Pilih jenis berkas'),
    kunci_kirim: z.uuid('Muat ulang halaman, lalu kirim lagi'),
  },
  UNKNOWN_FIELD,
);
export type SendFields = z.output<typeof sendForm>;

const MOST = 300;

/** Finance's answer; a return says what is wrong. */
export const answerForm = z
  .strictObject(
    {
      keputusan: z.enum(['terima', 'kembalikan'], 'Pilih terima atau kembalikan'),
      balasan: z
        .string()
        .default('')
        .transform(plainText)
        .refine(text => text.length <= MOST, `Tulis paling banyak ${String(MOST)} huruf`),
      versi: z
        .string()
        .default('')
        .refine(text => /^\d{1,9}$/.test(text), 'Muat ulang halaman, lalu kirim lagi')
        .transform(Number),
    },
    UNKNOWN_FIELD,
  )
  .refine(({ keputusan, balasan }) => keputusan === 'terima' || balasan.length >= 5, {
    path: ['balasan'],
    message: 'Tulis apa yang perlu diperbaiki, paling sedikit 5 huruf',
  });
export type AnswerFields = z.output<typeof answerForm>;
