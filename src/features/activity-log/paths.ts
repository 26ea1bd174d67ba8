import type { LocalDate } from '../../domain/local-date.ts';
import type { Month } from '../../domain/month.ts';

/** Addresses of the forms of entries: one's own, or those that a helper prepares for somebody. */
export interface EntryPaths {
  /** Where the list is that a form leads back to. */
  readonly list: string;
  readonly create: string;
  /** Where a new entry is sent to. */
  readonly submit: string;
  readonly entry: (id: string) => string;
  readonly edit: (id: string) => string;
}

/** Addresses of the daily activities (contract, section 3). */
export const paths = {
  list: '/kegiatan-harian',
  submit: '/kegiatan-harian',
  month: (month: Month): string => `/kegiatan-harian?bulan=${month}`,
  calendar: (month: Month): string => `/kegiatan-harian?tampilan=kalender&bulan=${month}`,
  week: (day: LocalDate): string => `/kegiatan-harian?tampilan=pekan&tanggal=${day}`,
  day: (day: LocalDate): string => `/kegiatan-harian?bulan=${day.slice(0, 7)}#h-${day}`,
  create: '/kegiatan-harian/baru',
  createOn: (day: LocalDate): string => `/kegiatan-harian/baru?tanggal=${day}`,
  entry: (id: string): string => `/kegiatan-harian/${id}`,
  edit: (id: string): string => `/kegiatan-harian/${id}/ubah`,
  remove: (id: string): string => `/kegiatan-harian/${id}/hapus`,
  step: (id: string, step: 'kirim' | 'tarik' | 'hapus'): string => `/kegiatan-harian/${id}/${step}`,
  evidence: (id: string, evidenceId: string): string => `/kegiatan-harian/${id}/bukti/${evidenceId}`,
  copy: '/kegiatan-harian/salin',
  copyFrom: (day: LocalDate): string => `/kegiatan-harian/salin?dari=${day}`,
  sendAll: '/kegiatan-harian/kirim-semua',
  favourites: '/kegiatan-harian/favorit',
  favourite: (id: string): string => `/kegiatan-harian/favorit/${id}`,
  notes: '/kegiatan-harian/catatan',
  removeNote: (id: string): string => `/kegiatan-harian/catatan/${id}/hapus`,
  fromNote: (id: string): string => `/kegiatan-harian/baru?catatan=${id}`,
} as const satisfies Readonly<Record<string, unknown>> & EntryPaths;

/** Addresses of the drafts that a helper prepares for one owner. */
export const helperPaths = (ownerId: string): EntryPaths => ({
  list: `/bantu/${ownerId}`,
  create: `/bantu/${ownerId}/kegiatan/baru`,
  submit: `/bantu/${ownerId}/kegiatan`,
  entry: id => `/bantu/${ownerId}/kegiatan/${id}`,
  edit: id => `/bantu/${ownerId}/kegiatan/${id}/ubah`,
});
