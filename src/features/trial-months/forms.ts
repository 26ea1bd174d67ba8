import { z } from 'zod';
import { isUuid } from '../../platform/identity.ts';
import { dayField, formKeyField, textField, UNKNOWN_FIELD, versionField } from '../../platform/web/typed-fields.ts';
import { monthField } from '../facts/month-field.ts';

/** What the choice of the unit sends for every unit. */
export const EVERY_UNIT = 'semua';

const UNIT = 'Pilih unit yang diuji coba';
/** Asking for months of a unit to be trial months, by decree. */
export const proposeTrialForm = z
  .strictObject(
    {
      unit: z
        .string(UNIT)
        .default('')
        .refine(text => text === EVERY_UNIT || isUuid(text), UNIT),
      bulan_pertama: monthField('Tulis bulan pertamanya, misalnya Januari 2027'),
      bulan_terakhir: monthField('Tulis bulan terakhirnya, misalnya Maret 2027'),
      dasar: textField('Tulis keputusannya: nama dan nomor', 200, 5),
      tanggal_dasar: dayField('Tulis tanggal keputusannya, misalnya 02/01/2027'),
      kunci_kirim: formKeyField,
    },
    UNKNOWN_FIELD,
  )
  .refine(form => form.bulan_pertama <= form.bulan_terakhir, {
    path: ['bulan_terakhir'],
    message: 'Bulan terakhir lebih awal daripada bulan pertama',
  });

/** The answer to a request, guarded by its version. */
export const answerTrialForm = z.strictObject(
  { keputusan: z.enum(['sahkan', 'tolak', 'tarik'], 'Pilih keputusan'), versi: versionField },
  UNKNOWN_FIELD,
);

/** Ending a trial for the months that are still open; which one comes as `id:versi`. */
export const endTrialForm = z.strictObject(
  {
    masa: z
      .string('Pilih masa uji coba')
      .default('')
      .refine(text => isUuid(text.split(':')[0] ?? '') && /^[^:]+:\d{1,9}$/.test(text), 'Pilih masa uji coba')
      .transform(text => ({ id: text.split(':')[0]!.toLowerCase(), version: Number(text.split(':')[1]) })),
    alasan: textField('Tulis alasan, paling sedikit 10 huruf', 300, 10),
  },
  UNKNOWN_FIELD,
);
