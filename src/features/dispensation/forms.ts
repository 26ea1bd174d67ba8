import { z } from 'zod';
import type { LocalDate } from '../../domain/local-date.ts';
import { plainText } from '../../domain/plain-text.ts';
import { isUuid } from '../../platform/identity.ts';
import type { FieldError } from '../../platform/render/forms.ts';
import type { Visit } from '../../platform/web/route.ts';
import { formErrors } from '../activity-log/form-errors.ts';
import { readDate } from '../../domain/typed-date.ts';
import { isCause, type Cause } from './causes.ts';

export type Read<Input> =
  { readonly ok: true; readonly input: Input } | { readonly ok: false; readonly errors: FieldError[] };

const RELOAD = 'Muat ulang halaman ini, lalu kirim lagi';

/** A text of so many letters, as it can be seen. */
const letters = (min: number, max: number, short: string) =>
  z
    .string({ error: short })
    .prefault('')
    .transform((typed, problems) => {
      const text = plainText(typed);
      const length = [...text].length;
      if (length < min) problems.addIssue({ code: 'custom', message: short });
      if (length > max) problems.addIssue({ code: 'custom', message: `Tulis paling banyak ${String(max)} huruf` });
      return text;
    });

export interface NewRequest {
  readonly employeeId: string;
  readonly workDate: LocalDate;
  readonly cause: Cause;
  readonly explanation: string;
  readonly key: string;
}

const DATE = 'Tulis tanggal, misalnya 12/11/2026';

const asked = z.strictObject({
  pegawai: z
    .string({ error: 'Pilih pegawai' })
    .prefault('')
    .refine(id => id === '' || isUuid(id), { error: 'Pilih pegawai dari daftar' }),
  cari: z.string({ error: 'Tulis satu pencarian saja' }).optional(),
  tanggal: z
    .string({ error: DATE })
    .prefault('')
    .transform((text, problems): LocalDate => {
      const day = readDate(text);
      if (day !== undefined) return day;
      problems.addIssue({ code: 'custom', message: DATE });
      return z.NEVER;
    }),
  sebab: z
    .string({ error: 'Pilih sebab' })
    .prefault('')
    .transform((code, problems): Cause => {
      if (isCause(code)) return code;
      problems.addIssue({ code: 'custom', message: 'Pilih sebab' });
      return z.NEVER;
    }),
  keterangan: letters(10, 500, 'Tulis keterangan, paling sedikit 10 huruf'),
  bukti: z.union([z.literal(''), z.array(z.literal(''))], { error: 'Pilih berkas bukti dukung' }).optional(),
  kunci_kirim: z.string({ error: RELOAD }).refine(isUuid, { error: RELOAD }),
});

/** Reads the form of a request; without a person it is about the one who asks. */
export function readRequest(body: Visit['body'], selfId: string): Read<NewRequest> {
  const parsed = asked.safeParse(body);
  if (!parsed.success) return refused(parsed.error.issues);
  const { pegawai, tanggal, sebab, keterangan, kunci_kirim: key } = parsed.data;
  return {
    ok: true,
    input: {
      employeeId: (pegawai === '' ? selfId : pegawai).toLowerCase(),
      workDate: tanggal,
      cause: sebab,
      explanation: keterangan,
      key: key.toLowerCase(),
    },
  };
}

export interface Decision {
  readonly grant: boolean;
  readonly answer: string | null;
  readonly version: number;
}

const version = z
  .string({ error: RELOAD })
  .regex(/^\d{1,9}$/, { error: RELOAD })
  .transform(Number);
const WHY = 'Tulis alasan supaya pegawai tahu, paling sedikit 10 huruf';

const decided = z.discriminatedUnion(
  'keputusan',
  [
    z.strictObject({
      keputusan: z.literal('setujui'),
      jawaban: letters(0, 300, ''),
      versi: version,
    }),
    z.strictObject({ keputusan: z.literal('tolak'), jawaban: letters(10, 300, WHY), versi: version }),
  ],
  { error: 'Pilih Setujui atau Tolak' },
);

/** Reads the form of a decision; a refusal is explained. */
export function readDecision(body: Visit['body']): Read<Decision> {
  const parsed = decided.safeParse(body);
  if (!parsed.success) return refused(parsed.error.issues);
  const { keputusan, jawaban, versi } = parsed.data;
  return { ok: true, input: { grant: keputusan === 'setujui', answer: jawaban || null, version: versi } };
}

const step = z.strictObject({ versi: version });

/** Reads the form that takes a request back. */
export function readVersion(body: Visit['body']): Read<number> {
  const parsed = step.safeParse(body);
  return parsed.success ? { ok: true, input: parsed.data.versi } : refused(parsed.error.issues);
}

/** Hidden fields have nothing on the page to point at. */
const HIDDEN = ['kunci_kirim', 'versi', 'cari'];

const refused = (issues: Parameters<typeof formErrors>[0]): { ok: false; errors: FieldError[] } => ({
  ok: false,
  errors: formErrors(issues, HIDDEN),
});
