import { z } from 'zod';
import { addDays, type LocalDate } from '../../domain/local-date.ts';
import { isUuid } from '../../platform/identity.ts';
import type { Role } from '../../platform/web/actor.ts';
import { dayField, formKeyField, textField, UNKNOWN_FIELD, versionField } from '../../platform/web/typed-fields.ts';
import { isRole, ROLE_WORDS } from './role-words.ts';

/** A right lasts a year at most; then somebody asks whether it is still needed. */
export const LONGEST_DAYS = 366;
const CHOOSE_ROLE = 'Pilih hak';
const newcomerNip = z
  .string('NIP harus 18 angka')
  .default('')
  .transform(text => text.replaceAll(/[\s.]/g, ''))
  .refine(nip => nip === '' || /^\d{18}$/.test(nip), 'NIP harus 18 angka');
const newcomerName = z
  .string('Isi nama')
  .default('')
  .transform(text => text.trim().replaceAll(/\s+/g, ' '))
  .refine(text => text.length <= 100, 'Nama paling panjang 100 huruf');
const CHOOSE_UNIT = 'Pilih unit bayar untuk hak ini';

/**
 * Granting a right.
 * @param today the first day it may hold
 * @param allowed rights this person may grant
 * @param units codes of the payroll units there are
 * @param registers whether this person may register somebody of whom nothing is known yet: in a new installation nobody
 *   else is there to receive a right (administrators only; everybody else goes through the data of people)
 */
export const grantForm = (today: LocalDate, allowed: readonly Role[], units: readonly string[], registers: boolean) =>
  z
    .strictObject(
      {
        pegawai: z
          .string('Pilih pegawai')
          .default('')
          .refine(id => id === '' || isUuid(id), 'Pilih pegawai'),
        nip_baru: newcomerNip,
        nama_baru: newcomerName,
        peran: z
          .string(CHOOSE_ROLE)
          .default('')
          .refine((text): text is Role => isRole(text) && allowed.includes(text), CHOOSE_ROLE),
        unit: z
          .string(CHOOSE_UNIT)
          .default('')
          .refine(code => code === '' || units.includes(code), CHOOSE_UNIT),
        sk: textField('Tulis nomor surat keputusan atau surat tugas', 200, 3),
        mulai: dayField('Isi tanggal mulai, misalnya 01/12/2026').refine(
          day => day >= today,
          'Hak berlaku paling cepat hari ini',
        ),
        selesai: dayField('Isi tanggal selesai, misalnya 30/11/2027'),
        cari: z.string().default(''),
        kunci_kirim: formKeyField,
      },
      UNKNOWN_FIELD,
    )
    .superRefine((form, context) => {
      const add = (field: string, message: string): void =>
        context.addIssue({ code: 'custom', path: [field], message });
      const newcomer = form.nip_baru !== '' || form.nama_baru !== '';
      if (form.pegawai === '' && !(newcomer && registers)) add('pegawai', 'Pilih pegawai');
      else if (form.pegawai !== '' && newcomer)
        add('nip_baru', 'Pilih pegawai dari daftar, atau daftarkan orang baru. Tidak keduanya');
      else if (newcomer && form.nip_baru === '') add('nip_baru', 'Isi NIP');
      else if (newcomer && form.nama_baru === '') add('nama_baru', 'Isi nama');
      if (isRole(form.peran) && ROLE_WORDS[form.peran].ofUnit === 'selalu' && form.unit === '')
        add('unit', CHOOSE_UNIT);
      if (form.selesai < form.mulai) add('selesai', 'Tanggal selesai harus setelah tanggal mulai');
      else if (form.selesai > addDays(form.mulai, LONGEST_DAYS)) add('selesai', 'Hak berlaku paling lama satu tahun');
    });

export type GrantInput = z.output<ReturnType<typeof grantForm>>;

/** Refusing a right or taking it away: with a reason that its holder reads. */
export const endForm = z.strictObject(
  { versi: versionField, alasan: textField('Tulis alasan, paling sedikit 5 huruf', 300, 5) },
  UNKNOWN_FIELD,
);
