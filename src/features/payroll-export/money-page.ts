import { addMonths, monthInWords, type Month } from '../../domain/month.ts';
import { isSpecial, ownPeriod, periodText } from '../../domain/payroll/pay-period.ts';
import type { PeriodState } from '../../domain/payroll/run-lifecycle.ts';
import type { Zone } from '../../platform/clock.ts';
import { PAPER_WORDS, type Paper } from '../../platform/documents/paper.ts';
import type {
  Link,
  ListSearch,
  NoticeProps,
  SummaryRow,
  TableProps,
  TaskItem,
} from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { instant, number } from '../../platform/render/format.ts';
import { blankForm, errorTitle, type FormState } from '../../platform/render/forms.ts';
import {
  isNamed,
  listPages,
  pageOf,
  PER_PAGE,
  withList,
  type ListAsked,
  type ListPages,
} from '../../platform/web/named-list.ts';
import type { Period, Run, SpecialPayment } from '../payroll-runs/queries.ts';
import { jobPath } from '../jobs/paths.ts';
import { scanPaths } from '../payroll-scans/paths.ts';
import { lackingOf, NO_SCANS, type ScanStanding } from '../payroll-scans/queries.ts';
import { NEEDED, scanWord } from '../payroll-scans/scan.ts';
import type { Gathering } from './gathering.ts';
import { type Keeping, keptWords } from './kept-words.ts';
import { LAYOUT_FORMATS, LAYOUT_HINTS, LAYOUTS, layoutWords, type Format, type Wanted } from './layout.ts';
import { decreeWords, monthLine, paidName, type Paid } from './paid-words.ts';
import { exportPath, gatherPath, MONEY_PATH, moneyPath, payPath, unitFilesPath } from './paths.ts';
import type { Download } from './queries.ts';

export interface MoneyRow {
  readonly unit: string;
  readonly code: string;
  readonly state: PeriodState;
  readonly hint: string;
  readonly people: string;
  readonly gross: bigint | null;
  readonly deductions: bigint | null;
  readonly net: bigint | null;
  /** The plain CSV file at once. */
  readonly file: Link | null;
  /** Every file of the unit. */
  readonly more: Link | null;
  /** Its signed papers, with how far they are; null before the approval. */
  readonly scans: Link | null;
}

/** The files of a unit, or of all approved units: one row per layout, one link per format. */
export interface FileTable {
  readonly heading: string;
  /** What the reader should know before opening one. */
  readonly hint: string;
  readonly rows: readonly { readonly layout: string; readonly what: string; readonly links: readonly Link[] }[];
  /** Whether they would outlast the machine; empty where nothing is known of it. */
  readonly kept: string;
  /** The same files for the other paper. */
  readonly otherPaper: Link;
  /** What is still to be made of files that are too large to be made while somebody waits; null where nothing is. */
  readonly gathering: GatherForm | null;
}

/** The form that has the common files made, or the job that is making them. */
export interface GatherForm {
  readonly text: string;
  readonly job: Link | null;
  readonly action: string;
  readonly key: string;
}

/** The form that enters a payment; one per approved unit. */
export interface PayForm {
  readonly unit: string;
  readonly code: string;
  readonly action: string;
  readonly version: string;
  readonly net: bigint;
  readonly open: boolean;
  /** Signed papers that finance has not accepted; empty when all are. */
  readonly lacking: string;
  readonly form: FormState<'nomor' | 'tanggal'>;
}

/** The page of `GET /keuangan/tpp`. */
export interface MoneyPage extends PageModel {
  readonly heading: string;
  /** Of a special payment: on what it rests and when it is paid; empty for a month's own pay. */
  readonly lead: string;
  /** From a special payment to its month; null on the month's own page. */
  readonly back: Link | null;
  readonly form: FormState;
  readonly month: string;
  readonly previous: Link | null;
  readonly next: Link | null;
  /** The special payments made in this month. */
  readonly others: readonly TaskItem[];
  readonly notice: NoticeProps | null;
  /** Signed papers that wait for finance. */
  readonly scansNotice: NoticeProps | null;
  /** Control totals of what is approved: to be compared with the file and the payment order. */
  readonly control: readonly SummaryRow[];
  /** Every file that there is, of one unit or of all approved ones. */
  readonly files: FileTable | null;
  readonly rows: readonly MoneyRow[];
  /** Narrowing many units; null where they fit on one page. */
  readonly search: ListSearch | null;
  readonly pages: ListPages | null;
  /** Back from one unit of many to all; null on every other page. */
  readonly all: Link | null;
  readonly totals: {
    readonly label: string;
    readonly people: string;
    readonly gross: bigint;
    readonly deductions: bigint;
    readonly net: bigint;
  } | null;
  readonly payments: readonly PayForm[];
  readonly downloads: TableProps | null;
}

export interface MoneyContent {
  readonly paid: Paid;
  /** Made in the same month beside its own pay. */
  readonly others: readonly SpecialPayment[];
  readonly thisMonth: Month;
  readonly zone: Zone;
  readonly periods: readonly Period[];
  readonly downloads: readonly Download[];
  readonly mayPay: boolean;
  readonly scans: ReadonlyMap<string, ScanStanding>;
  readonly asked: ListAsked;
  /** The unit whose files are asked for; all where absent. */
  readonly unit?: string | undefined;
  /** The paper of the PDF links. */
  readonly paper: Paper;
  readonly gathering: Gathering & { readonly key: string };
  readonly keeping: Keeping;
  /** The payment form that came back with messages. */
  readonly refused?: { readonly unitCode: string; readonly form: FormState } | undefined;
}

interface ComputedRun extends Run {
  readonly people: number;
  readonly gross: bigint;
  readonly deductions: bigint;
  readonly net: bigint;
}

const computedOf = ({ run }: Period): ComputedRun[] => {
  const computed = typeof run?.people === 'number' && typeof run.net === 'bigint';
  return computed ? [run as ComputedRun] : [];
};
export const isApproved = (run: { readonly state: string }): boolean =>
  run.state === 'DISETUJUI' || run.state === 'DIBAYAR';

export function moneyModel(content: MoneyContent): MoneyPage {
  const { paid, thisMonth, periods, refused, asked } = content;
  const many = periods.length > PER_PAGE;
  const found = foundOf(content);
  const shown = pageOf(many ? asked : FIRST_PAGE, found);
  const computed = periods.flatMap(computedOf);
  const approved = computed.filter(isApproved);
  const special = isSpecial(paid);
  const next = addMonths(paid.month, 1);
  const heading = paidName(paid);
  return {
    title: refused ? errorTitle(heading) : heading,
    heading,
    lead: special ? leadOf(paid) : '',
    back: special ? monthLink(paid.month, 'TPP ') : null,
    form: refused?.form ?? { values: {}, errors: [] },
    month: monthInWords(paid.month),
    previous: special ? null : monthLink(addMonths(paid.month, -1)),
    next: !special && next <= thisMonth ? monthLink(next) : null,
    others: special ? [] : content.others.map(otherItem),
    notice: noticeOf(paid, periods, approved.length),
    scansNotice: content.mayPay ? scansNotice(content) : null,
    control: approved.length > 0 ? controlRows(approved) : [],
    files: fileTable(content),
    rows: shown.map(period => rowOf(content, period)),
    search: many
      ? {
          label: 'Cari unit',
          action: MONEY_PATH,
          hidden: { bulan: periodText(paid) },
          form: blankForm({ cari: asked.search }),
        }
      : null,
    pages: many ? listPages(asked, found.length, 'unit', page => withList(moneyPath(paid), { ...asked, page })) : null,
    all: many && oneOf(content) !== undefined ? { href: moneyPath(paid), label: 'Semua unit' } : null,
    totals: computed.length > 1 ? { label: many ? 'Jumlah semua unit' : 'Jumlah', ...totalsOf(computed) } : null,
    payments: content.mayPay && (!many || oneOf(content) !== undefined) ? paymentsOf(content, shown) : [],
    downloads: downloadTable(content),
  };
}

const FIRST_PAGE: ListAsked = { search: '', page: 1 };

/** The unit that is looked into or whose form came back. */
const oneOf = ({ unit, refused }: MoneyContent): string | undefined => refused?.unitCode ?? unit;

/** Of many units those asked for, or the one that is looked into; of few every one. */
function foundOf(content: MoneyContent): readonly Period[] {
  const { periods, asked } = content;
  const one = oneOf(content);
  if (periods.length <= PER_PAGE) return periods;
  return periods.filter(({ unit }) => (one === undefined ? isNamed(asked, unit) : unit.code === one));
}

const monthLink = (month: Month, before = ''): Link => ({
  href: moneyPath(ownPeriod(month)),
  label: `${before}${monthInWords(month)}`,
});

const leadOf = (paid: Paid): string => `${monthLine(paid)}, menurut ${decreeWords(paid)}.`;

const otherItem = ({ month, kind, terms }: SpecialPayment): TaskItem => {
  const paid = { month, kind, special: terms };
  return {
    label: paidName(paid),
    href: moneyPath(paid),
    hint: `Dasar TPP ${monthInWords(terms.baseMonth)}, ${decreeWords(paid)}.`,
  };
};

function noticeOf(paid: Paid, periods: readonly Period[], approved: number): NoticeProps | null {
  const waiting = periods.length - approved;
  if (waiting === 0) return null;
  if (approved === 0)
    return {
      kind: 'info',
      text: `${isSpecial(paid) ? 'Belum ada unit yang disetujui untuk pembayaran ini' : 'Belum ada TPP yang disetujui untuk bulan ini'}. Berkas bisa diunduh setelah disetujui.`,
    };
  return {
    kind: 'info',
    text: `${String(waiting)} unit belum disetujui. Berkas dan jumlah di bawah hanya yang sudah disetujui.`,
  };
}

function totalsOf(runs: readonly ComputedRun[]): Omit<NonNullable<MoneyPage['totals']>, 'label'> {
  return {
    people: number(runs.reduce((sum, run) => sum + run.people, 0)),
    gross: runs.reduce((sum, run) => sum + run.gross, 0n),
    deductions: runs.reduce((sum, run) => sum + run.deductions, 0n),
    net: runs.reduce((sum, run) => sum + run.net, 0n),
  };
}

function controlRows(approved: readonly ComputedRun[]): SummaryRow[] {
  const totals = totalsOf(approved);
  return [
    { label: 'Unit disetujui', value: String(approved.length) },
    { label: 'Pegawai', value: totals.people },
    { label: 'Bruto', value: { rupiah: totals.gross } },
    { label: 'Potongan', value: { rupiah: totals.deductions } },
    { label: 'Jumlah bersih diterima', value: { rupiah: totals.net } },
  ];
}

const MORE_WORDS = 'Berkas dan pembayaran';

function rowOf(content: MoneyContent, { unit, run, state }: Period): MoneyRow {
  const { paid, scans } = content;
  // Of fifty units each row is short: a unit's links and its payment form stand on its own page.
  const short = content.periods.length > PER_PAGE && oneOf(content) === undefined;
  const papers = scanWords(scans.get(run?.id ?? '') ?? NO_SCANS);
  const file = run && isApproved(run) ? { href: exportPath(paid, unit.code), label: 'Unduh CSV' } : null;
  const plain = { format: 'csv', layout: 'ringkas' } as const;
  const draft = state === 'DIHITUNG' ? { href: exportPath(paid, unit.code, plain, true), label: 'Unduh draf' } : null;
  return {
    unit: unit.name,
    code: unit.code,
    state,
    hint: state === 'DIBAYAR' ? `Nomor ${run?.paymentNumber ?? ''}` : short && file ? papers : '',
    people: run?.people === null || run?.people === undefined ? '–' : String(run.people),
    gross: run?.gross ?? null,
    deductions: run?.deductions ?? null,
    net: run?.net ?? null,
    file: short ? null : (file ?? draft),
    more: file || draft ? { href: unitFilesPath(paid, unit.code), label: short ? MORE_WORDS : 'Berkas lain' } : null,
    scans: file && !short ? { href: scanPaths.list(paid, unit.code), label: papers } : null,
  };
}

function scanWords(standing: ScanStanding): string {
  const accepted = `Bertanda tangan: ${String(standing.accepted.length)} dari ${String(NEEDED.length)} diterima`;
  return standing.waiting === 0 ? accepted : `${accepted}, ${String(standing.waiting)} menunggu`;
}

function scansNotice({ paid, periods, scans }: MoneyContent): NoticeProps | null {
  const waiting = periods.filter(({ run }) => run && (scans.get(run.id)?.waiting ?? 0) > 0);
  if (waiting.length === 0) return null;
  return {
    kind: 'info',
    text: `Berkas bertanda tangan dari ${String(waiting.length)} unit menunggu Anda periksa.`,
    links: waiting.slice(0, 8).map(({ unit }) => ({ href: scanPaths.list(paid, unit.code), label: unit.name })),
  };
}

const FORMAT_WORDS: Readonly<Record<Format, string>> = { csv: 'CSV', xlsx: 'Excel', pdf: 'PDF' };

/** The files of the unit asked for or of the only one; of all approved units where there are several. */
function fileTable({ paid, periods, unit, paper, gathering, keeping }: MoneyContent): FileTable | null {
  const computed = periods.flatMap(computedOf).filter(run => unit === undefined || run.unit.code === unit);
  const approved = computed.filter(isApproved);
  const [only, ...more] = approved.length > 0 ? approved : computed;
  if (!only || (approved.length === 0 && more.length > 0)) return null;
  const draft = approved.length === 0;
  const code = more.length === 0 ? only.unit.code : null;
  const of = more.length === 0 ? only.unit.name : `${String(approved.length)} unit yang disetujui`;
  return {
    heading: draft ? `Draf ${of}` : `Berkas ${of}`,
    hint: draft
      ? 'Draf bertanda DRAF dan tidak dipakai untuk pembayaran.'
      : 'Berkas disimpan sekali. Setiap unduhan sama persis dan dicatat.',
    kept: draft ? '' : keptWords(keeping),
    rows: LAYOUTS.map(layout => ({
      layout: layoutWords(layout, paid),
      what: LAYOUT_HINTS[layout],
      links: LAYOUT_FORMATS[layout].flatMap(format =>
        lacks(gathering, { format, layout })
          ? []
          : [{ href: exportPath(paid, code, { format, layout, paper }, draft), label: FORMAT_WORDS[format] }],
      ),
    })),
    otherPaper: otherPaper(paid, unit, paper),
    gathering: gathering.missing.length === 0 ? null : gatherForm(paid, approved.length, gathering),
  };
}

const lacks = ({ missing }: Gathering, { format, layout }: Wanted): boolean =>
  missing.some(each => each.format === format && each.layout === layout);

function otherPaper(paid: Paid, unit: string | undefined, paper: Paper): Link {
  const other = paper === 'f4' ? 'a4' : 'f4';
  const of = unit === undefined ? '' : `&unit=${unit}`;
  return { href: `${moneyPath(paid)}${of}&kertas=${other}#berkas`, label: `PDF di kertas ${PAPER_WORDS[other]}` };
}

function gatherForm(paid: Paid, units: number, { jobId, key }: MoneyContent['gathering']): GatherForm {
  const of = `Excel dan PDF gabungan ${String(units)} unit`;
  return {
    text: jobId === null ? `${of} belum disiapkan. Berkas tiap unit sudah ada.` : `${of} sedang disiapkan.`,
    job: jobId === null ? null : { href: jobPath(jobId), label: 'Lihat kemajuannya' },
    action: gatherPath(paid),
    key,
  };
}

function paymentsOf({ paid, refused, scans }: MoneyContent, shown: readonly Period[]): PayForm[] {
  return shown.flatMap(({ unit, run, state }) => {
    if (state !== 'DISETUJUI' || !run) return [];
    const own = refused?.unitCode === unit.code ? refused.form : undefined;
    return [
      {
        unit: unit.name,
        code: unit.code,
        action: payPath(paid, unit.code),
        version: String(run.version),
        net: run.net ?? 0n,
        open: own !== undefined,
        lacking: lackingOf(scans.get(run.id) ?? NO_SCANS)
          .map(kind => scanWord(kind, paid))
          .join(', '),
        form: own ?? { values: {}, errors: [] },
      },
    ];
  });
}

function downloadTable({ downloads, zone }: MoneyContent): TableProps | null {
  if (downloads.length === 0) return null;
  return {
    caption: 'Riwayat unduhan',
    quietCaption: true,
    columns: [{ label: 'Berkas' }, { label: 'Waktu' }, { label: 'Oleh' }, { label: 'Sidik berkas (SHA-256)' }],
    rows: downloads.map(({ name, at, by, sha256, via }) => ({
      cells: [
        name,
        instant(at, zone),
        { text: by ?? 'Sistem', hint: via === 'perintah' ? 'lewat baris perintah' : undefined },
        `${sha256.slice(0, 16)}…`,
      ],
    })),
  };
}
