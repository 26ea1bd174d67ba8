import type { Month } from '../../domain/month.ts';

export const FACTS = '/kepegawaian/fakta';

/** Addresses of the pages of facts. */
export const paths = {
  list: (month: Month, unit?: string): string => `${FACTS}?bulan=${month}${unit === undefined ? '' : `&unit=${unit}`}`,
  create: `${FACTS}/baru`,
  createFor: (person: string, month: Month, kind?: string): string =>
    `${FACTS}/baru?orang=${person}&bulan=${month}${kind === undefined ? '' : `&jenis=${kind}`}`,
  person: (id: string, month: Month): string => `${FACTS}/pegawai/${id}?bulan=${month}`,
  proposals: `${FACTS}/usulan`,
  document: (proposal: string, file: string): string => `${FACTS}/usulan/${proposal}/dokumen/${file}`,
  ceilings: `${FACTS}/pagu`,
  ceilingsOf: (year: number): string => `${FACTS}/pagu?tahun=${String(year)}`,
  upload: `${FACTS}/impor`,
  template: (month: Month): string => `${FACTS}/impor/templat.xlsx?bulan=${month}`,
  batch: (id: string): string => `${FACTS}/impor/${id}`,
  cancel: (id: string): string => `${FACTS}/impor/${id}/batal`,
  undo: (id: string): string => `${FACTS}/impor/${id}/urungkan`,
  rejected: (id: string): string => `${FACTS}/impor/${id}/perbaikan`,
} as const;
