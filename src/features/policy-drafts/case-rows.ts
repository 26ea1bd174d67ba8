import type { Computation } from '../../domain/tpp/computation.ts';
import type { CaseResult } from '../../domain/tpp/regulation-cases.ts';
import type { Cell, TableProps } from '../../platform/render/components.ts';
import { number, rupiah } from '../../platform/render/format.ts';

/** A case with what the draft gives, and what the version before it gives for the same facts where it can. */
export interface Computed {
  readonly result: CaseResult;
  readonly before: Computation | null;
}

/** A case that comes out otherwise than it says. */
export interface DifferingCase {
  readonly heading: string;
  /** What differs, a sentence for each. */
  readonly differences: readonly string[];
  /** Why there is no amount; empty where there is one. */
  readonly note: string;
}

export const differingCases = (computed: readonly Computed[]): DifferingCase[] =>
  computed
    .filter(({ result }) => result.differences.length > 0)
    .map(({ result }) => ({
      heading: headingOf(result),
      differences: result.differences.map(differenceInWords),
      note: lacking(result.computation),
    }));

const TOTALS: Readonly<Record<string, string>> = { gross: 'Bruto', deductions: 'Potongan', net: 'Bersih' };

/** "gross: seharusnya 3500201, …" as the page says it: "Bruto: seharusnya 3.500.201, …". */
function differenceInWords(text: string): string {
  const [name = '', ...rest] = text.split(': ');
  const called = TOTALS[name] ?? `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  return `${[called, ...rest].join(': ').replace(WHOLE_NUMBER, digits => number(digits))}.`;
}

const WHOLE_NUMBER = /(?<![\w.,-])\d{4,}(?![\w.])/g;

/** Every case with its amounts by the draft, and where the version before gives another one by that too. */
export const caseTable = (computed: readonly Computed[]): TableProps => ({
  caption: 'Jumlah tiap contoh',
  quietCaption: true,
  columns: [
    { label: 'Contoh' },
    { label: 'Bruto', numeric: true },
    { label: 'Potongan', numeric: true },
    { label: 'Bersih', numeric: true },
  ],
  rows: computed.map(({ result, before }) => ({
    cells: [
      { text: headingOf(result), hint: result.differences.length > 0 ? 'Berbeda' : lacking(result.computation) },
      amount(result.computation.gross, before?.gross),
      amount(result.computation.deductions, before?.deductions),
      amount(result.computation.net, before?.net),
    ],
  })),
});

const headingOf = ({ id, name }: CaseResult): string => (name === id ? id : `${id}: ${name}`);

const lacking = ({ missingFacts }: Computation): string =>
  missingFacts.map(({ label, reason }) => `${label}: ${reason}`).join('; ');

function amount(now: string | null, before: string | null | undefined): Cell {
  const text = now === null ? 'tidak ada' : rupiah(now);
  return before === now || before === undefined || before === null ? text : { text, hint: `tadinya ${rupiah(before)}` };
}
