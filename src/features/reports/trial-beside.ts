import type { Why } from '../../domain/explained.ts';
import { compute } from '../../domain/tpp/compute.ts';
import type { ExplanationNode, SummaryRow } from '../../platform/render/components.ts';
import { rupiah } from '../../platform/render/format.ts';
import { faultsOf, type StoredComponents, storedParts } from '../payroll-runs/line.ts';
import { engineFacts, trialDecree, withoutTrial } from '../policies/engine-facts.ts';
import type { RunningCalculation } from './running.ts';

/** One's trial month by one's own records, beside what is paid. Amounts are whole rupiah as decimal text. */
export interface OwnTrial {
  readonly decree: string;
  /** The month's own net as it is paid. */
  readonly paid: string;
  /** Null, together with the other two, where the rules give no amount. */
  readonly gross: string | null;
  readonly deductions: string | null;
  readonly net: string | null;
  readonly components: StoredComponents;
  /** Why there is no amount, in Indonesian. */
  readonly lacks: readonly string[];
}

/** SQL of an `OwnTrial` for the line called `line`, as jsonb; null in an ordinary month. */
export const ownTrialSql = (line: string): string => `(SELECT jsonb_build_object('decree', i.facts ->> 'masa.uji_coba',
    'paid', ${line}.net::text, 'gross', x.gross::text, 'deductions', x.deductions::text, 'net', x.net::text,
    'components', x.components, 'lacks', x.lacks)
  FROM payroll_trial_line x JOIN payroll_input i ON i.run_id = x.run_id AND i.employee_id = x.employee_id
  WHERE x.run_id = ${line}.run_id AND x.employee_id = ${line}.employee_id)`;

/** The same for a month that is still open; null in an ordinary month. */
export function runningTrial({ month, inForce, facts, computation }: RunningCalculation): OwnTrial | null {
  const decree = trialDecree(facts.facts);
  if (decree === undefined || computation.net === null) return null;
  const ordinary = compute(inForce.regulation, engineFacts(inForce.regulation, month, withoutTrial(facts.facts)));
  const { gross, deductions, net } = ordinary;
  const { components } = storedParts(ordinary);
  return { decree, paid: computation.net, gross, deductions, net, components, lacks: faultsOf(ordinary) };
}

/** What a page says of a trial month beside the amount. */
export interface TrialBeside {
  readonly text: string;
  readonly rows: readonly SummaryRow[];
  readonly nodes: readonly ExplanationNode[];
  /** What the rules lack for an amount. */
  readonly lacks: readonly string[];
}

/** The same in a paragraph, for paper. */
export function trialParagraph({ decree, gross, deductions, net }: OwnTrial): string {
  const paid = `Bulan uji coba menurut ${decree}: TPP dibayar penuh.`;
  if (gross === null || deductions === null || net === null) return `${paid} Menurut kinerja belum bisa dihitung.`;
  const amounts = `bruto ${rupiah(gross)}, potongan ${rupiah(deductions)}, bersih ${rupiah(net)}`;
  return `${paid} Menurut kinerja jumlahnya ${amounts}.`;
}

/** Says what is paid by decree and what the month would have come to, with its tree. */
export function trialBeside(trial: OwnTrial, explain: (why: Why) => ExplanationNode): TrialBeside {
  const { decree, gross, deductions, net, paid, components, lacks } = trial;
  const text = `Bulan uji coba menurut ${decree}: TPP dibayar penuh.`;
  if (gross === null || deductions === null || net === null)
    return { text: `${text} Menurut kinerja belum bisa dihitung.`, rows: [], nodes: [], lacks };
  return {
    text: `${text} Di luar masa uji coba jumlahnya mengikuti kinerja Anda, seperti di bawah ini.`,
    rows: [
      { label: 'Menurut kinerja, bruto', value: { rupiah: gross } },
      { label: 'Menurut kinerja, potongan', value: { rupiah: deductions } },
      { label: 'Menurut kinerja, bersih', value: { rupiah: net } },
      { label: 'Selisih dengan yang dibayar', value: { rupiah: BigInt(net) - BigInt(paid) } },
    ],
    nodes: components.components.flatMap(({ why, label }) => (why ? [{ ...explain(why), label }] : [])),
    lacks: [],
  };
}
