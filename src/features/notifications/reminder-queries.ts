import type { WorkPattern } from '../../domain/calendar/work-calendar.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { Zone } from '../../platform/clock.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { LEFT_SERVICE } from '../account/people.ts';
import { mustLogSql } from '../policies/must-log.ts';
import { STILL_DECIDABLE } from '../review/access.ts';

/** Somebody whose points of a day lie below the target. */
export interface Lacking {
  readonly employeeId: string;
  readonly points: number;
  readonly pattern: WorkPattern;
}

const ZONES = prepared(
  'notifications.zones',
  `SELECT DISTINCT v.zone FROM org_unit_version v WHERE v.zone IS NOT NULL AND v.zone <> $1`,
);

/** The zones in which offices work: the regency's first, then those of units elsewhere (rulings.md 4). */
export async function zonesOfUnits(sql: Sql, regency: Zone): Promise<Zone[]> {
  const { rows } = await sql.query<{ zone: Zone }>(ZONES, [regency]);
  return [regency, ...rows.map(row => row.zone)];
}

/*
 * $1 the day, $2 work patterns that work on it, $3 and $4 targets of five and six days a week, $5 the zone of the units asked
 * about, $6 the regency's, $7 who need not log. Who holds a chair that day, has to log,
 * serves, can sign in, and is not an elected official; the month of the day is open for the unit that pays.
 */
const LACKING = prepared(
  'notifications.lacking',
  `SELECT e.id AS "employeeId", coalesce(p.points, 0)::int AS points, u.work_pattern AS pattern
   FROM assignment s
   JOIN employee e ON e.id = s.employee_id
   JOIN account a ON a.employee_id = e.id AND a.disabled_at IS NULL AND a.password_hash IS NOT NULL
   JOIN LATERAL (SELECT v.unit_id, v.kind, v.echelon FROM position_version v WHERE v.position_id = s.position_id AND v.from_date <= $1
                 ORDER BY v.from_date DESC LIMIT 1) c ON true
   JOIN LATERAL (SELECT v.work_pattern, v.payroll_unit_id, v.zone FROM org_unit_version v WHERE v.unit_id = c.unit_id AND v.from_date <= $1
                 ORDER BY v.from_date DESC LIMIT 1) u ON true
   LEFT JOIN LATERAL (SELECT x.status FROM employee_status x WHERE x.employee_id = e.id AND x.from_date <= $1
                      ORDER BY x.from_date DESC LIMIT 1) st ON true
   LEFT JOIN (SELECT t.employee_id, sum(t.points) AS points FROM activity t
              WHERE t.work_date = $1 AND t.status IN ('dikirim', 'diverifikasi', 'divalidasi') GROUP BY t.employee_id) p
     ON p.employee_id = e.id
   WHERE s.kind = 'DEFINITIF' AND s.from_date <= $1 AND (s.last_date IS NULL OR s.last_date >= $1)
     AND coalesce(st.status, 'PEJABAT') NOT IN ('PEJABAT') AND st.status NOT IN ${LEFT_SERVICE}
     AND ${mustLogSql({ position: 'c', status: 'st.status' }, '$7')}
     AND u.work_pattern = ANY ($2::int[]) AND coalesce(u.zone, $6) = $5
     AND coalesce(p.points, 0) < CASE u.work_pattern WHEN 6 THEN $4::int ELSE $3::int END
     AND NOT EXISTS (SELECT 1 FROM payroll_period q WHERE NOT q.open AND q.kind = 'TPP' AND q.payroll_unit_id = u.payroll_unit_id
                     AND q.month = date_trunc('month', $1::date::timestamp)::date)`,
);

/** Everybody below the target of a day who works in a zone, in one statement. */
export async function lackingOn(
  sql: Sql,
  day: LocalDate,
  patterns: readonly WorkPattern[],
  targets: { readonly five: number; readonly six: number },
  zones: { readonly of: Zone; readonly regency: Zone },
  exempt: readonly string[],
): Promise<Lacking[]> {
  if (patterns.length === 0) return [];
  const { rows } = await sql.query<Lacking & Record<string, unknown>>(LACKING, [
    day,
    [...patterns],
    targets.five,
    targets.six,
    zones.of,
    zones.regency,
    [...exempt],
  ]);
  return rows;
}

/*
 * Entries that wait too long, by the chair whose step it is today. $1 today, $2 now, $3 to $5 hours. An entry waits for
 * verification since it was sent and for validation since it was verified.
 */
const PLACED = `WITH waiting AS (
    SELECT 'verifikasi' AS step, a.position_id AS start, NULL::uuid AS named, ARRAY[a.employee_id] AS excluded, a.sent_at AS since
    FROM activity a WHERE a.status = 'dikirim' AND ${STILL_DECIDABLE}
    UNION ALL
    SELECT 'validasi', a.verified_chair_id, a.validator_chair_id, ARRAY[a.employee_id, a.verified_by], a.updated_at
    FROM activity a WHERE a.status = 'diverifikasi' AND ${STILL_DECIDABLE}
  ), counted AS (
    SELECT step, start, named, excluded, count(*)::int AS first,
      count(*) FILTER (WHERE since < $2::timestamptz - make_interval(hours => $4::int))::int AS second,
      count(*) FILTER (WHERE since < $2::timestamptz - make_interval(hours => $5::int))::int AS third
    FROM waiting WHERE since < $2::timestamptz - make_interval(hours => $3::int) GROUP BY step, start, named, excluded
  ), placed AS MATERIALIZED (
    SELECT c.*, CASE WHEN named IS NULL THEN takar_chair_above(start, excluded, $1::date)
      ELSE takar_chair_from(named, excluded, $1::date) END AS chair
    FROM counted c
  )`;
const HOLDS = (holder: string): string => `${holder}.kind <> 'KETUA_TIM' AND ${holder}.from_date <= $1::date
  AND (${holder}.last_date IS NULL OR ${holder}.last_date >= $1::date)`;

const LATE = prepared(
  'notifications.late',
  `${PLACED} SELECT h.employee_id AS "employeeId", p.step, sum(p.first)::int AS first, sum(p.second)::int AS second
   FROM placed p JOIN assignment h ON h.position_id = p.chair AND ${HOLDS('h')} AND h.employee_id <> ALL (p.excluded)
   GROUP BY h.employee_id, p.step`,
);
const ABOVE = prepared(
  'notifications.late_above',
  `${PLACED}, slow AS MATERIALIZED (
     SELECT p.chair, sum(p.third)::int AS third,
       ARRAY(SELECT h.employee_id FROM assignment h WHERE h.position_id = p.chair AND ${HOLDS('h')}) AS holders
     FROM placed p WHERE p.chair IS NOT NULL AND p.third > 0 GROUP BY p.chair
   )
   SELECT h.employee_id AS "employeeId", s.chair, s.third AS count,
     (SELECT v.title FROM position_version v WHERE v.position_id = s.chair AND v.from_date <= $1::date
      ORDER BY v.from_date DESC LIMIT 1) AS title
   FROM slow s
   JOIN assignment h ON h.position_id = takar_chair_above(s.chair, s.holders, $1::date) AND ${HOLDS('h')}
     AND h.employee_id <> ALL (s.holders)`,
);

/** How many entries wait for somebody's step beyond the first and the second limit. */
export interface Late {
  readonly employeeId: string;
  readonly step: 'verifikasi' | 'validasi';
  readonly first: number;
  readonly second: number;
}

/** What waits beyond the third limit at a chair, for who sits above it. */
export interface LateBelow {
  readonly employeeId: string;
  readonly chair: string;
  readonly title: string;
  readonly count: number;
}

/** When it is, and the hours after which waiting is called to mind. */
export interface Limits {
  readonly today: LocalDate;
  readonly now: Date;
  readonly hours: readonly [number, number, number];
}

export async function lateSteps(sql: Sql, { today, now, hours }: Limits): Promise<Late[]> {
  const { rows } = await sql.query<Late & Record<string, unknown>>(LATE, [today, now, hours[0], hours[1], hours[2]]);
  return rows;
}

export async function lateBelow(sql: Sql, { today, now, hours }: Limits): Promise<LateBelow[]> {
  const { rows } = await sql.query<LateBelow & Record<string, unknown>>(ABOVE, [
    today,
    now,
    hours[0],
    hours[1],
    hours[2],
  ]);
  return rows;
}
