import { addMonths, monthInWords, type Month } from '../../domain/month.ts';
import type { Link, NoticeProps, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import type { PayrollUnit } from '../payroll-runs/queries.ts';
import { paths } from './paths.ts';

/** A person of a unit's month, with what is lacking. */
export interface PersonFacts {
  readonly id: string;
  readonly name: string;
  readonly lacks: readonly string[];
}

/** A payroll unit's month. */
export interface UnitFacts {
  readonly unit: PayrollUnit;
  readonly people: readonly PersonFacts[];
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
  readonly pages: { readonly text: string; readonly previous: string | null; readonly next: string | null } | null;
}

export interface LackingContent {
  readonly month: Month;
  readonly running: Month;
  readonly hasRegulation: boolean;
  readonly units: readonly UnitFacts[];
  /** The unit looked into; null for the overview of all. */
  readonly unit: UnitFacts | null;
  /** Whether the reader has more units than this one. */
  readonly several: boolean;
  readonly enters: boolean;
  /** The page the reader's menu leads to. */
  readonly home: Link;
  readonly page: number;
}

const PER_PAGE = 50;

export function lackingModel(content: LackingContent): LackingPage {
  const { month, unit, hasRegulation } = content;
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
    table: unit ? peopleTable(unit, month, content.page) : unitsTable(content),
    empty: hasRegulation ? 'Tidak ada pegawai yang dibayar bulan ini.' : '',
    pages: unit ? pagesOf(unit, month, content.page) : null,
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

const lackingIn = ({ people }: UnitFacts): number => people.filter(({ lacks }) => lacks.length > 0).length;

function noticesOf({ hasRegulation, unit, units, month }: LackingContent): NoticeProps[] {
  if (!hasRegulation)
    return [{ kind: 'awas', text: `Belum ada peraturan TPP yang berlaku pada ${monthInWords(month)}.` }];
  const lacking = (unit ? [unit] : units).reduce((sum, each) => sum + lackingIn(each), 0);
  if (lacking > 0)
    return [{ kind: 'awas', text: `${String(lacking)} pegawai belum lengkap. Periode unitnya belum bisa ditutup.` }];
  return units.length > 0 ? [{ kind: 'berhasil', text: 'Data TPP bulan ini lengkap.' }] : [];
}

function unitsTable({ units, month }: LackingContent): TableProps | null {
  if (units.length === 0) return null;
  return {
    caption: `Kelengkapan data TPP per unit, ${monthInWords(month)}`,
    quietCaption: true,
    columns: [
      { label: 'Unit' },
      { label: 'Pegawai', numeric: true },
      { label: 'Belum lengkap', numeric: true },
      { label: 'Menunggu orang kedua', numeric: true },
    ],
    rows: units.map(each => ({
      cells: [
        { text: each.unit.name, href: paths.list(month, each.unit.code) },
        String(each.people.length),
        String(lackingIn(each)),
        String(each.waiting),
      ],
    })),
  };
}

const sorted = ({ people }: UnitFacts): PersonFacts[] =>
  [...people].sort((a, b) => b.lacks.length - a.lacks.length || (a.name < b.name ? -1 : 1));

function peopleTable(unit: UnitFacts, month: Month, page: number): TableProps | null {
  if (unit.people.length === 0) return null;
  return {
    caption: `Pegawai ${unit.unit.name} dan data TPP-nya, ${monthInWords(month)}`,
    quietCaption: true,
    columns: [{ label: 'Pegawai' }, { label: 'Yang belum ada' }],
    rows: sorted(unit)
      .slice((page - 1) * PER_PAGE, page * PER_PAGE)
      .map(({ id, name, lacks }) => ({
        cells: [{ text: name, href: paths.person(id, month) }, lacks.length > 0 ? lacks.join(', ') : 'Lengkap'],
      })),
  };
}

function pagesOf(unit: UnitFacts, month: Month, page: number): LackingPage['pages'] {
  const total = unit.people.length;
  if (total <= PER_PAGE) return null;
  const href = (to: number): string => `${paths.list(month, unit.unit.code)}&halaman=${String(to)}`;
  const [first, last] = [(page - 1) * PER_PAGE + 1, Math.min(page * PER_PAGE, total)];
  return {
    text: `${String(first)} sampai ${String(last)} dari ${String(total)} pegawai`,
    previous: page > 1 ? href(page - 1) : null,
    next: last < total ? href(page + 1) : null,
  };
}
