import { z } from 'zod';
import type { LocalDate } from '../../domain/local-date.ts';
import type { PositionRights } from './access.ts';
import {
  decreeField,
  keyField,
  neededId,
  neededText,
  oneOf,
  optionalId,
  optionalText,
  searchField,
  startField,
  tick,
  versionField,
} from './fields.ts';
import { UNKNOWN_FIELD } from './form-round.ts';
import { ECHELONS, POSITION_KINDS, type PositionKind } from './position-kinds.ts';
import { codeField } from './unit-forms.ts';

/** What the personnel office decides about a position: its place in the tree. */
export interface PlaceContent {
  readonly title: string;
  readonly unitId: string;
  readonly superiorId: string | null;
  readonly kind: PositionKind;
  readonly family: string;
  readonly oneStep: boolean;
  readonly validatorId: string | null;
}

/** What Bagian Organisasi decides: its weight and what it does. */
export interface SubstanceContent {
  readonly echelon: string | null;
  readonly jobClass: number;
  readonly duties: string | null;
}

export interface PositionContent extends PlaceContent, SubstanceContent {
  readonly from: LocalDate;
  readonly decree: string;
}

const KINDS = Object.keys(POSITION_KINDS) as [PositionKind, ...PositionKind[]];
const WRONG_CLASS = 'Kelas jabatan 0 sampai 17';

const place = {
  nama: neededText('Tulis nama jabatan', 160),
  unit: neededId('Pilih unit'),
  atasan: optionalId('Pilih jabatan atasan dari daftar'),
  jenis: oneOf(KINDS, 'Pilih jenis jabatan'),
  rumpun: neededText('Tulis rumpun, misalnya umum', 40)
    .transform(text => text.toLowerCase())
    .refine(text => /^[a-z][a-z0-9_-]*$/.test(text), 'Rumpun satu kata huruf kecil, misalnya umum'),
  satu_tahap: tick,
  validator: optionalId('Pilih jabatan validator dari daftar'),
};
const substance = {
  eselon: z.enum(['', ...ECHELONS], { error: 'Pilih eselon dari daftar' }).optional(),
  kelas_jabatan: z
    .string({ error: WRONG_CLASS })
    .refine(text => /^\s*(?:\d|1[0-7])\s*$/.test(text), WRONG_CLASS)
    .transform(Number),
  tugas: optionalText(4000),
};
const dated = { tmt: startField, sk: decreeField, cari: searchField };

const placeOf = (form: z.output<z.ZodObject<typeof place>>): PlaceContent => ({
  title: form.nama,
  unitId: form.unit,
  superiorId: form.atasan,
  kind: form.jenis,
  family: form.rumpun,
  oneStep: form.satu_tahap,
  validatorId: form.validator,
});
const substanceOf = (form: z.output<z.ZodObject<typeof substance>>): SubstanceContent => ({
  echelon: form.eselon === undefined || form.eselon === '' ? null : form.eselon,
  jobClass: form.kelas_jabatan,
  duties: form.tugas,
});

export const newPositionForm = z
  .strictObject({ kode: codeField, ...place, ...substance, ...dated, kunci_kirim: keyField }, UNKNOWN_FIELD)
  .transform(form => ({
    code: form.kode,
    content: { ...placeOf(form), ...substanceOf(form), from: form.tmt, decree: form.sk } satisfies PositionContent,
    key: form.kunci_kirim,
  }));

/** A change as its author may write it: the parts that are not theirs are no fields of the form. */
export interface PositionChange {
  readonly place: PlaceContent | undefined;
  readonly substance: SubstanceContent | undefined;
  readonly from: LocalDate;
  readonly decree: string;
  readonly version: number;
}

export function positionChangeForm(rights: PositionRights): z.ZodType<PositionChange> {
  const common = { ...dated, versi: versionField };
  const base = (form: { tmt: LocalDate; sk: string; versi: number }) => ({
    from: form.tmt,
    decree: form.sk,
    version: form.versi,
  });
  if (rights.tree && rights.substance)
    return z
      .strictObject({ ...place, ...substance, ...common }, UNKNOWN_FIELD)
      .transform(form => ({ ...base(form), place: placeOf(form), substance: substanceOf(form) }));
  if (rights.tree)
    return z
      .strictObject({ ...place, ...common }, UNKNOWN_FIELD)
      .transform(form => ({ ...base(form), place: placeOf(form), substance: undefined }));
  return z
    .strictObject({ ...substance, ...common }, UNKNOWN_FIELD)
    .transform(form => ({ ...base(form), place: undefined, substance: substanceOf(form) }));
}
