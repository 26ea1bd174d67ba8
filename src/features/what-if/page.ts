import { monthInWords, type Month } from '../../domain/month.ts';
import { compute } from '../../domain/tpp/compute.ts';
import type { Computation } from '../../domain/tpp/computation.ts';
import { paidNow, RELEASED } from '../../domain/tpp/postponed.ts';
import type { Choice, ExplanationNode, Link, SummaryRow, TableProps } from '../../platform/render/components.ts';
import type { PageModel } from '../../platform/render/engine.ts';
import { number, rupiah } from '../../platform/render/format.ts';
import { formTitle, type FormState } from '../../platform/render/forms.ts';
import { engineFacts, rulesFor, trialDecree } from '../policies/engine-facts.ts';
import { explanationOf } from '../reports/explanation.ts';
import { ownLinks } from '../reports/own-links.ts';
import { paths } from '../reports/paths.ts';
import { compareMonths, type MonthAmounts } from '../reports/slip-comparison.ts';
import { inWords, type FactQuestion, type Questions } from './questions.ts';
import type { OpenMonth } from './standing.ts';
import { FIELDS } from './wish-form.ts';

/** The page of `GET /laporan/tpp-saya/kalau`. */
export interface WhatIfPage extends PageModel {
  readonly heading: string;
  readonly back: Link;
  readonly month: string;
  /** The month as the address has it. */
  readonly bulan: string;
  /** Why nothing can be reckoned; empty where it can. */
  readonly empty: string;
  readonly form: FormState;
  /** Null where nothing can be asked. */
  readonly fields: WhatIfFields | null;
  readonly result: WhatIfResult | null;
}

export interface WhatIfFields {
  readonly heading: string;
  readonly names: typeof FIELDS;
  readonly fill: readonly Choice[];
  readonly pointsHint: string;
  readonly points: boolean;
  readonly late: readonly Choice[];
  readonly early: readonly Choice[];
  readonly absent: boolean;
  /** How many days there are for it. */
  readonly daysHint: string;
  readonly waiting: readonly Choice[];
  readonly facts: readonly AskedFact[];
}

/** A fact as a field. */
export interface AskedFact {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly suffix: string;
  /** None for a field in which something is typed. */
  readonly options: readonly Choice[];
  readonly asItIs: string;
}

export interface WhatIfResult {
  /** Whole rupiah; null where it could not be computed. */
  readonly before: string | null;
  readonly after: string | null;
  readonly sentence: string;
  /** What kept it from being computed. */
  readonly missing: readonly string[];
  /** What changed of the facts. */
  readonly facts: readonly SummaryRow[];
  readonly amounts: TableProps | null;
  /** Each component that changes, as it would be. */
  readonly nodes: readonly ExplanationNode[];
  /** Reasons of gates that would apply. */
  readonly reasons: readonly string[];
}

interface Content {
  readonly bulan: Month;
  readonly month: OpenMonth | undefined;
  readonly questions: Questions | undefined;
  readonly form: FormState;
  readonly wished: Readonly<Record<string, string>> | undefined;
}

export function whatIfModel({ bulan, month, questions, form, wished }: Content): WhatIfPage {
  const words = monthInWords(bulan);
  return {
    title: formTitle(`Kalau saya …, ${words}`, form),
    heading: 'Kalau saya … berapa TPP saya?',
    back: { href: paths.tpp(bulan), label: `TPP saya, ${words}` },
    month: words,
    bulan,
    empty: emptyWords(words, month, questions),
    form,
    fields: month && questions && !isEmpty(questions) ? fieldsOf(month, questions, wished !== undefined) : null,
    result: month && wished ? resultOf(month, wished) : null,
  };
}

const isEmpty = ({ points, late, early, absent, facts }: Questions): boolean =>
  !points && late.length === 0 && early.length === 0 && !absent && facts.length === 0;

function emptyWords(words: string, month: OpenMonth | undefined, questions: Questions | undefined): string {
  if (!month)
    return `Untuk ${words} tidak ada yang bisa dihitung: bulannya sudah ditutup, atau Anda tidak dibayar bulan itu.`;
  return questions && isEmpty(questions) ? `Untuk ${words} tidak ada lagi yang bisa diubah.` : '';
}

function fieldsOf(month: OpenMonth, questions: Questions, again: boolean): WhatIfFields {
  const { worksToday, daysAfter, entries, running } = month;
  const target = running.facts.facts['kalender.target_harian'] ?? '0';
  const left = daysAfter + (worksToday ? 1 : 0);
  const rest = `${worksToday ? 'Hari ini dan ' : ''}${number(daysAfter)} hari kerja ${worksToday ? 'sesudahnya' : 'yang tersisa'} saya isi penuh`;
  const fill: Choice[] = [
    { value: 'tetap', label: 'Seperti sekarang' },
    ...(worksToday
      ? [
          {
            value: 'hari_ini',
            label: 'Hari ini saya isi penuh',
            hint: `${number(entries.today)} dari ${number(target)} poin`,
          },
        ]
      : []),
    ...(daysAfter > 0 ? [{ value: 'sisa', label: rest }] : []),
  ];
  return {
    heading: again ? 'Coba yang lain' : 'Yang ingin Anda coba',
    names: FIELDS,
    fill: questions.points && fill.length > 1 ? fill : [],
    points: questions.points && worksToday,
    pointsHint: `Sehari paling banyak ${number(running.inForce.daily.dailyCap)} poin dihitung. Hari ini sudah ${number(entries.today)}.`,
    late: questions.late,
    early: questions.early,
    absent: questions.absent,
    daysHint: `Paling banyak ${number(left)} hari kerja yang tersisa.`,
    waiting:
      questions.points && entries.waiting > 0
        ? [
            { value: 'disetujui', label: 'Semua disetujui' },
            { value: 'ditolak', label: 'Semua ditolak' },
          ]
        : [],
    facts: questions.facts.map(askedFact),
  };
}

function askedFact({ name, label, kind, now, options, unit }: FactQuestion): AskedFact {
  const holds = now === '' ? 'Sekarang belum ada.' : `Sekarang ${now}.`;
  return {
    name,
    label,
    hint: kind === 'pilih' ? '' : `${holds} Kosongkan kalau tetap.`,
    suffix: unit === 'kali' || unit === 'bilangan' ? '' : unit === 'persen' ? '%' : unit,
    options,
    asItIs: now === '' ? 'Tetap (belum ada)' : `Tetap (${now})`,
  };
}

/** The same engine as the close, on the facts as they are and as they would be. */
function resultOf({ running }: OpenMonth, wished: Readonly<Record<string, string>>): WhatIfResult {
  const { inForce, month, computation: before, facts } = running;
  const { regulation } = inForce;
  const after = paidNow(regulation, compute(regulation, engineFacts(regulation, month, wished)));
  const [then, now] = [amountsOf(before), amountsOf(after)];
  const changed = then && now ? compareMonths(now, then) : [];
  const amounts = new Map(before.components.map(({ code, amount }) => [code, amount]));
  return {
    before: before.net,
    after: after.net,
    sentence: outcome(before.net, after.net, trialDecree(facts.facts)),
    missing: after.missingFacts.map(({ label, reason }) => `${label} ${reason}.`),
    facts: changedFacts(running, wished),
    amounts: changed.length > 1 ? amountTable(changed) : null,
    nodes: after.components.flatMap(({ code, label, amount, why }) =>
      why?.value === amount && amounts.get(code) !== amount
        ? [withArticle({ ...explanationOf(why, month, ownLinks([])), label })]
        : [],
    ),
    reasons: after.reasons.filter(({ status }) => status !== RELEASED).map(({ reason, cite }) => `${reason} (${cite})`),
  };
}

/** The article stands beside the sentence, without opening anything. */
const withArticle = (node: ExplanationNode): ExplanationNode => ({
  ...node,
  sentence: `${node.sentence}. Dasar: ${node.cite}.`,
});

function outcome(before: string | null, after: string | null, decree: string | undefined): string {
  if (after === null) return 'Belum bisa dihitung.';
  if (before === null)
    return 'Sekarang belum bisa dihitung karena ada data yang kurang. Kalau begitu jumlahnya seperti di atas.';
  const difference = BigInt(after) - BigInt(before);
  if (difference > 0n) return `Naik ${rupiah(difference)} dari ${rupiah(before)}.`;
  if (difference < 0n) return `Turun ${rupiah(-difference)} dari ${rupiah(before)}.`;
  return decree === undefined
    ? `Tetap ${rupiah(before)}.`
    : `Tetap ${rupiah(before)}, karena bulan ini masa uji coba menurut ${decree}.`;
}

function amountsOf({ gross, deductions, net, components }: Computation): MonthAmounts | null {
  if (gross === null || deductions === null || net === null) return null;
  return {
    gross: BigInt(gross),
    deductions: BigInt(deductions),
    net: BigInt(net),
    adjusted: 0n,
    stored: { components },
  };
}

const amountTable = (changed: ReturnType<typeof compareMonths>): TableProps => ({
  caption: 'Yang berubah',
  quietCaption: true,
  columns: [
    { label: 'Bagian' },
    { label: 'Sekarang', numeric: true },
    { label: 'Kalau begitu', numeric: true },
    { label: 'Selisih', numeric: true },
  ],
  rows: changed.map(({ label, before, now, difference }) => ({
    cells: [label, { rupiah: before }, { rupiah: now }, { rupiah: difference }],
  })),
});

function changedFacts(
  { inForce, month, facts }: OpenMonth['running'],
  wished: Readonly<Record<string, string>>,
): SummaryRow[] {
  const rules = rulesFor(inForce.regulation, month, wished);
  return rules.inputs.flatMap(({ label, source, name, type }) => {
    const [before, now] = [facts.facts, wished].map(of => of[source] ?? of[`fakta.${name}`]);
    if (now === undefined || before === now) return [];
    const then = before === undefined ? 'belum ada' : inWords(before, type);
    return [{ label, value: `${then} menjadi ${inWords(now, type)}` }];
  });
}
