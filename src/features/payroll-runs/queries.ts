import { firstDay, monthOf, type Month } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { OWN_PAY, periodWords, type PaymentKind, type PayPeriod } from '../../domain/payroll/pay-period.ts';
import type { PeriodState, RunState } from '../../domain/payroll/run-lifecycle.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** A unit that pays: where its treasurer sits (rulings.md 10). */
export interface PayrollUnit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

/** The terms of a special payment that are in force (docs/adr/0036-special-payments.md). */
export interface SpecialTerms {
  readonly id: string;
  /** As the regulation calls the payment: 'Tunjangan hari raya'. */
  readonly label: string;
  /** The approved month that it is computed over. */
  readonly baseMonth: Month;
  readonly decree: string;
  readonly decreeDate: LocalDate;
}

/** A run as its pages and its next steps need it. Amounts are whole rupiah. */
export interface Run {
  readonly id: string;
  /** The month's own, or the month in which a special payment is paid. */
  readonly month: Month;
  readonly kind: PaymentKind;
  /** Null for the month's own pay. */
  readonly special: SpecialTerms | null;
  readonly unit: PayrollUnit;
  readonly revision: number;
  readonly state: RunState;
  readonly version: number;
  readonly regulationId: string;
  readonly closedBy: string;
  readonly closedByName: string;
  readonly closedAt: Date;
  readonly approvedByName: string | null;
  readonly approvedAt: Date | null;
  readonly paymentNumber: string | null;
  readonly paymentDate: LocalDate | null;
  readonly people: number | null;
  readonly gross: bigint | null;
  readonly deductions: bigint | null;
  readonly net: bigint | null;
  readonly failure: string | null;
  /** The latest job about this run. */
  readonly jobId: string | null;
}

/** A payroll unit's month, or a special payment in it: its living run, or none while it is open. */
export interface Period {
  readonly month: Month;
  readonly kind: PaymentKind;
  /** Null for the month's own pay. */
  readonly special: SpecialTerms | null;
  readonly unit: PayrollUnit;
  readonly state: PeriodState;
  readonly revision: number;
  readonly run: Run | null;
}

interface Row extends Record<string, unknown> {
  unit_id: string;
  code: string;
  unit_name: string;
  month: LocalDate;
  kind: PaymentKind;
  special_id: string | null;
  label: string;
  base_month: LocalDate;
  decree: string;
  decree_date: LocalDate;
  id: string | null;
  revision: number;
  state: RunState;
  version: number;
  regulation_id: string;
  closed_by: string;
  closed_by_name: string;
  closed_at: Date;
  approved_by_name: string | null;
  approved_at: Date | null;
  payment_number: string | null;
  payment_date: LocalDate | null;
  people: number | null;
  gross: bigint | null;
  deductions: bigint | null;
  net: bigint | null;
  failure: string | null;
  job_id: string | null;
}

const RUN_COLUMNS = `r.id, r.state, r.version, r.regulation_id, r.closed_by, r.closed_at, r.approved_at, r.payment_number,
  r.payment_date, r.people, r.gross, r.deductions, r.net, r.failure,
  ${fullNameOf('closer')} AS closed_by_name,
  CASE WHEN r.approved_by IS NOT NULL THEN ${fullNameOf('approver')} END AS approved_by_name,
  (SELECT j.id FROM job j WHERE j.payload ->> 'runId' = r.id::text ORDER BY j.created_at DESC, j.id DESC LIMIT 1) AS job_id`;
const RUN_PERSONS = `LEFT JOIN employee closer ON closer.id = r.closed_by LEFT JOIN employee approver ON approver.id = r.approved_by`;

const TERMS = 'sp.id AS special_id, sp.label, sp.base_month, sp.decree, sp.decree_date';

const PERIODS = `SELECT pu.id AS unit_id, pu.code, pu.name AS unit_name, m.month::date AS month, $4::text AS kind, ${TERMS},
    coalesce(r.revision, p.revision, 1) AS revision, ${RUN_COLUMNS}
  FROM payroll_unit pu
  CROSS JOIN unnest($1::date[]) AS m (month)
  LEFT JOIN payroll_period p ON p.month = m.month AND p.kind = $4 AND p.payroll_unit_id = pu.id
  LEFT JOIN payroll_run r ON r.month = m.month AND r.kind = $4 AND r.payroll_unit_id = pu.id AND r.state <> 'DIBATALKAN'
  LEFT JOIN special_payment sp ON sp.kind = $4 AND sp.pay_month = m.month AND sp.state = 'berlaku'
  ${RUN_PERSONS}
  WHERE ($4 = 'TPP' OR sp.id IS NOT NULL) AND ($2::uuid[] IS NULL OR pu.id = ANY ($2::uuid[])) AND ($3::text IS NULL OR pu.code = $3::text)
  ORDER BY m.month, pu.code`;

const RUN = `SELECT pu.id AS unit_id, pu.code, pu.name AS unit_name, r.month, r.kind, ${TERMS}, r.revision, ${RUN_COLUMNS}
  FROM payroll_run r JOIN payroll_unit pu ON pu.id = r.payroll_unit_id
  LEFT JOIN special_payment sp ON sp.id = r.special_payment_id ${RUN_PERSONS} WHERE r.id = $1`;

const SPECIAL_IN = `SELECT sp.pay_month AS month, sp.kind, ${TERMS} FROM special_payment sp
  WHERE sp.pay_month = $1 AND sp.state = 'berlaku' ORDER BY sp.decree_date, sp.kind`;

const UNITS = `SELECT id, code, name FROM payroll_unit
  WHERE ($1::uuid[] IS NULL OR id = ANY ($1::uuid[])) AND ($2::text IS NULL OR code = $2::text) ORDER BY code`;

const MONTHS = `SELECT DISTINCT month FROM (
    SELECT month FROM payroll_period WHERE kind = 'TPP' UNION SELECT month FROM payroll_run WHERE kind = 'TPP') m ORDER BY month`;

/**
 * Periods of a month by unit code, within a scope (null: every unit).
 * @param kind a special payment's code: its periods, where its terms are in force in that month
 */
export async function periodsOf(
  sql: Sql,
  months: readonly Month[],
  scope: readonly string[] | null,
  code?: string,
  kind: PaymentKind = OWN_PAY,
): Promise<Period[]> {
  const { rows } = await sql.query<Row>(PERIODS, [months.map(firstDay), scope && [...scope], code ?? null, kind]);
  return rows.map(periodFrom);
}

/** One unit's month, or a special payment in it; undefined where there is no such unit within the scope, or no such payment. */
export async function periodOf(
  sql: Sql,
  month: Month,
  code: string,
  scope: readonly string[] | null,
  kind?: PaymentKind,
): Promise<Period | undefined> {
  return (await periodsOf(sql, [month], scope, code, kind))[0];
}

/** A period or run in words: 'TPP Maret 2026', 'Tunjangan hari raya, dibayar Maret 2026'. */
export const wordsOf = (of: PayPeriod & Pick<Period, 'special'>): string => periodWords(of, of.special?.label);

/** The units of a payment, be it the month's own or a special one, by unit code; none where no such terms are in force. */
export const periodsOfPayment = (
  sql: Sql,
  { month, kind }: PayPeriod,
  scope: readonly string[] | null,
  code?: string,
): Promise<Period[]> => periodsOf(sql, [month], scope, code, kind);

/** One unit's part of a payment; undefined where it has none within the scope. */
export async function periodOfPayment(
  sql: Sql,
  period: PayPeriod,
  code: string,
  scope: readonly string[] | null,
): Promise<Period | undefined> {
  return (await periodsOfPayment(sql, period, scope, code))[0];
}

/** A special payment of a month, with the terms it is made under. */
export interface SpecialPayment extends PayPeriod {
  readonly terms: SpecialTerms;
}

/** The special payments made in a month, by decree. */
export async function specialPaymentsIn(sql: Sql, month: Month): Promise<SpecialPayment[]> {
  const { rows } = await sql.query<Row>(SPECIAL_IN, [firstDay(month)]);
  return rows.flatMap(row => {
    const terms = termsFrom(row);
    return terms ? [{ month, kind: row.kind, terms }] : [];
  });
}

export async function runById(sql: Sql, id: string): Promise<Run | undefined> {
  const { rows } = await sql.query<Row>(RUN, [id]);
  return rows[0] && (runFrom(rows[0]) ?? undefined);
}

/** Payroll units by code, within a scope. */
export async function payrollUnits(sql: Sql, scope: readonly string[] | null, code?: string): Promise<PayrollUnit[]> {
  const { rows } = await sql.query<PayrollUnit & Record<string, unknown>>(UNITS, [scope && [...scope], code ?? null]);
  return rows;
}

/** Months that have a period or a run of their own pay, oldest first. */
export async function knownMonths(sql: Sql): Promise<Month[]> {
  const { rows } = await sql.query<{ month: LocalDate }>(MONTHS);
  return rows.map(row => monthOf(row.month));
}

function periodFrom(row: Row): Period {
  const run = runFrom(row);
  const unit = { id: row.unit_id, code: row.code, name: row.unit_name };
  const { kind, revision } = row;
  return {
    month: monthOf(row.month),
    kind,
    special: termsFrom(row),
    unit,
    state: run?.state ?? 'TERBUKA',
    revision,
    run,
  };
}

function termsFrom({ special_id: id, label, base_month, decree, decree_date: decreeDate }: Row): SpecialTerms | null {
  return id === null ? null : { id, label, baseMonth: monthOf(base_month), decree, decreeDate };
}

function runFrom(row: Row): Run | null {
  if (row.id === null) return null;
  return {
    id: row.id,
    month: monthOf(row.month),
    kind: row.kind,
    special: termsFrom(row),
    unit: { id: row.unit_id, code: row.code, name: row.unit_name },
    revision: row.revision,
    state: row.state,
    version: row.version,
    regulationId: row.regulation_id,
    closedBy: row.closed_by,
    closedByName: row.closed_by_name,
    closedAt: row.closed_at,
    approvedByName: row.approved_by_name,
    approvedAt: row.approved_at,
    paymentNumber: row.payment_number,
    paymentDate: row.payment_date,
    people: row.people,
    gross: row.gross,
    deductions: row.deductions,
    net: row.net,
    failure: row.failure,
    jobId: row.job_id,
  };
}
