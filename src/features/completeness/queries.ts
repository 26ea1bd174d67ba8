import type { WorkPattern } from '../../domain/calendar/work-calendar.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { firstDay, lastDay, monthOf } from '../../domain/month.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { mustLogSql } from '../policies/must-log.ts';

/** A payroll unit on a day: how many log there, and how many sent nothing that day. */
export interface UnitCount {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly people: number;
  readonly missing: number;
}

/** What somebody sent on a day. Points as sent, before the daily cap. */
export interface DaySent {
  readonly day: LocalDate;
  readonly sent: number;
  readonly validated: number;
}

/** Somebody who logs, with the days of a month. */
export interface PersonMonth {
  readonly employeeId: string;
  readonly nip: string | null;
  readonly name: string;
  readonly title: string;
  readonly unitName: string;
  readonly phone: string | null;
  readonly workPattern: WorkPattern;
  /** From which day on a definitive chair is held without the month being whole: the first of the month or later. */
  readonly since: LocalDate;
  readonly days: readonly DaySent[];
  /** Work date of the latest entry that was sent, within two months. */
  readonly lastDay: LocalDate | null;
}

const SENT = `status IN ('dikirim', 'diverifikasi', 'divalidasi')`;

/**
 * Who has to log on a day ($1) and where: a definitive chair, a status that is no official's and not the end of a service, and
 * nobody whom the regulation leaves out. @param exempt the parameter that says whom
 */
const people = (exempt: string): string => `
  SELECT a.employee_id, v.title, u.name AS unit_name, u.work_pattern, u.payroll_unit_id
  FROM assignment a
  JOIN LATERAL (SELECT * FROM position_version w WHERE w.position_id = a.position_id AND w.from_date <= $1::date
                ORDER BY w.from_date DESC LIMIT 1) v ON true
  JOIN LATERAL (SELECT * FROM org_unit_version w WHERE w.unit_id = v.unit_id AND w.from_date <= $1::date
                ORDER BY w.from_date DESC LIMIT 1) u ON true
  JOIN LATERAL (SELECT s.status FROM employee_status s WHERE s.employee_id = a.employee_id AND s.from_date <= $1::date
                ORDER BY s.from_date DESC LIMIT 1) st
    ON st.status NOT IN ('PEJABAT', 'PENSIUN', 'MENINGGAL', 'BERHENTI', 'PINDAH_KELUAR')
  WHERE a.kind = 'DEFINITIF' AND a.from_date <= $1::date AND (a.last_date IS NULL OR a.last_date >= $1::date)
    AND ${mustLogSql({ position: 'v', status: 'st.status' }, exempt)}`;

// On a day off nobody is missing: ISO weekday 7, 6 in a five-day week, or a holiday.
const UNITS = prepared(
  'completeness.units',
  `WITH person AS (${people('$3')}), done AS (
     SELECT DISTINCT employee_id FROM activity WHERE work_date = $1::date AND ${SENT}
   )
   SELECT pu.id, pu.code, pu.name, count(p.employee_id)::int AS people,
     count(p.employee_id) FILTER (WHERE d.employee_id IS NULL AND NOT (
       extract(isodow FROM $1::date) > p.work_pattern OR EXISTS (SELECT 1 FROM holiday h WHERE h.day = $1::date)))::int AS missing
   FROM payroll_unit pu
   LEFT JOIN person p ON p.payroll_unit_id = pu.id
   LEFT JOIN done d ON d.employee_id = p.employee_id
   WHERE $2::uuid[] IS NULL OR pu.id = ANY ($2)
   GROUP BY pu.id ORDER BY pu.name, pu.code`,
);

/** The payroll units of a scope (null: all) on a day, without those who need not log. One statement. */
export async function unitCounts(
  sql: Sql,
  day: LocalDate,
  scope: readonly string[] | null,
  exempt: readonly string[],
): Promise<UnitCount[]> {
  const { rows } = await sql.query<UnitCount & Record<string, unknown>>(UNITS, [day, scope && [...scope], [...exempt]]);
  return rows;
}

const MONTH = prepared(
  'completeness.people',
  `WITH person AS (${people('$5')} AND u.payroll_unit_id = $4)
   SELECT p.employee_id, e.nip, ${fullNameOf('e')} AS name, p.title, p.unit_name, e.phone, p.work_pattern,
     greatest($2::date, (SELECT min(b.from_date) FROM assignment b WHERE b.employee_id = p.employee_id
       AND b.kind = 'DEFINITIF' AND b.from_date <= $3::date AND (b.last_date IS NULL OR b.last_date >= $2::date))) AS since,
     coalesce(m.days, '[]') AS days,
     (SELECT max(x.work_date) FROM activity x WHERE x.employee_id = p.employee_id AND x.${SENT}
        AND x.work_date BETWEEN $2::date - 62 AND $3::date) AS last_day
   FROM person p JOIN employee e ON e.id = p.employee_id
   LEFT JOIN LATERAL (
     SELECT jsonb_agg(jsonb_build_object('day', d.work_date, 'sent', d.sent, 'validated', d.validated)) AS days FROM (
       SELECT x.work_date, sum(x.points)::int AS sent,
         coalesce(sum(x.points) FILTER (WHERE x.status = 'divalidasi'), 0)::int AS validated
       FROM activity x WHERE x.employee_id = p.employee_id AND x.work_date BETWEEN $2 AND $3 AND x.${SENT}
       GROUP BY x.work_date) d
   ) m ON true
   ORDER BY name, p.employee_id`,
);

interface Row extends Record<string, unknown> {
  employee_id: string;
  nip: string | null;
  name: string;
  title: string;
  unit_name: string;
  phone: string | null;
  work_pattern: WorkPattern;
  since: string;
  days: { day: string; sent: number; validated: number }[];
  last_day: string | null;
}

/** Everybody who has to log in a payroll unit on a day, with the month of that day. One statement; by name. */
export async function peopleOf(
  sql: Sql,
  payrollUnitId: string,
  day: LocalDate,
  exempt: readonly string[],
): Promise<PersonMonth[]> {
  const month = monthOf(day);
  const { rows } = await sql.query<Row>(MONTH, [day, firstDay(month), lastDay(month), payrollUnitId, [...exempt]]);
  return rows.map(row => ({
    employeeId: row.employee_id,
    nip: row.nip,
    name: row.name,
    title: row.title,
    unitName: row.unit_name,
    phone: row.phone,
    workPattern: row.work_pattern,
    since: localDate(row.since),
    days: row.days.map(each => ({ ...each, day: localDate(each.day) })),
    lastDay: row.last_day === null ? null : localDate(row.last_day),
  }));
}
