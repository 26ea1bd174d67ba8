/** Addresses of the SKP and of what was reached (contract, section 3). */
export const paths = {
  plan: (year: number): string => `/sasaran?tahun=${String(year)}`,
  create: (year: number): string => `/sasaran/baru?tahun=${String(year)}`,
  target: (id: string): string => `/sasaran/${id}`,
  change: (id: string): string => `/sasaran/${id}/ubah`,
  remove: (id: string): string => `/sasaran/${id}/hapus`,
  step: (year: number, step: 'ajukan' | 'tarik' | 'perubahan' | 'batal'): string => `/sasaran/${String(year)}/${step}`,
  below: (year: number): string => `/sasaran/bawahan?tahun=${String(year)}`,
  planBelow: (id: string): string => `/sasaran/bawahan/${id}`,
  decide: (id: string, step: 'setujui' | 'kembalikan'): string => `/sasaran/${id}/${step}`,
  progress: (year: number): string => `/progres?tahun=${String(year)}`,
  progressOf: (targetId: string, month?: string): string =>
    `/progres/${targetId}${month === undefined ? '' : `?bulan=${month}`}`,
  evidence: (targetId: string, fileId: string): string => `/progres/${targetId}/bukti/${fileId}`,
} as const;
