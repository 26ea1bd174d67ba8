import type { LocalDate } from '../../domain/local-date.ts';
import { addMonths, monthOf, type Month } from '../../domain/month.ts';
import { parseRatio, toDecimalText, type Ratio } from '../../domain/ratio.ts';
import {
  addsUp,
  draftRealisation,
  isLimit,
  progressOf,
  realisedOf,
  type DraftedRealisation,
} from '../../domain/skp/realisation.ts';
import { number, percent as percentText } from '../../platform/render/format.ts';
import { amountText } from './plan-words.ts';
import type { Plan, PlanIndicator, PlanTarget } from './plan-queries.ts';
import type { Recorded, WorkOfMonth } from './progress-queries.ts';

/** One month of one indicator: what was written, else what the entries alone would give. */
export interface MonthOfIndicator {
  readonly month: Month;
  readonly recorded: Recorded | undefined;
  readonly drafted: DraftedRealisation | undefined;
}

/** How far one indicator is. */
export interface IndicatorProgress {
  readonly indicator: PlanIndicator;
  readonly months: readonly MonthOfIndicator[];
  /** 0 to 100, for a bar. */
  readonly filled: number;
  readonly over: boolean;
  /** '340 dari 480 izin' */
  readonly text: string;
  /** Beside the bar: '70,8 %', or what a limit has come to. */
  readonly short: string;
  /** 'Sebagian masih draf dari kegiatan' */
  readonly note: string;
}

/** The months of a plan that have begun by a day. */
export function monthsOfPlan(plan: Pick<Plan, 'from' | 'until'>, today: LocalDate): Month[] {
  const last = today < plan.until ? monthOf(today) : monthOf(plan.until);
  const months: Month[] = [];
  for (let month = monthOf(plan.from); month <= last; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** How far the indicators of a planned result are. */
export const targetProgress = (
  target: PlanTarget,
  months: readonly Month[],
  work: readonly WorkOfMonth[],
  recorded: readonly Recorded[],
): IndicatorProgress[] =>
  target.indicators.map(indicator => {
    const linked = work.filter(part => part.origin === target.origin);
    const own = recorded.filter(row => row.origin === indicator.origin);
    return indicatorProgress(
      indicator,
      months.map(month => ({
        month,
        recorded: own.find(row => row.month === month),
        drafted: draftRealisation(
          indicator,
          linked.filter(part => part.month === month),
        ),
      })),
    );
  });

function indicatorProgress(indicator: PlanIndicator, months: readonly MonthOfIndicator[]): IndicatorProgress {
  const values = months.flatMap(each => each.recorded?.value ?? each.drafted?.value ?? []);
  const realised = realisedOf(indicator.aspect, values);
  const target = parseRatio(indicator.target);
  if (realised === undefined || target === null)
    return { indicator, months, filled: 0, over: false, text: 'Belum ada realisasi', short: '', note: '' };
  const { percent, filled, over } = progressOf(indicator.aspect, realised, target);
  const onlyDrafted = months.filter(each => !each.recorded && each.drafted);
  return {
    indicator,
    months,
    filled,
    over,
    ...wordsOf(indicator, realised, percent, over),
    note:
      onlyDrafted.length === 0
        ? ''
        : `${String(onlyDrafted.length)} bulan masih draf, dihitung dari ${String(
            onlyDrafted.reduce((sum, each) => sum + (each.drafted?.entries ?? 0), 0),
          )} kegiatan`,
  };
}

const DECIMALS_SHOWN = 2;

function wordsOf(
  { aspect, target, unitName }: PlanIndicator,
  realised: Ratio,
  percent: string,
  over: boolean,
): Pick<IndicatorProgress, 'text' | 'short'> {
  const value = toDecimalText(realised, DECIMALS_SHOWN);
  const mean = addsUp(aspect) ? '' : 'rata-rata ';
  if (!isLimit(aspect))
    return { text: `${mean}${number(value)} dari ${amountText(target, unitName)}`, short: percentText(percent) };
  const reached = amountText(value, unitName);
  const passed = over ? ', melewati batas' : '';
  return { text: `${mean}${reached}, batas ${amountText(target, unitName)}${passed}`, short: reached };
}
