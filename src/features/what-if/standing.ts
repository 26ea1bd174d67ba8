import { workdays, type WorkPattern } from '../../domain/calendar/work-calendar.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, lastDay, monthOf, type Month } from '../../domain/month.ts';
import { dayIn } from '../../platform/clock.ts';
import { prepared } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { holidaysBetween } from '../calendar/queries.ts';
import { factsUntil } from '../policies/facts.ts';
import { ownStandingSql, type OwnStanding } from '../reports/own-standing.ts';
import { runningCalculation, type RunningCalculation } from '../reports/running.ts';

/** Points of entries; those that wait are sent and not yet decided. Whole points. */
export interface EntrySums {
  /** Entries that wait for a decision. */
  readonly waiting: number;
  /** Validated points of the month, each day at most the daily cap; and without the cap. */
  readonly sureCounted: number;
  readonly sure: number;
  /** Points of today: validated, and together with what waits. */
  readonly sureToday: number;
  readonly today: number;
}

/** An open month of one person, and what is still to come of it. */
export interface OpenMonth {
  readonly running: RunningCalculation;
  readonly entries: EntrySums;
  /** Today, where it is a working day of this month. */
  readonly worksToday: boolean;
  /** Working days of the month after today. */
  readonly daysAfter: number;
}

interface Row extends Record<string, unknown> {
  standing: OwnStanding | null;
  work_pattern: number | null;
  waiting: number;
  sure_counted: number;
  sure: number;
  sure_today: number;
  today: number;
}

const ENTRIES = prepared(
  'what-if.entries',
  `SELECT ${ownStandingSql('$1', '$2::date')} AS standing, (
     SELECT u.work_pattern FROM assignment a
     JOIN LATERAL (SELECT unit_id FROM position_version v WHERE v.position_id = a.position_id AND v.from_date <= $2::date
                   ORDER BY v.from_date DESC LIMIT 1) p ON true
     JOIN LATERAL (SELECT work_pattern FROM org_unit_version v WHERE v.unit_id = p.unit_id AND v.from_date <= $2::date
                   ORDER BY v.from_date DESC LIMIT 1) u ON true
     WHERE a.employee_id = $1 AND a.kind = 'DEFINITIF' AND a.from_date <= $2::date
       AND (a.last_date IS NULL OR a.last_date >= $2::date) LIMIT 1) AS work_pattern,
   coalesce(sum(d.waiting), 0)::int AS waiting, coalesce(sum(LEAST(d.sure, $5::int)), 0)::int AS sure_counted,
   coalesce(sum(d.sure), 0)::int AS sure, coalesce(sum(d.sure) FILTER (WHERE d.work_date = $4::date), 0)::int AS sure_today,
   coalesce(sum(d.points) FILTER (WHERE d.work_date = $4::date), 0)::int AS today
   FROM (SELECT work_date, sum(points) AS points, coalesce(sum(points) FILTER (WHERE status = 'divalidasi'), 0) AS sure,
           count(*) FILTER (WHERE status <> 'divalidasi') AS waiting
         FROM activity
         WHERE employee_id = $1 AND payroll_unit_id = $6 AND work_date BETWEEN $2::date AND $3::date
           AND status IN ('dikirim', 'diverifikasi', 'divalidasi')
         GROUP BY work_date) d`,
);

/**
 * One's open month with what is still to come of it; undefined where there is nothing to reckon with: the month is closed,
 * or the person is not paid by it. Five small statements.
 */
export async function openMonth(
  deps: Pick<Deps, 'pool' | 'clock' | 'regency'>,
  employeeId: string,
  month: Month,
): Promise<OpenMonth | undefined> {
  const running = await runningCalculation(deps, employeeId, month);
  if (!running) return undefined;
  const { inForce, facts, until } = running;
  const today = dayIn(deps.regency.zone, deps.clock.now());
  const { rows } = await deps.pool.query<Row>(ENTRIES, [
    employeeId,
    firstDay(month),
    until,
    today,
    inForce.daily.dailyCap,
    facts.payrollUnitId,
  ]);
  const row = rows[0]!;
  if (row.standing !== null) return undefined;
  const ahead = await daysAhead(deps, month, today, row.work_pattern === 6 ? 6 : 5);
  return {
    running,
    entries: {
      waiting: row.waiting,
      sureCounted: row.sure_counted,
      sure: row.sure,
      sureToday: row.sure_today,
      today: row.today,
    },
    worksToday: ahead.includes(today),
    daysAfter: ahead.filter(day => day > today).length,
  };
}

/** Working days from today to the end of the month. */
async function daysAhead(
  { pool }: Pick<Deps, 'pool'>,
  month: Month,
  today: LocalDate,
  pattern: WorkPattern,
): Promise<LocalDate[]> {
  if (month !== monthOf(today)) return [];
  return workdays(month, pattern, await holidaysBetween(pool, today, lastDay(month))).filter(day => day >= today);
}

/** What the calendar asks of the whole month, by the sources of the facts. Two statements. */
export async function wholeMonth(
  { pool }: Pick<Deps, 'pool'>,
  employeeId: string,
  { running: { month, inForce } }: OpenMonth,
): Promise<Readonly<Record<string, string>>> {
  const gathered = await factsUntil(pool, { month, employeeId, inForce, until: lastDay(month) });
  return Object.fromEntries(Object.entries(gathered?.facts ?? {}).filter(([source]) => source.startsWith('kalender.')));
}
