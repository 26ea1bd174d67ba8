import { z } from 'zod';
import type { LocalDate } from '../../domain/local-date.ts';
import { readDate } from '../../domain/typed-date.ts';
import { plainText } from '../../domain/plain-text.ts';
import { isUuid } from '../../platform/identity.ts';
import { fieldErrors, type FieldError } from '../../platform/render/forms.ts';
import type { Visit } from '../../platform/web/route.ts';

export type Read<Input> =
  { readonly ok: true; readonly input: Input } | { readonly ok: false; readonly errors: readonly FieldError[] };

const RELOAD = 'Muat ulang halaman ini, lalu kirim lagi';
const WHOM = 'Pilih paling sedikit 1 pegawai';
const DUE = 'Tulis tanggal, misalnya 31/12/2026, atau kosongkan';

/** A text of so many letters. */
const letters = (min: number, max: number, empty: string, wrong: string) =>
  z
    .string({ error: empty })
    .prefault('')
    .transform(plainText)
    .superRefine((text, problems) => {
      const count = [...text].length;
      if (count === 0) problems.addIssue({ code: 'custom', message: empty });
      else if (count < min || count > max) problems.addIssue({ code: 'custom', message: wrong });
    });

const key = z.string({ error: RELOAD }).refine(isUuid, { error: RELOAD });

/** An order as typed and understood. */
export interface OrderInput {
  readonly to: readonly string[];
  readonly text: string;
  readonly dueOn: LocalDate | null;
  readonly key: string;
}

const order = z.strictObject({
  'kepada[]': z
    .union([z.string(), z.array(z.string())], { error: WHOM })
    .transform(value => [...new Set([value].flat())])
    .refine(ids => ids.length > 0 && ids.every(isUuid), { error: WHOM }),
  isi: letters(5, 300, 'Tulis isi perintah', 'Tulis isi perintah 5 sampai 300 huruf'),
  batas: z
    .string({ error: DUE })
    .prefault('')
    .refine(text => text.trim() === '' || readDate(text) !== undefined, { error: DUE }),
  kunci_kirim: key,
});
const report = z.strictObject({
  pesan: letters(10, 300, 'Tulis apa yang salah dan siapa yang benar', 'Tulis keterangan 10 sampai 300 huruf'),
  kunci_kirim: key,
});
const step = z.strictObject({
  versi: z.string({ error: RELOAD }).regex(/^\d{1,9}$/, { error: RELOAD }),
});

/** Reads the form that gives an order. */
export function readOrder(body: Visit['body']): Read<OrderInput> {
  const parsed = order.safeParse(body);
  if (!parsed.success) return refused(parsed.error.issues);
  const { isi: text, batas, kunci_kirim: formKey } = parsed.data;
  const to = parsed.data['kepada[]'].map(id => id.toLowerCase());
  return { ok: true, input: { to, text, dueOn: readDate(batas) ?? null, key: formKey.toLowerCase() } };
}

/** Reads the form that says a superior is recorded wrongly. */
export function readReport(body: Visit['body']): Read<{ readonly message: string; readonly key: string }> {
  const parsed = report.safeParse(body);
  if (!parsed.success) return refused(parsed.error.issues);
  return { ok: true, input: { message: parsed.data.pesan, key: parsed.data.kunci_kirim.toLowerCase() } };
}

/** Reads the form of a step of an order: the version the page showed. */
export function readStep(body: Visit['body']): Read<number> {
  const parsed = step.safeParse(body);
  return parsed.success ? { ok: true, input: Number(parsed.data.versi) } : refused(parsed.error.issues);
}

interface Issue {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Fields whose control has another id, or none on the page: messages of those stand for the whole form. */
const CONTROLS: Readonly<Record<string, string>> = {
  versi: '',
  kunci_kirim: '',
  'kepada[]': 'kepada',
  isi: 'isi-perintah',
};

/** The field's name for the id of its control. */
export const nameOfControl = (id: string): string =>
  Object.entries(CONTROLS).find(([, control]) => control === id && id !== '')?.[0] ?? id;

function refused(issues: readonly Issue[]): { ok: false; errors: FieldError[] } {
  const worded = issues.map(issue =>
    issue.code === 'unrecognized_keys' ? { path: [], message: `Ada isian yang tidak dikenal. ${RELOAD}` } : issue,
  );
  const errors = fieldErrors(worded);
  return { ok: false, errors: errors.map(e => ({ ...e, field: CONTROLS[e.field] ?? e.field })) };
}
