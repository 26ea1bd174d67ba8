import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql, type Tx } from '../../platform/database/sql.ts';
import { fullNameOf, seatSql } from '../organisation/queries.ts';

/** Rows of `assistance` under which a helper may write on a day; parameters: owner, helper, day as SQL expressions. */
const inForce = (owner: string, helper: string, day: string): string =>
  `s.owner_id = ${owner} AND s.helper_id = ${helper} AND s.ended_at IS NULL AND ${day} BETWEEN s.from_date AND s.until_date`;

const ASSISTED = prepared(
  'assistance.owner',
  `SELECT ${fullNameOf('o')} AS name FROM assistance s JOIN employee o ON o.id = s.owner_id
  WHERE ${inForce('$1', '$2', '$3::date')} LIMIT 1`,
);
const STILL = prepared(
  'assistance.still',
  `SELECT 1 FROM assistance s WHERE ${inForce('$1', '$2', '$3::date')} FOR SHARE`,
);

/** The name of an owner whom this person helps on that day; undefined for anybody else. */
export async function assistedOwner(
  sql: Sql,
  ownerId: string,
  helperId: string,
  day: LocalDate,
): Promise<string | undefined> {
  const { rows } = await sql.query<{ name: string }>(ASSISTED, [ownerId, helperId, day]);
  return rows[0]?.name;
}

/**
 * Asks again inside the writing transaction, and holds the answer until it commits: an owner who ends the help waits for what is
 * being written, and nothing is written after.
 */
export async function stillAssists(tx: Tx, ownerId: string, helperId: string, day: LocalDate): Promise<boolean> {
  const { rowCount } = await tx.query(STILL, [ownerId, helperId, day]);
  return (rowCount ?? 0) > 0;
}

/** Somebody an owner named, and for which days. */
export interface Helper {
  readonly id: string;
  readonly name: string;
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly reason: string;
  readonly endedAt: Date | null;
}

/** Everybody an owner named, the latest first. */
export async function helpersOf(sql: Sql, ownerId: string): Promise<Helper[]> {
  const { rows } = await sql.query<Helper & Record<string, unknown>>(
    `SELECT s.id, ${fullNameOf('h')} AS name, s.from_date AS "from", s.until_date AS "until", s.reason, s.ended_at AS "endedAt"
     FROM assistance s JOIN employee h ON h.id = s.helper_id WHERE s.owner_id = $1
     ORDER BY s.ended_at IS NOT NULL, s.from_date DESC, s.id LIMIT 30`,
    [ownerId],
  );
  return rows;
}

/** Somebody who could be named. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** Sits above the owner in the tree, and so decides on what is sent: allowed, and said. */
  readonly superior: boolean;
}

const CANDIDATES = (condition: string): string => `
  SELECT e.id, ${fullNameOf('e')} AS name, p.title,
    EXISTS (SELECT 1 FROM takar_chairs_below(e.id, $2::date) c JOIN assignment o ON o.position_id = c.position_id
            WHERE o.employee_id = $1 AND o.kind = 'DEFINITIF' AND o.from_date <= $2
              AND (o.last_date IS NULL OR o.last_date >= $2)) AS superior
  FROM employee e
  JOIN account a ON a.employee_id = e.id AND a.disabled_at IS NULL
  JOIN LATERAL (${seatSql('e.id', '$2::date')}) p ON true
  WHERE e.id <> $1 AND p.payroll_unit_id = (SELECT own.payroll_unit_id FROM (${seatSql('$1::uuid', '$2::date')}) own)
    AND ${condition}
  ORDER BY e.name, e.id LIMIT 20`;

/** People with an account of their own, paid by the owner's unit, whose name holds all the words; without words nobody. */
export async function findCandidates(
  sql: Sql,
  ownerId: string,
  today: LocalDate,
  words: readonly string[],
): Promise<Candidate[]> {
  if (words.length === 0) return [];
  const { rows } = await sql.query<Candidate & Record<string, unknown>>(
    CANDIDATES('lower(e.name) LIKE ALL ($3::text[])'),
    [ownerId, today, words.map(likePattern)],
  );
  return rows;
}

/** One of them by id; undefined for anybody who could not be named. */
export async function candidate(
  sql: Sql,
  ownerId: string,
  today: LocalDate,
  id: string,
): Promise<Candidate | undefined> {
  const { rows } = await sql.query<Candidate & Record<string, unknown>>(CANDIDATES('e.id = $3::uuid'), [
    ownerId,
    today,
    id,
  ]);
  return rows[0];
}

const likePattern = (word: string): string => `%${word.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;

/** An owner whom somebody helps. */
export interface AssistedOwner {
  readonly id: string;
  readonly name: string;
  readonly until: LocalDate;
  /** Drafts this helper prepared that the owner has not sent yet. */
  readonly drafts: number;
}

/**
 * An owner's entries, by a function that keeps its plan (takar_entries): with the table named in the statement itself, the look
 * into every month was planned anew. Drafts are looked for among the days that an entry may still be written or sent for.
 */
const recentOf = (owner: string, today: string): string => `takar_entries(${owner}, ${today} - 99, ${today} + 100)`;

const OWNERS = prepared(
  'assistance.owners',
  `SELECT o.id, ${fullNameOf('o')} AS name, max(s.until_date) AS "until",
     (SELECT count(*)::int FROM ${recentOf('o.id', '$2::date')} a WHERE a.prepared_by = $1 AND a.status = 'draf') AS drafts
   FROM assistance s JOIN employee o ON o.id = s.owner_id WHERE ${inForce('o.id', '$1', '$2::date')}
   GROUP BY o.id ORDER BY o.name, o.id`,
);

/** The owners whom a person helps on a day. */
export async function assistedOwners(sql: Sql, helperId: string, today: LocalDate): Promise<AssistedOwner[]> {
  const { rows } = await sql.query<AssistedOwner & Record<string, unknown>>(OWNERS, [helperId, today]);
  return rows;
}

/** A draft that a helper prepared and the owner has not sent. Times are minutes after midnight. */
export interface PreparedDraft {
  readonly id: string;
  readonly workDate: LocalDate;
  readonly version: number;
  readonly itemName: string;
  readonly description: string;
  readonly startMinute: number | null;
  readonly endMinute: number | null;
  readonly points: number;
}

const DRAFTS = prepared(
  'assistance.drafts',
  `SELECT a.id, a.work_date AS "workDate", a.version, i.name AS "itemName", a.description,
     a.start_minute AS "startMinute", a.end_minute AS "endMinute", a.points
   FROM ${recentOf('$1::uuid', '$3::date')} a JOIN catalogue_item i ON i.id = a.item_id
   WHERE a.prepared_by = $2 AND a.status = 'draf'
   ORDER BY a.work_date DESC, a.start_minute NULLS LAST, a.id LIMIT 100`,
);

/** Drafts of one owner that this helper prepared, the latest day first. */
export async function preparedDrafts(
  sql: Sql,
  ownerId: string,
  helperId: string,
  today: LocalDate,
): Promise<PreparedDraft[]> {
  const { rows } = await sql.query<PreparedDraft & Record<string, unknown>>(DRAFTS, [ownerId, helperId, today]);
  return rows;
}
