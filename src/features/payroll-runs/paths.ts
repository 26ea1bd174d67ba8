import type { Month } from '../../domain/month.ts';

export const PERIODS_PATH = '/kepegawaian/periode';
export const periodsPath = (month: Month): string => `${PERIODS_PATH}?bulan=${month}`;
export const closePath = (month: Month, unitCode: string): string => `${PERIODS_PATH}/${month}/${unitCode}/tutup`;
export const trialPath = (month: Month, unitCode: string, page = 1): string =>
  `${PERIODS_PATH}/${month}/${unitCode}/coba${page > 1 ? `?halaman=${String(page)}` : ''}`;

/* A step of a run: `at` is the text form of its period, the month or that of a special payment (`periodText`). */
export const approvePath = (at: string, unitCode: string): string => `${PERIODS_PATH}/${at}/${unitCode}/setujui`;
export const retryPath = (at: string, unitCode: string): string => `${PERIODS_PATH}/${at}/${unitCode}/ulangi`;
export const discardPath = (at: string, unitCode: string): string => `${PERIODS_PATH}/${at}/${unitCode}/batalkan`;
export const exclusionPath = (at: string, unitCode: string, employeeId?: string): string =>
  `${PERIODS_PATH}/${at}/${unitCode}/kecualikan${employeeId === undefined ? '' : `?pegawai=${employeeId}`}`;

/** Payments beside the month's own (src/features/special-payments). */
export const SPECIALS_PATH = '/kepegawaian/pembayaran-khusus';
export const specialPath = (id: string): string => `${SPECIALS_PATH}/${id}`;
export const specialUnitPath = (id: string, unitCode: string): string => `${SPECIALS_PATH}/${id}/${unitCode}`;
/** The list of trial months (src/features/trial-months). */
export const TRIALS_PATH = `${PERIODS_PATH}/uji-coba`;
export const BATCH_PATH = `${PERIODS_PATH}/borongan`;
export const batchPath = (id: string): string => `${BATCH_PATH}/${id}`;
