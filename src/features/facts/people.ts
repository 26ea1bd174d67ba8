import { firstDay, type Month } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** A person with the unit that pays them in a month. */
export interface PaidPerson {
  readonly id: string;
  readonly nip: string | null;
  readonly name: string;
  /** Null where nobody pays the person on the first of the month. */
  readonly unitId: string | null;
  readonly unitCode: string | null;
  readonly unitName: string | null;
}

const ONE = `SELECT e.id, e.nip, ${fullNameOf('e')} AS name, pu.id AS "unitId", pu.code AS "unitCode", pu.name AS "unitName"
  FROM employee e LEFT JOIN payroll_unit pu ON pu.id = takar_paying_unit(e.id, $2::date)
  WHERE ($3::uuid[] IS NULL OR pu.id = ANY ($3::uuid[]))`;

/**
 * A person by NIP or by id, within the payroll units of a scope (null: all); undefined for anybody else.
 * @param by NIP as bare digits, or the id of the employee
 */
export async function paidPerson(
  sql: Sql,
  by: { readonly nip: string } | { readonly id: string },
  month: Month,
  scope: readonly string[] | null,
): Promise<PaidPerson | undefined> {
  const [column, value] = 'nip' in by ? ['e.nip = $1', by.nip] : ['e.id = $1::uuid', by.id];
  const { rows } = await sql.query<PaidPerson & Record<string, unknown>>(`${ONE} AND ${column}`, [
    value,
    firstDay(month),
    scope && [...scope],
  ]);
  return rows[0];
}

const CLOSED = `SELECT c.month, c.month IS NOT NULL AND $3::date IS NULL AND takar_fact_corrects($1, $2) AS corrects
  FROM (SELECT takar_fact_closed($1, $2, $3) AS month) c`;

/** What of a span of months runs have taken for a person. */
export interface TakenSpan {
  /** The first month taken; null where all of it is open. */
  readonly month: string | null;
  /** One month whose run is approved: a fact of it is a correction. */
  readonly corrects: boolean;
}

/** Whether a fact may be written for a person's span of months. */
export async function takenSpan(sql: Sql, employeeId: string, month: Month, until: Month | null): Promise<TakenSpan> {
  const { rows } = await sql.query<TakenSpan & Record<string, unknown>>(CLOSED, [
    employeeId,
    firstDay(month),
    until && firstDay(until),
  ]);
  return rows[0] ?? { month: null, corrects: false };
}
