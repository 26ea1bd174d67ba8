/** How high a chair stands, for comparing chairs: by echelon where it has one, else by its kind. */
const BY_ECHELON: Readonly<Record<string, number>> = {
  'I.a': 11,
  'I.b': 10,
  'II.a': 9,
  'II.b': 8,
  'III.a': 7,
  'III.b': 6,
  'IV.a': 5,
  'IV.b': 4,
};
const BY_KIND: Readonly<Record<string, number>> = {
  PEJABAT_NEGARA: 12,
  JPT: 8,
  ADMINISTRATOR: 6,
  PENGAWAS: 4,
  // Neither leads anybody by its kind: they stand side by side.
  FUNGSIONAL: 1,
  PELAKSANA: 1,
};

/** A number that is larger for higher chairs. Chairs of unknown kind stand lowest. */
export const positionLevel = (chair: { readonly kind: string; readonly echelon: string | null }): number =>
  (chair.echelon === null ? undefined : BY_ECHELON[chair.echelon]) ?? BY_KIND[chair.kind] ?? 0;
