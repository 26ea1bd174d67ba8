import { z } from 'zod';
import { plainText } from '../../domain/plain-text.ts';
import { isLocalDate } from '../../domain/local-date.ts';
import { readDate } from '../../domain/typed-date.ts';
import { comesAs, FORMATS, LAYOUTS, UNKNOWN_FORMAT, UNKNOWN_LAYOUT, wrongFormat, type Wanted } from './layout.ts';

/** That a run has been paid: the number of the payment order and its day. */
export const payForm = z.strictObject(
  {
    nomor: z
      .string()
      .default('')
      .transform(plainText)
      .refine(text => text.length >= 3 && text.length <= 60, 'Tulis nomor pembayaran, 3 sampai 60 huruf'),
    tanggal: z
      .string()
      .default('')
      .transform(text => readDate(text) ?? text)
      .refine(isLocalDate, 'Tulis tanggal pembayaran, misalnya 3/11/2026'),
    versi: z
      .string()
      .default('')
      .refine(text => /^\d{1,9}$/.test(text), 'Muat ulang halaman, lalu kirim lagi')
      .transform(Number),
  },
  'Ada isian yang tidak dikenal. Muat ulang halaman, lalu kirim lagi',
);

export interface ExportAsked {
  readonly wanted: Wanted;
  readonly draft: boolean;
  readonly unit: string | undefined;
}

const EXPORT = z.object({
  format: z.enum(FORMATS, UNKNOWN_FORMAT).default('csv'),
  tata_letak: z.enum(LAYOUTS, UNKNOWN_LAYOUT).default('ringkas'),
  unit: z.string().min(1).optional(),
  draf: z.enum(['0', '1', ''], 'draf=1 untuk draf').default(''),
  kertas: z.enum(['f4', 'a4'], 'Pilih kertas f4 atau a4').default('f4'),
});

/** What a file's address asks for, or why there is no such file. */
export function parseExport(query: unknown): { ok: true; asked: ExportAsked } | { ok: false; reason: string } {
  const parsed = EXPORT.safeParse(query);
  if (!parsed.success)
    return { ok: false, reason: `${parsed.error.issues[0]?.message ?? 'Alamat berkas belum lengkap'}.` };
  const { format, tata_letak: layout, draf, unit, kertas: paper } = parsed.data;
  if (!comesAs({ format, layout })) return { ok: false, reason: `${wrongFormat(layout)}.` };
  return { ok: true, asked: { wanted: { format, layout, paper }, draft: draf === '1', unit } };
}

/** That the common files of a large set are to be made. */
export const gatherForm = z.strictObject(
  { kunci_kirim: z.uuid('Muat ulang halaman, lalu kirim lagi') },
  'Ada isian yang tidak dikenal. Muat ulang halaman, lalu kirim lagi',
);
