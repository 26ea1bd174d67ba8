import { monthInWords } from '../../domain/month.ts';
import { periodText } from '../../domain/payroll/pay-period.ts';
import type { Link, NoticeProps, SummaryRow, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium, number } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import type { Status } from '../../platform/render/status.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { listPages, pageOf, type ListPages } from '../../platform/web/named-list.ts';
import { jobPath } from '../jobs/paths.ts';
import { offer } from '../payroll-runs/actions.ts';
import { approvePath, discardPath, exclusionPath, retryPath } from '../payroll-runs/paths.ts';
import type { Period } from '../payroll-runs/queries.ts';
import { paths } from './paths.ts';
import type { LeftPerson, PaidPerson, UnitPay } from './preview.ts';
import type { Special } from './queries.ts';
import { monthsOf, nameOf } from './words.ts';

/** A form of one button. */
export interface StepForm {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly label: string;
  readonly sentence: string;
}

/** The page of `GET /kepegawaian/pembayaran-khusus/:id/:unit`. */
export interface UnitPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly unit: string;
  readonly status: Status;
  readonly form: FormState;
  readonly notice: NoticeProps | null;
  readonly lead: string;
  readonly totals: readonly SummaryRow[];
  readonly steps: readonly StepForm[];
  readonly links: readonly Link[];
  readonly refused: TableProps | null;
  readonly left: TableProps | null;
  readonly people: TableProps | null;
  readonly pages: ListPages | null;
}

export interface UnitContent {
  readonly actor: Actor;
  readonly special: Special;
  readonly period: Period;
  /** Undefined where there is nothing to compute over. */
  readonly pay: UnitPay | undefined;
  /** Why it cannot be computed, in words; null where it can. */
  readonly hindrance: string | null;
  readonly page: number;
  readonly form: FormState;
  readonly key: string;
}

const MOST_SHOWN = 100;

export function unitModel(content: UnitContent): UnitPage {
  const { special, period, pay, form, page } = content;
  const heading = nameOf(special);
  const asked = { search: '', page };
  return {
    title: formTitle(`${heading}, ${period.unit.name}`, form),
    heading,
    back: { href: paths.one(special.id), label: heading },
    unit: period.unit.name,
    status: period.state,
    form,
    notice: noticeOf(content),
    lead: `${monthsOf(special)}. ${special.decree}, ${dateMedium(special.decreeDate)}.`,
    totals: pay ? totalRows(content, pay) : [],
    steps: stepsOf(content),
    links: linksOf(content),
    refused: peopleWithReason('Belum bisa dihitung', pay?.refused ?? []),
    left: peopleWithReason('Tidak dibayar', pay?.left ?? []),
    people: pay && pay.people.length > 0 ? peopleTable(content, pageOf(asked, pay.people)) : null,
    pages: pay
      ? listPages(asked, pay.people.length, 'pegawai', to => paths.unitOnPage(special.id, period.unit.code, to))
      : null,
  };
}

function noticeOf({ period, hindrance, pay }: UnitContent): NoticeProps | null {
  if (hindrance !== null) return { kind: 'awas', text: hindrance };
  if (period.state === 'GAGAL') return { kind: 'galat', text: period.run?.failure ?? 'Penghitungan gagal.' };
  if (period.state !== 'TERBUKA') return null;
  return pay && pay.refused.length > 0
    ? { kind: 'awas', text: 'Keluarkan dulu pegawai yang belum bisa dihitung, dengan alasan dan orang kedua.' }
    : { kind: 'info', text: 'Belum dihitung. Jumlah di bawah ini menurut data bulan dasar.' };
}

function totalRows({ period, special }: UnitContent, { people, left }: UnitPay): SummaryRow[] {
  const sum = (pick: (person: PaidPerson) => bigint): bigint => people.reduce((total, each) => total + pick(each), 0n);
  const { run } = period;
  return [
    { label: 'Pegawai dibayar', value: number(people.length) },
    ...(left.length > 0 ? [{ label: 'Tidak dibayar', value: number(left.length) }] : []),
    { label: 'Bruto', value: { rupiah: sum(each => each.gross) } },
    { label: 'Potongan', value: { rupiah: sum(each => each.deductions) } },
    { label: 'Bersih', value: { rupiah: sum(each => each.net) } },
    { label: `Bersih TPP ${monthInWords(special.baseMonth)}`, value: { rupiah: sum(each => each.base) } },
    ...(run ? [{ label: 'Dihitung oleh', value: run.closedByName }] : []),
    ...(run?.approvedByName ? [{ label: 'Disetujui oleh', value: run.approvedByName }] : []),
    ...(run?.paymentNumber ? [{ label: 'Nomor pembayaran', value: run.paymentNumber }] : []),
  ];
}

function stepsOf({ actor, special, period, pay, hindrance, key }: UnitContent): StepForm[] {
  const { unit, run } = period;
  const at = periodText(period);
  const steps: StepForm[] = [];
  const ready = hindrance === null && pay?.refused.length === 0 && pay.people.length > 0;
  if (ready && offer('tutup', period, actor, true).ok)
    steps.push({
      action: paths.compute(special.id, unit.code),
      hidden: { kunci_kirim: key },
      label: 'Hitung pembayaran',
      sentence: 'Sesudah dihitung, daftar pegawainya tetap. Orang lain yang menyetujui.',
    });
  if (run && offer('ulangi', period, actor, true).ok)
    steps.push({
      action: retryPath(at, unit.code),
      hidden: { versi: String(run.version), kunci_kirim: key },
      label: 'Hitung ulang',
      sentence: 'Mencoba sekali lagi dengan data yang sama.',
    });
  return steps;
}

function linksOf({ actor, period, hindrance }: UnitContent): Link[] {
  const { unit, run, state } = period;
  const at = periodText(period);
  const links: Link[] = [];
  if (state === 'TERBUKA' && hindrance === null)
    links.push({ href: exclusionPath(at, unit.code), label: 'Keluarkan pegawai' });
  if (state === 'DIHITUNG') links.push({ href: approvePath(at, unit.code), label: 'Periksa dan setujui' });
  if (run?.jobId && state === 'DITUTUP') links.push({ href: jobPath(run.jobId), label: 'Lihat kemajuan' });
  if (offer('batalkan', period, actor, true).ok)
    links.push({ href: discardPath(at, unit.code), label: 'Batalkan perhitungan' });
  if (state !== 'TERBUKA') links.push({ href: exclusionPath(at, unit.code), label: 'Pegawai yang dikeluarkan' });
  return links;
}

function peopleWithReason(caption: string, people: readonly LeftPerson[]): TableProps | null {
  if (people.length === 0) return null;
  const some = people.length > MOST_SHOWN ? ` (${number(MOST_SHOWN)} dari ${number(people.length)} pegawai)` : '';
  return {
    caption: `${caption}${some}`,
    columns: [{ label: 'Pegawai' }, { label: 'Alasan' }],
    rows: people.slice(0, MOST_SHOWN).map(({ name, reason }) => ({ cells: [name, reason] })),
  };
}

const peopleTable = ({ special }: UnitContent, people: readonly PaidPerson[]): TableProps => ({
  caption: 'Jumlah per pegawai',
  columns: [
    { label: 'Pegawai' },
    { label: `TPP ${monthInWords(special.baseMonth)}`, numeric: true },
    { label: 'Bruto', numeric: true },
    { label: 'Potongan', numeric: true },
    { label: 'Bersih', numeric: true },
  ],
  rows: people.map(({ name, position, base, gross, deductions, net }) => ({
    cells: [
      { text: name, hint: position },
      { rupiah: base },
      { rupiah: gross },
      { rupiah: deductions },
      { rupiah: net },
    ],
  })),
});
