import { z } from 'zod';
import { BEHAVIOUR_CODES, type Behaviour } from '../../domain/skp/behaviour.ts';
import { plainText } from '../../domain/plain-text.ts';
import { isUuid } from '../../platform/identity.ts';
import { fieldErrors, type FieldError } from '../../platform/render/forms.ts';
import type { Visit } from '../../platform/web/route.ts';
import type { Read } from './target-form.ts';

const RELOAD = 'Muat ulang halaman ini, lalu coba lagi';
/** Fewest and most letters of a reason (ux.md F7), and most of an expectation. */
const REASON = { min: 10, max: 300 } as const;
const EXPECTATION_MAX = 300;

const version = z
  .string({ error: RELOAD })
  .regex(/^\d{1,9}$/, { error: RELOAD })
  .transform(Number);
const part = z
  .string({ error: RELOAD })
  .regex(/^[1-9]$/, { error: RELOAD })
  .transform(Number)
  .optional();

const ownStep = z.strictObject({ versi: version, bagian: part });
const removal = z.strictObject({ versi: version });
const revision = z.strictObject({ kunci_kirim: z.string({ error: RELOAD }).refine(isUuid, { error: RELOAD }) });
const approval = z.strictObject({
  versi: version,
  ...Object.fromEntries(
    BEHAVIOUR_CODES.map(code => [
      `ekspektasi_${code}`,
      z
        .string({ error: 'Tulis satu ekspektasi saja' })
        .optional()
        .transform(text => (text === undefined ? undefined : plainText(text)))
        .refine(text => [...(text ?? '')].length <= EXPECTATION_MAX, { error: 'Ekspektasi paling banyak 300 huruf' }),
    ]),
  ),
});
const returning = z.strictObject({
  versi: version,
  alasan: z
    .string({ error: 'Tulis alasan supaya pegawai tahu cara memperbaiki' })
    .prefault('')
    .transform(plainText)
    .superRefine((text, problems) => {
      const letters = [...text].length;
      if (letters === 0)
        problems.addIssue({ code: 'custom', message: 'Tulis alasan supaya pegawai tahu cara memperbaiki' });
      else if (letters < REASON.min || letters > REASON.max)
        problems.addIssue({ code: 'custom', message: 'Tulis alasan 10 sampai 300 huruf' });
    }),
});

/** Reads the form of a step of one's own plan: submit, take back, drop a change. */
export function readOwnStep(body: Visit['body']): Read<{ readonly version: number; readonly part: number | null }> {
  const parsed = ownStep.safeParse(body);
  if (!parsed.success) return refused(parsed.error.issues);
  return { ok: true, input: { version: parsed.data.versi, part: parsed.data.bagian ?? null } };
}

/** Reads the form that removes a planned result. */
export function readRemoval(body: Visit['body']): Read<number> {
  const parsed = removal.safeParse(body);
  return parsed.success ? { ok: true, input: parsed.data.versi } : refused(parsed.error.issues);
}

/** Reads the form of "Ubah SKP": its key. */
export function readRevision(body: Visit['body']): Read<string> {
  const parsed = revision.safeParse(body);
  return parsed.success ? { ok: true, input: parsed.data.kunci_kirim.toLowerCase() } : refused(parsed.error.issues);
}

/** A superior's approval; expectations that were not on the form stay as they are. */
export interface Approval {
  readonly version: number;
  readonly expectations: Readonly<Partial<Record<Behaviour, string>>>;
}

export function readApproval(body: Visit['body']): Read<Approval> {
  const parsed = approval.safeParse(body);
  if (!parsed.success) return refused(parsed.error.issues);
  const data: Readonly<Record<string, unknown>> = parsed.data;
  const expectations = Object.fromEntries(
    BEHAVIOUR_CODES.flatMap(code => {
      const text = data[`ekspektasi_${code}`];
      return typeof text === 'string' ? [[code, text]] : [];
    }),
  );
  return { ok: true, input: { version: parsed.data.versi, expectations } };
}

/** Reads the form that returns a plan. */
export function readReturn(body: Visit['body']): Read<{ readonly version: number; readonly reason: string }> {
  const parsed = returning.safeParse(body);
  if (!parsed.success) return refused(parsed.error.issues);
  return { ok: true, input: { version: parsed.data.versi, reason: parsed.data.alasan } };
}

interface Issue {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function refused(issues: readonly Issue[]): { ok: false; errors: FieldError[] } {
  const worded = issues.map(issue =>
    issue.code === 'unrecognized_keys'
      ? { path: [], message: 'Ada isian yang tidak dikenal. Muat ulang halaman ini' }
      : issue,
  );
  const errors = fieldErrors(worded);
  return {
    ok: false,
    errors: errors.map(e => (['versi', 'bagian', 'kunci_kirim'].includes(e.field) ? { ...e, field: '' } : e)),
  };
}
