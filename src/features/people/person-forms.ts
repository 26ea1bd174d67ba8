import { z } from 'zod';
import type { LocalDate } from '../../domain/local-date.ts';
import {
  decreeField,
  keyField,
  neededText,
  optionalDigits,
  optionalId,
  optionalText,
  searchField,
  startField,
  versionField,
} from '../organisation/fields.ts';
import { UNKNOWN_FIELD } from '../organisation/form-round.ts';
import { rankField, statusField } from './change-forms.ts';
import { rankProblem, type WorkingStatus } from './statuses.ts';

/** How to reach somebody: what a clerk may write. */
export interface Contact {
  readonly phone: string | null;
  readonly email: string | null;
}

/** Who somebody is. */
export interface Identity extends Contact {
  readonly nip: string | null;
  readonly nik: string | null;
  readonly name: string;
  readonly frontTitle: string | null;
  readonly backTitle: string | null;
  readonly npwp: string | null;
  readonly bankName: string | null;
  readonly bankAccount: string | null;
}

/** Somebody new, with how they begin. */
export interface Arrival {
  readonly identity: Identity;
  /** For who has no NIP to sign in with. */
  readonly userName: string | null;
  readonly status: WorkingStatus;
  readonly rank: string | null;
  /** The first chair; null where that comes later. */
  readonly positionId: string | null;
  /** First day of duty (SPMT). */
  readonly from: LocalDate;
  readonly decree: string;
  readonly key: string;
}

const contact = {
  hp: optionalDigits(/^\+?\d{8,15}$/, 'Nomor HP 8 sampai 15 angka, misalnya 081234567890'),
  email: optionalText(120).refine(
    text => text === null || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
    'Email belum lengkap, misalnya nama@contoh.go.id',
  ),
};

const digitsIn = (text: string): string => text.replaceAll(/[\s.\-]/g, '');
const nip: z.ZodType<string | null> = z
  .string({ error: 'NIP harus 18 angka' })
  .default('')
  .transform((text, problems) => {
    const digits = digitsIn(text);
    if (digits === '') return null;
    if (/^\d{18}$/.test(digits)) return digits;
    const said = /^\d+$/.test(digits) ? `. Anda mengisi ${String(digits.length)} angka` : '';
    problems.addIssue({ code: 'custom', message: `NIP harus 18 angka${said}` });
    return z.NEVER;
  });

const identity = {
  nip,
  nik: optionalDigits(/^\d{16}$/, 'NIK harus 16 angka'),
  nama: neededText('Tulis nama tanpa gelar', 120),
  gelar_depan: optionalText(40),
  gelar_belakang: optionalText(60),
  npwp: optionalDigits(/^\d{15,16}$/, 'NPWP 15 atau 16 angka'),
  bank: optionalText(60),
  rekening: optionalDigits(/^\d{5,20}$/, 'Nomor rekening 5 sampai 20 angka'),
  ...contact,
};

const identityOf = (form: z.output<z.ZodObject<typeof identity>>): Identity => ({
  nip: form.nip,
  nik: form.nik,
  name: form.nama,
  frontTitle: form.gelar_depan,
  backTitle: form.gelar_belakang,
  npwp: form.npwp,
  bankName: form.bank,
  bankAccount: form.rekening,
  phone: form.hp,
  email: form.email,
});

const userName = optionalText(40)
  .transform(text => text?.toLowerCase() ?? null)
  .refine(
    text => text === null || /^[a-z][a-z0-9._]{2,39}$/.test(text),
    'Nama pengguna huruf kecil, angka, titik; paling sedikit 3 huruf',
  );

/** F14 for somebody new. */
export const newPersonForm: z.ZodType<Arrival> = z
  .strictObject(
    {
      ...identity,
      nama_pengguna: userName,
      status: statusField,
      golongan: rankField,
      jabatan: optionalId('Pilih jabatan dari daftar'),
      tmt: startField,
      sk: decreeField,
      cari: searchField,
      aksi: z.literal('simpan', { error: 'Pilih Simpan' }).optional(),
      kunci_kirim: keyField,
    },
    UNKNOWN_FIELD,
  )
  .superRefine((form, problems) => {
    const problem = (field: string, message: string): void =>
      problems.addIssue({ code: 'custom', path: [field], message });
    const numbered = form.status === 'PNS' || form.status === 'CPNS' || form.status === 'PPPK';
    if (numbered && form.nip === null) problem('nip', 'Isi NIP 18 angka (PPPK: NI PPPK)');
    if (!numbered && form.nip !== null) problem('nip', 'Kosongkan NIP untuk non-ASN dan pejabat tanpa NIP');
    if (form.status === 'NON_ASN' && form.nik === null) problem('nik', 'Isi NIK 16 angka untuk non-ASN');
    if (form.status === 'PEJABAT' && form.nama_pengguna === null)
      problem('nama_pengguna', 'Isi nama pengguna untuk pejabat tanpa NIP');
    if (numbered && form.nama_pengguna !== null) problem('nama_pengguna', 'Kosongkan: pegawai masuk dengan NIP');
    const rank = rankProblem(form.status, form.golongan);
    if (rank !== undefined) problem('golongan', rank);
  })
  .transform(form => ({
    identity: identityOf(form),
    userName: form.nama_pengguna,
    status: form.status,
    rank: form.golongan,
    positionId: form.jabatan,
    from: form.tmt,
    decree: form.sk,
    key: form.kunci_kirim,
  }));

/** A change of what is known about somebody: all of it, or for a clerk how to reach them. */
export type PersonEdit =
  | { readonly all: true; readonly identity: Identity; readonly version: number }
  | { readonly all: false; readonly contact: Contact; readonly version: number };

export const personForm: z.ZodType<PersonEdit> = z
  .strictObject({ ...identity, versi: versionField }, UNKNOWN_FIELD)
  .transform(form => ({ all: true, identity: identityOf(form), version: form.versi }));

export const contactForm: z.ZodType<PersonEdit> = z
  .strictObject({ ...contact, versi: versionField }, UNKNOWN_FIELD)
  .transform(form => ({ all: false, contact: { phone: form.hp, email: form.email }, version: form.versi }));

/** The search by number: posted, so that no NIP stands in an address. */
export const numberForm = z.strictObject(
  {
    nomor: z
      .string({ error: 'Isi NIP atau NIK' })
      .transform(digitsIn)
      .refine(text => /^\d{16}$|^\d{18}$/.test(text), 'NIP 18 angka, NIK 16 angka'),
  },
  UNKNOWN_FIELD,
);
