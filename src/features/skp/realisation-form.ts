import { z } from 'zod';
import { isMonth, type Month } from '../../domain/month.ts';
import { plainText } from '../../domain/plain-text.ts';
import { toDecimalText } from '../../domain/ratio.ts';
import { parseAmount } from '../../domain/skp/realisation.ts';
import { isUuid } from '../../platform/identity.ts';
import { fieldErrors } from '../../platform/render/forms.ts';
import type { Visit } from '../../platform/web/route.ts';
import type { Read } from './target-form.ts';

const RELOAD = 'Muat ulang halaman ini, lalu simpan lagi';
const OBSTACLE_MAX = 500;

/** A month's realisation as typed and understood (ux.md F12). */
export interface RealisationInput {
  /** Null where the form does not say: the first indicator. */
  readonly indicatorId: string | null;
  readonly month: Month;
  /** Decimal text. */
  readonly value: string;
  readonly obstacle: string | null;
  readonly key: string;
}

const form = z.strictObject({
  indikator: z
    .string({ error: 'Pilih indikator dari daftar' })
    .refine(text => text === '' || isUuid(text), { error: 'Pilih indikator dari daftar' })
    .optional(),
  bulan: z.string({ error: 'Pilih bulan' }).refine(isMonth, { error: 'Pilih bulan' }),
  realisasi: z
    .string({ error: 'Realisasi harus angka, misalnya 3 atau 2,5' })
    .refine(text => parseAmount(text) !== null, { error: 'Realisasi harus angka, misalnya 3 atau 2,5' }),
  kendala: z
    .string({ error: 'Tulis kendala paling banyak 500 huruf' })
    .prefault('')
    .transform(plainText)
    .refine(text => [...text].length <= OBSTACLE_MAX, { error: 'Tulis kendala paling banyak 500 huruf' }),
  // A program may send the file field as an empty text; the files themselves come beside the fields.
  bukti: z.union([z.literal(''), z.array(z.literal(''))], { error: 'Pilih berkas bukti dukung' }).optional(),
  kunci_kirim: z.string({ error: RELOAD }).refine(isUuid, { error: RELOAD }),
});

/** Reads the form of a month's realisation. */
export function readRealisation(body: Visit['body']): Read<RealisationInput> {
  const parsed = form.safeParse(body);
  if (!parsed.success) {
    const worded = parsed.error.issues.map(issue =>
      issue.code === 'unrecognized_keys' ? { path: [], message: `Ada isian yang tidak dikenal. ${RELOAD}` } : issue,
    );
    const errors = fieldErrors(worded).map(e => (e.field === 'kunci_kirim' ? { ...e, field: '' } : e));
    return { ok: false, errors };
  }
  const { indikator, bulan, realisasi, kendala, kunci_kirim: key } = parsed.data;
  const value = parseAmount(realisasi);
  if (value === null) throw new Error('the form was read');
  return {
    ok: true,
    input: {
      indicatorId: indikator === undefined || indikator === '' ? null : indikator.toLowerCase(),
      month: bulan,
      value: toDecimalText(value),
      obstacle: kendala === '' ? null : kendala,
      key: key.toLowerCase(),
    },
  };
}
