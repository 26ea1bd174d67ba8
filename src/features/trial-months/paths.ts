import type { Month } from '../../domain/month.ts';
import { PERIODS_PATH } from '../payroll-runs/paths.ts';

const LIST = `${PERIODS_PATH}/uji-coba`;

/** Addresses of the pages of trial months. */
export const paths = {
  list: LIST,
  answer: (id: string): string => `${LIST}/${id}`,
  end: `${LIST}/akhiri`,
  report: (month: Month): string => `${PERIODS_PATH}/${month}/uji-coba`,
  workbook: (month: Month): string => `${PERIODS_PATH}/${month}/uji-coba.xlsx`,
} as const;
