import { z } from 'zod';
import { monthInWords, type Month } from '../../domain/month.ts';
import { isUuid } from '../../platform/identity.ts';

const squeezed = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();

/** The form that closes a month: the month typed in words, so that nobody closes another one by habit. */
export const closeForm = (month: Month) =>
  z.strictObject({
    ketik_bulan: z
      .string()
      .default('')
      .refine(
        text => squeezed(text) === squeezed(monthInWords(month)),
        `Ketik ${monthInWords(month)} untuk menutup periode ini`,
      ),
    kunci_kirim: z.string().default('').refine(isUuid, 'Muat ulang halaman, lalu kirim lagi'),
  });

/** A step of an existing run: guarded by the version its page showed. */
export const stepForm = z.strictObject({
  versi: z
    .string()
    .default('')
    .refine(text => /^\d{1,9}$/.test(text), 'Muat ulang halaman, lalu kirim lagi')
    .transform(Number),
});
