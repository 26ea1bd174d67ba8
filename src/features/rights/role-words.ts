import { type Actor, hasRole, type Role } from '../../platform/web/actor.ts';

/** A right in words, and whether it is for one payroll unit: always, never, or as its letter says. */
export interface RoleWords {
  readonly name: string;
  readonly what: string;
  readonly ofUnit: 'selalu' | 'tidak' | 'menurut surat';
}

/** Every right that a page grants (rulings.md 11). */
export const ROLE_WORDS: Readonly<Record<Role, RoleWords>> = {
  pengelola: {
    name: 'Pengelola kepegawaian OPD',
    what: 'Akun, kelengkapan, dan penutupan periode unitnya',
    ofUnit: 'selalu',
  },
  kepala_opd: { name: 'Kepala OPD (PA/KPA)', what: 'Melihat daftar TPP unitnya', ofUnit: 'selalu' },
  bendahara: { name: 'Bendahara pengeluaran', what: 'Melihat dan mengunduh daftar TPP unitnya', ofUnit: 'selalu' },
  kepegawaian: { name: 'BKPSDM', what: 'Pegawai, jabatan, dan periode semua unit', ofUnit: 'tidak' },
  keuangan: { name: 'BPKAD', what: 'Pembayaran TPP semua unit', ofUnit: 'tidak' },
  organisasi: { name: 'Bagian Organisasi', what: 'Kelas jabatan, uraian, dan katalog', ofUnit: 'tidak' },
  auditor: {
    name: 'Inspektorat',
    what: 'Melihat saja, selama surat tugas dan untuk unit yang disebutnya',
    ofUnit: 'menurut surat',
  },
  admin: { name: 'Administrator', what: 'Hak akses dan sistem', ofUnit: 'tidak' },
};

const ALL = Object.keys(ROLE_WORDS) as Role[];
const BY_PERSONNEL: readonly Role[] = ['pengelola', 'kepala_opd', 'bendahara'];

/** Which rights a person may grant: an administrator all, the personnel office those of units. */
export function grantable(actor: Actor): readonly Role[] {
  if (hasRole(actor, 'admin')) return ALL;
  return hasRole(actor, 'kepegawaian') ? BY_PERSONNEL : [];
}

export const isRole = (text: string): text is Role => Object.hasOwn(ROLE_WORDS, text);

/** 'Bendahara pengeluaran, Dinas Kesehatan'. */
export const rightInWords = (role: Role, unit: string | null): string =>
  unit === null ? ROLE_WORDS[role].name : `${ROLE_WORDS[role].name}, ${unit}`;
