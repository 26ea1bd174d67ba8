import { z } from 'zod';
import { parseTime } from '../../domain/activity/entry-rules.ts';
import { parseVolume } from '../../domain/activity/points.ts';
import { plainText } from '../../domain/plain-text.ts';
import { isLocalDate, localDate, type LocalDate } from '../../domain/local-date.ts';
import { isZero, type Ratio } from '../../domain/ratio.ts';
import { isUuid } from '../../platform/identity.ts';
import type { FieldError } from '../../platform/render/forms.ts';
import type { Visit } from '../../platform/web/route.ts';
import { formErrors } from './form-errors.ts';

/** Fewest and most letters of a description, and of a search. */
export const DESCRIPTION = { min: 10, max: 500 } as const;
export const SEARCH_MAX = 60;
/** Fewest and most letters of why no item fits. */
export const UNCOVERED = { min: 10, max: 300 } as const;

export const MESSAGES = {
  item: 'Pilih kegiatan',
  description: 'Tulis uraian kegiatan, paling sedikit 10 huruf',
  descriptionLong: 'Uraian paling banyak 500 huruf',
  volume: 'Isi volume, misalnya 2',
  date: 'Pilih tanggal',
  start: 'Isi jam mulai, misalnya 08.00',
  end: 'Isi jam selesai, misalnya 09.30',
  uncovered: 'Tulis mengapa tidak ada di katalog, paling sedikit 10 huruf',
  uncoveredLong: 'Alasan paling banyak 300 huruf',
  target: 'Pilih SKP dari daftar, atau kosongkan',
  version: 'Muat ulang halaman ini, lalu ubah lagi',
  key: 'Muat ulang formulir ini, lalu kirim lagi',
  action: 'Pilih Simpan dan kirim, atau Simpan draf',
} as const;

/** What the form says, read and complete enough for its action. */
export interface EntryInput {
  readonly itemId: string;
  readonly targetId: string | null;
  readonly description: string;
  readonly volume: Ratio | null;
  readonly workDate: LocalDate;
  readonly startMinute: number | null;
  readonly endMinute: number | null;
  /** Why no item of the catalogue fits; empty where nothing was typed. Kept only with the open-ended item. */
  readonly uncoveredReason: string;
  readonly send: boolean;
}

export interface NewEntryInput extends EntryInput {
  readonly key: string;
  /** The quick note that this entry completes. */
  readonly noteId: string | null;
  /** The superior's order that this entry carries out. */
  readonly orderId: string | null;
}

export interface ChangedEntryInput extends EntryInput {
  readonly version: number;
  readonly removedEvidence: readonly string[];
}

export type Read<Input> =
  { readonly ok: true; readonly input: Input } | { readonly ok: false; readonly errors: FieldError[] };

const uuid = (message: string): z.ZodType<string> =>
  z.string({ error: message }).trim().refine(isUuid, { error: message });

/** A text that may be empty in a draft; `read` gives undefined for a text that says nothing sensible. */
const field = <Value>(message: string, required: boolean, read: (text: string) => Value | undefined) =>
  z
    .string({ error: message })
    .trim()
    .prefault('')
    .transform((text, problems): Value | null => {
      if (text === '' && !required) return null;
      const value = text === '' ? undefined : read(text);
      if (value !== undefined) return value;
      problems.addIssue({ code: 'custom', message });
      return null;
    });

const description = (required: boolean) =>
  z
    .string({ error: MESSAGES.description })
    .prefault('')
    .transform((typed, problems) => {
      const text = plainText(typed);
      const letters = [...text].length;
      if (required && letters < DESCRIPTION.min) problems.addIssue({ code: 'custom', message: MESSAGES.description });
      if (letters > DESCRIPTION.max) problems.addIssue({ code: 'custom', message: MESSAGES.descriptionLong });
      return text;
    });

const uncovered = z
  .string({ error: MESSAGES.uncovered })
  .prefault('')
  .transform((typed, problems) => {
    const text = plainText(typed);
    if ([...text].length > UNCOVERED.max) problems.addIssue({ code: 'custom', message: MESSAGES.uncoveredLong });
    return text;
  });

/** The year 0 is not one of PostgreSQL's. */
const readDate = (text: string): LocalDate | undefined =>
  isLocalDate(text) && !text.startsWith('0000') ? localDate(text) : undefined;

/** In the order of the page, so that the summary lists messages as they stand below it. */
const common = (complete: boolean) => ({
  aktivitas: uuid(MESSAGES.item),
  alasan_luar: uncovered,
  uraian: description(complete),
  volume: field(MESSAGES.volume, complete, readVolume),
  tanggal: field(MESSAGES.date, true, readDate),
  mulai: field(MESSAGES.start, complete, parseTime),
  selesai: field(MESSAGES.end, complete, parseTime),
  sasaran: field(MESSAGES.target, false, text => (isUuid(text) ? text : undefined)),
  // A program may send the file field as an empty text; the files themselves come beside the fields.
  bukti: z.union([z.literal(''), z.array(z.literal(''))], { error: 'Pilih berkas bukti dukung' }).optional(),
  aksi: z.enum(['kirim', 'draf'], { error: MESSAGES.action }),
  // The search stands inside the form, so that it keeps what is typed.
  cari: z.string({ error: 'Tulis satu pencarian saja' }).optional(),
});

function readVolume(text: string): Ratio | undefined {
  const volume = parseVolume(text);
  return volume === null || isZero(volume) ? undefined : volume;
}

const created = (complete: boolean) =>
  z.strictObject({
    ...common(complete),
    kunci_kirim: uuid(MESSAGES.key),
    catatan: field(MESSAGES.key, false, text => (isUuid(text) ? text : undefined)),
    perintah: field(MESSAGES.key, false, text => (isUuid(text) ? text : undefined)),
  });
/** Made once: putting a schema together costs several times what reading a form with it does. */
const CREATED = { complete: created(true), draft: created(false) };
const evidenceIds = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform(value => (value === undefined ? [] : [value].flat()))
  .refine(ids => ids.every(isUuid), { error: 'Centang berkas dari daftar' });
const version = z
  .string({ error: MESSAGES.version })
  .regex(/^\d{1,9}$/, { error: MESSAGES.version })
  .transform(Number);
const changed = (complete: boolean) =>
  z.strictObject({ ...common(complete), versi: version, hapus_bukti: evidenceIds });
const CHANGED = { complete: changed(true), draft: changed(false) };

/** Reads the form of a new entry. */
export function readNewEntry(body: Visit['body']): Read<NewEntryInput> {
  const parsed = CREATED[body.aksi === 'draf' ? 'draft' : 'complete'].safeParse(body);
  const orderError = endBeforeStart(body);
  if (!parsed.success || orderError) return refused(parsed.error?.issues ?? [], orderError);
  const { kunci_kirim: key, catatan, perintah } = parsed.data;
  return {
    ok: true,
    input: {
      ...inputFrom(parsed.data),
      key: key.toLowerCase(),
      noteId: catatan?.toLowerCase() ?? null,
      orderId: perintah?.toLowerCase() ?? null,
    },
  };
}

/**
 * Reads the form of an entry that exists.
 * @param mustBeComplete true where even a saved change must be complete: a returned entry is never a half one
 */
export function readChangedEntry(body: Visit['body'], mustBeComplete: boolean): Read<ChangedEntryInput> {
  const parsed = CHANGED[mustBeComplete || body.aksi !== 'draf' ? 'complete' : 'draft'].safeParse(body);
  const orderError = endBeforeStart(body);
  if (!parsed.success || orderError) return refused(parsed.error?.issues ?? [], orderError);
  const { versi, hapus_bukti: removedEvidence } = parsed.data;
  return { ok: true, input: { ...inputFrom(parsed.data), version: versi, removedEvidence } };
}

const step = z.strictObject({ versi: version });

/** Reads the form of a step that needs nothing but the version: send, withdraw, delete. */
export function readStep(body: Visit['body']): Read<number> {
  const parsed = step.safeParse(body);
  return parsed.success ? { ok: true, input: parsed.data.versi } : refused(parsed.error.issues, undefined);
}

/** What an incomplete draft lacks, in words; empty for a complete one. Sending asks this of an entry as stored. */
export function missingIn(entry: {
  readonly description: string;
  readonly volume: string | null;
  readonly startMinute: number | null;
}): FieldError[] {
  const missing: FieldError[] = [];
  if ([...entry.description].length < DESCRIPTION.min) missing.push({ field: 'uraian', message: MESSAGES.description });
  if (entry.volume === null) missing.push({ field: 'volume', message: MESSAGES.volume });
  if (entry.startMinute === null)
    missing.push({ field: 'mulai', message: MESSAGES.start }, { field: 'selesai', message: MESSAGES.end });
  return missing;
}

interface Parsed {
  aktivitas: string;
  alasan_luar: string;
  uraian: string;
  volume: Ratio | null;
  tanggal: LocalDate | null;
  mulai: number | null;
  selesai: number | null;
  sasaran: string | null;
  aksi: 'kirim' | 'draf';
}

function inputFrom(data: Parsed): EntryInput {
  if (data.tanggal === null) throw new Error('a read form has a date');
  return {
    itemId: data.aktivitas.toLowerCase(),
    targetId: data.sasaran?.toLowerCase() ?? null,
    description: data.uraian,
    volume: data.volume,
    workDate: data.tanggal,
    startMinute: data.mulai,
    endMinute: data.selesai,
    uncoveredReason: data.alasan_luar,
    send: data.aksi === 'kirim',
  };
}

/** Start and end stand or fall together; a draft may lack both, not one. */
function endBeforeStart(body: Visit['body']): FieldError | undefined {
  const [start, end] = [timeIn(body.mulai), timeIn(body.selesai)];
  if (start === 'unreadable' || end === 'unreadable') return undefined;
  if (start === undefined && end === undefined) return undefined;
  if (body.aksi === 'draf' && start === undefined) return { field: 'mulai', message: MESSAGES.start };
  if (body.aksi === 'draf' && end === undefined) return { field: 'selesai', message: MESSAGES.end };
  if (start === undefined || end === undefined || end > start) return undefined;
  return { field: 'selesai', message: `Jam selesai harus setelah jam mulai (${String(body.mulai).trim()})` };
}

function timeIn(value: unknown): number | 'unreadable' | undefined {
  if (value === undefined || (typeof value === 'string' && value.trim() === '')) return undefined;
  return typeof value === 'string' ? (parseTime(value) ?? 'unreadable') : 'unreadable';
}

const PAGE_ORDER = [
  '',
  'aktivitas',
  'alasan_luar',
  'uraian',
  'volume',
  'tanggal',
  'mulai',
  'selesai',
  'sasaran',
  'bukti',
  'hapus_bukti',
];
/** Hidden fields have nothing on the page to point at. */
const WITHOUT_CONTROL = ['versi', 'kunci_kirim', 'catatan', 'perintah', 'aksi', 'cari'];

type Issues = NonNullable<ReturnType<ReturnType<typeof created>['safeParse']>['error']>['issues'];

function refused(issues: Issues, orderError: FieldError | undefined): { ok: false; errors: FieldError[] } {
  const errors = formErrors(issues, WITHOUT_CONTROL);
  if (orderError && !errors.some(e => e.field === orderError.field)) errors.push(orderError);
  return { ok: false, errors: inPageOrder(errors) };
}

/** Messages in the order in which their fields stand on the page. */
export const inPageOrder = (errors: readonly FieldError[]): FieldError[] =>
  [...errors].sort((a, b) => PAGE_ORDER.indexOf(a.field) - PAGE_ORDER.indexOf(b.field));
