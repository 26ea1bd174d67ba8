import { z } from 'zod';
import { isSpecialCode } from '../../domain/payroll/pay-period.ts';
import type { Month } from '../../domain/month.ts';
import {
  dayField,
  formKeyField,
  optionalText,
  textField,
  UNKNOWN_FIELD,
  versionField,
} from '../../platform/web/typed-fields.ts';
import { readMonth } from '../facts/typed-month.ts';

const PAYMENT = 'Pilih pembayarannya';
const REASON = 'Tulis alasan, paling sedikit 10 huruf';
const AGAIN = 'Muat ulang halaman, lalu kirim lagi';
const TICKED = 'Centang paling sedikit satu unit';

const monthField = (wrong: string) =>
  z
    .string(wrong)
    .default('')
    .transform((text, context): Month => {
      const month = readMonth(text);
      if (month !== undefined) return month;
      context.addIssue({ code: 'custom', message: wrong });
      return z.NEVER;
    });

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

const ticks = (texts: readonly string[]): boolean => texts.every(text => /^[A-Z0-9-]{1,60}:\d{1,9}$/.test(text));

/** Many units at once: `unit` holds `KODE:versi` of each ticked row, `semua` those of every unit of a long board. */
export const batchForm = z
  .strictObject(
    {
      unit: z
        .union([z.string().transform(text => [text]), z.array(z.string())], TICKED)
        .default([])
        .refine(ticks, AGAIN),
      semua: z
        .string(AGAIN)
        .optional()
        .transform(text => (text === undefined ? [] : text.split(' ')))
        .refine(ticks, AGAIN),
      aksi: z.enum(['tutup', 'setujui'], 'Pilih Hitung atau Setujui'),
      kunci_kirim: formKeyField,
    },
    UNKNOWN_FIELD,
  )
  .transform(({ unit, semua, aksi, kunci_kirim }, problems) => {
    const all = [...semua, ...unit].map(text => text.split(':') as [string, string]);
    if (all.length === 0) problems.addIssue({ code: 'custom', path: ['unit'], message: TICKED });
    return { unit: new Map(all), aksi, kunci_kirim };
  });
