import { firstDay, monthInWords, monthOf, type Month } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import { isSpecial, type PayPeriod } from '../../domain/payroll/pay-period.ts';
import { isApproved, type RunState } from '../../domain/payroll/run-lifecycle.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { dateMedium } from '../../platform/render/format.ts';
import { regulationById, type InForce } from '../policies/queries.ts';
import type { PayrollUnit } from './queries.ts';
import { RunRefused } from './refusal.ts';

/** On what a special payment of a unit rests: its terms, and the approved run of their base month. */
export interface BaseRun {
  readonly specialPaymentId: string;
  readonly label: string;
  readonly baseMonth: Month;
  readonly runId: string;
  readonly inForce: InForce;
}

interface Row extends Record<string, unknown> {
  id: string;
  label: string;
  base_month: LocalDate;
  run_id: string | null;
  state: RunState | null;
  regulation_id: string | null;
}

/* $1 month, $2 kind, $3 unit. The terms are held, so that nobody ends them meanwhile; an approved run does not change. */
const BASE = `SELECT s.id, s.label, s.base_month, b.id AS run_id, b.state, b.regulation_id
  FROM special_payment s
  LEFT JOIN payroll_run b ON b.month = s.base_month AND b.kind = 'TPP' AND b.payroll_unit_id = $3 AND b.state <> 'DIBATALKAN'
  WHERE s.pay_month = $1 AND s.kind = $2 AND s.state = 'berlaku' FOR SHARE OF s`;

/**
 * What a special payment of a unit is computed over.
 * @throws RunRefused where no such terms are in force, the unit's base month is not approved, or the version that governs it
 * does not name the payment
 */
export async function baseRunOf(sql: Sql, period: PayPeriod, unit: PayrollUnit): Promise<BaseRun> {
  const { rows } = await sql.query<Row>(BASE, [firstDay(period.month), period.kind, unit.id]);
  const row = rows[0];
  if (!row || !isSpecial(period)) throw new RunRefused(['wrong-state'], 'Pembayaran khusus ini belum disahkan.');
  const baseMonth = monthOf(row.base_month);
  if (row.run_id === null || row.regulation_id === null || row.state === null || !isApproved(row.state))
    throw new RunRefused(
      ['facts-missing'],
      `TPP ${monthInWords(baseMonth)} ${unit.name} belum disetujui. Pembayaran ini dihitung dari bulan yang sudah disetujui.`,
    );
  const inForce = await regulationById(sql, row.regulation_id);
  if (!inForce) throw new Error(`run ${row.run_id} names a regulation that is not there`);
  if (!names(inForce, period.kind)) throw new RunRefused(['facts-missing'], unnamedWords(inForce, period.kind));
  return { specialPaymentId: row.id, label: row.label, baseMonth, runId: row.run_id, inForce };
}

/** Whether a version of the regulation names a special payment. */
export const names = ({ regulation }: InForce, kind: string): boolean =>
  regulation.payments.some(({ code }) => code === kind);

/** What to do where the version that governs the base month does not name the payment. */
export const unnamedWords = ({ code, validFrom }: Pick<InForce, 'code' | 'validFrom'>, kind: string): string =>
  `Peraturan ${code} (berlaku sejak ${dateMedium(validFrom)}) tidak menyebut pembayaran ${kind}. Tulis kodenya pada bagian pembayaran_khusus di berkas peraturan (bagian 12 panduan format), lalu berlakukan versinya sebelum bulan dasar ditutup.`;
