/** Kinds of positions (UU 20/2023; old echelon names remain beside them), with their words. */
export const POSITION_KINDS = {
  PEJABAT_NEGARA: 'Pejabat negara',
  JPT: 'Jabatan pimpinan tinggi',
  ADMINISTRATOR: 'Administrator',
  PENGAWAS: 'Pengawas',
  FUNGSIONAL: 'Fungsional',
  PELAKSANA: 'Pelaksana',
} as const;

export type PositionKind = keyof typeof POSITION_KINDS;

export const ECHELONS = ['I.a', 'I.b', 'II.a', 'II.b', 'III.a', 'III.b', 'IV.a', 'IV.b', 'V.a'] as const;

/** How a chair is held, in words. A team leader leads work and holds no right to rate. */
export const HOLDING_WORDS = {
  DEFINITIF: 'Definitif',
  PLT: 'Plt.',
  PLH: 'Plh.',
  DELEGASI: 'Penerima delegasi',
  KETUA_TIM: 'Ketua tim',
} as const;

export type Holding = keyof typeof HOLDING_WORDS;
