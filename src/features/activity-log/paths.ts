import type { LocalDate } from '../../domain/local-date.ts';
import type { Month } from '../../domain/month.ts';

/** Addresses of the daily activities (contract, section 3). */
export const paths = {
  list: '/kegiatan-harian',
  month: (month: Month): string => `/kegiatan-harian?bulan=${month}`,
  day: (day: LocalDate): string => `/kegiatan-harian?bulan=${day.slice(0, 7)}#h-${day}`,
  create: '/kegiatan-harian/baru',
  createOn: (day: LocalDate): string => `/kegiatan-harian/baru?tanggal=${day}`,
  entry: (id: string): string => `/kegiatan-harian/${id}`,
  edit: (id: string): string => `/kegiatan-harian/${id}/ubah`,
  remove: (id: string): string => `/kegiatan-harian/${id}/hapus`,
  step: (id: string, step: 'kirim' | 'tarik' | 'hapus'): string => `/kegiatan-harian/${id}/${step}`,
  evidence: (id: string, evidenceId: string): string => `/kegiatan-harian/${id}/bukti/${evidenceId}`,
} as const;
