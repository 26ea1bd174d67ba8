import type { LocalDate } from '../../domain/local-date.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import type { Role } from '../../platform/web/actor.ts';
import { LEFT_SERVICE } from '../account/people.ts';
import { fullNameOf, seatSql } from '../organisation/queries.ts';

/** Where a right stands on a day. `nanti`: confirmed, and its first day is still to come. */
export type GrantState = 'menunggu' | 'aktif' | 'nanti' | 'berakhir' | 'ditolak';

/** A right as the list and its page show it. */
export interface GrantRow {
  readonly id: string;
  readonly version: number;
  readonly state: GrantState;
  readonly role: Role;
  readonly accountId: string;
  readonly employeeId: string;
  readonly name: string;
  readonly nip: string | null;
  readonly unitName: string | null;
  readonly fromDate: LocalDate;
  readonly untilDate: LocalDate | null;
  readonly decree: string | null;
  readonly grantedBy: string | null;
  readonly granterName: string | null;
  readonly recordedAt: Date;
  readonly confirmedBy: string | null;
  readonly confirmerName: string | null;
  readonly confirmedAt: Date | null;
  readonly waived: boolean;
  readonly enderName: string | null;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
  readonly reviewerName: string | null;
  readonly reviewedAt: Date | null;
  /** Nobody looked at it for a quarter. */
  readonly stale: boolean;
  /** Its holder sits in another payroll unit by now. */
  readonly moved: boolean;
  /** Its holder no longer serves. */
  readonly left: boolean;
}

/** Days after which a right is looked at again. */
export const REVIEW_DAYS = 90;
export const PAGE_ROWS = 50;

/** Which rights a list shows. */
export const VIEWS = ['berlaku', 'menunggu', 'tinjau', 'berakhir'] as const;
export type View = (typeof VIEWS)[number];

/* $1 today, $2 now. */
const GRANT = `SELECT g.id, g.version, g.role, g.account_id AS "accountId", e.id AS "employeeId", ${fullNameOf('e')} AS name,
    e.nip, u.name AS "unitName", g.from_date AS "fromDate", g.until_date AS "untilDate", g.decree, g.recorded_at AS "recordedAt",
    g.granted_by AS "grantedBy", ${fullNameOf('granter')} AS "granterName", g.waived,
    g.confirmed_by AS "confirmedBy", ${fullNameOf('confirmer')} AS "confirmerName", g.confirmed_at AS "confirmedAt",
    ${fullNameOf('ender')} AS "enderName", g.ended_at AS "endedAt", g.end_reason AS "endReason",
    ${fullNameOf('reviewer')} AS "reviewerName", g.reviewed_at AS "reviewedAt",
    CASE WHEN g.ended_at IS NOT NULL AND g.confirmed_by IS NULL AND NOT g.waived THEN 'ditolak'
         WHEN g.until_date < $1::date THEN 'berakhir'
         WHEN g.confirmed_by IS NULL AND NOT g.waived THEN 'menunggu'
         WHEN g.from_date > $1::date THEN 'nanti' ELSE 'aktif' END AS state,
    greatest(g.recorded_at, g.confirmed_at, g.reviewed_at) < $2::timestamptz - interval '${String(REVIEW_DAYS)} days' AS stale,
    -- An inspector never sits in the unit a letter names.
    g.role <> 'auditor' AND g.payroll_unit_id IS NOT NULL AND seat.payroll_unit_id IS DISTINCT FROM g.payroll_unit_id AS moved,
    coalesce((SELECT s.status FROM employee_status s WHERE s.employee_id = e.id AND s.from_date <= $1::date
      ORDER BY s.from_date DESC LIMIT 1), '') IN ${LEFT_SERVICE} AS left
  FROM role_grant g
  JOIN account a ON a.id = g.account_id
  JOIN employee e ON e.id = a.employee_id
  LEFT JOIN LATERAL (${seatSql('e.id', '$1::date')}) seat ON true
  LEFT JOIN payroll_unit u ON u.id = g.payroll_unit_id
  LEFT JOIN employee granter ON granter.id = g.granted_by
  LEFT JOIN employee confirmer ON confirmer.id = g.confirmed_by
  LEFT JOIN employee ender ON ender.id = g.ended_by
  LEFT JOIN employee reviewer ON reviewer.id = g.reviewed_by`;

const CONDITIONS: Readonly<Record<View, string>> = {
  berlaku: "r.state IN ('aktif', 'nanti')",
  menunggu: "r.state = 'menunggu'",
  tinjau: "r.state = 'aktif' AND (r.stale OR r.moved OR r.left)",
  berakhir: "r.state IN ('berakhir', 'ditolak')",
};

/** Rights of a view, by person, then right; `page` counts from 0. One row more than a page says that there is more. */
export async function grantsOf(
  sql: Sql,
  view: View,
  at: { readonly today: LocalDate; readonly now: Date },
  page: number,
): Promise<{ readonly rows: readonly GrantRow[]; readonly more: boolean }> {
  const { rows } = await sql.query<GrantRow & Record<string, unknown>>(
    `SELECT r.* FROM (${GRANT}) r WHERE ${CONDITIONS[view]}
     ORDER BY r.name, r.role, r.id LIMIT ${String(PAGE_ROWS + 1)} OFFSET $3`,
    [at.today, at.now, page * PAGE_ROWS],
  );
  return { rows: rows.slice(0, PAGE_ROWS).map(known), more: rows.length > PAGE_ROWS };
}

/** One right. */
export async function grantOf(
  sql: Sql,
  id: string,
  at: { readonly today: LocalDate; readonly now: Date },
): Promise<GrantRow | undefined> {
  const { rows } = await sql.query<GrantRow & Record<string, unknown>>(`${GRANT} WHERE g.id = $3`, [
    at.today,
    at.now,
    id,
  ]);
  return rows[0] && known(rows[0]);
}

/** A name put together of nothing is no name. */
const known = (row: GrantRow): GrantRow => ({
  ...row,
  granterName: row.granterName === '' ? null : row.granterName,
  confirmerName: row.confirmerName === '' ? null : row.confirmerName,
  enderName: row.enderName === '' ? null : row.enderName,
  reviewerName: row.reviewerName === '' ? null : row.reviewerName,
});

/** How many rights each view holds that asks for something. */
export async function grantCounts(
  sql: Sql,
  at: { readonly today: LocalDate; readonly now: Date },
): Promise<{ readonly menunggu: number; readonly tinjau: number }> {
  const { rows } = await sql.query<{ menunggu: number; tinjau: number }>(
    `SELECT count(*) FILTER (WHERE ${CONDITIONS.menunggu})::int AS menunggu,
       count(*) FILTER (WHERE ${CONDITIONS.tinjau})::int AS tinjau FROM (${GRANT}) r`,
    [at.today, at.now],
  );
  return rows[0]!;
}

const STEWARDS = `SELECT DISTINCT a.employee_id AS id, g.role FROM role_grant g JOIN account a ON a.id = g.account_id
  WHERE g.role IN ('admin', 'kepegawaian') AND (g.confirmed_by IS NOT NULL OR g.waived) AND a.disabled_at IS NULL
    AND g.from_date <= $1 AND (g.until_date IS NULL OR g.until_date >= $1)`;

/** Who may grant and confirm today: administrators and the personnel office. */
export async function stewards(sql: Sql, today: LocalDate): Promise<{ readonly id: string; readonly role: Role }[]> {
  const { rows } = await sql.query<{ id: string; role: Role }>(STEWARDS, [today]);
  return rows;
}

const SAME = `SELECT g.until_date FROM role_grant g WHERE g.account_id = $1 AND g.role = $2
  AND g.payroll_unit_id IS NOT DISTINCT FROM $3::uuid AND g.ended_at IS NULL
  AND g.from_date <= $5 AND (g.until_date IS NULL OR g.until_date >= $4) LIMIT 1`;

/** Whether the same right is held, or waits, on some day of a span. */
export async function holdsAlready(
  tx: Tx,
  wanted: { accountId: string; role: Role; payrollUnitId: string | null; from: LocalDate; until: LocalDate },
): Promise<boolean> {
  const { accountId, role, payrollUnitId, from, until } = wanted;
  const { rowCount } = await tx.query(SAME, [accountId, role, payrollUnitId, from, until]);
  return rowCount === 1;
}
