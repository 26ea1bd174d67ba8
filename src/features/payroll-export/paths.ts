import type { Month } from '../../domain/month.ts';
import { paperOfWanted, type Wanted } from './layout.ts';

export const MONEY_PATH = '/keuangan/tpp';
export const moneyPath = (month: Month): string => `${MONEY_PATH}?bulan=${month}`;
/** The files of one unit of a month, on the same page. */
export const unitFilesPath = (month: Month, unitCode: string): string => `${moneyPath(month)}&unit=${unitCode}#berkas`;
export const exportPath = (
  month: Month,
  unitCode: string | null,
  wanted: Wanted = { format: 'csv', layout: 'ringkas' },
  draft = false,
): string => {
  const query = new URLSearchParams({ format: wanted.format, tata_letak: wanted.layout });
  if (unitCode !== null) query.set('unit', unitCode);
  if (paperOfWanted(wanted) === 'a4') query.set('kertas', 'a4');
  if (draft) query.set('draf', '1');
  return `${MONEY_PATH}/${month}/ekspor?${query.toString()}`;
};
export const gatherPath = (month: Month): string => `${MONEY_PATH}/${month}/siapkan`;
export const payPath = (month: Month, unitCode: string): string => `${MONEY_PATH}/${month}/${unitCode}/bayar`;
