export const CALENDAR_PATH = '/kepegawaian/kalender-kerja';

/** Addresses of the work calendar. */
export const paths = {
  year: (year: number): string => `${CALENDAR_PATH}?tahun=${String(year)}`,
  special: `${CALENDAR_PATH}/jam`,
  removeSpecial: (id: string): string => `${CALENDAR_PATH}/jam/${id}/hapus`,
  remove: (day: string, kind: string): string => `${CALENDAR_PATH}/${day}/${kind}/hapus`,
} as const;
