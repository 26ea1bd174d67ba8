import { periodText, type PayPeriod } from '../../domain/payroll/pay-period.ts';
import { paperOfWanted, type Wanted } from './layout.ts';

export const MONEY_PATH = '/keuangan/tpp';
/** The units of a month's pay, or of a special payment. */
export const moneyPath = (period: PayPeriod): string => `${MONEY_PATH}?bulan=${periodText(period)}`;
/** The files of one unit, on the same page. */
export const unitFilesPath = (period: PayPeriod, unitCode: string): string =>
  `${moneyPath(period)}&unit=${unitCode}#berkas`;
export const exportPath = (
  period: PayPeriod,
  unitCode: string | null,
  wanted: Wanted = { format: 'csv', layout: 'ringkas' },
  draft = false,
): string => {
  const query = new URLSearchParams({ format: wanted.format, tata_letak: wanted.layout });
  if (unitCode !== null) query.set('unit', unitCode);
  if (paperOfWanted(wanted) === 'a4') query.set('kertas', 'a4');
  if (draft) query.set('draf', '1');
  return `${MONEY_PATH}/${periodText(period)}/ekspor?${query.toString()}`;
};
export const gatherPath = (period: PayPeriod): string => `${MONEY_PATH}/${periodText(period)}/siapkan`;
export const payPath = (period: PayPeriod, unitCode: string): string =>
  `${MONEY_PATH}/${periodText(period)}/${unitCode}/bayar`;
