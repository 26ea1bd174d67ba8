import { addMonths, monthInWords, type Month } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Choice, Link, SummaryRow, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { date, dateShort, instant } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import type { Status } from '../../platform/render/status.ts';
import type { PayingUnit } from '../account/people.ts';
import { minutesInWords, spanInWords } from './outage-words.ts';
import { paths } from './paths.ts';
import type { Outage } from './queries.ts';
import type { Proposal } from './service.ts';

const STATE: Readonly<Record<Outage['state'], Status>> = {
  tercatat: 'berakhir',
  diusulkan: 'menunggu',
  dibuka: 'sudah',
  diabaikan: 'berakhir',
};
const STATE_WORDS: Readonly<Record<Outage['state'], string>> = {
  tercatat: 'Tercatat saja: terlalu singkat pada jam kerja untuk diusulkan',
  diusulkan: 'Menunggu keputusan',
  dibuka: 'Hari kerjanya dibuka lagi',
  diabaikan: 'Dibiarkan tercatat',
};
const MINUTE_MS = 60_000;

const lengthOf = ({ beganAt, endedAt }: Outage): string =>
  minutesInWords(Math.round((endedAt.getTime() - beganAt.getTime()) / MINUTE_MS));
const scopeOf = ({ units }: Outage): string => (units === null ? 'Semua unit' : units.join(', '));

export interface OutageListPage extends PageModel {
  readonly month: string;
  readonly previous: Link;
  readonly next: Link | null;
  readonly summary: string;
  readonly table: TableProps | null;
  readonly declare: Link;
}

/** The ledger of a month. */
export function listModel(facts: {
  readonly month: Month;
  readonly running: Month;
  readonly outages: readonly Outage[];
  readonly down: { readonly all: number; readonly working: number };
  readonly zone: Zone;
}): OutageListPage {
  const { month, running, outages, down, zone } = facts;
  const earlier = addMonths(month, -1);
  const later = addMonths(month, 1);
  return {
    title: 'Gangguan aplikasi',
    month: monthInWords(month),
    previous: { href: paths.month(earlier), label: monthInWords(earlier) },
    next: later > running ? null : { href: paths.month(later), label: monthInWords(later) },
    summary:
      down.all === 0
        ? `Pada ${monthInWords(month)} server tidak mencatat gangguan 5 menit atau lebih.`
        : `Pada ${monthInWords(month)} server mencatat ${minutesInWords(down.all)} gangguan, ${minutesInWords(down.working)} di antaranya pada jam kerja.`,
    table: outages.length === 0 ? null : tableOf(outages, zone),
    declare: { href: paths.declare, label: 'Nyatakan gangguan' },
  };
}

const tableOf = (outages: readonly Outage[], zone: Zone): TableProps => ({
  caption: 'Gangguan, yang terakhir di atas',
  quietCaption: true,
  columns: [
    { label: 'Waktu' },
    { label: 'Lama' },
    { label: 'Pada jam kerja' },
    { label: 'Untuk' },
    { label: 'Keadaan' },
  ],
  rows: outages.map(outage => ({
    cells: [
      {
        text: spanInWords(outage.beganAt, outage.endedAt, zone),
        href: paths.one(outage.id),
        hint: outage.source === 'tercatat' ? 'Dicatat server' : `Dinyatakan ${outage.recorderName ?? ''}`,
      },
      lengthOf(outage),
      minutesInWords(outage.workingMinutes),
      scopeOf(outage),
      {
        text: STATE_WORDS[outage.state],
        hint: outage.opened === undefined ? undefined : `sampai ${dateShort(outage.opened.until)}`,
      },
    ],
  })),
});

export interface OutagePage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly status: Status;
  readonly form: FormState;
  readonly rows: readonly SummaryRow[];
  /** What a confirmation opens; null for who may not decide, and once it is decided. */
  readonly decision: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly choices: readonly Choice[];
    readonly opens: readonly SummaryRow[];
  } | null;
  /** Why the reader may not decide, though it waits. */
  readonly notYours: string;
}

/** One outage, with the decision for who may take it. */
export function outageModel(facts: {
  readonly outage: Outage;
  readonly proposal: Proposal;
  readonly readerId: string;
  readonly form: FormState;
  readonly zone: Zone;
}): OutagePage {
  const { outage, proposal, readerId, form, zone } = facts;
  const waits = outage.state === 'tercatat' || outage.state === 'diusulkan';
  const own = outage.recordedBy === readerId;
  return {
    title: formTitle(`Gangguan ${spanInWords(outage.beganAt, outage.endedAt, zone)}`, form),
    heading: 'Gangguan aplikasi',
    back: { href: paths.list, label: 'Gangguan aplikasi' },
    status: STATE[outage.state],
    form,
    rows: rowsOf(outage, zone),
    decision:
      waits && !own
        ? {
            action: paths.one(outage.id),
            hidden: { versi: String(outage.version) },
            choices: [
              { value: 'buka', label: 'Buka hari kerjanya lagi', hint: 'Pegawai diberi tahu' },
              { value: 'abaikan', label: 'Biarkan tercatat', hint: 'Tulis alasannya' },
            ],
            opens: opensOf(proposal),
          }
        : null,
    notYours: waits && own ? 'Anda yang menyatakan gangguan ini. Petugas kepegawaian lain yang memutuskannya.' : '',
  };
}

const daysText = (from: Proposal['from'], to: Proposal['to']): string =>
  from === to ? date(from) : `${date(from)} sampai ${date(to)}`;

const opensOf = ({ from, to, openUntil, cite }: Proposal): SummaryRow[] => [
  { label: 'Hari kerja yang dibuka', value: daysText(from, to) },
  { label: 'Bisa diisi sampai', value: `${date(openUntil)} pukul 23.59` },
  { label: 'Dasar', value: cite },
];

function rowsOf(outage: Outage, zone: Zone): SummaryRow[] {
  const { opened, explanation, recorderName, deciderName, decidedAt, answer, cite } = outage;
  return [
    { label: 'Waktu', value: spanInWords(outage.beganAt, outage.endedAt, zone) },
    { label: 'Lama', value: lengthOf(outage) },
    { label: 'Pada jam kerja', value: minutesInWords(outage.workingMinutes) },
    { label: 'Untuk', value: scopeOf(outage) },
    { label: 'Asal', value: recorderName === null ? 'Dicatat server' : `Dinyatakan ${recorderName}` },
    ...(explanation === null ? [] : [{ label: 'Keterangan', value: explanation }]),
    { label: 'Keadaan', value: STATE_WORDS[outage.state] },
    ...(opened === undefined
      ? []
      : [
          { label: 'Hari kerja yang dibuka', value: daysText(opened.from, opened.to) },
          { label: 'Bisa diisi sampai', value: `${date(opened.until)} pukul 23.59` },
          { label: 'Dasar', value: cite ?? '' },
        ]),
    ...(deciderName === null || decidedAt === null
      ? []
      : [{ label: 'Diputuskan', value: { text: deciderName, hint: instant(decidedAt, zone) } }]),
    ...(answer === null ? [] : [{ label: 'Catatan', value: answer }]),
  ];
}

export interface DeclarePage extends PageModel {
  readonly back: Link;
  readonly form: FormState;
  readonly hidden: Readonly<Record<string, string>>;
  readonly units: readonly Choice[];
}

/** The form that declares an outage. */
export const declareModel = (form: FormState, key: string, units: readonly PayingUnit[]): DeclarePage => ({
  title: formTitle('Nyatakan gangguan', form),
  back: { href: paths.list, label: 'Gangguan aplikasi' },
  form,
  hidden: { kunci_kirim: key },
  units: units.map(({ code, name }) => ({ value: code, label: name })),
});
