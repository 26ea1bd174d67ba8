/** A day on which nobody works, as announced by three ministers. */
export interface HolidayRow {
  readonly day: string;
  readonly kind: 'libur' | 'cuti_bersama';
  readonly name: string;
  readonly source: string;
}

const SOURCE_2025 = 'SKB 3 Menteri tentang hari libur nasional dan cuti bersama 2025';
const SOURCE_2026 = 'SKB 3 Menteri Nomor 1497, 2, dan 5 Tahun 2025; Keputusan Presiden Nomor 42 Tahun 2025';

const LIBUR: readonly (readonly [day: string, name: string])[] = [
  ['2025-01-01', 'Tahun Baru Masehi'],
  ['2025-01-27', 'Isra Mikraj Nabi Muhammad'],
  ['2025-01-29', 'Tahun Baru Imlek'],
  ['2025-03-29', 'Hari Suci Nyepi'],
  ['2025-03-31', 'Hari Raya Idulfitri'],
  ['2025-04-01', 'Hari Raya Idulfitri'],
  ['2025-04-18', 'Wafat Yesus Kristus'],
  ['2025-04-20', 'Kebangkitan Yesus Kristus'],
  ['2025-05-01', 'Hari Buruh Internasional'],
  ['2025-05-12', 'Hari Raya Waisak'],
  ['2025-05-29', 'Kenaikan Yesus Kristus'],
  ['2025-06-01', 'Hari Lahir Pancasila'],
  ['2025-06-06', 'Hari Raya Iduladha'],
  ['2025-06-27', 'Tahun Baru Islam'],
  ['2025-08-17', 'Hari Kemerdekaan Republik Indonesia'],
  ['2025-09-05', 'Maulid Nabi Muhammad'],
  ['2025-12-25', 'Hari Raya Natal'],
  ['2026-01-01', 'Tahun Baru Masehi'],
  ['2026-01-16', 'Isra Mikraj Nabi Muhammad'],
  ['2026-02-17', 'Tahun Baru Imlek'],
  ['2026-03-19', 'Hari Suci Nyepi'],
  ['2026-03-21', 'Hari Raya Idulfitri'],
  ['2026-03-22', 'Hari Raya Idulfitri'],
  ['2026-04-03', 'Wafat Yesus Kristus'],
  ['2026-04-05', 'Kebangkitan Yesus Kristus'],
  ['2026-05-01', 'Hari Buruh Internasional'],
  ['2026-05-14', 'Kenaikan Yesus Kristus'],
  ['2026-05-27', 'Hari Raya Iduladha'],
  ['2026-05-31', 'Hari Raya Waisak'],
  ['2026-06-01', 'Hari Lahir Pancasila'],
  ['2026-06-16', 'Tahun Baru Islam'],
  ['2026-08-17', 'Hari Kemerdekaan Republik Indonesia'],
  ['2026-08-25', 'Maulid Nabi Muhammad'],
  ['2026-12-25', 'Hari Raya Natal'],
];

const CUTI_BERSAMA: readonly (readonly [day: string, occasion: string])[] = [
  ['2025-01-28', 'Tahun Baru Imlek'],
  ['2025-03-28', 'Hari Suci Nyepi'],
  ['2025-04-02', 'Hari Raya Idulfitri'],
  ['2025-04-03', 'Hari Raya Idulfitri'],
  ['2025-04-04', 'Hari Raya Idulfitri'],
  ['2025-04-07', 'Hari Raya Idulfitri'],
  ['2025-05-13', 'Hari Raya Waisak'],
  ['2025-05-30', 'Kenaikan Yesus Kristus'],
  ['2025-06-09', 'Hari Raya Iduladha'],
  ['2025-08-18', 'Hari Kemerdekaan Republik Indonesia'],
  ['2025-12-26', 'Hari Raya Natal'],
  ['2026-02-16', 'Tahun Baru Imlek'],
  ['2026-03-18', 'Hari Suci Nyepi'],
  ['2026-03-20', 'Hari Raya Idulfitri'],
  ['2026-03-23', 'Hari Raya Idulfitri'],
  ['2026-03-24', 'Hari Raya Idulfitri'],
  ['2026-05-15', 'Kenaikan Yesus Kristus'],
  ['2026-05-28', 'Hari Raya Iduladha'],
  ['2026-12-24', 'Hari Raya Natal'],
];

/** Shorter days of the fasting month of 2026: 32 hours 30 minutes a week (Perpres 21/2023). */
export const RAMADAN = {
  first_day: '2026-02-19',
  last_day: '2026-03-19',
  name: 'Ramadan 1447 H',
  minutes_five: 390,
  minutes_six: 325,
  source: 'Surat edaran contoh',
} as const;

const sourceOf = (day: string): string => (day < '2026' ? SOURCE_2025 : SOURCE_2026);

/** National holidays and joint leave of 2025 and 2026. */
export const HOLIDAYS: readonly HolidayRow[] = [
  ...LIBUR.map(([day, name]): HolidayRow => ({ day, kind: 'libur', name, source: sourceOf(day) })),
  ...CUTI_BERSAMA.map(([day, occasion]): HolidayRow => ({
    day,
    kind: 'cuti_bersama',
    name: `Cuti bersama ${occasion}`,
    source: sourceOf(day),
  })),
];
