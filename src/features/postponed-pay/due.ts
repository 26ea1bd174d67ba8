import type { Sql } from '../../platform/database/sql.ts';
import { lineAmounts } from '../payroll-runs/line.ts';
import { RELEASE_FACT } from '../policies/engine-facts.ts';
import { regulationById } from '../policies/queries.ts';
import type { PostponedLine } from './queries.ts';

/** The labels of the gates that a release lifts, one a line, as the release keeps them. */
export const liftedBy = ({ reasons }: PostponedLine): string =>
  [...new Set(reasons.map(({ label }) => label))].join('\n');

/**
 * What a release would pay: the month without the gates that postpone it, under the regulation of its run and from the run's own
 * snapshot, less what the line pays. Null where no amount may be given. Whole rupiah.
 */
export async function postponedAmount(sql: Sql, line: PostponedLine): Promise<bigint | null> {
  const inForce = await regulationById(sql, line.regulationId);
  if (!inForce) return null;
  const facts = { ...line.facts, [`koreksi.${RELEASE_FACT}`]: liftedBy(line) };
  const due = lineAmounts(inForce.regulation, line.month, facts);
  return due.ok ? BigInt(due.amounts.net) - line.net : null;
}
