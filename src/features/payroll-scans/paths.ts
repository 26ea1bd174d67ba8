import { periodText, type PayPeriod } from '../../domain/payroll/pay-period.ts';

const listPath = (period: PayPeriod, unitCode: string): string =>
  `/keuangan/tpp/${periodText(period)}/${unitCode}/pindaian`;

/** Addresses of the signed papers of a unit's part of a payment. */
export const scanPaths = {
  list: listPath,
  one: (period: PayPeriod, unitCode: string, id: string) => `${listPath(period, unitCode)}/${id}`,
  file: (period: PayPeriod, unitCode: string, id: string, fileId: string) =>
    `${listPath(period, unitCode)}/${id}/${fileId}`,
} as const;
