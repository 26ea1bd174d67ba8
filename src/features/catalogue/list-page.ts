import type { Choice, TableRow, TaskItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { number } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { familyName, KNOWN_FAMILIES } from './families.ts';
import { paths } from './paths.ts';
import { STARTER } from './starter/starter.ts';
import { PAGE_SIZE, type CatalogueSummary, type ListedItem } from './steward-queries.ts';

/** The page of `GET /kepegawaian/aktivitas`. */
export interface CatalogueListPage extends PageModel {
  readonly form: FormState;
  readonly lead: string;
  /** The button that fills an empty catalogue; null where there is nothing to fill or one may not. */
  readonly starter: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly label: string;
  } | null;
  readonly tasks: readonly TaskItem[];
  readonly fresh: string | null;
  readonly action: string;
  readonly filter: FormState;
  readonly filtered: boolean;
  readonly clear: string;
  readonly groupings: readonly Choice[];
  readonly families: readonly Choice[];
  readonly states: readonly Choice[];
  readonly empty: string;
  readonly rows: readonly TableRow[];
  readonly place: string;
  readonly previous: string | null;
  readonly next: string | null;
}

/** What the list is narrowed by; empty texts do not narrow. */
export interface ListFilter {
  readonly cari: string;
  readonly kelompok: string;
  readonly jabatan: string;
  readonly keadaan: 'aktif' | 'tidak' | '';
  readonly page: number;
}

export interface ListContent {
  readonly filter: ListFilter;
  readonly items: readonly ListedItem[];
  readonly total: number;
  readonly summary: CatalogueSummary;
  readonly steward: boolean;
  readonly key: string;
  readonly form: FormState;
}

export function catalogueListModel(content: ListContent): CatalogueListPage {
  const { filter, items, total, summary, steward } = content;
  const { page: shown, ...values } = filter;
  const filtered = Object.values(values).some(value => value !== '');
  const pageCount = total === 0 ? 1 : (total - 1 - ((total - 1) % PAGE_SIZE)) / PAGE_SIZE + 1;
  const first = (shown - 1) * PAGE_SIZE + 1;
  return {
    title: formTitle('Katalog aktivitas', content.form),
    form: content.form,
    lead: `${number(summary.items)} aktivitas dengan satuan dan poinnya. Pegawai memilih dari sini saat mencatat kegiatan.`,
    starter:
      steward && summary.items === 0
        ? {
            action: paths.starter,
            hidden: { kunci_kirim: content.key },
            label: `Pakai katalog awal (${number(STARTER.length)} aktivitas)`,
          }
        : null,
    tasks: steward ? tasksOf(summary) : [],
    fresh: steward ? paths.fresh : null,
    action: paths.list,
    filter: { values, errors: [] },
    filtered,
    clear: paths.list,
    groupings: summary.groupings.map(name => ({ value: name, label: name })),
    families: familyChoices(summary.families),
    states: [
      { value: 'aktif', label: 'Aktif' },
      { value: 'tidak', label: 'Tidak aktif' },
    ],
    empty: filtered ? 'Tidak ada yang cocok. Hapus filter atau ganti kata.' : 'Katalog masih kosong.',
    rows: items.map(rowOf),
    place: total === 0 ? '' : `${number(first)}–${number(first + items.length - 1)} dari ${number(total)}`,
    previous: shown > 1 ? pageLink(values, shown - 1) : null,
    next: shown < pageCount ? pageLink(values, shown + 1) : null,
  };
}

function tasksOf(summary: CatalogueSummary): TaskItem[] {
  const { proposalsWaiting: waiting, proposalsLate: late, uncovered } = summary;
  return [
    {
      href: paths.proposals,
      label: 'Usulan pegawai',
      hint: late > 0 ? `${number(late)} lewat batas jawaban` : undefined,
      tag: { text: `${number(waiting)} menunggu`, tone: late > 0 ? 'merah' : waiting > 0 ? 'kuning' : 'abu' },
    },
    {
      href: paths.uncovered,
      label: 'Pekerjaan di luar katalog',
      tag: { text: `${number(uncovered)} kegiatan`, tone: uncovered > 0 ? 'kuning' : 'abu' },
    },
    { href: paths.similar, label: 'Nama yang mirip' },
    { href: paths.positions, label: 'Jabatan tanpa aktivitas' },
    { href: paths.fromFile, label: 'Impor dari berkas' },
  ];
}

/** Known families and those of the regency, by name. */
export const familyChoices = (families: readonly string[]): Choice[] =>
  [...new Set([...KNOWN_FAMILIES, ...families])]
    .map(family => ({ value: family, label: familyName(family) }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));

/** Families in words, few of them by name. */
export function familiesText(families: readonly string[]): string {
  if (families.length === 0) return 'Belum untuk jabatan mana pun';
  if (families.length >= KNOWN_FAMILIES.length) return 'Semua jabatan';
  return families.map(familyName).join(', ');
}

function rowOf(item: ListedItem): TableRow {
  const merged = item.mergedInto === null ? undefined : `Digabung ke ${item.mergedInto}`;
  return {
    cells: [
      { text: item.name, href: paths.item(item.id), hint: `${item.code} · ${item.grouping}` },
      item.unitName,
      item.points === null ? '–' : number(item.points),
      item.maxPerDay === null ? '–' : number(item.maxPerDay),
      item.openEnded ? 'Siapa saja' : familiesText(item.families),
      merged === undefined ? { status: item.active ? 'aktif' : 'berakhir' } : { text: 'Tidak aktif', hint: merged },
    ],
  };
}

const pageLink = (values: Readonly<Record<string, string>>, page: number): string => {
  const kept = Object.entries(values).filter(([, value]) => value !== '');
  return `${paths.list}?${new URLSearchParams([...kept, ['halaman', String(page)]]).toString()}`;
};
