import { localDate, type LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { decidedHere, readable, type Reader } from './access.ts';

export type DispensationState = 'diajukan' | 'disetujui' | 'ditolak' | 'ditarik';

/** A request to log a day whose window has passed. */
export interface Dispensation {
  readonly id: string;
  readonly employeeId: string;
  readonly name: string;
  readonly workDate: LocalDate;
  readonly cause: string;
  readonly explanation: string;
  readonly requestedBy: string;
  readonly requesterName: string;
  readonly requestedAt: Date;
  readonly state: DispensationState;
  /** The last day on which the day may be logged, once granted. */
  readonly openUntil: LocalDate | undefined;
  readonly deciderName: string | null;
  readonly decidedAt: Date | null;
  readonly answer: string | null;
  readonly version: number;
  /** Whether the reader holds the right to decide it: the unit is theirs, and it is neither about nor from them. */
  readonly decidable: boolean;
}

interface Row extends Record<string, unknown> {
  id: string;
  employee_id: string;
  name: string;
  work_date: string;
  cause: string;
  explanation: string;
  requested_by: string;
  requester_name: string;
  requested_at: Date;
  state: DispensationState;
  open_until: string | null;
  decider_name: string | null;
  decided_at: Date | null;
  answer: string | null;
  version: number;
  decidable: boolean;
}

const COLUMNS = `d.id, d.employee_id, ${fullNameOf('e')} AS name, d.work_date, d.cause, d.explanation, d.requested_by,
  ${fullNameOf('q')} AS requester_name, d.requested_at, d.state, d.open_until,
  (SELECT ${fullNameOf('b')} FROM employee b WHERE b.id = d.decided_by) AS decider_name, d.decided_at, d.answer, d.version,
  d.employee_id <> $1 AND d.requested_by <> $1 AND ${decidedHere('d', '$2', '$3::date')} AS decidable`;
const FROM = `FROM dispensation d JOIN employee e ON e.id = d.employee_id JOIN employee q ON q.id = d.requested_by`;

const from = (row: Row): Dispensation => ({
  id: row.id,
  employeeId: row.employee_id,
  name: row.name,
  workDate: localDate(row.work_date),
  cause: row.cause,
  explanation: row.explanation,
  requestedBy: row.requested_by,
  requesterName: row.requester_name,
  requestedAt: row.requested_at,
  state: row.state,
  openUntil: row.open_until === null ? undefined : localDate(row.open_until),
  deciderName: row.decider_name,
  decidedAt: row.decided_at,
  answer: row.answer,
  version: row.version,
  decidable: row.decidable,
});

const SHOWN = 50;

/** Requests about a person or asked for by that person, the latest first. */
export async function ownRequests(sql: Sql, reader: Reader, today: LocalDate): Promise<Dispensation[]> {
  const { rows } = await sql.query<Row>(
    `SELECT ${COLUMNS} ${FROM} WHERE d.employee_id = $1 OR d.requested_by = $1
     ORDER BY d.requested_at DESC, d.id LIMIT ${String(SHOWN)}`,
    [reader.employeeId, reader.units, today],
  );
  return rows.map(from);
}

/** Requests that wait for a decision in the reader's units, the oldest first; not those about or from the reader. */
export async function waitingRequests(sql: Sql, reader: Reader, today: LocalDate): Promise<Dispensation[]> {
  const { rows } = await sql.query<Row>(
    `SELECT ${COLUMNS} ${FROM} WHERE d.state = 'diajukan' AND d.employee_id <> $1 AND d.requested_by <> $1
       AND ${decidedHere('d', '$2', '$3::date')} ORDER BY d.requested_at, d.id LIMIT ${String(SHOWN)}`,
    [reader.employeeId, reader.units, today],
  );
  return rows.map(from);
}

/** One request, if this reader may see it. */
export async function requestOf(
  sql: Sql,
  reader: Reader,
  today: LocalDate,
  id: string,
): Promise<Dispensation | undefined> {
  const { rows } = await sql.query<Row>(
    `SELECT ${COLUMNS} ${FROM} WHERE d.id = $4 AND ${readable('d', '$1', '$2', '$3::date')}`,
    [reader.employeeId, reader.units, today, id],
  );
  return rows[0] && from(rows[0]);
}

/** Somebody a request may be about. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly title: string;
}

const PEOPLE = 20;

/** People of the reader's units whose name holds all the words; without words nobody. */
export async function findPeople(
  sql: Sql,
  reader: Reader,
  today: LocalDate,
  words: readonly string[],
): Promise<Person[]> {
  if (words.length === 0) return [];
  const { rows } = await sql.query<{ id: string; name: string; title: string }>(
    `SELECT e.id, ${fullNameOf('e')} AS name, p.title
     FROM employee e JOIN assignment s ON s.employee_id = e.id AND s.kind = 'DEFINITIF' AND s.from_date <= $3
       AND (s.last_date IS NULL OR s.last_date >= $3)
     JOIN LATERAL (SELECT v.title FROM position_version v WHERE v.position_id = s.position_id AND v.from_date <= $3
                   ORDER BY v.from_date DESC LIMIT 1) p ON true
     WHERE lower(e.name) LIKE ALL ($4::text[]) AND e.id <> $1
       AND ${decidedHere('s', '$2', '$3::date')}
     ORDER BY e.name, e.id LIMIT ${String(PEOPLE)}`,
    [reader.employeeId, reader.units, today, words.map(likePattern)],
  );
  return rows;
}

/** A person of the reader's units, or the reader; undefined for anybody else. */
export async function personHere(
  sql: Sql,
  reader: Reader,
  today: LocalDate,
  id: string,
): Promise<Pick<Person, 'id' | 'name'> | undefined> {
  const { rows } = await sql.query<{ id: string; name: string }>(
    `SELECT s.id, s.name FROM (SELECT e.id, e.id AS employee_id, ${fullNameOf('e')} AS name FROM employee e WHERE e.id = $4) s
     WHERE s.id = $1 OR ${decidedHere('s', '$2', '$3::date')}`,
    [reader.employeeId, reader.units, today, id],
  );
  return rows[0];
}

const likePattern = (word: string): string => `%${word.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
