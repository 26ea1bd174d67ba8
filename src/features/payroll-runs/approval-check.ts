import { addDays, type LocalDate } from '../../domain/local-date.ts';
import { formatRupiah } from '../../domain/rupiah.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Sql } from '../../platform/database/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { date } from '../../platform/render/format.ts';
import { workflowOn } from '../workflow/settings.ts';
import { budgetOf, computedAt, overBudget, type Budget } from './approval-queries.ts';
import { RunRefused } from './refusal.ts';

type Needs = Pick<Deps, 'clock' | 'regency'>;

/**
 * The last day on which staff may object to what they see of a computed run (assurance.md 3.5, step 7), by the setting
 * `hari_sanggah_tpp`; null where the regency gives no days.
 */
export async function objectionsUntil(sql: Sql, { clock, regency }: Needs, runId: string): Promise<LocalDate | null> {
  const { hari_sanggah_tpp: days } = await workflowOn(sql, dayIn(regency.zone, clock.now()));
  if (days === 0) return null;
  const at = await computedAt(sql, runId);
  return at === undefined ? null : addDays(dayIn(regency.zone, at), days);
}

/** Why the days to object hold an approval back, in words. */
export const waitingWords = (until: LocalDate): string =>
  `Pegawai masih dapat melihat dan menyanggah sampai ${date(until)}. Persetujuan dibuka sesudahnya.`;

/** Why the budget holds an approval back, in words. */
export const budgetWords = ({ year, ceiling, spent, run }: Budget): string =>
  `Pagu TPP ${String(year)} unit ini ${formatRupiah(ceiling)} terlampaui: sudah disetujui ${formatRupiah(spent)}, perhitungan ini ${formatRupiah(run)}.`;

/**
 * What is asked of a run before its approval beside the persons: the days to object are over, the year's ceiling holds.
 * @throws RunRefused with the reason in words
 */
export async function refuseTooEarly(
  sql: Sql,
  deps: Needs,
  run: { readonly id: string; readonly payroll_unit_id: string },
): Promise<void> {
  const until = await objectionsUntil(sql, deps, run.id);
  if (until !== null && dayIn(deps.regency.zone, deps.clock.now()) <= until)
    throw new RunRefused(['preview-running'], waitingWords(until));
  const budget = await budgetOf(sql, run.id, run.payroll_unit_id);
  if (budget && overBudget(budget)) throw new RunRefused(['over-ceiling'], budgetWords(budget));
}
