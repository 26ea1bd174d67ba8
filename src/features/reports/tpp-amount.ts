import type { Why } from '../../domain/explained.ts';
import { monthInWords } from '../../domain/month.ts';
import type { Computation, ComputedComponent } from '../../domain/tpp/computation.ts';
import type { Cell, ExplanationNode, FoldedSteps, SummaryRow } from '../../platform/render/components.ts';
import { number } from '../../platform/render/format.ts';
import type { Carried } from '../adjustments/carried.ts';
import type { OwnLine } from './queries.ts';
import type { RunningCalculation } from './running.ts';
import { adjustmentNode } from './slip-adjustments.ts';

/** A stored tree, with the reader's own links. */
export type Explain = (why: Why) => ExplanationNode;

/** An amount with everything that explains it. */
export interface TppAmount {
  readonly heading: string;
  readonly net: bigint | string;
  readonly rows: readonly SummaryRow[];
  readonly nodes: readonly ExplanationNode[];
  /** Components of which nothing is paid, folded away: those that are postponed, and those of zero. */
  readonly apart: readonly FoldedSteps[];
  /** What is adjusted of older months, each as a sentence. */
  readonly older: readonly ExplanationNode[];
}

/** The amount of a computed month, with what it carries of older ones. */
export function lineAmount(line: OwnLine, older: readonly Carried[], explain: Explain): TppAmount {
  const { stored, gross, deductions, net } = line;
  return amountOf('Jumlah bersih diterima', { gross, deductions, net }, stored.components, stored.why, explain, older);
}

/** The amount of an open month as far as it is known; null where something is missing. */
export function runningAmount({ computation }: RunningCalculation, explain: Explain): TppAmount | null {
  const { gross, deductions, net, components, why } = computation;
  if (gross === null || deductions === null || net === null) return null;
  return amountOf('Perhitungan sementara', { gross, deductions, net }, components, why ?? {}, explain, []);
}

interface Totals {
  readonly gross: bigint | string;
  readonly deductions: bigint | string;
  readonly net: bigint | string;
}

function amountOf(
  heading: string,
  totals: Totals,
  components: readonly ComputedComponent[],
  why: NonNullable<Computation['why']>,
  explain: Explain,
  older: readonly Carried[],
): TppAmount {
  const paid = components.filter(component => component.kind === 'pendapatan');
  const cut = components.filter(component => component.kind === 'potongan');
  const rows: SummaryRow[] = [
    ...paid.map(componentRow),
    ...older.flatMap(each => olderRow(each, '', each.taken.gross)),
    { label: 'Bruto', value: { rupiah: totals.gross } },
    ...cut.map(component => ({ label: `Potongan ${component.label}`, value: negative(component.amount) })),
    ...older.flatMap(each => olderRow(each, 'Potongan ', -each.taken.deductions)),
    { label: 'Jumlah bersih diterima', value: { rupiah: totals.net } },
  ];
  const nodes = (of: readonly ComputedComponent[]): ExplanationNode[] =>
    of.flatMap(({ why: tree, label }) => (tree ? [{ ...explain(tree), label }] : []));
  const unpaid = components.filter(({ amount }) => amount === '0');
  const postponed = nodes(unpaid.filter(({ why: tree }) => tree && tree.value !== '0'));
  const zero = nodes(unpaid.filter(({ why: tree }) => tree?.value === '0'));
  const totalTree = older.length === 0 && postponed.length === 0 ? why['net'] : undefined;
  return {
    heading,
    net: totals.net,
    rows,
    nodes: [
      ...nodes(components.filter(({ amount }) => amount !== '0')),
      ...(totalTree ? [lastStep(explain(totalTree))] : []),
    ],
    apart: [...folded('Ditunda, belum dibayarkan', postponed), ...folded('Bernilai nol', zero)],
    older: older.map(adjustmentNode),
  };
}

const folded = (heading: string, children: readonly ExplanationNode[]): FoldedSteps[] =>
  children.length === 0 ? [] : [{ heading: `${heading} (${number(children.length)})`, inputs: [], children }];

/** The last step alone: what it rests on stands above, component by component. */
const lastStep = (node: ExplanationNode): ExplanationNode => ({ ...node, children: [], apart: [] });

const olderRow = ({ ofMonth }: Carried, prefix: string, rupiah: bigint): SummaryRow[] =>
  rupiah === 0n
    ? []
    : [
        {
          label: `${prefix}${prefix === '' ? 'Penyesuaian' : 'penyesuaian'} ${monthInWords(ofMonth)}`,
          value: { rupiah },
        },
      ];

const componentRow = ({ label, amount }: ComputedComponent): SummaryRow => ({ label, value: { rupiah: amount } });
const negative = (amount: string): Cell => ({ rupiah: amount === '0' ? amount : `-${amount}` });
