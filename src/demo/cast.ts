/** The people of the demo whom programs and manuals name, in the order in which they are listed (contract.md 4). */
export const CAST = [
  'staf1',
  'staf2',
  'staf3',
  'atasan',
  'validator',
  'kepala',
  'sekda',
  'bupati',
  'staf_lain',
  'atasan_lain',
  'kepala_lain',
  'pengelola',
  'bendahara',
  'kepegawaian1',
  'kepegawaian2',
  'keuangan1',
  'keuangan2',
  'auditor',
  'admin',
] as const;

export type CastKey = (typeof CAST)[number];

/** How large the invented regency is (contract.md 1, TAKAR_DEMO). */
export type DemoSize = 'kecil' | 'kabupaten' | 'besar';
