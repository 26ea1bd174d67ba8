import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { PEOPLE, SERVES } from '../account/people.ts';
import { fullNameOf, seatSql } from '../organisation/queries.ts';

export const PAGE_ROWS = 50;

/** One look at somebody's data. */
export interface Look {
  readonly id: bigint;
  readonly viewer: string;
  readonly title: string | null;
  readonly what: string;
  readonly at: Date;
}

const LOOKS = `SELECT v.id, ${fullNameOf('e')} AS viewer, seat.title, v.what, v.at
  FROM data_view v JOIN employee e ON e.id = v.viewer_id LEFT JOIN LATERAL (${seatSql('e.id', '$2::date')}) seat ON true
  WHERE v.subject_id = $1 AND ($3::bigint IS NULL OR v.id < $3) ORDER BY v.id DESC LIMIT ${String(PAGE_ROWS + 1)}`;

/** Who looked at a person's data, the latest first; `before` continues after a page. */
export async function looksAt(
  sql: Sql,
  subjectId: string,
  today: LocalDate,
  before: bigint | null,
): Promise<{ readonly rows: readonly Look[]; readonly more: boolean }> {
  const { rows } = await sql.query<Look & Record<string, unknown>>(LOOKS, [subjectId, today, before]);
  return { rows: rows.slice(0, PAGE_ROWS), more: rows.length > PAGE_ROWS };
}

export type ReportState = 'baru' | 'selesai' | 'ditolak';

/** Somebody says that what is recorded about them is wrong. */
export interface DataReport {
  readonly id: string;
  readonly version: number;
  readonly about: string;
  readonly message: string;
  readonly state: ReportState;
  readonly answer: string | null;
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
  readonly createdAt: Date;
  readonly employeeId: string;
  readonly name: string;
  readonly title: string | null;
  readonly unit: string | null;
}

const COLUMNS = `r.id, r.version, r.about, r.message, r.state, r.answer, r.answered_at AS "answeredAt", r.created_at AS "createdAt",
  e.id AS "employeeId", ${fullNameOf('e')} AS name, seat.title, seat.unit_name AS unit,
  (SELECT ${fullNameOf('w')} FROM employee w WHERE w.id = r.answered_by) AS "answeredBy"`;
const REPORTS = `SELECT ${COLUMNS} FROM ${PEOPLE} JOIN data_report r ON r.employee_id = e.id`;
/* $2 payroll units of the desk, null for all. */
const IN_SCOPE = `($2::uuid[] IS NULL OR seat.payroll_unit_id = ANY ($2::uuid[])) AND ${SERVES}`;

type Row = DataReport & Record<string, unknown>;

/** What a person has reported, the latest first. */
export async function ownReports(sql: Sql, employeeId: string, today: LocalDate): Promise<DataReport[]> {
  const { rows } = await sql.query<Row>(
    `${REPORTS} WHERE r.employee_id = $2 ORDER BY r.created_at DESC, r.id DESC LIMIT 30`,
    [today, employeeId],
  );
  return rows;
}

/** Reports of the desk's payroll units: open ones the oldest first, answered ones the latest first. */
export async function deskReports(
  sql: Sql,
  scope: readonly string[] | null,
  today: LocalDate,
  open: boolean,
): Promise<DataReport[]> {
  const { rows } = await sql.query<Row>(
    `${REPORTS} WHERE ${IN_SCOPE} AND (r.state = 'baru') = $3
     ORDER BY CASE WHEN $3 THEN r.created_at END, r.created_at DESC, r.id LIMIT 100`,
    [today, scope && [...scope], open],
  );
  return rows;
}

/** One report of the desk. */
export async function deskReport(
  sql: Sql,
  scope: readonly string[] | null,
  today: LocalDate,
  id: string,
): Promise<DataReport | undefined> {
  const { rows } = await sql.query<Row>(`${REPORTS} WHERE ${IN_SCOPE} AND r.id = $3`, [today, scope && [...scope], id]);
  return rows[0];
}
