import type { LocalDate } from '../../domain/local-date.ts';
import { monthInWords, monthOf } from '../../domain/month.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { conflict } from './refusal.ts';

// FOR SHARE: a close that is about to begin waits for this change, or has begun and refuses it.
const CLOSED = `SELECT p.month, u.name, p.open FROM payroll_period p JOIN payroll_unit u ON u.id = p.payroll_unit_id
  WHERE p.kind = 'TPP' AND p.payroll_unit_id = ANY ($1::uuid[]) AND p.month >= $2::date
  ORDER BY p.month DESC FOR SHARE OF p`;

// The gate before the row, by month and unit: the days of presence that follow from the change pass it too.
const GATES = `SELECT pg_advisory_xact_lock_shared(takar_period_gate(p.month, p.unit)) FROM (
    SELECT month, payroll_unit_id AS unit FROM payroll_period
    WHERE kind = 'TPP' AND payroll_unit_id = ANY ($1::uuid[]) AND month >= date_trunc('month', $2::date::timestamp)::date
    ORDER BY month, payroll_unit_id) p`;

/**
 * Refuses a change that would alter a roster already computed: who is on it is decided on the first of the month, so a
 * closed month whose first day is not before the change would have had to be computed otherwise (rulings.md 17).
 * @throws RecordRefused (409), beside the field `tmt`
 */
export async function refuseClosedMonths(
  tx: Tx,
  payrollUnitIds: readonly (string | null | undefined)[],
  from: LocalDate,
): Promise<void> {
  const ids = payrollUnitIds.filter(id => id !== null && id !== undefined);
  await tx.query(GATES, [ids, from]);
  const { rows } = await tx.query<{ month: LocalDate; name: string; open: boolean }>(CLOSED, [ids, from]);
  const closed = rows.find(row => !row.open);
  if (!closed) return;
  const month = monthInWords(monthOf(closed.month));
  throw conflict(
    'tmt',
    `TPP ${month} untuk ${closed.name} sudah ditutup dengan susunan lama. Pilih TMT sesudah 1 ${month}`,
  );
}
