import { z } from 'zod';
import { parseTime } from '../../domain/activity/entry-rules.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { dayField, formKeyField, textField, UNKNOWN_FIELD, versionField } from '../../platform/web/typed-fields.ts';

/** An outage as a person declares it. Minutes count from midnight of the regency. */
export interface Declaration {
  readonly from: LocalDate;
  readonly start: number;
  readonly to: LocalDate;
  readonly end: number;
  /** Codes of payroll units; none means everybody. */
  readonly units: readonly string[];
  readonly explanation: string;
  readonly key: string;
}

const timeField = (missing: string) =>
  z
    .string(missing)
    .default('')
    .transform((text, context): number => {
      const minute = parseTime(text);
      if (minute !== undefined) return minute;
      context.addIssue({ code: 'custom', message: missing });
      return z.NEVER;
    });

const CHOOSE = 'Pilih unit dari daftar';
const MOST_UNITS = 500;

/** The form that declares an outage. */
export const declarationForm = z
  .strictObject(
    {
      mulai_tanggal: dayField('Isi tanggal mulai, misalnya 18/11/2026'),
      mulai: timeField('Isi jam mulai, misalnya 08.15'),
      selesai_tanggal: dayField('Isi tanggal selesai, misalnya 18/11/2026'),
      selesai: timeField('Isi jam selesai, misalnya 10.40'),
      unit: z
        .union([z.string(CHOOSE), z.array(z.string(CHOOSE)).max(MOST_UNITS, CHOOSE)])
        .default([])
        .transform(chosen => (typeof chosen === 'string' ? [chosen] : chosen).filter(code => code !== '')),
      alasan: textField('Tulis apa yang terjadi, paling sedikit 10 huruf', 500, 10),
      kunci_kirim: formKeyField,
    },
    UNKNOWN_FIELD,
  )
  .transform((form): Declaration => ({
    from: form.mulai_tanggal,
    start: form.mulai,
    to: form.selesai_tanggal,
    end: form.selesai,
    units: [...new Set(form.unit)].sort(),
    explanation: form.alasan,
    key: form.kunci_kirim.toLowerCase(),
  }));

export interface Decision {
  readonly open: boolean;
  readonly answer: string | null;
  readonly version: number;
}

/** The form that decides; leaving an outage at the record is explained. */
export const decisionForm = z
  .strictObject(
    {
      keputusan: z.enum(['buka', 'abaikan'], { error: 'Pilih Buka atau Biarkan tercatat' }),
      alasan: textField('', 300, 0),
      versi: versionField,
    },
    UNKNOWN_FIELD,
  )
  .superRefine((form, context) => {
    if (form.keputusan === 'abaikan' && [...form.alasan].length < 10)
      context.addIssue({ code: 'custom', path: ['alasan'], message: 'Tulis alasannya, paling sedikit 10 huruf' });
  })
  .transform((form): Decision => ({
    open: form.keputusan === 'buka',
    answer: form.alasan || null,
    version: form.versi,
  }));
