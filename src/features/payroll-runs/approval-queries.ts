import { addMonths, firstDay, monthOf, type Month } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { ceilingOf } from '../facts/ceiling.ts';

/** Somebody whose net amount differs by more than a quarter from last month's. Whole rupiah. */
export interface Difference {
  readonly name: string;
  readonly position: string;
  readonly before: bigint;
  readonly net: bigint;
}

/** What is looked at before a run is approved. */
export interface ApprovalView {
  /** The largest first, at most `MOST_SHOWN`. */
  readonly differences: readonly Difference[];
  /** How many differ so much. */
  readonly differing: number;
  /** People with a line now and none last month, and the other way round. */
  readonly newcomers: number;
  readonly gone: number;
}

export const MOST_SHOWN = 100;

/* $1 the run, $2 the first of the month before. Last month is what was approved then, whichever unit paid it. */
const COMPARED = `WITH before AS (
    SELECT l.employee_id, l.net, r.payroll_unit_id FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id
    WHERE r.month = $2 AND r.kind = 'TPP' AND r.state IN ('DISETUJUI', 'DIBAYAR')
  ), both_months AS (
    SELECT l.employee_id, l.name, l.position, l.net, b.net AS before
    FROM payroll_line l LEFT JOIN before b ON b.employee_id = l.employee_id WHERE l.run_id = $1
  ), different AS (
    SELECT * FROM both_months WHERE before IS NOT NULL AND abs(net - before) * 4 > before
  )
  SELECT (SELECT count(*)::int FROM different) AS differing,
    (SELECT count(*)::int FROM both_months WHERE before IS NULL) AS newcomers,
    (SELECT count(*)::int FROM before b JOIN payroll_run r ON r.id = $1 AND r.payroll_unit_id = b.payroll_unit_id
     WHERE NOT EXISTS (SELECT 1 FROM both_months m WHERE m.employee_id = b.employee_id)) AS gone,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('name', d.name, 'position', d.position, 'before', d.before::text,
       'net', d.net::text) ORDER BY abs(d.net - d.before) DESC, d.name), '[]')
     FROM (SELECT * FROM different ORDER BY abs(net - before) DESC, name LIMIT ${String(MOST_SHOWN)}) d) AS differences`;

interface Row extends Record<string, unknown> {
  differing: number;
  newcomers: number;
  gone: number;
  differences: { name: string; position: string; before: string; net: string }[];
}

/** A run beside last month, in one statement. */
export async function approvalView(sql: Sql, runId: string, month: Month): Promise<ApprovalView> {
  const { rows } = await sql.query<Row>(COMPARED, [runId, firstDay(addMonths(month, -1))]);
  const row = rows[0]!;
  const differences = row.differences.map(({ name, position, before, net }) => ({
    name,
    position,
    before: BigInt(before),
    net: BigInt(net),
  }));
  return { differences, differing: row.differing, newcomers: row.newcomers, gone: row.gone };
}

/** The budget of a unit's year with this run in it. Gross amounts in whole rupiah. */
export interface Budget {
  readonly year: number;
  readonly ceiling: bigint;
  /** Approved and paid before this run. */
  readonly spent: bigint;
  readonly run: bigint;
}

const SPENT = `SELECT r.month, coalesce(r.gross, 0) AS run, coalesce((SELECT sum(o.gross) FROM payroll_run o
    WHERE o.payroll_unit_id = r.payroll_unit_id AND o.id <> r.id AND o.state IN ('DISETUJUI', 'DIBAYAR')
      AND date_trunc('year', o.month::timestamp) = date_trunc('year', r.month::timestamp)), 0)::bigint AS spent
  FROM payroll_run r WHERE r.id = $1`;

/** The budget a run is paid from; undefined where no ceiling is entered for the year. */
export async function budgetOf(sql: Sql, runId: string, payrollUnitId: string): Promise<Budget | undefined> {
  const { rows } = await sql.query<{ month: LocalDate; run: bigint; spent: bigint }>(SPENT, [runId]);
  const row = rows[0];
  if (!row) return undefined;
  const year = Number(monthOf(row.month).slice(0, 4));
  const ceiling = await ceilingOf(sql, payrollUnitId, year);
  return ceiling === null ? undefined : { year, ceiling, spent: row.spent, run: row.run };
}

export const overBudget = ({ ceiling, spent, run }: Budget): boolean => spent + run > ceiling;

const ASKERS = `SELECT DISTINCT c.actor_id AS id FROM adjustment_settled s JOIN adjustment_cause c ON c.id = s.cause_id
  WHERE s.run_id = $1 AND s.adjustment_id IS NOT NULL AND c.kind = 'manual' AND c.actor_id IS NOT NULL`;

/** Who asked for the old months that a run carries: none of them approves it. */
export async function askersOf(sql: Sql, runId: string): Promise<string[]> {
  return (await sql.query<{ id: string }>(ASKERS, [runId])).rows.map(({ id }) => id);
}

const COMPUTED_AT = `SELECT e.at FROM payroll_run_event e JOIN payroll_run r ON r.id = e.run_id AND r.kind = 'TPP'
  WHERE e.run_id = $1 AND e.to_state = 'DIHITUNG' ORDER BY e.seq DESC LIMIT 1`;

/** When a month's own run was computed, in domain time: its people have days to object, those of a special payment have none. */
export async function computedAt(sql: Sql, runId: string): Promise<Date | undefined> {
  return (await sql.query<{ at: Date }>(COMPUTED_AT, [runId])).rows[0]?.at;
}
