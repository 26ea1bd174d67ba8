import { z } from 'zod';
import { monthInWords, type Month } from '../../domain/month.ts';
import { isUuid } from '../../platform/identity.ts';
import { tickedFields, tickedUnits } from './ticked-units.ts';

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

/**
 * Many units of a month at once: `unit` holds `KODE:versi` of each ticked row, `semua` those of every unit of a long board,
 * also on its other pages. Which part of the board was shown comes along, so that a refused form shows the same.
 */
export const batchForm = (month: Month) =>
  z
    .strictObject(
      {
        bulan: z.literal(month, AGAIN),
        ...tickedFields,
        aksi: z.enum(['tutup', 'setujui'], 'Pilih Tutup atau Setujui'),
        ketik_bulan: z.string().default('').pipe(typedMonth(month, 'mengubah')),
        kunci_kirim: z.string().default('').pipe(formKey),
        keadaan: z.string().optional(),
        cari: z.string().optional(),
        halaman: z.string().optional(),
      },
      UNKNOWN_FIELD,
    )
    .transform((fields, problems) => ({
      unit: tickedUnits(fields, problems),
      aksi: fields.aksi,
      kunci_kirim: fields.kunci_kirim,
    }));
