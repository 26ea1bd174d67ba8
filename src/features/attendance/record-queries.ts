import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { NotFound } from '../../platform/errors.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** How many rows a list shows; the oldest waiting ones first, the rest follow when these are decided. */
export const MOST_RECORDS = 100;
const MOST_DECIDED = 30;

/** A row by hand as it is kept. */
export interface RecordRow {
  readonly id: string;
  readonly employeeId: string;
  readonly payrollUnitId: string;
  readonly name: string;
  readonly nip: string | null;
  readonly unit: string;
  readonly day: LocalDate;
  readonly inMinute: number | null;
  readonly outMinute: number | null;
  readonly code: string | null;
  readonly note: string | null;
  readonly documentNumber: string;
  readonly documentDate: LocalDate | null;
  readonly version: number;
  readonly recordedBy: string;
  readonly recorder: string;
  readonly recordedAt: Date;
  readonly confirmer: string | null;
  readonly confirmedAt: Date | null;
  readonly withdrawer: string | null;
  readonly withdrawnAt: Date | null;
  readonly withdrawReason: string | null;
  /** The unit's month is closed: the row stays as it is. */
  readonly closed: boolean;
  /** A file that counts covers the day; until one does, the row waits for it. */
  readonly covered: boolean;
  readonly files: number;
}

const COLUMNS = `r.id, r.employee_id AS "employeeId", r.payroll_unit_id AS "payrollUnitId", ${fullNameOf('e')} AS name, e.nip,
  pu.name AS unit, r.day, r.in_minute AS "inMinute", r.out_minute AS "outMinute", r.code, r.note,
  r.document_number AS "documentNumber", r.document_date AS "documentDate", r.version, r.recorded_by AS "recordedBy",
  ${fullNameOf('w')} AS recorder, r.recorded_at AS "recordedAt", CASE WHEN c.id IS NOT NULL THEN ${fullNameOf('c')} END AS confirmer,
  r.confirmed_at AS "confirmedAt", CASE WHEN x.id IS NOT NULL THEN ${fullNameOf('x')} END AS withdrawer,
  r.withdrawn_at AS "withdrawnAt", r.withdraw_reason AS "withdrawReason",
  EXISTS (SELECT 1 FROM payroll_period p WHERE p.kind = 'TPP' AND p.payroll_unit_id = r.payroll_unit_id AND NOT p.open
    AND p.month = date_trunc('month', r.day::timestamp)::date) AS closed,
  EXISTS (SELECT 1 FROM attendance_batch b WHERE b.payroll_unit_id = r.payroll_unit_id AND b.state = 'disimpan'
    AND b.kind <> 'rekap' AND r.day BETWEEN b.first_day AND b.last_day) AS covered,
  (SELECT count(*)::int FROM attachment f WHERE f.object_type = 'attendance_record' AND f.object_id = r.id) AS files`;

/* $1: payroll units of the reader (null: all), the row scope of these pages. */
const SCOPED = `FROM attendance_record r JOIN employee e ON e.id = r.employee_id JOIN employee w ON w.id = r.recorded_by
  JOIN payroll_unit pu ON pu.id = r.payroll_unit_id LEFT JOIN employee c ON c.id = r.confirmed_by
  LEFT JOIN employee x ON x.id = r.withdrawn_by
  WHERE r.source = 'manual' AND ($1::uuid[] IS NULL OR r.payroll_unit_id = ANY ($1))`;

/** Waiting rows of open months, the oldest day first. */
const WAITING = `SELECT * FROM (SELECT ${COLUMNS} ${SCOPED} AND r.confirmed_at IS NULL AND r.withdrawn_at IS NULL) q
  WHERE NOT q.closed ORDER BY q.day, q.name, q.id LIMIT ${String(MOST_RECORDS)}`;
/** What came to an end: confirmed, refused, taken back, or passed over by a close. */
const DECIDED = `SELECT * FROM (SELECT ${COLUMNS}, greatest(r.recorded_at, r.confirmed_at, r.withdrawn_at) AS last ${SCOPED}) q
  WHERE q."confirmedAt" IS NOT NULL OR q."withdrawnAt" IS NOT NULL OR q.closed
  ORDER BY q.last DESC, q.id DESC LIMIT ${String(MOST_DECIDED)}`;

export async function waitingRecords(sql: Sql, scope: readonly string[] | null): Promise<RecordRow[]> {
  return (await sql.query<RecordRow & Record<string, unknown>>(WAITING, [scope && [...scope]])).rows;
}

export async function decidedRecords(sql: Sql, scope: readonly string[] | null): Promise<RecordRow[]> {
  return (await sql.query<RecordRow & Record<string, unknown>>(DECIDED, [scope && [...scope]])).rows;
}

/** @throws NotFound for a row outside the scope */
export async function recordKept(sql: Sql, scope: readonly string[] | null, id: string): Promise<RecordRow> {
  const { rows } = await sql.query<RecordRow & Record<string, unknown>>(`SELECT ${COLUMNS} ${SCOPED} AND r.id = $2`, [
    scope && [...scope],
    id,
  ]);
  if (!rows[0]) throw new NotFound('attendance record');
  return rows[0];
}

/** The rows of a decision, held in one order. Outside the scope there is none. */
export async function holdRecords(
  sql: Sql,
  scope: readonly string[] | null,
  ids: readonly string[],
): Promise<RecordRow[]> {
  await sql.query(
    `SELECT id FROM attendance_record WHERE id = ANY ($1::uuid[]) AND source = 'manual' ORDER BY id FOR UPDATE`,
    [[...ids]],
  );
  const { rows } = await sql.query<RecordRow & Record<string, unknown>>(
    `SELECT ${COLUMNS} ${SCOPED} AND r.id = ANY ($2::uuid[]) ORDER BY r.id`,
    [scope && [...scope], [...ids]],
  );
  return rows;
}
