import { ASPECTS } from '../../domain/skp/realisation.ts';
import type { Choice, Link } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateTyped, number } from '../../platform/render/format.ts';
import { blankForm, formTitle, type FieldError, type FormState } from '../../platform/render/forms.ts';
import { paths } from './paths.ts';
import type { Above, Plan, PlanTarget } from './plan-queries.ts';
import { ASPECT_WORDS } from './plan-words.ts';
import { rowFieldId, type TypedRow } from './target-form.ts';

type RowField = 'aspek' | 'indikator' | 'target_angka' | 'satuan' | 'batas';

/** One row of the indicators with the ids of its controls. */
export interface IndicatorRow {
  readonly id: string;
  readonly heading: string;
  readonly form: FormState<RowField>;
  readonly ids: Readonly<Record<RowField, string>>;
  readonly hidden: Readonly<Record<string, string>>;
}

/** The form of a planned result: the same page for GET, one more row, 422 and 409. */
export interface TargetFormPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly parents: readonly Choice[];
  readonly parentHint: string;
  readonly kinds: readonly Choice[];
  readonly aspects: readonly Choice[];
  readonly rows: readonly IndicatorRow[];
  readonly note: string;
}

const KINDS: readonly Choice[] = [
  { value: 'utama', label: 'Utama', hint: 'Dari tugas jabatan dan rencana kerja unit' },
  { value: 'tambahan', label: 'Tambahan', hint: 'Tugas lain dari pimpinan' },
];
const ASPECT_CHOICES: readonly Choice[] = ASPECTS.map(value => ({ value, label: ASPECT_WORDS[value] }));
const EMPTY_ROW: TypedRow = { aspek: 'kuantitas', indikator: '', target_angka: '', satuan: '', batas: '', asal: '' };

export interface TargetView {
  readonly year: number;
  /** The plan in work, where there is one; what is in force makes saving begin a change. */
  readonly plan: Plan | undefined;
  /** The result that is changed; undefined for a new one. */
  readonly target: PlanTarget | undefined;
  readonly above: Above;
  readonly values: FormState['values'];
  readonly rows: readonly TypedRow[];
  readonly errors: readonly FieldError[];
  /** One row more than was typed. */
  readonly oneMore?: boolean;
  readonly key?: string | undefined;
}

/** The form as its page shows it. */
export function targetFormPage(view: TargetView): TargetFormPage {
  const { target, year } = view;
  const heading = target ? 'Ubah rencana hasil kerja' : 'Tambah rencana hasil kerja';
  const form: FormState = { values: view.values, errors: view.errors };
  const typed = view.rows.length === 0 ? [EMPTY_ROW] : view.rows;
  const rows = view.oneMore ? [...typed, EMPTY_ROW] : typed;
  return {
    title: formTitle(heading, form),
    heading,
    back: { href: paths.plan(year), label: `SKP ${String(year)}` },
    form,
    action: target ? paths.target(target.id) : '/sasaran',
    hidden: target ? { versi: String(view.plan?.version ?? 0) } : { kunci_kirim: view.key ?? '', tahun: String(year) },
    parents: parentChoices(view),
    parentHint: parentHint(view),
    kinds: KINDS,
    aspects: ASPECT_CHOICES,
    rows: rows.map((row, index) => rowOf(row, index, view.errors)),
    note:
      !target && view.plan?.state === 'disetujui'
        ? `SKP ${String(year)} Anda sudah disetujui. Menyimpan rencana ini memulai perubahan yang perlu disetujui lagi.`
        : '',
  };
}

function rowOf(row: TypedRow, index: number, errors: readonly FieldError[]): IndicatorRow {
  const names: readonly RowField[] = ['aspek', 'indikator', 'target_angka', 'satuan', 'batas'];
  const { asal, ...values } = row;
  const own = names.flatMap(name =>
    errors
      .filter(error => error.field === rowFieldId(name, index))
      .map(error => ({ field: name, message: error.message })),
  );
  return {
    id: `baris-${String(index + 1)}`,
    heading: `Indikator ${String(index + 1)}`,
    form: { values, errors: own },
    ids: Object.fromEntries(names.map(name => [name, rowFieldId(name, index)])) as Record<RowField, string>,
    hidden: { asal },
  };
}

function parentChoices({ above, target }: TargetView): Choice[] {
  const offered = above.targets.map(each => ({
    value: each.id,
    label: each.result,
    ...(above.names.length > 1 ? { group: each.superior } : {}),
  }));
  const kept = target?.parentId ?? null;
  if (kept === null || shownParent(above, target) !== kept || above.targets.some(each => each.id === kept))
    return offered;
  return [...offered, { value: kept, label: target?.parentResult ?? '' }];
}

/** The superior's result a stored one supports: the version of it that is in force, else the one that was chosen. */
const shownParent = (above: Above, target: PlanTarget | undefined): string =>
  above.targets.find(each => each.origin === target?.parentOrigin)?.id ?? target?.parentId ?? '';

function parentHint({ above, year }: TargetView): string {
  if (above.names.length === 0) return 'Jabatan Anda tidak punya atasan di sistem ini. Kosongkan saja';
  return above.targets.length === 0
    ? `Atasan Anda belum punya SKP ${String(year)}. Simpan sebagai draf dulu`
    : `Hasil kerja ${above.names.join(' atau ')} yang Anda dukung`;
}

/** A new form. */
export const freshTarget = (): Pick<TargetView, 'values' | 'rows'> => {
  const { values } = blankForm({ jenis: 'utama' });
  return { values, rows: [EMPTY_ROW] };
};

/** A stored result as it would be typed. */
export const storedTarget = (target: PlanTarget, above: Above): Pick<TargetView, 'values' | 'rows'> => ({
  values: { rhk_pimpinan: shownParent(above, target), rhk: target.result, jenis: target.kind },
  rows: target.indicators.map(row => ({
    aspek: row.aspect,
    indikator: row.indicator,
    target_angka: number(row.target).replaceAll('.', ''),
    satuan: row.unitName,
    batas: row.dueOn === null ? '' : dateTyped(row.dueOn),
    asal: row.origin,
  })),
});
