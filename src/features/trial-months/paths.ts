import type { Month } from '../../domain/month.ts';
import { PERIODS_PATH, TRIALS_PATH } from '../payroll-runs/paths.ts';

/** Addresses of the pages of trial months. */
export const paths = {
  list: TRIALS_PATH,
  answer: (id: string): string => `${TRIALS_PATH}/${id}`,
  end: `${TRIALS_PATH}/akhiri`,
  report: (month: Month): string => `${PERIODS_PATH}/${month}/uji-coba`,
  workbook: (month: Month): string => `${PERIODS_PATH}/${month}/uji-coba.xlsx`,
} as const;
