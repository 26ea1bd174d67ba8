import { z } from 'zod';
import { monthInWords, type Month } from '../../domain/month.ts';
import { isUuid } from '../../platform/identity.ts';

const squeezed = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();
const AGAIN = 'Muat ulang halaman, lalu kirim lagi';
const UNKNOWN_FIELD = 'Ada isian yang tidak dikenal. Muat ulang halaman, lalu kirim lagi';

const typedMonth = (month: Month, toDo: string) =>
  z
    .string()
    .refine(
      text => squeezed(text) === squeezed(monthInWords(month)),
      `Ketik ${monthInWords(month)} untuk ${toDo} periode ini`,
    );
const formKey = z.string().refine(isUuid, AGAIN);

/** The form that closes a month: the month typed in words, so that nobody closes another one by habit. */
export const closeForm = (month: Month) =>
  z.strictObject(
    {
      ketik_bulan: z.string().default('').pipe(typedMonth(month, 'menutup')),
      kunci_kirim: z.string().default('').pipe(formKey),
    },
    UNKNOWN_FIELD,
  );

/**
 * A step of an existing run: guarded by the version its page showed, and by a key so that a double click gets the
 * first result. The month need not be typed here; where a program types it all the same, it has to be this one.
 */
export const stepForm = (month: Month) =>
  z.strictObject(
    {
      versi: z
        .string()
        .default('')
        .refine(text => /^\d{1,9}$/.test(text), AGAIN)
        .transform(Number),
      kunci_kirim: formKey.optional(),
      ketik_bulan: typedMonth(month, 'mengubah').optional(),
    },
    UNKNOWN_FIELD,
  );

/** Many units of a month at once: `unit` holds `KODE:versi` of each ticked row. */
export const batchForm = (month: Month) =>
  z.strictObject(
    {
      bulan: z.literal(month, AGAIN),
      unit: z
        .union([z.string().transform(text => [text]), z.array(z.string())], 'Centang paling sedikit satu unit')
        .refine(texts => texts.every(text => /^[A-Z0-9-]{1,60}:\d{1,9}$/.test(text)), AGAIN)
        .transform(texts => new Map(texts.map(text => text.split(':') as [string, string]))),
      aksi: z.enum(['tutup', 'setujui'], 'Pilih Tutup atau Setujui'),
      ketik_bulan: z.string().default('').pipe(typedMonth(month, 'mengubah')),
      kunci_kirim: z.string().default('').pipe(formKey),
    },
    UNKNOWN_FIELD,
  );
