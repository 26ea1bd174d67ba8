/** Addresses of dispensations. */
export const paths = {
  list: '/dispensasi',
  create: '/dispensasi/baru',
  createOn: (day: string): string => `/dispensasi/baru?tanggal=${day}`,
  one: (id: string): string => `/dispensasi/${id}`,
  withdraw: (id: string): string => `/dispensasi/${id}/tarik`,
  file: (id: string, fileId: string): string => `/dispensasi/${id}/bukti/${fileId}`,
} as const;
