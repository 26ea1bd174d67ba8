import type { ConfirmProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { number } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { familiesText } from './list-page.ts';
import { paths } from './paths.ts';
import type { OfferedItem } from './proposal-queries.ts';
import type { SimilarPair } from './similarity.ts';
import type { ItemDetail } from './steward-queries.ts';

/** Names at least this alike are shown as a pair. */
export const ALIKE_PERCENT = 50;
/** Most pairs on one page; the rest follow once these are settled. */
const MOST_PAIRS = 25;

export interface PairItem {
  readonly name: string;
  readonly href: string;
  readonly hint: string;
  /** Leads to the page that merges this one into the other. */
  readonly mergeHref: string;
}

/** The page of `GET /kepegawaian/aktivitas/mirip`. */
export interface SimilarItemsPage extends PageModel {
  readonly lead: string;
  readonly pairs: readonly { readonly a: PairItem; readonly b: PairItem; readonly percent: string }[];
}

export function similarModel(pairs: readonly SimilarPair<OfferedItem>[]): SimilarItemsPage {
  return {
    title: 'Nama yang mirip',
    lead:
      pairs.length === 0
        ? 'Tidak ada nama yang mirip.'
        : `${number(pairs.length)} pasang nama mirip. Gabungkan bila pekerjaannya sama, supaya pegawai tidak salah pilih.`,
    pairs: pairs.slice(0, MOST_PAIRS).map(({ a, b, percent }) => ({
      a: pairItem(a, b),
      b: pairItem(b, a),
      percent: `${number(percent)} % mirip`,
    })),
  };
}

const pairItem = (item: OfferedItem, other: OfferedItem): PairItem => ({
  name: item.name,
  href: paths.item(item.id),
  hint: `${item.grouping} · ${item.unitName}`,
  mergeHref: paths.mergePair(item.id, other.id),
});

/** The page of `GET /kepegawaian/aktivitas/gabung`. */
export interface MergePage extends PageModel {
  readonly confirm: ConfirmProps;
}

export function mergeModel(gone: ItemDetail, kept: ItemDetail, form: FormState): MergePage {
  const units = gone.unitName === kept.unitName ? gone.unitName : `${gone.unitName} menjadi ${kept.unitName}`;
  const families = [...new Set([...kept.families, ...gone.families])];
  return {
    title: formTitle('Gabungkan aktivitas', form),
    confirm: {
      heading: 'Gabungkan aktivitas',
      sentence:
        'Mulai besok hanya satu yang bisa dipilih. Kegiatan lama tidak berubah. Penggabungan tidak bisa dibatalkan.',
      rows: [
        { label: 'Tidak dipakai lagi', value: { text: gone.name, hint: `${gone.code} · ${gone.unitName}` } },
        { label: 'Dipakai seterusnya', value: { text: kept.name, hint: `${kept.code} · ${kept.unitName}` } },
        { label: 'Satuan', value: units },
        { label: 'Jabatan setelah digabung', value: familiesText(families) },
      ],
      action: paths.merge,
      hidden: { dari: gone.id, ke: kept.id, versi: String(gone.version), versi_ke: String(kept.version) },
      act: 'Gabungkan',
      danger: true,
      back: { href: paths.similar, label: 'Kembali' },
      form,
    },
  };
}
