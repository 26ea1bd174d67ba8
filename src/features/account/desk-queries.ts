import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { type Actor, hasRole, unitsFor } from '../../platform/web/actor.ts';
import { type FoundPerson, PEOPLE, PERSON_COLUMNS, SERVES } from './people.ts';

/** Payroll units whose accounts a person looks after at the desk; null for all. */
export const deskScope = (actor: Actor): readonly string[] | null =>
  hasRole(actor, 'kepegawaian') || hasRole(actor, 'admin') ? null : (unitsFor(actor, 'pengelola') ?? []);

/** How many slips are made at once at most. */
export const MOST_SLIPS = 100;

/**
 * True where account "a" holds, or waits for, a right that outweighs a clerk's: a unit's clerk gives it no code. So does
 * the same right for another unit. `$1` is the day, `$2` the payroll units of the desk.
 */
const OUTWEIGHS = `EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = a.id AND g.ended_at IS NULL
    AND (g.role <> 'pengelola' OR g.payroll_unit_id <> ALL ($2::uuid[]))
    AND (g.until_date IS NULL OR g.until_date >= $1::date))`;

/** A person at the desk. */
export interface DeskPerson extends FoundPerson {
  readonly login: string | null;
  /** Until when a code that was handed out holds; null where none is out. */
  readonly codeUntil: Date | null;
  readonly outweighs: boolean;
  readonly disabled: boolean;
}

const COLUMNS = `${PERSON_COLUMNS}, a.login, a.activation_expires_at AS "codeUntil", ${OUTWEIGHS} AS outweighs,
  a.disabled_at IS NOT NULL AS disabled`;
/* $2 payroll units of the desk, null for all. */
const IN_SCOPE = `($2::uuid[] IS NULL OR seat.payroll_unit_id = ANY ($2::uuid[])) AND ${SERVES}`;
/** Never activated; a unit's clerk does not see those whose rights outweigh the desk. */
const WITHOUT = `a.password_hash IS NULL AND a.disabled_at IS NULL AND ${IN_SCOPE}
  AND ($2::uuid[] IS NULL OR a.id IS NULL OR NOT ${OUTWEIGHS})`;

type Row = DeskPerson & Record<string, unknown>;

/** People of a payroll unit who never activated an account; one more than may be printed says that more follow. */
export async function withoutAccount(
  sql: Sql,
  unitId: string,
  scope: readonly string[] | null,
  today: LocalDate,
): Promise<DeskPerson[]> {
  const { rows } = await sql.query<Row>(
    `SELECT ${COLUMNS} FROM ${PEOPLE} WHERE ${WITHOUT} AND seat.payroll_unit_id = $3
     ORDER BY seat.unit_name, e.name, e.id LIMIT ${String(MOST_SLIPS + 1)}`,
    [today, scope && [...scope], unitId],
  );
  return rows;
}

/** The same people by id, whichever of them still have no account of their own. */
export async function stillWithout(
  sql: Sql,
  ids: readonly string[],
  scope: readonly string[] | null,
  today: LocalDate,
): Promise<DeskPerson[]> {
  const { rows } = await sql.query<Row>(
    `SELECT ${COLUMNS} FROM ${PEOPLE} WHERE ${WITHOUT} AND e.id = ANY ($3::uuid[]) ORDER BY seat.unit_name, e.name, e.id`,
    [today, scope && [...scope], [...ids]],
  );
  return rows;
}

/** How many people of each payroll unit of the desk never activated an account. */
export async function withoutByUnit(
  sql: Sql,
  scope: readonly string[] | null,
  today: LocalDate,
): Promise<{ readonly code: string; readonly name: string; readonly people: number }[]> {
  const { rows } = await sql.query<{ code: string; name: string; people: number }>(
    `SELECT u.code, u.name, count(w.id)::int AS people FROM payroll_unit u
     LEFT JOIN (SELECT e.id, seat.payroll_unit_id FROM ${PEOPLE} WHERE ${WITHOUT}) w ON w.payroll_unit_id = u.id
     WHERE $2::uuid[] IS NULL OR u.id = ANY ($2::uuid[]) GROUP BY u.id ORDER BY u.name, u.code`,
    [today, scope && [...scope]],
  );
  return rows;
}

/** One person of the desk. */
export async function deskPerson(
  sql: Sql,
  employeeId: string,
  scope: readonly string[] | null,
  today: LocalDate,
): Promise<DeskPerson | undefined> {
  const { rows } = await sql.query<Row>(`SELECT ${COLUMNS} FROM ${PEOPLE} WHERE ${IN_SCOPE} AND e.id = $3`, [
    today,
    scope && [...scope],
    employeeId,
  ]);
  return rows[0];
}

/** Who asked for a new password and waits, the oldest first. */
export async function openTickets(
  sql: Sql,
  scope: readonly string[] | null,
  today: LocalDate,
): Promise<{ readonly id: string; readonly name: string; readonly unit: string | null; readonly askedAt: Date }[]> {
  const { rows } = await sql.query<{ id: string; name: string; unit: string | null; askedAt: Date }>(
    `SELECT p.id, p.name, p.unit, t.asked_at AS "askedAt" FROM password_ticket t
     JOIN (SELECT ${COLUMNS} FROM ${PEOPLE} WHERE ${IN_SCOPE}) p ON p."accountId" = t.account_id
     WHERE t.closed_at IS NULL ORDER BY t.asked_at, t.id LIMIT 50`,
    [today, scope && [...scope]],
  );
  return rows;
}
