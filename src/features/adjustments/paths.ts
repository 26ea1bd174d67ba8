export const ADJUSTMENTS = '/kepegawaian/penyesuaian';

/** Addresses of the pages of adjustments. */
export const paths = {
  list: ADJUSTMENTS,
  after: (cursor: string): string => `${ADJUSTMENTS}?sesudah=${cursor}`,
} as const;
