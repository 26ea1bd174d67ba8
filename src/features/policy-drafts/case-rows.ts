import type { CaseResult } from '../../domain/tpp/regulation-cases.ts';
import type { Computation } from '../../domain/tpp/computation.ts';

/** A case with what the draft gives, and what the version before it gives for the same facts where it can. */
export interface Computed {
  readonly result: CaseResult;
  readonly before: Computation | null;
}

/** One case on the page. */
export interface CaseRow {
  readonly heading: string;
  readonly holds: boolean;
  /** What differs, a sentence for each. */
  readonly differences: readonly string[];
  /** Gross, deductions, net: of the draft, and of the version before (null where it gives none). */
  readonly amounts: readonly { readonly label: string; readonly now: string | null; readonly before: string | null }[];
  /** Why there is no amount. */
  readonly note: string;
}

const LABELS = [
  ['gross', 'Bruto'],
  ['deductions', 'Potongan'],
  ['net', 'Bersih'],
] as const;

export function caseRows(computed: readonly Computed[]): CaseRow[] {
  return computed.map(({ result, before }) => {
    const { id, name, differences, computation } = result;
    return {
      heading: name === id ? id : `${id}: ${name}`,
      holds: differences.length === 0,
      differences: differences.map(text => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`),
      amounts: LABELS.map(([key, label]) => ({ label, now: computation[key], before: before?.[key] ?? null })),
      note: computation.missingFacts.map(({ label, reason }) => `${label}: ${reason}`).join('; '),
    };
  });
}
