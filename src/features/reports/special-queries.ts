import type { LocalDate } from '../../domain/local-date.ts';
import { firstDay, lastDay, monthOf } from '../../domain/month.ts';
import type { PayPeriod } from '../../domain/payroll/pay-period.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import type { SpecialTerms } from '../payroll-runs/queries.ts';
import type { Papers } from './explanation.ts';
import type { CostlyDay } from './own-links.ts';
import type { OwnStanding } from './own-standing.ts';
import { EARLIER_COLUMNS, GROUNDS, LINE_COLUMNS, lineFrom, type LineRow, type OwnLine } from './queries.ts';

/** One's part of a special payment. */
export interface OwnSpecial {
  readonly terms: SpecialTerms;
  /** One's line, compared with that of the base month; absent until it is computed, and for those who are left out. */
  readonly line: OwnLine | undefined;
  /** How one's unit stands while there is no line; null before it is computed. */
  readonly standing: OwnStanding | null;
  /** The facts of the base month as the payment took them, by source. */
  readonly facts: Readonly<Record<string, string>>;
  /** Days of the base month that cost something. */
  readonly days: readonly CostlyDay[];
  /** What entered facts of the base month were taken from, by the fact's source. */
  readonly papers: Papers;
}

interface Row extends LineRow {
  special_id: string;
  label: string;
  base_month: LocalDate;
  decree: string;
  decree_date: LocalDate;
  facts: Record<string, string> | null;
  standing: OwnStanding | null;
}

/* $1 the person, $2 the month in which it is paid, $3 its kind. */
const OWN_SPECIAL = prepared(
  'reports.own-special',
  `SELECT s.id AS special_id, s.label, s.base_month, s.decree, s.decree_date, n.standing, o.*, b.*
   FROM special_payment s
   LEFT JOIN LATERAL (SELECT jsonb_build_object('state', r.state, 'excluded', i.excluded) AS standing
     FROM payroll_run r LEFT JOIN payroll_input i ON i.run_id = r.id AND i.employee_id = $1
     WHERE r.special_payment_id = s.id AND r.state <> 'DIBATALKAN'
       AND (i.employee_id IS NOT NULL OR r.payroll_unit_id = takar_paying_unit($1, s.base_month))
     ORDER BY i.employee_id NULLS LAST LIMIT 1) n ON true
   LEFT JOIN LATERAL (SELECT ${LINE_COLUMNS}, NULL AS trial, r.base_run_id, i.facts
     FROM payroll_run r JOIN payroll_paid p ON p.run_id = r.id AND p.employee_id = $1
     JOIN payroll_line l ON l.run_id = r.id AND l.employee_id = $1
     JOIN payroll_input i ON i.run_id = r.id AND i.employee_id = $1
     JOIN regulation g ON g.id = r.regulation_id JOIN payroll_unit u ON u.id = r.payroll_unit_id
     WHERE r.special_payment_id = s.id AND r.state IN ('DIHITUNG', 'DISETUJUI', 'DIBAYAR') LIMIT 1) o ON true
   LEFT JOIN LATERAL (SELECT ${EARLIER_COLUMNS} FROM payroll_paid p
     JOIN payroll_line l ON l.run_id = p.run_id AND l.employee_id = p.employee_id
     WHERE p.run_id = o.base_run_id AND p.employee_id = $1) b ON true
   WHERE s.pay_month = $2 AND s.kind = $3 AND s.state = 'berlaku'`,
);
const OF_BASE_MONTH = prepared('reports.special-grounds', `SELECT ${GROUNDS}`);

/** One's own part of a special payment; undefined where no such payment is made in that month. */
export async function ownSpecial(
  sql: Sql,
  employeeId: string,
  { month, kind }: PayPeriod,
): Promise<OwnSpecial | undefined> {
  const { rows } = await sql.query<Row>(OWN_SPECIAL, [employeeId, firstDay(month), kind]);
  const [row] = rows;
  if (!row) return undefined;
  const baseMonth = monthOf(row.base_month);
  const grounds = await sql.query<{ days: CostlyDay[]; papers: Papers }>(OF_BASE_MONTH, [
    employeeId,
    firstDay(baseMonth),
    lastDay(baseMonth),
  ]);
  return {
    terms: {
      id: row.special_id,
      label: row.label,
      baseMonth,
      decree: row.decree,
      decreeDate: row.decree_date,
    },
    line: row.state === null ? undefined : lineFrom(row, row.state),
    standing: row.standing,
    facts: row.facts ?? {},
    ...grounds.rows[0]!,
  };
}
