import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { Forbidden } from '../../platform/errors.ts';
import { type Actor, unitsFor } from '../../platform/web/actor.ts';

/** The assignment letter under which somebody audits: its number and its days. */
export interface Letter extends Record<string, unknown> {
  readonly number: string;
  readonly from: LocalDate;
  readonly until: LocalDate;
}

const LETTER = prepared(
  'oversight.letter',
  `SELECT decree AS number, from_date AS from, until_date AS until FROM role_grant
   WHERE account_id = $1 AND role = 'auditor' AND $2::date BETWEEN from_date AND until_date AND btrim(coalesce(decree, '')) <> ''
     AND (confirmed_by IS NOT NULL OR waived) ORDER BY until_date DESC LIMIT 1`,
);

/**
 * The letter in force today: an auditor's right without a number or without a last day opens nothing here (rulings.md 11).
 * @throws Forbidden
 */
export async function letterOf(sql: Sql, actor: Actor, today: LocalDate): Promise<Letter> {
  const { rows } = await sql.query<Letter>(LETTER, [actor.accountId, today]);
  if (!rows[0]) throw new Forbidden('Inspektorat dengan surat tugas yang bernomor dan bertanggal akhir');
  return rows[0];
}

/** Payroll units an auditor may look into; null for all. Used as `($n::uuid[] IS NULL OR id = ANY ($n))`. */
export const auditScope = (actor: Actor): readonly string[] | null => unitsFor(actor, 'auditor');
