import { z } from 'zod';
import type { LocalDate } from '../../domain/local-date.ts';
import {
  decreeField,
  keyField,
  neededId,
  neededText,
  oneOf,
  optionalDate,
  optionalId,
  optionalText,
  searchField,
  startField,
  tick,
} from '../organisation/fields.ts';
import { UNKNOWN_FIELD } from '../organisation/form-round.ts';
import type { ChangeKind } from './change-kinds.ts';
import { RANKS_PNS, RANKS_PPPK } from '../../domain/rank.ts';
import { WORKING, type WorkingStatus } from './statuses.ts';

/** What an act does, by kind. Days are the first day on which it holds. */
export type ChangeContent =
  | {
      readonly kind: 'MASUK';
      readonly positionId: string;
      readonly status: WorkingStatus | null;
      readonly rank: string | null;
    }
  | { readonly kind: 'MUTASI'; readonly positionId: string }
  | {
      readonly kind: 'PLT' | 'PLH' | 'KETUA_TIM';
      readonly positionId: string;
      /** The last day; null until further notice. */
      readonly last: LocalDate | null;
    }
  | { readonly kind: 'AKHIR_TUGAS'; readonly assignmentId: string }
  | { readonly kind: 'TEMPAT_KERJA'; readonly unitId: string | null }
  | { readonly kind: 'GOLONGAN' | 'CPNS_KE_PNS'; readonly rank: string }
  | { readonly kind: 'PENSIUN' | 'MENINGGAL' | 'HABIS_KONTRAK' }
  | { readonly kind: 'PINDAH_KELUAR'; readonly agency: string }
  | {
      readonly kind: 'TUGAS_BELAJAR';
      readonly agency: string;
      readonly last: LocalDate | null;
      readonly leavesChair: boolean;
    };

/** An act as its form says it. */
export interface StaffChange {
  readonly content: ChangeContent;
  readonly from: LocalDate;
  readonly decree: string;
  readonly note: string | null;
  readonly key: string;
  /** The list of open things that was seen, by its digest; '' where none was shown. */
  readonly seen: string;
}

const STATUSES = Object.keys(WORKING) as [WorkingStatus, ...WorkingStatus[]];
export const RANKS = [...Object.keys(RANKS_PNS), ...RANKS_PPPK] as const;

const common = {
  jenis: z.string(),
  tmt: startField,
  sk: decreeField,
  catatan: optionalText(500),
  cari: searchField,
  kunci_kirim: keyField,
  konfirmasi: z.string({ error: 'Muat ulang halaman, lalu kirim lagi' }).max(40).default(''),
};
type Common = z.output<z.ZodObject<typeof common>>;

const position = neededId('Pilih jabatan');
const rank = z
  .enum(['', ...RANKS], { error: 'Pilih golongan dari daftar' })
  .default('')
  .transform(text => (text === '' ? null : text));
const neededRank = z
  .string({ error: 'Pilih golongan' })
  .refine(text => (RANKS as readonly string[]).includes(text), 'Pilih golongan');
const status = z
  .enum(['', ...STATUSES], { error: 'Pilih status dari daftar' })
  .default('')
  .transform(text => (text === '' ? null : text));
const lastDay = optionalDate('Hari terakhir');

const changeOf = (form: Common, content: ChangeContent): StaffChange => ({
  content,
  from: form.tmt,
  decree: form.sk,
  note: form.catatan,
  key: form.kunci_kirim,
  seen: form.konfirmasi,
});

const acting = (kind: 'PLT' | 'PLH' | 'KETUA_TIM'): z.ZodType<StaffChange> =>
  z
    .strictObject({ ...common, jabatan: position, selesai: lastDay }, UNKNOWN_FIELD)
    .superRefine((form, problems) => {
      if (kind === 'PLH' && form.selesai === null)
        problems.addIssue({ code: 'custom', path: ['selesai'], message: 'Isi hari terakhir Plh.' });
      if (form.selesai !== null && form.selesai < form.tmt)
        problems.addIssue({ code: 'custom', path: ['selesai'], message: 'Hari terakhir tidak boleh sebelum TMT' });
    })
    .transform(form => changeOf(form, { kind, positionId: form.jabatan, last: form.selesai }));
const ranked = (kind: 'GOLONGAN' | 'CPNS_KE_PNS'): z.ZodType<StaffChange> =>
  z
    .strictObject({ ...common, golongan: neededRank }, UNKNOWN_FIELD)
    .transform(form => changeOf(form, { kind, rank: form.golongan }));
const leaving = (kind: 'PENSIUN' | 'MENINGGAL' | 'HABIS_KONTRAK'): z.ZodType<StaffChange> =>
  z.strictObject(common, UNKNOWN_FIELD).transform(form => changeOf(form, { kind }));
const agency = neededText('Tulis nama instansi atau tempat belajar', 160);

/** The form of each kind of act: the fields of others are unknown to it. */
export const CHANGE_FORMS: Readonly<Record<ChangeKind, z.ZodType<StaffChange>>> = {
  MASUK: z
    .strictObject({ ...common, jabatan: position, status, golongan: rank }, UNKNOWN_FIELD)
    .transform(form =>
      changeOf(form, { kind: 'MASUK', positionId: form.jabatan, status: form.status, rank: form.golongan }),
    ),
  MUTASI: z
    .strictObject({ ...common, jabatan: position }, UNKNOWN_FIELD)
    .transform(form => changeOf(form, { kind: 'MUTASI', positionId: form.jabatan })),
  PLT: acting('PLT'),
  PLH: acting('PLH'),
  KETUA_TIM: acting('KETUA_TIM'),
  AKHIR_TUGAS: z
    .strictObject({ ...common, tugas: neededId('Pilih tugas yang berakhir') }, UNKNOWN_FIELD)
    .transform(form => changeOf(form, { kind: 'AKHIR_TUGAS', assignmentId: form.tugas })),
  TEMPAT_KERJA: z
    .strictObject({ ...common, unit: optionalId('Pilih unit dari daftar') }, UNKNOWN_FIELD)
    .transform(form => changeOf(form, { kind: 'TEMPAT_KERJA', unitId: form.unit })),
  GOLONGAN: ranked('GOLONGAN'),
  CPNS_KE_PNS: ranked('CPNS_KE_PNS'),
  PENSIUN: leaving('PENSIUN'),
  MENINGGAL: leaving('MENINGGAL'),
  HABIS_KONTRAK: leaving('HABIS_KONTRAK'),
  PINDAH_KELUAR: z
    .strictObject({ ...common, instansi: agency }, UNKNOWN_FIELD)
    .transform(form => changeOf(form, { kind: 'PINDAH_KELUAR', agency: form.instansi })),
  TUGAS_BELAJAR: z
    .strictObject({ ...common, instansi: agency, selesai: lastDay, lepas_jabatan: tick }, UNKNOWN_FIELD)
    .transform(form =>
      changeOf(form, {
        kind: 'TUGAS_BELAJAR',
        agency: form.instansi,
        last: form.selesai,
        leavesChair: form.lepas_jabatan,
      }),
    ),
};

/** Fields that a form of some kind has beside the common ones: what is carried through the page that asks once more. */
export const CHANGE_FIELDS = [
  'jenis',
  'tmt',
  'sk',
  'catatan',
  'jabatan',
  'status',
  'golongan',
  'selesai',
  'tugas',
  'unit',
  'instansi',
  'lepas_jabatan',
  'kunci_kirim',
] as const;

/** Which standing one chooses for somebody who starts to work. */
export const statusField = oneOf(STATUSES, 'Pilih status');
export const rankField = rank;
