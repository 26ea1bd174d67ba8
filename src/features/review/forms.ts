import { z } from 'zod';
import { isReturnReason, RETURN_REASONS, type ReturnReason } from '../../domain/activity/lifecycle.ts';
import { isLocalDate } from '../../domain/local-date.ts';
import { plainText } from '../../domain/plain-text.ts';
import { isUuid } from '../../platform/identity.ts';
import type { Choice } from '../../platform/render/components.ts';
import { failedForm, fieldErrors, typedValues, type FormState } from '../../platform/render/forms.ts';
import { QUEUE_MARKS, type QueueFilter } from './queries.ts';

/** What a superior decided, as read from the form. */
export interface DecisionForm {
  readonly action: 'setujui' | 'kembalikan';
  /** The version the page showed. */
  readonly version: number;
  readonly reasonCode?: ReturnReason | undefined;
  readonly reason?: string | undefined;
}

export type DecisionFormState = FormState<'keputusan' | 'alasan_kode' | 'alasan'>;

/** Fewest and most letters of a reason (ux.md F7); beside a reason chosen from the list a word is enough. */
const REASON = { min: 10, max: 300 } as const;

const CHOOSE = 'Pilih Setujui atau Kembalikan';
const UNKNOWN_FIELD = 'Ada isian yang tidak dikenal. Muat ulang halaman ini, lalu putuskan lagi';
const text = (message: string): z.ZodType<string> => z.string({ error: message });

const decision = z
  .strictObject({
    versi: text('Muat ulang halaman ini, lalu putuskan lagi').refine(value => /^[1-9]\d{0,8}$/.test(value), {
      error: 'Muat ulang halaman ini, lalu putuskan lagi',
    }),
    keputusan: z.enum(['setujui', 'kembalikan'], { error: CHOOSE }),
    alasan_kode: text('Pilih alasan').optional(),
    alasan: text('Tulis satu alasan saja').transform(plainText).optional(),
  })
  .superRefine((form, problems) => {
    const returned = form.keputusan === 'kembalikan';
    const problem = (field: string, message: string): void =>
      problems.addIssue({ code: 'custom', path: [field], message });
    if (returned && !isReturnReason(form.alasan_kode ?? '')) problem('alasan_kode', 'Pilih alasan');
    const letters = [...(form.alasan ?? '')].length;
    const alone = returned && form.alasan_kode === 'lainnya';
    if (alone && letters === 0) problem('alasan', 'Tulis alasan supaya pegawai tahu cara memperbaiki');
    else if ((alone && letters < REASON.min) || letters > REASON.max)
      problem('alasan', `Tulis alasan ${String(REASON.min)} sampai ${String(REASON.max)} huruf`);
  });

export type ParsedDecision =
  { readonly ok: true; readonly form: DecisionForm } | { readonly ok: false; readonly state: DecisionFormState };

/** Reads the decision form. The code of a reason is kept only with a return; a note may go with either. */
export function parseDecision(body: Readonly<Record<string, unknown>>): ParsedDecision {
  const parsed = decision.safeParse(body);
  if (!parsed.success) {
    // `versi` has no field to point at: its message stands for the whole form.
    const issues = parsed.error.issues.map(issue =>
      issue.code === 'unrecognized_keys' ? { path: [], message: UNKNOWN_FIELD } : issue,
    );
    const errors = fieldErrors(issues).map(e => (e.field === 'versi' ? { ...e, field: '' } : e));
    return { ok: false, state: failedForm(typedValues(body), errors) };
  }
  const { versi, keputusan, alasan_kode: code, alasan } = parsed.data;
  const reasonCode = keputusan === 'kembalikan' && code !== undefined && isReturnReason(code) ? code : undefined;
  return {
    ok: true,
    form: { action: keputusan, version: Number(versi), reasonCode, reason: alasan === '' ? undefined : alasan },
  };
}

export const DECISION_CHOICES: readonly Choice[] = [
  { value: 'setujui', label: 'Setujui' },
  { value: 'kembalikan', label: 'Kembalikan', hint: 'Pegawai memperbaiki, lalu mengirim lagi' },
];

export const REASON_CHOICES: readonly Choice[] = Object.entries(RETURN_REASONS).map(([value, label]) => ({
  value,
  label,
}));

/** Reads the queue's filter from the address; what is malformed or empty does not filter. */
export function readFilter(query: Readonly<Record<string, unknown>>): QueueFilter {
  const one = (name: string): string => (typeof query[name] === 'string' ? query[name] : '');
  const [day, employeeId] = [one('tanggal'), one('pegawai')];
  return {
    day: isLocalDate(day) ? day : undefined,
    employeeId: isUuid(employeeId) ? employeeId : undefined,
    mark: QUEUE_MARKS.find(mark => mark === one('tanda')),
  };
}

/** The entry after which the page begins; undefined for the first page. */
export function readAnchor(query: Readonly<Record<string, unknown>>): string | undefined {
  const after = query.sesudah;
  return typeof after === 'string' && isUuid(after) ? after : undefined;
}
