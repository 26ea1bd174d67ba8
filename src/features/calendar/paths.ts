export const CALENDAR_PATH = '/kepegawaian/kalender-kerja';

/** Addresses of the work calendar. */
export const paths = {
  year: (year: number): string => `${CALENDAR_PATH}?tahun=${String(year)}`,
  remove: (day: string, kind: string): string => `${CALENDAR_PATH}/${day}/${kind}/hapus`,
} as const;
