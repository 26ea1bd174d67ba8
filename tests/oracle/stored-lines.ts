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
  WHERE r.month = $1 AND r.kind = $2 AND r.state <> 'DIBATALKAN'
  GROUP BY l.run_id, l.employee_id, r.payroll_unit_id, l.gross, l.deductions, l.net`;
const TOTALS = `SELECT payroll_unit_id AS unit, people::bigint AS people, gross, deductions, net FROM payroll_run
  WHERE month = $1 AND kind = $2 AND state <> 'DIBATALKAN'`;

/**
 * @param month its first day
 * @param kind a special payment's code, for what it pays in that month
 */
export async function storedMonth(sql: Sql, month: string, kind = 'TPP'): Promise<StoredMonth> {
  const lines = (await sql.query<Line>(LINES, [month, kind])).rows;
  const totals = await sql.query<{ unit: string; people: bigint; gross: bigint; deductions: bigint; net: bigint }>(
    TOTALS,
    [month, kind],
  );
  return {
    lines: new Map(lines.map(({ employee_id: person, unit: _unit, ...amounts }) => [person, amounts])),
    totals: new Map(totals.rows.map(row => [row.unit, [row.people, row.gross, row.deductions, row.net]])),
    unitOf: new Map(lines.map(line => [line.employee_id, line.unit])),
  };
}

/** What a run carries for an earlier month of one person: gross, deductions, net. */
export interface Carried {
  readonly due: readonly [bigint, bigint, bigint];
  readonly difference: readonly [bigint, bigint, bigint];
  readonly taken: readonly [bigint, bigint, bigint];
}

const CARRIED = `SELECT a.employee_id, a.due_gross, a.due_deductions, a.due_net, a.gross, a.deductions, a.net,
    a.taken_gross, a.taken_deductions, a.taken_net
  FROM payroll_run r JOIN payroll_adjustment a ON a.run_id = r.id WHERE r.month = $1 AND r.state <> 'DIBATALKAN'`;

/** What the runs of a month carry for earlier ones, by person. @param month its first day */
export async function carriedFor(sql: Sql, month: string): Promise<Map<string, Carried>> {
  const { rows } = await sql.query<Record<string, bigint> & { employee_id: never }>(CARRIED, [month]);
  const three = (row: Record<string, bigint>, prefix: string): [bigint, bigint, bigint] => [
    row[`${prefix}gross`]!,
    row[`${prefix}deductions`]!,
    row[`${prefix}net`]!,
  ];
  return new Map(
    rows.map(row => [
      String(row.employee_id),
      { due: three(row, 'due_'), difference: three(row, ''), taken: three(row, 'taken_') },
    ]),
  );
}

/** The totals that lines come to with what is carried for earlier months, by paying unit. */
export function totalsOf(
  lines: ReadonlyMap<string, NaiveAmounts>,
  unitOf: ReadonlyMap<string, string>,
  carried: ReadonlyMap<string, Carried>,
): Map<string, readonly [bigint, bigint, bigint, bigint]> {
  const sums = new Map<string, readonly [bigint, bigint, bigint, bigint]>();
  for (const [person, { gross, deductions, net }] of lines) {
    const unit = unitOf.get(person) ?? '';
    const [people, a, b, c] = sums.get(unit) ?? [0n, 0n, 0n, 0n];
    const [more, less, rest] = carried.get(person)?.taken ?? [0n, 0n, 0n];
    sums.set(unit, [people + 1n, a + gross + more, b + deductions + less, c + net + rest]);
  }
  return sums;
}
