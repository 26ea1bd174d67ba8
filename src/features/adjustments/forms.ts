import { z } from 'zod';
import { keyField, neededText } from '../organisation/fields.ts';
import { UNKNOWN_FIELD } from '../organisation/form-round.ts';
import { readMonth } from '../facts/typed-month.ts';

const MONTH = 'Tulis bulan dan tahun, misalnya Oktober 2026';
const WHY = 'Tulis alasan, paling sedikit 10 huruf';

/** Asking for a person's month to be computed again. */
export const recomputeForm = z.strictObject(
  {
    pegawai: z
      .string({ error: 'Tulis NIP 18 angka' })
      .default('')
      .transform(text => text.replaceAll(/[\s.\-'\0]/g, ''))
      .refine(text => /^\d{18}$/.test(text), 'Tulis NIP 18 angka'),
    bulan: z
      .string({ error: MONTH })
      .default('')
      .transform((text, problems) => {
        const month = readMonth(text);
        if (month !== undefined) return month;
        problems.addIssue({ code: 'custom', message: MONTH });
        return z.NEVER;
      }),
    alasan: neededText(WHY, 300).refine(text => [...text].length >= 10, WHY),
    kunci_kirim: keyField,
  },
  UNKNOWN_FIELD,
);
