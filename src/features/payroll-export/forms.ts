import { z } from 'zod';
import { plainText } from '../../domain/plain-text.ts';
import { isLocalDate } from '../../domain/local-date.ts';
import { readDate } from '../../domain/typed-date.ts';

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
  readonly draft: boolean;
  readonly unit: string | undefined;
}

const EXPORT = z.object({
  format: z.enum(['csv'], 'Format yang tersedia: csv').default('csv'),
  tata_letak: z.enum(['ringkas'], 'Tata letak yang tersedia: ringkas').default('ringkas'),
  unit: z.string().min(1).optional(),
  draf: z.enum(['0', '1', ''], 'draf=1 untuk draf').default(''),
});

/** What a file's address asks for, or why there is no such file. */
export function parseExport(query: unknown): { ok: true; asked: ExportAsked } | { ok: false; reason: string } {
  const parsed = EXPORT.safeParse(query);
  if (!parsed.success)
    return { ok: false, reason: `${parsed.error.issues[0]?.message ?? 'Alamat berkas belum lengkap'}.` };
  return { ok: true, asked: { draft: parsed.data.draf === '1', unit: parsed.data.unit } };
}
