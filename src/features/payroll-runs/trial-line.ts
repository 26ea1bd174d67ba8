import type { Month } from '../../domain/month.ts';
import { compute } from '../../domain/tpp/compute.ts';
import type { Regulation } from '../../domain/tpp/regulation.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { engineFacts, trialDecree, withoutTrial } from '../policies/engine-facts.ts';
import { faultsOf, type LineInput, type StoredComponents, storedParts } from './line.ts';

/** What the rules would have given somebody in a trial month, named like the columns of `payroll_trial_line`. */
export interface TrialLine {
  readonly employee_id: string;
  readonly status: string;
  /** Whole rupiah as decimal text; null, together with the other two, where the rules give no amount. */
  readonly gross: string | null;
  readonly deductions: string | null;
  readonly net: string | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly components: StoredComponents;
  /** Why the rules give no amount, in Indonesian. */
  readonly lacks: readonly string[];
}

const LINES = `INSERT INTO payroll_trial_line (run_id, employee_id, status, gross, deductions, net, outputs, components, lacks)
  SELECT $1, l.employee_id, l.status, l.gross, l.deductions, l.net, l.outputs, l.components,
    ARRAY(SELECT jsonb_array_elements_text(l.lacks))
  FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::jsonb[], $8::jsonb[], $9::jsonb[])
    AS l (employee_id, status, gross, deductions, net, outputs, components, lacks)
  ON CONFLICT DO NOTHING`;

/**
 * What a person's trial month would have come to by the ordinary rules, from the same snapshot as the line; undefined where
 * the month is none.
 */
export function trialLine(
  regulation: Regulation,
  month: Month,
  { employeeId, facts }: LineInput,
): TrialLine | undefined {
  if (trialDecree(facts) === undefined) return undefined;
  const computation = compute(regulation, engineFacts(regulation, month, withoutTrial(facts)));
  const { status, gross, deductions, net } = computation;
  const lacks = faultsOf(computation);
  const amounts = lacks.length > 0 ? { gross: null, deductions: null, net: null } : { gross, deductions, net };
  return { employee_id: employeeId, status, ...amounts, ...storedParts(computation), lacks };
}

/** Keeps beside the lines of people in a trial month what the rules would have given them. */
export async function writeTrialLines(
  tx: Tx,
  runId: string,
  regulation: Regulation,
  month: Month,
  inputs: readonly LineInput[],
): Promise<void> {
  const lines = inputs.flatMap(input => trialLine(regulation, month, input) ?? []);
  if (lines.length === 0) return;
  const column = <T>(pick: (line: TrialLine) => T): T[] => lines.map(pick);
  await tx.query(LINES, [
    runId,
    column(line => line.employee_id),
    column(line => line.status),
    column(line => line.gross),
    column(line => line.deductions),
    column(line => line.net),
    column(line => JSON.stringify(line.outputs)),
    column(line => JSON.stringify(line.components)),
    column(line => JSON.stringify(line.lacks)),
  ]);
}
