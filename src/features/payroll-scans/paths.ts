import type { Month } from '../../domain/month.ts';

/** Addresses of the signed papers of a unit's month. */
export const scanPaths = {
  list: (month: Month, unitCode: string) => `/keuangan/tpp/${month}/${unitCode}/pindaian`,
  one: (month: Month, unitCode: string, id: string) => `/keuangan/tpp/${month}/${unitCode}/pindaian/${id}`,
  file: (month: Month, unitCode: string, id: string, fileId: string) =>
    `/keuangan/tpp/${month}/${unitCode}/pindaian/${id}/${fileId}`,
} as const;
