import { z } from 'zod';
import type { WorkPattern } from '../../domain/calendar/work-calendar.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { isUuid } from '../../platform/identity.ts';
import type { Zone } from '../../platform/clock.ts';
import { decreeField, keyField, neededText, oneOf, optionalId, startField, versionField } from './fields.ts';
import { UNKNOWN_FIELD } from './form-round.ts';
import { CODE_SHAPE, UNIT_KINDS, type UnitKind } from './unit-kinds.ts';

/** What a version of a unit says. */
export interface UnitContent {
  readonly name: string;
  readonly kind: UnitKind;
  readonly parentId: string | null;
  /** A payroll unit, or `baru`: this unit gets a treasurer of its own. */
  readonly payer: string;
  readonly workPattern: WorkPattern;
  readonly zone: Zone | null;
  readonly from: LocalDate;
  readonly decree: string;
}

/** The choice of a payroll unit that does not exist yet. */
export const NEW_PAYER = 'baru';
const KINDS = Object.keys(UNIT_KINDS) as [UnitKind, ...UnitKind[]];
const ZONES = ['', 'Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'] as const;

const content = {
  nama: neededText('Tulis nama unit', 160),
  jenis: oneOf(KINDS, 'Pilih jenis unit'),
  induk: optionalId('Pilih unit induk dari daftar'),
  unit_bayar: z
    .string({ error: 'Pilih unit bayar' })
    .refine(text => text === NEW_PAYER || isUuid(text), 'Pilih unit bayar'),
  pola: oneOf(['5', '6'], 'Pilih pola kerja'),
  zona: oneOf(ZONES, 'Pilih zona waktu dari daftar').optional(),
  tmt: startField,
  sk: decreeField,
};

const contentOf = (form: z.output<z.ZodObject<typeof content>>): UnitContent => ({
  name: form.nama,
  kind: form.jenis,
  parentId: form.induk,
  payer: form.unit_bayar,
  workPattern: form.pola === '6' ? 6 : 5,
  zone: form.zona === undefined || form.zona === '' ? null : form.zona,
  from: form.tmt,
  decree: form.sk,
});

const WRONG_CODE = 'Kode hanya huruf besar, angka, dan tanda hubung, misalnya DINKES-P1';
export const codeField: z.ZodType<string> = neededText('Tulis kode', 40)
  .transform(text => text.toUpperCase())
  .refine(text => CODE_SHAPE.test(text), WRONG_CODE);

export const newUnitForm = z
  .strictObject({ kode: codeField, ...content, kunci_kirim: keyField }, UNKNOWN_FIELD)
  .transform(form => ({ code: form.kode, content: contentOf(form), key: form.kunci_kirim }));

export const unitChangeForm = z
  .strictObject({ ...content, versi: versionField }, UNKNOWN_FIELD)
  .transform(form => ({ content: contentOf(form), version: form.versi }));
