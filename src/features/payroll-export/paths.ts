import type { Month } from '../../domain/month.ts';
import type { Wanted } from './layout.ts';

export const MONEY_PATH = '/keuangan/tpp';
export const moneyPath = (month: Month): string => `${MONEY_PATH}?bulan=${month}`;
/** The files of one unit of a month, on the same page. */
export const unitFilesPath = (month: Month, unitCode: string): string => `${moneyPath(month)}&unit=${unitCode}#berkas`;
export const exportPath = (
  month: Month,
  unitCode: string | null,
  { format, layout }: Wanted = { format: 'csv', layout: 'ringkas' },
  draft = false,
): string =>
  `${MONEY_PATH}/${month}/ekspor?format=${format}&tata_letak=${layout}${unitCode ? `&unit=${unitCode}` : ''}${draft ? '&draf=1' : ''}`;
export const payPath = (month: Month, unitCode: string): string => `${MONEY_PATH}/${month}/${unitCode}/bayar`;
