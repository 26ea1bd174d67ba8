import type { LocalDate } from '../../domain/local-date.ts';
import { type Month, monthInWords, monthOf } from '../../domain/month.ts';
import { isApproved, type RunState } from '../../domain/payroll/run-lifecycle.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { conflict } from './refusal.ts';

// FOR SHARE: a close that is about to begin waits for this change, or has begun and refuses it.
const CLOSED = `SELECT p.month, u.name, p.open, r.state FROM payroll_period p JOIN payroll_unit u ON u.id = p.payroll_unit_id
  LEFT JOIN payroll_run r ON (r.month, r.kind, r.payroll_unit_id) = (p.month, p.kind, p.payroll_unit_id) AND r.state <> 'DIBATALKAN'
  WHERE p.kind = 'TPP' AND p.payroll_unit_id = ANY ($1::uuid[]) AND p.month >= $2::date
  ORDER BY p.month DESC FOR SHARE OF p`;

// The gate before the row, by month and unit: the days of presence that follow from the change pass it too.
const GATES = `SELECT pg_advisory_xact_lock_shared(takar_period_gate(p.month, p.unit)) FROM (
    SELECT month, payroll_unit_id AS unit FROM payroll_period
    WHERE kind = 'TPP' AND payroll_unit_id = ANY ($1::uuid[]) AND month >= date_trunc('month', $2::date::timestamp)::date
    ORDER BY month, payroll_unit_id) p`;

/** What a form says beside its date, before anything is saved. */
export const LATE_DATE_HINT =
  'Untuk bulan yang TPP-nya sudah disetujui, selisihnya dibayar atau diambil sebagai penyesuaian TPP berikutnya.';

/** A month of a unit that is closed; `state` is null while its run is being begun or taken back. */
interface ClosedMonth extends Record<string, unknown> {
  readonly month: LocalDate;
  readonly name: string;
  readonly state: RunState | null;
}

/**
 * Refuses a change that would alter a roster already computed, whatever became of its run: who is on it is decided on the
 * first of the month, so a closed month whose first day is not before the change would have had to be computed otherwise
 * (rulings.md 17). For changes that leave no causes of adjustments.
 * @throws RecordRefused (409), beside the field `tmt`
 */
export async function refuseClosedMonths(
  tx: Tx,
  payrollUnitIds: readonly (string | null | undefined)[],
  from: LocalDate,
): Promise<void> {
  const [closed] = await closedFrom(tx, payrollUnitIds, from);
  if (!closed) return;
  const month = monthInWords(monthOf(closed.month));
  throw conflict(
    'tmt',
    `TPP ${month} untuk ${closed.name} sudah ditutup dengan susunan lama. Pilih TMT sesudah 1 ${month}`,
  );
}

/**
 * Refuses a change of a person or a chair whose date lies in a month that is being computed or waits for its approval. Months
 * that are open take it as it is; for approved ones the change leaves its cause and the next run carries the difference
 * (docs/adr/0028-adjustments.md).
 * @throws RecordRefused (409), beside the field `tmt`
 */
export async function refuseUnsettledMonths(
  tx: Tx,
  payrollUnitIds: readonly (string | null | undefined)[],
  from: LocalDate,
): Promise<void> {
  const closed = (await closedFrom(tx, payrollUnitIds, from)).find(({ state }) => state === null || !isApproved(state));
  if (closed) throw conflict('tmt', unsettledWords(monthOf(closed.month), closed.name, closed.state));
}

/** Why a closed month takes no earlier date yet, and what to do about it. */
export function unsettledWords(month: Month, unit: string, state: RunState | null): string {
  const tpp = `TPP ${monthInWords(month)} untuk ${unit}`;
  if (state === 'DIHITUNG')
    return `${tpp} sudah dihitung tetapi belum disetujui. Setujui atau batalkan dulu perhitungannya, lalu simpan lagi`;
  if (state === 'GAGAL')
    return `Perhitungan ${tpp} gagal. Hitung ulang dan setujui, atau batalkan dulu, lalu simpan lagi`;
  return `${tpp} sedang dihitung. Tunggu selesai, setujui atau batalkan dulu perhitungannya, lalu simpan lagi`;
}

/** Closed months of these units from a day on, the latest first; none of them closes or opens until the transaction ends. */
async function closedFrom(
  tx: Tx,
  payrollUnitIds: readonly (string | null | undefined)[],
  from: LocalDate,
): Promise<ClosedMonth[]> {
  const ids = payrollUnitIds.filter(id => id !== null && id !== undefined);
  await tx.query(GATES, [ids, from]);
  const { rows } = await tx.query<ClosedMonth & { open: boolean }>(CLOSED, [ids, from]);
  return rows.filter(row => !row.open);
}
