import type { Month } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { OPEN_COUNTS_SQL } from '../adjustments/open-queries.ts';
import { TRIAL_FACT } from '../policies/engine-facts.ts';
import { FACTS_SQL, factValues } from '../policies/facts.ts';
import type { InForce } from '../policies/queries.ts';
import { EXCLUDED_REASON, WITH_EXCLUSIONS } from './exclusion-queries.ts';

/** How ready a unit is to close, in numbers: what the board shows of each unit. */
export interface ReadinessCounts {
  readonly people: number;
  readonly excluded: number;
  /** People without a fact that the regulation needs. Blocks. */
  readonly lacking: number;
  /** Entries that would not count yet, and of how many people. Warns. */
  readonly waitingEntries: number;
  readonly waitingPeople: number;
  /** Months of persons that are paid already and still have to be settled. */
  readonly adjustments: number;
}

interface Row extends Record<string, unknown>, ReadinessCounts {
  readonly unitId: string;
}

/*
 * The same rows as the close would snapshot, judged as `lacksFacts` judges them, but counted where they lie: of 10,000
 * people only a line per unit leaves the database.
 */
const counts = (
  needed: number,
): string => `SELECT c.*, coalesce(a.count, 0) AS adjustments FROM (SELECT f.payroll_unit_id AS "unitId",
    count(*) FILTER (WHERE f.paid)::int AS people, count(*) FILTER (WHERE NOT f.paid)::int AS excluded,
    count(*) FILTER (WHERE f.paid AND NOT f.complete)::int AS lacking,
    coalesce(sum(f.waiting) FILTER (WHERE f.paid), 0)::int AS "waitingEntries",
    count(*) FILTER (WHERE f.paid AND f.waiting > 0)::int AS "waitingPeople"
  FROM (
    SELECT f.payroll_unit_id, f.waiting, ${EXCLUDED_REASON('f')} IS NULL AS paid,
      f.facts ?& $${String(needed)}::text[] OR NOT EXISTS (
        SELECT 1 FROM unnest($${String(needed)}::text[], $${String(needed + 1)}::text[], $${String(needed + 2)}::boolean[])
          AS need (source, bare, waived)
        WHERE NOT (need.waived AND f.facts ? '${TRIAL_FACT}') AND NOT f.facts ?| ARRAY[need.source, need.bare]) AS complete
    FROM (${FACTS_SQL}) f ${WITH_EXCLUSIONS('f')}
  ) f GROUP BY f.payroll_unit_id) c LEFT JOIN (${OPEN_COUNTS_SQL}) a ON a.unit = c."unitId"`;

/** The readiness of every unit of a month, by payroll unit; units without anybody are missing. */
export async function readinessCounts(
  sql: Sql,
  month: Month,
  inForce: InForce,
  payrollUnitId?: string,
): Promise<Map<string, ReadinessCounts>> {
  const needed = inForce.regulation.inputs.filter(input => input.fallback === null);
  const values = await factValues(sql, { month, inForce, payrollUnitId });
  const { rows } = await sql.query<Row>(counts(values.length + 1), [
    ...values,
    needed.map(input => input.source),
    needed.map(input => `fakta.${input.name}`),
    needed.map(input => inForce.regulation.trial?.waived.has(input.name) ?? false),
  ]);
  return new Map(rows.map(({ unitId, ...row }) => [unitId, row]));
}
