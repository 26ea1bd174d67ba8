import { z } from 'zod';
import { addDays, type LocalDate } from '../../domain/local-date.ts';
import { plainText } from '../../domain/plain-text.ts';
import { isUuid } from '../../platform/identity.ts';
import type { FieldError } from '../../platform/render/forms.ts';
import type { Visit } from '../../platform/web/route.ts';
import { formErrors } from '../activity-log/form-errors.ts';
import { readDate } from '../../domain/typed-date.ts';

export interface NamedHelper {
  readonly helperId: string;
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly reason: string;
  readonly key: string;
}

export type Read =
  { readonly ok: true; readonly input: NamedHelper } | { readonly ok: false; readonly errors: FieldError[] };

/** The longest time a helper may be named for, in days. */
const LONGEST = 365;
const RELOAD = 'Muat ulang halaman ini, lalu kirim lagi';
const WHO = 'Cari dan pilih pembantu';
const REASON = 'Tulis alasan, paling sedikit 10 huruf';

const day = (message: string) =>
  z
    .string({ error: message })
    .prefault('')
    .transform((text, problems): LocalDate => {
      const read = readDate(text);
      if (read !== undefined) return read;
      problems.addIssue({ code: 'custom', message });
      return z.NEVER;
    });

const form = z
  .strictObject({
    pembantu: z.string({ error: WHO }).prefault('').refine(isUuid, { error: WHO }),
    cari: z.string({ error: 'Tulis satu pencarian saja' }).optional(),
    mulai: day('Tulis tanggal mulai, misalnya 18/11/2026'),
    selesai: day('Tulis tanggal selesai, misalnya 18/12/2026'),
    alasan: z
      .string({ error: REASON })
      .prefault('')
      .transform((typed, problems) => {
        const text = plainText(typed);
        const letters = [...text].length;
        if (letters < 10) problems.addIssue({ code: 'custom', message: REASON });
        if (letters > 300) problems.addIssue({ code: 'custom', message: 'Alasan paling banyak 300 huruf' });
        return text;
      }),
    kunci_kirim: z.string({ error: RELOAD }).refine(isUuid, { error: RELOAD }),
  })
  .superRefine(({ mulai, selesai }, problems) => {
    if (selesai < mulai)
      problems.addIssue({ code: 'custom', path: ['selesai'], message: 'Tanggal selesai harus setelah tanggal mulai' });
    else if (selesai > addDays(mulai, LONGEST))
      problems.addIssue({ code: 'custom', path: ['selesai'], message: 'Paling lama satu tahun' });
  });

/** Reads the form that names a helper. */
export function readHelper(body: Visit['body']): Read {
  const parsed = form.safeParse(body);
  if (!parsed.success) return { ok: false, errors: formErrors(parsed.error.issues, ['kunci_kirim', 'cari']) };
  const { pembantu, mulai: from, selesai: until, alasan: reason, kunci_kirim: key } = parsed.data;
  return { ok: true, input: { helperId: pembantu.toLowerCase(), from, until, reason, key: key.toLowerCase() } };
}
