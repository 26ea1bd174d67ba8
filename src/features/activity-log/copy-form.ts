import { z } from 'zod';
import { isLocalDate, localDate, type LocalDate } from '../../domain/local-date.ts';
import { isUuid } from '../../platform/identity.ts';
import type { Visit } from '../../platform/web/route.ts';
import { MESSAGES, type Read } from './entry-form.ts';
import { formErrors } from './form-errors.ts';

/** Name of the checkboxes of several entries (contract, section 3); `id` is taken for it too. */
export const MANY = 'id[]';
const MOST = 100;
const HIDDEN = ['kunci_kirim', 'aksi', 'id'];
const NONE_CHOSEN = 'Pilih paling sedikit 1 kegiatan';

export interface CopyInput {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly ids: readonly string[];
  readonly send: boolean;
  readonly key: string;
}

const day = (message: string) =>
  z.string({ error: message }).transform((text, problems): LocalDate => {
    if (isLocalDate(text) && !text.startsWith('0000')) return localDate(text);
    problems.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const many = z.union([z.string(), z.array(z.string())]).optional();

const form = z.strictObject({
  dari: day('Pilih hari yang disalin'),
  [MANY]: many,
  id: many,
  tanggal: day(MESSAGES.date),
  aksi: z.enum(['kirim', 'draf'], { error: MESSAGES.action }).default('draf'),
  kunci_kirim: z.string({ error: MESSAGES.key }).refine(isUuid, { error: MESSAGES.key }),
});

/** Reads the form that copies a day. */
export function readCopy(body: Visit['body']): Read<CopyInput> {
  const parsed = form.safeParse(body);
  if (!parsed.success) return { ok: false, errors: formErrors(parsed.error.issues, HIDDEN) };
  const { dari, tanggal, aksi, kunci_kirim: key } = parsed.data;
  const ids = chosenIds(parsed.data);
  if (ids.length === 0) return { ok: false, errors: [{ field: MANY, message: NONE_CHOSEN }] };
  if (ids.length > MOST || !ids.every(isUuid))
    return { ok: false, errors: [{ field: MANY, message: 'Pilih kegiatan dari daftar' }] };
  return { ok: true, input: { from: dari, to: tanggal, ids, send: aksi === 'kirim', key: key.toLowerCase() } };
}

const chosenIds = (data: {
  readonly [MANY]?: string | string[] | undefined;
  readonly id?: string | string[] | undefined;
}): string[] => [...new Set([data[MANY] ?? [], data.id ?? []].flat().map(id => id.toLowerCase()))];

/** An entry as a page showed it. */
export interface ShownEntry {
  readonly id: string;
  readonly version: number;
}

const sending = z.strictObject({ [MANY]: many, id: many });

/** Reads the form that sends several drafts: `id[]` with values `<id>:<version>`. */
export function readSendAll(body: Visit['body']): Read<readonly ShownEntry[]> {
  const parsed = sending.safeParse(body);
  if (!parsed.success) return { ok: false, errors: formErrors(parsed.error.issues, HIDDEN) };
  const shown = chosenIds(parsed.data).map(shownFrom);
  if (shown.length === 0) return { ok: false, errors: [{ field: '', message: NONE_CHOSEN }] };
  const known = shown.filter(entry => entry !== undefined);
  if (known.length !== shown.length || known.length > MOST)
    return { ok: false, errors: [{ field: '', message: 'Muat ulang daftar kegiatan, lalu kirim lagi' }] };
  return { ok: true, input: known };
}

function shownFrom(text: string): ShownEntry | undefined {
  const [, id = '', version = ''] = /^([^:]+):(\d{1,9})$/.exec(text) ?? [];
  return isUuid(id) ? { id, version: Number(version) } : undefined;
}
