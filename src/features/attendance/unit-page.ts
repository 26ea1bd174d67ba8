import { dayOff } from '../../domain/calendar/work-calendar.ts';
import { percentText } from '../../domain/attendance/rules.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { daysOf, monthInWords, type Month } from '../../domain/month.ts';
import type { Choice, Link, ListSearch, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { blankForm, type FormState } from '../../platform/render/forms.ts';
import { nip, number, percent } from '../../platform/render/format.ts';
import {
  isNamed,
  listPages,
  pageOf,
  PER_PAGE,
  withList,
  type ListAsked,
  type ListPages,
} from '../../platform/web/named-list.ts';
import { HUB_PATH } from '../organisation/paths.ts';
import { monthLinks, type MonthLinks } from '../reports/month-choice.ts';
import { paths } from './paths.ts';
import { PEOPLE_PER_PAGE, type UnitPerson, type UnitPresence } from './queries.ts';

/** The page of `GET /kepegawaian/presensi`: units, or the month of one unit's people. */
export interface UnitPresencePage extends PageModel, MonthLinks {
  readonly heading: string;
  readonly back: Link;
  readonly month: string;
  readonly bulan: Month;
  readonly lead: string;
  readonly chooser: FormState;
  readonly units: readonly Choice[];
  readonly ways: readonly Link[];
  readonly table: TableProps | null;
  readonly empty: string;
  /** Narrowing many units; null where they fit on one page or one is looked into. */
  readonly search: ListSearch | null;
  readonly pages: { readonly previous: string | null; readonly next: string | null } | ListPages | null;
}

export interface UnitContent {
  readonly month: Month;
  readonly thisMonth: Month;
  readonly units: readonly UnitPresence[];
  /** Undefined where the reader has several units and named none. */
  readonly unit: UnitPresence | undefined;
  readonly people: readonly UnitPerson[];
  readonly asked: ListAsked;
  readonly holidays: ReadonlyMap<LocalDate, string>;
  /** Pages that bring presence in, where they exist. */
  readonly ways: readonly Link[];
}

export function unitPresencePage(content: UnitContent): UnitPresencePage {
  const { month, thisMonth, units, unit, asked } = content;
  const paying = units.filter(each => each.people > 0);
  const found = paying.filter(each => isNamed(asked, each));
  const many = units.length > PER_PAGE;
  const words = monthInWords(month);
  const heading = unit ? `Presensi ${unit.name}` : 'Presensi unit';
  return {
    title: `${heading}, ${words}`,
    heading,
    back:
      unit && units.length > 1
        ? { href: paths.unit(month), label: 'Presensi semua unit' }
        : { href: HUB_PATH, label: 'Kepegawaian' },
    month: words,
    bulan: month,
    ...monthLinks(month, thisMonth, of => paths.unit(of, unit?.code)),
    lead: unit ? leadOf(unit) : unitsLead(paying),
    chooser: blankForm({ unit: unit?.code ?? '' }),
    units: units.length > 1 && !many ? units.map(each => ({ value: each.code, label: each.name })) : [],
    ways: content.ways,
    search: many && !unit ? searchOf(content) : null,
    table: unit ? crossTab(content) : unitTable(pageOf(asked, found), month),
    empty: unit ? 'Belum ada pegawai di unit ini.' : 'Tidak ada unit yang cocok.',
    pages: unit
      ? pagesOf(content)
      : listPages(asked, found.length, 'unit', page => withList(paths.unit(month), { ...asked, page })),
  };
}

const searchOf = ({ month, asked }: UnitContent): ListSearch => ({
  label: 'Cari unit',
  action: paths.office,
  hidden: { bulan: month },
  form: blankForm({ cari: asked.search }),
});

function pagesOf({ month, unit, people, asked }: UnitContent): UnitPresencePage['pages'] {
  const at = (page: number): string => withList(paths.unit(month, unit?.code), { search: '', page });
  return {
    previous: asked.page > 1 ? at(asked.page - 1) : null,
    next: people.length > PEOPLE_PER_PAGE ? at(asked.page + 1) : null,
  };
}

/** Of all units of the reader, also of those that are on no page shown. */
function unitsLead(units: readonly UnitPresence[]): string {
  const sum = (of: 'people' | 'without'): string => number(units.reduce((total, unit) => total + unit[of], 0));
  const incomplete = number(units.filter(each => each.without > 0).length);
  return `${incomplete} unit belum lengkap: ${sum('without')} dari ${sum('people')} pegawai belum punya data presensi.`;
}

function leadOf(unit: UnitPresence): string {
  const without =
    unit.without === 0
      ? 'Semua pegawai punya data presensi.'
      : `${number(unit.without)} dari ${number(unit.people)} pegawai belum punya data presensi.`;
  return unit.waiting === 0 ? without : `${without} ${number(unit.waiting)} catatan manual menunggu pengesahan.`;
}

function unitTable(units: readonly UnitPresence[], month: Month): TableProps | null {
  if (units.length === 0) return null;
  return {
    caption: 'Unit',
    quietCaption: true,
    columns: [
      { label: 'Unit' },
      { label: 'Pegawai', numeric: true },
      { label: 'Tanpa data', numeric: true },
      { label: 'Keadaan' },
    ],
    rows: units.map(unit => ({
      cells: [
        { text: unit.name, href: paths.unit(month, unit.code), hint: unit.code },
        number(unit.people),
        number(unit.without),
        { status: unit.without > 0 ? ('belum' as const) : ('sudah' as const) },
      ],
    })),
  };
}

/** One row per person, one column per day on which a five-day week works or somebody has a result. */
function crossTab({ month, people, holidays }: UnitContent): TableProps | null {
  if (people.length === 0) return null;
  const shown = people.slice(0, PEOPLE_PER_PAGE);
  const days = daysOf(month).filter(
    day => dayOff(day, 5, holidays) === undefined || shown.some(person => (person.codes.get(day) ?? 'L') !== 'L'),
  );
  return {
    caption: `Presensi ${monthInWords(month)}`,
    quietCaption: true,
    narrow: 'gulir',
    columns: [
      { label: 'Pegawai' },
      { label: 'Hadir', numeric: true },
      { label: 'Pengurangan', numeric: true },
      ...days.map(day => ({ label: String(Number(day.slice(8))) })),
    ],
    rows: shown.map(person => ({
      cells: [
        { text: person.name, hint: person.nip === null ? '' : nip(person.nip) },
        person.codes.size === 0 ? '' : number(person.present),
        person.codes.size === 0 ? 'tanpa data' : percent(percentText(person.cut)),
        ...days.map(day => person.codes.get(day) ?? ''),
      ],
    })),
  };
}
