import type { Choice, Link, NoticeProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { VERB_LEVELS } from './families.ts';
import { familyChoices } from './list-page.ts';
import { paths } from './paths.ts';
import type { ItemDetail } from './steward-queries.ts';

/** The page of `GET /kepegawaian/aktivitas/baru` and `…/:id/ubah`. */
export interface CatalogueFormPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly notice: NoticeProps | null;
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly levels: readonly Choice[];
  readonly families: readonly Choice[];
  readonly states: readonly Choice[];
  readonly groupings: string;
  readonly fromHint: string;
  readonly submit: string;
}

export interface FormContent {
  readonly form: FormState;
  readonly families: readonly string[];
  readonly groupings: readonly string[];
  /** Undefined for a new item. */
  readonly item: ItemDetail | undefined;
  readonly hidden: Readonly<Record<string, string>>;
  /** What the form answers: a proposal. */
  readonly proposal: string | undefined;
}

export function catalogueFormModel({
  form,
  families,
  groupings,
  item,
  hidden,
  proposal,
}: FormContent): CatalogueFormPage {
  const heading = item ? 'Ubah aktivitas' : 'Tambah aktivitas';
  const fresh = item === undefined;
  return {
    title: formTitle(heading, form),
    heading,
    back: fresh ? { href: paths.list, label: 'Katalog aktivitas' } : { href: paths.item(item.id), label: item.name },
    notice: proposal === undefined ? null : { kind: 'info', text: proposal },
    form,
    action: fresh ? paths.list : paths.item(item.id),
    hidden,
    levels: Object.entries(VERB_LEVELS).map(([value, label]) => ({ value, label })),
    families: familyChoices([...families, ...(item?.families ?? [])]),
    states: [
      { value: 'ya', label: 'Aktif', hint: 'Bisa dipilih saat mencatat kegiatan' },
      { value: 'tidak', label: 'Tidak aktif' },
    ],
    groupings: groupings.length === 0 ? 'Misalnya Keuangan' : `Yang sudah ada: ${groupings.join(', ')}`,
    fromHint: fresh
      ? 'Poin dipakai untuk kegiatan mulai tanggal ini, misalnya 01/03/2026'
      : 'Poin, waktu, batas, dan keadaan yang baru berlaku mulai tanggal ini, paling cepat besok. Nama dan jabatan berubah sekarang.',
    submit: fresh ? 'Simpan aktivitas' : 'Simpan perubahan',
  };
}
