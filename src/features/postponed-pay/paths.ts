import type { Month } from '../../domain/month.ts';
import { POSTPONED_LIST } from '../adjustments/paths.ts';

export const POSTPONED_PAY = POSTPONED_LIST;

/** Addresses of the pages of postponed pay. */
export const paths = {
  list: (month: Month, page = 1): string =>
    `${POSTPONED_PAY}?bulan=${month}${page > 1 ? `&halaman=${String(page)}` : ''}`,
  release: (month: Month, employeeId: string): string => `${POSTPONED_PAY}/${month}/${employeeId}/lepas`,
} as const;
