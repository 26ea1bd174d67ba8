import { z } from 'zod';
import { parseVolume } from '../../domain/activity/points.ts';
import { isZero, toDecimalText } from '../../domain/ratio.ts';
import {
  keyField,
  neededDate,
  neededId,
  neededText,
  oneOf,
  optionalText,
  versionField,
} from '../organisation/fields.ts';
import { UNKNOWN_FIELD } from '../organisation/form-round.ts';
import { VERB_LEVELS, type VerbLevel } from './families.ts';
import { LENGTHS, MINUTES, POINTS } from './limits.ts';

const wholeBetween = (min: number, max: number, message: string) =>
  z
    .string({ error: message })
    .default('')
    .transform(text => text.trim())
    .refine(text => /^\d{1,6}$/.test(text) && Number(text) >= min && Number(text) <= max, message)
    .transform(Number);

/** A quantity above nothing, with comma or dot, as decimal text; an empty one is null where it may be left out. */
const quantity = (message: string, needed: boolean) =>
  z
    .string({ error: message })
    .default('')
    .transform((text, problems): string | null => {
      if (text.trim() === '' && !needed) return null;
      const read = parseVolume(text);
      if (read !== null && !isZero(read)) return toDecimalText(read);
      problems.addIssue({ code: 'custom', message });
      return z.NEVER;
    });

const several = z
  .union([z.string(), z.array(z.string())], { error: 'Centang jabatan dari daftar' })
  .optional()
  .transform(value => [...new Set(value === undefined ? [] : [value].flat())]);

const LEVELS = Object.keys(VERB_LEVELS) as [string, ...string[]];

/** In the order of the page, so that the summary lists messages as they stand below it. */
const face = {
  nama: neededText('Tulis nama aktivitas, misalnya Menyusun laporan', LENGTHS.name),
  satuan: neededText('Tulis satuan, misalnya dokumen', LENGTHS.unitName),
  poin: wholeBetween(POINTS.min, POINTS.max, 'Poin 1 sampai 300'),
  menit_wajar: wholeBetween(MINUTES.min, MINUTES.max, 'Menit wajar 1 sampai 720'),
  maks_per_hari: quantity('Isi paling banyak per hari, misalnya 4', true),
  kelompok: neededText('Tulis kelompok, misalnya Keuangan', LENGTHS.grouping),
  tingkat: oneOf(LEVELS, 'Pilih tingkat kerja').transform(level => Number(level) as VerbLevel),
  jabatan: several,
  keterangan: optionalText(300),
  aktif: oneOf(['ya', 'tidak'], 'Pilih aktif atau tidak').transform(word => word === 'ya'),
  berlaku_mulai: neededDate('Berlaku mulai'),
};

/** The form of a new item; `usul` and `usul_versi` name the proposal it answers. */
export const newItemForm = z.strictObject(
  {
    ...face,
    usul: z.union([z.literal(''), neededId('Buka usulan itu lagi')]).default(''),
    usul_versi: z.string({ error: 'Buka usulan itu lagi' }).default(''),
    kunci_kirim: keyField,
  },
  UNKNOWN_FIELD,
);
/** The form of an item that exists. */
export const changedItemForm = z.strictObject({ ...face, versi: versionField }, UNKNOWN_FIELD);

export type ItemFields = Omit<z.output<typeof changedItemForm>, 'versi'>;
export type NewItemFields = z.output<typeof newItemForm>;
export type ChangedItemFields = z.output<typeof changedItemForm>;

/** What is expected of one person of a family; at least one of the two quantities. */
export const expectationForm = z
  .strictObject(
    {
      jabatan: neededText('Pilih jabatan', 60),
      harian: quantity('Isi harapan per hari, misalnya 2', false),
      bulanan: quantity('Isi harapan per bulan, misalnya 8', false),
      mulai: neededDate('Berlaku mulai'),
      versi: versionField,
    },
    UNKNOWN_FIELD,
  )
  .refine(form => form.harian !== null || form.bulanan !== null, {
    path: ['harian'],
    message: 'Isi harapan per hari atau per bulan',
  });
export type ExpectationFields = z.output<typeof expectationForm>;

/** From a day on nothing is expected of a family any more. */
export const endForm = z.strictObject(
  {
    jabatan_berakhir: neededText('Pilih jabatan', 60),
    berakhir: neededDate('Tidak diharapkan lagi mulai'),
    versi: versionField,
  },
  UNKNOWN_FIELD,
);
export type EndFields = z.output<typeof endForm>;

/** One item becomes part of another. */
export const mergeForm = z.strictObject(
  {
    dari: neededId('Pilih aktivitas yang digabung'),
    ke: neededId('Pilih aktivitas yang dipakai seterusnya'),
    versi: versionField,
    versi_ke: versionField,
  },
  UNKNOWN_FIELD,
);
export type MergeFields = z.output<typeof mergeForm>;

export const starterForm = z.strictObject({ kunci_kirim: keyField }, UNKNOWN_FIELD);

/** Somebody who logs asks for an item. */
export const proposalForm = z.strictObject(
  {
    nama: neededText('Tulis nama pekerjaan, misalnya Menyusun laporan', 150),
    satuan: neededText('Tulis satuan, misalnya dokumen', 30),
    menit: z
      .string({ error: 'Isi menit untuk satu satuan, misalnya 45' })
      .default('')
      .transform(text => text.trim())
      .refine(text => /^\d{1,3}$/.test(text) && Number(text) >= MINUTES.min && Number(text) <= MINUTES.max, {
        error: 'Isi menit untuk satu satuan, misalnya 45',
      })
      .transform(Number),
    alasan: neededText('Tulis alasan, misalnya kapan pekerjaan ini dilakukan', 500).refine(
      text => [...text].length >= 10,
      'Tulis alasan paling sedikit 10 huruf',
    ),
    kunci_kirim: keyField,
  },
  UNKNOWN_FIELD,
);
export type ProposalFields = z.output<typeof proposalForm>;

/** The steward's answer without a new item: it exists already under another name, or it is not to be. */
export const answerForm = z
  .strictObject(
    {
      keputusan: oneOf(['gabung', 'tolak'], 'Pilih Sudah ada atau Tolak'),
      aktivitas: z.union([z.literal(''), neededId('Pilih aktivitas dari daftar')]).default(''),
      alasan: optionalText(500),
      versi: versionField,
    },
    UNKNOWN_FIELD,
  )
  .superRefine((form, problems) => {
    if (form.keputusan === 'gabung' && form.aktivitas === '')
      problems.addIssue({ code: 'custom', path: ['aktivitas'], message: 'Pilih aktivitas dari daftar' });
    if (form.keputusan === 'tolak' && form.alasan === null)
      problems.addIssue({ code: 'custom', path: ['alasan'], message: 'Tulis alasan supaya pengusul tahu sebabnya' });
  });
export type AnswerFields = z.output<typeof answerForm>;
