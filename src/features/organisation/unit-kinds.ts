/** Kinds of organisational units, in the order of a choice (domain.md 1.7), with their words. */
export const UNIT_KINDS = {
  PEMDA: 'Pemerintah daerah',
  SETDA: 'Sekretariat daerah',
  ASISTEN: 'Asisten',
  BAGIAN: 'Bagian',
  SETWAN: 'Sekretariat DPRD',
  INSPEKTORAT: 'Inspektorat',
  IRBAN: 'Inspektur pembantu',
  DINAS: 'Dinas',
  BADAN: 'Badan',
  SATPOL_PP: 'Satuan Polisi Pamong Praja',
  RSUD: 'Rumah sakit umum daerah',
  KECAMATAN: 'Kecamatan',
  KELURAHAN: 'Kelurahan',
  SEKRETARIAT: 'Sekretariat',
  BIDANG: 'Bidang',
  SUBBAGIAN: 'Subbagian',
  SUBBIDANG: 'Subbidang',
  SEKSI: 'Seksi',
  UPTD: 'UPTD',
  PUSKESMAS: 'Puskesmas',
  SEKOLAH: 'Sekolah',
  TIM: 'Tim kerja',
  LAINNYA: 'Unit lain',
} as const;

export type UnitKind = keyof typeof UNIT_KINDS;
export const isUnitKind = (text: string): text is UnitKind => Object.hasOwn(UNIT_KINDS, text);
/** A kind in words; one that the list does not know stands as it is. */
export const unitKindWord = (kind: string): string => (isUnitKind(kind) ? UNIT_KINDS[kind] : kind);

/** Codes of units and positions: capital letters, digits, hyphen (contract, section 2). */
export const CODE_SHAPE = /^[A-Z0-9][A-Z0-9-]{1,39}$/;
