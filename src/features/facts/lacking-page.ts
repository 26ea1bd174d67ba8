import { addMonths, monthInWords, type Month } from '../../domain/month.ts';
import type { Link, ListSearch, NoticeProps, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { number } from '../../platform/render/format.ts';
import { blankForm } from '../../platform/render/forms.ts';
import {
  isNamed,
  listPages,
  pageOf,
  PER_PAGE,
  withList,
  type ListAsked,
  type ListPages,
} from '../../platform/web/named-list.ts';
import type { PayrollUnit } from '../payroll-runs/queries.ts';
import { FACTS, paths } from './paths.ts';

/** A person of a unit's month, with what is lacking. */
export interface PersonFacts {
  readonly id: string;
  readonly name: string;
  readonly lacks: readonly string[];
}

/** A payroll unit's month, person by person. */
export interface UnitFacts {
  readonly unit: PayrollUnit;
  readonly people: readonly PersonFacts[];
}

/** A payroll unit's month in numbers. */
export interface UnitCounts {
  readonly unit: PayrollUnit;
  readonly people: number;
  readonly lacking: number;
  /** Facts of the month that wait for their second person. */
  readonly waiting: number;
}

/** The page of `GET /kepegawaian/fakta`: who lacks what. */
export interface LackingPage extends PageModel {
  readonly heading: string;
  readonly lead: string;
  readonly back: Link;
  readonly month: string;
  readonly previous: Link;
  readonly next: Link | null;
  readonly actions: readonly Link[];
  readonly notices: readonly NoticeProps[];
  readonly table: TableProps | null;
  readonly empty: string;
  /** Narrowing a long overview; null where everything fits on one page. */
  readonly search: ListSearch | null;
  readonly pages: ListPages | null;
}

export interface LackingContent {
  readonly month: Month;
  readonly running: Month;
  readonly hasRegulation: boolean;
  /** The units of the overview; empty within a unit. */
  readonly units: readonly UnitCounts[];
  /** The unit looked into; null for the overview of all. */
  readonly unit: UnitFacts | null;
  /** Whether the reader has more units than this one. */
  readonly several: boolean;
  readonly enters: boolean;
  /** The page the reader's menu leads to. */
  readonly home: Link;
  readonly asked: ListAsked;
}

export function lackingModel(content: LackingContent): LackingPage {
  const { month, unit, units, asked } = content;
  const found = units.filter(each => isNamed(asked, each.unit));
  const next = addMonths(month, 1);
  const heading = unit ? `Data TPP ${unit.unit.name}` : 'Data TPP';
  const to = (of: Month): Link => ({ href: paths.list(of, unit?.unit.code), label: monthInWords(of) });
  return {
    title: `${heading}, ${monthInWords(month)}`,
    heading,
    lead: 'Gaji, potongan, status pajak, predikat, hukuman disiplin: yang diminta peraturan TPP dan tidak dibuat sistem. Setiap isian disetujui orang kedua.',
    back: unit && content.several ? { href: paths.list(month), label: 'Semua unit' } : content.home,
    month: monthInWords(month),
    previous: to(addMonths(month, -1)),
    next: next <= addMonths(content.running, 1) ? to(next) : null,
    actions: actionsOf(content),
    notices: noticesOf(content),
    search: units.length > PER_PAGE ? searchOf(content) : null,
    table: unit ? peopleTable(unit, content) : unitsTable(content, found),
    empty: emptyOf(content),
    pages: listPages(asked, unit?.people.length ?? found.length, unit ? 'pegawai' : 'unit', page =>
      withList(paths.list(month, unit?.unit.code), { ...asked, page }),
    ),
  };
}

const actionsOf = ({ enters }: LackingContent): Link[] => [
  ...(enters
    ? [
        { href: paths.create, label: 'Isi data' },
        { href: paths.upload, label: 'Impor dari berkas' },
        { href: paths.proposals, label: 'Usulan menunggu' },
      ]
    : []),
  { href: paths.ceilings, label: 'Pagu TPP' },
];

const searchOf = ({ month, asked }: LackingContent): ListSearch => ({
  label: 'Cari unit',
  action: FACTS,
  hidden: { bulan: month },
  form: blankForm({ cari: asked.search }),
});

function emptyOf({ hasRegulation, units }: LackingContent): string {
  if (!hasRegulation) return '';
  return units.length > 0 ? 'Tidak ada unit yang cocok.' : 'Tidak ada pegawai yang dibayar bulan ini.';
}

const lackingIn = ({ people }: UnitFacts): number => people.filter(({ lacks }) => lacks.length > 0).length;

function noticesOf({ hasRegulation, unit, units, month }: LackingContent): NoticeProps[] {
  if (!hasRegulation)
    return [{ kind: 'awas', text: `Belum ada peraturan TPP yang berlaku pada ${monthInWords(month)}.` }];
  const lacking = unit ? lackingIn(unit) : units.reduce((sum, each) => sum + each.lacking, 0);
  if (lacking > 0)
    return [{ kind: 'awas', text: `${String(lacking)} pegawai belum lengkap. Periode unitnya belum bisa ditutup.` }];
  return units.length > 0 || (unit?.people.length ?? 0) > 0
    ? [{ kind: 'berhasil', text: 'Data TPP bulan ini lengkap.' }]
    : [];
}

/** A page of the units found; the sums below are of every unit found, also on other pages. */
function unitsTable({ month, asked }: LackingContent, found: readonly UnitCounts[]): TableProps | null {
  const shown = pageOf(asked, found);
  if (shown.length === 0) return null;
  const sum = (of: 'people' | 'lacking' | 'waiting'): string =>
    number(found.reduce((total, each) => total + each[of], 0));
  return {
    caption: `Kelengkapan data TPP per unit, ${monthInWords(month)}`,
    quietCaption: true,
    columns: [
      { label: 'Unit' },
      { label: 'Pegawai', numeric: true },
      { label: 'Belum lengkap', numeric: true },
      { label: 'Menunggu orang kedua', numeric: true },
    ],
    rows: shown.map(each => ({
      cells: [
        { text: each.unit.name, href: paths.list(month, each.unit.code) },
        String(each.people),
        String(each.lacking),
        String(each.waiting),
      ],
    })),
    ...(found.length > 1
      ? { foot: [`Jumlah ${String(found.length)} unit`, sum('people'), sum('lacking'), sum('waiting')] }
      : {}),
  };
}

const sorted = ({ people }: UnitFacts): PersonFacts[] =>
  [...people].sort((a, b) => b.lacks.length - a.lacks.length || (a.name < b.name ? -1 : 1));

function peopleTable(unit: UnitFacts, { month, asked }: LackingContent): TableProps | null {
  if (unit.people.length === 0) return null;
  return {
    caption: `Pegawai ${unit.unit.name} dan data TPP-nya, ${monthInWords(month)}`,
    quietCaption: true,
    columns: [{ label: 'Pegawai' }, { label: 'Yang belum ada' }],
    rows: pageOf(asked, sorted(unit)).map(({ id, name, lacks }) => ({
      cells: [{ text: name, href: paths.person(id, month) }, lacks.length > 0 ? lacks.join(', ') : 'Lengkap'],
    })),
  };
}
