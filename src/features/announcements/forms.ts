import { z } from 'zod';
import type { LocalDate } from '../../domain/local-date.ts';
import { dayField, formKeyField, textField, UNKNOWN_FIELD, versionField } from '../../platform/web/typed-fields.ts';
import { PARTS } from './part-words.ts';
import type { Audience } from './queries.ts';

const LONGEST_TITLE = 80;
const LONGEST_BODY = 1000;
const CHOOSE_UNIT = 'Pilih unit';
const CHOOSE_PART = 'Pilih peran';

/** What the writer may choose from, and the day it is. */
export interface Limits {
  readonly today: LocalDate;
  readonly audiences: readonly Audience[];
  /** Codes of payroll units. */
  readonly units: readonly string[];
}

const fields = ({ today, audiences, units }: Limits) => ({
  judul: textField('Tulis judul', LONGEST_TITLE),
  isi: textField('Tulis isi pengumuman', LONGEST_BODY),
  mulai: dayField('Isi tanggal mulai, misalnya 24/11/2026'),
  selesai: dayField('Isi tanggal selesai, misalnya 30/11/2026').refine(
    day => day >= today,
    'Tanggal selesai sudah lewat',
  ),
  sasaran: z
    .string('Pilih sasaran')
    .default('')
    .refine((text): text is Audience => audiences.includes(text as Audience), 'Pilih sasaran'),
  unit: z
    .string(CHOOSE_UNIT)
    .default('')
    .refine(code => code === '' || units.includes(code), CHOOSE_UNIT),
  peran: z
    .string(CHOOSE_PART)
    .default('')
    .refine(part => part === '' || Object.hasOwn(PARTS, part), CHOOSE_PART),
  penting: z
    .literal('ya', 'Centang atau kosongkan')
    .optional()
    .transform(typed => typed === 'ya'),
});

interface Whole {
  readonly mulai: LocalDate;
  readonly selesai: LocalDate;
  readonly sasaran: string;
  readonly unit: string;
  readonly peran: string;
}

function together(form: Whole, context: z.RefinementCtx): void {
  const add = (field: string, message: string): void => context.addIssue({ code: 'custom', path: [field], message });
  if (form.selesai < form.mulai) add('selesai', 'Tanggal selesai harus setelah tanggal mulai');
  if (form.sasaran === 'unit' && form.unit === '') add('unit', CHOOSE_UNIT);
  if (form.sasaran === 'peran' && form.peran === '') add('peran', CHOOSE_PART);
}

/** A new announcement (ux.md F22). */
export const createForm = (limits: Limits) =>
  z.strictObject({ ...fields(limits), kunci_kirim: formKeyField }, UNKNOWN_FIELD).superRefine(together);

/** A change of one. */
export const changeForm = (limits: Limits) =>
  z.strictObject({ ...fields(limits), versi: versionField }, UNKNOWN_FIELD).superRefine(together);

export type CreateInput = z.output<ReturnType<typeof createForm>>;
export type ChangeInput = z.output<ReturnType<typeof changeForm>>;

/** Taking one down. */
export const withdrawForm = z.strictObject({ versi: versionField }, UNKNOWN_FIELD);

/** 'Tandai sudah dibaca', from the front page or from the announcement's own. */
export const readForm = z.strictObject(
  { dari: z.enum(['beranda', 'pengumuman']).default('pengumuman') },
  UNKNOWN_FIELD,
);
