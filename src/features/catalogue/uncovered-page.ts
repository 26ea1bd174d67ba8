import type { TableRow } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium, minutes, number } from '../../platform/render/format.ts';
import { familyName } from './families.ts';
import { paths } from './paths.ts';
import { groupAlike } from './similarity.ts';
import { UNCOVERED_DAYS } from './steward-queries.ts';
import type { FamilyCover, UncoveredEntry } from './uncovered-queries.ts';

/** Descriptions at least this alike are taken for the same work. */
const SAME_WORK_PERCENT = 50;
const MOST_GROUPS = 50;
const NAME_MAX = 150;
/** A regency has hundreds of units; those with the most such work are named. */
const MOST_UNITS = 5;

/** Work of one kind that has no item yet. */
export interface UncoveredGroup {
  readonly label: string;
  readonly summary: string;
  readonly families: string;
  readonly units: string;
  readonly reasons: readonly string[];
  /** Leads to the form of a new item, filled from the group. */
  readonly makeHref: string;
}

/** The page of `GET /kepegawaian/aktivitas/di-luar-katalog`. */
export interface UncoveredPage extends PageModel {
  readonly lead: string;
  readonly groups: readonly UncoveredGroup[];
}

export function uncoveredModel(entries: readonly UncoveredEntry[]): UncoveredPage {
  const groups = groupAlike(entries, entry => entry.description, SAME_WORK_PERCENT).sort((a, b) => b.length - a.length);
  return {
    title: 'Pekerjaan di luar katalog',
    lead:
      entries.length === 0
        ? `Tidak ada kegiatan di luar katalog selama ${number(UNCOVERED_DAYS)} hari terakhir.`
        : `${number(entries.length)} kegiatan dalam ${number(UNCOVERED_DAYS)} hari terakhir, dikelompokkan menurut isi uraiannya.`,
    groups: groups.slice(0, MOST_GROUPS).map(groupOf),
  };
}

function groupOf(entries: readonly UncoveredEntry[]): UncoveredGroup {
  const label = entries.map(entry => entry.description).reduce((a, b) => (b.length < a.length ? b : a));
  const total = entries.reduce((sum, entry) => sum + entry.minutes, 0);
  const latest = entries.map(entry => entry.day).reduce((a, b) => (b > a ? b : a));
  const [family = ''] = counted(entries.map(entry => entry.family))[0] ?? [];
  return {
    label,
    summary: `${number(entries.length)} kegiatan · ${minutes(total)} · terakhir ${dateMedium(latest)}`,
    families: counted(entries.map(entry => familyName(entry.family)))
      .map(inWords)
      .join(', '),
    units: firstInWords(counted(entries.map(entry => entry.unitName))),
    reasons: counted(entries.map(entry => entry.reason))
      .slice(0, 3)
      .map(([reason]) => reason),
    makeHref: paths.freshFrom({ nama: label.slice(0, NAME_MAX), jabatan: family }),
  };
}

/** Different texts with how often each occurs, the most frequent first. */
function counted(texts: readonly string[]): [text: string, count: number][] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

function firstInWords(units: readonly [string, number][]): string {
  const named = units.slice(0, MOST_UNITS).map(inWords).join(', ');
  const rest = units.length - MOST_UNITS;
  return rest > 0 ? `${named}, dan ${number(rest)} unit lain` : named;
}

const inWords = ([text, count]: [string, number]): string => `${text} (${number(count)})`;

/** The page of `GET /kepegawaian/aktivitas/tanpa-aktivitas`. */
export interface UncoveredPositionsPage extends PageModel {
  readonly lead: string;
  readonly rows: readonly TableRow[];
}

/** A family with fewer items of its own can hardly log a day. */
const FEW_ITEMS = 3;

export function positionsModel(cover: readonly FamilyCover[]): UncoveredPositionsPage {
  const without = cover.filter(each => each.items === 0).length;
  const few = cover.filter(each => each.items > 0 && each.items < FEW_ITEMS).length;
  return {
    title: 'Jabatan tanpa aktivitas',
    lead: leadOf(without, few),
    rows: cover.map((each): TableRow => ({
      cells: [
        { text: familyName(each.family), hint: each.titles.join(', ') },
        number(each.positions),
        number(each.holders),
        each.items === 0 ? 'Belum ada' : number(each.items),
        each.items < FEW_ITEMS
          ? {
              text: 'Tambah aktivitas',
              href: paths.freshFrom({ jabatan: each.family }),
              hint: `untuk ${familyName(each.family)}`,
            }
          : {
              text: 'Lihat daftar',
              href: `${paths.list}?${new URLSearchParams({ jabatan: each.family }).toString()}`,
              hint: familyName(each.family),
            },
      ],
    })),
  };
}

function leadOf(without: number, few: number): string {
  if (without === 0 && few === 0) return 'Semua kelompok jabatan punya aktivitas.';
  const parts = [
    ...(without > 0 ? [`${number(without)} kelompok jabatan belum punya aktivitas`] : []),
    ...(few > 0 ? [`${number(few)} punya kurang dari ${number(FEW_ITEMS)}`] : []),
  ];
  return `${parts.join(', ')}.`;
}
