import { z } from 'zod';
import type { Month } from '../../domain/month.ts';
import { isUuid } from '../../platform/identity.ts';
import { formKeyField, optionalText, UNKNOWN_FIELD, versionField } from '../../platform/web/typed-fields.ts';
import { readMonth } from '../facts/typed-month.ts';
import { takeText } from './text-intake.ts';

export const TEXT_FIELD = 'naskah';
export const CASES_FIELD = 'contoh';
/** What the messages call the two texts. */
export const TEXT_WORD = 'Naskah';
export const CASES_WORD = 'Contoh perhitungan';

const sourceField = (what: string, missing: string | null) =>
  z
    .string(missing ?? undefined)
    .default('')
    .transform((typed, context): string => {
      const taken = takeText(typed, what);
      if (taken.ok && (missing === null || taken.text.trim() !== '')) return taken.text.trim() === '' ? '' : taken.text;
      context.addIssue({ code: 'custom', message: taken.ok ? missing! : taken.reason });
      return z.NEVER;
    });

/** Both texts of a draft, guarded by its version. */
export const saveForm = z.strictObject(
  {
    naskah: sourceField(TEXT_WORD, 'Tulis naskah peraturannya'),
    contoh: sourceField(CASES_WORD, null),
    versi: versionField,
  },
  UNKNOWN_FIELD,
);

const noFile = z.literal('').optional();

/** A new draft from files. */
export const newFileForm = z.strictObject(
  { kunci_kirim: formKeyField, berkas: noFile, berkas_contoh: noFile },
  UNKNOWN_FIELD,
);

/** The texts of a draft replaced by files. */
export const replaceFileForm = z.strictObject(
  { versi: versionField, berkas: noFile, berkas_contoh: noFile },
  UNKNOWN_FIELD,
);

const FIRST = 'Tulis bulan mulai berlakunya, misalnya Januari 2027';

/** A new draft as a copy of a version. */
export const copyForm = z.strictObject(
  {
    asal: z.string('Pilih versi yang disalin').default('').refine(isUuid, 'Pilih versi yang disalin'),
    berlaku_mulai: z
      .string(FIRST)
      .default('')
      .transform((typed, context): Month => {
        const month = readMonth(typed);
        if (month !== undefined) return month;
        context.addIssue({ code: 'custom', message: FIRST });
        return z.NEVER;
      }),
    kunci_kirim: formKeyField,
  },
  UNKNOWN_FIELD,
);

const LEAST_REASON = 10;

/** The second person's answer. */
export const decideForm = z
  .strictObject(
    { keputusan: z.enum(['setujui', 'tolak'], 'Pilih keputusan'), alasan: optionalText(500), versi: versionField },
    UNKNOWN_FIELD,
  )
  .refine(form => form.keputusan === 'setujui' || [...form.alasan].length >= LEAST_REASON, {
    path: ['alasan'],
    message: 'Tulis alasan menolak, paling sedikit 10 huruf',
  });
