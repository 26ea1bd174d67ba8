import { z } from 'zod';
import { keyField, neededDate, neededText, oneOf, optionalText } from '../organisation/fields.ts';
import { UNKNOWN_FIELD } from '../organisation/form-round.ts';
import type { HolidayKind } from './kinds.ts';

const KINDS = ['libur', 'cuti_bersama', 'lokal'] as const satisfies readonly HolidayKind[];

/** A day on which nobody works (ux.md F17). It holds for everybody; a part of the regency is not yet to be chosen. */
export const holidayForm = z.strictObject(
  {
    tanggal: neededDate('Tanggal'),
    jenis: oneOf(KINDS, 'Pilih jenis'),
    keterangan: neededText('Tulis keterangan, misalnya Hari jadi kabupaten', 100),
    dasar: optionalText(200),
    berlaku_untuk: oneOf(['semua'], 'Pilih berlaku untuk siapa'),
    kunci_kirim: keyField,
  },
  UNKNOWN_FIELD,
);
export type HolidayFields = z.output<typeof holidayForm>;

const AGAIN = 'Muat ulang halaman, lalu kirim lagi';
export const removalForm = z.strictObject(
  { versi: z.string({ error: AGAIN }).refine(text => /^\d{1,16}$/.test(text), AGAIN) },
  UNKNOWN_FIELD,
);
