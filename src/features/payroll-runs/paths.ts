import type { Month } from '../../domain/month.ts';

export const PERIODS_PATH = '/kepegawaian/periode';
export const periodsPath = (month: Month): string => `${PERIODS_PATH}?bulan=${month}`;
export const closePath = (month: Month, unitCode: string): string => `${PERIODS_PATH}/${month}/${unitCode}/tutup`;
export const trialPath = (month: Month, unitCode: string, page = 1): string =>
  `${PERIODS_PATH}/${month}/${unitCode}/coba${page > 1 ? `?halaman=${String(page)}` : ''}`;
export const approvePath = (month: Month, unitCode: string): string => `${PERIODS_PATH}/${month}/${unitCode}/setujui`;
export const retryPath = (month: Month, unitCode: string): string => `${PERIODS_PATH}/${month}/${unitCode}/ulangi`;
export const discardPath = (month: Month, unitCode: string): string => `${PERIODS_PATH}/${month}/${unitCode}/batalkan`;
export const exclusionPath = (month: Month, unitCode: string, employeeId?: string): string =>
  `${PERIODS_PATH}/${month}/${unitCode}/kecualikan${employeeId === undefined ? '' : `?pegawai=${employeeId}`}`;
/** The list of trial months (src/features/trial-months). */
export const TRIALS_PATH = `${PERIODS_PATH}/uji-coba`;
export const BATCH_PATH = `${PERIODS_PATH}/borongan`;
export const batchPath = (id: string): string => `${BATCH_PATH}/${id}`;
