import type { LocalDate } from '../../domain/local-date.ts';

export const COMPLETENESS_PATH = '/kepegawaian/kelengkapan';

/** What a page of completeness is about. */
export interface Place {
  readonly day: LocalDate;
  /** Code of a payroll unit; null for the list of units. */
  readonly unit: string | null;
  readonly onlyMissing?: boolean;
  readonly page?: number;
}

const query = ({ day, unit, onlyMissing, page }: Place): URLSearchParams =>
  new URLSearchParams([
    ['tanggal', day],
    ...(unit === null ? [] : [['unit', unit]]),
    ...(onlyMissing === true ? [['tampil', 'belum']] : []),
    ...(page === undefined || page === 1 ? [] : [['halaman', String(page)]]),
  ]);

export const pathTo = (place: Place): string => `${COMPLETENESS_PATH}?${query(place).toString()}`;
export const downloadPath = (place: Place, format: 'csv' | 'xlsx'): string =>
  `${COMPLETENESS_PATH}/unduh?${query(place).toString()}&format=${format}`;
