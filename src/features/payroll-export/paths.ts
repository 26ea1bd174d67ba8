import type { Month } from '../../domain/month.ts';

export const MONEY_PATH = '/keuangan/tpp';
export const moneyPath = (month: Month): string => `${MONEY_PATH}?bulan=${month}`;
export const exportPath = (month: Month, unitCode: string | null, draft = false): string =>
  `${MONEY_PATH}/${month}/ekspor?format=csv&tata_letak=ringkas${unitCode ? `&unit=${unitCode}` : ''}${draft ? '&draf=1' : ''}`;
export const payPath = (month: Month, unitCode: string): string => `${MONEY_PATH}/${month}/${unitCode}/bayar`;
