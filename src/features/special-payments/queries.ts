import type { LocalDate } from '../../domain/local-date.ts';
import { monthOf, type Month } from '../../domain/month.ts';
import type { PaymentKind } from '../../domain/payroll/pay-period.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** `berlaku` once a second person has confirmed; `dicabut` was taken back before anything was computed under it. */
export type SpecialState = 'diajukan' | 'berlaku' | 'ditolak' | 'ditarik' | 'dicabut';

/** A payment beside the month's own, by decree, for every unit (docs/adr/0036-special-payments.md). */
export interface Special {
  readonly id: string;
  readonly kind: PaymentKind;
  /** As the regulation calls it. */
  readonly label: string;
  readonly baseMonth: Month;
  readonly payMonth: Month;
  readonly decree: string;
  readonly decreeDate: LocalDate;
  readonly state: SpecialState;
  readonly version: number;
  readonly askedBy: string;
  readonly askedByName: string;
  readonly askedAt: Date;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
  readonly endedByName: string | null;
  readonly endedAt: Date | null;
  /** Why it was refused or taken back. */
  readonly note: string | null;
  /** Living runs under it, and how many of them are approved. */
  readonly runs: number;
  readonly approved: number;
}

interface Row extends Record<string, unknown>, Omit<Special, 'baseMonth' | 'payMonth'> {
  readonly base_month: LocalDate;
  readonly pay_month: LocalDate;
}

const COLUMNS = `s.id, s.kind, s.label, s.base_month, s.pay_month, s.decree, s.decree_date AS "decreeDate", s.state, s.version,
    s.asked_by AS "askedBy", ${fullNameOf('asker')} AS "askedByName", s.asked_at AS "askedAt",
    CASE WHEN s.decided_by IS NOT NULL THEN ${fullNameOf('decider')} END AS "decidedByName", s.decided_at AS "decidedAt",
    CASE WHEN s.ended_by IS NOT NULL THEN ${fullNameOf('ender')} END AS "endedByName", s.ended_at AS "endedAt", s.note,
    (SELECT count(*)::int FROM payroll_run r WHERE r.special_payment_id = s.id AND r.state <> 'DIBATALKAN') AS runs,
    (SELECT count(*)::int FROM payroll_run r WHERE r.special_payment_id = s.id AND r.state IN ('DISETUJUI', 'DIBAYAR')) AS approved
  FROM special_payment s JOIN employee asker ON asker.id = s.asked_by
  LEFT JOIN employee decider ON decider.id = s.decided_by LEFT JOIN employee ender ON ender.id = s.ended_by`;
const ALL = `SELECT ${COLUMNS} ORDER BY s.state = 'diajukan' DESC, s.pay_month DESC, s.asked_at DESC LIMIT 200`;
const ONE = `SELECT ${COLUMNS} WHERE s.id = $1`;

/** Every special payment, those that wait for a second person first. */
export async function specials(sql: Sql): Promise<Special[]> {
  return (await sql.query<Row>(ALL)).rows.map(fromRow);
}

export async function specialById(sql: Sql, id: string): Promise<Special | undefined> {
  const row = (await sql.query<Row>(ONE, [id])).rows[0];
  return row && fromRow(row);
}

const fromRow = ({ base_month, pay_month, ...rest }: Row): Special => ({
  ...rest,
  baseMonth: monthOf(base_month),
  payMonth: monthOf(pay_month),
});

/** Units by code whose base month is approved, with how many it paid. $1 the base month, $2 the scope. */
const BASES = `SELECT pu.code, r.id AS "runId", r.people FROM payroll_run r JOIN payroll_unit pu ON pu.id = r.payroll_unit_id
  WHERE r.month = $1 AND r.kind = 'TPP' AND r.state IN ('DISETUJUI', 'DIBAYAR')
    AND ($2::uuid[] IS NULL OR pu.id = ANY ($2::uuid[]))`;

/** The approved run that a unit's payment is computed over. */
export interface Base {
  readonly code: string;
  readonly runId: string;
  readonly people: number;
}

/** The approved runs of a month by unit code, within a scope (null: every unit). @param day its first day */
export async function approvedBases(
  sql: Sql,
  day: LocalDate,
  scope: readonly string[] | null,
): Promise<ReadonlyMap<string, Base>> {
  const { rows } = await sql.query<Base & Record<string, unknown>>(BASES, [day, scope && [...scope]]);
  return new Map(rows.map(row => [row.code, row]));
}

const LATEST = `SELECT max(r.month) AS month FROM payroll_run r WHERE r.kind = 'TPP' AND r.state IN ('DISETUJUI', 'DIBAYAR')`;

/** The latest month that a unit has approved: what a payment is most often computed over. */
export async function latestApproved(sql: Sql): Promise<Month | null> {
  const day = (await sql.query<{ month: LocalDate | null }>(LATEST)).rows[0]?.month;
  return day ? monthOf(day) : null;
}
