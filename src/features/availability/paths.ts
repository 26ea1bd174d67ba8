/** Addresses of the ledger of outages. */
export const paths = {
  list: '/kepegawaian/gangguan',
  month: (month: string): string => `/kepegawaian/gangguan?bulan=${month}`,
  declare: '/kepegawaian/gangguan/nyatakan',
  one: (id: string): string => `/kepegawaian/gangguan/${id}`,
} as const;
