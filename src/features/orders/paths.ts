export type Tab = 'pimpinan' | 'perintah' | 'beri';

/** Addresses of "Perintah pimpinan" (ux.md 2). */
export const paths = {
  tab: (tab: Tab): string => `/input-pimpinan?tab=${tab}`,
  report: '/input-pimpinan/laporan',
  give: '/input-pimpinan/perintah',
  order: (id: string): string => `/input-pimpinan/perintah/${id}`,
  step: (id: string, step: 'kerjakan' | 'selesai' | 'batal'): string => `/input-pimpinan/perintah/${id}/${step}`,
  /** A new entry that carries an order out and begins with its text. */
  asEntry: (id: string): string => `/kegiatan-harian/baru?perintah=${id}`,
} as const;
