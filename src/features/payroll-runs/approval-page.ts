import { monthInWords } from '../../domain/month.ts';
import { periodText } from '../../domain/payroll/pay-period.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { Link, NoticeProps, SummaryRow, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { dateMedium, number } from '../../platform/render/format.ts';
import type { Status } from '../../platform/render/status.ts';
import type { Actor } from '../../platform/web/actor.ts';
import type { CarriedAdjustment } from '../adjustments/carried-queries.ts';
import { carriedTable } from '../adjustments/carried-table.ts';
import { offer } from './actions.ts';
import { budgetWords, waitingWords } from './approval-check.ts';
import { type ApprovalView, type Budget, MOST_SHOWN, overBudget } from './approval-queries.ts';
import { boardOf } from './board-link.ts';
import { approvePath } from './paths.ts';
import { wordsOf, type Period, type SpecialTerms } from './queries.ts';
import { ASKED_YOURSELF, blockerWords } from './refusal.ts';
import { trialRows, type TrialTotals } from './trial-totals.ts';

/** The page of `GET /kepegawaian/periode/:bulan/:unit/setujui`: what is looked at before a run is approved. */
export interface ApprovalPage extends PageModel {
  readonly heading: string;
  readonly unit: string;
  readonly status: Status;
  readonly back: Link;
  readonly notice: NoticeProps | null;
  readonly totals: readonly SummaryRow[];
  readonly budget: readonly SummaryRow[];
  /** What a trial month pays beside what the rules would have given. */
  readonly trial: readonly SummaryRow[];
  /** How last month compares, or on what a special payment rests, in a sentence. */
  readonly compared: { readonly heading: string; readonly text: string } | null;
  /** What approving means for what is found wrong afterwards. */
  readonly afterwards: string;
  readonly differences: TableProps | null;
  /** What the run carries for months that are paid already. */
  readonly adjustments: TableProps | null;
  readonly approve: { readonly action: string; readonly hidden: Readonly<Record<string, string>> } | null;
}

export interface ApprovalContent {
  readonly actor: Actor;
  readonly period: Period;
  /** Undefined before the run is computed. */
  readonly view: ApprovalView | undefined;
  readonly budget: Budget | undefined;
  /** Undefined in an ordinary month. */
  readonly trial: TrialTotals | undefined;
  readonly adjustments: readonly CarriedAdjustment[];
  /** Who asked for old months that the run carries. */
  readonly askers: readonly string[];
  /** The last day to object, while it is not over. */
  readonly until: LocalDate | null;
  readonly key: string;
}

export function approvalModel(content: ApprovalContent): ApprovalPage {
  const { actor, period, view, budget, askers, until, key } = content;
  const { month, unit, state, run, special } = period;
  const words = special ? wordsOf(period) : monthInWords(month);
  const possible = offer('setujui', period, actor, true);
  const over = budget !== undefined && overBudget(budget);
  const reason = !possible.ok
    ? blockerWords(possible.blockers, period, state)
    : askers.includes(actor.employeeId)
      ? ASKED_YOURSELF
      : until !== null
        ? waitingWords(until)
        : over
          ? budgetWords(budget)
          : null;
  return {
    title: `Periksa sebelum disetujui, ${words}`,
    heading: `Periksa sebelum disetujui, ${words}`,
    unit: unit.name,
    status: state,
    back: boardOf(period),
    notice: reason === null ? null : { kind: 'terkunci', text: reason },
    totals: run && run.net !== null ? totalRows(run) : [],
    budget: budget ? budgetRows(budget) : [],
    trial: content.trial ? trialRows(content.trial) : [],
    compared: view ? { heading: 'Dibanding bulan lalu', text: comparedWords(view) } : special ? basedOn(special) : null,
    differences: view ? differenceTable(view) : null,
    adjustments: adjustmentTable(content.adjustments),
    afterwards: special
      ? 'Setelah disetujui tidak ada yang dibuka lagi.'
      : 'Setelah disetujui tidak ada yang dibuka lagi. Koreksi masuk bulan berikutnya.',
    approve:
      reason === null && run
        ? {
            action: approvePath(periodText(period), unit.code),
            hidden: { versi: String(run.version), kunci_kirim: key },
          }
        : null,
  };
}

const totalRows = (run: NonNullable<Period['run']>): SummaryRow[] => [
  { label: run.special ? 'Dihitung oleh' : 'Ditutup oleh', value: run.closedByName },
  { label: 'Pegawai', value: number(run.people ?? 0) },
  { label: 'Bruto', value: { rupiah: run.gross ?? 0n } },
  { label: 'Potongan', value: { rupiah: run.deductions ?? 0n } },
  { label: 'Jumlah bersih', value: { rupiah: run.net ?? 0n } },
];

/** What is paid beside the month's own rests on that month. */
const basedOn = ({ baseMonth, decree, decreeDate }: SpecialTerms): ApprovalPage['compared'] => ({
  heading: 'Dasarnya',
  text: `Dihitung dari data TPP ${monthInWords(baseMonth)} yang sudah disetujui, menurut ${decree} tanggal ${dateMedium(decreeDate)}.`,
});

const budgetRows = ({ year, ceiling, spent, run }: Budget): SummaryRow[] => [
  { label: `Pagu TPP ${String(year)}`, value: { rupiah: ceiling } },
  { label: 'Sudah disetujui tahun ini', value: { rupiah: spent } },
  { label: 'Sisa setelah perhitungan ini', value: { rupiah: ceiling - spent - run } },
];

function comparedWords({ differing, newcomers, gone }: ApprovalView): string {
  const first =
    differing === 0
      ? 'Tidak ada pegawai yang jumlahnya berubah lebih dari seperempat dibanding bulan lalu.'
      : `${number(differing)} pegawai jumlahnya berubah lebih dari seperempat dibanding bulan lalu.`;
  const came = newcomers > 0 ? ` ${number(newcomers)} pegawai tidak ada pada bulan lalu.` : '';
  const went = gone > 0 ? ` ${number(gone)} pegawai bulan lalu tidak ada lagi.` : '';
  return `${first}${came}${went}`;
}

function adjustmentTable(carried: readonly CarriedAdjustment[]): TableProps | null {
  if (carried.length === 0) return null;
  const some = carried.length === MOST_SHOWN ? ` (${number(MOST_SHOWN)} terbesar)` : '';
  return carriedTable(`Penyesuaian bulan yang sudah dibayar${some}`, carried, { unit: false, run: false });
}

function differenceTable({ differences, differing }: ApprovalView): TableProps | null {
  if (differences.length === 0) return null;
  const some = differing > MOST_SHOWN ? ` (${number(MOST_SHOWN)} terbesar)` : '';
  return {
    caption: `Perubahan lebih dari seperempat${some}`,
    columns: [
      { label: 'Pegawai' },
      { label: 'Bulan lalu', numeric: true },
      { label: 'Bulan ini', numeric: true },
      { label: 'Selisih', numeric: true },
    ],
    rows: differences.map(({ name, position, before, net }) => ({
      cells: [{ text: name, hint: position }, { rupiah: before }, { rupiah: net }, { rupiah: net - before }],
    })),
  };
}
