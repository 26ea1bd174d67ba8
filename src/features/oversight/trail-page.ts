import { addMonths, monthInWords, type Month } from '../../domain/month.ts';
import { ownPeriod, paymentName } from '../../domain/payroll/pay-period.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Choice, Link, TableProps, TimelineItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium } from '../../platform/render/format.ts';
import { blankForm, failedForm, formTitle, type FormState } from '../../platform/render/forms.ts';
import type { FactKind } from '../facts/kinds.ts';
import { inSentence } from '../payroll-export/paid-words.ts';
import type { PayrollUnit, SpecialPayment } from '../payroll-runs/queries.ts';
import type { Letter } from './access.ts';
import { MONTH_ADVICE } from './asked.ts';
import { type Happening, PAGE_ROWS } from './happening.ts';
import { itemOf } from './happening-words.ts';
import { amountPath, downloadPath, samplePath, type Subject, TRAIL_PATH, trailPath } from './paths.ts';
import { type AmountRun, type Member, MOST_MEMBERS, type Person } from './queries.ts';

/** The page of `GET /pengawasan/jejak`. */
export interface TrailPage extends PageModel {
  readonly heading: string;
  /** Under which letter one looks. */
  readonly lead: string;
  readonly action: string;
  readonly month: string;
  readonly chooser: FormState;
  readonly units: readonly Choice[];
  /** Whose trail: absent until somebody is chosen. */
  readonly subject: string;
  readonly subjectHint: string;
  readonly previous: Link | null;
  readonly next: Link | null;
  readonly found: TableProps | null;
  readonly empty: string;
  readonly items: readonly TimelineItem[];
  readonly nextPage: string | null;
  readonly firstPage: string | null;
  readonly members: TableProps | null;
  readonly files: readonly Link[];
  /** A few amounts at random: of the unit, or before one is chosen of all; and of each special payment of the month. */
  readonly samples: readonly Link[];
  /** What the person's amounts of the month rest on: its own, and special payments. */
  readonly amounts: readonly Link[];
}

export interface TrailContent {
  readonly letter: Letter;
  readonly month: Month;
  readonly thisMonth: Month;
  readonly zone: Zone;
  readonly typed: string;
  /** What was typed as a month and is none; empty where the month was understood. */
  readonly misread: string;
  readonly units: readonly PayrollUnit[];
  /** The unit as chosen in the form. */
  readonly unitCode: string;
  readonly found: readonly Person[] | null;
  readonly person: Person | null;
  readonly unit: PayrollUnit | null;
  /** The computations that gave the person an amount. */
  readonly amounts: readonly AmountRun[];
  /** Special payments made in the month. */
  readonly specials: readonly SpecialPayment[];
  /** One more than a page where the trail goes on. */
  readonly happenings: readonly Happening[];
  readonly continued: boolean;
  readonly members: readonly Member[];
  /** The facts the regulation of the month asks for. */
  readonly kinds: readonly FactKind[];
}

const TITLE = 'Jejak';

export function trailModel(content: TrailContent): TrailPage {
  const { letter, month, thisMonth, units, person, unit, happenings } = content;
  const subject = subjectOf(content);
  const shown = happenings.slice(0, PAGE_ROWS);
  const last = happenings.length > PAGE_ROWS ? shown.at(-1) : undefined;
  const name = person?.name ?? unit?.name ?? '';
  const chooser = chooserOf(content);
  return {
    title: formTitle(name === '' ? TITLE : `${TITLE} ${name}, ${monthInWords(month)}`, chooser),
    heading: 'Jejak audit',
    lead: `Surat tugas ${letter.number}, berlaku ${dateMedium(letter.from)} sampai ${dateMedium(letter.until)}. Setiap data yang Anda buka tercatat dan terlihat oleh pemiliknya.`,
    action: TRAIL_PATH,
    month: monthInWords(month),
    chooser,
    units: units.map(each => ({ value: each.code, label: each.name })),
    subject: name,
    subjectHint: person ? [person.title, person.unitName].filter(each => each !== null).join(', ') : '',
    previous: subject && monthLink(subject, addMonths(month, -1)),
    next: subject && month < thisMonth ? monthLink(subject, addMonths(month, 1)) : null,
    found: foundTable(content),
    empty: emptyText(content),
    items: shown.map(each => itemOf(each, content.zone, content.kinds)),
    nextPage: subject && last ? trailPath(subject, month, `${String(last.at.getTime())}.${last.place}`) : null,
    firstPage: subject && content.continued ? trailPath(subject, month) : null,
    members: membersTable(content),
    files: unit ? filesOf(unit, month) : [],
    amounts: person
      ? content.amounts.map(({ runId, special }) => ({
          href: amountPath(runId, person.id),
          label: special === null ? 'Dasar jumlah bulan ini' : `Dasar jumlah ${inSentence(special)}`,
        }))
      : [],
    samples: person ? [] : samplesOf(content),
  };
}

function samplesOf({ unit, month, specials }: TrailContent): Link[] {
  const code = unit?.code ?? null;
  return [
    { href: samplePath(unit ? ownPeriod(month) : null, code), label: 'Undi tiga jumlah' },
    ...specials.map(each => ({
      href: samplePath(each, code),
      label: `Undi tiga jumlah ${inSentence(paymentName(each, each.terms.label))}`,
    })),
  ];
}

function subjectOf({ person, unit }: TrailContent): Subject | null {
  if (person) return { person: person.id };
  return unit && { unit: unit.code };
}

const monthLink = (subject: Subject, month: Month): Link => ({
  href: trailPath(subject, month),
  label: monthInWords(month),
});

/** The form as chosen; a month that could not be read stands in it as it was typed. */
const chooserOf = ({ typed, unitCode, month, misread }: TrailContent): FormState =>
  misread === ''
    ? blankForm({ cari: typed, unit: unitCode, bulan: monthInWords(month) })
    : failedForm({ cari: typed, unit: unitCode, bulan: misread }, [{ field: 'bulan', message: MONTH_ADVICE }]);

function emptyText({ person, unit, found, happenings, month, misread }: TrailContent): string {
  if (misread !== '') return '';
  if (found) return found.length === 0 ? 'Tidak ada pegawai dengan nama atau NIP itu.' : '';
  if (!person && !unit) return 'Pilih unit, atau cari pegawai, untuk melihat jejak satu bulan.';
  return happenings.length === 0 ? `Belum ada jejak untuk ${monthInWords(month)}.` : '';
}

function foundTable({ found, month }: TrailContent): TableProps | null {
  if (!found || found.length === 0) return null;
  return {
    caption: 'Pegawai yang ditemukan',
    columns: [{ label: 'Pegawai' }, { label: 'Jabatan' }, { label: 'Unit' }],
    rows: found.map(({ id, name, title, unitName }) => ({
      cells: [{ text: name, href: trailPath({ person: id }, month) }, title ?? '–', unitName ?? '–'],
    })),
  };
}

function membersTable({ members, month }: TrailContent): TableProps | null {
  const [first] = members;
  if (!first) return null;
  const more =
    first.total > MOST_MEMBERS ? ` (${String(MOST_MEMBERS)} dari ${String(first.total)}, cari yang lain)` : '';
  return {
    caption: `Pegawai bulan ini${more}`,
    columns: [{ label: 'Pegawai' }, { label: 'Bersih', numeric: true }, { label: 'Dasar' }],
    rows: members.map(({ id, name, runId, net, excluded }) => ({
      cells: [
        { text: name, href: trailPath({ person: id }, month) },
        net === null ? (excluded ?? 'Belum dihitung') : { rupiah: net },
        runId === null ? '–' : { text: 'Dasar jumlah', href: amountPath(runId, id), hint: undefined },
      ],
    })),
  };
}

const filesOf = ({ code }: PayrollUnit, month: Month): Link[] => [
  { href: downloadPath(code, month, 'csv'), label: 'Unduh CSV' },
  { href: downloadPath(code, month, 'xlsx'), label: 'Unduh XLSX' },
];
