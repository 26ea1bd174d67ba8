import { paymentName, periodText, type PayPeriod } from '../../domain/payroll/pay-period.ts';
import { formatRupiah } from '../../domain/rupiah.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { notify } from '../notifications/service.ts';

const PAID = 'SELECT employee_id AS id, net FROM payroll_paid WHERE run_id = $1 AND net > 0';

/**
 * Everybody whom a special payment pays learns of it when its run is approved, in the transaction of the approval: nobody looks
 * for THR on the page of a month.
 * @param label what the regulation calls the payment
 */
export async function tellSpecialPay(
  tx: Tx,
  run: PayPeriod & Readonly<{ id: string; label: string }>,
  at: Date,
): Promise<void> {
  const { rows } = await tx.query<{ id: string; net: bigint }>(PAID, [run.id]);
  const notices = rows.map(({ id, net }) => ({
    employeeId: id,
    kind: 'data' as const,
    text: `${paymentName(run, run.label)} untuk Anda disetujui: ${formatRupiah(net)}. Lihat perhitungannya.`,
    href: `/laporan/tpp-saya?bulan=${periodText(run)}`,
    dedupe: `pembayaran-khusus:${run.id}`,
  }));
  await notify(tx, notices, at);
}
