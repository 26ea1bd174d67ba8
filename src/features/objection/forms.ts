import { z } from 'zod';
import { plainText } from '../../domain/plain-text.ts';
import { isUuid } from '../../platform/identity.ts';
import { fieldErrors, type FieldError } from '../../platform/render/forms.ts';
import type { FormFields } from '../../platform/web/request-state.ts';
import { formKeyField, shownOn, UNKNOWN_FIELD, versionField } from '../../platform/web/typed-fields.ts';

/** Letters of an objection, of an answer to it, and of a decision's reason (ux.md F10). */
const WORDS = { objection: { min: 20, max: 1000 }, answer: { min: 10, max: 1000 }, decision: { min: 10, max: 1000 } };

const words = (missing: string, { min, max }: { readonly min: number; readonly max: number }) =>
  z
    .string(missing)
    .default('')
    .transform(plainText)
    .refine(text => [...text].length >= min, missing)
    .refine(text => [...text].length <= max, `Paling panjang ${String(max)} huruf`);

const objection = z.strictObject({
  kegiatan: z.string('Pilih kegiatan').default('').refine(isUuid, 'Pilih kegiatan'),
  alasan: words('Jelaskan keberatan, paling sedikit 20 huruf', WORDS.objection),
  // A browser without a file sends an empty text where it should send nothing.
  bukti: z.literal('').optional(),
  kunci_kirim: formKeyField,
});
const answer = z.strictObject({
  tanggapan: words('Tulis tanggapan, paling sedikit 10 huruf', WORDS.answer),
  kunci_kirim: formKeyField,
});
const decision = z.strictObject({
  keputusan: z.enum(['terima', 'tolak'], { error: 'Pilih Terima atau Tolak' }),
  alasan: words('Tulis alasan keputusan, paling sedikit 10 huruf', WORDS.decision),
  versi: versionField,
});
const withdrawal = z.strictObject({ versi: versionField });

export interface ObjectionForm {
  readonly activityId: string;
  readonly reason: string;
  readonly key: string;
}
export interface AnswerForm {
  readonly text: string;
  readonly key: string;
}
export interface DecisionForm {
  readonly accepted: boolean;
  readonly reason: string;
  readonly version: number;
}

export type Parsed<Form> =
  { readonly ok: true; readonly form: Form } | { readonly ok: false; readonly errors: readonly FieldError[] };

function read<Schema extends z.ZodType, Form>(
  schema: Schema,
  body: FormFields,
  make: (data: z.output<Schema>) => Form,
): Parsed<Form> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return { ok: true, form: make(parsed.data) };
  const issues = parsed.error.issues.map(issue =>
    issue.code === 'unrecognized_keys' ? { path: [], message: UNKNOWN_FIELD } : issue,
  );
  return { ok: false, errors: shownOn(fieldErrors(issues)) };
}

export const parseObjection = (body: FormFields): Parsed<ObjectionForm> =>
  read(objection, body, data => ({ activityId: data.kegiatan, reason: data.alasan, key: data.kunci_kirim }));
export const parseAnswer = (body: FormFields): Parsed<AnswerForm> =>
  read(answer, body, data => ({ text: data.tanggapan, key: data.kunci_kirim }));
export const parseDecision = (body: FormFields): Parsed<DecisionForm> =>
  read(decision, body, data => ({ accepted: data.keputusan === 'terima', reason: data.alasan, version: data.versi }));
export const parseWithdrawal = (body: FormFields): Parsed<{ readonly version: number }> =>
  read(withdrawal, body, data => ({ version: data.versi }));
