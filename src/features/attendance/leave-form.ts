import { z } from 'zod';
import { LEAVE_KINDS } from '../../domain/attendance/leave-kind.ts';
import { daysBetween } from '../../domain/local-date.ts';
import { keyField, neededDate, neededText, oneOf, optionalText, versionField } from '../organisation/fields.ts';
import { UNKNOWN_FIELD } from '../organisation/form-round.ts';

/** Study assignments last years; a longer span is a mistyped year. */
const LONGEST_DAYS = 1500;

/** A person by NIP, as it stands on the letter; blanks are left out. */
export const nipField = z
  .string({ error: 'Tulis NIP 18 angka' })
  .transform(text => text.replaceAll(/[\s\0]/g, ''))
  .refine(text => /^\d{18}$/.test(text), 'Tulis NIP 18 angka');

export const leaveForm = z
  .strictObject(
    {
      nip: nipField,
      jenis: oneOf(LEAVE_KINDS, 'Pilih jenis'),
      awal: neededDate('Tanggal awal'),
      akhir: neededDate('Tanggal akhir'),
      nomor_surat: neededText('Tulis nomor surat', 100),
      tanggal_surat: neededDate('Tanggal surat'),
      catatan: optionalText(300),
      kunci_kirim: keyField,
    },
    UNKNOWN_FIELD,
  )
  .superRefine(({ awal, akhir }, problems) => {
    const days = daysBetween(awal, akhir);
    if (days >= 0 && days < LONGEST_DAYS) return;
    const message = days < 0 ? 'Tanggal akhir tidak boleh sebelum tanggal awal' : 'Terlalu panjang. Periksa tahunnya';
    problems.addIssue({ code: 'custom', path: ['akhir'], message });
  });
export type LeaveFields = z.output<typeof leaveForm>;

export const revokeForm = z.strictObject(
  { alasan: neededText('Tulis alasan', 300), versi: versionField },
  UNKNOWN_FIELD,
);
export type RevokeFields = z.output<typeof revokeForm>;
