import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, type Month } from '../../domain/month.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { fullNameOf, seatSql } from '../organisation/queries.ts';
import { ABOUT_MONTH, specialOf } from './run-happenings.ts';

/** Somebody whose month can be looked at. */
export interface Person extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
  readonly nip: string | null;
  readonly title: string | null;
  readonly unitName: string | null;
}

const MOST_FOUND = 20;
/* $1 the day, $2 payroll units (null: all). */
const PEOPLE = `SELECT e.id, ${fullNameOf('e')} AS name, e.nip, seat.title, seat.unit_name AS "unitName"
  FROM employee e LEFT JOIN LATERAL (${seatSql('e.id', '$1::date')}) seat ON true
  WHERE ($2::uuid[] IS NULL OR seat.payroll_unit_id = ANY ($2::uuid[]))`;
const ONE = prepared('oversight.one', `${PEOPLE} AND e.id = $3`);
const FOUND = prepared(
  'oversight.found',
  `${PEOPLE} AND (e.nip = $3 OR e.name ILIKE '%' || $4 || '%') ORDER BY e.name, e.id LIMIT ${String(MOST_FOUND)}`,
);

/** Where somebody is looked for: the units of the letter, as they were on a day. */
export interface Within {
  readonly day: LocalDate;
  readonly scope: readonly string[] | null;
}

const within = ({ day, scope }: Within): unknown[] => [day, scope && [...scope]];

export async function personOf(sql: Sql, where: Within, id: string): Promise<Person | undefined> {
  return (await sql.query<Person>(ONE, [...within(where), id])).rows[0];
}

/** People by a part of the name, or by the whole NIP. */
export async function findPeople(sql: Sql, where: Within, typed: string): Promise<Person[]> {
  const pattern = typed.replaceAll(/[\\%_]/g, String.raw`\$&`);
  const { rows } = await sql.query<Person>(FOUND, [...within(where), typed.replaceAll(/[\s.]/g, ''), pattern]);
  return rows;
}

/** A person of a unit's month with what the last computation gave them. */
export interface Member extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
  readonly runId: string | null;
  readonly net: bigint | null;
  readonly excluded: string | null;
  /** How many there are in all. */
  readonly total: number;
}

export const MOST_MEMBERS = 50;
const MEMBERS = prepared(
  'oversight.members',
  `WITH run AS (SELECT id FROM payroll_run WHERE payroll_unit_id = $1 AND month = $2 AND kind = 'TPP' AND state <> 'DIBATALKAN' LIMIT 1),
   member AS (
     SELECT i.employee_id, i.excluded FROM run JOIN payroll_input i ON i.run_id = run.id
     UNION SELECT t.employee_id, NULL FROM activity t WHERE t.payroll_unit_id = $1 AND t.work_date >= $2::date
       AND t.work_date < ($2::date + interval '1 month')::date AND NOT EXISTS (SELECT 1 FROM run))
   SELECT e.id, ${fullNameOf('e')} AS name, l.run_id AS "runId", l.net, m.excluded, count(*) OVER ()::int AS total
   FROM member m JOIN employee e ON e.id = m.employee_id
   LEFT JOIN payroll_line l ON l.employee_id = e.id AND l.run_id = (SELECT id FROM run)
   ORDER BY e.name, e.id LIMIT ${String(MOST_MEMBERS)}`,
);

/** The people of a unit's month by name: of its computation, or, before there is one, those with entries. */
export async function membersOf(sql: Sql, payrollUnitId: string, month: Month): Promise<Member[]> {
  return (await sql.query<Member>(MEMBERS, [payrollUnitId, firstDay(month)])).rows;
}

/** A computation that gave a person an amount; `special` names the special payment, null for the month's own. */
export interface AmountRun extends Record<string, unknown> {
  readonly runId: string;
  readonly special: string | null;
}

const RUNS_OF = prepared(
  'oversight.runs-of',
  `SELECT DISTINCT ON (r.month, r.kind) r.id AS "runId", ${specialOf('r.id')} AS special
   FROM payroll_line l JOIN payroll_run r ON r.id = l.run_id
   WHERE l.employee_id = $1 AND ${ABOUT_MONTH} AND r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR')
     AND ($3::uuid[] IS NULL OR r.payroll_unit_id = ANY ($3::uuid[])) ORDER BY r.month, r.kind, r.revision DESC`,
);

/**
 * The computations that gave a person an amount of a month: its own first, the special payments made in it or resting on it;
 * none where the letter does not open their unit.
 */
export async function runsOf(
  sql: Sql,
  employeeId: string,
  { month, scope }: { readonly month: Month; readonly scope: readonly string[] | null },
): Promise<AmountRun[]> {
  const { rows } = await sql.query<AmountRun>(RUNS_OF, [employeeId, firstDay(month), scope && [...scope]]);
  return rows.toSorted((a, b) => Number(a.special !== null) - Number(b.special !== null));
}
