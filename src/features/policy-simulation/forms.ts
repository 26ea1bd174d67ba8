import { z } from 'zod';
import { isMonth, type Month } from '../../domain/month.ts';
import { isUuid } from '../../platform/identity.ts';
import { formKeyField, UNKNOWN_FIELD } from '../../platform/web/typed-fields.ts';

const MONTH = 'Pilih bulan yang sudah berakhir';
const UNIT = 'Centang unit dari daftar. Tanpa centang, semua unit disimulasikan';

/** Asking for a simulation; without a ticked unit it is of all of them. */
export const simulationForm = z.strictObject(
  {
    bulan: z
      .string(MONTH)
      .default('')
      .transform((text, context): Month => {
        if (isMonth(text)) return text;
        context.addIssue({ code: 'custom', message: MONTH });
        return z.NEVER;
      }),
    unit: z
      .union([z.string(), z.array(z.string())], UNIT)
      .default([])
      .transform(ticked => [...new Set(typeof ticked === 'string' ? [ticked] : ticked)].map(id => id.toLowerCase()))
      .refine(ids => ids.every(isUuid), UNIT),
    kunci_kirim: formKeyField,
  },
  UNKNOWN_FIELD,
);
