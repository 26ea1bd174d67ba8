import type { LocalDate } from '../../domain/local-date.ts';
import { isMonth, monthInWords, monthOf, type Month } from '../../domain/month.ts';
import { toDecimalText } from '../../domain/ratio.ts';
import type { Choice, Link, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { bytes, number } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { paths } from './paths.ts';
import { monthsOfPlan, targetProgress, type IndicatorProgress } from './progress.ts';
import type { Plan, PlanTarget } from './plan-queries.ts';
import type { Recorded, WorkOfMonth } from './progress-queries.ts';
import { amountText, ASPECT_WORDS, spanText, targetText } from './plan-words.ts';

/** One bar with its words. */
export interface ProgressBar {
  readonly indicator: string;
  readonly aspect: string;
  readonly value: number;
  readonly text: string;
  readonly short: string;
  readonly over: boolean;
  readonly note: string;
}

export interface TargetProgressCard {
  readonly id: string;
  readonly title: string;
  readonly linked: string;
  readonly bars: readonly ProgressBar[];
  readonly link: Link;
  /** The last month over has nothing written yet. */
  readonly lacking: string;
}

/** GET /progres */
export interface ProgressPage extends PageModel {
  readonly years: { readonly label: string; readonly previous: Link; readonly next: Link | null };
  readonly parts: readonly {
    readonly id: string;
    readonly span: string;
    readonly targets: readonly TargetProgressCard[];
  }[];
  readonly empty: { readonly text: string; readonly action: Link } | null;
}

export interface ProgressFacts {
  readonly today: LocalDate;
  readonly work: readonly WorkOfMonth[];
  readonly recorded: readonly Recorded[];
}

export const barOf = (progress: IndicatorProgress): ProgressBar => ({
  indicator: progress.indicator.indicator,
  aspect: ASPECT_WORDS[progress.indicator.aspect],
  value: progress.filled,
  text: progress.text,
  short: progress.short,
  over: progress.over,
  note: progress.note,
});

/** The year's results in force with how far they are. */
export function progressPage(
  view: ProgressFacts & {
    readonly year: number;
    readonly plans: readonly Plan[];
    readonly linked: ReadonlyMap<string, number>;
  },
): ProgressPage {
  const { year, today } = view;
  const inForce = view.plans.filter(plan => plan.state === 'disetujui').reverse();
  const thisYear = Number(today.slice(0, 4));
  return {
    title: `Realisasi ${String(year)}`,
    years: {
      label: `Realisasi ${String(year)}`,
      previous: { href: paths.progress(year - 1), label: String(year - 1) },
      next: year >= thisYear ? null : { href: paths.progress(year + 1), label: String(year + 1) },
    },
    parts: inForce.map(plan => ({
      id: `skp-${plan.id}`,
      span: spanText(plan),
      targets: plan.targets.map((target, index) => cardOf(view, plan, target, index)),
    })),
    empty:
      inForce.length > 0
        ? null
        : {
            text:
              view.plans.length > 0
                ? `SKP ${String(year)} Anda belum disetujui. Realisasi diisi setelah atasan menyetujuinya.`
                : `Anda belum punya SKP ${String(year)}. Realisasi diisi setelah SKP disetujui.`,
            action: { href: paths.plan(year), label: 'Buka SKP' },
          },
  };
}

function cardOf(
  view: ProgressFacts & { readonly linked: ReadonlyMap<string, number> },
  plan: Plan,
  target: PlanTarget,
  index: number,
): TargetProgressCard {
  const months = monthsOfPlan(plan, view.today);
  const progress = targetProgress(target, months, view.work, view.recorded);
  const over = months.filter(month => month < monthOf(view.today)).at(-1);
  const lacking =
    over !== undefined && progress.some(each => !each.months.find(row => row.month === over)?.recorded)
      ? over
      : undefined;
  const entries = view.linked.get(target.origin) ?? 0;
  return {
    id: target.id,
    title: `${String(index + 1)}. ${target.result}`,
    linked: entries === 0 ? 'Belum ada kegiatan terkait' : `${number(entries)} kegiatan terkait`,
    bars: progress.map(barOf),
    link: {
      href: paths.progressOf(target.id, lacking),
      label: lacking === undefined ? 'Lihat dan isi realisasi' : `Isi realisasi ${monthInWords(lacking)}`,
    },
    lacking: lacking === undefined ? '' : `Realisasi ${monthInWords(lacking)} belum lengkap`,
  };
}

/** GET /progres/:sasaranId */
export interface TargetProgressPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly lead: string;
  readonly bars: readonly ProgressBar[];
  readonly tables: readonly TableProps[];
  readonly files: readonly { readonly href: string; readonly label: string }[];
  readonly form: FormState;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly indicators: readonly Choice[];
  readonly months: readonly Choice[];
  readonly valueHint: string;
  readonly filesLost: boolean;
}

/** What the form is about, chosen in the address or by what lacks. */
export interface Chosen {
  readonly indicatorId: string;
  readonly month: Month | undefined;
}

/** The indicator and month the form begins with: those asked for, else the latest month over that has nothing written. */
export function chosenIn(query: Readonly<Record<string, unknown>>, progress: readonly IndicatorProgress[]): Chosen {
  const asked = progress.find(each => each.indicator.id === query.indikator) ?? progress[0];
  const months = asked?.months ?? [];
  const { bulan } = query;
  const wanted = typeof bulan === 'string' && isMonth(bulan) ? months.find(row => row.month === bulan) : undefined;
  const over = months.slice(0, -1).findLast(row => row.recorded === undefined);
  return { indicatorId: asked?.indicator.id ?? '', month: (wanted ?? over ?? months.at(-1))?.month };
}

const amount = (text: string): string => number(text).replaceAll('.', '');

/** The form's values as they begin: what was written, else what the entries alone would give. */
export function realisationValues(chosen: Chosen, progress: readonly IndicatorProgress[]): FormState['values'] {
  const row = monthRow(chosen, progress);
  const value = row?.recorded?.value ?? row?.drafted?.value;
  return {
    indikator: chosen.indicatorId,
    bulan: chosen.month ?? '',
    realisasi: value === undefined ? '' : amount(toDecimalText(value, 2)),
    kendala: row?.recorded?.obstacle ?? '',
  };
}

const monthRow = (chosen: Chosen, progress: readonly IndicatorProgress[]) =>
  progress.find(each => each.indicator.id === chosen.indicatorId)?.months.find(each => each.month === chosen.month);

export function targetProgressPage(view: {
  readonly plan: Plan;
  readonly target: PlanTarget;
  readonly progress: readonly IndicatorProgress[];
  readonly chosen: Chosen;
  readonly form: FormState;
  readonly key: string;
  readonly filesLost: boolean;
}): TargetProgressPage {
  const { plan, target, progress, chosen, form } = view;
  const months = progress[0]?.months ?? [];
  return {
    title: formTitle('Realisasi', form),
    heading: target.result,
    back: { href: paths.progress(plan.year), label: `Realisasi ${String(plan.year)}` },
    lead: target.parentResult === null ? '' : `Mendukung: ${target.parentResult}`,
    bars: progress.map(barOf),
    tables: progress.map(each => tableOf(target, each)).filter(table => table.rows.length > 0),
    files: progress.flatMap(each =>
      each.months.flatMap(row =>
        (row.recorded?.files ?? []).map(file => ({
          href: paths.evidence(target.id, file.id),
          label: `${monthInWords(row.month)}: ${file.name} (${bytes(file.size)})`,
        })),
      ),
    ),
    form,
    action: paths.progressOf(target.id),
    hidden: { kunci_kirim: view.key },
    indicators: progress.map(({ indicator }) => ({
      value: indicator.id,
      label: `${ASPECT_WORDS[indicator.aspect]}: ${indicator.indicator} (target ${targetText(indicator)})`,
    })),
    months: [...months].reverse().map(row => ({ value: row.month, label: monthInWords(row.month) })),
    valueHint: hintOf(chosen, progress),
    filesLost: view.filesLost,
  };
}

function hintOf(chosen: Chosen, progress: readonly IndicatorProgress[]): string {
  const drafted = monthRow(chosen, progress)?.drafted;
  const unit = progress.find(each => each.indicator.id === chosen.indicatorId)?.indicator.unitName ?? '';
  if (!drafted || chosen.month === undefined) return 'Misalnya 3 atau 2,5';
  const value = amountText(toDecimalText(drafted.value, 2), unit);
  return `Dari kegiatan ${monthInWords(chosen.month)}: ${value}, dihitung dari ${number(drafted.entries)} kegiatan`;
}

function tableOf(target: PlanTarget, { indicator, months }: IndicatorProgress): TableProps {
  const filled = months.filter(row => row.recorded !== undefined || row.drafted !== undefined);
  return {
    caption: `${ASPECT_WORDS[indicator.aspect]}: ${indicator.indicator}, target ${targetText(indicator)}`,
    narrow: 'gulir',
    columns: [
      { label: 'Bulan' },
      { label: 'Dari kegiatan', numeric: true },
      { label: 'Realisasi', numeric: true },
      { label: 'Kendala' },
    ],
    rows: filled.map(row => ({
      cells: [
        {
          text: monthInWords(row.month),
          href: `${paths.progressOf(target.id, row.month)}&indikator=${indicator.id}`,
        },
        row.drafted ? `${number(toDecimalText(row.drafted.value, 2))} (${number(row.drafted.entries)} kegiatan)` : '',
        row.recorded ? number(toDecimalText(row.recorded.value, 2)) : 'Draf',
        row.recorded?.obstacle ?? '',
      ],
    })),
  };
}
