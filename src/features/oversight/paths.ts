import type { FactDocument } from '../facts/document.ts';
import type { Month } from '../../domain/month.ts';
import { periodText, type PayPeriod } from '../../domain/payroll/pay-period.ts';

export const TRAIL_PATH = '/pengawasan/jejak';

/** What of the trail is looked at: a person's month or a payroll unit's. */
export type Subject = { readonly person: string } | { readonly unit: string };

/** The address of a trail, from the place after which it goes on. */
export function trailPath(subject: Subject, month: Month, after: string | null = null): string {
  const query = new URLSearchParams('person' in subject ? { pegawai: subject.person } : { unit: subject.unit });
  query.set('bulan', month);
  if (after !== null) query.set('sesudah', after);
  return `${TRAIL_PATH}?${query.toString()}`;
}

export const downloadPath = (unit: string, month: Month, format: 'csv' | 'xlsx'): string =>
  `${TRAIL_PATH}/unduh?${new URLSearchParams({ unit, bulan: month, format }).toString()}`;

/** Everything one person's amount rests on; `again`: with the computation made once more. */
export const amountPath = (runId: string, employeeId: string, again = false): string =>
  `${TRAIL_PATH}/jumlah/${runId}/${employeeId}${again ? '?hitung=ulang' : ''}`;

/** A paper behind a fact of an amount. */
export const amountPaperPath = (runId: string, employeeId: string, file: FactDocument): string =>
  `${amountPath(runId, employeeId)}/dokumen/${file.proposalId}/${file.id}`;

/**
 * A few amounts drawn at random: of a unit, or of all that the letter opens; of the last month that is computed where none is
 * named. The same seed draws the same ones.
 */
export function samplePath(period: PayPeriod | null, unit: string | null, seed?: string): string {
  const query = new URLSearchParams(period === null ? {} : { bulan: periodText(period) });
  if (unit !== null) query.set('unit', unit);
  if (seed !== undefined) query.set('benih', seed);
  return query.size === 0 ? `${TRAIL_PATH}/acak` : `${TRAIL_PATH}/acak?${query.toString()}`;
}
