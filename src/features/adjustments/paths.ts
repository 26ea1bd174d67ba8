export const ADJUSTMENTS = '/kepegawaian/penyesuaian';
/** Pay that the regulation postpones (feature postponed-pay). */
export const POSTPONED_LIST = `${ADJUSTMENTS}/ditunda`;

/** Addresses of the pages of adjustments. */
export const paths = {
  list: ADJUSTMENTS,
  after: (cursor: string): string => `${ADJUSTMENTS}?sesudah=${cursor}`,
} as const;
