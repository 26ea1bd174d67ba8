/** Why a day could not be logged in time, by the code that is stored. */
export const CAUSES = {
  jaringan: 'Gangguan jaringan',
  aplikasi: 'Aplikasi tidak bisa dibuka',
  listrik: 'Listrik padam',
  tugas_luar: 'Tugas luar tanpa jaringan',
  sakit: 'Sakit',
  lainnya: 'Sebab lain',
} as const;

export type Cause = keyof typeof CAUSES;

export const isCause = (code: string): code is Cause => Object.hasOwn(CAUSES, code);

/** Causes that a letter exists for: it is attached. An outage leaves none with its victims. */
export const WITH_DOCUMENT: readonly Cause[] = ['tugas_luar', 'sakit'];

/** How far back a day may be asked for. */
export const DAYS_BACK = 60;
