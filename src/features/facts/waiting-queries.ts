import type { LocalDate } from '../../domain/local-date.ts';
import { monthOf, type Month } from '../../domain/month.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { documentOf, type FactDocument } from './document.ts';

/** At most so many single proposals on a page: the oldest first, the rest follow when these are decided. */
export const MOST_SHOWN = 100;

/** A single proposal that waits for its second person. */
export interface WaitingFact {
  readonly id: string;
  readonly employeeId: string | null;
  /** The person, or the payroll unit of a ceiling. */
  readonly subject: string;
  readonly unit: string;
  readonly month: Month;
  readonly until: Month | null;
  readonly name: string;
  readonly value: string;
  /** What holds now. */
  readonly before: string | null;
  readonly source: string;
  readonly proposedBy: string;
  readonly proposer: string;
  readonly proposedAt: Date;
  readonly document: FactDocument | null;
}

interface Row extends Record<string, unknown> {
  id: string;
  employee_id: string | null;
  subject: string;
  unit: string;
  month: LocalDate;
  until_month: LocalDate | null;
  name: string;
  value: string;
  before: string | null;
  source: string;
  proposed_by: string;
  proposer: string;
  proposed_at: Date;
  document: FactDocument | null;
}

/** Waiting proposals `p` that a reader with scope `$1` (null: all) may see: of the units, or one's own `$2`. */
const SEEN = `p.decision IS NULL AND ($1::uuid[] IS NULL OR p.proposed_by = $2
    OR coalesce(p.payroll_unit_id, takar_paying_unit(p.employee_id, p.month)) = ANY ($1::uuid[]))`;

const SINGLES = `SELECT p.id, p.employee_id, CASE WHEN e.id IS NULL THEN pu.name ELSE ${fullNameOf('e')} END AS subject,
    coalesce(pu.name, '') AS unit, p.month, p.until_month, p.name, p.value, p.source, p.proposed_by,
    ${fullNameOf('w')} AS proposer, p.proposed_at, ${documentOf('p.id')} AS document,
    CASE WHEN e.id IS NULL
      THEN (SELECT c.amount::text FROM payroll_ceiling c WHERE c.payroll_unit_id = p.payroll_unit_id
            AND c.year = extract(year FROM p.month)::int ORDER BY c.id DESC LIMIT 1)
      ELSE (SELECT CASE WHEN NOT f.withdrawn THEN f.value END FROM payroll_fact f WHERE f.employee_id = p.employee_id AND f.name = p.name AND f.month <= p.month
            AND coalesce(f.until_month, f.month) >= p.month ORDER BY f.id DESC LIMIT 1) END AS before
  FROM fact_proposal p
  JOIN employee w ON w.id = p.proposed_by
  LEFT JOIN employee e ON e.id = p.employee_id
  LEFT JOIN payroll_unit pu ON pu.id = coalesce(p.payroll_unit_id, takar_paying_unit(p.employee_id, p.month))
  WHERE p.batch_id IS NULL AND ${SEEN}
  ORDER BY p.proposed_at, p.id LIMIT ${String(MOST_SHOWN)}`;

const fromRow = (row: Row): WaitingFact => ({
  id: row.id,
  employeeId: row.employee_id,
  subject: row.subject,
  unit: row.unit,
  month: monthOf(row.month),
  until: row.until_month && monthOf(row.until_month),
  name: row.name,
  value: row.value,
  before: row.before,
  source: row.source,
  proposedBy: row.proposed_by,
  proposer: row.proposer,
  proposedAt: row.proposed_at,
  document: row.document,
});

/** Who reads, and for which payroll units (null: all). */
export interface WaitingReader {
  readonly employeeId: string;
  readonly scope: readonly string[] | null;
}

/** Single proposals that wait, oldest first; at most MOST_SHOWN. */
export async function waitingFacts(sql: Sql, { employeeId, scope }: WaitingReader): Promise<WaitingFact[]> {
  const { rows } = await sql.query<Row>(SINGLES, [scope && [...scope], employeeId]);
  return rows.map(fromRow);
}

/** One kind of fact within an import that waits. */
export interface WaitingKind {
  readonly name: string;
  readonly month: Month;
  readonly count: number;
  /** Of whole numbers: what they add up to, for comparing with the paper. */
  readonly sum: bigint | null;
}

/** An import whose facts wait, or some of them. */
export interface WaitingBatch {
  readonly id: string;
  readonly fileName: string;
  readonly proposedBy: string;
  readonly proposer: string;
  readonly proposedAt: Date;
  readonly people: number;
  readonly kinds: readonly WaitingKind[];
}

interface BatchRow extends Record<string, unknown> {
  id: string;
  file_name: string;
  proposed_by: string;
  proposer: string;
  proposed_at: Date;
  people: number;
  kinds: { name: string; month: LocalDate; count: number; sum: string | null }[];
}

const BATCHES = `SELECT b.id, b.file_name, min(k.proposed_by::text) AS proposed_by, min(k.proposer) AS proposer,
    min(k.proposed_at) AS proposed_at,
    (SELECT count(DISTINCT p.employee_id)::int FROM fact_proposal p WHERE p.batch_id = b.id AND ${SEEN}) AS people,
    json_agg(json_build_object('name', k.name, 'month', k.month, 'count', k.count, 'sum', k.sum) ORDER BY k.month, k.name) AS kinds
  FROM import_batch b
  JOIN (SELECT p.batch_id, p.name, p.month, count(*)::int AS count, min(p.proposed_by::text)::uuid AS proposed_by,
          min(${fullNameOf('w')}) AS proposer, min(p.proposed_at) AS proposed_at,
          CASE WHEN bool_and(p.value ~ '^-?[0-9]{1,18}$') THEN
            sum(CASE WHEN p.value ~ '^-?[0-9]{1,18}$' AND NOT p.withdrawn THEN p.value::numeric END)::text END AS sum
        FROM fact_proposal p JOIN employee w ON w.id = p.proposed_by
        WHERE p.batch_id IS NOT NULL AND ${SEEN} GROUP BY p.batch_id, p.name, p.month) k ON k.batch_id = b.id
  GROUP BY b.id, b.file_name ORDER BY min(k.proposed_at), b.id LIMIT ${String(MOST_SHOWN)}`;

/** Imports with facts that wait, oldest first. */
export async function waitingBatches(sql: Sql, { employeeId, scope }: WaitingReader): Promise<WaitingBatch[]> {
  const { rows } = await sql.query<BatchRow>(BATCHES, [scope && [...scope], employeeId]);
  return rows.map(row => ({
    id: row.id,
    fileName: row.file_name,
    proposedBy: row.proposed_by,
    proposer: row.proposer,
    proposedAt: row.proposed_at,
    people: row.people,
    kinds: row.kinds.map(({ name, month, count, sum }) => ({
      name,
      month: monthOf(month),
      count,
      sum: sum === null ? null : BigInt(sum),
    })),
  }));
}

const COUNTS = `SELECT coalesce(p.payroll_unit_id, takar_paying_unit(p.employee_id, p.month)) AS unit, count(*)::int AS count
  FROM fact_proposal p WHERE p.decision IS NULL AND p.month <= $1::date AND coalesce(p.until_month, p.month) >= $1::date
    AND p.employee_id IS NOT NULL GROUP BY 1`;

/** How many facts about people of a month wait, by payroll unit. */
export async function waitingByUnit(sql: Sql, day: LocalDate): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql.query<{ unit: string | null; count: number }>(COUNTS, [day]);
  return new Map(rows.flatMap(({ unit, count }) => (unit === null ? [] : [[unit, count] as const])));
}

const OF_PERSON = `SELECT p.id, p.employee_id, '' AS subject, '' AS unit, p.month, p.until_month, p.name, p.value, p.source,
    p.proposed_by, ${fullNameOf('w')} AS proposer, p.proposed_at, ${documentOf('p.id')} AS document, NULL AS before
  FROM fact_proposal p JOIN employee w ON w.id = p.proposed_by
  WHERE p.decision IS NULL AND p.employee_id = $1 AND p.month <= $2::date AND coalesce(p.until_month, p.month) >= $2::date
  ORDER BY p.proposed_at, p.id`;

/** What waits about one person's month. */
export async function waitingAbout(sql: Sql, employeeId: string, day: LocalDate): Promise<WaitingFact[]> {
  const { rows } = await sql.query<Row>(OF_PERSON, [employeeId, day]);
  return rows.map(fromRow);
}

/** A fact that an import proposed, and what became of it. */
export interface BatchFact {
  readonly employeeId: string;
  readonly person: string;
  readonly name: string;
  readonly value: string;
  readonly month: Month;
  readonly until: Month | null;
  readonly decision: string | null;
  /** It says that there is none any more. */
  readonly withdrawn: boolean;
}

const OF_BATCH = `SELECT p.employee_id, ${fullNameOf('e')} AS person, p.name, p.value, p.month, p.until_month, p.decision, p.withdrawn
  FROM fact_proposal p JOIN employee e ON e.id = p.employee_id WHERE p.batch_id = $1 ORDER BY e.name, e.id, p.name LIMIT $2`;

/** What an import proposed, by person; at most `most`. */
export async function factsOfBatch(sql: Sql, batchId: string, most: number): Promise<BatchFact[]> {
  const { rows } = await sql.query<
    Pick<Row, 'name' | 'value' | 'month' | 'until_month'> & {
      employee_id: string;
      person: string;
      decision: string | null;
      withdrawn: boolean;
    }
  >(OF_BATCH, [batchId, most]);
  return rows.map(row => ({
    employeeId: row.employee_id,
    person: row.person,
    name: row.name,
    value: row.value,
    month: monthOf(row.month),
    until: row.until_month && monthOf(row.until_month),
    decision: row.decision,
    withdrawn: row.withdrawn,
  }));
}
