import type { Sql } from '../../platform/database/sql.ts';

/** A line for one person. */
export interface Notification {
  readonly id: bigint;
  readonly kind: string;
  readonly text: string;
  readonly href: string | null;
  readonly createdAt: Date;
  readonly readAt: Date | null;
}

export const PAGE_ROWS = 30;

/** Where line $2 stands: lines are in order of the time they tell of, which is not always the order they were written in. */
const PLACE = '(SELECT p.created_at, p.id FROM notification p WHERE p.employee_id = $1 AND p.id = $2)';
const LIST = `SELECT id, kind, text, href, created_at AS "createdAt", read_at AS "readAt" FROM notification
  WHERE employee_id = $1 AND ($2::bigint IS NULL OR (created_at, id) < ${PLACE})
  ORDER BY created_at DESC, id DESC LIMIT ${String(PAGE_ROWS + 1)}`;
const MARK_ONE = `UPDATE notification SET read_at = coalesce(read_at, $3) WHERE employee_id = $1 AND id = $2 RETURNING href`;
const MARK_ALL = `UPDATE notification SET read_at = $3 
  WHERE employee_id = $1 AND (created_at, id) <= ${PLACE} AND read_at IS NULL`;

/** A person's lines, the newest first; `before` continues after a page. */
export async function notificationsOf(
  sql: Sql,
  employeeId: string,
  before: bigint | null,
): Promise<{ readonly rows: readonly Notification[]; readonly more: boolean }> {
  const { rows } = await sql.query<Notification & Record<string, unknown>>(LIST, [employeeId, before]);
  return { rows: rows.slice(0, PAGE_ROWS), more: rows.length > PAGE_ROWS };
}

/** Notes that a line was opened. @returns where it leads (null: nowhere); undefined where there is no such line */
export async function openNotification(
  sql: Sql,
  employeeId: string,
  id: bigint,
  at: Date,
): Promise<string | null | undefined> {
  const { rows } = await sql.query<{ href: string | null }>(MARK_ONE, [employeeId, id, at]);
  return rows[0] === undefined ? undefined : rows[0].href;
}

/** Marks everything up to a line as read: what came after the page was made stays new. */
export async function readUpTo(sql: Sql, employeeId: string, last: bigint, at: Date): Promise<void> {
  await sql.query(MARK_ALL, [employeeId, last, at]);
}
