import { monthOf, type Month } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { RunState } from '../../domain/payroll/run-lifecycle.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';

/** What is told of a paper: nothing of any person. */
export interface IssuedPaper {
  readonly code: string;
  readonly title: string;
  readonly unit: string;
  readonly month: Month;
  readonly lines: number;
  readonly total: bigint;
  readonly sha256: string;
  readonly issuedAt: Date;
  /** State of the run it was printed from, today; null for papers of no run. */
  readonly state: RunState | null;
  /** Of a paper about a special payment: its name, and the month that it rests on. */
  readonly special: { readonly label: string; readonly baseMonth: LocalDate } | null;
}

const BY_CODE = prepared(
  'printed-documents.by-code',
  `SELECT d.code, d.title, pu.name AS unit, d.month, d.lines, d.total, d.sha256, d.issued_at AS "issuedAt", r.state,
     CASE WHEN s.id IS NOT NULL THEN jsonb_build_object('label', s.label, 'baseMonth', s.base_month) END AS special
   FROM printed_document d JOIN payroll_unit pu ON pu.id = d.payroll_unit_id LEFT JOIN payroll_run r ON r.id = d.run_id
   LEFT JOIN special_payment s ON s.id = r.special_payment_id
   WHERE d.code = $1`,
);

export async function paperByCode(sql: Sql, code: string): Promise<IssuedPaper | undefined> {
  const { rows } = await sql.query<Omit<IssuedPaper, 'month'> & { month: LocalDate } & Record<string, unknown>>(
    BY_CODE,
    [code],
  );
  return rows[0] && { ...rows[0], month: monthOf(rows[0].month) };
}
