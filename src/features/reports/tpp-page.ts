import { addMonths, monthInWords, monthOf, type Month } from '../../domain/month.ts';
import { paymentName } from '../../domain/payroll/pay-period.ts';
import type { MissingFact } from '../../domain/tpp/computation.ts';
import { isPostponed } from '../../domain/tpp/postponed.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Cell, Link, NoticeProps, TableProps, TaskItem } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { clock, date, dateShort, instant, rupiah } from '../../platform/render/format.ts';
import { type Status, statusWord } from '../../platform/render/status.ts';
import type { Carried } from '../adjustments/carried.ts';
import { explanationOf, type Papers } from './explanation.ts';
import type { OwnStanding } from './own-standing.ts';
import { type CostlyDay, ownLinks } from './own-links.ts';
import { paths } from './paths.ts';
import type { ReplacedFacts } from './replaced-facts.ts';
import { becameText } from './became-text.ts';
import type { EarlierLine, OwnLine, OwnPayment, WaitingEntry } from './queries.ts';
import type { RunningCalculation } from './running.ts';
import { adjustedLater, olderMonths } from './slip-adjustments.ts';
import { runningTrial, type TrialBeside, trialBeside } from './trial-beside.ts';
import { compareMonths } from './slip-comparison.ts';
import { type Explain, lineAmount, runningAmount, type TppAmount } from './tpp-amount.ts';
import { type Withheld, withheld } from './withheld.ts';

/** The page of `GET /laporan/tpp-saya`. */
export interface TppPage extends PageModel {
  readonly back: Link;
  /** Of a special payment: on what it rests; null for a month. */
  readonly special: SpecialNote | null;
  /** One's special payments. */
  readonly specials: readonly TaskItem[];
  readonly month: string;
  readonly previous: Link | null;
  readonly next: Link | null;
  readonly status: Status | null;
  readonly notice: NoticeProps | null;
  /** That later months adjusted this one. */
  readonly later: NoticeProps | null;
  readonly amount: TppAmount | null;
  /** Why the rules stop or postpone the pay; null where they do not. */
  readonly withheld: Withheld | null;
  /** The form that says how the running month would change; null where it is not there. */
  readonly whatIf: string | null;
  /** Why there is no amount. */
  readonly missing: readonly string[];
  readonly empty: string;
  readonly waiting: TableProps | null;
  /** What changed since the month before; null where there is nothing to compare. */
  readonly comparison: TableProps | null;
  /** The slip as a file; null while nothing is computed. */
  readonly print: string | null;
  /** What a trial month would have come to by one's own records; null in an ordinary month. */
  readonly trial: TrialBeside | null;
  readonly regulation: string;
  /** Its page in plain words. */
  readonly rules: Link | null;
}

/** What a special payment is, beside its amount. */
export interface SpecialNote {
  /** On which month it rests, when it is paid and by which decree. */
  readonly lead: string;
  /** What it takes otherwise than its base month had it. */
  readonly replaced: readonly ReplacedFacts[];
}

const PATH = '/laporan/tpp-saya';
const monthLink = (month: Month): Link => ({ href: `${PATH}?bulan=${month}`, label: monthInWords(month) });

export interface TppContent {
  readonly month: Month;
  readonly thisMonth: Month;
  readonly now: Date;
  readonly zone: Zone;
  readonly line: OwnLine | undefined;
  readonly running: RunningCalculation | undefined;
  readonly waiting: readonly WaitingEntry[];
  readonly standing: OwnStanding | null;
  readonly specials: readonly OwnPayment[];
  /** What this month carries of older ones, and later ones of it. */
  readonly carried: readonly Carried[];
  readonly days: readonly CostlyDay[];
  readonly papers: Papers;
  /** What would be paid if no gate had applied, whole rupiah; null where that is not known. */
  readonly ungated: string | null;
}

export function tppModel(content: TppContent): TppPage {
  const { month, thisMonth, line, running } = content;
  const next = addMonths(month, 1);
  const words = monthInWords(month);
  const explain: Explain = why => explanationOf(why, month, ownLinks(content.days), content.papers);
  return {
    title: `TPP saya, ${words}`,
    back: { href: '/laporan', label: 'Laporan' },
    special: null,
    specials: content.specials.map(specialItem),
    month: words,
    previous: monthLink(addMonths(month, -1)),
    next: next <= thisMonth ? monthLink(next) : null,
    status: line?.state ?? null,
    notice: noticeOf(content),
    later: adjustedLater(content.carried, month),
    amount: line
      ? lineAmount(line, olderMonths(content.carried, month), explain)
      : running
        ? runningAmount(running, explain)
        : null,
    withheld: withheldOf(content, explain),
    missing: line ? [] : missingWords(running?.computation.missingFacts ?? []),
    empty: line || running || content.standing ? '' : `Tidak ada perhitungan TPP Anda untuk ${words}.`,
    waiting: waitingTable(content.waiting, line !== undefined),
    comparison: line?.before ? comparisonTable(line, line.before, monthInWords(addMonths(month, -1)), words) : null,
    trial: trialOf(content, explain),
    whatIf: running && !line ? paths.whatIf(month) : null,
    print: line ? paths.tppPdf(month) : null,
    regulation: line?.regulationName ?? running?.inForce.regulation.name ?? '',
    rules: rulesLink(line?.regulationId ?? running?.inForce.id),
  };
}

const specialItem = ({ month, kind, label, net, state }: OwnPayment): TaskItem => {
  const period = { month: monthOf(month), kind };
  return {
    label: paymentName(period, label),
    href: paths.special(period),
    hint: rupiah(net),
    tag: { text: statusWord(state).label, tone: statusWord(state).tone },
  };
};

/** The rules in plain words; null where none are known. */
export const rulesLink = (id: string | undefined): Link | null =>
  id === undefined ? null : { href: paths.rules(id), label: 'Lihat aturannya' };

function withheldOf({ line, running, ungated, month }: TppContent, explain: Explain): Withheld | null {
  const status = line?.status ?? running?.computation.status;
  const reasons = line?.stored.reasons ?? running?.computation.reasons ?? [];
  return status === undefined
    ? null
    : withheld({ status, reasons, ungated, month, running: line === undefined }, explain);
}

function trialOf({ line, running }: TppContent, explain: Explain): TrialBeside | null {
  const trial = line ? line.trial : running ? runningTrial(running) : null;
  return trial && trialBeside(trial, explain);
}

function noticeOf(content: TppContent): NoticeProps | null {
  const { line, standing, running, zone, month } = content;
  if (line) return postponedNotice(line, content) ?? stateNotice(line, zone);
  if (standing) return { kind: 'info', text: standingWords(standing, monthInWords(month)) };
  return running ? runningNotice(running, content) : null;
}

/** A closed month of which one has no line (yet). */
function standingWords({ state, excluded }: OwnStanding, month: string): string {
  if (excluded !== null) return `${month} sudah ditutup. Anda tidak ikut dihitung: ${excluded}.`;
  if (state === 'DITUTUP') return `TPP ${month} sedang dihitung. Buka lagi halaman ini beberapa menit lagi.`;
  if (state === 'GAGAL')
    return `TPP ${month} sudah ditutup, tetapi belum berhasil dihitung. Petugas sudah diberi tahu.`;
  return `${month} sudah ditutup tanpa perhitungan untuk Anda. Tanyakan kepada pengelola kepegawaian OPD Anda.`;
}

/** That the regulation postpones the pay of a final month; null where it does not, or where a later month has paid it. */
function postponedNotice(line: OwnLine, { carried, month }: TppContent): NoticeProps | null {
  if (line.state === 'DIHITUNG' || !isPostponed(line.status)) return null;
  if (carried.some(each => each.postponed && each.ofMonth === month)) return null;
  const what = line.net === line.adjusted ? 'ditunda, belum dibayarkan' : 'sebagian ditunda';
  const until = 'Dibayarkan bersama TPP berikutnya setelah datanya dikoreksi atau penundaannya dilepas.';
  return { kind: 'awas', text: `TPP bulan ini ${what}. Alasannya ada di halaman ini. ${until}` };
}

/** How a computed line stands. */
export function stateNotice(line: OwnLine, zone: Zone): NoticeProps {
  if (line.state === 'DIBAYAR') {
    return {
      kind: 'berhasil',
      text: `Dibayar ${line.paymentDate ? date(line.paymentDate) : ''}, nomor ${line.paymentNumber ?? ''}.`,
    };
  }
  if (line.state === 'DISETUJUI') {
    const at = line.approvedAt ? ` ${instant(line.approvedAt, zone)}` : '';
    return { kind: 'info', text: `Sudah disetujui${at}. Menunggu pembayaran.` };
  }
  return { kind: 'info', text: 'Sudah dihitung, belum disetujui. Jumlah ini belum dibayarkan.' };
}

function runningNotice({ facts, until }: RunningCalculation, { now, zone, month, thisMonth }: TppContent): NoticeProps {
  const data =
    month === thisMonth
      ? `Dihitung dari data sampai pukul ${clock(now, zone)}.`
      : `Dihitung dari data sampai ${date(until)}.`;
  const assumed = facts.waiting > 0 ? ' Kegiatan yang menunggu keputusan dianggap disetujui.' : '';
  return { kind: 'awas', text: `Perhitungan sementara. Ini bukan jumlah final. ${data}${assumed}` };
}

function missingWords(missing: readonly MissingFact[]): string[] {
  return missing.map(({ label, reason }) => `${label} ${reason}.`);
}

function waitingTable(waiting: readonly WaitingEntry[], computed: boolean): TableProps | null {
  if (waiting.length === 0) return null;
  return {
    caption: computed ? 'Kegiatan yang tidak ikut dihitung bulan ini' : 'Kegiatan yang belum divalidasi',
    quietCaption: true,
    columns: [
      { label: 'Tanggal' },
      { label: 'Kegiatan' },
      { label: 'Poin', numeric: true },
      { label: 'Keadaan' },
      ...(computed ? [{ label: 'Sesudah dihitung' }] : []),
    ],
    rows: waiting.map(({ id, workDate, name, points, status, then }) => ({
      cells: [
        dateShort(workDate),
        { text: name, href: `/kegiatan-harian/${id}` },
        String(points),
        { status: then ?? status },
        ...(computed ? [becameText(then ?? status, status)] : []),
      ],
      entry: { id, status, poin: points },
    })),
  };
}

/** What is otherwise than in what the line is compared with: `then` and `now` head the two columns. */
export function comparisonTable(line: OwnLine, before: EarlierLine, then: string, now: string): TableProps {
  const amount = (rupiah: bigint): Cell => ({ rupiah });
  return {
    caption: `Dibanding ${then}`,
    quietCaption: true,
    columns: [
      { label: 'Bagian' },
      { label: then, numeric: true },
      { label: now, numeric: true },
      { label: 'Selisih', numeric: true },
    ],
    rows: compareMonths(line, before).map(each => ({
      cells: [each.label, amount(each.before), amount(each.now), amount(each.difference)],
    })),
  };
}
