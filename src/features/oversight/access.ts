import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { Forbidden } from '../../platform/errors.ts';
import type { Actor } from '../../platform/web/actor.ts';

/** What somebody audits today under assignment letters: their numbers, their days, and what they open. */
export interface Letter {
  /** Numbers of all letters in force, `094/17/ST, 094/21/ST`. */
  readonly number: string;
  readonly from: LocalDate;
  readonly until: LocalDate;
  /** Payroll units they open; null for all. Used as `($n::uuid[] IS NULL OR id = ANY ($n))`. */
  readonly scope: readonly string[] | null;
}

interface Row extends Record<string, unknown> {
  number: string;
  from: LocalDate;
  until: LocalDate;
  unit: string | null;
}

const LETTERS = prepared(
  'oversight.letters',
  `SELECT decree AS number, from_date AS from, until_date AS until, payroll_unit_id AS unit FROM role_grant
   WHERE account_id = $1 AND role = 'auditor' AND $2::date BETWEEN from_date AND until_date AND btrim(coalesce(decree, '')) <> ''
     AND (confirmed_by IS NOT NULL OR waived) ORDER BY until_date DESC, id`,
);

/**
 * The letters in force today: an auditor's right without a number or without a last day opens nothing here (rulings.md 11).
 * A letter is for the whole regency or names one payroll unit; several letters open what they name together.
 * @throws Forbidden
 */
export async function letterOf(sql: Sql, actor: Actor, today: LocalDate): Promise<Letter> {
  const { rows } = await sql.query<Row>(LETTERS, [actor.accountId, today]);
  const [latest] = rows;
  if (!latest) throw new Forbidden('Inspektorat dengan surat tugas yang bernomor dan bertanggal akhir');
  const all = rows.some(row => row.unit === null);
  return {
    number: [...new Set(rows.map(row => row.number))].join(', '),
    from: rows.reduce((first, { from }) => (from < first ? from : first), latest.from),
    until: latest.until,
    scope: all ? null : [...new Set(rows.flatMap(row => row.unit ?? []))],
  };
}
