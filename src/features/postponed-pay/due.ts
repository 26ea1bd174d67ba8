import type { Sql } from '../../platform/database/sql.ts';
import { liftedText } from '../../domain/tpp/postponed.ts';
import { lineAmounts } from '../payroll-runs/line.ts';
import { RELEASE_FACT } from '../policies/engine-facts.ts';
import { type InForce, regulationById } from '../policies/queries.ts';
import type { PostponedLine } from './queries.ts';

/** The gates that a release lifts, one a line, as the release keeps them. */
export const liftedBy = ({ reasons }: PostponedLine): string => reasons.map(liftedText).join('\n');

/** A line, and what its release would pay in whole rupiah; null where no amount may be given. */
export interface PostponedDue {
  readonly line: PostponedLine;
  readonly amount: bigint | null;
}

/**
 * What releases would pay: each month without the gates that postpone it, under the regulation of its run and from the run's
 * own snapshot, less what the line pays. One statement for each regulation among the lines.
 */
export async function postponedDue(sql: Sql, lines: readonly PostponedLine[]): Promise<PostponedDue[]> {
  const regulations = new Map<string, InForce | undefined>();
  for (const { regulationId } of lines)
    if (!regulations.has(regulationId)) regulations.set(regulationId, await regulationById(sql, regulationId));
  return lines.map(line => ({ line, amount: amountOf(line, regulations.get(line.regulationId)) }));
}

function amountOf(line: PostponedLine, inForce: InForce | undefined): bigint | null {
  if (!inForce) return null;
  const facts = { ...line.facts, [`koreksi.${RELEASE_FACT}`]: liftedBy(line) };
  const due = lineAmounts(inForce.regulation, line.month, facts);
  return due.ok ? BigInt(due.amounts.net) - line.net : null;
}
