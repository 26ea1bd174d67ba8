import { monthInWords, type Month } from '../../domain/month.ts';
import type { Choice, Link } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import type { FactKind } from './kinds.ts';
import { paths } from './paths.ts';
import { writtenHow } from './written-how.ts';

export type FactField = 'pegawai' | 'jenis' | 'nilai' | 'bulan' | 'sampai_bulan' | 'sumber';

/** The page of `GET /kepegawaian/fakta/baru`. */
export interface FactFormPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly person: string;
  readonly kinds: readonly Choice[];
  /** Sentences about the kinds that need a rule: 'Status PTKP: TK/0, TK/1, …' */
  readonly rules: readonly string[];
}

export interface FactFormContent {
  readonly form: FormState;
  readonly key: string;
  readonly month: Month;
  readonly kinds: readonly FactKind[];
  /** Whom the address names. */
  readonly person: string | null;
}

export function factFormModel({ form, key, month, kinds, person }: FactFormContent): FactFormPage {
  const heading = 'Isi data TPP';
  return {
    title: formTitle(heading, form),
    heading,
    back: { href: paths.list(month), label: 'Data TPP' },
    form,
    action: paths.create,
    hidden: { kunci_kirim: key },
    person: person ?? 'NIP pegawai, 18 angka',
    kinds: kinds.map(kind => ({
      value: kind.name,
      label: kind.label,
      group: kind.required ? 'Wajib ada' : 'Kalau ada',
    })),
    rules: kinds.map(kind => `${kind.label}: ${writtenHow(kind)}`),
  };
}

/** What the GET of the form is filled with. */
export const filledFor = (
  month: Month,
  given: { readonly nip: string | null; readonly kind: string },
): FormState<FactField>['values'] => ({
  pegawai: given.nip ?? '',
  jenis: given.kind,
  nilai: '',
  bulan: monthInWords(month),
  sampai_bulan: '',
  sumber: '',
});
