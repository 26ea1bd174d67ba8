import { z } from 'zod';
import { isReturnReason, type ReturnReason } from '../../domain/activity/lifecycle.ts';
import { plainText } from '../../domain/plain-text.ts';
import { isUuid } from '../../platform/identity.ts';
import type { FieldError } from '../../platform/render/forms.ts';
import type { FormFields } from '../../platform/web/request-state.ts';
import { UNKNOWN_FIELD } from '../../platform/web/typed-fields.ts';
import { REVIEW_ACTIONS, reasonProblems, type ReviewAction } from './forms.ts';

/** One ticked entry and the version the list showed. */
export interface BulkItem {
  readonly id: string;
  readonly version: number;
}

/** A decision about many entries. */
export interface BulkForm {
  readonly items: readonly BulkItem[];
  readonly action: ReviewAction;
  readonly reasonCode?: ReturnReason | undefined;
  readonly reason?: string | undefined;
  /** `kunci_kirim`; a press without one is not kept from being repeated, its versions guard it. */
  readonly key?: string | undefined;
}

export type ParsedBulk =
  | { readonly kind: 'ready'; readonly form: BulkForm }
  /** A return or refusal whose reason is still to be given. */
  | { readonly kind: 'reason'; readonly form: BulkForm; readonly errors: readonly FieldError[] }
  | { readonly kind: 'wrong'; readonly errors: readonly FieldError[] };

/** At most so many entries per press: two pages of a queue. */
const MOST = 100;
const AGAIN = 'Muat ulang halaman ini, lalu putuskan lagi';
const one = z.string(AGAIN).optional();
const many = z.union([z.string().transform(value => [value]), z.array(z.string())], { error: AGAIN }).default([]);

const body = z.strictObject({
  'id[]': many,
  id: many,
  aksi: one,
  keputusan: one,
  alasan_kode: one,
  alasan: z.string(AGAIN).transform(plainText).optional(),
  kunci_kirim: z.string(AGAIN).refine(isUuid, AGAIN).optional(),
});

/**
 * Reads a press of the queue's buttons: ticked entries as `id[]` (or `id`) with values `<id>:<version>`, `aksi` (or
 * `keputusan`), and the reason of a return or refusal. Where that is missing, a page with the ticked entries asks for it.
 */
export function parseBulk(fields: FormFields): ParsedBulk {
  const parsed = body.safeParse(fields);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return wrong('', issue?.code === 'unrecognized_keys' ? UNKNOWN_FIELD : (issue?.message ?? AGAIN));
  }
  const { 'id[]': listed, id: plain, aksi, keputusan, alasan_kode: code, alasan, kunci_kirim: key } = parsed.data;
  const action = REVIEW_ACTIONS.find(each => each === (aksi ?? keputusan));
  if (action === undefined || (aksi !== undefined && keputusan !== undefined && aksi !== keputusan))
    return wrong('', 'Pilih Setujui, Kembalikan, atau Tolak');
  const ticked = [...listed, ...plain];
  if (ticked.length === 0) return wrong('id', 'Centang paling sedikit 1 kegiatan');
  const items = new Map<string, BulkItem>();
  for (const value of ticked) {
    const [id = '', version = '', ...rest] = value.split(':');
    if (!isUuid(id) || !/^\d{1,9}$/.test(version) || rest.length > 0) return wrong('', AGAIN);
    items.set(id.toLowerCase(), { id: id.toLowerCase(), version: Number(version) });
  }
  if (items.size > MOST) return wrong('id', `Centang paling banyak ${String(MOST)} kegiatan sekali putus`);
  const form = { items: [...items.values()], action, key };
  if (action === 'setujui') return { kind: 'ready', form: { ...form, reason: alasan === '' ? undefined : alasan } };
  const errors = reasonProblems(action, code, alasan);
  const reasonCode = code !== undefined && isReturnReason(code) ? code : undefined;
  const full = { ...form, reasonCode, reason: alasan === '' ? undefined : alasan };
  return errors.length > 0 ? { kind: 'reason', form: full, errors } : { kind: 'ready', form: full };
}

const wrong = (field: string, message: string): ParsedBulk => ({ kind: 'wrong', errors: [{ field, message }] });
