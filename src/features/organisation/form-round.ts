import type { z } from 'zod';
import { KeyReused } from '../../platform/idempotency.ts';
import {
  failedForm,
  fieldErrors,
  typedValues,
  type FieldError,
  type FormState,
  type FormValue,
} from '../../platform/render/forms.ts';
import type { Visit } from '../../platform/web/route.ts';
import { OTHER_KEY } from '../../platform/web/typed-fields.ts';
import { RecordRefused } from './refusal.ts';

export const UNKNOWN_FIELD = 'Ada isian yang tidak dikenal. Muat ulang halaman, lalu kirim lagi';
/** Fields that stand on no page to point at: their messages are about the whole form. */
const HIDDEN = new Set(['versi', 'kunci_kirim', 'konfirmasi']);

/** A form as a page sent it, how it is read, what it does, and how it comes back with messages. */
export interface Round<Data> {
  readonly body: Visit['body'];
  readonly schema: z.ZodType<Data>;
  readonly act: (data: Data) => Promise<void>;
  readonly again: (form: FormState, status: 409 | 422) => Promise<void>;
}

/** Reads a form and carries it out; a refusal brings the same page again with everything typed (contract, section 3). */
export async function carryOut<Data>({ body, schema, act, again }: Round<Data>): Promise<void> {
  const typed = shownValues(body);
  const parsed = schema.safeParse(body);
  if (!parsed.success) return again(failedForm(typed, onPage(fieldErrors(parsed.error.issues))), 422);
  try {
    await act(parsed.data);
  } catch (error) {
    if (error instanceof KeyReused) return again(failedForm(typed, [{ field: '', message: OTHER_KEY }]), 422);
    if (!(error instanceof RecordRefused)) throw error;
    await again(failedForm(typed, onPage(error.errors)), error.status);
  }
}

const onPage = (errors: readonly FieldError[]): FieldError[] =>
  errors.map(error => (HIDDEN.has(error.field) ? { ...error, field: '' } : error));

/** What was typed, as a page can show it: no NUL. */
export function shownValues(fields: Readonly<Record<string, unknown>>): Record<string, FormValue> {
  const clean = (value: FormValue): FormValue =>
    typeof value === 'string' ? value.replaceAll('\0', '') : value.map(each => each.replaceAll('\0', ''));
  return Object.fromEntries(Object.entries(typedValues(fields)).map(([name, value]) => [name, clean(value)]));
}
