import { workdays } from '../../domain/calendar/work-calendar.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, lastDay, type Month } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { holidaysBetween } from '../calendar/queries.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** How ready a unit is for being paid by its own records. Amounts in whole rupiah. */
export interface UnitReadiness {
  readonly code: string;
  readonly name: string;
  readonly decree: string;
  readonly people: number;
  /** People with at least one entry that was sent. */
  readonly logged: number;
  /** Working days so far, of all people, and those of them without an entry. */
  readonly dueDays: number;
  readonly emptyDays: number;
  /** Entries that were sent, and of these those that were not decided (by the close, once the month is closed). */
  readonly sent: number;
  readonly undecided: number;
  /** People without a judged day of presence. */
  readonly withoutPresence: number;
  /** People who have never opened their account. */
  readonly neverIn: number;
  /** What was paid, and what the rules would have given to those for whom they give an amount; null until computed. */
  readonly paid: bigint | null;
  readonly byRule: bigint | null;
  /** What those people were paid. */
  readonly comparable: bigint | null;
  /** People for whom the rules give no amount. */
  readonly uncomputed: number;
}

/** One person's month in the report. */
export interface PersonReadiness {
  readonly employeeId: string;
  readonly unitName: string;
  readonly nip: string;
  readonly name: string;
  readonly filledDays: number;
  readonly dueDays: number;
  readonly sent: number;
  readonly undecided: number;
  readonly hasPresence: boolean;
  readonly hasBeenIn: boolean;
  readonly paid: bigint | null;
  readonly byRule: bigint | null;
  readonly lacks: readonly string[] | null;
}

/*
 * $1 and $2 the first and last day, $3 the units (null: all), $4 and $5 the working days so far in weeks of five and of six
 * days. People as the close takes them; of a closed month what was not decided is what its run did not count.
 */
const PEOPLE = `WITH unit AS MATERIALIZED (
    SELECT * FROM (SELECT pu.id, pu.code, pu.name, takar_trial_decree($1::date, pu.id) AS decree FROM payroll_unit pu
      WHERE $3::uuid[] IS NULL OR pu.id = ANY ($3::uuid[])) pu WHERE pu.decree IS NOT NULL
  ), run AS (
    SELECT r.id, r.payroll_unit_id FROM payroll_run r
    WHERE r.month = $1 AND r.kind = 'TPP' AND r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR')
  ), roster AS (
    SELECT a.employee_id, u.payroll_unit_id, CASE u.work_pattern WHEN 6 THEN $5::int ELSE $4::int END AS due
    FROM assignment a JOIN employee e ON e.id = a.employee_id AND e.nip IS NOT NULL
    JOIN LATERAL (SELECT * FROM position_version v WHERE v.position_id = a.position_id AND v.from_date <= $1::date
                  ORDER BY v.from_date DESC LIMIT 1) p ON p.kind <> 'PEJABAT_NEGARA'
    JOIN LATERAL (SELECT * FROM org_unit_version v WHERE v.unit_id = p.unit_id AND v.from_date <= $1::date
                  ORDER BY v.from_date DESC LIMIT 1) u ON true
    JOIN unit ON unit.id = u.payroll_unit_id
    LEFT JOIN LATERAL (SELECT v.status FROM employee_status v WHERE v.employee_id = a.employee_id AND v.from_date <= $1::date
                       ORDER BY v.from_date DESC LIMIT 1) s ON true
    WHERE a.kind = 'DEFINITIF' AND a.from_date <= $1::date AND (a.last_date IS NULL OR a.last_date >= $1::date)
      AND coalesce(s.status, '') NOT IN ('PEJABAT', 'NON_ASN', 'PENSIUN', 'MENINGGAL', 'BERHENTI', 'PINDAH_KELUAR')
      AND NOT EXISTS (SELECT 1 FROM payroll_exclusion x WHERE x.month = $1::date AND x.kind = 'TPP'
        AND x.payroll_unit_id = u.payroll_unit_id AND x.employee_id = a.employee_id AND x.state = 'berlaku')
  ), work AS (
    SELECT t.employee_id, count(DISTINCT t.work_date)::int AS days, count(*)::int AS sent,
      count(*) FILTER (WHERE coalesce(n.status, t.status) IN ('dikirim', 'diverifikasi'))::int AS undecided
    FROM activity t JOIN roster r ON r.employee_id = t.employee_id AND r.payroll_unit_id = t.payroll_unit_id
    LEFT JOIN run ON run.payroll_unit_id = t.payroll_unit_id
    LEFT JOIN payroll_uncounted n ON n.run_id = run.id AND n.activity_id = t.id
    WHERE t.work_date BETWEEN $1::date AND $2::date AND coalesce(n.status, t.status) NOT IN ('draf', 'dikembalikan')
    GROUP BY t.employee_id
  ), present AS (
    SELECT DISTINCT d.employee_id FROM attendance_day d JOIN roster r ON r.employee_id = d.employee_id
    WHERE d.day BETWEEN $1::date AND $2::date AND d.code <> 'L'
  )
  SELECT r.employee_id AS "employeeId", unit.code, unit.name AS "unitName", unit.decree, e.nip, ${fullNameOf('e')} AS name,
    coalesce(w.days, 0) AS "filledDays", r.due AS "dueDays", coalesce(w.sent, 0) AS sent, coalesce(w.undecided, 0) AS undecided,
    p.employee_id IS NOT NULL AS "hasPresence", coalesce(c.password_hash IS NOT NULL, false) AS "hasBeenIn",
    l.net AS paid, x.net AS "byRule", x.lacks
  FROM roster r JOIN unit ON unit.id = r.payroll_unit_id JOIN employee e ON e.id = r.employee_id
  LEFT JOIN work w ON w.employee_id = r.employee_id LEFT JOIN present p ON p.employee_id = r.employee_id
  LEFT JOIN account c ON c.employee_id = r.employee_id
  LEFT JOIN run ON run.payroll_unit_id = r.payroll_unit_id
  LEFT JOIN payroll_line l ON l.run_id = run.id AND l.employee_id = r.employee_id
  LEFT JOIN payroll_trial_line x ON x.run_id = run.id AND x.employee_id = r.employee_id`;

const UNITS = `SELECT q.code, q."unitName" AS name, q.decree, count(*)::int AS people,
    count(*) FILTER (WHERE q.sent > 0)::int AS logged, sum(q."dueDays")::int AS "dueDays",
    sum(GREATEST(q."dueDays" - q."filledDays", 0))::int AS "emptyDays", sum(q.sent)::int AS sent, sum(q.undecided)::int AS undecided,
    count(*) FILTER (WHERE NOT q."hasPresence")::int AS "withoutPresence", count(*) FILTER (WHERE NOT q."hasBeenIn")::int AS "neverIn",
    sum(q.paid)::bigint AS paid, sum(q."byRule")::bigint AS "byRule",
    sum(q.paid) FILTER (WHERE q."byRule" IS NOT NULL)::bigint AS comparable,
    count(*) FILTER (WHERE q.paid IS NOT NULL AND q."byRule" IS NULL)::int AS uncomputed
  FROM (${PEOPLE}) q GROUP BY q.code, q."unitName", q.decree ORDER BY q.code`;

/** Of which month, seen on which day, by whom. */
export interface ReportAsked {
  readonly month: Month;
  readonly today: LocalDate;
  /** Null: every unit. */
  readonly scope: readonly string[] | null;
}

async function values(sql: Sql, { month, today, scope }: ReportAsked): Promise<unknown[]> {
  const [first, last] = [firstDay(month), lastDay(month)];
  const holidays = await holidaysBetween(sql, first, last);
  const days = (pattern: 5 | 6): number =>
    today < first ? 0 : workdays(month, pattern, holidays, today < last ? today : last).length;
  return [first, last, scope && [...scope], days(5), days(6)];
}

/** The readiness of every unit whose month is a trial month, by code. */
export async function unitReadiness(sql: Sql, asked: ReportAsked): Promise<UnitReadiness[]> {
  return (await sql.query<UnitReadiness & Record<string, unknown>>(UNITS, await values(sql, asked))).rows;
}

/** The same, person by person. */
export async function peopleReadiness(sql: Sql, asked: ReportAsked): Promise<PersonReadiness[]> {
  const parameters = await values(sql, asked);
  const statement = `${PEOPLE} ORDER BY unit.code, e.name, e.nip`;
  return (await sql.query<PersonReadiness & Record<string, unknown>>(statement, parameters)).rows;
}
