/** Why nobody works on a day, as the regency's calendar knows it. */
export const HOLIDAY_KINDS = {
  libur: 'Libur nasional',
  cuti_bersama: 'Cuti bersama',
  lokal: 'Libur daerah',
} as const;

export type HolidayKind = keyof typeof HOLIDAY_KINDS;

export const isHolidayKind = (text: string): text is HolidayKind => Object.hasOwn(HOLIDAY_KINDS, text);
