import { z } from 'zod';
import { daysBetween, type LocalDate } from '../../domain/local-date.ts';
import { plainText } from '../../domain/plain-text.ts';
import { isUuid } from '../../platform/identity.ts';
import type { Choice } from '../../platform/render/components.ts';
import { fieldErrors, type FieldError } from '../../platform/render/forms.ts';
import type { FormFields } from '../../platform/web/request-state.ts';
import { dayField, formKeyField, shownOn, UNKNOWN_FIELD, versionField } from '../../platform/web/typed-fields.ts';

/** Why somebody is away (ux.md F9). */
export const DELEGATION_REASONS = { cuti: 'Cuti', dinas_luar: 'Dinas luar', plh: 'Plh.' } as const;
export type DelegationReason = keyof typeof DELEGATION_REASONS;
export const REASON_CHOICES: readonly Choice[] = Object.entries(DELEGATION_REASONS).map(([value, label]) => ({
  value,
  label,
}));

/** A delegation as typed. */
export interface DelegationForm {
  readonly delegateId: string;
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly reason: DelegationReason;
  readonly decree: string;
  readonly key: string;
}

const schema = (mostDays: number) =>
  z
    .strictObject({
      kepada: z.string('Pilih pengganti').default('').refine(isUuid, 'Pilih pengganti'),
      mulai: dayField('Isi tanggal mulai, misalnya 01/12/2026'),
      selesai: dayField('Isi tanggal selesai, misalnya 05/12/2026'),
      alasan: z.enum(['cuti', 'dinas_luar', 'plh'], { error: 'Pilih alasan' }),
      nomor_surat: z
        .string('Isi nomor surat')
        .default('')
        .transform(plainText)
        .refine(text => [...text].length >= 3, 'Isi nomor surat')
        .refine(text => [...text].length <= 100, 'Paling panjang 100 huruf'),
      kunci_kirim: formKeyField,
    })
    .superRefine((form, problems) => {
      const days = daysBetween(form.mulai, form.selesai) + 1;
      if (days < 1)
        problems.addIssue({
          code: 'custom',
          path: ['selesai'],
          message: 'Tanggal selesai harus setelah tanggal mulai',
        });
      if (days > mostDays)
        problems.addIssue({ code: 'custom', path: ['selesai'], message: `Paling lama ${String(mostDays)} hari` });
    });

export type Parsed<Form> =
  { readonly ok: true; readonly form: Form } | { readonly ok: false; readonly errors: readonly FieldError[] };

function errorsOf(
  issues: readonly { readonly code: string; readonly path: readonly PropertyKey[]; readonly message: string }[],
): FieldError[] {
  return shownOn(
    fieldErrors(
      issues.map(issue => (issue.code === 'unrecognized_keys' ? { path: [], message: UNKNOWN_FIELD } : issue)),
    ),
  );
}

/** Reads the form. @param mostDays the longest delegation (workflow.delegasi_hari) */
export function parseDelegation(body: FormFields, mostDays: number): Parsed<DelegationForm> {
  const parsed = schema(mostDays).safeParse(body);
  if (!parsed.success) return { ok: false, errors: errorsOf(parsed.error.issues) };
  const { kepada, mulai, selesai, alasan, nomor_surat: decree, kunci_kirim: key } = parsed.data;
  return { ok: true, form: { delegateId: kepada, from: mulai, until: selesai, reason: alasan, decree, key } };
}

const ending = z.strictObject({ versi: versionField });

/** Reads the form that ends a delegation. */
export function parseEnding(body: FormFields): Parsed<{ readonly version: number }> {
  const parsed = ending.safeParse(body);
  return parsed.success
    ? { ok: true, form: { version: parsed.data.versi } }
    : { ok: false, errors: errorsOf(parsed.error.issues) };
}

/** What of a delegation can change is its last day: that is its version. */
export const versionOf = (until: LocalDate): number => Number(until.replaceAll('-', ''));
