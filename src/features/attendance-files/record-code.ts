/**
 * Codes that sheets write into a day, as we keep them: the kinds of leave and duty, or TK for an absence that somebody
 * states; `H` says that the person was there without saying when; `KOSONG` says nothing about the day.
 */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  CT: ['CT', 'C', 'CUTI', 'CUTITAHUNAN'],
  CB: ['CB', 'CUTIBESAR'],
  CS: ['CS', 'CUTISAKIT'],
  CM: ['CM', 'CUTIMELAHIRKAN', 'CUTIBERSALIN'],
  CAP: ['CAP', 'CP', 'CUTIALASANPENTING', 'CUTIKARENAALASANPENTING'],
  CLTN: ['CLTN'],
  DL: ['DL', 'DD', 'DK', 'PD', 'SPPD', 'DINASLUAR', 'DINASDALAM', 'TUGASDINAS', 'PERJALANANDINAS', 'TL'],
  DIKLAT: ['DIKLAT', 'DIK', 'PELATIHAN', 'BIMTEK'],
  S: ['S', 'SAKIT', 'SKT'],
  I: ['I', 'IZIN', 'IJIN'],
  TB: ['TB', 'TUGASBELAJAR'],
  TK: ['TK', 'A', 'ALPA', 'ALPHA', 'ALFA', 'TANPAKETERANGAN', 'TANPAKABAR', 'MANGKIR', 'ABSENT'],
  H: ['H', 'HADIR', 'HDR'],
  KOSONG: ['L', 'LIBUR', 'OFF', 'LN', 'X', 'SABTU', 'MINGGU'],
};

/** The codes that are kept of a day. */
export const RECORD_CODES = ['CT', 'CB', 'CS', 'CM', 'CAP', 'CLTN', 'DL', 'DIKLAT', 'S', 'I', 'TB', 'TK', 'H'] as const;

const KNOWN = new Map(Object.entries(WORDS).flatMap(([code, words]) => words.map(word => [word, code] as const)));

/**
 * The code that a word of a sheet stands for.
 * @returns null where it says nothing about the day; undefined where we do not know it
 */
export function recordCode(text: string): string | null | undefined {
  const bare = text.toUpperCase().replaceAll(/[^A-Z]/g, '');
  if (bare === '') return /^[\s\-–—.0:]*$/.test(text) ? null : undefined;
  const code = KNOWN.get(bare);
  return code === 'KOSONG' ? null : code;
}
