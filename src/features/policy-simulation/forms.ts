import { z } from 'zod';
import { isMonth, type Month } from '../../domain/month.ts';
import { isUuid } from '../../platform/identity.ts';
import { formKeyField, UNKNOWN_FIELD } from '../../platform/web/typed-fields.ts';

/** What the choice of the unit sends for the whole regency. */
export const EVERY_UNIT = 'semua';

const MONTH = 'Pilih bulan yang sudah berakhir';
const UNIT = 'Pilih semua unit atau satu unit';

/** Asking for a simulation. */
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
      .string(UNIT)
      .default('')
      .refine(text => text === EVERY_UNIT || isUuid(text), UNIT),
    kunci_kirim: formKeyField,
  },
  UNKNOWN_FIELD,
);
