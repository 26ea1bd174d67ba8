import { z } from 'zod';
import type { Month } from '../../domain/month.ts';
import { keyField, neededId, neededText, optionalText } from '../organisation/fields.ts';
import { UNKNOWN_FIELD } from '../organisation/form-round.ts';
import { DECISIONS } from './decision-service.ts';
import { readMonth } from './typed-month.ts';

const AGAIN = 'Muat ulang halaman, lalu kirim lagi';
const SOURCE = 'Tulis sumbernya: nama, nomor dan tanggal dokumen';
const monthOf = (text: string, wrong: string, problems: z.RefinementCtx): Month | typeof z.NEVER => {
  const month = readMonth(text);
  if (month !== undefined) return month;
  problems.addIssue({ code: 'custom', message: wrong });
  return z.NEVER;
};
const MONTH = 'Tulis bulan dan tahun, misalnya Oktober 2026';

/** One fact of one person. */
export const factForm = z.strictObject(
  {
    pegawai: z
      .string({ error: 'Tulis NIP 18 angka' })
      .default('')
      .transform(text => text.replaceAll(/[\s.\-'\0]/g, ''))
      .refine(text => /^\d{18}$/.test(text), 'Tulis NIP 18 angka'),
    jenis: neededText('Pilih jenis data', 80),
    nilai: neededText('Isi nilainya', 2_000),
    bulan: z
      .string({ error: MONTH })
      .default('')
      .transform((text, problems) => monthOf(text, MONTH, problems)),
    sampai_bulan: z
      .string({ error: MONTH })
      .default('')
      .transform((text, problems) => (text.trim() === '' ? null : monthOf(text, MONTH, problems))),
    sumber: neededText(SOURCE, 200),
    // A form without a chosen file sends its field empty where it is sent as text.
    bukti: z.union([z.literal(''), z.array(z.literal(''))], { error: 'Pilih berkas dokumennya' }).optional(),
    kunci_kirim: keyField,
  },
  UNKNOWN_FIELD,
);

const AMOUNT = 'Tulis jumlah rupiah bulat, misalnya 4.250.000.000';

/** A budget ceiling of a payroll unit. */
export const ceilingForm = z.strictObject(
  {
    unit: neededId('Pilih unit'),
    tahun: z
      .string({ error: 'Tulis tahun, misalnya 2026' })
      .refine(text => /^20\d{2}$/.test(text.trim()), 'Tulis tahun, misalnya 2026')
      .transform(Number),
    jumlah: z
      .string({ error: AMOUNT })
      .default('')
      .transform((text, problems): bigint => {
        const bare = text.trim().replace(/^rp\.?\s*/i, '');
        const digits = /^\d{1,3}(?:\.\d{3})+$/.test(bare) ? bare.replaceAll('.', '') : bare;
        if (/^\d{1,15}$/.test(digits)) return BigInt(digits);
        problems.addIssue({ code: 'custom', message: AMOUNT });
        return z.NEVER;
      }),
    sumber: neededText('Tulis dokumennya, misalnya DPA nomor dan tanggal', 200),
    kunci_kirim: keyField,
  },
  UNKNOWN_FIELD,
);

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** `usul:<id>` for one proposal, `impor:<id>` for what waits of an import. */
const PICKED = new RegExp(`^(usul|impor):(${UUID})$`, 'i');
const MOST_PICKED = 300;
const picked = z
  .union([z.string().transform(value => [value]), z.array(z.string())], { error: AGAIN })
  .default([])
  .refine(list => list.length <= MOST_PICKED && list.every(each => PICKED.test(each)), AGAIN);

/** Decisions on what is ticked: `id[]` (or `id`). */
export const decisionForm = z
  .strictObject(
    {
      'id[]': picked,
      id: picked,
      aksi: z.enum(DECISIONS, { error: 'Pilih Setujui, Tolak atau Tarik' }),
      alasan: optionalText(300),
      kunci_kirim: keyField,
    },
    UNKNOWN_FIELD,
  )
  .transform(({ 'id[]': listed, id, aksi, alasan, kunci_kirim }, problems) => {
    const all = [...new Set([...listed, ...id].map(each => each.toLowerCase()))];
    const of = (what: string): string[] =>
      all.flatMap(each => (each.startsWith(`${what}:`) ? [each.slice(what.length + 1)] : []));
    if (all.length === 0)
      problems.addIssue({ code: 'custom', path: ['id'], message: 'Centang sedikitnya satu usulan' });
    if (aksi === 'tolak' && (alasan === null || [...alasan].length < 5))
      problems.addIssue({ code: 'custom', path: ['alasan'], message: 'Tulis alasan penolakan' });
    return { proposals: of('usul'), batches: of('impor'), decision: aksi, reason: alasan, key: kunci_kirim };
  });
