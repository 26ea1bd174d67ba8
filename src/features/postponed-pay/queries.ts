import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, monthOf, type Month } from '../../domain/month.ts';
import type { RunState } from '../../domain/payroll/run-lifecycle.ts';
import type { StatusReason } from '../../domain/tpp/computation.ts';
import { isPostponed } from '../../domain/tpp/postponed.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { DUE_AFTER_ALL, POSTPONES } from '../adjustments/postponed.ts';
import { RELEASE_FACT } from '../policies/engine-facts.ts';

/** People on a page: what each would get is computed for it. */
export const PAGE_SIZE = 50;

/** A line whose pay the regulation postpones. */
export interface PostponedLine {
  readonly employeeId: string;
  readonly nip: string;
  readonly name: string;
  readonly unit: string;
  readonly month: Month;
  readonly state: RunState;
  readonly regulationId: string;
  /** What the line pays all the same, whole rupiah. */
  readonly net: bigint;
  /** The snapshot of the line. */
  readonly facts: Readonly<Record<string, string>>;
  /** The gates that postpone, with their articles. */
  readonly reasons: readonly StatusReason[];
  /** The adjustment by which it is due after all; null while there is none. */
  readonly paidBy: { readonly month: Month; readonly state: RunState; readonly net: bigint } | null;
  /** A release that a second person has approved. */
  readonly released: boolean;
  /** A release that waits for its second person. */
  readonly proposed: boolean;
  /** The month is computed again by the next run, for whatever cause. */
  readonly open: boolean;
}

interface Row extends Record<string, unknown>, Omit<PostponedLine, 'month' | 'paidBy' | 'reasons'> {
  month: LocalDate;
  reasons: readonly StatusReason[];
  paidBy: { month: LocalDate; state: RunState; net: string } | null;
}

const LINES = `SELECT l.employee_id AS "employeeId", l.nip, l.name, pu.name AS unit, r.month, r.state,
    r.regulation_id AS "regulationId", l.net, i.facts, l.components -> 'reasons' AS reasons,
    (SELECT jsonb_build_object('month', ar.month, 'state', ar.state, 'net', a.net::text) FROM payroll_adjustment a
      JOIN payroll_run ar ON ar.id = a.run_id AND ar.state <> 'DIBATALKAN'
      WHERE a.employee_id = l.employee_id AND a.of_month = r.month AND ${DUE_AFTER_ALL('a')} ORDER BY a.id LIMIT 1) AS "paidBy",
    EXISTS (SELECT 1 FROM payroll_fact f WHERE f.employee_id = l.employee_id AND f.month = r.month AND f.name = '${RELEASE_FACT}'
      AND f.correction AND NOT f.withdrawn) AS released,
    EXISTS (SELECT 1 FROM fact_proposal p WHERE p.employee_id = l.employee_id AND p.month = r.month AND p.name = '${RELEASE_FACT}'
      AND p.decision IS NULL) AS proposed,
    EXISTS (SELECT 1 FROM adjustment_open c WHERE c.employee_id = l.employee_id AND c.month = r.month) AS open
  FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id AND r.kind = 'TPP' AND r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR')
  JOIN payroll_unit pu ON pu.id = r.payroll_unit_id
  JOIN payroll_input i ON i.run_id = l.run_id AND i.employee_id = l.employee_id
  WHERE ${POSTPONES('l')} AND r.month = $1 AND ($2::uuid[] IS NULL OR r.payroll_unit_id = ANY ($2::uuid[]))
    AND ($3::uuid IS NULL OR l.employee_id = $3)
  ORDER BY pu.name, l.name, l.employee_id LIMIT ${String(PAGE_SIZE + 1)} OFFSET $4`;

const LATEST = `SELECT max(r.month)::text AS month FROM payroll_line l
  JOIN payroll_run r ON r.id = l.run_id AND r.kind = 'TPP' AND r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR')
  WHERE ${POSTPONES('l')} AND ($1::uuid[] IS NULL OR r.payroll_unit_id = ANY ($1::uuid[]))`;

/** Whose, of which payroll units (null: all), from which place on. */
export interface Asked {
  readonly month: Month;
  readonly scope: readonly string[] | null;
  readonly employeeId?: string;
  readonly page?: number;
}

/** Lines of a month whose pay is postponed, by unit and name; at most `PAGE_SIZE`, and whether there are more. */
export async function postponedLines(
  sql: Sql,
  { month, scope, employeeId, page = 1 }: Asked,
): Promise<{ readonly lines: readonly PostponedLine[]; readonly more: boolean }> {
  const { rows } = await sql.query<Row>(LINES, [
    firstDay(month),
    scope && [...scope],
    employeeId ?? null,
    (page - 1) * PAGE_SIZE,
  ]);
  return { lines: rows.slice(0, PAGE_SIZE).map(fromRow), more: rows.length > PAGE_SIZE };
}

/** The latest month with postponed pay in a scope; null where there is none. */
export async function latestPostponed(sql: Sql, scope: readonly string[] | null): Promise<Month | null> {
  const { rows } = await sql.query<{ month: LocalDate | null }>(LATEST, [scope && [...scope]]);
  return rows[0]?.month ? monthOf(rows[0].month) : null;
}

const fromRow = (row: Row): PostponedLine => ({
  ...row,
  month: monthOf(row.month),
  reasons: row.reasons.filter(({ status }) => isPostponed(status)),
  paidBy: row.paidBy && { ...row.paidBy, month: monthOf(row.paidBy.month), net: BigInt(row.paidBy.net) },
});
