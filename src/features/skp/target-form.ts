import { z } from 'zod';
import type { LocalDate } from '../../domain/local-date.ts';
import { readDate } from '../../domain/typed-date.ts';
import { plainText } from '../../domain/plain-text.ts';
import { isZero, toDecimalText } from '../../domain/ratio.ts';
import { ASPECTS, parseAmount, type Aspect } from '../../domain/skp/realisation.ts';
import { isUuid } from '../../platform/identity.ts';
import { fieldErrors, type FieldError } from '../../platform/render/forms.ts';
import type { Visit } from '../../platform/web/route.ts';

/** Most indicators of one planned result, and how long the texts are (ux.md F11). */
export const MAX_INDICATORS = 8;
const RESULT = { min: 10, max: 300 } as const;
const INDICATOR = { min: 3, max: 200 } as const;
const UNIT_MAX = 40;

export const MESSAGES = {
  result: 'Tulis rencana hasil kerja',
  resultLength: 'Tulis rencana hasil kerja 10 sampai 300 huruf',
  kind: 'Pilih Utama atau Tambahan',
  parent: 'Pilih RHK pimpinan dari daftar, atau kosongkan',
  aspect: 'Pilih aspek',
  indicator: 'Tulis indikator, misalnya Jumlah izin yang terbit',
  target: 'Isi target, misalnya 12',
  unit: 'Isi satuan, misalnya dokumen',
  due: 'Tulis tanggal, misalnya 31/12/2026, atau kosongkan',
  none: 'Tambah paling sedikit 1 indikator',
  many: `Paling banyak ${String(MAX_INDICATORS)} indikator untuk satu rencana`,
  uneven: 'Isi setiap baris indikator dengan lengkap',
  year: 'Pilih tahun SKP',
  reload: 'Muat ulang halaman ini, lalu simpan lagi',
} as const;

/** One indicator as typed and understood. */
export interface IndicatorInput {
  readonly aspect: Aspect;
  readonly indicator: string;
  /** Decimal text. */
  readonly target: string;
  readonly unitName: string;
  readonly dueOn: LocalDate | null;
  readonly origin: string | null;
}

/** A planned result as typed and understood. */
export interface TargetInput {
  readonly parentId: string | null;
  readonly result: string;
  readonly kind: 'utama' | 'tambahan';
  readonly indicators: readonly IndicatorInput[];
}

export interface NewTargetInput extends TargetInput {
  /** Null where the form does not say: the running year. */
  readonly year: number | null;
  readonly key: string;
}

export interface ChangedTargetInput extends TargetInput {
  readonly version: number;
}

export type Read<Input> =
  { readonly ok: true; readonly input: Input } | { readonly ok: false; readonly errors: readonly FieldError[] };

/** One row of the indicators as typed. */
export interface TypedRow {
  readonly aspek: string;
  readonly indikator: string;
  readonly target_angka: string;
  readonly satuan: string;
  readonly batas: string;
  readonly asal: string;
}

const ROW_FIELDS = ['aspek', 'indikator', 'target_angka', 'satuan', 'batas', 'asal'] as const;

/** The id of a row's control: the first row's is the field's name, so that a summary's link finds it. */
export const rowFieldId = (name: string, index: number): string =>
  index === 0 ? name : `${name}-${String(index + 1)}`;

const texts = z.union([z.string(), z.array(z.string())]).optional();
const one = (message: string) => z.string({ error: message });

const common = {
  rhk_pimpinan: one(MESSAGES.parent)
    .trim()
    .prefault('')
    .refine(text => text === '' || isUuid(text), { error: MESSAGES.parent }),
  rhk: one(MESSAGES.result)
    .prefault('')
    .transform(plainText)
    .superRefine((text, problems) => {
      const letters = [...text].length;
      if (letters === 0) problems.addIssue({ code: 'custom', message: MESSAGES.result });
      else if (letters < RESULT.min || letters > RESULT.max)
        problems.addIssue({ code: 'custom', message: MESSAGES.resultLength });
    }),
  jenis: z.enum(['utama', 'tambahan'], { error: MESSAGES.kind }),
  aspek: texts,
  indikator: texts,
  target_angka: texts,
  satuan: texts,
  batas: texts,
  asal: texts,
  aksi: z.enum(['simpan', 'tambah_indikator'], { error: MESSAGES.reload }).optional(),
};
const created = z.strictObject({
  ...common,
  tahun: one(MESSAGES.year)
    .regex(/^20\d{2}$/, { error: MESSAGES.year })
    .optional(),
  kunci_kirim: one(MESSAGES.reload).refine(isUuid, { error: MESSAGES.reload }),
});
const changed = z.strictObject({
  ...common,
  versi: one(MESSAGES.reload).regex(/^\d{1,9}$/, { error: MESSAGES.reload }),
});

/** Whether the form asks for one more row instead of being saved. */
export const asksForRow = (body: Visit['body']): boolean => body.aksi === 'tambah_indikator';

/** Reads the form of a new planned result. */
export function readNewTarget(body: Visit['body']): Read<NewTargetInput> {
  const parsed = created.safeParse(body);
  const rows = readRows(body);
  if (!parsed.success || rows.errors.length > 0) return refused(parsed.error?.issues ?? [], rows.errors);
  const { tahun: year, kunci_kirim: key } = parsed.data;
  const input = { ...inputFrom(parsed.data, rows.indicators), year: year === undefined ? null : Number(year) };
  return { ok: true, input: { ...input, key: key.toLowerCase() } };
}

/** Reads the form of a planned result that exists. */
export function readChangedTarget(body: Visit['body']): Read<ChangedTargetInput> {
  const parsed = changed.safeParse(body);
  const rows = readRows(body);
  if (!parsed.success || rows.errors.length > 0) return refused(parsed.error?.issues ?? [], rows.errors);
  return { ok: true, input: { ...inputFrom(parsed.data, rows.indicators), version: Number(parsed.data.versi) } };
}

const inputFrom = (
  data: { readonly rhk_pimpinan: string; readonly rhk: string; readonly jenis: 'utama' | 'tambahan' },
  indicators: readonly IndicatorInput[],
): TargetInput => ({
  parentId: data.rhk_pimpinan === '' ? null : data.rhk_pimpinan.toLowerCase(),
  result: data.rhk,
  kind: data.jenis,
  indicators,
});

const listOf = (body: Visit['body'], name: string): readonly string[] => {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return value === undefined ? [] : [value].flat();
};

/** The rows as typed, blank ones included: what the page shows again. At most one more than may be saved. */
export function typedRows(body: Visit['body']): TypedRow[] {
  const lists = Object.fromEntries(ROW_FIELDS.map(name => [name, listOf(body, name)]));
  const count = Math.max(...ROW_FIELDS.map(name => lists[name]!.length));
  return Array.from(
    { length: Math.min(count, MAX_INDICATORS + 1) },
    (_, index) => Object.fromEntries(ROW_FIELDS.map(name => [name, lists[name]![index] ?? ''])) as unknown as TypedRow,
  );
}

const isBlank = (row: TypedRow): boolean =>
  [row.indikator, row.target_angka, row.satuan, row.batas].every(text => plainText(text) === '');

function readRows(body: Visit['body']): { indicators: IndicatorInput[]; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const counts = ['indikator', 'target_angka', 'satuan'].map(name => listOf(body, name).length);
  if (new Set(counts).size > 1) errors.push({ field: 'indikator', message: MESSAGES.uneven });
  const filled = typedRows(body)
    .map((row, index) => ({ row, index }))
    .filter(({ row }) => !isBlank(row));
  if (filled.length === 0) errors.push({ field: 'indikator', message: MESSAGES.none });
  if (filled.length > MAX_INDICATORS || Math.max(...counts) > MAX_INDICATORS + 1)
    errors.push({ field: 'indikator', message: MESSAGES.many });
  const indicators = filled.flatMap(({ row, index }) => readRow(row, index, errors));
  return { indicators, errors };
}

function readRow(row: TypedRow, index: number, errors: FieldError[]): IndicatorInput[] {
  const before = errors.length;
  const wrong = (name: string, message: string): void => void errors.push({ field: rowFieldId(name, index), message });
  const aspect = ASPECTS.find(each => each === (row.aspek === '' ? 'kuantitas' : row.aspek));
  const [indicator, unitName] = [plainText(row.indikator), plainText(row.satuan)];
  const amount = parseAmount(row.target_angka);
  const dueOn = row.batas.trim() === '' ? null : readDate(row.batas);
  if (!aspect) wrong('aspek', MESSAGES.aspect);
  if (indicator.length < INDICATOR.min || [...indicator].length > INDICATOR.max) wrong('indikator', MESSAGES.indicator);
  if (amount === null || isZero(amount)) wrong('target_angka', MESSAGES.target);
  if (unitName === '' || [...unitName].length > UNIT_MAX) wrong('satuan', MESSAGES.unit);
  if (dueOn === undefined) wrong('batas', MESSAGES.due);
  if (errors.length > before || !aspect || !amount || dueOn === undefined) return [];
  const origin = isUuid(row.asal) ? row.asal.toLowerCase() : null;
  return [{ aspect, indicator, target: toDecimalText(amount), unitName, dueOn, origin }];
}

/** Hidden fields have nothing on the page to point at. */
const WITHOUT_CONTROL = ['versi', 'kunci_kirim', 'tahun', 'aksi', 'asal'];
type Issues = NonNullable<ReturnType<typeof created.safeParse>['error']>['issues'];

function refused(issues: Issues, rows: readonly FieldError[]): { ok: false; errors: FieldError[] } {
  const worded = issues.map(issue =>
    issue.code === 'unrecognized_keys'
      ? { path: [], message: `Isian tidak dikenal: ${issue.keys.map(key => key.slice(0, 40)).join(', ')}` }
      : issue,
  );
  const errors = fieldErrors(worded).map(e => (WITHOUT_CONTROL.includes(e.field) ? { ...e, field: '' } : e));
  return { ok: false, errors: [...errors, ...rows] };
}
