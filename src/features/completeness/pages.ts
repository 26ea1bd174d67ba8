import { addDays, isoWeekday, type LocalDate } from '../../domain/local-date.ts';
import { lastEntryDay } from '../../domain/activity/entry-rules.ts';
import type { Choice, Link, NoticeProps, TableRow } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { date, dateMedium, dateShort, dateTyped, nip, number } from '../../platform/render/format.ts';
import type { FormState } from '../../platform/render/forms.ts';
import type { Status } from '../../platform/render/status.ts';
import { paths as logPaths } from '../activity-log/paths.ts';
import type { Completeness, Yardstick } from './judgement.ts';
import { HUB_PATH } from '../organisation/paths.ts';
import { COMPLETENESS_PATH, downloadPath, pathTo } from './paths.ts';
import type { UnitCount } from './queries.ts';
import { reminderLink } from './reminder.ts';

export const PAGE_SIZE = 40;

/** Somebody of a unit, as the clerk sees them. */
export interface PersonRow {
  readonly name: string;
  readonly hint: string;
  readonly days: string;
  readonly sent: string;
  readonly validated: string;
  readonly target: string;
  readonly last: string;
  readonly status: Status;
  /** The phone number where something is missing; empty where there is none or nothing is. */
  readonly phone: string;
  readonly phoneHref: string;
  readonly whatsApp: string;
}

/** The page of `GET /kepegawaian/kelengkapan`: the units, or the people of one. */
export interface CompletenessPage extends PageModel {
  readonly heading: string;
  /** From one of several units to the list of all, else to the office. */
  readonly back: Link;
  readonly lead: string;
  readonly notice: NoticeProps | null;
  readonly previous: Link;
  readonly next: Link | null;
  readonly action: string;
  readonly filter: FormState;
  readonly units: readonly Choice[];
  readonly shows: readonly Choice[];
  readonly unitRows: readonly TableRow[];
  readonly people: readonly PersonRow[];
  readonly caption: string;
  /** The chosen day, short. */
  readonly dayLabel: string;
  readonly empty: string;
  readonly downloads: readonly Link[];
  readonly place: string;
  readonly previousPage: string | null;
  readonly nextPage: string | null;
}

export interface UnitsContent {
  readonly day: LocalDate;
  readonly today: LocalDate;
  readonly offName: string | undefined;
  readonly units: readonly UnitCount[];
}

/** All units of a scope on a day. */
export function unitsModel({ day, today, offName, units }: UnitsContent): CompletenessPage {
  const missing = units.reduce((sum, unit) => sum + unit.missing, 0);
  const people = units.reduce((sum, unit) => sum + unit.people, 0);
  return {
    ...frameOf(day, today, null, units, offName),
    lead: `${number(missing)} dari ${number(people)} pegawai belum mengisi.`,
    filter: { values: { tanggal: dateTyped(day), unit: '', tampil: '' }, errors: [] },
    unitRows: units
      .filter(unit => unit.people > 0)
      .map((unit): TableRow => ({
        cells: [
          { text: unit.name, href: pathTo({ day, unit: unit.code }), hint: unit.code },
          number(unit.people),
          number(unit.missing),
          { status: unit.missing > 0 ? 'belum' : 'sudah' },
        ],
      })),
    people: [],
    caption: `Unit pada ${date(day)}`,
    empty: 'Belum ada unit.',
    downloads: [],
    place: '',
    previousPage: null,
    nextPage: null,
  };
}

export interface PeopleContent extends Omit<UnitsContent, 'units'> {
  readonly unit: UnitCount;
  readonly units: readonly UnitCount[];
  readonly judged: readonly Completeness[];
  readonly yardstick: Yardstick;
  readonly onlyMissing: boolean;
  readonly page: number;
  /** Where the product is reached, for the link in a reminder. */
  readonly origin: string;
}

/** The people on one page, in order. Their phone numbers are shown where something is missing. */
export const shownPeople = ({ judged, onlyMissing, page }: Pick<PeopleContent, 'judged' | 'onlyMissing' | 'page'>) =>
  judged.filter(each => !onlyMissing || each.missing).slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);

/** The people of one unit, up to a day. */
export function peopleModel(content: PeopleContent): CompletenessPage {
  const { day, today, offName, unit, units, judged, onlyMissing, page } = content;
  const all = judged.filter(each => !onlyMissing || each.missing).length;
  const shown = shownPeople(content);
  const missing = judged.filter(each => each.missing).length;
  const place = { day, unit: unit.code, onlyMissing };
  const first = (page - 1) * PAGE_SIZE + 1;
  return {
    ...frameOf(day, today, unit, units, offName, onlyMissing),
    lead:
      offName === undefined
        ? `${number(missing)} dari ${number(judged.length)} pegawai belum mengisi ${dateShort(day)}.`
        : `${number(judged.length)} pegawai.`,
    filter: { values: { tanggal: dateTyped(day), unit: unit.code, tampil: onlyMissing ? 'belum' : '' }, errors: [] },
    unitRows: [],
    people: shown.map(each => personRow(each, content)),
    caption: `Kelengkapan ${unit.name} sampai ${dateMedium(day)}`,
    empty: onlyMissing ? 'Semua sudah mengisi.' : 'Belum ada pegawai di unit ini.',
    downloads: [
      { href: downloadPath(place, 'xlsx'), label: 'Unduh XLSX' },
      { href: downloadPath(place, 'csv'), label: 'Unduh CSV' },
    ],
    place: all === 0 ? '' : `${number(first)}–${number(first + shown.length - 1)} dari ${number(all)}`,
    previousPage: page > 1 ? pathTo({ ...place, page: page - 1 }) : null,
    nextPage: page * PAGE_SIZE < all ? pathTo({ ...place, page: page + 1 }) : null,
  };
}

type Frame = Pick<
  CompletenessPage,
  'title' | 'heading' | 'back' | 'dayLabel' | 'notice' | 'previous' | 'next' | 'action' | 'units' | 'shows'
>;

function frameOf(
  day: LocalDate,
  today: LocalDate,
  unit: UnitCount | null,
  units: readonly UnitCount[],
  offName: string | undefined,
  onlyMissing = false,
): Frame {
  const heading = unit ? `Kelengkapan ${unit.name}` : 'Kelengkapan';
  const link = (other: LocalDate): Link => ({
    href: pathTo({ day: other, unit: unit?.code ?? null, onlyMissing }),
    label: dateShort(other),
  });
  const next = step(day, 1);
  return {
    title: `${heading}, ${dateMedium(day)}`,
    heading,
    back:
      unit && units.length > 1
        ? { href: pathTo({ day, unit: null }), label: 'Kelengkapan semua unit' }
        : { href: HUB_PATH, label: 'Kepegawaian' },
    notice: offName === undefined ? null : { kind: 'info', text: `${date(day)} bukan hari kerja: ${offName}.` },
    previous: link(step(day, -1)),
    next: next <= today ? link(next) : null,
    action: COMPLETENESS_PATH,
    dayLabel: dateShort(day),
    units: units.length > 1 ? units.map(each => ({ value: each.code, label: each.name })) : [],
    shows: [{ value: 'belum', label: 'Hanya yang belum mengisi' }],
  };
}

/** The next or last day that is no Saturday or Sunday. */
function step(day: LocalDate, by: 1 | -1): LocalDate {
  let other = addDays(day, by);
  while (isoWeekday(other) > 5) other = addDays(other, by);
  return other;
}

function personRow(each: Completeness, content: PeopleContent): PersonRow {
  const { person, missing } = each;
  const { day, today, yardstick, origin } = content;
  const last = yardstick.daily && lastEntryDay(day, yardstick.daily);
  const open = last !== undefined && last >= today;
  const link = `${origin}${logPaths.createOn(day)}`;
  const reminder = { name: person.name, day, last: last ?? day, link, unit: person.unitName };
  const phone = missing ? (person.phone ?? '') : '';
  return {
    name: person.name,
    hint: [person.nip === null ? '' : nip(person.nip), person.title].filter(Boolean).join(' · '),
    days: `${number(each.filled)} dari ${number(each.due)}`,
    sent: number(each.sent),
    validated: number(each.validated),
    target: number(each.target),
    last: person.lastDay === null ? 'belum ada' : dateShort(person.lastDay),
    status: missing ? 'belum' : 'sudah',
    phone,
    phoneHref: phone === '' ? '' : `tel:${phone.replaceAll(/[^\d+]/g, '')}`,
    whatsApp: (missing && open ? reminderLink(person.phone, reminder) : undefined) ?? '',
  };
}
