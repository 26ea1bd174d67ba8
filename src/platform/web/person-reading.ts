import { createHash } from 'node:crypto';
import { prepared, type Prepared, type Sql } from '../database/sql.ts';
import type { Grant } from './actor.ts';
import { CHAIRS_OF_ME, PERSON_OF_ME } from './person-statement.ts';

/** What PERSON_OF_ME reads. */
export interface PersonRow extends Record<string, unknown> {
  readonly account_id: string;
  readonly employee_id: string;
  readonly must_change: boolean;
  readonly nip: string | null;
  readonly name: string;
  readonly title: string | null;
  readonly logs: boolean;
  readonly assists: boolean;
  readonly verifies: boolean;
  readonly validates: boolean;
  readonly grants: readonly Grant[];
}

/** A person on a day, and the snapshot of the database under which they were read. */
export interface PersonReading {
  readonly person: PersonRow;
  /** PostgreSQL's own text of it (`pg_snapshot`): which transactions were over then. */
  readonly seen: string;
  /** The day it was asked for, 'YYYY-MM-DD'. */
  readonly day: string;
}

const ME = `me AS MATERIALIZED (
     SELECT a.id AS account_id, a.employee_id, a.must_change FROM account a WHERE a.id = $1 AND a.disabled_at IS NULL
   ), ${CHAIRS_OF_ME}`;
const WHO = `SELECT to_jsonb(p) AS person, pg_current_snapshot()::text AS seen FROM me JOIN ${PERSON_OF_ME}`;
const TEXT = `WITH ${ME} ${WHO}`;
/** The same as CTEs of a statement that does more: "who", of at most one row (person, seen). $1 account, $2 day. */
export const WHO_CTES = `${ME}, who AS MATERIALIZED (${WHO})`;
const READ: Prepared = prepared('web.person', TEXT);

/** Names the question: another release may ask another, and what that kept is no answer to this one. */
export const QUESTION = createHash('sha256').update(TEXT).digest('hex').slice(0, 12);

/** The person of an account on a day; undefined where the account is gone or disabled, or the service has ended. */
export async function readPerson(sql: Sql, accountId: string, day: string): Promise<PersonReading | undefined> {
  const { rows } = await sql.query<{ person: PersonRow; seen: string }>(READ, [accountId, day]);
  return rows[0] && { ...rows[0], day };
}
