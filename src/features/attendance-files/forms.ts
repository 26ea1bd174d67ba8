import { z } from 'zod';
import { isMonth } from '../../domain/month.ts';
import { UNKNOWN_FIELD, uploadForm, versionField } from '../../platform/web/typed-fields.ts';
import type { Profile } from './batch.ts';

/** The form that sends a file. `unit` may be left to what the file says. */
export const unitUploadForm = uploadForm.extend({ unit: z.string('Pilih unit').default('') });

const COLUMN = /^kolom_(\d{1,2})$/;
const settings = z.strictObject(
  {
    versi: versionField,
    mesin: z
      .string('Pilih mesin')
      .default('')
      .refine(text => text === '' || /^(?:mesin|ranah):[A-Za-z0-9 ._-]{1,40}$/.test(text), 'Pilih mesin dari daftar'),
    format_tanggal: z.enum(['', 'dmy', 'mdy'], 'Pilih urutan tanggal dari daftar').default(''),
    bulan: z
      .string('Pilih bulan')
      .default('')
      .transform((text, problems) => {
        if (text === '') return null;
        if (isMonth(text)) return text;
        problems.addIssue({ code: 'custom', message: 'Tulis bulan sebagai 2026-10' });
        return z.NEVER;
      }),
  },
  UNKNOWN_FIELD,
);

/**
 * The choices for a file: machine, order of dates, month, and `kolom_<n>` with the field that column holds.
 * @param fields names that a column may be given
 */
export function settingsIn(
  body: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): { readonly version: number; readonly profile: Profile } | { readonly issues: readonly z.core.$ZodIssue[] } {
  const columns: Record<string, string> = {};
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    const column = COLUMN.exec(name)?.[1];
    if (column !== undefined && typeof value === 'string' && (value === '' || fields.includes(value)))
      columns[column] = value;
    else rest[name] = value;
  }
  const parsed = settings.safeParse(rest);
  if (!parsed.success) return { issues: parsed.error.issues };
  const { versi, mesin, format_tanggal: order, bulan } = parsed.data;
  const [how, which = ''] = [mesin.slice(0, 5), mesin.slice(6)];
  const chosen = Object.fromEntries(Object.entries(columns).filter(([, field]) => field !== ''));
  return {
    version: versi,
    profile: {
      ...(mesin === '' ? {} : how === 'mesin' ? { machine: which } : { realm: which }),
      ...(order === '' ? {} : { order }),
      ...(bulan === null ? {} : { month: bulan }),
      ...(Object.keys(chosen).length === 0 ? {} : { columns: chosen }),
    },
  };
}
