import { firstDay, lastDay, type Month } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { OPEN_COUNTS_SQL } from '../adjustments/open-queries.ts';
import { lacksFacts, TRIAL_FACT } from '../policies/engine-facts.ts';
import { EXCLUDED, factNamesStatement, factsOf, ROSTER, UNDECIDED } from '../policies/facts.ts';
import type { InForce } from '../policies/queries.ts';
import { EXCLUDED_REASON, excludedPeople, WITH_EXCLUSIONS } from './exclusion-queries.ts';

/** How complete a unit's people are, in numbers. */
export interface LackingCounts {
  readonly people: number;
  readonly excluded: number;
  /** People without a fact that the regulation needs. Blocks. */
  readonly lacking: number;
  /** Months of persons that are paid already and still have to be settled. */
  readonly adjustments: number;
}

/** How ready a unit is to close, in numbers: what the board shows of each unit. */
export interface ReadinessCounts extends LackingCounts {
  /** Entries that would not count yet, and of how many people. Warns. */
  readonly waitingEntries: number;
  readonly waitingPeople: number;
}

/*
 * The same people as the close would snapshot, judged as `lacksFacts` judges them, but counted where they lie: of 10,000
 * people only a line per unit leaves the database. (OFFSET 0: who is paid and who is complete is asked once of everybody, not
 * once for each number.)
 */
const counts = (
  names: string,
  needed: number,
): string => `SELECT coalesce(c."unitId", a.unit) AS "unitId", coalesce(c.people, 0) AS people,
    coalesce(c.excluded, 0) AS excluded, coalesce(c.lacking, 0) AS lacking, coalesce(a.count, 0) AS adjustments FROM (SELECT f.payroll_unit_id AS "unitId",
    count(*) FILTER (WHERE f.paid)::int AS people, count(*) FILTER (WHERE NOT f.paid)::int AS excluded,
    count(*) FILTER (WHERE f.paid AND NOT f.complete)::int AS lacking
  FROM (
    SELECT f.payroll_unit_id, f.paid,
      f.facts ?& $${String(needed)}::text[] OR NOT EXISTS (
        SELECT 1 FROM unnest($${String(needed)}::text[], $${String(needed + 1)}::text[], $${String(needed + 2)}::boolean[])
          AS need (source, name, waived)
        WHERE NOT (need.waived AND f.facts ? '${TRIAL_FACT}') AND NOT f.facts ?| ARRAY[need.source,
          'fakta.' || need.name, 'koreksi.' || need.source, 'koreksi.' || need.name]) AS complete
    FROM (SELECT f.payroll_unit_id, f.facts, ${EXCLUDED_REASON('f')} IS NULL AS paid FROM (${names}) f ${WITH_EXCLUSIONS('f')} OFFSET 0) f
    OFFSET 0
  ) f GROUP BY f.payroll_unit_id) c FULL JOIN (${OPEN_COUNTS_SQL}) a ON a.unit = c."unitId"`;

/*
 * Entries of the month `$1` to `$4` of the people whom the units `$2` pay (null: all units), written in their own unit's period. They
 * are counted by person before it is asked who is paid: the planner takes a roster for ten people, and read each one's entries by index.
 */
const WAITING = `WITH ${ROSTER}, waiting AS MATERIALIZED (
    SELECT t.employee_id, t.payroll_unit_id, count(*) AS entries FROM activity t
    WHERE t.work_date BETWEEN $1::date AND $4::date AND ($2::uuid[] IS NULL OR t.payroll_unit_id = ANY ($2::uuid[])) AND ${UNDECIDED}
    GROUP BY t.employee_id, t.payroll_unit_id
  ), paid AS MATERIALIZED (
    SELECT f.employee_id, f.payroll_unit_id
    FROM (SELECT r.employee_id, r.payroll_unit_id, ${EXCLUDED} AS excluded FROM roster r) f ${WITH_EXCLUSIONS('f')}
    WHERE ${EXCLUDED_REASON('f')} IS NULL)
  SELECT w.payroll_unit_id AS "unitId", sum(w.entries)::int AS "waitingEntries", count(*)::int AS "waitingPeople" FROM waiting w
  -- IS TRUE keeps the planner from going through all who are paid once for each who waits.
  WHERE ((w.employee_id, w.payroll_unit_id) IN (SELECT p.employee_id, p.payroll_unit_id FROM paid p)) IS TRUE
  GROUP BY w.payroll_unit_id`;

/** How complete each unit of a month is, by payroll unit; of some units where they are named; without people it is missing. */
export async function lackingCounts(
  sql: Sql,
  month: Month,
  inForce: InForce,
  payrollUnitIds?: readonly string[],
): Promise<Map<string, LackingCounts>> {
  const needed = inForce.regulation.inputs.filter(input => input.fallback === null);
  const { text, values } = factNamesStatement({ month, inForce, payrollUnitIds });
  const { rows } = await sql.query<LackingCounts & { unitId: string } & Record<string, unknown>>(
    counts(text, values.length + 1),
    [
      ...values,
      needed.map(input => input.source),
      needed.map(input => input.name),
      needed.map(input => inForce.regulation.trial?.waived.has(input.name) ?? false),
    ],
  );
  const judged = asksEverybodyAlike(inForce) ? null : await lackingByUnit(sql, month, inForce, payrollUnitIds);
  return new Map(
    rows.map(({ unitId, ...row }) => [unitId, judged ? { ...row, lacking: judged.get(unitId) ?? 0 } : row]),
  );
}

/**
 * Whether the same facts are needed of everybody: no layer asks for others, none is asked of some people only, and none rests on
 * what other people lack.
 */
const asksEverybodyAlike = ({ regulation: { layers, inputs, chain } }: InForce): boolean =>
  layers.length === 0 && chain === null && inputs.every(input => input.when === null);

/** People without a fact that is asked of them, by payroll unit: each is judged by what is known of them. */
async function lackingByUnit(
  sql: Sql,
  month: Month,
  inForce: InForce,
  payrollUnitIds: readonly string[] | undefined,
): Promise<ReadonlyMap<string, number>> {
  const gathered = await factsOf(sql, { month, inForce, payrollUnitIds });
  const left = await excludedPeople(sql, month, gathered);
  const lacking = new Map<string, number>();
  for (const person of gathered) {
    if (person.excluded !== null || left.has(person.employeeId)) continue;
    if (lacksFacts(inForce.regulation, month, person.facts).length === 0) continue;
    lacking.set(person.payrollUnitId, (lacking.get(person.payrollUnitId) ?? 0) + 1);
  }
  return lacking;
}

/** The readiness of some units of a month, by payroll unit; units without anybody are missing. */
export async function readinessCounts(
  sql: Sql,
  month: Month,
  inForce: InForce,
  payrollUnitIds: readonly string[],
): Promise<Map<string, ReadinessCounts>> {
  const complete = await lackingCounts(sql, month, inForce, payrollUnitIds);
  const { rows } = await sql.query<{ unitId: string; waitingEntries: number; waitingPeople: number }>(WAITING, [
    firstDay(month),
    payrollUnitIds,
    null,
    lastDay(month),
  ]);
  const waiting = new Map(rows.map(({ unitId, ...row }) => [unitId, row]));
  const none = { waitingEntries: 0, waitingPeople: 0 };
  return new Map([...complete].map(([unit, row]) => [unit, { ...row, ...(waiting.get(unit) ?? none) }]));
}
