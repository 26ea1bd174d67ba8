import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { type Actor, hasRole, unitsFor } from '../../platform/web/actor.ts';
import { type FoundPerson, PEOPLE, PERSON_COLUMNS, SERVES } from './people.ts';

/** Payroll units whose accounts a person looks after at the desk; null for all. */
export const deskScope = (actor: Actor): readonly string[] | null =>
  hasRole(actor, 'kepegawaian') || hasRole(actor, 'admin') ? null : (unitsFor(actor, 'pengelola') ?? []);

/** The desk at which a person acts. */
export const deskOf = (actor: Actor): Desk => ({
  units: deskScope(actor),
  ofAdministrator: hasRole(actor, 'admin'),
});

/** How many slips are made at once at most. */
export const MOST_SLIPS = 100;

/**
 * True where account "a" holds, or waits for, a right that outweighs the desk: a code would hand it over. At a unit's desk
 * every right but the clerk's own for these units; at the personnel office's an administrator's, for administrators grant
 * what the office may not. `$1` is the day, `$2` the payroll units of the desk, null for all.
 */
const OUTWEIGHS = `EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = a.id AND g.ended_at IS NULL
    AND (CASE WHEN $2::uuid[] IS NULL THEN g.role = 'admin'
      ELSE g.role <> 'pengelola' OR g.payroll_unit_id <> ALL ($2::uuid[]) END)
    AND (g.until_date IS NULL OR g.until_date >= $1::date))`;

/** Who may act at a desk: an administrator gives codes to everybody. */
export interface Desk {
  /** Payroll units whose people come to it; null for all. */
  readonly units: readonly string[] | null;
  readonly ofAdministrator: boolean;
}

/** A person at the desk. */
export interface DeskPerson extends FoundPerson {
  readonly login: string | null;
  /** Until when a code that was handed out holds; null where none is out. */
  readonly codeUntil: Date | null;
  readonly outweighs: boolean;
  readonly disabled: boolean;
}

const outweighing = (desk: Desk): string => (desk.ofAdministrator ? 'false' : OUTWEIGHS);
const columns = (desk: Desk): string => `${PERSON_COLUMNS}, a.login, a.activation_expires_at AS "codeUntil",
  ${outweighing(desk)} AS outweighs, a.disabled_at IS NOT NULL AS disabled`;
/* $2 payroll units of the desk, null for all. */
const IN_SCOPE = `($2::uuid[] IS NULL OR seat.payroll_unit_id = ANY ($2::uuid[])) AND ${SERVES}`;
/** Never activated; a desk does not see those whose rights outweigh it. */
const without = (desk: Desk): string => `a.password_hash IS NULL AND a.disabled_at IS NULL AND ${IN_SCOPE}
  AND (a.id IS NULL OR NOT ${outweighing(desk)})`;
const unitsOf = ({ units }: Desk): string[] | null => units && [...units];

type Row = DeskPerson & Record<string, unknown>;

/** People of a payroll unit who never activated an account; one more than may be printed says that more follow. */
export async function withoutAccount(sql: Sql, unitId: string, desk: Desk, today: LocalDate): Promise<DeskPerson[]> {
  const { rows } = await sql.query<Row>(
    `SELECT ${columns(desk)} FROM ${PEOPLE} WHERE ${without(desk)} AND seat.payroll_unit_id = $3
     ORDER BY seat.unit_name, e.name, e.id LIMIT ${String(MOST_SLIPS + 1)}`,
    [today, unitsOf(desk), unitId],
  );
  return rows;
}

/** The same people by id, whichever of them still have no account of their own. */
export async function stillWithout(
  sql: Sql,
  ids: readonly string[],
  desk: Desk,
  today: LocalDate,
): Promise<DeskPerson[]> {
  const { rows } = await sql.query<Row>(
    `SELECT ${columns(desk)} FROM ${PEOPLE} WHERE ${without(desk)} AND e.id = ANY ($3::uuid[]) ORDER BY seat.unit_name, e.name, e.id`,
    [today, unitsOf(desk), [...ids]],
  );
  return rows;
}

/** How many people of each payroll unit of the desk never activated an account. */
export async function withoutByUnit(
  sql: Sql,
  desk: Desk,
  today: LocalDate,
): Promise<{ readonly code: string; readonly name: string; readonly people: number }[]> {
  const { rows } = await sql.query<{ code: string; name: string; people: number }>(
    `SELECT u.code, u.name, count(w.id)::int AS people FROM payroll_unit u
     LEFT JOIN (SELECT e.id, seat.payroll_unit_id FROM ${PEOPLE} WHERE ${without(desk)}) w ON w.payroll_unit_id = u.id
     WHERE $2::uuid[] IS NULL OR u.id = ANY ($2::uuid[]) GROUP BY u.id ORDER BY u.name, u.code`,
    [today, unitsOf(desk)],
  );
  return rows;
}

/** One person of the desk. */
export async function deskPerson(
  sql: Sql,
  employeeId: string,
  desk: Desk,
  today: LocalDate,
): Promise<DeskPerson | undefined> {
  const { rows } = await sql.query<Row>(`SELECT ${columns(desk)} FROM ${PEOPLE} WHERE ${IN_SCOPE} AND e.id = $3`, [
    today,
    unitsOf(desk),
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
     JOIN (SELECT ${PERSON_COLUMNS} FROM ${PEOPLE} WHERE ${IN_SCOPE}) p ON p."accountId" = t.account_id
     WHERE t.closed_at IS NULL ORDER BY t.asked_at, t.id LIMIT 50`,
    [today, scope && [...scope]],
  );
  return rows;
}
