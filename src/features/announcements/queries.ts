import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { LEFT_SERVICE } from '../account/people.ts';
import { fullNameOf, seatSql } from '../organisation/queries.ts';
import { forReader, upOn } from './access.ts';

/** Whom an announcement is for. */
export type Audience = 'semua' | 'unit' | 'peran';

/** An announcement as its readers see it. */
export interface Announcement {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
  readonly important: boolean;
  readonly read: boolean;
  /** In its period today. */
  readonly up: boolean;
  readonly authorName: string;
}

export const PAGE_ROWS = 50;

const READABLE = `SELECT n.id, n.title, n.body, n.starts_on AS "startsOn", n.ends_on AS "endsOn", n.important,
    ${upOn('$2::date')} AS up, ${fullNameOf('w')} AS "authorName",
    EXISTS (SELECT 1 FROM announcement_read k WHERE k.announcement_id = n.id AND k.employee_id = $1) AS read
  FROM announcement n JOIN employee w ON w.id = n.created_by
  LEFT JOIN LATERAL (${seatSql('$1::uuid', '$2::date')}) seat ON true
  WHERE n.withdrawn_at IS NULL AND n.starts_on <= $2::date AND ${forReader('seat.payroll_unit_id', '$3::text[]')}`;

const MINE = prepared(
  'announcements.mine',
  `SELECT r.* FROM (${READABLE}) r ORDER BY r.up DESC, r.up AND r.important AND NOT r.read DESC, r."startsOn" DESC, r.id DESC
   LIMIT ${String(PAGE_ROWS)}`,
);
const ONE = prepared('announcements.one', `${READABLE} AND n.id = $4`);

/** Who reads, and what an announcement may know them by. */
export interface Reader {
  readonly employeeId: string;
  readonly today: LocalDate;
  readonly parts: readonly string[];
}

/** What was announced to a person so far, what is up first. */
export async function announcementsFor(sql: Sql, reader: Reader): Promise<Announcement[]> {
  const { rows } = await sql.query<Announcement & Record<string, unknown>>(MINE, [
    reader.employeeId,
    reader.today,
    [...reader.parts],
  ]);
  return rows;
}

/** One announcement, where it is for this person. */
export async function announcementFor(sql: Sql, reader: Reader, id: string): Promise<Announcement | undefined> {
  const { rows } = await sql.query<Announcement & Record<string, unknown>>(ONE, [
    reader.employeeId,
    reader.today,
    [...reader.parts],
    id,
  ]);
  return rows[0];
}

/** An announcement as those see it who write them. */
export interface Written {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly body: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
  readonly important: boolean;
  readonly audience: Audience;
  readonly unitCode: string | null;
  readonly unitName: string | null;
  readonly part: string | null;
  readonly authorName: string;
  readonly createdAt: Date;
  readonly withdrawnAt: Date | null;
  readonly readers: number;
}

/* $1 payroll units one writes for, or null for all. */
const WRITTEN = `SELECT n.id, n.version, n.title, n.body, n.starts_on AS "startsOn", n.ends_on AS "endsOn", n.important, n.audience,
    u.code AS "unitCode", u.name AS "unitName", n.part, ${fullNameOf('w')} AS "authorName", n.created_at AS "createdAt",
    n.withdrawn_at AS "withdrawnAt",
    (SELECT count(*)::int FROM announcement_read k WHERE k.announcement_id = n.id) AS readers
  FROM announcement n JOIN employee w ON w.id = n.created_by LEFT JOIN payroll_unit u ON u.id = n.payroll_unit_id
  WHERE ($1::uuid[] IS NULL OR n.payroll_unit_id = ANY ($1::uuid[]))`;

/** Announcements one may change, the newest first. */
export async function writtenBy(
  sql: Sql,
  units: readonly string[] | null,
  page: number,
): Promise<{ readonly rows: readonly Written[]; readonly more: boolean }> {
  const { rows } = await sql.query<Written & Record<string, unknown>>(
    `${WRITTEN} ORDER BY n.starts_on DESC, n.id DESC LIMIT ${String(PAGE_ROWS + 1)} OFFSET $2`,
    [units && [...units], page * PAGE_ROWS],
  );
  return { rows: rows.slice(0, PAGE_ROWS), more: rows.length > PAGE_ROWS };
}

/** One announcement, where one may change it. */
export async function writtenOne(sql: Sql, units: readonly string[] | null, id: string): Promise<Written | undefined> {
  const { rows } = await sql.query<Written & Record<string, unknown>>(`${WRITTEN} AND n.id = $2`, [
    units && [...units],
    id,
  ]);
  return rows[0];
}

/*
 * Everybody an announcement ($1) is for on a day ($2): people in service with an account. A superior is whoever holds a
 * chair that another chair stands under.
 */
const TARGETS = `SELECT e.id, ${fullNameOf('e')} AS name, seat.unit_name AS unit,
    (SELECT k.read_at FROM announcement_read k WHERE k.announcement_id = n.id AND k.employee_id = e.id) AS read_at
  FROM announcement n
  JOIN employee e ON true
  JOIN account a ON a.employee_id = e.id AND a.disabled_at IS NULL
  LEFT JOIN LATERAL (${seatSql('e.id', '$2::date')}) seat ON true
  WHERE n.id = $1 AND coalesce((SELECT s.status FROM employee_status s WHERE s.employee_id = e.id AND s.from_date <= $2::date
      ORDER BY s.from_date DESC LIMIT 1), '') NOT IN ${LEFT_SERVICE}
    AND ${forReader(
      'seat.payroll_unit_id',
      `ARRAY(SELECT g.role FROM role_grant g WHERE g.account_id = a.id AND g.from_date <= $2::date
         AND (g.until_date IS NULL OR g.until_date >= $2::date) AND (g.confirmed_by IS NOT NULL OR g.waived)
       UNION ALL SELECT 'atasan' WHERE EXISTS (SELECT 1 FROM assignment h JOIN position_version v ON v.superior_id = h.position_id
         WHERE h.employee_id = e.id AND h.kind <> 'KETUA_TIM' AND h.from_date <= $2::date
           AND (h.last_date IS NULL OR h.last_date >= $2::date) AND v.from_date <= $2::date))`,
    )}`;

/** Somebody an announcement is for. */
export interface Target {
  readonly id: string;
  readonly name: string;
  readonly unit: string | null;
}

/** How many an announcement is for and how many have read it, with one page of those who have or have not. */
export async function targetsOf(
  sql: Sql,
  id: string,
  today: LocalDate,
  list: { readonly read: boolean; readonly page: number },
): Promise<{ readonly all: number; readonly read: number; readonly rows: readonly Target[] }> {
  const { rows } = await sql.query<{ all: number; read: number; rows: Target[] }>(
    `WITH t AS MATERIALIZED (${TARGETS})
     SELECT (SELECT count(*)::int FROM t) AS all, (SELECT count(*)::int FROM t WHERE read_at IS NOT NULL) AS read,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'unit', p.unit)), '[]') FROM (
          SELECT * FROM t WHERE (t.read_at IS NOT NULL) = $3 ORDER BY t.unit NULLS LAST, t.name, t.id
          LIMIT ${String(PAGE_ROWS)} OFFSET $4) p) AS rows`,
    [id, today, list.read, list.page * PAGE_ROWS],
  );
  return rows[0]!;
}
