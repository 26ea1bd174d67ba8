import type { Month } from '../../domain/month.ts';

const query = (pairs: Readonly<Record<string, string>>): string => new URLSearchParams(pairs).toString();

/** Addresses of attendance. */
export const paths = {
  own: (bulan: Month) => `/presensi?${query({ bulan })}`,
  office: '/kepegawaian/presensi',
  unit: (bulan: Month, unit?: string) => `/kepegawaian/presensi?${query({ bulan, ...(unit ? { unit } : {}) })}`,
  leaves: '/kepegawaian/presensi/izin',
  newLeave: '/kepegawaian/presensi/izin/baru',
  leave: (id: string) => `/kepegawaian/presensi/izin/${id}`,
  hours: '/kepegawaian/jam-kerja',
  newHours: '/kepegawaian/jam-kerja/baru',
  records: '/kepegawaian/presensi/manual',
  newRecord: '/kepegawaian/presensi/manual/baru',
  decideRecords: '/kepegawaian/presensi/manual/putuskan',
  record: (id: string) => `/kepegawaian/presensi/manual/${id}`,
} as const;
