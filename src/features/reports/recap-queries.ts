import type { WorkPattern } from '../../domain/calendar/work-calendar.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { firstDay, type Month } from '../../domain/month.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import type { Actor } from '../../platform/web/actor.ts';
import { seatSql } from '../organisation/queries.ts';
import { BELOW, officeScope, readable } from './sheet-access.ts';
import { PERSON_COLUMNS, statusJoin, type PaperPerson } from './signatory.ts';

/** A payroll unit of which somebody may read a recap. */
export interface RecapUnit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

/** $1 actor, $2 today, $3 payroll units (null: all). */
const UNITS = prepared(
  'reports.recap-units',
  `${BELOW}
   SELECT pu.id, pu.code, pu.name FROM payroll_unit pu
   WHERE $3::uuid[] IS NULL OR pu.id = ANY ($3::uuid[]) OR pu.id IN (
     SELECT u.payroll_unit_id FROM below b
     JOIN LATERAL (SELECT v.unit_id FROM position_version v WHERE v.position_id = b.position_id AND v.from_date <= $2::date
                   ORDER BY v.from_date DESC LIMIT 1) p ON true
     JOIN LATERAL (SELECT v.payroll_unit_id FROM org_unit_version v WHERE v.unit_id = p.unit_id AND v.from_date <= $2::date
                   ORDER BY v.from_date DESC LIMIT 1) u ON true)
   ORDER BY pu.name, pu.code`,
);

/** The units of which the actor may read anybody's work. */
export async function recapUnits(sql: Sql, actor: Actor, today: LocalDate): Promise<readonly RecapUnit[]> {
  const { rows } = await sql.query<RecapUnit & Record<string, unknown>>(UNITS, [
    actor.employeeId,
    today,
    officeScope(actor),
  ]);
  return rows;
}

/** One person's month in numbers; points are under the cap of each day. */
export interface RecapPerson extends PaperPerson {
  readonly employeeId: string;
  readonly title: string;
  readonly workPattern: WorkPattern;
  /** When the person held a chair, within the month. */
  readonly spans: readonly (readonly [from: LocalDate, to: LocalDate])[];
  readonly filledDays: number;
  readonly sent: number;
  readonly verified: number;
  readonly validated: number;
  /** Entries that wait for a superior, that wait for their owner, and that were refused. */
  readonly waiting: number;
  readonly returned: number;
  readonly refused: number;
}

/**
 * $1 to $3 as above, $4 payroll unit, $5 first and $6 last day, $7 daily cap. Who is on the list: everybody whose month
 * this unit pays, and of those whom the actor may read; officials without entries are not.
 */
const PEOPLE = prepared(
  'reports.recap-people',
  `${BELOW}, held AS (
     SELECT a.employee_id, max(least(coalesce(a.last_date, $6::date), $6::date)) AS day,
       jsonb_agg(jsonb_build_array(greatest(a.from_date, $5::date), least(coalesce(a.last_date, $6::date), $6::date))) AS spans
     FROM assignment a
     WHERE a.kind = 'DEFINITIF' AND a.from_date <= $6::date AND (a.last_date IS NULL OR a.last_date >= $5::date)
       AND a.employee_id IN (
         SELECT o.employee_id FROM assignment o JOIN position_version v ON v.position_id = o.position_id
         JOIN org_unit_version u ON u.unit_id = v.unit_id WHERE u.payroll_unit_id = $4::uuid)
     GROUP BY a.employee_id
   ), person AS (
     SELECT h.employee_id, h.day, h.spans, seat.position_id, seat.title, seat.work_pattern, seat.payroll_unit_id
     FROM held h JOIN LATERAL (${seatSql('h.employee_id', 'h.day')}) seat ON true
     WHERE seat.payroll_unit_id = $4::uuid
   ), listed AS (
     SELECT p.*, ${PERSON_COLUMNS} FROM person p JOIN employee e ON e.id = p.employee_id ${statusJoin('e.id', 'p.day')}
     WHERE ${readable('p')} AND coalesce(s.status, '') <> 'PEJABAT'
   ), daily AS (
     SELECT t.employee_id,
       coalesce(sum(t.points) FILTER (WHERE t.status IN ('dikirim', 'diverifikasi', 'divalidasi')), 0) AS sent,
       coalesce(sum(t.points) FILTER (WHERE t.status IN ('diverifikasi', 'divalidasi')), 0) AS verified,
       coalesce(sum(t.points) FILTER (WHERE t.status = 'divalidasi'), 0) AS validated,
       bool_or(t.status IN ('dikirim', 'diverifikasi', 'divalidasi')) AS filled,
       count(*) FILTER (WHERE t.status IN ('dikirim', 'diverifikasi')) AS waiting,
       count(*) FILTER (WHERE t.status = 'dikembalikan') AS returned,
       count(*) FILTER (WHERE t.status = 'ditolak') AS refused
     FROM activity t JOIN listed l ON l.employee_id = t.employee_id
     WHERE t.work_date BETWEEN $5::date AND $6::date
     GROUP BY t.employee_id, t.work_date
   )
   SELECT l.employee_id, l.name, l.nip, l.status, l.grade, l.title, l.work_pattern, l.spans,
     count(*) FILTER (WHERE d.filled)::int AS filled_days,
     coalesce(sum(least(d.sent, $7::int)), 0)::int AS sent,
     coalesce(sum(least(d.verified, $7::int)), 0)::int AS verified,
     coalesce(sum(least(d.validated, $7::int)), 0)::int AS validated,
     coalesce(sum(d.waiting), 0)::int AS waiting, coalesce(sum(d.returned), 0)::int AS returned,
     coalesce(sum(d.refused), 0)::int AS refused
   FROM listed l LEFT JOIN daily d ON d.employee_id = l.employee_id
   GROUP BY l.employee_id, l.name, l.nip, l.status, l.grade, l.title, l.work_pattern, l.spans
   ORDER BY l.name, l.employee_id`,
);

interface PersonRow extends PaperPerson, Record<string, unknown> {
  employee_id: string;
  title: string;
  work_pattern: WorkPattern;
  spans: [string, string][];
  filled_days: number;
  sent: number;
  verified: number;
  validated: number;
  waiting: number;
  returned: number;
  refused: number;
}

/** What is asked: which unit's month, by whom, up to which day. */
export interface RecapQuestion {
  readonly actor: Actor;
  readonly today: LocalDate;
  readonly unitId: string;
  readonly month: Month;
  readonly day: LocalDate;
  readonly dailyCap: number;
}

/** The people of a unit's month whom the actor may read, by name. */
export async function recapPeople(sql: Sql, question: RecapQuestion): Promise<readonly RecapPerson[]> {
  const { actor, today, unitId, month, day, dailyCap } = question;
  const values = [actor.employeeId, today, officeScope(actor), unitId, firstDay(month), day, dailyCap];
  const { rows } = await sql.query<PersonRow>(PEOPLE, values);
  return rows.map(row => ({
    employeeId: row.employee_id,
    name: row.name,
    nip: row.nip,
    status: row.status,
    grade: row.grade,
    title: row.title,
    workPattern: row.work_pattern,
    spans: row.spans.map(([from, to]) => [localDate(from), localDate(to)] as const),
    filledDays: row.filled_days,
    sent: row.sent,
    verified: row.verified,
    validated: row.validated,
    waiting: row.waiting,
    returned: row.returned,
    refused: row.refused,
  }));
}
