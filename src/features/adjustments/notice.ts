import type { LocalDate } from '../../domain/local-date.ts';
import { monthInWords, monthOf } from '../../domain/month.ts';
import { formatRupiah } from '../../domain/rupiah.ts';
import type { Tx } from '../../platform/database/sql.ts';
import { notify } from '../notifications/service.ts';
import { PAYS_POSTPONED, postponedWords } from './postponed.ts';

interface Row extends Record<string, unknown> {
  id: string;
  month: LocalDate;
  months: LocalDate[];
  taken: bigint;
  postponed: LocalDate[];
}

const ADJUSTED = `SELECT a.employee_id AS id, r.month, array_agg(a.of_month ORDER BY a.of_month) AS months, sum(a.taken_net)::bigint AS taken,
    coalesce(array_agg(a.of_month ORDER BY a.of_month) FILTER (WHERE ${PAYS_POSTPONED('a')}), '{}') AS postponed
  FROM payroll_adjustment a JOIN payroll_run r ON r.id = a.run_id WHERE a.run_id = $1
  GROUP BY a.employee_id, r.month HAVING bool_or(a.taken_net <> 0)`;

/** Everybody whose older months a run settles learns of it when the run is approved, in the transaction of the approval. */
export async function tellAdjusted(tx: Tx, runId: string, at: Date): Promise<void> {
  const { rows } = await tx.query<Row>(ADJUSTED, [runId]);
  const notices = rows.map(({ id, month, months, taken, postponed }) => {
    const words = months.map(day => monthInWords(monthOf(day))).join(', ');
    const amount = taken < 0n ? `dikurangi ${formatRupiah(-taken)}` : `ditambah ${formatRupiah(taken)}`;
    const released = postponed.map(day => ` ${postponedWords(monthOf(day))}.`).join('');
    return {
      employeeId: id,
      kind: 'data' as const,
      text: `TPP ${monthInWords(monthOf(month))} Anda ${amount} sebagai penyesuaian ${words}.${released}`,
      href: `/laporan/tpp-saya?bulan=${monthOf(month)}`,
      dedupe: `penyesuaian:${runId}`,
    };
  });
  await notify(tx, notices, at);
}
