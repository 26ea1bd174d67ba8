import type { Sql } from '../../src/platform/database/sql.ts';
import type { NaiveAmounts } from './naive-tpp.ts';

/** What the product has stored for a month. */
export interface StoredMonth {
  /** Every line with its components by code. */
  readonly lines: ReadonlyMap<string, NaiveAmounts>;
  /** Totals of the runs, by paying unit: people, gross, deductions, net. */
  readonly totals: ReadonlyMap<string, readonly [bigint, bigint, bigint, bigint]>;
  /** Who stands in which unit's run. */
  readonly unitOf: ReadonlyMap<string, string>;
}

interface Line extends NaiveAmounts, Record<string, unknown> {
  readonly employee_id: string;
  readonly unit: string;
}

const LINES = `SELECT l.employee_id, r.payroll_unit_id AS unit, l.gross, l.deductions, l.net,
    sum(c.amount) FILTER (WHERE c.code = 'produktivitas')::bigint AS produktivitas,
    sum(c.amount) FILTER (WHERE c.code = 'disiplin')::bigint AS disiplin,
    sum(c.amount) FILTER (WHERE c.code = 'iwp')::bigint AS iwp,
    sum(c.amount) FILTER (WHERE c.code = 'pph21')::bigint AS pph21
  FROM payroll_run r JOIN payroll_line l ON l.run_id = r.id
  JOIN payroll_component c ON c.run_id = l.run_id AND c.employee_id = l.employee_id
  WHERE r.month = $1 AND r.state <> 'DIBATALKAN'
  GROUP BY l.run_id, l.employee_id, r.payroll_unit_id, l.gross, l.deductions, l.net`;
const TOTALS = `SELECT payroll_unit_id AS unit, people::bigint AS people, gross, deductions, net FROM payroll_run
  WHERE month = $1 AND state <> 'DIBATALKAN'`;

/** @param month its first day */
export async function storedMonth(sql: Sql, month: string): Promise<StoredMonth> {
  const lines = (await sql.query<Line>(LINES, [month])).rows;
  const totals = await sql.query<{ unit: string; people: bigint; gross: bigint; deductions: bigint; net: bigint }>(
    TOTALS,
    [month],
  );
  return {
    lines: new Map(lines.map(({ employee_id: person, unit: _unit, ...amounts }) => [person, amounts])),
    totals: new Map(totals.rows.map(row => [row.unit, [row.people, row.gross, row.deductions, row.net]])),
    unitOf: new Map(lines.map(line => [line.employee_id, line.unit])),
  };
}

/** The totals that lines come to, by paying unit. */
export function totalsOf(
  lines: ReadonlyMap<string, NaiveAmounts>,
  unitOf: ReadonlyMap<string, string>,
): Map<string, readonly [bigint, bigint, bigint, bigint]> {
  const sums = new Map<string, readonly [bigint, bigint, bigint, bigint]>();
  for (const [person, { gross, deductions, net }] of lines) {
    const unit = unitOf.get(person) ?? '';
    const [people, a, b, c] = sums.get(unit) ?? [0n, 0n, 0n, 0n];
    sums.set(unit, [people + 1n, a + gross, b + deductions, c + net]);
  }
  return sums;
}
