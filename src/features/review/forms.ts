import { z } from 'zod';
import { isReturnReason, RETURN_REASONS, type ReturnReason } from '../../domain/activity/lifecycle.ts';
import { isLocalDate } from '../../domain/local-date.ts';
import { plainText } from '../../domain/plain-text.ts';
import { isUuid } from '../../platform/identity.ts';
import type { Choice } from '../../platform/render/components.ts';
import { failedForm, fieldErrors, typedValues, type FormState } from '../../platform/render/forms.ts';
import { QUEUE_MARKS, type QueueFilter } from './queries.ts';

export type ReviewAction = 'setujui' | 'kembalikan' | 'tolak';
export const REVIEW_ACTIONS: readonly ReviewAction[] = ['setujui', 'kembalikan', 'tolak'];

/** What a superior decided, as read from the form. */
export interface DecisionForm {
  readonly action: ReviewAction;
  /** The version the page showed. */
  readonly version: number;
  readonly reasonCode?: ReturnReason | undefined;
  readonly reason?: string | undefined;
}

export type DecisionFormState = FormState<'keputusan' | 'alasan_kode' | 'alasan'>;

/** Fewest and most letters of a reason (ux.md F7); beside a reason chosen from the list a word is enough. */
export const REASON = { min: 10, max: 300 } as const;

const CHOOSE = 'Pilih Setujui, Kembalikan, atau Tolak';
const UNKNOWN_FIELD = 'Ada isian yang tidak dikenal. Muat ulang halaman ini, lalu putuskan lagi';
const text = (message: string): z.ZodType<string> => z.string({ error: message });

/**
 * Judges the reason of a return or a refusal: one of the list, and words where the list does not say it or the decision
 * is final (contract, section 3).
 * @returns what is missing or too long, by field
 */
export function reasonProblems(
  action: ReviewAction,
  code: string | undefined,
  reason: string | undefined,
): { readonly field: 'alasan_kode' | 'alasan'; readonly message: string }[] {
  const letters = [...(reason ?? '')].length;
  const needed = action === 'tolak' || (action === 'kembalikan' && code === 'lainnya');
  const problems: { field: 'alasan_kode' | 'alasan'; message: string }[] = [];
  if (action !== 'setujui' && !isReturnReason(code ?? ''))
    problems.push({ field: 'alasan_kode', message: 'Pilih alasan' });
  if (needed && letters === 0)
    problems.push({
      field: 'alasan',
      message:
        action === 'tolak'
          ? 'Tulis alasan menolak supaya pegawai memahaminya'
          : 'Tulis alasan supaya pegawai tahu cara memperbaiki',
    });
  else if ((needed && letters < REASON.min) || letters > REASON.max)
    problems.push({
      field: 'alasan',
      message: `Tulis alasan ${String(REASON.min)} sampai ${String(REASON.max)} huruf`,
    });
  return problems;
}

const decision = z
  .strictObject({
    versi: text('Muat ulang halaman ini, lalu putuskan lagi').refine(value => /^\d{1,9}$/.test(value), {
      error: 'Muat ulang halaman ini, lalu putuskan lagi',
    }),
    keputusan: z.enum(['setujui', 'kembalikan', 'tolak'], { error: CHOOSE }),
    alasan_kode: text('Pilih alasan').optional(),
    alasan: text('Tulis satu alasan saja').transform(plainText).optional(),
  })
  .superRefine((form, problems) => {
    for (const { field, message } of reasonProblems(form.keputusan, form.alasan_kode, form.alasan))
      problems.addIssue({ code: 'custom', path: [field], message });
  });

export type ParsedDecision =
  { readonly ok: true; readonly form: DecisionForm } | { readonly ok: false; readonly state: DecisionFormState };

/** Reads the decision form. The code of a reason is kept only with a return or refusal; a note may go with any. */
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
  const reasonCode = keputusan !== 'setujui' && code !== undefined && isReturnReason(code) ? code : undefined;
  return {
    ok: true,
    form: { action: keputusan, version: Number(versi), reasonCode, reason: alasan === '' ? undefined : alasan },
  };
}

export const DECISION_CHOICES: readonly (Choice & { readonly value: ReviewAction })[] = [
  { value: 'setujui', label: 'Setujui' },
  { value: 'kembalikan', label: 'Kembalikan', hint: 'Pegawai memperbaiki, lalu mengirim lagi' },
  { value: 'tolak', label: 'Tolak', hint: 'Tidak dihitung. Pegawai hanya bisa mengajukan keberatan' },
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

/** Whether the rows stand ticked already (`centang=1`). */
export const readTicked = (query: Readonly<Record<string, unknown>>): boolean => query.centang === '1';

/** The entry after which the page begins; undefined for the first page. */
export function readAnchor(query: Readonly<Record<string, unknown>>): string | undefined {
  const after = query.sesudah;
  return typeof after === 'string' && isUuid(after) ? after : undefined;
}
