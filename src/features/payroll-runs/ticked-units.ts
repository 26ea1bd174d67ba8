import { z } from 'zod';

const AGAIN = 'Muat ulang halaman, lalu kirim lagi';
const TICKED = 'Centang paling sedikit satu unit';

const ticks = (texts: readonly string[]): boolean => texts.every(text => /^[A-Z0-9-]{1,60}:\d{1,9}$/.test(text));

/** The fields of many units at once: `unit` holds `KODE:versi` of each ticked row, `semua` those of every unit of a long board. */
export const tickedFields = {
  unit: z
    .union([z.string().transform(text => [text]), z.array(z.string())], TICKED)
    .default([])
    .refine(ticks, AGAIN),
  semua: z
    .string(AGAIN)
    .optional()
    .transform(text => (text === undefined ? [] : text.split(' ')))
    .refine(ticks, AGAIN),
};

/** The chosen units with the version each row showed; none at all is said beside the rows. */
export function tickedUnits(
  { unit, semua }: Readonly<Record<'unit' | 'semua', readonly string[]>>,
  problems: z.RefinementCtx,
): Map<string, string> {
  const all = [...semua, ...unit].map(text => text.split(':') as [string, string]);
  if (all.length === 0) problems.addIssue({ code: 'custom', path: ['unit'], message: TICKED });
  return new Map(all);
}
