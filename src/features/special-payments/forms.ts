import { z } from 'zod';
import { isSpecialCode } from '../../domain/payroll/pay-period.ts';
import {
  dayField,
  formKeyField,
  optionalText,
  textField,
  UNKNOWN_FIELD,
  versionField,
} from '../../platform/web/typed-fields.ts';
import { monthField } from '../facts/month-field.ts';
import { tickedFields, tickedUnits } from '../payroll-runs/ticked-units.ts';

const PAYMENT = 'Pilih pembayarannya';
const REASON = 'Tulis alasan, paling sedikit 10 huruf';

/** Asking for a special payment by decree. */
export const proposeForm = z.strictObject(
  {
    pembayaran: z.string(PAYMENT).default('').refine(isSpecialCode, PAYMENT),
    bulan_dasar: monthField('Tulis bulan dasarnya, misalnya Februari 2027'),
    bulan_bayar: monthField('Tulis bulan bayarnya, misalnya Maret 2027'),
    dasar: textField('Tulis keputusannya: nama dan nomor', 200, 5),
    tanggal_dasar: dayField('Tulis tanggal keputusannya, misalnya 02/03/2027'),
    kunci_kirim: formKeyField,
  },
  UNKNOWN_FIELD,
);

/** The answer to a request, or taking back what is in force; guarded by its version. Saying no needs a reason. */
export const answerForm = z
  .strictObject(
    {
      keputusan: z.enum(['sahkan', 'tolak', 'tarik', 'cabut'], 'Pilih keputusan'),
      alasan: optionalText(300),
      versi: versionField,
    },
    UNKNOWN_FIELD,
  )
  .refine(({ keputusan, alasan }) => !['tolak', 'cabut'].includes(keputusan) || [...alasan].length >= 10, {
    path: ['alasan'],
    message: REASON,
  });

/** Computing one unit. */
export const computeForm = z.strictObject({ kunci_kirim: formKeyField }, UNKNOWN_FIELD);

/** Many units at once: `unit` holds `KODE:versi` of each ticked row, `semua` those of every unit of a long board. */
export const batchForm = z
  .strictObject(
    {
      ...tickedFields,
      aksi: z.enum(['tutup', 'setujui'], 'Pilih Hitung atau Setujui'),
      kunci_kirim: formKeyField,
    },
    UNKNOWN_FIELD,
  )
  .transform((fields, problems) => ({
    unit: tickedUnits(fields, problems),
    aksi: fields.aksi,
    kunci_kirim: fields.kunci_kirim,
  }));
