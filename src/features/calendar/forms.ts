import { z } from 'zod';
import { parseTime } from '../../domain/activity/entry-rules.ts';
import { daysBetween } from '../../domain/local-date.ts';
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

/** A length of work as a clock would say it: '6.30' is 390 minutes. */
const hours = (what: string) => {
  const wrong = `${what}: tulis jam dan menit, misalnya 6.30`;
  return z.string({ error: wrong }).transform((text, problems): number => {
    const minutes = parseTime(text);
    if (minutes !== undefined && minutes >= 1 && minutes <= LONGEST_DAY) return minutes;
    problems.addIssue({ code: 'custom', message: wrong });
    return z.NEVER;
  });
};
const LONGEST_DAY = 720;
/** Ramadan is a month; a span longer than this is a mistyped year. */
const LONGEST_SPAN = 62;

/** When the days begin; 8.00 where nothing is said. */
const startField = z
  .string({ error: 'Tulis jam mulai, misalnya 8.00' })
  .default('8.00')
  .transform((text, problems): number => {
    const minutes = parseTime(text);
    if (minutes !== undefined && minutes < LATEST_START) return minutes;
    problems.addIssue({ code: 'custom', message: 'Tulis jam mulai, misalnya 8.00' });
    return z.NEVER;
  });
const LATEST_START = 1080;

/** Minutes of a break. */
const pause = (usual: string) =>
  z
    .string({ error: 'Tulis menit, 0 sampai 240' })
    .default(usual)
    .refine(text => /^\d{1,3}$/.test(text.trim()) && Number(text) <= 240, 'Tulis menit, 0 sampai 240')
    .transform(Number);

/** Working days of another length (ux.md F17: Ramadan). */
export const specialHoursForm = z
  .strictObject(
    {
      awal: neededDate('Tanggal awal'),
      akhir: neededDate('Tanggal akhir'),
      nama_masa: neededText('Tulis nama, misalnya Ramadan 1448 H', 100),
      jam_lima: hours('Jam kerja lima hari'),
      jam_enam: hours('Jam kerja enam hari'),
      jam_mulai: startField,
      jeda: pause('30'),
      jeda_jumat: pause('60'),
      dasar_jam: optionalText(200),
      kunci_kirim: keyField,
    },
    UNKNOWN_FIELD,
  )
  .superRefine(({ awal, akhir }, problems) => {
    const days = daysBetween(awal, akhir);
    const message = days < 0 ? 'Tanggal akhir harus sesudah tanggal awal' : `Paling lama ${String(LONGEST_SPAN)} hari`;
    if (days < 0 || days >= LONGEST_SPAN) problems.addIssue({ code: 'custom', path: ['akhir'], message });
  });
export type SpecialHoursFields = z.output<typeof specialHoursForm>;

const AGAIN = 'Muat ulang halaman, lalu kirim lagi';
export const removalForm = z.strictObject(
  { versi: z.string({ error: AGAIN }).refine(text => /^\d{1,16}$/.test(text), AGAIN) },
  UNKNOWN_FIELD,
);
