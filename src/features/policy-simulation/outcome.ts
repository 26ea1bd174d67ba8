import type { Month } from '../../domain/month.ts';
import type { Computation, ComputedComponent, MissingFact } from '../../domain/tpp/computation.ts';
import { compute } from '../../domain/tpp/compute.ts';
import { paidNow } from '../../domain/tpp/postponed.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import { engineFacts } from '../policies/engine-facts.ts';
import type { Sum } from './sum.ts';

/** What a regulation gives one person for a month: an amount, or why there is none. */
export type Outcome =
  | {
      readonly ok: true;
      readonly sum: Sum;
      readonly status: string;
      readonly components: readonly ComputedComponent[];
    }
  | { readonly ok: false; readonly lacks: readonly MissingFact[] };

const reasonOnly = (label: string, reason: string): MissingFact => ({ name: '', label, source: '', reason });
const NO_TOTALS = [reasonOnly('Jumlah', 'peraturan tidak menyebut bruto, potongan dan bersih')];
const BELOW_ZERO = [reasonOnly('Jumlah bersih', 'kurang dari nol')];

/**
 * One person's month by a regulation, without its trees, as a close would pay it: what a gate postpones is not paid.
 * @param facts by source, as the product gathers them
 */
export function outcomeOf(regulation: Regulation, month: Month, facts: Readonly<Record<string, string>>): Outcome {
  const found = compute(regulation, engineFacts(regulation, month, facts), { explain: false });
  return outcome(paidNow(regulation, found));
}

/** What is never paid counts as no amount here too: the close would refuse it. */
function outcome({ missingFacts, gross, deductions, net, status, components }: Computation): Outcome {
  if (missingFacts.length > 0) return { ok: false, lacks: missingFacts };
  if (gross === null || deductions === null || net === null) return { ok: false, lacks: NO_TOTALS };
  const sum = { gross: BigInt(gross), deductions: BigInt(deductions), net: BigInt(net) };
  return sum.net < 0n ? { ok: false, lacks: BELOW_ZERO } : { ok: true, sum, status, components };
}
