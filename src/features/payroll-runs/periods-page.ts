import { addMonths, monthInWords, type Month } from '../../domain/month.ts';
import type { PeriodState } from '../../domain/payroll/run-lifecycle.ts';
import type { Link, ListSearch, NoticeProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium } from '../../platform/render/format.ts';
import { blankForm, formTitle, type FormState } from '../../platform/render/forms.ts';
import { statusWord, type Status } from '../../platform/render/status.ts';
import { hasRole, type Actor } from '../../platform/web/actor.ts';
import { listPages, PER_PAGE, type ListPages } from '../../platform/web/named-list.ts';
import { jobPath } from '../jobs/paths.ts';
import { offer } from './actions.ts';
import {
  approvePath,
  BATCH_PATH,
  closePath,
  discardPath,
  PERIODS_PATH,
  periodsPath,
  retryPath,
  SPECIALS_PATH,
  TRIALS_PATH,
} from './paths.ts';
import { filteredPath, filterFields, matched, shown, SHOWN_STATES, type PeriodsFilter } from './periods-filter.ts';
import type { Period } from './queries.ts';
import type { ReadinessCounts } from './readiness-counts.ts';

/** A small form of one button. */
export interface StepForm {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly label: string;
  /** Read aloud after the label, so that twelve equal buttons differ. */
  readonly what: string;
}

export interface PeriodRow {
  /** What its tick sends, where the reader may close or approve it: `KODE:versi`. */
  readonly tick: string | null;
  readonly ticked: boolean;
  readonly unit: string;
  readonly code: string;
  readonly state: Status;
  readonly people: string;
  /** What is in the way or not counted: '2 pegawai tanpa data TPP', '12 kegiatan belum dihitung'. */
  readonly remarks: readonly string[];
  readonly gross: bigint | null;
  readonly net: bigint | null;
  /** Why a step that others may take is not this person's: 'Anda yang menutup periode ini. …' */
  readonly hint: string;
  readonly links: readonly Link[];
  readonly forms: readonly StepForm[];
}

/** The page of `GET /kepegawaian/periode`. */
export interface PeriodsPage extends PageModel {
  readonly heading: string;
  readonly form: FormState;
  readonly month: string;
  readonly previous: Link;
  readonly next: Link | null;
  readonly notice: NoticeProps | null;
  readonly rows: readonly PeriodRow[];
  /** Narrowing a long board; null where everything fits on one page. */
  readonly search: ListSearch | null;
  readonly pages: ListPages | null;
  /** Payments beside the month's own, and months that are paid in full by decree. */
  readonly ways: readonly Link[];
  readonly empty: string;
  /** The form of many units at once; null where fewer than two can be ticked. */
  readonly batch: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly label: string;
    readonly buttons: readonly { readonly value: string; readonly label: string }[];
    /** Every unit that can be ticked, also those on other pages; null where all are on this one. */
    readonly all: { readonly value: string; readonly label: string; readonly ticked: boolean } | null;
  } | null;
  readonly totals: {
    readonly units: string;
    readonly people: string;
    readonly gross: bigint;
    readonly net: bigint;
  } | null;
}

export interface PeriodsContent {
  readonly actor: Actor;
  readonly month: Month;
  readonly thisMonth: Month;
  readonly periods: readonly Period[];
  readonly readiness: ReadonlyMap<string, ReadinessCounts>;
  readonly hasRegulation: boolean;
  readonly form: FormState;
  readonly filter: PeriodsFilter;
  /** A fresh key for each form that takes a step. */
  readonly newKey: () => string;
}

export function periodsModel(content: PeriodsContent): PeriodsPage {
  const { month, thisMonth, periods, filter } = content;
  const next = addMonths(month, 1);
  const found = matched(filter, periods);
  const rows = shown(filter, periods).map(period => rowOf(content, period));
  const heading = `Periode ${monthInWords(month)}`;
  return {
    title: formTitle(heading, content.form),
    heading,
    form: content.form,
    month: monthInWords(month),
    previous: monthLink(addMonths(month, -1)),
    next: next <= thisMonth ? monthLink(next) : null,
    notice: noticeOf(content),
    rows,
    search: periods.length > PER_PAGE ? searchOf(content) : null,
    pages: listPages(filter, found.length, 'unit', page => filteredPath(month, { ...filter, page })),
    ways: [
      { href: SPECIALS_PATH, label: 'Pembayaran khusus: THR, gaji ketiga belas' },
      ...(hasRole(content.actor, 'kepegawaian') ? [{ href: TRIALS_PATH, label: 'Masa uji coba' }] : []),
    ],
    empty: periods.length === 0 ? 'Belum ada unit yang membayar TPP.' : 'Tidak ada unit yang cocok.',
    batch: batchOf(content, found, rows),
    totals: totalsOf(found),
  };
}

function searchOf({ month, periods, filter }: PeriodsContent): ListSearch {
  const many = (state: PeriodState): number => periods.filter(period => period.state === state).length;
  return {
    label: 'Cari unit',
    action: PERIODS_PATH,
    hidden: { bulan: month },
    form: blankForm({ cari: filter.search, keadaan: filter.state ?? '' }),
    states: SHOWN_STATES.filter(state => many(state) > 0 || state === filter.state).map(state => ({
      value: state,
      label: `${statusWord(state).label} (${String(many(state))})`,
    })),
  };
}

/** What a unit's tick sends, where the reader may close or approve it: `KODE:versi`. */
function tickOf({ actor, month, thisMonth }: PeriodsContent, period: Period): string | null {
  const over = month < thisMonth;
  const open = offer('tutup', period, actor, over).ok || offer('setujui', period, actor, over).ok;
  return open ? `${period.unit.code}:${String(period.run?.version ?? 0)}` : null;
}

/** Which of the two acts are there for the reader among these units decides the buttons. */
function batchOf(content: PeriodsContent, found: readonly Period[], rows: readonly PeriodRow[]): PeriodsPage['batch'] {
  const { actor, month, thisMonth, newKey, filter, form } = content;
  const ticks = found.flatMap(period => tickOf(content, period) ?? []);
  if (ticks.length < 2) return null;
  const any = (action: 'tutup' | 'setujui'): boolean =>
    found.some(period => offer(action, period, actor, month < thisMonth).ok);
  const words = monthInWords(month);
  const elsewhere = ticks.length > rows.filter(row => row.tick !== null).length;
  return {
    action: BATCH_PATH,
    hidden: { bulan: month, kunci_kirim: newKey(), ...filterFields(filter) },
    all: elsewhere
      ? {
          value: ticks.join(' '),
          label: `Semua ${String(ticks.length)} unit yang bisa dikerjakan, juga di halaman lain`,
          ticked: form.values['semua'] !== undefined,
        }
      : null,
    label: `Ketik "${words}"`,
    buttons: [
      ...(any('tutup') ? [{ value: 'tutup', label: 'Tutup yang dicentang' }] : []),
      ...(any('setujui') ? [{ value: 'setujui', label: 'Setujui yang dicentang' }] : []),
    ],
  };
}

const monthLink = (month: Month): Link => ({ href: periodsPath(month), label: monthInWords(month) });

function noticeOf({ month, thisMonth, hasRegulation }: PeriodsContent): NoticeProps | null {
  if (!hasRegulation) return { kind: 'awas', text: 'Belum ada peraturan TPP yang berlaku untuk bulan ini.' };
  if (month < thisMonth) return null;
  return { kind: 'info', text: `${monthInWords(month)} masih berjalan. Periode ditutup setelah bulannya selesai.` };
}

function rowOf(content: PeriodsContent, period: Period): PeriodRow {
  const { actor, month, thisMonth, readiness, form, newKey } = content;
  const { unit, run, state } = period;
  const ready = readiness.get(unit.id);
  const over = month < thisMonth;
  const close = offer('tutup', period, actor, over);
  const approve = offer('setujui', period, actor, over);
  const retry = offer('ulangi', period, actor, over);
  const hidden = (): StepForm['hidden'] => ({ versi: String(run?.version ?? 0), kunci_kirim: newKey() });
  const forms: StepForm[] = [];
  if (approve.ok)
    forms.push({ action: approvePath(month, unit.code), hidden: hidden(), label: 'Setujui', what: unit.name });
  if (retry.ok)
    forms.push({ action: retryPath(month, unit.code), hidden: hidden(), label: 'Hitung ulang', what: unit.name });
  const links: Link[] = [];
  if (close.ok) links.push({ href: closePath(month, unit.code), label: 'Tutup periode' });
  if (run?.jobId)
    links.push({ href: jobPath(run.jobId), label: state === 'DITUTUP' ? 'Lihat kemajuan' : 'Lihat pekerjaan' });
  if (state === 'DIHITUNG') links.push({ href: approvePath(month, unit.code), label: 'Periksa jumlahnya' });
  if (offer('batalkan', period, actor, over).ok)
    links.push({ href: discardPath(month, unit.code), label: 'Batalkan perhitungan' });
  const samePerson = !approve.ok && approve.blockers.includes('same-person');
  const tick = tickOf(content, period);
  const typed = form.values['unit'];
  return {
    tick,
    ticked: tick !== null && (typeof typed === 'string' ? typed === tick : (typed ?? []).includes(tick)),
    unit: unit.name,
    code: unit.code,
    state,
    people: String(run?.people ?? ready?.people ?? 0),
    remarks: remarksOf(period, ready),
    gross: run?.gross ?? null,
    net: run?.net ?? null,
    hint: samePerson ? 'Anda yang menutup periode ini. Orang lain yang menyetujuinya.' : '',
    links,
    forms,
  };
}

function remarksOf({ run, state }: Period, ready: ReadinessCounts | undefined): string[] {
  if (state === 'GAGAL') return [run?.failure ?? 'Penghitungan gagal.'];
  if (state === 'DIBAYAR') {
    const paid = run?.paymentDate ? `, ${dateMedium(run.paymentDate)}` : '';
    return [`Nomor pembayaran ${run?.paymentNumber ?? ''}${paid}`];
  }
  if (state !== 'TERBUKA' || !ready) return run?.approvedByName ? [`oleh ${run.approvedByName}`] : [];
  const remarks: string[] = [];
  if (ready.lacking > 0) remarks.push(`${String(ready.lacking)} pegawai belum lengkap data TPP-nya`);
  if (ready.waitingEntries > 0)
    remarks.push(`${String(ready.waitingEntries)} kegiatan dari ${String(ready.waitingPeople)} pegawai belum dihitung`);
  if (ready.adjustments > 0) remarks.push(`${String(ready.adjustments)} penyesuaian bulan lama menunggu`);
  return remarks;
}

function totalsOf(periods: readonly Period[]): PeriodsPage['totals'] {
  const computed = periods.flatMap(({ run }) => (run?.net === null || run?.net === undefined ? [] : [run]));
  if (computed.length < 2) return null;
  return {
    units: `${String(computed.length)} unit`,
    people: String(computed.reduce((sum, run) => sum + (run.people ?? 0), 0)),
    gross: computed.reduce((sum, run) => sum + (run.gross ?? 0n), 0n),
    net: computed.reduce((sum, run) => sum + (run.net ?? 0n), 0n),
  };
}
